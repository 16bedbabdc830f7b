//! Callers of every kind, as AppSync shows them to a resolver, each with the roles that it has.

use serde_json::{Value as Json, json};

use crate::written::{GROUPS, Role};

/// A caller.
#[derive(Clone, Debug)]
pub(crate) struct Persona {
    pub(crate) name: String,
    pub(crate) mode: &'static str,
    pub(crate) identity: Json,
    pub(crate) roles: Vec<Role>,
}

pub(crate) const IAM: &str = "IAM Authorization";
pub(crate) const POOL: &str = "eu-west-1:pool";

/// The variables of the API.
pub(crate) fn environment() -> Json {
    json!({
        "GUEST": "arn:aws:sts::123456789012:assumed-role/guests/CognitoIdentityCredentials",
        "IDENTITY_POOL": POOL,
        "HelperFunctionRole": "arn:aws:sts::123456789012:assumed-role/helper/",
    })
}

pub(crate) fn session(role: &str, name: &str, pool: Option<&str>, kind: Option<&str>) -> Json {
    json!({
        "accountId": "123456789012",
        "userArn": format!("arn:aws:sts::123456789012:assumed-role/{role}/{name}"),
        "username": "AROAEXAMPLE:session",
        "sourceIp": ["192.0.2.1"],
        "cognitoIdentityPoolId": pool,
        "cognitoIdentityId": pool.map(|pool| format!("{pool}-somebody")),
        "cognitoIdentityAuthType": kind,
        "cognitoIdentityAuthProvider": null,
    })
}

fn token(claims: &Json) -> Json {
    json!({ "sub": "sub-1", "issuer": "https://issuer.example.com", "username": "ann", "claims": claims })
}

/// One of each kind, and of those with groups one for each set of groups and each form of claim.
pub(crate) fn all() -> Vec<Persona> {
    let mut found = Vec::new();
    let mut add = |name: &str, mode: &'static str, identity: Json, roles: Vec<Role>| {
        found.push(Persona { name: name.to_owned(), mode, identity, roles });
    };
    let (signed_in, guest) = (Some("authenticated"), Some("unauthenticated"));
    let credentials = "CognitoIdentityCredentials";
    add("API key", "API Key Authorization", Json::Null, vec![Role::ApiKey]);
    add("authorizer", "Lambda Authorization", json!({ "resolverContext": {} }), vec![Role::Lambda]);
    add("guest", IAM, session("guests", credentials, Some(POOL), guest), vec![Role::Guest]);
    add("signed in", IAM, session("users", credentials, Some(POOL), signed_in), vec![Role::Identity]);
    add("role of a group", IAM, session("admins", credentials, Some(POOL), signed_in), vec![Role::Identity]);
    add("function", IAM, session("helper", "helper", None, None), vec![Role::Function]);
    add("another function", IAM, session("helper2", "helper", None, None), vec![]);
    add("role of another name", IAM, session("guests2", credentials, None, None), vec![]);
    add("session of another name", IAM, session("guests", "CognitoIdentityCredentials2", None, None), vec![]);
    add("administrator", IAM, session("admin", "me", None, None), vec![]);
    let mut user = session("admin", "me", None, None);
    user["userArn"] = "arn:aws:iam::123456789012:user/me".into();
    add("user of IAM", IAM, user, vec![]);
    add("another pool", IAM, session("users", credentials, Some("eu-west-1:other"), signed_in), vec![]);
    add("guest by another role", IAM, session("others", credentials, Some(POOL), guest), vec![]);

    for (mode, claim, other, own, make) in [
        ("User Pool Authorization", "cognito:groups", "roles", Role::User, Role::Group as fn(&'static str) -> Role),
        ("Open ID Connect Authorization", "roles", "cognito:groups", Role::Oidc, Role::OidcGroup),
    ] {
        for set in 0..1 << GROUPS.len() {
            let names: Vec<&'static str> =
                (0..GROUPS.len()).filter(|at| set & (1 << at) != 0).map(|at| GROUPS[at]).collect();
            let roles = [own].into_iter().chain(names.iter().map(|name| make(name))).collect();
            add(&format!("{claim} {names:?}"), mode, token(&json!({ claim: names })), roles);
        }
        add(&format!("{claim} absent"), mode, token(&json!({})), vec![own]);
        add(&format!("{claim} null"), mode, token(&json!({ claim: null })), vec![own]);
        add(&format!("{claim} a text"), mode, token(&json!({ claim: "EDITORS" })), vec![own, make("EDITORS")]);
        add(&format!("{claim} a longer text"), mode, token(&json!({ claim: "SUPERADMINS,EDITORS" })), vec![own]);
        add(&format!("{claim} longer names"), mode, token(&json!({ claim: ["SUPERADMINS", "EDITORS2"] })), vec![own]);
        add(&format!("groups elsewhere than in {claim}"), mode, token(&json!({ other: GROUPS })), vec![own]);
    }
    found
}
