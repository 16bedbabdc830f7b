//! `custom.API` in `amplify_outputs.json`: where HTTP APIs are, in the form that Amplify's documentation gives to the client
//! as `API.REST`.
//! <https://docs.amplify.aws/react/build-a-backend/add-aws-services/rest-api/set-up-rest-api/>

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Place, template::outputs};
use crate::names;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ApiOutputs {
    api_name: String,
    endpoint: Place,
    region: Place,
}

/// What clients need to know of the APIs of these names.
pub(super) fn apis<'a>(names: impl IntoIterator<Item = &'a str>) -> BTreeMap<String, ApiOutputs> {
    let api = |name: &str| ApiOutputs {
        api_name: name.to_owned(),
        endpoint: Place::Output { name: names::http_api_output(name) },
        region: Place::Output { name: outputs::REGION.to_owned() },
    };
    names.into_iter().map(|name| (name.to_owned(), api(name))).collect()
}
