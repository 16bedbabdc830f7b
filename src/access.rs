//! Who may do what, and which line grants it. The IAM policies, the checks and the editor read this one table, so that
//! what is shown is what is enforced.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Backend, FunctionId};
use crate::source::Span;
use crate::vocabulary::{At, AuthAction, FunctionRef};

/// All grants of a backend.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// What functions may do with users and groups, in the order of the text.
    pub auth: Vec<AuthGrant>,
}

/// A function may do something with users and groups.
#[derive(Clone, Debug, PartialEq)]
pub struct AuthGrant {
    /// Who.
    pub function: FunctionId,
    /// Where the function is named.
    pub reference: At<FunctionRef>,
    /// What, with the place of each word.
    pub actions: At<Vec<At<AuthAction>>>,
    /// The whole rule.
    pub span: Span,
}

impl AuthGrant {
    /// The IAM actions that it grants, with the `cognito-idp:`.
    pub fn iam_actions(&self) -> BTreeSet<String> {
        let calls = self.actions.iter().flat_map(|action| action.iam());
        calls.map(|call| format!("cognito-idp:{call}")).collect()
    }
}

impl Access {
    /// The grants of a backend. A rule whose function is broken is left out; it was reported.
    pub fn of(backend: &Backend) -> Self {
        let grants = backend.auth_access().into_iter().flat_map(|access| &access.grants);
        let auth = grants.filter_map(|grant| {
            let function = backend.resolve(&grant.function)?.id;
            Some(AuthGrant {
                function,
                reference: grant.function.clone(),
                actions: grant.actions.clone(),
                span: grant.span,
            })
        });
        Self { auth: auth.collect() }
    }

    /// The IAM actions on the user pool that each function gets, all its rules together.
    pub fn auth_by_function(&self) -> BTreeMap<FunctionId, BTreeSet<String>> {
        let mut by_function: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for grant in &self.auth {
            by_function.entry(grant.function).or_default().extend(grant.iam_actions());
        }
        by_function
    }

    /// The rules that grant something to a function.
    pub fn of_function(&self, function: FunctionId) -> impl Iterator<Item = &AuthGrant> {
        self.auth.iter().filter(move |grant| grant.function == function)
    }
}
