//! Who may do what with models and operations. A rule gives roles; a role says which actions it allows, on which fields
//! of an item, and what the item must be like. Rules of a field replace those of its model for that field.

mod action;
mod decision;
mod offer;

use smol_str::SmolStr;

pub use action::DataAction;
pub use decision::{DataDecision, Part};
use offer::Offer;

use crate::model::data::{Field, Mode, Model, ModelId, OperationId, Origin};
use crate::model::{Backend, Data, FunctionId};
use crate::source::Span;
use crate::vocabulary::data::{Action, Claims, Kind, Provider, Rule, Subject};

/// The claim of a token that lists the user's groups, if a rule names no other.
pub const GROUPS_CLAIM: &str = "cognito:groups";
/// The claims of a token that name an item's owner, if a rule names no others: the item holds both, or one of them.
pub const OWNER_CLAIM: &str = "sub::username";

/// Who made a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Token {
    /// The user pool.
    UserPool,
    /// Another provider, which speaks OpenID Connect.
    Oidc,
}

/// Who a role speaks of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Caller {
    /// Whoever has the API key.
    ApiKey,
    /// Users who are not signed in, with credentials of the identity pool.
    Guest,
    /// Users who are signed in, with credentials of the identity pool; in a group or not.
    Identity,
    /// Users who are signed in, with a token.
    User(Token),
    /// Users with a token in which a claim lists this group.
    Group {
        /// Who made the token.
        token: Token,
        /// The claim.
        claim: SmolStr,
        /// The group.
        name: SmolStr,
    },
    /// Whom the function of the mode `lambda` lets through.
    Lambda,
}

/// What an item must be like for a role to hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Condition {
    /// Anything.
    Always,
    /// A field names the user, or lists several of whom the user is one.
    Owner {
        /// The field.
        field: SmolStr,
        /// The claim of the token that is compared, if it is not the user's id and name.
        claim: Option<SmolStr>,
    },
    /// A field names one of the user's groups, or lists several.
    Group {
        /// The field.
        field: SmolStr,
        /// The claim of the token that lists the groups.
        claim: SmolStr,
    },
}

impl Condition {
    /// The field of the item that decides, if one does.
    pub const fn field(&self) -> Option<&SmolStr> {
        match self {
            Self::Always => None,
            Self::Owner { field, .. } | Self::Group { field, .. } => Some(field),
        }
    }
}

/// Fields of an item, as places in [`Model::fields`], in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fields {
    /// All of them.
    All,
    /// All but these, which have rules of their own.
    AllBut(Vec<usize>),
    /// Only these, which have rules of their own. What an item has by itself (its identifier, its times) can be read by
    /// whoever may read anything of it.
    Only(Vec<usize>),
}

impl Caller {
    /// The mode of the API with which these callers come.
    pub const fn mode(&self) -> Mode {
        match self {
            Self::ApiKey => Mode::ApiKey,
            Self::Guest | Self::Identity => Mode::Iam,
            Self::User(Token::UserPool) | Self::Group { token: Token::UserPool, .. } => Mode::UserPool,
            Self::User(Token::Oidc) | Self::Group { token: Token::Oidc, .. } => Mode::Oidc,
            Self::Lambda => Mode::Lambda,
        }
    }
}

impl Fields {
    /// Whether a field is among them.
    pub fn holds(&self, field: usize) -> bool {
        match self {
            Self::All => true,
            Self::AllBut(others) => !others.contains(&field),
            Self::Only(fields) => fields.contains(&field),
        }
    }
}

/// What a caller may do, under one condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// Who.
    pub who: Caller,
    /// What the item must be like.
    pub when: Condition,
    /// What, and with which fields; at most one entry for each action, in order.
    pub rights: Vec<(DataAction, Fields)>,
    /// The rules that say so, in the order of the text: those of the model first.
    pub rules: Vec<Span>,
    /// Which rule grants an action first: with one field, or with all that have no rules of their own.
    grants: Vec<(DataAction, Option<usize>, Span)>,
}

impl Role {
    /// The fields with which an action is allowed; `None` if it is not.
    pub fn may(&self, action: DataAction) -> Option<&Fields> {
        self.rights.iter().find(|(right, _)| *right == action).map(|(_, fields)| fields)
    }

    /// Whether a field may be read, one way or the other; without one, anything.
    pub fn reads(&self, field: Option<usize>) -> bool {
        let mut rights = DataAction::READ.into_iter().filter_map(|action| self.may(action));
        rights.any(|fields| field.is_none_or(|field| fields.holds(field)))
    }

    /// The rule that grants an action: with one field that has rules of its own, or with all that have none.
    pub fn rule(&self, action: DataAction, field: Option<usize>) -> Option<Span> {
        self.grants.iter().find(|(right, at, _)| *right == action && *at == field).map(|(.., rule)| *rule)
    }
}

/// Who may do what with a model.
#[derive(Clone, Debug, Default)]
pub struct ModelAccess {
    /// The roles: those of the model's rules, then those that only fields have; each caller and condition once.
    pub roles: Vec<Role>,
    /// The fields with rules of their own, as places in [`Model::fields`].
    pub restricted: Vec<usize>,
    offer: Offer,
}

impl ModelAccess {
    /// The roles that allow an action on at least one field; for `delete`, on all of them, since an item goes as a whole.
    pub fn roles_for(&self, action: DataAction) -> impl Iterator<Item = (&Role, &Fields)> {
        let whole = move |fields: &Fields| action != DataAction::Delete || self.is_whole(fields);
        let roles = self.roles.iter().filter_map(move |role| Some((role, role.may(action)?)));
        roles.filter(move |(_, fields)| whole(fields))
    }

    /// The role of everybody with the token of those whom a role speaks of, if it speaks of some of them.
    pub fn everybody(&self, role: &Role) -> Option<&Role> {
        everybody(&self.roles, role)
    }

    /// Whether those who have a role may read a field: by it, or as everybody with their token.
    pub fn may_read(&self, role: &Role, field: usize) -> bool {
        role.reads(Some(field)) || self.everybody(role).is_some_and(|all| all.reads(Some(field)))
    }

    /// The roles that let change or delete items of which those who have them may read nothing. What the public may
    /// read, with the API key or as a guest, is hidden from nobody.
    pub fn blind(&self, action: DataAction) -> impl Iterator<Item = &Role> {
        let finds = |role: &Role| role.may(DataAction::Get).or_else(|| role.may(DataAction::List)).is_some();
        let is_public = |role: &Role| matches!(role.who, Caller::ApiKey | Caller::Guest) && finds(role);
        let counts = matches!(action, DataAction::Update | DataAction::Delete) && !self.roles.iter().any(is_public);
        let reads = |role: &Role| role.reads(None) || self.everybody(role).is_some_and(|all| all.reads(None));
        self.roles_for(action).map(|(role, _)| role).filter(move |role| counts && !reads(role))
    }

    /// Whether fields are all that there are.
    pub fn is_whole(&self, fields: &Fields) -> bool {
        match fields {
            Fields::All => true,
            Fields::AllBut(others) => others.is_empty(),
            Fields::Only(_) => false,
        }
    }
}

/// Who may call an operation with a handler of its own: a caller, and the rule that says so.
#[derive(Clone, Debug, PartialEq)]
pub struct OperationRole {
    /// Who.
    pub who: Caller,
    /// The rule.
    pub rule: Span,
}

/// What a function may do with the whole API.
#[derive(Clone, Debug, PartialEq)]
pub struct FunctionRight {
    /// The function.
    pub function: FunctionId,
    /// Whether it may send queries.
    pub query: bool,
    /// Whether it may send mutations.
    pub mutate: bool,
    /// Whether it may subscribe.
    pub listen: bool,
    /// The rule.
    pub rule: Span,
}

impl FunctionRight {
    /// Whether it may use operations of a kind.
    pub const fn may(&self, kind: Kind) -> bool {
        match kind {
            Kind::Query => self.query,
            Kind::Mutation => self.mutate,
            Kind::Subscription => self.listen,
        }
    }
}

/// Who may do what with models and operations.
#[derive(Clone, Debug, Default)]
pub struct DataAccess {
    models: Vec<ModelAccess>,
    operations: Vec<Vec<OperationRole>>,
    /// The functions that may use the API, each once, in the order of the text.
    pub functions: Vec<FunctionRight>,
}

impl DataAccess {
    /// Who may do what with a model.
    pub fn model(&self, id: ModelId) -> &ModelAccess {
        &self.models[id.index()]
    }

    /// Who may call an operation.
    pub fn operation(&self, id: OperationId) -> &[OperationRole] {
        &self.operations[id.index()]
    }

    /// Every caller whom any rule names, each once.
    pub fn callers(&self) -> std::collections::BTreeSet<&Caller> {
        let of_models = self.models.iter().flat_map(|model| &model.roles).map(|role| &role.who);
        of_models.chain(self.operations.iter().flatten().map(|role| &role.who)).collect()
    }

    pub(super) fn of(backend: &Backend, data: &Data) -> Self {
        let models = data.models.iter().map(|model| model_access(backend, data, model)).collect();
        let operations = data.operations.iter().map(|operation| {
            let mut roles: Vec<OperationRole> = Vec::new();
            for rule in data.rules_of_operation(operation).into_iter().flat_map(|claims| &claims.rules) {
                // what depends on an item says nothing of an operation
                for (who, _) in callers(backend, rule).into_iter().filter(|(_, when)| *when == Condition::Always) {
                    if !roles.iter().any(|role| role.who == who) {
                        roles.push(OperationRole { who, rule: rule.span });
                    }
                }
            }
            roles
        });
        Self { models, operations: operations.collect(), functions: functions(backend, data) }
    }
}

fn model_access(backend: &Backend, data: &Data, model: &Model) -> ModelAccess {
    let restricted: Vec<usize> = (0..model.fields.len()).filter(|at| own_rules(&model.fields[*at]).is_some()).collect();
    // a relation holds nothing that could be written; an item goes with all that it has
    let written: Vec<usize> = restricted.iter().copied().filter(|at| model.fields[*at].relation.is_none()).collect();
    let mut roles: Vec<Role> = Vec::new();
    for rule in data.rules_of(model).into_iter().flat_map(|claims| &claims.rules) {
        for (who, when) in callers(backend, rule) {
            let role = role(&mut roles, who, when, rule);
            for action in actions(rule) {
                role.grants.push((action, None, rule.span));
                if role.may(action).is_none() {
                    let own = if is_write(action) { &written } else { &restricted };
                    let fields = if own.is_empty() { Fields::All } else { Fields::AllBut(own.clone()) };
                    role.rights.push((action, fields));
                }
            }
        }
    }
    for at in &restricted {
        for rule in own_rules(&model.fields[*at]).into_iter().flat_map(|claims: &Claims| &claims.rules) {
            for (who, when) in callers(backend, rule) {
                let role = role(&mut roles, who, when, rule);
                let holds = |action: &DataAction| !is_write(*action) || written.contains(at);
                for action in actions(rule).into_iter().filter(holds) {
                    role.grants.push((action, Some(*at), rule.span));
                    allow(role, action, *at);
                }
            }
        }
    }
    // a rule of the model says nothing where each field has rules of its own, and none is made by a rule; an item is
    // deleted as a whole
    let all = model.fields.iter().filter(|field| matches!(field.origin, Origin::Written | Origin::Rule)).count();
    let says = |action: DataAction, fields: &Fields| {
        action == DataAction::Delete || !matches!(fields, Fields::AllBut(others) if others.len() >= all)
    };
    let reads: Vec<Vec<DataAction>> = roles.iter().map(|role| reads_of_model(&roles, role)).collect();
    for (role, reads) in roles.iter_mut().zip(reads) {
        role.rights.retain(|(action, fields)| {
            let of_fields = DataAction::READ.contains(action) && matches!(fields, Fields::Only(_));
            says(*action, fields) && (!of_fields || reads.is_empty() || reads.contains(action))
        });
        role.rights.sort_by_key(|(action, _)| *action);
    }
    ModelAccess { roles, restricted, offer: Offer::of(data, model) }
}

/// Whether an action sets fields.
const fn is_write(action: DataAction) -> bool {
    matches!(action, DataAction::Create | DataAction::Update)
}

/// Of some roles, the one of everybody with the token of those whom another role speaks of.
fn everybody<'r>(roles: &'r [Role], role: &Role) -> Option<&'r Role> {
    let token = match (&role.who, &role.when) {
        (Caller::Group { token, .. }, _) => *token,
        (Caller::User(token), condition) if *condition != Condition::Always => *token,
        _ => return None,
    };
    roles.iter().find(|other| other.who == Caller::User(token) && other.when == Condition::Always)
}

/// The ways in which the model's own rules let somebody read. Where there are some, a rule of a field opens no other one:
/// who may only get items does not list them because a field may be listed.
fn reads_of_model(roles: &[Role], role: &Role) -> Vec<DataAction> {
    let rights = [Some(role), everybody(roles, role)].into_iter().flatten().flat_map(|role| &role.rights);
    let of_model = rights.filter(|(_, fields)| !matches!(fields, Fields::Only(_))).map(|(action, _)| *action);
    of_model.filter(|action| DataAction::READ.contains(action)).collect()
}

/// The rules of a field itself. An empty list counts as none, as in Amplify.
fn own_rules(field: &Field) -> Option<&Claims> {
    field.rules.as_ref().filter(|rules| field.is_written() && !rules.rules.is_empty())
}

/// The role of a caller under a condition, made if it is not there yet.
fn role<'r>(roles: &'r mut Vec<Role>, who: Caller, when: Condition, rule: &Rule) -> &'r mut Role {
    let at = roles.iter().position(|role| role.who == who && role.when == when).unwrap_or_else(|| {
        roles.push(Role { who, when, rights: Vec::new(), rules: Vec::new(), grants: Vec::new() });
        roles.len() - 1
    });
    if !roles[at].rules.contains(&rule.span) {
        roles[at].rules.push(rule.span);
    }
    &mut roles[at]
}

/// Allows an action with one more field that has rules of its own.
fn allow(role: &mut Role, action: DataAction, field: usize) {
    match role.rights.iter_mut().find(|(right, _)| *right == action) {
        None => role.rights.push((action, Fields::Only(vec![field]))),
        Some((_, Fields::All)) => {}
        Some((_, Fields::AllBut(others))) => others.retain(|other| *other != field),
        Some((_, Fields::Only(fields))) => {
            if !fields.contains(&field) {
                fields.push(field);
            }
        }
    }
}

fn actions(rule: &Rule) -> Vec<DataAction> {
    match &rule.actions {
        None => DataAction::ALL.to_vec(),
        Some(written) => {
            let mut actions: Vec<_> = written.iter().flat_map(|action| DataAction::of(action.value)).copied().collect();
            actions.sort_unstable();
            actions.dedup();
            actions
        }
    }
}

/// Whom a rule speaks of, and under which condition. Groups that there are not, which is an error, are left out.
fn callers(backend: &Backend, rule: &Rule) -> Vec<(Caller, Condition)> {
    let token = match rule.provider.as_ref().map(|provider| provider.value) {
        Some(Provider::Oidc) => Token::Oidc,
        _ => Token::UserPool,
    };
    let identity = rule.provider.as_ref().is_some_and(|provider| provider.value == Provider::IdentityPool);
    let claim = rule.claim.as_ref().map(|claim| claim.value.clone());
    let groups_claim = || claim.clone().unwrap_or_else(|| SmolStr::new_static(GROUPS_CLAIM));
    let always = |who: Caller| vec![(who, Condition::Always)];
    match &rule.who.value {
        Subject::ApiKey => always(Caller::ApiKey),
        Subject::Guest => always(Caller::Guest),
        Subject::Authenticated if identity => always(Caller::Identity),
        Subject::Authenticated => always(Caller::User(token)),
        Subject::Custom => always(Caller::Lambda),
        Subject::Groups(names) => {
            let known = |name: &SmolStr| token == Token::Oidc || claim.is_some() || backend.has_group(name);
            let listed = names.iter().map(|name| &name.value).filter(|name| known(name));
            let group = |name: &SmolStr| Caller::Group { token, claim: groups_claim(), name: name.clone() };
            listed.map(|name| (group(name), Condition::Always)).collect()
        }
        Subject::Owner { field, .. } => {
            let field = field.as_ref().map_or_else(|| SmolStr::new_static("owner"), |field| field.value.clone());
            vec![(Caller::User(token), Condition::Owner { field, claim })]
        }
        Subject::GroupsIn { field, .. } => {
            let field = field.value.clone();
            vec![(Caller::User(token), Condition::Group { field, claim: groups_claim() })]
        }
        Subject::Function(_) => Vec::new(),
    }
}

/// What functions may do with the API: rules of the schema only.
fn functions(backend: &Backend, data: &Data) -> Vec<FunctionRight> {
    let mut found: Vec<FunctionRight> = Vec::new();
    let rules = data.parts.iter().filter_map(|part| part.rules.as_ref()).flat_map(|claims| &claims.rules);
    for rule in rules {
        let Subject::Function(reference) = &rule.who.value else { continue };
        let Some(function) = backend.resolve(reference).map(|function| function.id) else { continue };
        let says = |action: Action| {
            rule.actions.as_ref().is_none_or(|actions| actions.iter().any(|written| written.value == action))
        };
        let (query, mutate, listen) = (says(Action::Query), says(Action::Mutate), says(Action::Listen));
        match found.iter_mut().find(|right| right.function == function) {
            Some(right) => {
                right.query |= query;
                right.mutate |= mutate;
                right.listen |= listen;
            }
            None => found.push(FunctionRight { function, query, mutate, listen, rule: rule.span }),
        }
    }
    found
}
