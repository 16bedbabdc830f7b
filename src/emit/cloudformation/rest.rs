//! `defineRestApi`: the routes of each API, and what roles may call.

use std::collections::BTreeMap;

use super::Plan;
use super::aws::Statement;
use super::grants::{self, Grants};
use super::http_api::{Authorization, HttpApi, Settings, Target};
use crate::access::Principal;
use crate::access::rest::{RestCaller, Way};
use crate::model::RestApi;
use crate::names::{self, LogicalId};
use crate::resources::{Graph, Text};
use crate::vocabulary::PayloadFormat;

/// Adds the APIs, and to every role what it may call.
pub(super) fn add(graph: &mut Graph, plan: &Plan<'_>, grants: &mut Grants) {
    let mut granted: BTreeMap<&Principal, Vec<Text>> = BTreeMap::new();
    for api in &plan.backend.rest_apis {
        routes(graph, plan, api, &mut granted);
    }
    for (who, arns) in granted {
        if let (Some(id), Some(role)) = (id(who), grants::role(plan, who)) {
            let statement = Statement::allow(["execute-api:Invoke"], arns);
            grants.add(graph, &id, &role, vec![statement]);
        }
    }
}

/// The ID of a principal's policy.
fn id(who: &Principal) -> Option<LogicalId> {
    match who {
        Principal::Guest => Some(names::guest_rest_policy()),
        Principal::Authenticated => Some(names::authenticated_rest_policy()),
        Principal::Group(name) => Some(names::group_rest_policy(name)),
        // no rule speaks of functions
        Principal::Function(_) => None,
    }
}

fn routes<'p>(graph: &mut Graph, plan: &Plan<'p>, api: &RestApi, granted: &mut BTreeMap<&'p Principal, Vec<Text>>) {
    let record = &api.record;
    let settings = Settings {
        cors: record.cors.as_ref(),
        throttling: record.throttling.as_ref(),
        access_logs: record.access_logs.as_ref(),
    };
    let made = HttpApi::add(graph, &api.name, &settings);
    let format = record.payload_format.as_ref().map_or(PayloadFormat::V1, |format| format.value);
    let mut targets: BTreeMap<&str, Target> = BTreeMap::new();
    let places = plan.access.rest.places(api.id);
    if places.iter().any(|place| place.methods().values().any(|way| *way == Way::UserPool)) {
        made.add_authorizer(graph, plan);
    }
    for place in places {
        let written = record.paths.as_ref().and_then(|paths| paths.entries.get(place.index));
        let function = written.and_then(|(_, path)| plan.backend.resolve(path.function.as_ref()?));
        // what a function made by a callback is, is not known: nothing is opened to it
        let Some(function) = function.filter(|function| !function.custom) else { continue };
        let name = function.name.as_str();
        let target = targets.entry(name).or_insert_with(|| made.add_target(graph, name, names::function(name), format));
        for (method, path, way) in place.routes() {
            let authorization = match way {
                Way::IdentityPool => Authorization::Iam,
                Way::UserPool => Authorization::UserPool(&[]),
                Way::Public => Authorization::Open,
            };
            made.add_route(graph, method, &path, target, &authorization);
        }
        for grant in &place.grants {
            if let RestCaller::Role(role) = &grant.who {
                let arns = granted.entry(role).or_default();
                arns.push(made.arn(grant.method, &place.path.pattern(false)));
                if place.below {
                    arns.push(made.arn(grant.method, &place.path.pattern(true)));
                }
            }
        }
    }
}
