//! IAM statements that roles hold beside the rules, and what they say about a request.

mod pattern;

pub use pattern::Asked;
pub(crate) use pattern::holds_action;
use pattern::{Holds, Pattern};

use super::data::DataAction;
use super::{Access, Principal, grants};
use crate::model::data::{Model, ModelId};
use crate::model::{Backend, Data};
use crate::names::capitalized;
use crate::names::graphql::connection;
use crate::vocabulary::data::Kind;
use crate::vocabulary::{At, AuthAction, Effect, PolicyStatement, RoleGrants};

/// A statement of somebody's role.
#[derive(Clone, Debug, PartialEq)]
pub struct RolePolicy {
    /// Who has the role.
    pub who: Principal,
    /// What it says.
    pub statement: At<PolicyStatement>,
    resources: Vec<Pattern>,
}

impl RolePolicy {
    /// Whether it allows something.
    pub fn allows(&self) -> bool {
        self.statement.effect.as_ref().is_some_and(|effect| effect.value == Effect::Allow)
    }

    /// Whether it speaks of an action with a resource. What a condition asks for is not known here.
    fn speaks(&self, action: &str, asked: &Asked) -> Holds {
        if !self.statement.actions().any(|pattern| holds_action(pattern, action)) {
            return Holds::No;
        }
        let most = self.resources.iter().map(|pattern| pattern.holds(asked)).max().unwrap_or(Holds::No);
        if self.statement.always_holds() { most } else { most.min(Holds::Perhaps) }
    }
}

/// A statement that speaks of a request, and whether that is certain.
type Spoken<'a> = Option<(&'a RolePolicy, Holds)>;

/// What the statements of a role say about a request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Said<'a> {
    allow: Spoken<'a>,
    deny: Spoken<'a>,
}

/// What the rules say about a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruled {
    /// A rule allows it.
    Allowed,
    /// They forbid it, whatever else allows it.
    Withheld,
    /// No rule speaks of it.
    Unspoken,
}

/// What rules and statements say together; with the statement, if one decides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict<'a> {
    /// It is not allowed; by a statement if a rule or another one would allow it.
    No(Option<&'a RolePolicy>),
    /// It depends on this statement, and on what is not known here.
    Part(&'a RolePolicy),
    /// It is allowed; by a statement if no rule allows it.
    Yes(Option<&'a RolePolicy>),
}

impl Verdict<'_> {
    /// The verdict on several requests that are only of use together.
    pub fn all(each: impl IntoIterator<Item = Self>) -> Self {
        let rank = |verdict: &Self| match verdict {
            Self::No(_) => 0,
            Self::Part(_) => 1,
            Self::Yes(Some(_)) => 2,
            Self::Yes(None) => 3,
        };
        each.into_iter().min_by_key(rank).unwrap_or(Self::Yes(None))
    }
}

impl<'a> Said<'a> {
    /// Together with what the rules say.
    pub fn with(self, ruled: Ruled) -> Verdict<'a> {
        let allow = match (ruled, self.allow) {
            (Ruled::Allowed, _) => None,
            (Ruled::Unspoken, Some(allow)) => Some(allow),
            (Ruled::Unspoken | Ruled::Withheld, _) => return Verdict::No(None),
        };
        match (self.deny, allow) {
            (Some((statement, Holds::Yes)), _) => Verdict::No(Some(statement)),
            (_, Some((statement, Holds::Perhaps))) | (Some((statement, _)), _) => Verdict::Part(statement),
            (None, Some((statement, _))) => Verdict::Yes(Some(statement)),
            (None, None) => Verdict::Yes(None),
        }
    }

    /// The statement that may allow it, unless one certainly forbids it.
    pub fn may_allow(self) -> Option<&'a RolePolicy> {
        self.allow.map(|(statement, _)| statement).filter(|_| self.deny.is_none_or(|(_, holds)| holds != Holds::Yes))
    }

    /// The statement that may forbid it, and whether it certainly does.
    pub fn may_deny(self) -> Option<(&'a RolePolicy, bool)> {
        self.deny.map(|(statement, holds)| (statement, holds == Holds::Yes))
    }
}

/// The types of the API that a call needs: that of its root, and of what it gives back.
pub fn types_of(data: &Data, kinds: &[Kind], model: Option<&Model>) -> Vec<String> {
    let name = model.map(|model| model.name.value.as_str());
    let connections = name.into_iter().flat_map(|name| [name.to_owned(), capitalized(name)]);
    let connections = connections.map(|name| connection(&name));
    let nested = data.types.iter().map(|custom| custom.name.value.to_string());
    let roots = kinds.iter().map(|kind| kind.type_name().to_owned());
    let mut types: Vec<String> = roots.chain(name.map(str::to_owned)).chain(connections).chain(nested).collect();
    types.dedup();
    types
}

impl Access {
    /// What the statements of somebody's role say about an action with a resource.
    pub fn said(&self, who: &Principal, action: &str, asked: &Asked) -> Said<'_> {
        let most = |allows: bool| -> Spoken<'_> {
            let theirs = self.policies.iter().filter(|policy| policy.who == *who && policy.allows() == allows);
            let speaking = theirs.map(|policy| (policy, policy.speaks(action, asked)));
            // of several that are as certain, the first
            speaking.filter(|(_, holds)| *holds != Holds::No).rev().max_by_key(|(_, holds)| *holds)
        };
        Said { allow: most(true), deny: most(false) }
    }

    /// The statement that may keep somebody's role from fields of these types of the API, and whether it certainly keeps it
    /// from all of the first type. Statements that allow calls give nothing: the resolvers ask who calls.
    pub fn api_denied(&self, who: &Principal, types: &[String]) -> Option<(&RolePolicy, bool)> {
        let each = types.iter().zip(0..).filter_map(|(type_name, index)| {
            let (statement, surely) = self.said(who, "appsync:GraphQL", &Asked::fields_of(type_name)).may_deny()?;
            Some((statement, surely && index == 0))
        });
        each.max_by_key(|(_, surely)| *surely)
    }

    /// The statement that may let somebody do something with items past the API, in the table of their model.
    pub fn past_the_api(&self, who: &Principal, action: DataAction, model: ModelId) -> Option<&RolePolicy> {
        let table = || Asked::table(model);
        let (calls, further): (&[&str], &[&str]) = match action {
            DataAction::Get => (&["GetItem", "BatchGetItem", "PartiQLSelect"], &["Query", "Scan"]),
            DataAction::List => (&["PartiQLSelect"], &["Query", "Scan"]),
            DataAction::Listen => (&[], &["GetRecords"]),
            DataAction::Create => (&["PutItem", "UpdateItem", "BatchWriteItem", "PartiQLInsert"], &[]),
            DataAction::Update => (&["PutItem", "UpdateItem", "BatchWriteItem", "PartiQLUpdate"], &[]),
            DataAction::Delete => (&["DeleteItem", "BatchWriteItem", "PartiQLDelete"], &[]),
        };
        let below = || table().below("/").anything();
        let asked = calls.iter().chain(further).map(|call| (call, table()));
        let mut asked = asked.chain(further.iter().map(|call| (call, below())));
        asked.find_map(|(call, asked)| self.said(who, &format!("dynamodb:{call}"), &asked).may_allow())
    }

    /// Whether somebody may do something with users and groups: all calls that it consists of.
    pub fn judge_users(&self, who: &Principal, action: AuthAction) -> Verdict<'_> {
        let pool = Asked::user_pool();
        let ruled = |call: &str| {
            let mut rules = self.auth.iter().filter(|grant| Principal::Function(grant.function) == *who);
            let granted = rules.any(|grant| grant.actions.iter().any(|word| word.iam().contains(&call)));
            if granted { Ruled::Allowed } else { Ruled::Unspoken }
        };
        let judge = |call: &&str| self.said(who, &format!("cognito-idp:{call}"), &pool).with(ruled(call));
        let calls: Vec<Verdict<'_>> = action.iam().iter().map(judge).collect();
        match Verdict::all(calls.iter().copied()) {
            // some of the calls are left
            Verdict::No(_) if calls.iter().all(|call| *call != Verdict::No(None)) => {
                let forbidding = calls.iter().find_map(|call| match call {
                    Verdict::No(statement) => *statement,
                    _ => None,
                });
                let all = calls.iter().all(|call| matches!(call, Verdict::No(_)));
                forbidding.map_or(Verdict::No(None), |it| if all { Verdict::No(Some(it)) } else { Verdict::Part(it) })
            }
            verdict => verdict,
        }
    }
}

/// The statements of all roles, what grants stand for included: of guests, signed-in users, groups by precedence, functions in the order of the text.
pub(super) fn of(backend: &Backend) -> Vec<RolePolicy> {
    type Statements = Option<Vec<At<PolicyStatement>>>;
    let mut all = Vec::new();
    let mut add = |who: Principal, given: &Option<RoleGrants>, statements: &Statements| {
        let given = given.iter().flat_map(|given| &given.list).flat_map(|grant| grants::statements(grant, backend));
        let statements = given.chain(statements.iter().flatten().cloned());
        all.extend(statements.map(|statement| {
            let resources = statement.resources().map(|resource| Pattern::of(resource, backend)).collect();
            RolePolicy { who: who.clone(), statement, resources }
        }));
    };
    if let Some(auth) = &backend.auth {
        let roles = auth.record.roles.as_ref();
        if let Some(guest) = roles.and_then(|roles| roles.guest.as_ref()) {
            add(Principal::Guest, &guest.grants, &guest.policies);
        }
        if let Some(authenticated) = roles.and_then(|roles| roles.authenticated.as_ref()) {
            for who in Principal::signed_in(backend) {
                add(who, &authenticated.grants, &authenticated.policies);
            }
        }
        for group in &auth.groups {
            add(Principal::Group(group.name.value.clone()), &group.record.grants, &group.record.policies);
        }
    }
    for function in backend.functions.iter().filter(|function| !function.custom) {
        add(Principal::Function(function.id), &function.record.grants, &function.record.policies);
    }
    all
}
