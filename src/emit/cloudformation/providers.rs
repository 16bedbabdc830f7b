//! `loginWith.externalProviders`: the providers and the pool's domain.

use std::collections::BTreeMap;

use super::cognito::{UserPoolDomain, UserPoolIdentityProvider};
use super::words;
use crate::names::{self, LogicalId};
use crate::resources::{Graph, STACK_ID, STACK_NAME, Text};
use crate::vocabulary::{
    At, AttributeMapping, Auth, ExternalProviders, MetadataType, Oidc, RequestMethod, Saml, Scope, Secret, Words,
};
use smol_str::SmolStr;

/// A list of scopes as it is written.
type Scopes = Option<Vec<At<SmolStr>>>;

/// Adds the providers, and gives back what the client may sign in with, the pool's own users last.
pub(super) fn add(graph: &mut Graph, auth: &Auth) -> Vec<Text> {
    let found = auth.external_providers().map(|external| providers(auth, external)).unwrap_or_default();
    let mut supported = Vec::new();
    for (id, provider) in found {
        graph.add(id.clone(), &provider);
        supported.push(Text::Ref(id));
    }
    supported.push("COGNITO".into());
    supported
}

/// Adds the domain of the sign-in pages. Its first part must be unique in the region: without one of the user's own, it
/// is taken from the stack's UUID.
pub(super) fn add_domain(graph: &mut Graph, external: Option<&ExternalProviders>) {
    let given = external.and_then(|external| external.domain_prefix.as_ref());
    let from_stack = || {
        let uuid = Text::Part(2, "/", Box::new(STACK_ID));
        Text::concat(["amp-".into(), Text::Part(4, "-", Box::new(uuid))])
    };
    let domain = UserPoolDomain {
        user_pool_id: Text::Ref(names::user_pool()),
        domain: given.map_or_else(from_stack, |prefix| prefix.as_str().into()),
    };
    graph.add(names::user_pool_domain(), &domain);
}

/// What the app may know of a user, each once; `openid` is added where Cognito needs it.
pub(in crate::emit) fn scopes(external: &ExternalProviders) -> Vec<&'static str> {
    let all = || Scope::all().iter().map(|scope| scope.oauth()).collect::<Vec<_>>();
    let given = external.scopes.as_ref().filter(|scopes| !scopes.is_empty());
    let mut scopes = given.map_or_else(all, |scopes| scopes.iter().map(|scope| scope.oauth()).collect());
    if scopes.iter().any(|scope| matches!(*scope, "phone" | "email" | "profile")) {
        scopes.push("openid");
    }
    let mut seen = std::collections::BTreeSet::new();
    scopes.retain(|scope| seen.insert(*scope));
    scopes
}

/// A provider's secret, which CloudFormation looks up when it deploys.
pub(super) fn credential(secret: &Secret) -> Text {
    let parts = [
        "{{resolve:secretsmanager:amp/".into(),
        STACK_NAME,
        format!("/{}:SecretString}}}}", secret.name.as_str()).into(),
    ];
    Text::concat(parts)
}

/// The names of all secrets that providers need.
pub(super) fn secrets(external: &ExternalProviders) -> Vec<&Secret> {
    let mut found: Vec<Option<&Secret>> = Vec::new();
    if let Some(it) = &external.google {
        found.extend([it.client_id.as_ref(), it.client_secret.as_ref()]);
    }
    if let Some(it) = &external.facebook {
        found.extend([it.client_id.as_ref(), it.client_secret.as_ref()]);
    }
    if let Some(it) = &external.login_with_amazon {
        found.extend([it.client_id.as_ref(), it.client_secret.as_ref()]);
    }
    if let Some(it) = &external.sign_in_with_apple {
        found.extend([it.client_id.as_ref(), it.team_id.as_ref(), it.key_id.as_ref(), it.private_key.as_ref()]);
    }
    for it in external.oidc.iter().flatten() {
        found.extend([it.client_id.as_ref(), it.client_secret.as_ref()]);
    }
    found.into_iter().flatten().collect()
}

fn providers(auth: &Auth, external: &ExternalProviders) -> Vec<(LogicalId, UserPoolIdentityProvider)> {
    let mut found = Vec::new();
    let mut social = |id: LogicalId, kind: &'static str, details: Details, mapping: &Option<AttributeMapping>| {
        found.push((id, provider(kind.to_owned(), kind, details.0, mapping_of(auth, mapping.as_ref(), true))));
    };
    if let Some(it) = &external.google {
        let details = Details::default()
            .secret("client_id", it.client_id.as_ref())
            .secret("client_secret", it.client_secret.as_ref())
            .text("authorize_scopes", joined(&it.scopes, "profile", " "));
        social(names::google(), "Google", details, &it.attribute_mapping);
    }
    if let Some(it) = &external.facebook {
        let details = Details::default()
            .secret("client_id", it.client_id.as_ref())
            .secret("client_secret", it.client_secret.as_ref())
            .text("authorize_scopes", joined(&it.scopes, "public_profile", ","))
            .given("api_version", it.api_version.as_ref());
        social(names::facebook(), "Facebook", details, &it.attribute_mapping);
    }
    if let Some(it) = &external.login_with_amazon {
        let details = Details::default()
            .secret("client_id", it.client_id.as_ref())
            .secret("client_secret", it.client_secret.as_ref())
            .text("authorize_scopes", joined(&it.scopes, "profile", " "));
        social(names::amazon(), "LoginWithAmazon", details, &it.attribute_mapping);
    }
    if let Some(it) = &external.sign_in_with_apple {
        let details = Details::default()
            .secret("client_id", it.client_id.as_ref())
            .secret("team_id", it.team_id.as_ref())
            .secret("key_id", it.key_id.as_ref())
            .secret("private_key", it.private_key.as_ref())
            .text("authorize_scopes", joined(&it.scopes, "name", " "));
        social(names::apple(), "SignInWithApple", details, &it.attribute_mapping);
    }
    found.extend(external.oidc.iter().flatten().map(|it| oidc(auth, it)));
    found.extend(external.saml.as_ref().map(|it| saml(auth, it)));
    found
}

fn oidc(auth: &Auth, it: &Oidc) -> (LogicalId, UserPoolIdentityProvider) {
    let name = it.name.as_ref().map_or("OIDC", |name| name.as_str());
    let method = it.attribute_request_method.as_ref().map_or(RequestMethod::Get, |method| method.value);
    let endpoints = it.endpoints.clone().unwrap_or_default();
    let details = Details::default()
        .secret("client_id", it.client_id.as_ref())
        .secret("client_secret", it.client_secret.as_ref())
        .text("authorize_scopes", joined(&it.scopes, "openid", " "))
        .text("attributes_request_method", method.text().to_owned())
        .given("oidc_issuer", it.issuer_url.as_ref())
        .given("authorize_url", endpoints.authorization.as_ref())
        .given("token_url", endpoints.token.as_ref())
        .given("attributes_url", endpoints.user_info.as_ref())
        .given("jwks_uri", endpoints.jwks_uri.as_ref());
    let mapping = mapping_of(auth, it.attribute_mapping.as_ref(), true);
    let mut made = provider(name.to_owned(), "OIDC", details.0, mapping);
    made.idp_identifiers = texts(it.identifiers.as_ref());
    (names::oidc(name), made)
}

fn saml(auth: &Auth, it: &Saml) -> (LogicalId, UserPoolIdentityProvider) {
    let name = it.name.as_ref().map_or("SAML", |name| name.as_str());
    let metadata = it.metadata.clone().unwrap_or_default();
    let kind = match metadata.metadata_type.map(|kind| kind.value) {
        Some(MetadataType::File) => "MetadataFile",
        Some(MetadataType::Url) | None => "MetadataURL",
    };
    let signs_out = words::on(it.idp_signout.as_ref(), false);
    let details =
        Details::default().given(kind, metadata.metadata_content.as_ref()).text("IDPSignout", signs_out.to_string());
    let mapping = mapping_of(auth, it.attribute_mapping.as_ref(), false);
    let mut made = provider(name.to_owned(), "SAML", details.0, mapping);
    made.idp_identifiers = texts(it.identifiers.as_ref());
    (names::saml(name), made)
}

fn provider(
    provider_name: String,
    provider_type: &'static str,
    provider_details: BTreeMap<&'static str, Text>,
    attribute_mapping: Option<BTreeMap<String, String>>,
) -> UserPoolIdentityProvider {
    UserPoolIdentityProvider {
        user_pool_id: Text::Ref(names::user_pool()),
        provider_name,
        provider_type,
        provider_details,
        attribute_mapping,
        idp_identifiers: None,
    }
}

/// Which attribute becomes which. A pool of mail addresses needs each user's, so it is asked for unless told otherwise.
fn mapping_of(auth: &Auth, given: Option<&AttributeMapping>, by_default: bool) -> Option<BTreeMap<String, String>> {
    let mut mapping = BTreeMap::new();
    if by_default && auth.email().is_some() && auth.phone().is_none() {
        mapping.insert("email".to_owned(), "email".to_owned());
    }
    for (name, theirs) in given.iter().flat_map(|given| &given.standard) {
        mapping.insert(name.cognito_name().to_owned(), theirs.to_string());
    }
    for (name, theirs) in given.iter().flat_map(|given| &given.custom) {
        mapping.insert(name.to_string(), theirs.to_string());
    }
    (!mapping.is_empty()).then_some(mapping)
}

fn texts(list: Option<&Vec<At<SmolStr>>>) -> Option<Vec<String>> {
    list.filter(|list| !list.is_empty()).map(|list| list.iter().map(|text| text.to_string()).collect())
}

fn joined(scopes: &Scopes, default: &str, separator: &str) -> String {
    match texts(scopes.as_ref()) {
        Some(scopes) => scopes.join(separator),
        None => default.to_owned(),
    }
}

/// What Cognito must know of a provider.
#[derive(Default)]
struct Details(BTreeMap<&'static str, Text>);

impl Details {
    fn text(mut self, key: &'static str, value: String) -> Self {
        self.0.insert(key, value.into());
        self
    }

    fn given(self, key: &'static str, value: Option<&At<SmolStr>>) -> Self {
        match value {
            Some(value) => self.text(key, value.to_string()),
            None => self,
        }
    }

    fn secret(mut self, key: &'static str, secret: Option<&Secret>) -> Self {
        self.0.extend(secret.map(|secret| (key, credential(secret))));
        self
    }
}
