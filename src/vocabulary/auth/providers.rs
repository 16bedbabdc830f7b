//! `defineAuth.loginWith.externalProviders`.

use smol_str::SmolStr;

use super::attributes::{COGNITO_NAMES, StandardAttribute};
use crate::evaluate::Value;
use crate::vocabulary::Words;
use crate::vocabulary::lower::{At, Context, Lower};
use crate::vocabulary::primitive::{KeyDoc, Map, Never, Secret, keyed};
use crate::vocabulary::record::record;
use crate::vocabulary::shape::{Keyed, Row, Shape, Word};
use crate::vocabulary::words::words;

record! {
    /// Sign-in through other providers of identities.
    ExternalProviders = "defineAuth.loginWith.externalProviders" {
        /// Google.
        google: Google = "google" [source("https://docs.aws.amazon.com/cognito/latest/developerguide/google.html")],
        /// Facebook.
        facebook: Facebook = "facebook" [source("https://docs.aws.amazon.com/cognito/latest/developerguide/facebook.html")],
        /// Apple.
        sign_in_with_apple: Apple = "signInWithApple" [aliases(&["apple"]), source("https://docs.aws.amazon.com/cognito/latest/developerguide/apple.html")],
        /// Amazon.
        login_with_amazon: Amazon = "loginWithAmazon" [aliases(&["amazon"]), source("https://docs.aws.amazon.com/cognito/latest/developerguide/amazon.html")],
        /// Any providers that speak OpenID Connect.
        oidc: Vec<At<Oidc>> = "oidc" [source("https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-oidc-idp.html")],
        /// A provider that speaks SAML.
        saml: At<Saml> = "saml" [source("https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-saml-idp.html")],
        /// Where users come back to after signing in.
        callback_urls: Vec<At<SmolStr>> = "callbackUrls" [required(), aliases(&["callbackURLs"]), source("https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-app-idp-settings.html")],
        /// Where users come back to after signing out.
        logout_urls: Vec<At<SmolStr>> = "logoutUrls" [required(), aliases(&["logoutURLs"])],
        /// What the app may know of a user. Without it, all of them.
        scopes: Vec<At<Scope>> = "scopes",
        /// The first part of the address of the sign-in page: `https://<domainPrefix>.auth.<region>.amazoncognito.com`.
        domain_prefix: At<SmolStr> = "domainPrefix" [extension(), source("https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html")],
    }
}

words! {
    /// What an app may know of a user.
    Scope, "scope" {
        /// The phone number.
        Phone = "PHONE",
        /// The mail address.
        Email = "EMAIL",
        /// Who the user is.
        OpenId = "OPENID",
        /// Name, picture and the like.
        Profile = "PROFILE",
        /// Cognito's own calls, such as changing the password.
        CognitoAdmin = "COGNITO_ADMIN",
    }
}

impl Scope {
    /// As OAuth calls it.
    pub const fn oauth(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
            Self::OpenId => "openid",
            Self::Profile => "profile",
            Self::CognitoAdmin => "aws.cognito.signin.user.admin",
        }
    }
}

record! {
    /// Sign-in with Google.
    Google = "externalProviders.google" {
        /// The app's id at Google.
        client_id: Secret = "clientId" [required()],
        /// The app's secret at Google.
        client_secret: Secret = "clientSecret" [required()],
        /// What is asked of Google.
        scopes: Vec<At<SmolStr>> = "scopes" [default("[\"profile\"]")],
        /// Which of the provider's attributes becomes which of the pool's.
        attribute_mapping: AttributeMapping = "attributeMapping",
    }
}

record! {
    /// Sign-in with Facebook.
    Facebook = "externalProviders.facebook" {
        /// The app's id at Facebook.
        client_id: Secret = "clientId" [required()],
        /// The app's secret at Facebook.
        client_secret: Secret = "clientSecret" [required()],
        /// What is asked of Facebook.
        scopes: Vec<At<SmolStr>> = "scopes" [default("[\"public_profile\"]")],
        /// The version of Facebook's interface.
        api_version: At<SmolStr> = "apiVersion",
        /// Which of the provider's attributes becomes which of the pool's.
        attribute_mapping: AttributeMapping = "attributeMapping",
    }
}

record! {
    /// Sign-in with Amazon.
    Amazon = "externalProviders.loginWithAmazon" {
        /// The app's id at Amazon.
        client_id: Secret = "clientId" [required()],
        /// The app's secret at Amazon.
        client_secret: Secret = "clientSecret" [required()],
        /// What is asked of Amazon.
        scopes: Vec<At<SmolStr>> = "scopes" [default("[\"profile\"]")],
        /// Which of the provider's attributes becomes which of the pool's.
        attribute_mapping: AttributeMapping = "attributeMapping",
    }
}

record! {
    /// Sign-in with Apple.
    Apple = "externalProviders.signInWithApple" {
        /// The service id at Apple.
        client_id: Secret = "clientId" [required()],
        /// The team at Apple.
        team_id: Secret = "teamId" [required()],
        /// The id of the private key.
        key_id: Secret = "keyId" [required()],
        /// The private key.
        private_key: Secret = "privateKey" [required()],
        /// What is asked of Apple.
        scopes: Vec<At<SmolStr>> = "scopes" [default("[\"name\"]")],
        /// Which of the provider's attributes becomes which of the pool's.
        attribute_mapping: AttributeMapping = "attributeMapping",
    }
}

record! {
    /// Sign-in with a provider that speaks OpenID Connect.
    Oidc = "externalProviders.oidc" {
        /// The provider's name, 3 to 32 characters.
        name: At<SmolStr> = "name",
        /// The app's id at the provider.
        client_id: Secret = "clientId" [required()],
        /// The app's secret at the provider.
        client_secret: Secret = "clientSecret" [required()],
        /// The provider's address, from which its endpoints are found.
        issuer_url: At<SmolStr> = "issuerUrl" [required()],
        /// What is asked of the provider.
        scopes: Vec<At<SmolStr>> = "scopes" [default("[\"openid\"]")],
        /// Domains of mail addresses whose users are sent to this provider.
        identifiers: Vec<At<SmolStr>> = "identifiers",
        /// How the user's attributes are asked for.
        attribute_request_method: At<RequestMethod> = "attributeRequestMethod" [default("\"GET\"")],
        /// The provider's endpoints, if they cannot be found from its address.
        endpoints: Endpoints = "endpoints",
        /// Which of the provider's attributes becomes which of the pool's.
        attribute_mapping: AttributeMapping = "attributeMapping",
    }
}

words! {
    /// How attributes are asked for.
    RequestMethod, "method" {
        /// In the address.
        Get = "GET",
        /// In the body.
        Post = "POST",
    }
}

record! {
    /// The endpoints of a provider.
    Endpoints = "externalProviders.oidc.endpoints" {
        /// Where users sign in.
        authorization: At<SmolStr> = "authorization" [required()],
        /// Where tokens are made.
        token: At<SmolStr> = "token" [required()],
        /// Where attributes are asked for.
        user_info: At<SmolStr> = "userInfo" [required()],
        /// Where the keys are published.
        jwks_uri: At<SmolStr> = "jwksUri" [required()],
    }
}

record! {
    /// Sign-in with a provider that speaks SAML.
    Saml = "externalProviders.saml" {
        /// The provider's name, 3 to 32 characters.
        name: At<SmolStr> = "name",
        /// The provider's metadata.
        metadata: SamlMetadata = "metadata" [required()],
        /// Domains of mail addresses whose users are sent to this provider.
        identifiers: Vec<At<SmolStr>> = "identifiers",
        /// Whether signing out here signs out there.
        idp_signout: At<bool> = "idpSignout" [default("false")],
        /// Which of the provider's attributes becomes which of the pool's.
        attribute_mapping: AttributeMapping = "attributeMapping",
    }
}

record! {
    /// The metadata of a SAML provider.
    SamlMetadata = "externalProviders.saml.metadata" {
        /// The address of the metadata, or the document itself.
        metadata_content: At<SmolStr> = "metadataContent" [required()],
        /// Which of the two it is.
        metadata_type: At<MetadataType> = "metadataType" [required()],
    }
}

words! {
    /// What the metadata of a SAML provider is.
    MetadataType, "kind of metadata" {
        /// An address.
        Url = "URL",
        /// The document itself.
        File = "FILE",
    }
}

/// An attribute that a provider's can become: a standard one, or one that says whether an address is verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MappedAttribute {
    /// A standard attribute.
    Standard(StandardAttribute),
    /// Whether the mail address is verified.
    EmailVerified,
    /// Whether the phone number is verified.
    PhoneNumberVerified,
}

impl MappedAttribute {
    /// As Cognito calls it.
    pub const fn cognito_name(self) -> &'static str {
        match self {
            Self::Standard(attribute) => attribute.cognito_name(),
            Self::EmailVerified => "email_verified",
            Self::PhoneNumberVerified => "phone_number_verified",
        }
    }
}

impl Words for MappedAttribute {
    const NOUN: &'static str = "attribute";

    fn all() -> &'static [Self] {
        static ALL: std::sync::LazyLock<Vec<MappedAttribute>> = std::sync::LazyLock::new(|| {
            let standard = StandardAttribute::all().iter().map(|attribute| MappedAttribute::Standard(*attribute));
            standard.chain([MappedAttribute::EmailVerified, MappedAttribute::PhoneNumberVerified]).collect()
        });
        &ALL
    }

    fn words() -> &'static [Word] {
        static WORDS: std::sync::LazyLock<Vec<Word>> = std::sync::LazyLock::new(|| {
            let verified = [
                Word::new("emailVerified", "Whether the mail address is verified (`email_verified`)."),
                Word::new("phoneNumberVerified", "Whether the phone number is verified (`phone_number_verified`)."),
            ];
            StandardAttribute::words().iter().copied().chain(verified).collect()
        });
        &WORDS
    }
}

/// Which of a provider's attributes becomes which of the pool's, in the order of the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AttributeMapping {
    /// Standard attributes, each with the provider's name for it.
    pub standard: Vec<(At<MappedAttribute>, At<SmolStr>)>,
    /// `custom`: the pool's own name for an attribute, `custom:` included, each with the provider's.
    pub custom: Vec<(At<SmolStr>, At<SmolStr>)>,
}

/// What the keys of `attributeMapping.custom` are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoolAttribute {}

impl KeyDoc for PoolAttribute {
    const DOC: &'static str = "the pool's name of an attribute, such as `custom:tenant`";
}

static MAPPING: Keyed = Keyed {
    title: "attributeMapping",
    noun: "attribute",
    words: MappedAttribute::words,
    value: <At<SmolStr>>::shape,
    prefixed: None,
    rows: &[Row::new(
        "custom",
        "Attributes of your own: the pool's name, such as `custom:tenant`, to the provider's.",
        <Map<PoolAttribute, At<SmolStr>>>::shape,
    )],
    aliases: COGNITO_NAMES,
};

impl Lower for AttributeMapping {
    fn shape() -> Shape {
        Shape::Keyed(&MAPPING)
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        let mut custom = Vec::new();
        let found = keyed::<_, _, Never>(value, cx, &MAPPING, |entry, cx| {
            if let Some(map) = <Map<PoolAttribute, At<SmolStr>>>::lower(&entry.value, cx) {
                custom = map.entries;
            }
        })?;
        Some(Self { standard: found.words, custom })
    }
}
