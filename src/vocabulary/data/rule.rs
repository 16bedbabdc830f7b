//! `.authorization((allow) => [...])`: of a schema, a model, a field or an operation.

use smol_str::SmolStr;

use crate::evaluate::Value;
use crate::source::Span;
use crate::vocabulary::chain::{Argument, Method, Term};
use crate::vocabulary::lower::{At, Context, FunctionRef, Lower};
use crate::vocabulary::rules::{self, Gives, Rules};
use crate::vocabulary::shape::{Names, Shape};
use crate::vocabulary::words::{Words as _, words};

/// Who may do what.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Who may, and where it says so.
    pub who: At<Subject>,
    /// By which way they say who they are, if it is named.
    pub provider: Option<At<Provider>>,
    /// What they may do; without it, everything.
    pub actions: Option<At<Vec<At<Action>>>>,
    /// Which part of a token is compared.
    pub claim: Option<At<SmolStr>>,
    /// The whole rule.
    pub span: Span,
}

/// Rules as they stand together.
#[derive(Clone, Debug, PartialEq)]
pub struct Claims {
    /// The rules that could be read, in order.
    pub rules: Vec<Rule>,
    /// Whether all could be read.
    pub whole: bool,
    /// Where the word `authorization` stands.
    pub span: Span,
}

/// Who a rule speaks of.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// Whoever has the API key.
    ApiKey,
    /// Users who are not signed in.
    Guest,
    /// Users who are signed in.
    Authenticated,
    /// The user, or one of the users, whom a field names; `owner` if none is written.
    Owner {
        /// The field.
        field: Option<At<SmolStr>>,
        /// Whether the field lists several.
        many: bool,
    },
    /// Users in one of these groups.
    Groups(Vec<At<SmolStr>>),
    /// Users in the group, or in one of the groups, that a field names.
    GroupsIn {
        /// The field.
        field: At<SmolStr>,
        /// Whether the field lists several.
        many: bool,
    },
    /// Whom the function of the mode `lambda` lets through.
    Custom,
    /// A function.
    Function(At<FunctionRef>),
}

words! {
    /// What may be done with the items of a model, with a field, or by a function with the whole API.
    Action, "action" {
        // up to `read`, for fields; up to `listen`, for models; from `listen` on, for functions
        /// Add items.
        Create = "create",
        /// Change items.
        Update = "update",
        /// Delete items.
        Delete = "delete",
        /// Read items: `get`, `list`, `listen`, `search` and `sync`.
        Read = "read",
        /// Read one item.
        Get = "get",
        /// List items, also by an index.
        List = "list",
        /// Search items. There is no such operation in Amplify Gen 2.
        Search = "search",
        /// Read what changed. There is no such operation in Amplify Gen 2.
        Sync = "sync",
        /// Be told of changes.
        Listen = "listen",
        /// For functions: all queries.
        Query = "query",
        /// For functions: all mutations.
        Mutate = "mutate",
    }
}

words! {
    /// By which way callers say who they are.
    Provider, "provider" {
        /// A token of the user pool.
        UserPools = "userPools",
        /// A token of another provider.
        Oidc = "oidc",
        /// Credentials of the identity pool.
        IdentityPool = "identityPool",
        /// The function of the mode `lambda`.
        Function = "function",
    }
}

const TOKEN: Argument = Argument::optional(|| Shape::Words(&Provider::words()[..=Provider::Oidc as usize]));
const SIGNED_IN: Argument = Argument::optional(|| Shape::Words(&Provider::words()[..=Provider::IdentityPool as usize]));
const JUDGED: Argument = Argument::optional(|| Shape::Words(&Provider::words()[Provider::Function as usize..]));
const FIELD: Argument = Argument::needed(|| Shape::Name(Names::Field));
const TEXT: Argument = Argument::needed(SmolStr::shape);
const TEXTS: Argument = Argument::needed(<Vec<At<SmolStr>>>::shape);

/// `.to([...])` with some of the actions.
macro_rules! to {
    ($doc:literal, $actions:expr) => {
        Method::new("to", $doc, &[Argument::needed(|| Shape::List(|| Shape::Words(&Action::words()[$actions])))])
    };
}

const TO: Method = to!("What they may do; without it, everything.", ..=Action::Listen as usize);
const TO_FIELD: Method = to!("What they may do with the field; without it, everything.", ..=Action::Read as usize);
const TO_API: Method = to!("What it may do with the whole API; without it, everything.", Action::Listen as usize..);
const IDENTITY_CLAIM: Method =
    Method::new("identityClaim", "The part of the token that is compared with the field.", &[TEXT]);
const WITH_CLAIM_IN: Method =
    Method::new("withClaimIn", "The part of the token that lists the user's groups.", &[TEXT]);

const fn term(name: &'static str, doc: &'static str, takes: &'static [Argument], then: &'static [Method]) -> Term {
    Term { head: Method::new(name, doc, takes), then }
}

/// Rules that say nothing of an item, with what may follow them, and what may follow those of groups.
macro_rules! callers {
    ($then:expr, $of_groups:expr) => {
        &[
            term("publicApiKey", "Whoever has the API key.", &[], $then),
            term("guest", "Users who are not signed in, with credentials of the identity pool.", &[], $then),
            term("authenticated", "Users who are signed in.", &[SIGNED_IN], $then),
            term("group", "Users in this group.", &[TEXT, TOKEN], $of_groups),
            term("groups", "Users in one of these groups. All groups of a user count.", &[TEXTS, TOKEN], $of_groups),
            term("custom", "Whom the function of the mode `lambda` lets through.", &[JUDGED], $then),
        ]
    };
}

/// Rules that depend on the item.
macro_rules! owners {
    ($to:expr) => {
        &[
            term("owner", "The user who made the item: the field `owner` says who.", &[TOKEN], &[$to, IDENTITY_CLAIM]),
            term("ownerDefinedIn", "The user whom a field names.", &[FIELD, TOKEN], &[$to, IDENTITY_CLAIM]),
            term("ownersDefinedIn", "The users whom a field lists.", &[FIELD, TOKEN], &[$to, IDENTITY_CLAIM]),
            term("groupDefinedIn", "Users in the group that a field names.", &[FIELD, TOKEN], &[$to, WITH_CLAIM_IN]),
            term(
                "groupsDefinedIn",
                "Users in one of the groups that a field lists.",
                &[FIELD, TOKEN],
                &[$to, WITH_CLAIM_IN],
            ),
        ]
    };
}

const ITEMS: Rules = Rules {
    title: "rules of a model",
    parameter: "allow",
    subjects: &[callers!(&[TO], &[TO, WITH_CLAIM_IN]), owners!(TO)],
    needs: &[],
    keys: None,
    gives: Gives::ListOrOne,
    itself: false,
    example: "allow.groups([\"ADMINS\"]).to([\"read\"])",
};

/// Behind a schema. All rules are read by this: a check tells which of them cannot stand somewhere else, and why.
static OF_SCHEMA: Rules = Rules {
    title: "rules of a schema",
    subjects: &[
        callers!(&[TO], &[TO, WITH_CLAIM_IN]),
        owners!(TO),
        &[term(
            "resource",
            "A function made with `defineFunction`.",
            &[Argument::needed(FunctionRef::shape)],
            &[TO_API],
        )],
    ],
    ..ITEMS
};
static OF_MODEL: Rules = ITEMS;
static OF_FIELD: Rules = Rules {
    title: "rules of a field",
    subjects: &[callers!(&[TO_FIELD], &[TO_FIELD, WITH_CLAIM_IN]), owners!(TO_FIELD)],
    ..ITEMS
};
static OF_OPERATION: Rules = Rules {
    title: "rules of an operation",
    subjects: &[callers!(&[], &[WITH_CLAIM_IN])],
    example: "allow.groups([\"ADMINS\"])",
    ..ITEMS
};

pub(super) const SCHEMA_RULES: &[Argument] = &[Argument::needed(|| Shape::Rules(&OF_SCHEMA))];
pub(super) const MODEL_RULES: &[Argument] = &[Argument::needed(|| Shape::Rules(&OF_MODEL))];
pub(super) const FIELD_RULES: &[Argument] = &[Argument::needed(|| Shape::Rules(&OF_FIELD))];
pub(super) const OPERATION_RULES: &[Argument] = &[Argument::needed(|| Shape::Rules(&OF_OPERATION))];

impl Lower for Claims {
    fn shape() -> Shape {
        Shape::Rules(&OF_SCHEMA)
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        let before = cx.trouble();
        let read = OF_SCHEMA.read(value, cx)?;
        let rules: Vec<Rule> = read.iter().filter_map(|rule| lowered(rule, cx)).collect();
        Some(Self { rules, whole: cx.trouble() == before, span: value.place() })
    }
}

fn lowered(rule: &rules::Rule<'_>, cx: &mut Context<'_>) -> Option<Rule> {
    let before = cx.trouble();
    let head = rule.subject();
    let name = head.method.name;
    let who = match name {
        "publicApiKey" => Some(Subject::ApiKey),
        "guest" => Some(Subject::Guest),
        "authenticated" => Some(Subject::Authenticated),
        "owner" => Some(Subject::Owner { field: None, many: false }),
        "ownerDefinedIn" | "ownersDefinedIn" => {
            head.lower(0, cx).map(|field| Subject::Owner { field: Some(field), many: name == "ownersDefinedIn" })
        }
        "group" => head.lower(0, cx).map(|group| Subject::Groups(vec![group])),
        "groups" => head.lower(0, cx).map(Subject::Groups),
        "groupDefinedIn" | "groupsDefinedIn" => {
            head.lower(0, cx).map(|field| Subject::GroupsIn { field, many: name == "groupsDefinedIn" })
        }
        "custom" => Some(Subject::Custom),
        _ => head.lower(0, cx).map(Subject::Function),
    };
    let provider_at = head.method.arguments.map_or(0, <[Argument]>::len).saturating_sub(1);
    let provider = if name == "resource" { None } else { optional_provider(head, provider_at, cx) };
    let actions = rule.parts.call("to").map(|to| rules::words_of(to, cx));
    let claim = ["identityClaim", "withClaimIn"].iter().find_map(|name| rule.parts.call(name));
    let claim = claim.map(|call| call.lower(0, cx));
    // a part that could not be read must not look like one that is not there: the rule would say more
    if cx.trouble() != before {
        return None;
    }
    let (actions, claim) = (actions.flatten(), claim.flatten());
    Some(Rule { who: rule.at(who?), provider, actions, claim, span: rule.value.span })
}

fn optional_provider(
    head: &crate::vocabulary::chain::Call<'_>,
    index: usize,
    cx: &mut Context<'_>,
) -> Option<At<Provider>> {
    let takes_it = head.method.argument(index).is_some_and(|shape| matches!(shape, Shape::Words(_)));
    if takes_it { head.lower(index, cx) } else { None }
}
