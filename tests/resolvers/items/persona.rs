//! Callers of every kind, with the claims of their tokens.

use serde_json::{Value as Json, json};

use super::written::{GROUPS_CLAIM, Issuer, Who};
use crate::persona::{IAM, POOL, session};

/// A caller.
#[derive(Clone, Debug)]
pub(crate) struct Persona {
    pub(crate) name: String,
    pub(crate) mode: &'static str,
    pub(crate) identity: Json,
    statics: Vec<Who>,
    issuer: Option<Issuer>,
}

/// Groups as claims hold them: a list, a text, or a list as a text.
fn listed(claim: &Json) -> Vec<String> {
    let texts = |list: &[Json]| list.iter().filter_map(|it| it.as_str().map(str::to_owned)).collect();
    match claim {
        Json::Array(list) => texts(list),
        Json::String(text) => match serde_json::from_str::<Json>(text) {
            Ok(Json::Array(list)) => texts(&list),
            _ => vec![text.clone()],
        },
        _ => Vec::new(),
    }
}

impl Persona {
    /// Whether somebody is whom a rule names, whatever the item.
    pub(crate) fn is(&self, who: Who) -> bool {
        self.statics.contains(&who)
    }

    /// What the field of a rule may hold for this caller, first what is filled in; nothing for others.
    pub(crate) fn values(&self, who: Who) -> Vec<String> {
        let (Who::Owner(_, issuer, claim) | Who::Member(_, issuer, claim)) = who else { return Vec::new() };
        if self.issuer != Some(issuer) {
            return Vec::new();
        }
        let claims = &self.identity["claims"];
        if matches!(who, Who::Member(..)) {
            return listed(&claims[claim]);
        }
        let mut parts = Vec::new();
        for name in claim.split("::") {
            let value = match name {
                "username" => claims["username"].as_str().or(claims["cognito:username"].as_str()),
                name => claims[name].as_str(),
            };
            let Some(value) = value else { return Vec::new() };
            parts.push(value.to_owned());
        }
        if parts.len() > 1 { [vec![parts.join("::")], parts].concat() } else { parts }
    }
}

/// One of each kind.
pub(crate) fn all() -> Vec<Persona> {
    let mut found = Vec::new();
    let mut add = |name: &str, mode: &'static str, identity: Json, statics: Vec<Who>, issuer| {
        found.push(Persona { name: name.to_owned(), mode, identity, statics, issuer });
    };
    let credentials = "CognitoIdentityCredentials";
    add("API key", "API Key Authorization", Json::Null, vec![Who::ApiKey], None);
    add("authorizer", "Lambda Authorization", json!({ "resolverContext": {} }), vec![Who::Lambda], None);
    let guest = session("guests", credentials, Some(POOL), Some("unauthenticated"));
    add("guest", IAM, guest, vec![Who::Guest], None);
    let user = session("users", credentials, Some(POOL), Some("authenticated"));
    add("signed in", IAM, user, vec![Who::Identity], None);
    add("function", IAM, session("helper", "helper", None, None), vec![Who::Function], None);
    add("another function", IAM, session("helper2", "helper", None, None), vec![], None);

    let many =
        |count: usize| -> Json { (0..count).map(|at| format!("GROUP{at}")).chain(["EDITORS".to_owned()]).collect() };
    let ann = || json!({ "sub": "sub-ann", "username": "ann" });
    let with = |mut claims: Json, more: &Json| {
        claims.as_object_mut().expect("a map").extend(more.as_object().expect("a map").clone());
        claims
    };
    let bob = || json!({ "sub": "sub-bob", "username": "bob" });
    let groups = |names: &[&str]| json!({ GROUPS_CLAIM: names });
    let users = [
        ("ann", ann()),
        ("ann, no group", with(ann(), &groups(&[]))),
        ("ann in ADMINS", with(ann(), &groups(&["ADMINS"]))),
        ("ann in EDITORS", with(ann(), &groups(&["EDITORS"]))),
        ("ann in both", with(ann(), &groups(&["ADMINS", "EDITORS"]))),
        (
            "ann's ID token",
            json!({ "sub": "sub-ann", "cognito:username": "ann", "email": "ann@x.com", "roles": ["ADMINS", "x"] }),
        ),
        ("bob", bob()),
        ("bob in OTHERS", with(bob(), &groups(&["OTHERS"]))),
        ("bob in EDITORS", with(bob(), &groups(&["EDITORS"]))),
        ("bob, groups a text", with(bob(), &json!({ GROUPS_CLAIM: "EDITORS", "roles": "ADMINS" }))),
        (
            "bob, groups JSON",
            with(bob(), &json!({ GROUPS_CLAIM: "[\"EDITORS\",\"OTHERS\"]", "roles": "[\"ADMINS\",\"EDITORS\"]" })),
        ),
        ("bob in 13", with(bob(), &json!({ GROUPS_CLAIM: many(12) }))),
        ("bob in 24", with(bob(), &json!({ GROUPS_CLAIM: many(23), "roles": many(3), "email": "bob@x.com" }))),
        ("no claims", json!({})),
        ("claims null", json!({ "sub": null, "username": null, "email": null, GROUPS_CLAIM: null, "roles": null })),
        ("no name", json!({ "sub": "sub-ann", "email": "ann@x.com" })),
        (
            "names of others",
            json!({ "sub": "sub-an", "username": "ann2", "email": "Ann@x.com", GROUPS_CLAIM: ["ADMIN", "SUPEREDITORS"] }),
        ),
    ];
    for (name, claims) in users {
        let mut statics = vec![Who::User];
        statics.extend(
            ["ADMINS", "EDITORS"]
                .into_iter()
                .filter(|it| listed(&claims[GROUPS_CLAIM]).iter().any(|of| of == it))
                .map(Who::Group),
        );
        let username = claims["username"].as_str().or(claims["cognito:username"].as_str());
        let identity =
            json!({ "sub": claims["sub"], "issuer": "pool", "username": username, "claims": claims, "groups": null });
        add(name, "User Pool Authorization", identity, statics, Some(Issuer::Pool));
    }
    let partners = [
        ("ann elsewhere", ann()),
        (
            "partner",
            json!({ "sub": "sub-pat", "username": "pat", "email": "ann@x.com", "roles": ["EDITORS"], GROUPS_CLAIM: ["ADMINS"] }),
        ),
        ("partner without claims", json!({})),
    ];
    for (name, claims) in partners {
        let mut statics = vec![Who::Oidc];
        statics
            .extend(listed(&claims["roles"]).iter().filter(|it| *it == "EDITORS").map(|_| Who::OidcGroup("EDITORS")));
        let identity = json!({ "sub": claims["sub"], "issuer": "sso", "claims": claims });
        add(name, "Open ID Connect Authorization", identity, statics, Some(Issuer::Oidc));
    }
    found
}

/// A few of them, who between them notice mistakes.
pub(crate) fn some() -> Vec<Persona> {
    let names = [
        "ann",
        "ann in both",
        "ann's ID token",
        "bob in EDITORS",
        "bob, groups JSON",
        "bob in 13",
        "bob in 24",
        "partner",
    ];
    all().into_iter().filter(|it| names.contains(&it.name.as_str())).collect()
}
