//! How callers say who they are.

use std::collections::BTreeSet;

use crate::model::Backend;
use crate::vocabulary::data::DefaultMode;

/// A way to say who one is. <https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// The API key.
    ApiKey,
    /// Credentials of AWS: those of the identity pool, and of functions.
    Iam,
    /// A token of the user pool.
    UserPool,
    /// A token of another provider.
    Oidc,
    /// A token that a function judges.
    Lambda,
}

/// The ways that are on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modes {
    /// The way of requests that name none; `None` if it is not said and does not follow.
    pub default: Option<Mode>,
    /// All that are on.
    pub on: BTreeSet<Mode>,
}

impl Mode {
    /// As it is written: `userPool`.
    pub const fn text(self) -> &'static str {
        match self {
            Self::ApiKey => "apiKey",
            Self::Iam => "identityPool",
            Self::UserPool => "userPool",
            Self::Oidc => "oidc",
            Self::Lambda => "lambda",
        }
    }

    /// As AppSync has it: `AMAZON_COGNITO_USER_POOLS`.
    /// <https://docs.aws.amazon.com/appsync/latest/APIReference/API_GraphqlApi.html>
    pub const fn authentication_type(self) -> &'static str {
        match self {
            Self::ApiKey => "API_KEY",
            Self::Iam => "AWS_IAM",
            Self::UserPool => "AMAZON_COGNITO_USER_POOLS",
            Self::Oidc => "OPENID_CONNECT",
            Self::Lambda => "AWS_LAMBDA",
        }
    }
}

impl From<DefaultMode> for Mode {
    fn from(mode: DefaultMode) -> Self {
        match mode {
            DefaultMode::Iam | DefaultMode::IdentityPool => Self::Iam,
            DefaultMode::UserPool => Self::UserPool,
            DefaultMode::Oidc => Self::Oidc,
            DefaultMode::ApiKey => Self::ApiKey,
            DefaultMode::Lambda => Self::Lambda,
        }
    }
}

impl Backend {
    /// The ways by which callers of the data may say who they are. From the published `@aws-amplify/backend-data`.
    pub fn modes(&self) -> Modes {
        let has_auth = self.auth.is_some() || self.referenced_auth.is_some();
        let written = self.data.as_ref().and_then(|data| data.record.authorization_modes.as_ref());
        let given = [
            (Mode::Oidc, written.is_some_and(|modes| modes.oidc.is_some())),
            (Mode::Lambda, written.is_some_and(|modes| modes.lambda.is_some())),
            (Mode::ApiKey, written.is_some_and(|modes| modes.api_key.is_some())),
        ];
        let given: Vec<Mode> = given.into_iter().filter(|(_, given)| *given).map(|(mode, _)| mode).collect();
        let named = written.and_then(|modes| modes.default_mode.as_ref()).map(|mode| Mode::from(mode.value));
        let default = match (named, has_auth, written.is_some(), &given[..]) {
            (Some(mode), ..) => Some(mode),
            (None, true, false, _) => Some(Mode::UserPool),
            (None, false, false, _) => Some(Mode::ApiKey),
            (None, false, true, [only]) => Some(*only),
            _ => None,
        };
        let mut on: BTreeSet<Mode> = given.into_iter().collect();
        on.insert(Mode::Iam);
        if has_auth {
            on.insert(Mode::UserPool);
        }
        if default == Some(Mode::ApiKey) {
            on.insert(Mode::ApiKey);
        }
        Modes { default, on }
    }
}
