//! `access` of `defineStorage`.

use smol_str::SmolStr;

use crate::evaluate::{Value, ValueKind};
use crate::source::Span;
use crate::vocabulary::chain::{Argument, Method, Term};
use crate::vocabulary::lower::{At, Context, FunctionRef, Lower};
use crate::vocabulary::rules::{Gives, Rule, Rules, words_of};
use crate::vocabulary::shape::Shape;
use crate::vocabulary::words::words;

/// Who may do what with files: rules for each path.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StorageAccess {
    /// The paths, in the order of the text, each once.
    pub paths: Vec<StoragePath>,
}

/// A path with its rules.
#[derive(Clone, Debug, PartialEq)]
pub struct StoragePath {
    /// As it is written: `media/*`, `private/{entity_id}/*`.
    pub path: At<SmolStr>,
    /// The rules that could be read, in order.
    pub rules: Vec<StorageRule>,
    /// Whether all of its rules could be read.
    pub whole: bool,
}

/// `allow.groups(["ADMINS"]).to(["read"])`
#[derive(Clone, Debug, PartialEq)]
pub struct StorageRule {
    /// Who may, and where it says so.
    pub who: At<StorageSubject>,
    /// What.
    pub actions: At<Vec<At<StorageAction>>>,
    /// The whole rule.
    pub span: Span,
}

/// Who a rule of storage speaks of.
#[derive(Clone, Debug, PartialEq)]
pub enum StorageSubject {
    /// Users who are not signed in.
    Guest,
    /// Users who are signed in; those in a group only if their group says the same.
    Authenticated,
    /// The user whose identity id stands in the path.
    Entity,
    /// Users in one of these groups.
    Groups(Vec<At<SmolStr>>),
    /// A function.
    Resource(At<FunctionRef>),
}

words! {
    /// What may be done with files.
    StorageAction, "action" {
        /// Read files, and list their names: `get` and `list`.
        Read = "read",
        /// Read files whose names are known.
        Get = "get",
        /// List the names of files; not what is in them.
        List = "list",
        /// Upload files, new ones and over older ones.
        Write = "write",
        /// Delete files.
        Delete = "delete",
        /// Upload files, as the Amplify CLI calls it. The same as `write`: S3 has one right for new files and over older ones.
        Create = "create" [extension()],
        /// Upload files over older ones, as the Amplify CLI calls it. The same as `write`.
        Update = "update" [extension()],
    }
}

impl StorageAction {
    /// Whether it changes what is there.
    pub const fn changes(self) -> bool {
        !matches!(self, Self::Read | Self::Get | Self::List)
    }
}

words! {
    /// Whose id stands for `{entity_id}`.
    Entity, "kind of entity" {
        /// The user's id in the identity pool.
        Identity = "identity",
    }
}

static TO: &[Method] = &[Method::new(
    "to",
    "What they may do with the files below the path.",
    &[Argument::needed(<Vec<At<StorageAction>>>::shape)],
)];

static RULES: Rules = Rules {
    title: "defineStorage.access",
    parameter: "allow",
    subjects: &[&[
        Term { head: Method::bare("guest", "Users who are not signed in."), then: TO },
        Term {
            head: Method::bare(
                "authenticated",
                "Users who are signed in and in no group. A user in a group has what the group has, and nothing else.",
            ),
            then: TO,
        },
        Term {
            head: Method::new(
                "entity",
                "The user whose identity id stands in the path for `{entity_id}`, and who is in no group.",
                &[Argument::needed(Entity::shape)],
            ),
            then: TO,
        },
        Term {
            head: Method::new(
                "groups",
                "Users in one of these groups. Of several groups, the first in the list of `defineAuth` counts.",
                &[Argument::needed(<Vec<At<SmolStr>>>::shape)],
            ),
            then: TO,
        },
        Term {
            head: Method::new(
                "resource",
                "A function made with `defineFunction`.",
                &[Argument::needed(FunctionRef::shape)],
            ),
            then: TO,
        },
    ]],
    needs: &["to"],
    keys: Some("path"),
    gives: Gives::List,
    itself: false,
    example: "\"media/*\": [allow.authenticated.to([\"read\"])]",
};

impl Lower for StorageAccess {
    fn shape() -> Shape {
        Shape::Rules(&RULES)
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        let mut paths = Vec::new();
        for (entry, rules) in RULES.read_keyed(value, cx)? {
            if entry.key == "*" {
                cx.extension("*", entry.key_span);
            }
            let path = At { value: entry.key.clone(), span: entry.key_span, via: entry.value.via };
            let written = match &entry.value.kind {
                ValueKind::List(elements) => Some(elements.len()),
                _ => None,
            };
            let rules: Vec<_> = rules.into_iter().flatten().filter_map(|rule| lowered(&rule, cx)).collect();
            let whole = written == Some(rules.len());
            paths.push(StoragePath { path, rules, whole });
        }
        Some(Self { paths })
    }
}

fn lowered(rule: &Rule<'_>, cx: &mut Context<'_>) -> Option<StorageRule> {
    let who = subject(rule, cx);
    let actions = words_of(rule.parts.call("to")?, cx);
    Some(StorageRule { who: rule.at(who?), actions: actions?, span: rule.value.span })
}

fn subject(rule: &Rule<'_>, cx: &mut Context<'_>) -> Option<StorageSubject> {
    let subject = rule.subject();
    match subject.method.name {
        "guest" => Some(StorageSubject::Guest),
        "authenticated" => Some(StorageSubject::Authenticated),
        "entity" => subject.lower(0, cx).map(|Entity::Identity| StorageSubject::Entity),
        "groups" => {
            let before = cx.trouble();
            let names: Vec<_> = subject.lower(0, cx)?;
            (cx.trouble() == before || !names.is_empty()).then_some(StorageSubject::Groups(names))
        }
        _ => subject.lower(0, cx).map(StorageSubject::Resource),
    }
}
