//! What calls a function besides schedules: changes of items, and requests to an address of its own.

use smol_str::SmolStr;

use super::http_api::HttpCors;
use super::lower::{At, Context, Lower};
use super::primitive::Int;
use super::record::record;
use super::shape::{Names, Shape};
use super::words::words;
use crate::evaluate::{Value, ValueKind};

record! {
    /// The changes of a model's items, handed to a function in the order in which they happen.
    Stream = "defineFunction.streams[]" {
        /// The model.
        model: At<ModelName> = "model" [required(), extension()],
        /// Where it begins when it is first deployed.
        starting_position: At<StartingPosition> = "startingPosition" [extension(), default("\"LATEST\""), source("https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html")],
        /// How many changes one call gets at most.
        batch_size: At<Int<1, 10_000>> = "batchSize" [extension(), default("100")],
        /// How long a call waits for more changes.
        batching_window_seconds: At<Int<0, 300>> = "batchingWindowSeconds" [extension(), default("0"), unit("seconds"), aliases(&["maxBatchingWindow"])],
        /// How many calls at once get the changes of one shard; those of one item stay in order.
        parallelization_factor: At<Int<1, 10>> = "parallelizationFactor" [extension(), default("1")],
        /// How often a call that failed is made again. Without it, until the changes are a day old; the changes behind wait.
        retry_attempts: At<Int<0, 10_000>> = "retryAttempts" [extension()],
        /// Whether a call that failed is split in two, so that a bad change holds up fewer others.
        bisect_on_error: At<bool> = "bisectOnError" [extension(), default("false")],
    }
}

words! {
    /// Where a stream begins.
    StartingPosition, "starting position" {
        /// With the changes that come.
        Latest = "LATEST" [extension()],
        /// With the oldest change that is still there, at most a day old.
        TrimHorizon = "TRIM_HORIZON" [extension()],
    }
}

/// The name of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelName(pub SmolStr);

impl Lower for ModelName {
    fn shape() -> Shape {
        Shape::Name(Names::Model)
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        SmolStr::lower(value, cx).map(Self)
    }
}

/// A stream as it is written: the model's name, or an object that holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct StreamEntry(pub Stream);

impl Lower for StreamEntry {
    fn shape() -> Shape {
        Shape::OneOf(&[ModelName::shape, Stream::shape])
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        match value.kind {
            ValueKind::Object(_) => Stream::lower(value, cx).map(Self),
            _ => At::lower(value, cx).map(|model| Self(Stream { model: Some(model), ..Stream::default() })),
        }
    }
}

record! {
    /// An address of a function's own: `https://<id>.lambda-url.<region>.on.aws/`.
    FunctionUrl = "defineFunction.url" {
        /// Who may call it.
        auth: At<UrlAuth> = "auth" [required(), extension(), aliases(&["authType"]), source("https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html")],
        /// From which web pages browsers may reach it, and how. Without it, from none but its own.
        cors: HttpCors = "cors" [extension(), source("https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors")],
        /// Whether the answer is sent bit by bit, as the function writes it.
        response_stream: At<bool> = "responseStream" [extension(), default("false"), aliases(&["invokeMode"]), source("https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html")],
    }
}

words! {
    /// Who may call a function by its address.
    UrlAuth, "authorization" {
        /// Roles that are granted it: `grant.function(f).to(["invokeUrl"])`.
        Iam = "iam" [extension()],
        /// Everybody on the internet: the function has to judge requests itself.
        None = "none" [extension()],
    }
}
