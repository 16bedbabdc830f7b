//! The properties of Cognito's resources, as in the "AWS CloudFormation Template Reference", Amazon Cognito.

use std::collections::BTreeMap;

use serde::Serialize;

use super::property;
use crate::resources::Text;

/// Name to text.
pub(super) type Map = BTreeMap<String, Text>;

property! {
    /// A pool of users.
    UserPool = "AWS::Cognito::UserPool" {
        user_pool_name: Option<String>,
        username_attributes: Option<Vec<&'static str>>,
        alias_attributes: Option<Vec<&'static str>>,
        auto_verified_attributes: Option<Vec<&'static str>>,
        user_attribute_update_settings: Option<UserAttributeUpdateSettings>,
        username_configuration: UsernameConfiguration,
        schema: Option<Vec<SchemaAttribute>>,
        policies: Policies,
        admin_create_user_config: AdminCreateUserConfig,
        account_recovery_setting: Option<AccountRecoverySetting>,
        verification_message_template: VerificationMessageTemplate,
        sms_authentication_message: Option<String>,
        email_configuration: Option<EmailConfiguration>,
        sms_configuration: Option<SmsConfiguration>,
        mfa_configuration: Option<&'static str>,
        enabled_mfas: Option<Vec<&'static str>>,
        lambda_config: Option<LambdaConfig>,
        #[serde(rename = "WebAuthnRelyingPartyID")]
        web_authn_relying_party_id: Option<String>,
        web_authn_user_verification: Option<&'static str>,
        deletion_protection: &'static str,
    }
}

property! {
    /// What has to be verified before it changes.
    UserAttributeUpdateSettings {
        attributes_require_verification_before_update: Vec<&'static str>,
    }
}

property! {
    /// How usernames compare.
    UsernameConfiguration {
        case_sensitive: bool,
    }
}

property! {
    /// An attribute of users.
    SchemaAttribute {
        name: String,
        attribute_data_type: Option<&'static str>,
        mutable: bool,
        required: Option<bool>,
        string_attribute_constraints: Option<StringAttributeConstraints>,
        number_attribute_constraints: Option<NumberAttributeConstraints>,
    }
}

property! {
    /// Bounds of a text's length, in decimal.
    StringAttributeConstraints {
        min_length: Option<String>,
        max_length: Option<String>,
    }
}

property! {
    /// Bounds of a number, in decimal.
    NumberAttributeConstraints {
        min_value: Option<String>,
        max_value: Option<String>,
    }
}

property! {
    /// Rules for passwords and sign-in.
    Policies {
        password_policy: PasswordPolicy,
        sign_in_policy: Option<SignInPolicy>,
    }
}

property! {
    /// What a password must hold.
    PasswordPolicy {
        minimum_length: u32,
        require_lowercase: bool,
        require_uppercase: bool,
        require_numbers: bool,
        require_symbols: bool,
        temporary_password_validity_days: Option<u32>,
    }
}

property! {
    /// By what a user may begin to sign in.
    SignInPolicy {
        allowed_first_auth_factors: Vec<&'static str>,
    }
}

property! {
    /// Who may create users, and the invitation.
    AdminCreateUserConfig {
        allow_admin_create_user_only: bool,
        invite_message_template: Option<InviteMessageTemplate>,
    }
}

property! {
    /// The invitation.
    InviteMessageTemplate {
        email_subject: Option<String>,
        email_message: Option<String>,
        #[serde(rename = "SMSMessage")]
        sms_message: Option<String>,
    }
}

property! {
    /// How a user who forgot the password comes back.
    AccountRecoverySetting {
        recovery_mechanisms: Vec<RecoveryMechanism>,
    }
}

property! {
    /// One way, the lower number first.
    RecoveryMechanism {
        name: &'static str,
        priority: u32,
    }
}

property! {
    /// The message that verifies an address.
    VerificationMessageTemplate {
        default_email_option: &'static str,
        email_subject: Option<String>,
        email_message: Option<String>,
        email_subject_by_link: Option<String>,
        email_message_by_link: Option<String>,
        sms_message: Option<String>,
    }
}

property! {
    /// Who sends mails.
    EmailConfiguration {
        email_sending_account: &'static str,
        from: String,
        reply_to_email_address: Option<String>,
        source_arn: Text,
    }
}

property! {
    /// Who sends text messages.
    SmsConfiguration {
        external_id: Option<Text>,
        sns_caller_arn: Text,
        sns_region: Option<String>,
    }
}

/// The functions that a user pool calls.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct LambdaConfig {
    /// Trigger to the function's ARN.
    #[serde(flatten)]
    pub(super) triggers: Map,
    pub(super) custom_email_sender: Option<CustomSender>,
    #[serde(rename = "CustomSMSSender")]
    pub(super) custom_sms_sender: Option<CustomSender>,
    #[serde(rename = "KMSKeyID")]
    pub(super) kms_key_id: Option<Text>,
}

property! {
    /// A function that sends messages.
    CustomSender {
        lambda_arn: Text,
        lambda_version: &'static str,
    }
}

property! {
    /// An app's way into a user pool.
    UserPoolClient = "AWS::Cognito::UserPoolClient" {
        user_pool_id: Text,
        explicit_auth_flows: Vec<&'static str>,
        prevent_user_existence_errors: &'static str,
        supported_identity_providers: Vec<Text>,
        #[serde(rename = "AllowedOAuthFlowsUserPoolClient")]
        allowed_oauth_flows_user_pool_client: Option<bool>,
        #[serde(rename = "AllowedOAuthFlows")]
        allowed_oauth_flows: Option<Vec<&'static str>>,
        #[serde(rename = "AllowedOAuthScopes")]
        allowed_oauth_scopes: Option<Vec<&'static str>>,
        #[serde(rename = "CallbackURLs")]
        callback_urls: Option<Vec<String>>,
        #[serde(rename = "LogoutURLs")]
        logout_urls: Option<Vec<String>>,
    }
}

property! {
    /// The address of the sign-in pages.
    UserPoolDomain = "AWS::Cognito::UserPoolDomain" {
        user_pool_id: Text,
        domain: Text,
    }
}

property! {
    /// A further place where users are known.
    UserPoolIdentityProvider = "AWS::Cognito::UserPoolIdentityProvider" {
        user_pool_id: Text,
        provider_name: String,
        provider_type: &'static str,
        provider_details: BTreeMap<&'static str, Text>,
        attribute_mapping: Option<BTreeMap<String, String>>,
        idp_identifiers: Option<Vec<String>>,
    }
}

property! {
    /// A group of users.
    UserPoolGroup = "AWS::Cognito::UserPoolGroup" {
        user_pool_id: Text,
        group_name: String,
        precedence: u32,
        description: Option<String>,
        role_arn: Text,
    }
}

property! {
    /// Where users get AWS credentials.
    IdentityPool = "AWS::Cognito::IdentityPool" {
        allow_unauthenticated_identities: bool,
        allow_classic_flow: bool,
        cognito_identity_providers: Vec<CognitoIdentityProvider>,
    }
}

property! {
    /// A user pool that an identity pool trusts.
    CognitoIdentityProvider {
        client_id: Text,
        provider_name: Text,
    }
}

property! {
    /// Which role a user gets.
    IdentityPoolRoleAttachment = "AWS::Cognito::IdentityPoolRoleAttachment" {
        identity_pool_id: Text,
        #[serde(rename = "Roles")]
        roles: BTreeMap<&'static str, Text>,
        role_mappings: BTreeMap<&'static str, RoleMapping>,
    }
}

property! {
    /// How the role follows from the token.
    RoleMapping {
        #[serde(rename = "Type")]
        kind: &'static str,
        ambiguous_role_resolution: &'static str,
        identity_provider: Text,
    }
}
