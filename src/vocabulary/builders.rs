//! The builders, and the way from a path in a definition to the row that stands there.

use smol_str::SmolStr;

use super::admin::AdminQueries;
use super::auth::Auth;
use super::data::Data;
use super::function::Function;
use super::lower::Lower;
use super::outputs::Outputs;
use super::reference::ReferenceAuth;
use super::rest::RestApi;
use super::shape::{Builder, Found, Origin, Shape};
use super::storage::Storage;
use crate::diagnostic::closest;

static BUILDERS: &[Builder] = &[
    Builder {
        name: "defineAuth",
        doc: "Sign-up and sign-in, groups, and what functions may do with users.",
        argument: Some(Auth::shape),
        optional: false,
        source: "https://docs.amplify.aws/react/build-a-backend/auth/set-up-auth/",
        origin: Origin::Amplify,
        compiled: true,
    },
    Builder {
        name: "referenceAuth",
        doc: "A user pool and identity pool that exist already.",
        argument: Some(ReferenceAuth::shape),
        optional: false,
        source: "https://docs.amplify.aws/react/build-a-backend/auth/use-existing-cognito-resources/",
        origin: Origin::Amplify,
        compiled: true,
    },
    Builder {
        name: "defineFunction",
        doc: "A Lambda function: code of yours that runs on an event, a schedule or a call.",
        argument: Some(Function::shape),
        optional: true,
        source: "https://docs.amplify.aws/react/build-a-backend/functions/set-up-function/",
        origin: Origin::Amplify,
        compiled: true,
    },
    Builder {
        name: "secret",
        doc: "A value that is kept outside of the definition and of every template; a function reads it at start.",
        argument: Some(SmolStr::shape),
        optional: false,
        source: "https://docs.amplify.aws/react/deploy-and-host/fullstack-branching/secrets-and-vars/",
        origin: Origin::Amplify,
        compiled: true,
    },
    Builder {
        name: "ref",
        doc: "What another resource of the backend has, by its path: `storage.photos.bucketName`.",
        argument: Some(SmolStr::shape),
        optional: false,
        source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-ref.html",
        origin: Origin::Extension,
        compiled: true,
    },
    Builder {
        name: "defineBackend",
        doc: "The resources that make up the backend.",
        argument: Some(|| Shape::Map("name of a resource", || Shape::Anything)),
        optional: false,
        source: "https://docs.amplify.aws/react/reference/project-structure/",
        origin: Origin::Amplify,
        compiled: true,
    },
    Builder {
        name: "defineData",
        doc: "Models and operations behind a GraphQL API.",
        argument: Some(Data::shape),
        optional: false,
        source: "https://docs.amplify.aws/react/build-a-backend/data/set-up-data/",
        origin: Origin::Amplify,
        compiled: true,
    },
    Builder {
        name: "defineOutputs",
        doc: "Values of your own in `amplify_outputs.json`.",
        argument: Some(Outputs::shape),
        optional: false,
        source: "https://docs.amplify.aws/react/build-a-backend/add-aws-services/custom-resources/",
        origin: Origin::Extension,
        compiled: true,
    },
    Builder {
        name: "defineStorage",
        doc: "Files in a bucket, and who may read and write which.",
        argument: Some(Storage::shape),
        optional: false,
        source: "https://docs.amplify.aws/react/build-a-backend/storage/set-up-storage/",
        origin: Origin::Amplify,
        compiled: true,
    },
    Builder {
        name: "defineRestApi",
        doc: "Paths that functions answer, and who may call which.",
        argument: Some(RestApi::shape),
        optional: false,
        source: "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html",
        origin: Origin::Extension,
        compiled: true,
    },
    Builder {
        name: "defineAdminQueries",
        doc: "An HTTP API by which users of some groups manage users and groups.",
        argument: Some(AdminQueries::shape),
        optional: false,
        source: "https://docs.amplify.aws/gen1/react/build-a-backend/auth/admin-actions/",
        origin: Origin::Extension,
        compiled: true,
    },
];

/// All builders, in the order of the reference page.
pub fn builders() -> &'static [Builder] {
    BUILDERS
}

/// The builder of a name.
pub fn builder(name: &str) -> Option<&'static Builder> {
    BUILDERS.iter().find(|builder| builder.name == name)
}

/// The builder that was probably meant.
pub(crate) fn closest_builder(name: &str) -> Option<&'static str> {
    closest(name, BUILDERS.iter().map(|builder| builder.name))
}

/// What stands at a path in the argument of a builder. A step is a property's name, `[]` for an element of a list, or
/// a method's name for what it takes: `["access", "to", "[]"]` are the actions of a grant.
pub fn lookup<'p>(name: &str, path: impl IntoIterator<Item = &'p str>) -> Option<Found> {
    let mut found = Found { row: None, shape: (builder(name)?.argument?)() };
    for step in path {
        found = found.shape.step(step)?;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(name: &str, path: &[&str]) -> Vec<&'static str> {
        lookup(name, path.iter().copied()).expect("a known path").shape.words().iter().map(|word| word.text).collect()
    }

    #[test]
    fn paths_lead_to_rows_and_words() {
        let memory = lookup("defineFunction", ["memoryMB"]).and_then(|found| found.row).expect("a row");
        assert_eq!((memory.default, memory.unit), (Some("512"), Some("MB")));
        assert!(words("defineAuth", &["access", "to", "[]"]).contains(&"manageUsers"));
        assert_eq!(words("defineAuth", &["loginWith", "email", "verificationEmailStyle"]), ["CODE", "LINK"]);
        assert_eq!(
            words("defineAuth", &["userAttributes", "custom:tenant", "dataType"]),
            ["String", "Number", "Boolean", "DateTime"]
        );
        assert!(words("defineAuth", &["loginWith", "externalProviders", "scopes", "[]"]).contains(&"OPENID"));
        let triggers = lookup("defineAuth", ["triggers"]).expect("a row").shape.properties();
        assert_eq!(triggers.len(), 10);
        assert!(matches!(triggers[0].shape, shape if matches!(shape(), Shape::Function)));
        assert!(lookup("defineAuth", ["nothing"]).is_none());
    }

    #[test]
    fn every_row_is_documented() {
        fn walk(shape: Shape, path: &str, depth: usize) {
            assert!(depth < 12, "{path} nests without end");
            for row in shape.properties() {
                let path = format!("{path}.{}", row.name);
                assert!(!row.doc.is_empty(), "{path} has no doc");
                walk((row.shape)(), &path, depth + 1);
            }
            if let Some(element) = shape.step("[]") {
                walk(element.shape, path, depth + 1);
            }
        }
        for builder in builders() {
            if let Some(argument) = builder.argument {
                walk(argument(), builder.name, 0);
            }
        }
    }
}
