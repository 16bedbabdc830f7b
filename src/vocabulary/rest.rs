//! `defineRestApi`.

mod access;

use smol_str::SmolStr;

pub use access::*;

use super::http_api::{AccessLogs, HttpCors, PayloadFormat, Throttling};
use super::lower::{At, FunctionRef};
use super::primitive::{Enabled, KeyDoc, Map};
use super::record::record;

record! {
    /// Paths that functions answer, and who may call which method of each: an HTTP API of API Gateway.
    RestApi = "defineRestApi" {
        /// The API's name, by which the client calls it (`apiName`). Without it, the name of the constant.
        name: At<SmolStr> = "name" [aliases(&["apiName", "restApiName"])],
        /// What can be called: the function that answers at a path, and who may.
        paths: RestPaths = "paths" [required(), source("https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html")],
        /// The form in which functions get requests.
        payload_format: At<PayloadFormat> = "payloadFormat" [default("\"1.0\""), aliases(&["payloadFormatVersion"]), source("https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html")],
        /// From which web pages browsers may reach the API. Without it, from all; access rules hold all the same.
        cors: HttpCors = "cors" [source("https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html")],
        /// How many requests the API takes. Without it, as many as the account's limits allow.
        throttling: Throttling = "throttling" [source("https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html")],
        /// Whether each request is logged.
        access_logs: Enabled<AccessLogs> = "accessLogs" [aliases(&["logging"]), source("https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html")],
    }
}

/// What the keys of `paths` are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestPathKey {}

impl KeyDoc for RestPathKey {
    const DOC: &'static str = "path such as `/items` or `/items/{id}`";
}

/// What can be called, by path.
pub type RestPaths = Map<RestPathKey, RestPath>;

record! {
    /// What answers at a path, and who may call it.
    RestPath = "defineRestApi.paths" {
        /// The function that answers.
        function: At<FunctionRef> = "function" [required(), aliases(&["handler", "lambdaFunction"])],
        /// Whether what lies below the path is answered, too: `/items/42`, `/items/42/parts`.
        subpaths: At<bool> = "subpaths" [default("true"), aliases(&["proxy", "subPaths"])],
        /// Who may call which methods.
        access: RestAccess = "access" [required()],
    }
}
