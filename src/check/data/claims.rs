//! Claims of tokens that rules compare: that they have names, that users cannot write them, and that what one rule stores
//! means the same to another.

use std::collections::BTreeSet;

use super::rules::lists;
use crate::access::data::{Caller, Condition, DataAction, OWNER_CLAIM, Role, Token};
use crate::check::Inspection;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Auth;
use crate::model::data::Model;
use crate::source::Span;
use crate::vocabulary::data::{Provider, Rule, Subject};
use crate::vocabulary::{At, StandardAttribute, Words};

/// A claim has a name, and so has each of its parts.
pub(in crate::check) fn empty(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    for claim in lists(data).flat_map(|(_, claims)| &claims.rules).filter_map(|rule| rule.claim.as_ref()) {
        if claim.split("::").any(|part| part.trim().is_empty()) {
            let message = "no token has a claim without a name, so this rule holds for nobody";
            let finding = claim.finding(Code::ClaimEmpty, message);
            cx.found.push(finding.help("name a claim, or several with `::` between them"));
        }
    }
}

/// Who may do something is told by what users cannot write themselves.
pub(in crate::check) fn changeable(cx: &mut Inspection<'_>) {
    let (Some(data), Some(auth)) = (&cx.backend.data, &cx.backend.auth) else { return };
    let of_pool = |rule: &&Rule| rule.provider.as_ref().is_none_or(|it| it.value == Provider::UserPools);
    for rule in lists(data).flat_map(|(_, claims)| &claims.rules).filter(of_pool) {
        let Some(claim) = &rule.claim else { continue };
        let Some((part, help)) = claim.split("::").find_map(|part| Some((part, changes(auth, part)?))) else {
            continue;
        };
        let what = match rule.who.value {
            Subject::Owner { .. } => "whose items are theirs",
            _ => "which groups they are in",
        };
        let message = format!("users can change `{part}` of their account themselves, and so {what}");
        cx.found.push(claim.finding(Code::ClaimChangeable, message).help(help));
    }
}

/// Whether users can write a claim, and what to do about it. Addresses that users sign in with are verified before they
/// change.
fn changes(auth: &Auth, claim: &str) -> Option<String> {
    let attributes = auth.record.user_attributes.as_ref();
    let is_fixed = |mutable: Option<&At<bool>>| mutable.is_some_and(|mutable| !mutable.value);
    if let Some(name) = claim.strip_prefix("custom:") {
        let (_, settings) = attributes?.custom.iter().find(|(it, _)| it.value == name)?;
        let help = format!(
            "add `mutable: false` to `custom:{name}`, or compare a claim that only your own code writes, by a \
             `preTokenGeneration` trigger"
        );
        return (!is_fixed(settings.mutable.as_ref())).then_some(help);
    }
    let attribute = StandardAttribute::all().iter().copied().find(|it| it.cognito_name() == claim)?;
    let is_verified = match attribute {
        StandardAttribute::Email => auth.record.email().is_some(),
        StandardAttribute::PhoneNumber => auth.record.phone().is_some(),
        _ => false,
    };
    let mut settings = attributes.into_iter().flat_map(|attributes| &attributes.standard);
    let settings = settings.find(|(name, _)| name.value == attribute);
    let fixed = settings.is_some_and(|(_, settings)| is_fixed(settings.mutable.as_ref()));
    (!is_verified && !fixed).then(|| {
        "compare `sub`, or a claim that only your own code writes, by a `preTokenGeneration` trigger".to_owned()
    })
}

/// What one rule stores in a field is not taken for somebody else by another.
pub(in crate::check) fn apart(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    for model in &data.models {
        let owners: Vec<Owner<'_>> = cx.access.data.model(model.id).roles.iter().filter_map(Owner::of).collect();
        let mut told: BTreeSet<&str> = BTreeSet::new();
        for (at, owner) in owners.iter().enumerate() {
            let Some((other, why)) = owners[..at].iter().find_map(|other| Some((other, owner.differs(other, model)?)))
            else {
                continue;
            };
            if told.insert(owner.field) {
                let finding = Diagnostic::new(Code::OwnersApart, owner.rule, why);
                let help = "let this rule name another field, or let both compare the same claim, such as `sub`";
                cx.found.push(finding.label(other.rule, "the other rule").help(help));
            }
        }
    }
}

/// A rule for owners.
struct Owner<'a> {
    role: &'a Role,
    field: &'a str,
    claim: &'a str,
    token: Token,
    rule: Span,
}

impl<'a> Owner<'a> {
    fn of(role: &'a Role) -> Option<Self> {
        let (Condition::Owner { field, claim }, Caller::User(token)) = (&role.when, &role.who) else { return None };
        let claim = claim.as_deref().unwrap_or(OWNER_CLAIM);
        Some(Self { role, field, claim, token: *token, rule: *role.rules.first()? })
    }

    /// Why items of one are not told from those of the other, if they are not.
    fn differs(&self, other: &Self, model: &Model) -> Option<String> {
        if self.field != other.field {
            return None;
        }
        let field = self.field;
        if self.claim != other.claim {
            return Some(format!(
                "rules know the owner in `{field}` by `{}` and by `{}`: what is stored for one of them names nobody to the \
                 other, or somebody else",
                other.claim, self.claim
            ));
        }
        let listens = |owner: &Self| owner.role.may(DataAction::Listen).is_some();
        let is_shortened = self.claim == OWNER_CLAIM && !model.key.fields().any(|key| key == field);
        (self.token != other.token && is_shortened && (listens(self) || listens(other))).then(|| {
            format!(
                "subscribers are told by the name in `{field}` alone, so a user of one provider hears of the items of one with \
                 the same name at the other"
            )
        })
    }
}
