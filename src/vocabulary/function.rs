//! `defineFunction`.

use smol_str::SmolStr;

use super::grants::RoleGrants;
use super::lower::{At, Context, Lower};
use super::policy::PolicyStatement;
use super::primitive::{Int, KeyDoc, Map, OneOrMany, TextOrSecret};
use super::record::record;
use super::schedule::Schedule;
use super::shape::Shape;
use super::triggers::{FunctionUrl, StreamEntry};
use super::words::words;
use crate::evaluate::{Value, ValueKind};

record! {
    /// A Lambda function: code of yours that runs on an event, a schedule or a call.
    Function = "defineFunction" {
        /// The function's name: that of its folder under `functions/` in the output and of its `$amplify/env/` module.
        name: At<SmolStr> = "name" [source("https://docs.amplify.aws/react/build-a-backend/functions/set-up-function/")],
        /// The handler's file, relative to this file. A `.ts`, `.js`, `.mjs` or `.py` file that exports `handler`.
        entry: At<SmolStr> = "entry" [default("\"./handler.ts\""), source("https://docs.amplify.aws/react/build-a-backend/functions/set-up-function/")],
        /// The language's version: a number for Node.js, a text such as `"python3.13"` for Python.
        runtime: At<Runtime> = "runtime" [default("22"), source("https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html")],
        /// How long one call may take.
        timeout_seconds: At<Int<1, 900>> = "timeoutSeconds" [default("3"), unit("seconds"), aliases(&["timeout"]), source("https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html")],
        /// Memory; the share of a processor grows with it.
        memory_mb: At<Int<128, 10_240>> = "memoryMB" [default("512"), unit("MB"), aliases(&["memory", "memorySize"]), source("https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html")],
        /// Room in `/tmp`.
        ephemeral_storage_size_mb: At<Int<512, 10_240>> = "ephemeralStorageSizeMB" [default("512"), unit("MB"), source("https://docs.aws.amazon.com/lambda/latest/dg/configuration-ephemeral-storage.html")],
        /// The processor.
        architecture: At<Architecture> = "architecture" [default("\"x86_64\""), source("https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html")],
        /// Environment variables: texts, and secrets that are read when the function starts.
        environment: Environment = "environment" [aliases(&["env"]), source("https://docs.amplify.aws/react/build-a-backend/functions/environment-variables-and-secrets/")],
        /// When it runs by itself: `"every 5m"`, `"every day"`, or a cron expression; several in a list.
        schedule: OneOrMany<At<Schedule>> = "schedule" [source("https://docs.amplify.aws/react/build-a-backend/functions/scheduling-functions/")],
        /// The models whose changes call it: names, or objects with more.
        streams: Vec<StreamEntry> = "streams" [extension(), source("https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html")],
        /// An address of its own.
        url: FunctionUrl = "url" [extension(), aliases(&["functionUrl"]), source("https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html")],
        /// Layers with what the handler imports but is not bundled with: module to `"name:version"` or the layer's ARN.
        layers: Layers = "layers" [source("https://docs.amplify.aws/react/build-a-backend/functions/add-lambda-layers/")],
        /// What the role may do with other resources: `grant.table("Article").to(["read"])`.
        grants: RoleGrants = "grants" [extension()],
        /// IAM statements of the function's role, for what no rule speaks of.
        policies: Vec<At<PolicyStatement>> = "policies" [extension(), aliases(&["permissions", "initialPolicy"]), source("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html")],
        /// How the code is bundled.
        bundling: Bundling = "bundling" [aliases(&["bundle"]), source("https://docs.amplify.aws/react/build-a-backend/functions/configure-functions/")],
        /// What is logged, and how long it is kept.
        logging: Logging = "logging" [source("https://docs.amplify.aws/react/build-a-backend/functions/configure-functions/")],
        /// The nested stack that Amplify puts the function into. `ampc` decides that itself, so this changes nothing.
        resource_group_name: At<SmolStr> = "resourceGroupName" [source("https://docs.amplify.aws/react/build-a-backend/functions/configure-functions/")],
        /// Makes the function durable: it may wait, and goes on where it stopped.
        durable_config: Durable = "durableConfig" [source("https://docs.aws.amazon.com/lambda/latest/dg/durable-functions.html")],
    }
}

words! {
    /// The processor of a function.
    Architecture, "architecture" {
        /// 64-bit Intel and AMD.
        X86 = "x86_64",
        /// Graviton: cheaper for the same work.
        Arm = "arm64",
    }
}

words! {
    /// The language and version that a function runs in.
    Runtime, "runtime" {
        /// Node.js 24.
        Node24 = "24" [number()],
        /// Node.js 22.
        Node22 = "22" [number()],
        /// Node.js 20; AWS gives it no more security updates since 30 April 2026.
        Node20 = "20" [number()],
        /// Node.js 18; AWS gives it no more security updates since 1 September 2025.
        Node18 = "18" [number()],
        /// Python 3.14.
        Python314 = "python3.14" [extension()],
        /// Python 3.13.
        Python313 = "python3.13" [extension()],
        /// Python 3.12.
        Python312 = "python3.12" [extension()],
        /// Python 3.11.
        Python311 = "python3.11" [extension()],
    }
}

impl Runtime {
    /// As CloudFormation wants it: `nodejs22.x`, `python3.13`.
    pub fn identifier(self) -> String {
        let text = super::Words::text(self);
        if self.is_python() { text.to_owned() } else { format!("nodejs{text}.x") }
    }

    /// Whether it runs Python.
    pub const fn is_python(self) -> bool {
        matches!(self, Self::Python311 | Self::Python312 | Self::Python313 | Self::Python314)
    }
}

/// What the keys of a function's environment are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnvironmentName {}

impl KeyDoc for EnvironmentName {
    const DOC: &'static str = "name of an environment variable";
}

/// A function's environment variables.
pub type Environment = Map<EnvironmentName, At<TextOrSecret>>;

/// What the keys of a function's layers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModuleName {}

impl KeyDoc for ModuleName {
    const DOC: &'static str = "name of the module that the layer brings";
}

/// A function's layers.
pub type Layers = Map<ModuleName, At<SmolStr>>;

record! {
    /// How a function's code is bundled.
    Bundling = "defineFunction.bundling" {
        /// Whether names and blanks are shortened.
        minify: At<bool> = "minify" [default("true")],
    }
}

record! {
    /// What a function logs, and how long it is kept.
    Logging = "defineFunction.logging" {
        /// Plain lines, or one JSON object each.
        format: At<LogFormat> = "format" [default("\"text\"")],
        /// The least important level that is kept; for `json` only.
        level: At<LogLevel> = "level" [default("\"info\"")],
        /// How long log lines are kept.
        retention: At<Retention> = "retention" [default("\"infinite\""), source("https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html")],
    }
}

words! {
    /// The form of log lines.
    LogFormat, "log format" {
        /// Plain lines.
        Text = "text",
        /// One JSON object each.
        Json = "json",
    }
}

words! {
    /// The importance of a log line.
    LogLevel, "log level" {
        /// Everything.
        Trace = "trace",
        /// For finding mistakes.
        Debug = "debug",
        /// What happens.
        Info = "info",
        /// What may be wrong.
        Warn = "warn",
        /// What is wrong.
        Error = "error",
        /// What ends the function.
        Fatal = "fatal",
    }
}

/// How long log lines are kept: the words, and the days that CloudWatch knows.
macro_rules! retention {
    ($($variant:ident = $word:literal $days:expr),* $(,)?) => {
        words! {
            /// How long log lines are kept.
            Retention, "retention" {
                $(#[doc = $word] $variant = $word),*
            }
        }

        impl Retention {
            /// In days; `None` for ever.
            pub const fn days(self) -> Option<u32> {
                match self { $(Self::$variant => $days),* }
            }
        }
    };
}

retention! {
    Day1 = "1 day" Some(1),
    Day3 = "3 days" Some(3),
    Day5 = "5 days" Some(5),
    Week1 = "1 week" Some(7),
    Week2 = "2 weeks" Some(14),
    Month1 = "1 month" Some(30),
    Month2 = "2 months" Some(60),
    Month3 = "3 months" Some(90),
    Month4 = "4 months" Some(120),
    Month5 = "5 months" Some(150),
    Month6 = "6 months" Some(180),
    Year1 = "1 year" Some(365),
    Month13 = "13 months" Some(400),
    Month18 = "18 months" Some(545),
    Year2 = "2 years" Some(731),
    Year3 = "3 years" Some(1096),
    Year5 = "5 years" Some(1827),
    Year6 = "6 years" Some(2192),
    Year7 = "7 years" Some(2557),
    Year8 = "8 years" Some(2922),
    Year9 = "9 years" Some(3288),
    Year10 = "10 years" Some(3653),
    Infinite = "infinite" None,
}

record! {
    /// A durable function.
    Durable = "defineFunction.durableConfig" {
        /// How long one execution may take, waiting included.
        execution_timeout_seconds: At<Int<1, 31_622_400>> = "executionTimeoutSeconds" [required(), unit("seconds")],
        /// How long the history of an execution is kept.
        retention_period_days: At<Int<1, 90>> = "retentionPeriodDays" [default("14"), unit("days")],
    }
}

/// The argument of `defineFunction`: properties, or a callback that makes a function of any kind in code.
#[derive(Clone, Debug, PartialEq)]
pub struct FunctionArgument(pub Option<Function>);

impl Lower for FunctionArgument {
    fn shape() -> Shape {
        Function::shape()
    }

    fn lower(value: &Value, cx: &mut Context<'_>) -> Option<Self> {
        if let ValueKind::Callback(_) = value.kind {
            return Some(Self(None));
        }
        Function::lower(value, cx).map(|function| Self(Some(function)))
    }
}
