//! Fields with rules of their own: what tells their values all the same, and what they close for everybody.

use super::rules::told;
use crate::access::data::{Caller, Condition, DataAction, ModelAccess, Role, Token};
use crate::check::Inspection;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::data::{Field, Model, Relation, TypeKind};
use crate::vocabulary::data::Related;

/// Whether a role allows one of some actions on a field; without a field, on anything.
fn allows(role: &Role, actions: &[DataAction], field: Option<usize>) -> bool {
    let mut rights = actions.iter().filter_map(|action| role.may(*action));
    rights.any(|fields| field.is_none_or(|field| fields.holds(field)))
}

/// A relation leads from one item to another: whoever follows it knows the reference, which is the other's identifier.
/// Amplify's relations tell it as well.
pub(in crate::check) fn told_by_relations(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    let access = |model: &Model| cx.access.data.model(model.id);
    let mut found = Vec::new();
    for model in &data.models {
        for (at, field) in model.fields.iter().enumerate() {
            let (Some(relation), TypeKind::Model(other)) = (&field.relation, field.kind) else { continue };
            let other = data.model(other);
            let belongs = relation.kind.value == Related::BelongsTo;
            let (child, parent) = if belongs { (model, other) } else { (other, model) };
            let keys = parent.key.fields().map(|name| place_of(parent, name));
            for (reference, key) in relation.fields().zip(keys) {
                let (Some(reference), Some(key)) = (place_of(child, reference), key) else { continue };
                if !access(child).restricted.contains(&reference) {
                    continue;
                }
                let way = Way { here: access(model), at, there: access(other), relation, key: belongs.then_some(key) };
                let child_access = access(child);
                if let Some(who) = way.callers().find(|callers| !callers.may_read(child_access, reference, belongs)) {
                    found.push(tells(model, field, relation, child, &child.fields[reference], who.narrow()));
                }
            }
        }
    }
    cx.found.extend(found);
}

fn place_of(model: &Model, name: &str) -> Option<usize> {
    model.fields.iter().position(|field| field.name.value == name)
}

fn tells(
    model: &Model,
    field: &Field,
    relation: &Relation,
    child: &Model,
    reference: &Field,
    who: &Role,
) -> Diagnostic {
    let (name, hidden) = (&field.name.value, &reference.name.value);
    let message = format!(
        "`{}.{name}` tells `{}.{hidden}` to {}, who may not read it",
        model.name.value,
        child.name.value,
        told(who),
    );
    let finding = Diagnostic::new(Code::RelationTells, relation.kind.place(), message);
    let finding = finding.label(reference.name.place(), "has rules of its own");
    finding.help(format!("give `{name}` the rules of `{hidden}`, or let them read `{hidden}`"))
}

/// How a relation is followed.
struct Way<'a> {
    /// The model that has it, and the field.
    here: &'a ModelAccess,
    at: usize,
    /// The model that it leads to.
    there: &'a ModelAccess,
    relation: &'a Relation,
    /// The field there that equals the reference, if that is what is told.
    key: Option<usize>,
}

/// Somebody who follows a relation: by a role here and a role there.
struct Follower<'a> {
    here: &'a Role,
    there: &'a Role,
}

impl<'a> Way<'a> {
    fn callers(&self) -> impl Iterator<Item = Follower<'a>> {
        let several = self.relation.kind.value == Related::HasMany;
        let actions: &[DataAction] = if several { &[DataAction::List] } else { &[DataAction::Get, DataAction::List] };
        let (at, key) = (self.at, self.key);
        let here = self.here.roles.iter().filter(move |role| role.reads(Some(at)));
        let there = self.there.roles.iter().filter(move |role| allows(role, actions, None));
        let there: Vec<&Role> = there.filter(move |role| key.is_none_or(|key| role.reads(Some(key)))).collect();
        here.flat_map(move |here| there.clone().into_iter().map(move |there| Follower { here, there }))
            .filter(|follower| is_one(&follower.here.who, &follower.there.who))
    }
}

impl Follower<'_> {
    /// Whether the reference may be read as well, by these roles or one that such a caller has too.
    fn may_read(&self, child: &ModelAccess, reference: usize, child_is_here: bool) -> bool {
        let of_child = if child_is_here { self.here } else { self.there };
        child.roles.iter().any(|role| {
            let has = |who: &Caller| role.who == *who || Some(&role.who) == user_of(who).as_ref();
            (has(&self.here.who) || has(&self.there.who))
                && (role.when == Condition::Always || role.when == of_child.when)
                && role.reads(Some(reference))
        })
    }

    /// The one of the two roles that says more.
    fn narrow(&self) -> &Role {
        let says_little = self.here.when == Condition::Always && !matches!(self.here.who, Caller::Group { .. });
        if says_little { self.there } else { self.here }
    }
}

/// Whether everybody whom one of them speaks of, the other speaks of too.
fn is_one(one: &Caller, other: &Caller) -> bool {
    one == other || user_of(one).as_ref() == Some(other) || user_of(other).as_ref() == Some(one)
}

/// Members of a group are signed in.
fn user_of(who: &Caller) -> Option<Caller> {
    match who {
        Caller::Group { token, .. } => Some(Caller::User(*token)),
        _ => None,
    }
}

/// An index is asked by those who may read all fields that it finds items by: there are some.
pub(in crate::check) fn closed_indexes(cx: &mut Inspection<'_>) {
    let Some(data) = &cx.backend.data else { return };
    // functions that may send queries may send all
    if cx.access.data.functions.iter().any(|right| right.query) {
        return;
    }
    for model in &data.models {
        let access = cx.access.data.model(model.id);
        for index in &model.indexes {
            let (Some(query), Some(span)) = (&index.query, index.place()) else { continue };
            let places = index.key.fields().filter_map(|name| place_of(model, name));
            let hidden: Vec<usize> = places.filter(|at| access.restricted.contains(at)).collect();
            let roles = |field: Option<usize>| {
                let actions: &[DataAction] = if field.is_none() { &[DataAction::List] } else { &DataAction::READ };
                access.roles.iter().filter(move |role| allows(role, actions, field)).map(|role| ways(&role.who))
            };
            let list: Vec<u8> = roles(None).collect();
            if hidden.is_empty() || list.is_empty() {
                continue;
            }
            let asked = |way: &u8| hidden.iter().all(|field| roles(Some(*field)).any(|other| other == *way));
            if list.iter().any(asked) {
                continue;
            }
            let names: Vec<String> = hidden.iter().map(|at| format!("`{}`", model.fields[*at].name.value)).collect();
            let message = format!(
                "`{query}` refuses everybody: nobody who may list `{}` may read {}",
                model.name.value,
                names.join(" and ")
            );
            let mut finding = Diagnostic::new(Code::IndexClosed, span, message);
            for at in &hidden {
                finding = finding.label(model.fields[*at].name.place(), "has rules of its own");
            }
            let help = "let somebody read all fields of the index, or leave the query out: `.queryField(null)`";
            cx.found.push(finding.help(help));
        }
    }
}

/// In which way callers say who they are. Somebody with a token may be in several groups.
fn ways(who: &Caller) -> u8 {
    match who {
        Caller::ApiKey => 0,
        Caller::Guest => 1,
        Caller::Identity => 2,
        Caller::Lambda => 3,
        Caller::User(Token::UserPool) | Caller::Group { token: Token::UserPool, .. } => 4,
        Caller::User(Token::Oidc) | Caller::Group { token: Token::Oidc, .. } => 5,
    }
}
