//! `data` in `amplify_outputs.json`: where the API is, how callers say who they are, and what there is to ask for.

use serde::Serialize;

use super::{Place, template::outputs};
use crate::emit::graphql::{Introspection, introspection};
use crate::model::Backend;
use crate::model::data::Mode;
use crate::names;

#[derive(Debug, Serialize)]
pub(super) struct DataOutputs {
    #[serde(skip_serializing_if = "Option::is_none")]
    api_key: Option<Place>,
    authorization_types: Vec<&'static str>,
    aws_region: Place,
    default_authorization_type: &'static str,
    model_introspection: Introspection,
    url: Place,
}

/// The modes in the order in which Amplify lists them.
const ORDER: [Mode; 5] = [Mode::ApiKey, Mode::Lambda, Mode::Oidc, Mode::UserPool, Mode::Iam];

/// What clients need to know of the API; `None` without one.
pub(super) fn data(backend: &Backend) -> Option<DataOutputs> {
    let modes = backend.modes();
    let default = modes.default?;
    let others = ORDER.into_iter().filter(|mode| *mode != default && modes.on.contains(mode));
    let output = |name: String| Place::Output { name };
    Some(DataOutputs {
        api_key: modes.on.contains(&Mode::ApiKey).then(|| output(names::api_key_output())),
        authorization_types: others.map(Mode::authentication_type).collect(),
        aws_region: output(outputs::REGION.to_owned()),
        default_authorization_type: default.authentication_type(),
        model_introspection: introspection(backend)?,
        url: output(names::data_url_output()),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::evaluate::evaluate;
    use crate::model::build;
    use crate::source::MemoryFiles;

    fn outputs_of(modes: &str) -> Json {
        let text = format!(
            "export const auth = defineAuth({{ loginWith: {{ email: true }} }});
             export const data = defineData({{
               schema: a.schema({{ Post: a.model({{ title: a.string() }}).authorization((allow) => allow.authenticated()) }}),
               authorizationModes: {{ {modes} }},
             }});"
        );
        let files = MemoryFiles::default().with("backend.amp", &text);
        let evaluation = evaluate(&files, "backend.amp").expect("the file is there");
        let (backend, _) = build(&evaluation.program, &evaluation.sources);
        json!(data(&backend))
    }

    #[test]
    fn clients_are_told_by_which_modes_they_may_come() {
        let found = outputs_of("defaultAuthorizationMode: 'userPool', apiKeyAuthorizationMode: { expiresInDays: 30 }");
        assert_eq!(found["default_authorization_type"], "AMAZON_COGNITO_USER_POOLS");
        assert_eq!(found["authorization_types"], json!(["API_KEY", "AWS_IAM"]));
        assert_eq!(found["url"], json!({ "$output": "DataUrl" }));
        assert_eq!(found["api_key"], json!({ "$output": "DataApiKey" }));
        assert_eq!(found["model_introspection"]["models"]["Post"]["pluralName"], "Posts");
        let found = outputs_of("defaultAuthorizationMode: 'iam'");
        assert_eq!(found["default_authorization_type"], "AWS_IAM");
        assert_eq!(found["authorization_types"], json!(["AMAZON_COGNITO_USER_POOLS"]));
        assert_eq!(found.get("api_key"), None);
    }
}
