//! What every HTTP API can be told, whoever builds it.

use smol_str::SmolStr;

use super::function::Retention;
use super::lower::At;
use super::primitive::Int;
use super::record::record;
use super::words::words;

record! {
    /// From which web pages browsers may reach the API, and how.
    HttpCors = "cors" {
        /// The pages' origins, as `https://example.com`; `*` stands for all of them.
        origins: Vec<At<SmolStr>> = "origins" [default("[\"*\"]"), aliases(&["allowOrigins", "allowedOrigins", "origin"]), source("https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html")],
        /// The headers that a request may have beside those that the client sends by itself.
        headers: Vec<At<SmolStr>> = "headers" [default("[]"), aliases(&["allowHeaders", "allowedHeaders"])],
        /// The headers of an answer that the page may see.
        expose_headers: Vec<At<SmolStr>> = "exposeHeaders" [default("[]"), aliases(&["exposedHeaders"])],
        /// Whether the page may send cookies, too. Then `origins` must be named.
        credentials: At<bool> = "credentials" [default("false"), aliases(&["allowCredentials"])],
        /// How long a browser may remember this.
        max_age_seconds: At<Int<0, 86_400>> = "maxAgeSeconds" [default("3000"), unit("seconds"), aliases(&["maxAge"])],
    }
}

record! {
    /// How many requests the API takes; what is more is answered with 429. Without it, the limits of the account.
    Throttling = "throttling" {
        /// How many a second in the long run, for each route.
        rate_limit: At<Int<1, 10_000>> = "rateLimit" [required(), aliases(&["rate", "throttlingRateLimit"]), source("https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html")],
        /// How many at once.
        burst_limit: At<Int<1, 5_000>> = "burstLimit" [required(), aliases(&["burst", "throttlingBurstLimit"])],
    }
}

record! {
    /// A log line for each request: when, which route, from where, and the answer's status.
    AccessLogs = "accessLogs" {
        /// How long log lines are kept.
        retention: At<Retention> = "retention" [default("\"1 week\""), source("https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html")],
    }
}

words! {
    /// A method of HTTP.
    HttpMethod, "method" {
        /// Read something.
        Get = "get",
        /// Read what is known of something.
        Head = "head",
        /// Make something.
        Post = "post",
        /// Replace something.
        Put = "put",
        /// Change something.
        Patch = "patch",
        /// Delete something.
        Delete = "delete",
    }
}

words! {
    /// The form in which API Gateway hands requests to a function.
    PayloadFormat, "payload format" {
        /// The form of HTTP APIs: `event.rawPath`, `event.requestContext.http.method`.
        V2 = "2.0",
        /// The form of REST APIs, which handlers of the Amplify CLI know: `event.path`, `event.httpMethod`.
        V1 = "1.0",
    }
}
