//! IAM statements in the report.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::access::RolePolicy;

/// A statement of somebody's role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// The name of whoever has the role.
    pub principal: String,
    /// Its own name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// `Allow` or `Deny`.
    pub effect: &'static str,
    /// Actions of IAM, as they are written.
    pub actions: Vec<String>,
    /// Resources as they are written, with `${storage.photos.bucketArn}` for a reference.
    pub resources: Vec<String>,
    /// When only: operator, key of the request and values.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub condition: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// Where it stands, as `file:line`.
    pub rule: String,
}

impl Statement {
    pub(super) fn of(policy: &RolePolicy, principal: &str, rule: String) -> Self {
        let written = &policy.statement.value;
        let conditions = written.condition.iter().flat_map(|condition| &condition.entries);
        let condition = conditions.map(|(operator, keys)| {
            let keys = keys
                .entries
                .iter()
                .map(|(key, values)| (key.to_string(), values.0.iter().map(|value| value.0.shown()).collect()));
            (operator.to_string(), keys.collect())
        });
        Self {
            principal: principal.to_owned(),
            sid: written.sid.as_ref().map(|sid| sid.to_string()),
            effect: if policy.allows() { "Allow" } else { "Deny" },
            actions: written.actions().map(|action| action.to_string()).collect(),
            resources: written.resources().map(|it| it.shown()).collect(),
            condition: condition.collect(),
            rule,
        }
    }

    /// The condition on one line: `StringEquals aws:RequestedRegion: eu-west-1`.
    pub fn condition(&self) -> String {
        let each = self.condition.iter().flat_map(|(operator, keys)| {
            keys.iter().map(move |(key, values)| format!("{operator} {key}: {}", values.join(", ")))
        });
        each.collect::<Vec<_>>().join("; ")
    }
}
