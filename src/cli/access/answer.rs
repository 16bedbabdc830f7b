//! What the table answers, in words, with the place that decides.

use std::collections::BTreeSet;

use super::statement::{Said, said};
use super::{Answering, Failure};
use crate::access::report::place;
use crate::access::{
    Decision, ENTITY_ID, FileAction, Path, Persona, Principal, StorageGrant, StoragePath, StoragePaths, Verdict,
};
use crate::diagnostic::render::Answer;
use crate::diagnostic::{Label, quoted};
use crate::model::{Backend, Group, StorageId};
use crate::source::Span;
use crate::vocabulary::{AuthAction, Words};

/// A question about files.
#[derive(Clone, Copy)]
pub(super) struct Files<'q> {
    pub(super) actions: &'static [FileAction],
    /// The actions together, as they are written.
    pub(super) word: &'static str,
    pub(super) storage: StorageId,
    /// The file, or the beginning of the names that are listed.
    pub(super) key: &'q str,
    /// Whether all files are meant whose names begin so.
    pub(super) below: bool,
}

/// What rules say about an action, and what rules and statements say together.
type Judged<'a> = (FileAction, Decision<'a>, Verdict<'a>);

/// What stands at the place of an answer.
pub(super) struct Reason {
    pub(super) span: Span,
    pub(super) note: String,
    pub(super) labels: Vec<Label>,
    pub(super) help: Vec<String>,
}

impl Answering<'_> {
    fn parts(&self) -> (&Backend, &crate::access::Access) {
        (&self.analysis.backend, &self.analysis.access)
    }

    /// Whether somebody may do something with files, and why.
    pub(super) fn about_files(&self, persona: &Persona, asked: &Files<'_>) -> Result<Said, Failure> {
        let (backend, _) = self.parts();
        let who = persona.principal(backend).ok_or_else(|| {
            Failure(match persona {
                Persona::Groups(_) | Persona::Owner(_) => "there are no such groups".to_owned(),
                Persona::Public => "without credentials nobody reaches files".to_owned(),
                _ => format!("{} call the API, and reach no files by that", self.described(persona)),
            })
        })?;
        let judged = self.judged(&who, persona.owns(), asked);
        let verdict = Verdict::all(judged.iter().map(|(.., verdict)| *verdict));
        let (described, action) = (self.described(persona), self.action(asked));
        let rule = |(_, decision, _): &Judged<'_>| match decision {
            Decision::Allowed(grant) => {
                Some(Label { span: grant.rule, text: "the rule that speaks of them".to_owned() })
            }
            _ => None,
        };
        let (allowed, mut answer) =
            said(verdict, &described, &action, judged.iter().find_map(rule)).unwrap_or_else(|| {
                let granted = granted(&judged);
                let allowed = granted.is_some();
                let mut reason = granted.unwrap_or_else(|| self.missing(&who, persona, &judged, asked));
                if !allowed {
                    reason.help.extend(self.lost(&who, asked));
                }
                let verb = if allowed { "may" } else { "may not" };
                (Some(allowed), reason.answer(allowed, format!("{described} {verb} {action}")))
            });
        let others = self.other_roles(persona, &who, asked);
        if !others.is_empty() {
            answer.help = Some(answer.help.into_iter().chain(others).collect::<Vec<_>>().join("\n"));
        }
        Ok((allowed, answer))
    }

    /// The paths below what is asked for, which may have rules of their own; without `below`, none.
    pub(super) fn below(&self, asked: &Files<'_>, below: bool) -> Vec<String> {
        let paths = self.analysis.access.paths.get(&asked.storage).filter(|_| below);
        let inner = paths.into_iter().flat_map(StoragePaths::list).map(|path| &path.path);
        let inner = inner.filter(|path| path.prefix.len() > asked.key.len() && path.is_below(asked.key));
        inner.map(|path| path.to_string().trim_end_matches('*').to_owned()).collect()
    }

    fn judged(&self, who: &Principal, owner: bool, asked: &Files<'_>) -> Vec<Judged<'_>> {
        let judge = |action: &FileAction| {
            let below = asked.below || asked.key.is_empty();
            let judged = self.analysis.access.judge(who, owner, *action, asked.storage, (asked.key, below));
            (*action, judged.0, judged.1)
        };
        asked.actions.iter().map(judge).collect()
    }

    /// Where it stands that somebody may do something, if it is certain.
    fn allowed_at(&self, who: &Principal, owner: bool, asked: &Files<'_>) -> Option<String> {
        let place_of = |(_, decision, verdict): &Judged<'_>| match (verdict, decision) {
            (Verdict::Yes(Some(statement)), _) => Some(statement.statement.place()),
            (Verdict::Yes(None), Decision::Allowed(grant)) => Some(grant.rule),
            _ => None,
        };
        let places: Option<Vec<Span>> = self.judged(who, owner, asked).iter().map(place_of).collect();
        Some(place(*places?.first()?, &self.analysis.sources))
    }

    /// `write "drafts/a.md" of "files"`
    fn action(&self, asked: &Files<'_>) -> String {
        let name = &self.analysis.backend.storage(asked.storage).name.value;
        let Files { word, key, .. } = asked;
        match (*key, *word) {
            ("", "list") => format!("list all names in `{name}`"),
            ("", _) => format!("{word} any file in `{name}`"),
            (_, "list") => format!("list names that begin with `{key}` in `{name}`"),
            _ => format!("{word} `{key}` in `{name}`"),
        }
    }

    pub(super) fn described(&self, persona: &Persona) -> String {
        match persona {
            Persona::Guest => "guests".to_owned(),
            Persona::User => "signed-in users in no group".to_owned(),
            Persona::Owner(names) if names.is_empty() => "the owner of the folder, in no group,".to_owned(),
            Persona::Owner(names) => {
                let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
                format!("the owner of the folder, in {},", names.join(" and "))
            }
            Persona::Groups(names) => {
                let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
                format!("users in {}", names.join(" and "))
            }
            Persona::Function(id) => format!("the function `{}`", self.analysis.backend.function(*id).name.value),
            Persona::Public => "whoever it is, without credentials,".to_owned(),
            Persona::ApiKey => "whoever has the API key".to_owned(),
            Persona::Authorized => "whom the authorizer lets through".to_owned(),
            Persona::Oidc => "users of the other provider".to_owned(),
        }
    }

    /// Why not, and what would have to change.
    fn missing(&self, who: &Principal, persona: &Persona, decisions: &[Judged<'_>], asked: &Files<'_>) -> Reason {
        let (backend, access) = self.parts();
        let refused: Vec<_> = decisions.iter().filter(|(.., verdict)| matches!(verdict, Verdict::No(_))).collect();
        let words: Vec<&str> = match refused.len() {
            all if all == decisions.len() => vec![asked.word],
            _ => refused.iter().map(|(action, ..)| action.text()).collect(),
        };
        let list: Vec<_> = words.iter().map(|word| quoted(word)).collect();
        let (words, list) = (words.join(" and "), list.join(", "));
        let rule = |path: &Path| {
            let opens = if path.entity && !persona.owns() { ", which opens the folders of all users" } else { "" };
            format!("add `{}.to([{list}])` at `{path}`{opens}", subject(who, persona, path, backend))
        };
        let at = |path: &StoragePath, labels: Vec<Label>| {
            // of an owner, the rule for owners
            let own = persona.owns() && path.path.entity;
            let theirs = access.grants_at(asked.storage, &path.path).find(|it| it.who == *who && it.own == own);
            match theirs {
                Some(grant) => {
                    let others = self.others(grant);
                    let others = if others.is_empty() {
                        String::new()
                    } else {
                        format!(" (it speaks of {} too)", others.join(", "))
                    };
                    Reason {
                        span: grant.rule,
                        note: format!("this rule speaks of them, without `{words}`"),
                        labels,
                        help: vec![format!("add `{list}` to its actions{others}")],
                    }
                }
                None => Reason {
                    span: path.span,
                    note: format!("this path decides, and no rule here grants them `{words}`"),
                    labels,
                    help: vec![rule(&path.path)],
                },
            }
        };
        match refused.first().map(|(_, decision, _)| decision) {
            Some(Decision::Unspoken(Some(path)))
                if persona.owns() && path.path.entity && path.path.owner(asked.key).is_none() =>
            {
                Reason {
                    span: path.span,
                    note: "owners have the folders below, and this is in nobody's folder".to_owned(),
                    labels: Vec::new(),
                    help: vec![format!("ask for `{}{ENTITY_ID}/file`", path.path.prefix)],
                }
            }
            Some(Decision::Overridden { by, grant }) => at(
                by,
                vec![Label { span: grant.rule, text: format!("granted at `{}`, which this overrides", grant.path) }],
            ),
            Some(Decision::OwnerOnly(grant)) => Reason {
                span: grant.rule,
                note: "this rule grants it only in the folder with the user's own id".to_owned(),
                labels: Vec::new(),
                help: vec![rule(&grant.path)],
            },
            Some(Decision::Unspoken(Some(path))) => at(path, Vec::new()),
            _ => {
                let storage = backend.storage(asked.storage);
                let path = around(asked.key);
                Reason {
                    span: storage.span,
                    note: "no path here holds that".to_owned(),
                    labels: Vec::new(),
                    help: vec![format!(
                        "add a path: `\"{path}\": [{}.to([{list}])]`",
                        subject(who, persona, &path, backend)
                    )],
                }
            }
        }
    }

    /// Of whom the rule of a grant speaks besides.
    fn others(&self, grant: &StorageGrant) -> Vec<String> {
        let (backend, access) = self.parts();
        let others: BTreeSet<&Principal> = access
            .grants_at(grant.storage, &grant.path)
            .filter(|other| other.rule == grant.rule && other.who != grant.who)
            .map(|other| &other.who)
            .collect();
        others.into_iter().map(|who| who.describe(backend)).collect()
    }

    /// For a group: what it loses because its role replaces that of signed-in users.
    fn lost(&self, who: &Principal, asked: &Files<'_>) -> Option<String> {
        let Principal::Group(name) = who else { return None };
        if self.analysis.backend.group(name).is_some_and(Group::inherits) {
            let place = self.allowed_at(who, true, asked)?;
            return Some(format!("the owner of the folder may ({place}): ask for `entity+{name}`"));
        }
        if let Some(place) = self.allowed_at(&Principal::Authenticated, false, asked) {
            return Some(format!("signed-in users in no group may ({place}); the role of a group replaces theirs"));
        }
        let place = self.allowed_at(&Principal::Authenticated, true, asked)?;
        Some(format!(
            "the owner of the folder may if in no group ({place}); the role of a group replaces that of owners, unless the \
             group has `inherits: \"authenticated\"`"
        ))
    }

    /// For several groups: which role counts, and what the others would answer.
    fn other_roles(&self, persona: &Persona, who: &Principal, asked: &Files<'_>) -> Vec<String> {
        let (names, Principal::Group(chosen)) = (persona.groups(), who) else { return Vec::new() };
        if names.len() < 2 {
            return Vec::new();
        }
        let backend = &self.analysis.backend;
        let known = if backend.auth.is_some() {
            "the lowest precedence"
        } else {
            "the lowest precedence, for which the order in `referenceAuth` is taken"
        };
        let mut lines = vec![format!(
            "one role counts for files: that of `{chosen}`, the group with {known}; a client may choose another one with \
             `CustomRoleArn`:"
        )];
        for name in names.iter().filter(|name| *name != chosen) {
            let group = Principal::Group(name.clone());
            let judged = self.judged(&group, persona.owns(), asked);
            let answer = match Verdict::all(judged.iter().map(|(.., verdict)| *verdict)) {
                Verdict::No(_) => "no".to_owned(),
                Verdict::Part(statement) => {
                    format!("in part ({})", place(statement.statement.place(), &self.analysis.sources))
                }
                Verdict::Yes(_) => {
                    let place = self.allowed_at(&group, persona.owns(), asked);
                    place.map_or_else(|| "yes".to_owned(), |place| format!("yes ({place})"))
                }
            };
            lines.push(format!("  as `{name}`: {answer}"));
        }
        lines
    }

    /// The answer when nobody may do something with files.
    pub(super) fn nobody_for_files(&self, asked: &Files<'_>) -> Answer {
        let (backend, access) = self.parts();
        let held = access.paths.get(&asked.storage).and_then(|paths| paths.holding(asked.key).next());
        let reason = match held {
            Some(path) => Reason {
                span: path.span,
                note: "this path decides, and no rule here grants it".to_owned(),
                labels: Vec::new(),
                help: Vec::new(),
            },
            None => Reason {
                span: backend.storage(asked.storage).span,
                note: "no path here holds that".to_owned(),
                labels: Vec::new(),
                help: vec![format!("add rules at a path: `\"{}\"`", around(asked.key))],
            },
        };
        Answer { verdict: "nobody".to_owned(), ..reason.answer(false, format!("nobody may {}", self.action(asked))) }
    }

    /// Whether somebody may do something with users and groups, and why.
    pub(super) fn about_users(&self, persona: &Persona, action: AuthAction) -> Result<Said, Failure> {
        let word = action.text();
        if let Some(who) = persona.principal(&self.analysis.backend) {
            let verdict = self.analysis.access.judge_users(&who, action);
            if let Some(said) = said(verdict, &self.described(persona), &format!("`{word}`"), None) {
                return Ok(said);
            }
        }
        let Persona::Function(id) = persona else {
            if let Some(answer) = self.by_route(persona, action) {
                return Ok((Some(true), answer));
            }
            let message = format!("{} may not `{word}`", self.described(persona));
            let reason = Reason {
                span: self.auth_span()?,
                note: "only functions can be granted actions on users and groups".to_owned(),
                labels: Vec::new(),
                help: vec![format!("let a function do it: `allow.resource(myFunction).to([\"{word}\"])`")],
            };
            return Ok((Some(false), reason.answer(false, message)));
        };
        let (backend, access) = self.parts();
        let function = backend.function(*id);
        let rules: Vec<_> = access.of_function(*id).collect();
        let words = rules.iter().flat_map(|rule| rule.actions.iter().map(move |word| (*rule, word)));
        let words: Vec<_> = words.collect();
        let granting = |call: &&str| words.iter().find(|(_, word)| word.value.iam().contains(call));
        // the word itself says it best; several may grant its calls together
        let itself = words.iter().find(|(_, word)| word.value == action);
        let calls: Option<Vec<_>> = match itself {
            Some(found) => Some(vec![found]),
            None => action.iam().iter().map(granting).collect(),
        };
        let name = &function.name.value;
        if let Some([(rule, first), more @ ..]) = calls.as_deref() {
            let same = first.value == action;
            let note =
                if same { "this rule grants it".to_owned() } else { format!("`{}` includes it", first.value.text()) };
            let mut labels: Vec<Label> = Vec::new();
            for (_, word) in more.iter().filter(|(_, word)| word.span != first.span) {
                if labels.iter().all(|label| label.span != word.span) {
                    labels.push(Label { span: word.span, text: "and a part of it here".to_owned() });
                }
            }
            let span = if same { rule.span } else { first.span };
            let reason = Reason { span, note, labels, help: Vec::new() };
            return Ok((Some(true), reason.answer(true, format!("the function `{name}` may `{word}`"))));
        }
        let reason = if let Some(rule) = rules.first() {
            Reason {
                span: rule.span,
                note: format!("this rule speaks of it, without `{word}`"),
                labels: Vec::new(),
                help: vec![format!("add `\"{word}\"` to its actions")],
            }
        } else {
            let subject = function.constant.as_deref().unwrap_or("myFunction");
            Reason {
                span: self.auth_span()?,
                note: "no rule of `access` here speaks of it".to_owned(),
                labels: Vec::new(),
                help: vec![format!("add `allow.resource({subject}).to([\"{word}\"])` to `access`")],
            }
        };
        Ok((Some(false), reason.answer(false, format!("the function `{name}` may not `{word}`"))))
    }

    /// The answer when no function may do something with users and groups.
    pub(super) fn nobody_for_users(&self, action: AuthAction) -> Result<Answer, Failure> {
        let word = action.text();
        let reason = Reason {
            span: self.auth_span()?,
            note: "no rule of `access` here grants it".to_owned(),
            labels: Vec::new(),
            help: vec![format!("add `allow.resource(myFunction).to([\"{word}\"])` to `access`")],
        };
        let answer = reason.answer(false, format!("no function may `{word}`"));
        Ok(Answer { verdict: "nobody".to_owned(), ..answer })
    }

    fn auth_span(&self) -> Result<Span, Failure> {
        let backend = &self.analysis.backend;
        let made = backend.auth.as_ref().map(|auth| auth.span);
        let span = made.or_else(|| backend.referenced_auth.as_ref().map(|auth| auth.span));
        span.ok_or_else(|| Failure("the backend has no `defineAuth`".to_owned()))
    }
}

impl Reason {
    pub(super) fn answer(self, allowed: bool, message: String) -> Answer {
        let Self { span, note, mut labels, help } = self;
        labels.retain(|label| label.span != span);
        let help = (!help.is_empty()).then(|| help.join("\n"));
        let verdict = if allowed { "yes" } else { "no" }.to_owned();
        Answer { verdict, message, span, note, labels, help }
    }
}

/// The rules that grant all that is asked for: mostly one.
fn granted(decisions: &[Judged<'_>]) -> Option<Reason> {
    let rule = |(action, decision, _): &Judged<'_>| match decision {
        Decision::Allowed(grant) => Some((*action, grant.rule, grant.own)),
        _ => None,
    };
    let rules: Vec<(FileAction, Span, bool)> = decisions.iter().map(rule).collect::<Option<_>>()?;
    let [(first, span, own), ref more @ ..] = rules[..] else { return None };
    let further = more.iter().filter(|(_, rule, _)| *rule != span);
    let labels: Vec<Label> = further
        .map(|(action, rule, _)| Label { span: *rule, text: format!("this one grants `{}`", action.text()) })
        .collect();
    let note = if !labels.is_empty() {
        format!("this rule grants `{}`", first.text())
    } else if own {
        "this rule grants it, in the folder with the user's own id".to_owned()
    } else {
        "this rule grants it".to_owned()
    };
    Some(Reason { span, note, labels, help: Vec::new() })
}

/// How a rule begins that speaks of somebody.
fn subject(who: &Principal, persona: &Persona, path: &Path, backend: &Backend) -> String {
    match who {
        Principal::Guest => "allow.guest".to_owned(),
        Principal::Authenticated if persona.owns() && path.entity => "allow.entity(\"identity\")".to_owned(),
        Principal::Authenticated => "allow.authenticated".to_owned(),
        Principal::Group(name) => format!("allow.groups([{}])", quoted(name)),
        Principal::Function(id) => {
            format!("allow.resource({})", backend.function(*id).constant.as_deref().unwrap_or("myFunction"))
        }
    }
}

/// A path that would hold a file: its folder, or the one with a folder for each user.
fn around(key: &str) -> Path {
    let folder = match key.split_once(ENTITY_ID) {
        Some((before, _)) => format!("{before}{ENTITY_ID}/"),
        None => key.rfind('/').map_or_else(String::new, |at| key[..=at].to_owned()),
    };
    Path::parse(&format!("{folder}*")).unwrap_or_else(Path::bucket)
}
