//! External providers of identities.

use std::collections::HashMap;

use smol_str::SmolStr;

use super::Inspection;
use super::text::{is_visible, length};
use crate::diagnostic::{Code, Diagnostic, Severity, closest};
use crate::source::Span;
use crate::vocabulary::{
    At, AttributeMapping, Auth, ExternalProviders, MappedAttribute, MetadataType, Notes, StandardAttribute, Words,
};

fn providers<'a>(cx: &Inspection<'a>) -> Option<(&'a Auth, &'a ExternalProviders)> {
    let auth = &cx.backend.auth.as_ref()?.record;
    Some((auth, auth.external_providers()?))
}

/// Addresses to come back to: `https`, `http` for this machine only, or an app's own scheme; no fragment.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html>
pub(super) fn addresses(cx: &mut Inspection<'_>) {
    let Some((_, providers)) = providers(cx) else { return };
    for (property, urls) in [("callbackUrls", &providers.callback_urls), ("logoutUrls", &providers.logout_urls)] {
        let Some(urls) = urls else { continue };
        if urls.is_empty()
            && !providers.notes.doubts(property)
            && let Some(key) = providers.notes.key(property)
        {
            let message = format!("`{property}` holds no address, so users cannot come back");
            let help = format!("write `{property}: [\"https://example.com/\"]`");
            cx.report(Diagnostic::new(Code::Address, key, message).help(help));
        }
        for url in urls {
            if let Some((message, help)) = wrong_address(url) {
                cx.report(url.finding(Code::Address, message).help(help));
            }
        }
    }
}

/// Whether a host is the machine itself, for which Cognito takes addresses that are not encrypted.
fn is_local(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "[")
}

fn wrong_address(url: &str) -> Option<(String, String)> {
    let wrong = |what: &str, help: String| Some((format!("`{url}` {what}"), help));
    let Some((scheme, rest)) = url.split_once("://") else {
        let rest = url.trim_start_matches('/');
        let scheme = if is_local(rest.split(['/', ':', '?']).next().unwrap_or_default()) { "http" } else { "https" };
        return wrong("is not a whole address", format!("write `{scheme}://{rest}`"));
    };
    let host = rest.split(['/', ':', '?']).next().unwrap_or_default();
    if scheme.is_empty() || url.chars().any(|char| !is_visible(char)) {
        return wrong("is not an address", "write one such as `https://example.com/`".to_owned());
    }
    if url.contains('#') {
        return wrong("has a fragment, which Cognito does not take", "leave out `#` and what follows".to_owned());
    }
    if url.contains(',') {
        return wrong("has a comma, at which clients would cut it in two", "write `%2C`".to_owned());
    }
    if scheme == "http" && !is_local(host) {
        return wrong(
            "is not encrypted, and Cognito takes that for `localhost` only",
            format!("write `https://{rest}`"),
        );
    }
    if length(url) > 1024 {
        return wrong("has more than 1024 characters", "choose a shorter one".to_owned());
    }
    None
}

/// Addresses of providers, from which Cognito reads: with `https`, but for the metadata of SAML, and metadata is what it
/// is said to be.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-oidc-idp.html>
pub(super) fn sources(cx: &mut Inspection<'_>) {
    let Some((_, providers)) = providers(cx) else { return };
    for it in providers.oidc.iter().flatten() {
        let ends = it.endpoints.as_ref();
        let ends = ends.map(|ends| [&ends.authorization, &ends.token, &ends.user_info, &ends.jwks_uri]);
        for url in ends.iter().flatten().copied().chain([&it.issuer_url]).flatten() {
            let host = url.strip_prefix("https://");
            if host.is_none_or(str::is_empty) {
                let message = format!("Cognito reads from a provider by `https` only, and this is `{}`", url.value);
                let bare = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
                let help = format!("write `https://{}`", if bare.is_empty() { "..." } else { bare });
                cx.report(url.finding(Code::ProviderAddress, message).help(help));
            }
        }
    }
    let metadata = providers.saml.as_ref().and_then(|saml| saml.metadata.as_ref());
    let Some((content, kind)) = metadata.and_then(|it| it.metadata_content.as_ref().zip(it.metadata_type.as_ref()))
    else {
        return;
    };
    let is_address = ["https://", "http://"].iter().any(|scheme| content.starts_with(scheme));
    let (message, help) = match kind.value {
        MetadataType::Url if !is_address => {
            ("this is not the address of metadata", "write `https://...`, or `metadataType: \"FILE\"` for a document")
        }
        MetadataType::File if is_address => {
            ("this is an address, and `metadataType` says that it is a document", "write `metadataType: \"URL\"`")
        }
        MetadataType::Url | MetadataType::File => return,
    };
    cx.report(content.finding(Code::ProviderAddress, message).label(kind.place(), "its kind").help(help));
}

/// A domain prefix is made of small letters, digits and `-`, and does not claim to be of AWS.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html>
pub(super) fn domain_prefix(cx: &mut Inspection<'_>) {
    let Some(prefix) = providers(cx).and_then(|(_, providers)| providers.domain_prefix.as_ref()) else { return };
    let sound = (1..=63).contains(&prefix.len())
        && prefix.chars().all(|char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '-')
        && !prefix.starts_with('-')
        && !prefix.ends_with('-');
    let reserved = ["aws", "amazon", "cognito"].into_iter().find(|word| prefix.contains(word));
    if !sound {
        let message = format!("`{}` cannot be the first part of a domain", prefix.value);
        let help = "use small letters, digits and `-` between them; at most 63 characters";
        cx.report(prefix.finding(Code::DomainPrefix, message).help(help));
    } else if let Some(word) = reserved {
        let message = format!("`{}` holds `{word}`, which Cognito keeps for itself", prefix.value);
        cx.report(prefix.finding(Code::DomainPrefix, message).help("choose another one"));
    }
}

/// Names of providers are told apart and have a form that Cognito takes.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cognito-userpoolidentityprovider.html>
pub(super) fn names(cx: &mut Inspection<'_>) {
    let Some((_, providers)) = providers(cx) else { return };
    let oidc = providers.oidc.iter().flatten().map(|provider| (provider.name.as_ref(), "oidc", provider.span));
    let saml = providers.saml.iter().map(|provider| (provider.name.as_ref(), "saml", provider.span));
    let mut seen: HashMap<&str, Span> = HashMap::new();
    let mut unnamed: Option<Span> = None;
    for (name, kind, span) in oidc.chain(saml) {
        let Some(name) = name else {
            if let Some(first) = unnamed.filter(|_| kind == "oidc") {
                let message = "two providers without a name cannot be told apart";
                let diagnostic = At::new((), Span { end: span.start + 1, ..span }).finding(Code::ProviderName, message);
                cx.found
                    .push(diagnostic.label(Span { end: first.start + 1, ..first }, "the other one").help("add `name`"));
            }
            if kind == "oidc" {
                unnamed.get_or_insert(span);
            }
            continue;
        };
        let standard = ["COGNITO", "Google", "Facebook", "LoginWithAmazon", "SignInWithApple"];
        if !(3..=32).contains(&length(name)) || !name.chars().all(is_visible) || name.contains('_') {
            let message = format!("`{}` cannot be the name of a provider", name.value);
            let help = "use 3 to 32 letters, digits and symbols, without `_` and blanks";
            cx.found.push(name.finding(Code::ProviderName, message).help(help));
        } else if standard.contains(&name.as_str()) {
            let message = format!("`{}` is the name that Cognito uses for a provider of its own", name.value);
            cx.found.push(name.finding(Code::ProviderName, message).help("choose another one"));
        } else if let Some(first) = seen.insert(name, name.span) {
            let message = format!("two providers are called `{}`", name.value);
            cx.found.push(
                name.finding(Code::ProviderName, message).label(first, "the other one").help("choose another name"),
            );
        }
    }
}

/// Attributes that a provider fills exist, and can be changed: Cognito writes them anew at every sign-in.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-specifying-attribute-mapping.html>
pub(super) fn mappings(cx: &mut Inspection<'_>) {
    let Some((auth, providers)) = providers(cx) else { return };
    for mapping in all_mappings(providers) {
        for (attribute, _) in &mapping.standard {
            if let MappedAttribute::Standard(standard) = attribute.value {
                let settings = auth.user_attributes.iter().flat_map(|attributes| &attributes.standard);
                let fixed = settings.into_iter().find(|(name, settings)| {
                    name.value == standard && settings.mutable.as_ref().is_some_and(|mutable| !mutable.value)
                });
                if let Some((name, _)) = fixed {
                    immutable(cx, attribute.place(), name.span, standard.text());
                }
            }
        }
        for (name, _) in &mapping.custom {
            custom_mapping(cx, auth, name);
        }
    }
}

fn immutable(cx: &mut Inspection<'_>, place: Span, declared: Span, name: &str) {
    let message = format!("`{name}` cannot be changed, so users of this provider could sign in only once");
    let help = "leave out `mutable: false`: the provider's value is written at every sign-in";
    cx.report(At::new((), place).finding(Code::Mapping, message).label(declared, "declared here").help(help));
}

fn custom_mapping(cx: &mut Inspection<'_>, auth: &Auth, name: &At<SmolStr>) {
    if auth.notes.doubts("userAttributes") {
        return;
    }
    let declared = auth.user_attributes.iter().flat_map(|attributes| &attributes.custom);
    if let Some(key) = name.strip_prefix("custom:") {
        let all: Vec<_> = declared.collect();
        if let Some((declared, attribute)) = all.iter().find(|(declared, _)| declared.value == key) {
            if attribute.mutable.as_ref().is_some_and(|mutable| !mutable.value) {
                immutable(cx, name.place(), declared.span, name);
            }
        } else {
            let message = format!("the pool has no attribute `{}`", name.value);
            let diagnostic = name.finding(Code::Mapping, message);
            cx.report(match closest(key, all.iter().map(|(declared, _)| declared.as_str())) {
                Some(close) => diagnostic.help(format!("write `\"custom:{close}\"`")),
                None => diagnostic
                    .help(format!("declare it in `userAttributes`: `\"{}\": {{ dataType: \"String\" }}`", name.value)),
            });
        }
        return;
    }
    let standard = StandardAttribute::all().iter().any(|attribute| attribute.cognito_name() == name.as_str());
    let own = declared.into_iter().any(|(declared, _)| declared.value == name.value);
    if !standard && !matches!(name.as_str(), "email_verified" | "phone_number_verified" | "username") {
        let message = format!("the pool has no attribute `{}`", name.value);
        let diagnostic = name.finding(Code::Mapping, message);
        cx.report(if own {
            diagnostic.help(format!("write `\"custom:{}\"`", name.value))
        } else {
            diagnostic.help("write `\"custom:...\"` for an attribute of your own")
        });
    }
}

/// What the pool requires of a user, every provider fills: else Cognito refuses those who come from there.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-specifying-attribute-mapping.html>
pub(super) fn required(cx: &mut Inspection<'_>) {
    let Some((auth, providers)) = providers(cx) else { return };
    let written = auth.user_attributes.iter().flat_map(|attributes| &attributes.standard);
    let written = written.filter(|(_, settings)| settings.required.as_ref().is_some_and(|required| required.value));
    let mut required: Vec<StandardAttribute> = written.map(|(name, _)| name.value).collect();
    let mails_only = auth.email().is_some() && auth.phone().is_none();
    if mails_only && !auth.username() && !required.contains(&StandardAttribute::Email) {
        required.insert(0, StandardAttribute::Email);
    }
    for (provider, place, mapping) in filling(providers) {
        let mapped = mapping.iter().flat_map(|mapping| &mapping.standard).map(|(name, _)| name.cognito_name());
        // the mail address is asked for unless the definition says otherwise, but of SAML
        let by_itself = (mails_only && provider != "saml").then_some("email");
        let filled: Vec<&str> = mapped.chain(by_itself).collect();
        let missing: Vec<_> = required.iter().filter(|it| !filled.contains(&it.cognito_name())).collect();
        if missing.is_empty() {
            continue;
        }
        let names = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let texts: Vec<_> = missing.iter().map(|it| it.text()).collect();
        let are = if missing.len() == 1 { "is" } else { "are" };
        let known: Vec<_> = StandardAttribute::all()
            .iter()
            .filter(|it| filled.contains(&it.cognito_name()))
            .map(|it| it.text())
            .collect();
        let fills = if known.is_empty() { "nothing".to_owned() } else { format!("only {}", names(&known)) };
        let message =
            format!("{} {are} required, and `{provider}` fills {fills}: its users could not sign in", names(&texts));
        let pairs: Vec<_> = missing.iter().map(|it| format!("{}: \"{}\"", it.text(), theirs(provider, **it))).collect();
        let help = format!("add `attributeMapping: {{ {} }}`, with the provider's names", pairs.join(", "));
        let diagnostic = At::new((), place).finding(Code::Mapping, message);
        cx.report(diagnostic.severity(Severity::Warning).help(help));
    }
}

/// What a provider calls an attribute, as far as it is known.
fn theirs(provider: &str, attribute: StandardAttribute) -> &'static str {
    use StandardAttribute::{Email, FamilyName, Fullname, GivenName, ProfilePicture};

    match (provider, attribute) {
        ("saml", _) => "...",
        (_, Email) => "email",
        ("oidc", _) => attribute.cognito_name(),
        ("google", GivenName) => "given_name",
        ("google", FamilyName) => "family_name",
        ("facebook", GivenName) => "first_name",
        ("facebook", FamilyName) => "last_name",
        ("signInWithApple", GivenName) => "firstName",
        ("signInWithApple", FamilyName) => "lastName",
        ("google" | "facebook" | "loginWithAmazon", Fullname) => "name",
        ("google" | "facebook", ProfilePicture) => "picture",
        _ => "...",
    }
}

/// Each provider, where it is declared, and which attributes it fills, if nothing is wrong with those.
fn filling(providers: &ExternalProviders) -> Vec<(&'static str, Span, Option<&AttributeMapping>)> {
    let mut found = Vec::new();
    let mut add = |provider, place: Option<Span>, notes: &Notes, mapping| {
        found.extend(place.filter(|_| !notes.doubts("attributeMapping")).map(|place| (provider, place, mapping)));
    };
    let key = |name| providers.notes.key(name);
    if let Some(it) = &providers.google {
        add("google", key("google"), &it.notes, it.attribute_mapping.as_ref());
    }
    if let Some(it) = &providers.facebook {
        add("facebook", key("facebook"), &it.notes, it.attribute_mapping.as_ref());
    }
    if let Some(it) = &providers.login_with_amazon {
        add("loginWithAmazon", key("loginWithAmazon"), &it.notes, it.attribute_mapping.as_ref());
    }
    if let Some(it) = &providers.sign_in_with_apple {
        add("signInWithApple", key("signInWithApple"), &it.notes, it.attribute_mapping.as_ref());
    }
    for it in providers.oidc.iter().flatten() {
        let name = it.name.as_ref().map_or(Span { end: it.span.start + 1, ..it.span }, At::place);
        add("oidc", Some(name), &it.notes, it.attribute_mapping.as_ref());
    }
    if let Some(it) = &providers.saml {
        add("saml", key("saml"), &it.notes, it.attribute_mapping.as_ref());
    }
    found
}

fn all_mappings(providers: &ExternalProviders) -> impl Iterator<Item = &AttributeMapping> {
    let google = providers.google.as_ref().and_then(|it| it.attribute_mapping.as_ref());
    let facebook = providers.facebook.as_ref().and_then(|it| it.attribute_mapping.as_ref());
    let amazon = providers.login_with_amazon.as_ref().and_then(|it| it.attribute_mapping.as_ref());
    let apple = providers.sign_in_with_apple.as_ref().and_then(|it| it.attribute_mapping.as_ref());
    let saml = providers.saml.as_ref().and_then(|it| it.attribute_mapping.as_ref());
    let oidc = providers.oidc.iter().flatten().filter_map(|it| it.attribute_mapping.as_ref());
    [google, facebook, amazon, apple, saml].into_iter().flatten().chain(oidc)
}
