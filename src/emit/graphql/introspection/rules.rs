//! Rules, as clients know them.

use serde::Serialize;
use smol_str::SmolStr;

use crate::access::data::GROUPS_CLAIM;
use crate::vocabulary::Words;
use crate::vocabulary::data::{Rule as Written, Subject};

/// Who may do what with a model. Clients read little of it: the fields of owners, by which they subscribe.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rule {
    #[serde(skip_serializing_if = "Option::is_none")]
    group_claim: Option<SmolStr>,
    /// Who made the token, for owners and groups.
    #[serde(rename = "provider", skip_serializing_if = "Option::is_none")]
    token: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner_field: Option<SmolStr>,
    allow: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<&'static str>,
    /// What is written.
    #[serde(rename = "operations", skip_serializing_if = "Option::is_none")]
    written: Option<Vec<&'static str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    groups_field: Option<SmolStr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    groups: Option<Vec<SmolStr>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group_field: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identity_claim: Option<SmolStr>,
    /// What holds if nothing is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    operations: Option<[&'static str; 4]>,
}

impl Rule {
    /// Functions are no callers that clients could be: `None`.
    pub(super) fn of(rule: &Written) -> Option<Self> {
        let provider = rule.provider.as_ref().map(|provider| provider.value.text());
        let token = Some(provider.unwrap_or("userPools"));
        let claim = rule.claim.as_ref().map(|claim| claim.value.clone());
        let written = rule.actions.as_ref().map(|actions| actions.iter().map(|action| action.value.text()).collect());
        let operations = written.is_none().then_some(["create", "update", "delete", "read"]);
        let any = Self { written, operations, ..Self::default() };
        let of_groups = |rule: Self| Self {
            group_claim: Some(claim.clone().unwrap_or_else(|| SmolStr::new_static(GROUPS_CLAIM))),
            token,
            allow: "groups",
            ..rule
        };
        Some(match &rule.who.value {
            Subject::ApiKey => Self { allow: "public", provider: Some("apiKey"), ..any },
            Subject::Guest => Self { allow: "public", provider: Some("identityPool"), ..any },
            Subject::Authenticated => Self { allow: "private", provider, ..any },
            Subject::Custom => Self { allow: "custom", provider, ..any },
            Subject::Owner { field, .. } => Self {
                allow: "owner",
                token,
                owner_field: Some(field.as_ref().map_or_else(|| SmolStr::new_static("owner"), |it| it.value.clone())),
                identity_claim: Some(match claim {
                    Some(claim) if claim != "username" => claim,
                    _ => SmolStr::new_static("cognito:username"),
                }),
                ..any
            },
            Subject::Groups(groups) => {
                of_groups(Self { groups: Some(groups.iter().map(|group| group.value.clone()).collect()), ..any })
            }
            Subject::GroupsIn { field, .. } => {
                of_groups(Self { groups_field: Some(field.value.clone()), group_field: Some("groups"), ..any })
            }
            Subject::Function(_) => return None,
        })
    }
}
