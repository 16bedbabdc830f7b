//! Who may use types and operations, as far as AppSync itself decides: by the way in which callers say who they are, and
//! by the groups of the user pool. Everything else is for resolvers.
//!
//! Which directives stand where is that of the published `@aws-amplify/graphql-auth-transformer`. Groups are added at
//! operations whose users of the user pool must all be in one: there AppSync refuses what the resolver would refuse.

use std::collections::{BTreeSet, HashMap, HashSet};

use smol_str::SmolStr;

use super::tree::Directive;
use crate::access::data::{Caller, Condition, DataAccess, DataAction, Fields, GROUPS_CLAIM, ModelAccess, Token};
use crate::model::Data;
use crate::model::data::{Field, Handler, Mode, Model, ModelId, ModelOperation, Operation, TypeId, TypeKind};
use crate::vocabulary::data::Related;

/// The modes in the order in which directives are listed.
const ORDER: [Mode; 5] = [Mode::ApiKey, Mode::Iam, Mode::Oidc, Mode::UserPool, Mode::Lambda];

/// The directives of one API.
pub(super) struct Directives<'a> {
    data: &'a Data,
    access: &'a DataAccess,
    default: Mode,
    held: HashMap<Held, Vec<Directive>>,
}

/// A type that fields of models lead to, and that is no model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Held {
    Type(TypeId),
    /// A page of a model's items.
    Connection(ModelId),
}

/// The action that an operation is, as rules have it.
const fn action(operation: ModelOperation) -> DataAction {
    match operation {
        ModelOperation::Get => DataAction::Get,
        ModelOperation::List => DataAction::List,
        ModelOperation::Create => DataAction::Create,
        ModelOperation::Update => DataAction::Update,
        ModelOperation::Delete => DataAction::Delete,
        ModelOperation::OnCreate | ModelOperation::OnUpdate | ModelOperation::OnDelete => DataAction::Listen,
    }
}

/// What gives pages of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pages {
    /// The list that a model brings by itself.
    List,
    /// Queries of indexes.
    Index,
    /// Fields of other models.
    Relation,
}

/// A caller of an operation, and whether their group is all that counts.
type CallerOf<'a> = (&'a Caller, bool);

/// The callers that have an action on at least one field that is written; to delete, on all of them.
fn callers<'a>(model: &Model, access: &'a ModelAccess, action: DataAction) -> Vec<CallerOf<'a>> {
    let written = model.fields.iter().filter(|field| field.is_written()).count();
    let reaches = |fields: &Fields| match (fields, action) {
        (Fields::All, _) => true,
        (Fields::AllBut(others), DataAction::Delete) => others.is_empty(),
        (Fields::AllBut(others), _) => others.len() < written,
        (Fields::Only(fields), DataAction::Delete) => fields.len() == written,
        (Fields::Only(fields), _) => !fields.is_empty(),
    };
    let roles = access.roles.iter().filter(|role| role.may(action).is_some_and(reaches));
    roles.map(|role| (&role.who, role.when == Condition::Always)).collect()
}

/// The groups of the user pool, if all its users among these callers are there by a group that AppSync knows.
fn groups(callers: &[CallerOf<'_>]) -> Option<Vec<SmolStr>> {
    let mut groups = Vec::new();
    for (who, always) in callers.iter().filter(|(who, _)| who.mode() == Mode::UserPool) {
        match who {
            Caller::Group { claim, name, .. } if *always && claim == GROUPS_CLAIM => {
                if !groups.contains(name) {
                    groups.push(name.clone());
                }
            }
            _ => return None,
        }
    }
    (!groups.is_empty()).then_some(groups)
}

/// Adds those that are not there; groups count as the user pool.
fn extend(list: &mut Vec<Directive>, others: impl IntoIterator<Item = Directive>) {
    let of = |directive: &Directive| match directive {
        Directive::Allow(way) => Some(*way),
        Directive::AllowGroups(_) => Some(Mode::UserPool),
        Directive::Subscribe(_) => None,
    };
    for directive in others {
        if !list.iter().any(|there| of(there) == of(&directive)) {
            list.push(directive);
        }
    }
}

impl<'a> Directives<'a> {
    pub(super) fn of(data: &'a Data, access: &'a DataAccess, default: Mode) -> Self {
        let mut out = Self { data, access, default, held: HashMap::new() };
        out.held = out.of_types();
        out
    }

    /// The directives for callers with these modes. The default mode needs none where it is the only one; functions may
    /// always come with credentials of AWS.
    fn service(&self, modes: impl IntoIterator<Item = Mode>, with_default: bool) -> Vec<Mode> {
        let modes: BTreeSet<Mode> = modes.into_iter().chain([Mode::Iam]).collect();
        if modes.iter().all(|mode| *mode == self.default) {
            return Vec::new();
        }
        let listed = |mode: &Mode| if *mode == self.default { with_default } else { modes.contains(mode) };
        let mut out: Vec<Mode> = ORDER.into_iter().filter(listed).collect();
        if modes.contains(&self.default) && !with_default {
            out.push(self.default);
        }
        out
    }

    /// The directives of an operation for its callers. Without any, only functions may call it.
    fn operation_for(&self, callers: &[CallerOf<'_>]) -> Vec<Directive> {
        let modes = || callers.iter().map(|(who, _)| who.mode());
        let with_default =
            if callers.is_empty() { self.default != Mode::Iam } else { modes().any(|mode| mode == self.default) };
        let groups = groups(callers);
        let directive = |mode| match (&groups, mode) {
            (Some(groups), Mode::UserPool) => Directive::AllowGroups(groups.clone()),
            _ => Directive::Allow(mode),
        };
        self.service(modes(), with_default).into_iter().map(directive).collect()
    }

    /// Of an operation that comes with a model.
    pub(super) fn operation(&self, model: &Model, operation: ModelOperation) -> Vec<Directive> {
        self.operation_for(&callers(model, self.access.model(model.id), action(operation)))
    }

    /// Of the query of an index: who may list, and who may get.
    pub(super) fn index_query(&self, model: &Model) -> Vec<Directive> {
        let access = self.access.model(model.id);
        let [list, get] = [DataAction::List, DataAction::Get].map(|action| callers(model, access, action));
        let mut directives = self.operation_for(&list);
        extend(&mut directives, self.operation_for(&get));
        let both: Vec<CallerOf<'_>> = list.into_iter().chain(get).collect();
        let groups = groups(&both);
        for directive in &mut directives {
            if matches!(directive, Directive::Allow(Mode::UserPool) | Directive::AllowGroups(_)) {
                *directive = groups.clone().map_or(Directive::Allow(Mode::UserPool), Directive::AllowGroups);
            }
        }
        directives
    }

    /// Of a model's type: whoever may do anything with an item, and whoever an operation hands one to.
    pub(super) fn model(&self, model: &Model) -> Vec<Directive> {
        let mut directives = allow(self.of_model(model));
        for operation in model.operations().filter(|operation| *operation != ModelOperation::List) {
            extend(&mut directives, without_groups(self.operation(model, operation)));
        }
        directives
    }

    fn of_model(&self, model: &Model) -> Vec<Mode> {
        self.service(self.access.model(model.id).roles.iter().map(|role| role.who.mode()), false)
    }

    /// Of a page of items: whoever may list them, and whoever comes there from another model.
    pub(super) fn connection(&self, model: &Model, from: &[Pages]) -> Vec<Directive> {
        let mut directives = Vec::new();
        for pages in from {
            match pages {
                Pages::List => extend(&mut directives, without_groups(self.operation(model, ModelOperation::List))),
                Pages::Index => extend(&mut directives, without_groups(self.index_query(model))),
                Pages::Relation => {
                    extend(&mut directives, self.held.get(&Held::Connection(model.id)).into_iter().flatten().cloned());
                }
            }
        }
        directives
    }

    /// Of a custom type.
    pub(super) fn custom_type(&self, id: TypeId) -> Vec<Directive> {
        self.held.get(&Held::Type(id)).cloned().unwrap_or_default()
    }

    /// Of an operation with a handler of its own.
    pub(super) fn custom(&self, operation: &Operation) -> Vec<Directive> {
        let callers: Vec<CallerOf<'_>> =
            self.access.operation(operation.id).iter().map(|role| (&role.who, true)).collect();
        if has_resolver(operation) {
            let mut directives = native(callers.iter().map(|(who, _)| *who));
            extend(&mut directives, [Directive::Allow(Mode::Iam)]);
            return directives;
        }
        let mut directives = vec![Directive::Allow(Mode::Iam)];
        let pool = groups(&callers).map(Directive::AllowGroups);
        for mode in self.service(callers.iter().map(|(who, _)| who.mode()), false) {
            let directive = pool.clone().filter(|_| mode == Mode::UserPool).unwrap_or(Directive::Allow(mode));
            extend(&mut directives, [directive]);
        }
        directives
    }

    /// The directives of all custom types and pages: those of the operations that give them back, then those of the
    /// models that hold them.
    fn of_types(&self) -> HashMap<Held, Vec<Directive>> {
        let mut returned: HashMap<TypeId, Vec<&Caller>> = HashMap::new();
        for operation in &self.data.operations {
            let Some(kind) = given_back(self.data, operation) else { continue };
            let roles = self.access.operation(operation.id);
            let mut seen = HashSet::new();
            self.within(kind, &mut seen);
            for id in seen {
                returned.entry(id).or_default().extend(roles.iter().map(|role| &role.who));
            }
        }
        let mut types = HashMap::new();
        for id in (0..).map(TypeId).take(self.data.types.len()) {
            let mut directives = returned.get(&id).map_or_else(Vec::new, |callers| native(callers.iter().copied()));
            extend(&mut directives, [Directive::Allow(Mode::Iam)]);
            types.insert(Held::Type(id), directives);
        }
        let mut given = HashMap::new();
        for model in &self.data.models {
            let modes: Vec<Mode> = self.access.model(model.id).roles.iter().map(|role| role.who.mode()).collect();
            self.give(&model.fields, &modes, &mut given, &mut types);
        }
        types
    }

    /// A custom type, and all that it holds.
    fn within(&self, id: TypeId, seen: &mut HashSet<TypeId>) {
        if seen.insert(id) {
            for field in &self.data.custom_type(id).fields {
                if let TypeKind::Type(inner) = field.kind {
                    self.within(inner, seen);
                }
            }
        }
    }

    /// Gives what fields hold the directives that callers with these modes need. What several models hold names the
    /// default mode, too.
    fn give(
        &self,
        fields: &[Field],
        modes: &[Mode],
        given: &mut HashMap<Held, Vec<Mode>>,
        types: &mut HashMap<Held, Vec<Directive>>,
    ) {
        for field in fields {
            let held = match (field.kind, &field.relation) {
                (TypeKind::Type(id), _) => Held::Type(id),
                (TypeKind::Model(id), Some(it)) if it.kind.value == Related::HasMany => Held::Connection(id),
                _ => continue,
            };
            let before = given.get(&held);
            let mut more = self.service(modes.iter().copied(), before.is_some());
            more.retain(|mode| !before.is_some_and(|before| before.contains(mode)));
            if before.is_some() && more.is_empty() {
                continue;
            }
            given.entry(held).or_default().extend(&more);
            extend(types.entry(held).or_default(), allow(more));
            if let Held::Type(id) = held {
                self.give(&self.data.custom_type(id).fields, modes, given, types);
            }
        }
    }
}

fn allow(modes: Vec<Mode>) -> Vec<Directive> {
    modes.into_iter().map(Directive::Allow).collect()
}

/// Types are reached in more ways than by one operation, so that they name no groups.
fn without_groups(directives: Vec<Directive>) -> impl Iterator<Item = Directive> {
    directives.into_iter().map(|directive| match directive {
        Directive::AllowGroups(_) => Directive::Allow(Mode::UserPool),
        other => other,
    })
}

/// Whether an operation has a resolver of one's own, which in Amplify AppSync alone guards.
fn has_resolver(operation: &Operation) -> bool {
    let first = operation.handlers.as_ref().and_then(|handlers| handlers.first());
    matches!(first, Some(Handler::Custom { .. }))
}

/// The custom type that an operation gives back. A subscription gives what its first source gives, if that has a name.
fn given_back(data: &Data, operation: &Operation) -> Option<TypeId> {
    let own = operation.returns.as_ref();
    let returns = own.or_else(|| super::source_of(data, operation)?.returns.as_ref())?;
    match returns.kind {
        TypeKind::Type(id) => (own.is_some() || returns.link.is_some()).then_some(id),
        _ => None,
    }
}

/// The directives of what AppSync guards first. From the published `@aws-amplify/data-schema`.
fn native<'c>(callers: impl Iterator<Item = &'c Caller>) -> Vec<Directive> {
    let (mut modes, mut groups): (Vec<Mode>, Vec<SmolStr>) = (Vec::new(), Vec::new());
    for who in callers {
        match who {
            // AppSync looks for groups in one claim; those of others are for resolvers
            Caller::Group { token: Token::UserPool, claim, name } if claim == GROUPS_CLAIM => {
                if !groups.contains(name) {
                    groups.push(name.clone());
                }
            }
            _ if modes.contains(&who.mode()) => {}
            _ => modes.push(who.mode()),
        }
    }
    let pool = modes.contains(&Mode::UserPool);
    let mut directives = allow(modes);
    if !pool && !groups.is_empty() {
        directives.push(Directive::AllowGroups(groups));
    }
    directives
}
