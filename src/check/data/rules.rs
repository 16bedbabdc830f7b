//! Who may do what: rules that are there, that can stand where they stand, and that say something.

use std::collections::BTreeSet;

use crate::access::data::{Caller, Condition, DataAction, Role};
use crate::check::Inspection;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Data;
use crate::model::data::{Model, ModelOperation, TypeKind};
use crate::source::Span;
use crate::vocabulary::data::{Action, Claims, Kind, Provider, Rule, ScalarType, Subject};
use crate::vocabulary::{At, Words};

/// Where rules stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Schema,
    Model,
    Field,
    Operation,
}

impl Place {
    fn text(self) -> &'static str {
        match self {
            Self::Schema => "a schema",
            Self::Model => "a model",
            Self::Field => "a field",
            Self::Operation => "an operation",
        }
    }
}

/// Every list of rules, and where it stands; those within custom types left out, where none can stand.
pub(super) fn lists(data: &Data) -> impl Iterator<Item = (Place, &Claims)> {
    let schemas = data.parts.iter().filter_map(|part| part.rules.as_ref()).map(|it| (Place::Schema, it));
    let models = data.models.iter().filter_map(|model| model.rules.as_ref()).map(|it| (Place::Model, it));
    let fields = data.models.iter().flat_map(|model| &model.fields);
    let fields = fields.filter_map(|field| field.rules.as_ref()).map(|it| (Place::Field, it));
    let operations = data.operations.iter().filter_map(|it| it.rules.as_ref()).map(|it| (Place::Operation, it));
    schemas.chain(models).chain(fields).chain(operations)
}

/// A model and an operation have rules.
pub(in crate::check) fn present(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    // a function uses the API as a whole: that alone makes no model anybody's
    let of_callers = |rule: &Rule| !matches!(rule.who.value, Subject::Function(_));
    let none =
        |claims: Option<&Claims>| claims.is_none_or(|claims| claims.whole && !claims.rules.iter().any(of_callers));
    let help = "add `.authorization((allow) => [allow.authenticated()])`, or rules for the whole schema";
    for model in &data.models {
        if none(data.rules_of(model)) {
            let message = format!("`{}` has no rule, so nobody may use it", model.name.value);
            cx.found.push(model.name.finding(Code::NoDataRule, message).help(help));
        }
    }
    for operation in &data.operations {
        let message = format!("`{}` has no rule, so nobody may call it", operation.name.value);
        let finding = operation.name.finding(Code::NoDataRule, message).help(help);
        let claims = data.rules_of_operation(operation);
        if none(claims) {
            cx.found.push(finding);
        } else if cx.access.data.operation(operation.id).is_empty()
            && let Some(claims) = claims.filter(|claims| claims.whole && operation.rules.is_none())
        {
            // what the schema says of items and functions says nothing of an operation
            cx.found.push(finding.label(claims.span, "of these rules, none speaks of operations"));
        }
    }
}

/// Each rule can stand where it stands.
pub(in crate::check) fn places(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    let mut found = Vec::new();
    for (place, claims) in lists(data) {
        // Amplify takes an empty list for none: what looks closed is as open as what is around it
        if claims.whole && claims.rules.is_empty() && place != Place::Operation {
            let finding = Diagnostic::new(Code::NoDataRule, claims.span, "an empty list of rules closes nothing");
            let help = "leave `.authorization(...)` out, or write a rule that grants nothing: `allow.group(\"ADMINS\").to([])`";
            found.push(finding.help(help));
        }
    }
    for field in data.types.iter().flat_map(|it| &it.fields) {
        if let Some(claims) = &field.rules {
            let message = format!("`{}` is a part of a custom type, which has no rules of its own", field.name.value);
            let finding = Diagnostic::new(Code::DataSubject, claims.span, message);
            found.push(finding.help("put the rules behind the fields of models that hold this type"));
        }
    }
    for (place, claims) in lists(data) {
        for rule in &claims.rules {
            subject(place, rule, &mut found);
            provider(rule, &mut found);
            actions(place, rule, &mut found);
        }
    }
    for operation in data.operations.iter().filter(|operation| operation.rules.is_none()) {
        let inherited = data.rules_of_operation(operation).into_iter().flat_map(|claims| &claims.rules);
        let with_actions = |rule: &&Rule| rule.actions.is_some() && !matches!(rule.who.value, Subject::Function(_));
        if let Some(rule) = inherited.into_iter().find(with_actions) {
            let message = format!(
                "`{}` would be allowed by a rule of the schema that names actions, and it is none of them",
                operation.name.value
            );
            let finding = operation.name.finding(Code::DataAction, message).label(rule.span, "this rule");
            found.push(finding.help("give the operation rules of its own"));
        }
    }
    cx.found.extend(found);
}

fn subject(place: Place, rule: &Rule, found: &mut Vec<Diagnostic>) {
    let who = &rule.who;
    let (message, help) = match (&who.value, place) {
        (Subject::Function(_), Place::Model | Place::Field | Place::Operation) => (
            format!("a rule for a function cannot stand in {}", place.text()),
            "put it behind the schema: `a.schema({ ... }).authorization((allow) => [allow.resource(myFunction)])`",
        ),
        (Subject::Owner { .. } | Subject::GroupsIn { .. }, Place::Operation) => (
            "an operation has no item that could have an owner or a group".to_owned(),
            "name groups, or `allow.authenticated()`, and let the handler look at the caller",
        ),
        (Subject::Groups(names), _) if names.is_empty() => {
            let finding = who.finding(Code::NoActions, "this rule holds for nobody");
            found.push(finding.help("name at least one group: `allow.groups([\"ADMINS\"])`"));
            return;
        }
        _ => return,
    };
    found.push(who.finding(Code::DataSubject, message).help(help));
}

/// The ways by which callers of a subject may say who they are.
fn providers(subject: &Subject) -> &'static [Provider] {
    match subject {
        Subject::Authenticated => &[Provider::UserPools, Provider::Oidc, Provider::IdentityPool],
        Subject::Custom => &[Provider::Function],
        _ => &[Provider::UserPools, Provider::Oidc],
    }
}

/// Whether a rule names no way that its subject does not have.
pub(super) fn provider_fits(rule: &Rule) -> bool {
    rule.provider.as_ref().is_none_or(|provider| providers(&rule.who.value).contains(&provider.value))
}

fn provider(rule: &Rule, found: &mut Vec<Diagnostic>) {
    let Some(provider) = &rule.provider else { return };
    let allowed = providers(&rule.who.value);
    if !allowed.contains(&provider.value) {
        let words: Vec<String> = allowed.iter().map(|word| format!("`\"{}\"`", word.text())).collect();
        let message = format!("this rule cannot go by `{}`", provider.value.text());
        let help = format!("write {}, or leave it out", words.join(" or "));
        found.push(provider.finding(Code::DataSubject, message).help(help));
    }
}

fn actions(place: Place, rule: &Rule, found: &mut Vec<Diagnostic>) {
    let Some(actions) = &rule.actions else { return };
    let function = matches!(rule.who.value, Subject::Function(_));
    if actions.value.is_empty() {
        let mut finding = actions.finding(Code::NoActions, "this rule grants nothing");
        // an item that only functions touch needs a rule all the same
        finding.severity = Severity::Warning;
        let example = if function { "query" } else { "read" };
        found.push(finding.help(format!("name at least one action: `.to([\"{example}\"])`")));
        return;
    }
    if place == Place::Operation {
        let finding = actions.finding(Code::DataAction, "an operation is called or not: there are no actions to name");
        found.push(finding.help("leave `.to([...])` out"));
        return;
    }
    for (at, action) in actions.value.iter().enumerate() {
        let word = action.value.text();
        if actions.value[..at].iter().any(|other| other.value == action.value) {
            let finding = action.finding(Code::ActionTwice, format!("`{word}` stands here twice"));
            found.push(finding.help("leave one of them out"));
            continue;
        }
        let for_functions = matches!(action.value, Action::Query | Action::Mutate);
        let (message, help) = match (action.value, place) {
            _ if for_functions && !function => {
                (format!("`{word}` is an action of functions only"), "write `read`, `create`, `update` or `delete`")
            }
            (Action::Listen, _) if function => continue,
            _ if function && !for_functions => (
                format!("a function uses the API as a whole: there is no `{word}`"),
                "write `query`, `mutate` or `listen`",
            ),
            (Action::Get | Action::List | Action::Listen | Action::Search | Action::Sync, Place::Field) => {
                (format!("a field is read or not: there is no `{word}`"), "write `read`")
            }
            (Action::Get | Action::List | Action::Listen | Action::Search | Action::Sync, _)
                if actions.value.iter().any(|other| other.value == Action::Read) =>
            {
                (format!("`read` holds `{word}` already"), "leave one of them out")
            }
            _ => continue,
        };
        found.push(action.finding(Code::DataAction, message).help(help));
    }
    if !function && actions.value.iter().all(|action| matches!(action.value, Action::Search | Action::Sync)) {
        let finding = actions.finding(Code::NoActions, "this rule grants nothing: there is no such operation");
        found.push(finding.help("name another action: `.to([\"read\"])`"));
    }
}

/// A rule of a model speaks of an operation that there is. Reading is left out: relations read without operations.
pub(in crate::check) fn of_disabled(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    for model in data.models.iter().filter(|model| !model.disabled.is_empty()) {
        let operations = |action: DataAction| match action {
            DataAction::Get | DataAction::List => &[][..],
            DataAction::Listen => &[ModelOperation::OnCreate, ModelOperation::OnUpdate, ModelOperation::OnDelete],
            DataAction::Create => &[ModelOperation::Create],
            DataAction::Update => &[ModelOperation::Update],
            DataAction::Delete => &[ModelOperation::Delete],
        };
        for actions in model.rules.iter().flat_map(|claims| &claims.rules).filter_map(|rule| rule.actions.as_ref()) {
            let granted: Vec<DataAction> =
                actions.value.iter().flat_map(|action| DataAction::of(action.value)).copied().collect();
            let reads = granted.iter().any(|action| operations(*action).is_empty());
            let mut granted = granted.iter().flat_map(|action| operations(*action));
            let Some(disabled) = granted.clone().next().and_then(|first| model.disabled_by(*first)) else { continue };
            if reads || granted.any(|operation| model.has(*operation)) {
                continue;
            }
            let message = format!("this rule grants nothing: `{}` has no such operation", model.name.value);
            let finding = actions.finding(Code::NoActions, message).severity(Severity::Warning);
            let finding = finding.label(disabled.place(), "disabled here");
            cx.found.push(finding.help("leave the rule out, or the word out of `.disableOperations([...])`"));
        }
    }
}

/// The same callers under the same condition stand once in a list.
pub(in crate::check) fn twice(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    for (place, claims) in lists(data) {
        let mut seen: Vec<(&At<Subject>, Vec<Key<'_>>)> = Vec::new();
        for rule in &claims.rules {
            let keys = keys(rule);
            let inside = keys.iter().enumerate().find(|(at, key)| keys[..*at].contains(key));
            let first = seen.iter().find(|(_, others)| others.iter().any(|key| keys.contains(key)));
            // a second rule for the same callers of an operation changes nothing, and Amplify takes it
            if place == Place::Operation {
            } else if let Some((who, _)) = first {
                let finding = rule.who.finding(Code::RoleTwice, "these callers have a rule here already");
                let finding = finding.label(who.place(), "the other one");
                cx.found.push(finding.help("name all actions in one rule: `.to([\"read\", \"update\"])`"));
            } else if let Some((_, Key { group: Some(name), .. })) = inside {
                let finding = rule.who.finding(Code::RoleTwice, format!("the group `{name}` stands here twice"));
                cx.found.push(finding.help("leave one of them out"));
            }
            seen.push((&rule.who, keys));
        }
    }
}

/// What tells rules apart.
#[derive(PartialEq, Eq)]
struct Key<'a> {
    kind: u8,
    provider: Option<Provider>,
    claim: Option<&'a str>,
    field: Option<&'a str>,
    group: Option<&'a str>,
}

fn keys(rule: &Rule) -> Vec<Key<'_>> {
    let provider = rule.provider.as_ref().map(|provider| provider.value);
    let claim = rule.claim.as_ref().map(|claim| claim.value.as_str());
    let key = |kind, field, group| Key {
        kind,
        provider: provider.filter(|it| *it != Provider::UserPools),
        claim,
        field,
        group,
    };
    match &rule.who.value {
        Subject::ApiKey => vec![key(0, None, None)],
        Subject::Guest => vec![key(1, None, None)],
        Subject::Authenticated => vec![key(2, None, None)],
        Subject::Owner { field, .. } => {
            vec![key(3, Some(field.as_ref().map_or("owner", |field| field.value.as_str())), None)]
        }
        Subject::Groups(names) => names.iter().map(|name| key(4, None, Some(name.value.as_str()))).collect(),
        Subject::GroupsIn { field, .. } => vec![key(5, Some(field.value.as_str()), None)],
        Subject::Custom => vec![key(6, None, None)],
        Subject::Function(_) => Vec::new(),
    }
}

/// A field that a rule compares holds texts, one or several as the rule says.
pub(in crate::check) fn fields(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    let found = &mut cx.found;
    for model in &data.models {
        let of_fields = model.fields.iter().filter_map(|field| field.rules.as_ref());
        for rule in data.rules_of(model).into_iter().chain(of_fields).flat_map(|claims| &claims.rules) {
            let (name, place, many, owner) = match &rule.who.value {
                Subject::Owner { field: None, .. } => ("owner", rule.who.place(), false, true),
                Subject::Owner { field: Some(field), many } => (field.value.as_str(), field.place(), *many, true),
                Subject::GroupsIn { field, many } => (field.value.as_str(), field.place(), *many, false),
                _ => continue,
            };
            let joins = owner && rule.claim.as_ref().is_none_or(|claim| claim.contains("::"));
            found.extend(compared(model, name, place, many, owner, joins));
        }
    }
}

fn compared(model: &Model, name: &str, place: Span, many: bool, owner: bool, joins: bool) -> Option<Diagnostic> {
    let whom = if owner { "users" } else { "groups" };
    let kind = if many { "a.string().array()" } else { "a.string()" };
    let field = model.field(name).filter(|field| field.is_written());
    let Some(field) = field else {
        // one owner is filled in by itself; what lists several, or names groups, is the user's to keep
        if owner && !many {
            let alike =
                model.fields.iter().find(|field| field.is_written() && field.name.eq_ignore_ascii_case(name))?;
            let written = &alike.name.value;
            let message = format!("the owner is kept in `{name}`, which is not the field `{written}`");
            // Amplify says so as well, and adds the field
            let finding = Diagnostic::new(Code::RuleField, place, message).severity(Severity::Warning);
            let finding = finding.label(alike.name.place(), "another field");
            return Some(
                finding.help(format!("write `allow.ownerDefinedIn(\"{written}\")`, or call the field `{name}`")),
            );
        }
        let message = format!("`{}` has no field `{name}` that could name {whom}", model.name.value);
        let finding = Diagnostic::new(Code::RuleField, place, message).label(model.name.place(), "this model");
        return Some(finding.help(format!("add `{name}: {kind}`")));
    };
    let text = match field.kind {
        TypeKind::Scalar(scalar) => !matches!(
            scalar,
            ScalarType::Integer | ScalarType::Float | ScalarType::Boolean | ScalarType::Timestamp | ScalarType::Json
        ),
        TypeKind::Unknown => return None,
        _ => false,
    };
    let plain = matches!(field.kind, TypeKind::Scalar(ScalarType::String | ScalarType::Id));
    if text && field.many.list.is_some() == many {
        // Amplify stores it all the same, and nobody can read it
        let message = format!("`{name}` cannot hold `sub::username`, which says who the owner is: it is not `{kind}`");
        let finding = Diagnostic::new(Code::RuleField, place, message).severity(Severity::Warning);
        let finding = finding.label(field.name.place(), "the field");
        return (joins && !plain)
            .then(|| finding.help(format!("write `{name}: {kind}`, or compare one claim with `.identityClaim(...)`")));
    }
    let message = format!("`{name}` cannot be compared with {whom}: it is not `{kind}`");
    let finding = Diagnostic::new(Code::RuleField, place, message).label(field.name.place(), "the field");
    Some(finding.help(if text && many {
        format!(
            "write `{name}: {kind}`, or a rule for one: `{}`",
            if owner { "ownerDefinedIn" } else { "groupDefinedIn" }
        )
    } else if text {
        format!(
            "write `{name}: {kind}`, or a rule for several: `{}`",
            if owner { "ownersDefinedIn" } else { "groupsDefinedIn" }
        )
    } else {
        format!("write `{name}: {kind}`")
    }))
}

/// Whoever reads items can read their required fields: `null` cannot stand there.
pub(in crate::check) fn hidden_required(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    for model in &data.models {
        let subscribes = model.operations().any(|operation| operation.kind() == Kind::Subscription);
        let access = cx.access.data.model(model.id);
        for at in access.restricted.iter().filter(|_| subscribes) {
            let field = &model.fields[*at];
            if !(field.many.required && field.many.list.is_none() || field.many.list == Some(true)) {
                continue;
            }
            if let Some(role) = access.roles.iter().find(|role| reads_others(role, *at)) {
                let name = &field.name.value;
                let message =
                    format!("`{name}` is required, and {} may read `{}` without it", told(role), model.name.value);
                let finding = field.name.finding(Code::HiddenRequired, message);
                let finding = role.rules.first().map_or(finding.clone(), |rule| finding.label(*rule, "by this rule"));
                cx.found.push(finding.help(format!("let them read `{name}`, or leave `.required()` out")));
            }
        }
    }
}

/// Whether a role may read something of an item, but not this field.
fn reads_others(role: &Role, field: usize) -> bool {
    role.reads(None) && !role.reads(Some(field))
}

/// Who has a role, in words: "the group `ADMINS`".
pub(super) fn told(role: &Role) -> String {
    match (&role.when, &role.who) {
        (Condition::Owner { .. }, _) => "owners".to_owned(),
        (Condition::Group { .. }, _) => "the group that an item names".to_owned(),
        (_, Caller::ApiKey) => "whoever has the API key".to_owned(),
        (_, Caller::Guest) => "guests".to_owned(),
        (_, Caller::Identity | Caller::User(_)) => "signed-in users".to_owned(),
        (_, Caller::Group { name, .. }) => format!("the group `{name}`"),
        (_, Caller::Lambda) => "whom the authorizer lets through".to_owned(),
    }
}

/// A rule for some users adds something to the one for all users.
pub(in crate::check) fn shadowed(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    for model in &data.models {
        let access = cx.access.data.model(model.id);
        let mut told: BTreeSet<Span> = BTreeSet::new();
        for role in &access.roles {
            let Some(everyone) = access.everybody(role) else { continue };
            let covered = role.rights.iter().all(|(action, fields)| {
                everyone.may(*action).is_some_and(|others| {
                    (0..model.fields.len()).all(|field| !fields.holds(field) || others.holds(field))
                })
            });
            // creating fills in the owner, which is more than being allowed to
            let fills = matches!(role.when, Condition::Owner { .. }) && role.may(DataAction::Create).is_some();
            let (Some(rule), Some(wider)) = (role.rules.first(), everyone.rules.first()) else { continue };
            if covered && !fills && told.insert(*rule) {
                let message = "this rule adds nothing: all signed-in users may do the same";
                let finding = Diagnostic::new(Code::RuleShadowed, *rule, message).label(*wider, "by this rule");
                cx.found.push(finding.help("leave one of them out, or narrow the wider one with `.to([...])`"));
            }
        }
    }
}
