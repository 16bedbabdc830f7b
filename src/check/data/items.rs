//! Rules that depend on the item: that owners keep what is theirs, and that items are found with what tells their owner.

use std::collections::BTreeSet;

use crate::access::data::{Caller, Condition, DataAction, Fields, GROUPS_CLAIM, ModelAccess, Role, Token};
use crate::check::Inspection;
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::model::data::{Index, Model, ModelOperation};
use crate::source::Span;
use crate::vocabulary::data::{Kind, Projection};

/// Who owns an item cannot give it to somebody else, or it is meant: the field is declared, so that it can be written, and
/// has no rules of its own.
pub(in crate::check) fn given_away(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    let mut told: BTreeSet<Span> = BTreeSet::new();
    for model in &data.models {
        let access = cx.access.data.model(model.id);
        let written = |name: &str| {
            let at = model.fields.iter().position(|field| field.name.value == name)?;
            let field = &model.fields[at];
            // of several owners, each may add others; an identifier does not change
            let is_key = model.key.fields().any(|key| key == name);
            (field.is_written() && field.many.list.is_none() && !is_key).then_some((at, field))
        };
        for owner in &access.roles {
            let Condition::Owner { field, .. } = &owner.when else { continue };
            let Some((at, field)) = written(field) else { continue };
            let sets = |role: &&Role| role.may(DataAction::Update).is_some_and(|fields| fields.holds(at));
            // a group, or whom the item names, may be there to hand items on; who may everything that owners may, takes nothing
            let is_many = |role: &&Role| {
                let gains = owner.rights.iter().any(|(action, _)| role.may(*action).is_none());
                gains && role.when == Condition::Always && !matches!(role.who, Caller::Group { .. } | Caller::Lambda)
            };
            let mut others = access.roles.iter().filter(is_many);
            let writer = Some(owner).filter(sets).or_else(|| others.find(sets)).filter(|_| field.rules.is_none());
            let Some((writer, rule)) = writer.and_then(|role| Some((role, role.rules.first()?))) else { continue };
            // a field that no rule can compare was told
            let within = |found: &Diagnostic| {
                found.code == Code::RuleField
                    && found.span.file == rule.file
                    && (rule.start..=rule.end).contains(&found.span.start)
            };
            if !cx.found.iter().any(within) && told.insert(field.name.place()) {
                cx.found.push(finding(model, access, [owner, writer], at, *rule));
            }
        }
    }
}

fn finding(model: &Model, access: &ModelAccess, [owner, writer]: [&Role; 2], at: usize, rule: Span) -> Diagnostic {
    let field = &model.fields[at];
    let name = &field.name.value;
    let message = if writer.when == owner.when {
        format!("owners may give the item away: they may write somebody else into `{name}`")
    } else {
        format!("{} may take the item from its owner: they may write into `{name}`", super::rules::told(writer))
    };
    // what the others may do, they may do as before
    let rules: Vec<String> = access.roles.iter().filter_map(|role| of_field(model, role, at)).collect();
    Diagnostic::new(Code::OwnerGivesAway, field.name.place(), message)
        .label(rule, "by this rule")
        .help(format!("keep it from changing: add `.authorization((allow) => [{}])` to the field", rules.join(", ")))
}

/// What a role may do with a field, as a rule of the field; of owners and of everybody, without changing it.
fn of_field(model: &Model, role: &Role, at: usize) -> Option<String> {
    let is_list = |field: &str| model.field(field).is_some_and(|field| field.many.list.is_some());
    let oidc = |token: Token| (token == Token::Oidc).then(|| quoted("oidc"));
    let call = |name: &str, arguments: Vec<String>| format!("allow.{name}({})", arguments.join(", "));
    let (who, keeps) = match (&role.when, &role.who) {
        (Condition::Owner { field, claim }, Caller::User(token)) => {
            let named = (field != "owner").then(|| quoted(field));
            let name = match (field.as_str(), is_list(field)) {
                ("owner", _) => "owner",
                (_, true) => "ownersDefinedIn",
                (_, false) => "ownerDefinedIn",
            };
            let claim = claim.as_ref().map(|claim| format!(".identityClaim({})", quoted(claim)));
            (call(name, named.into_iter().chain(oidc(*token)).collect()) + &claim.unwrap_or_default(), true)
        }
        (Condition::Group { field, claim }, Caller::User(token)) => {
            let claim = (claim != GROUPS_CLAIM).then(|| format!(".withClaimIn({})", quoted(claim)));
            let arguments = [quoted(field)].into_iter().chain(oidc(*token)).collect();
            (
                call(if is_list(field) { "groupsDefinedIn" } else { "groupDefinedIn" }, arguments)
                    + &claim.unwrap_or_default(),
                true,
            )
        }
        (_, Caller::Group { token, claim, name }) => {
            let claim = (claim != GROUPS_CLAIM).then(|| format!(".withClaimIn({})", quoted(claim)));
            let arguments = match oidc(*token) {
                Some(oidc) => vec![format!("[{}]", quoted(name)), oidc],
                None => vec![quoted(name)],
            };
            let word = if *token == Token::Oidc { "groups" } else { "group" };
            (call(word, arguments) + &claim.unwrap_or_default(), false)
        }
        (_, Caller::User(token)) => (call("authenticated", oidc(*token).into_iter().collect()), true),
        (_, Caller::Identity) => (call("authenticated", vec![quoted("identityPool")]), true),
        (_, Caller::ApiKey) => (call("publicApiKey", Vec::new()), true),
        (_, Caller::Guest) => (call("guest", Vec::new()), true),
        (_, Caller::Lambda) => (call("custom", Vec::new()), false),
    };
    let may = |action: DataAction| role.may(action).is_some_and(|fields| fields.holds(at));
    let mut words = Vec::new();
    let wanted = [DataAction::Create, DataAction::Update, DataAction::Delete];
    words.extend(wanted.into_iter().filter(|action| may(*action)).map(DataAction::text));
    words.retain(|word| !(keeps && *word == DataAction::Update.text()));
    if DataAction::READ.into_iter().any(may) {
        words.insert(usize::from(words.first() == Some(&"create")), "read");
    }
    match &words[..] {
        [] => None,
        words if words.len() == 4 => Some(who),
        words => {
            let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
            Some(format!("{who}.to([{}])", words.join(", ")))
        }
    }
}

/// Whoever is told of changes by a field of the item can be: what mutations give back holds the field, since everybody
/// else who is told may read it, too.
pub(in crate::check) fn deaf(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    for model in &data.models {
        if !model.operations().any(|operation| operation.kind() == Kind::Subscription) {
            continue;
        }
        let access = cx.access.data.model(model.id);
        let listeners = || access.roles.iter().filter(|role| role.may(DataAction::Listen).is_some());
        let mut told: BTreeSet<usize> = BTreeSet::new();
        for role in listeners() {
            let Some(field) = role.when.field() else { continue };
            let Some(at) = model.fields.iter().position(|it| it.name.value == *field) else { continue };
            // they hear of everything as everybody does
            if access.everybody(role).is_some_and(|all| all.may(DataAction::Listen).is_some()) {
                continue;
            }
            let Some(other) = listeners().find(|other| !access.may_read(other, at)) else { continue };
            let Some(rule) = role.rules.first().filter(|_| told.insert(at)) else { continue };
            let message = format!(
                "those whom this rule tells by `{field}` are not told of changes: {} may listen, too, and not read `{field}`, so \
                 it is left out",
                super::rules::told(other)
            );
            let finding = Diagnostic::new(Code::DeafListener, *rule, message);
            let finding = other.rules.first().map_or(finding.clone(), |it| finding.label(*it, "these listen"));
            let help = format!("let them read `{field}`, or take `listen` away from one of the two");
            cx.found.push(finding.help(help));
        }
    }
}

/// Who changes or deletes items may read something of them, or gets back what they set and no more.
pub(in crate::check) fn unread(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    for model in &data.models {
        let access = cx.access.data.model(model.id);
        let mut told: BTreeSet<Span> = BTreeSet::new();
        let operations = [
            (ModelOperation::Update, DataAction::Update, "change"),
            (ModelOperation::Delete, DataAction::Delete, "delete"),
        ];
        for (_, action, word) in operations.into_iter().filter(|(it, ..)| model.operations().any(|there| there == *it))
        {
            for role in access.blind(action) {
                let field = match role.may(action) {
                    Some(Fields::Only(fields)) => fields.first().copied(),
                    _ => None,
                };
                let Some(rule) = role.rule(action, field).filter(|rule| told.insert(*rule)) else { continue };
                let message = format!(
                    "{} may {word} a `{}` and not read it: what comes back holds only what they set, for subscribers as \
                     well",
                    super::rules::told(role),
                    model.name.value
                );
                let finding = Diagnostic::new(Code::WritesUnread, rule, message);
                let help = match field {
                    None => "add `\"get\"` to its actions",
                    Some(_) => "let them read the field, or add a rule of the model with `\"get\"`",
                };
                cx.found.push(finding.help(help));
            }
        }
    }
}

/// A field that names an owner is an argument of subscriptions, beside the one that all have.
pub(in crate::check) fn arguments(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    for model in &data.models {
        for role in &cx.access.data.model(model.id).roles {
            let Condition::Owner { field, .. } = &role.when else { continue };
            if let Some(rule) =
                role.rules.first().filter(|_| field == "filter" && role.may(DataAction::Listen).is_some())
            {
                let message = "subscriptions have an argument `filter` already, and get one for each field of owners";
                let finding = Diagnostic::new(Code::RuleField, *rule, message);
                cx.found.push(finding.help("name the field otherwise, or take `listen` away with `.to([...])`"));
            }
        }
    }
}

/// An index holds the fields by which rules tell whose an item is, or it finds nothing for those whom they speak of.
pub(in crate::check) fn found_without_owner(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    for model in &data.models {
        let access = cx.access.data.model(model.id);
        for index in model.indexes.iter().filter(|index| index.query.is_some()) {
            let Some(place) = index.place() else { continue };
            let mut missing: Vec<(&str, &Role)> = Vec::new();
            for (role, _) in access.roles_for(DataAction::List) {
                let Some(field) = role.when.field() else { continue };
                if !holds(model, index, field) && !missing.iter().any(|(known, _)| known == field) {
                    missing.push((field, role));
                }
            }
            for (field, role) in missing {
                let message = format!(
                    "this index does not hold `{field}`, so it finds nothing for those whom a rule tells by it"
                );
                let finding = Diagnostic::new(Code::IndexWithoutOwner, place, message);
                let finding = role.rules.first().map_or(finding.clone(), |rule| finding.label(*rule, "such a rule"));
                let help = match index.projection {
                    Projection::Include => format!("add {} to the fields that it holds", quoted(field)),
                    _ => "leave `.projection(...)` out".to_owned(),
                };
                cx.found.push(finding.help(help));
            }
        }
    }
}

/// Whether an index holds an attribute.
fn holds(model: &Model, index: &Index, field: &str) -> bool {
    let is_key = |name: &str| model.key.fields().chain(index.key.fields()).any(|key| key == name);
    match index.projection {
        Projection::All => true,
        Projection::KeysOnly => is_key(field),
        Projection::Include => is_key(field) || index.included.iter().any(|name| name == field),
    }
}
