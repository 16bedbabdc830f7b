//! The properties of API Gateway's resources, as in the "AWS CloudFormation Template Reference", Amazon API Gateway V2.

use serde::Serialize;

use super::property;
use crate::resources::Text;

property! {
    /// An API.
    Api = "AWS::ApiGatewayV2::Api" {
        cors_configuration: Option<CorsConfiguration>,
        name: String,
        protocol_type: &'static str,
    }
}

property! {
    /// From which pages browsers may reach an API. API Gateway answers the questions of browsers by itself.
    CorsConfiguration {
        allow_credentials: Option<bool>,
        allow_headers: Vec<String>,
        allow_methods: Vec<String>,
        allow_origins: Vec<String>,
        expose_headers: Option<Vec<String>>,
        max_age: i64,
    }
}

property! {
    /// What is deployed of an API.
    Stage = "AWS::ApiGatewayV2::Stage" {
        access_log_settings: Option<AccessLogSettings>,
        api_id: Text,
        auto_deploy: bool,
        default_route_settings: Option<RouteSettings>,
        stage_name: &'static str,
    }
}

property! {
    /// Where requests are logged, and what of them.
    AccessLogSettings {
        destination_arn: Text,
        format: String,
    }
}

property! {
    /// How many requests a route takes.
    RouteSettings {
        throttling_burst_limit: i64,
        throttling_rate_limit: i64,
    }
}

property! {
    /// A method at a path.
    Route = "AWS::ApiGatewayV2::Route" {
        api_id: Text,
        authorization_scopes: Option<Vec<&'static str>>,
        authorization_type: &'static str,
        authorizer_id: Option<Text>,
        route_key: String,
        target: Text,
    }
}

property! {
    /// What answers.
    Integration = "AWS::ApiGatewayV2::Integration" {
        api_id: Text,
        integration_type: &'static str,
        integration_uri: Text,
        payload_format_version: &'static str,
    }
}

property! {
    /// What judges tokens.
    Authorizer = "AWS::ApiGatewayV2::Authorizer" {
        api_id: Text,
        authorizer_type: &'static str,
        identity_source: Vec<&'static str>,
        jwt_configuration: JwtConfiguration,
        name: &'static str,
    }
}

property! {
    /// Whose tokens, and made for which client.
    JwtConfiguration {
        audience: Vec<Text>,
        issuer: Text,
    }
}
