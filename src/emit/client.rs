//! Code for programs that use the backend, through handlebars. The templates decide nothing: they get finished views.

mod admin;
mod schema;

use handlebars::{Handlebars, no_escape};
use serde::Serialize;

use crate::model::{AdminQueries, Data};
use crate::names;

/// The typed environment of a function.
#[derive(Serialize)]
struct Environment<'a> {
    function: &'a str,
    lambda: &'static [Variable],
    declared: &'a [String],
}

/// What the module with `getAmplifyDataClientConfig` knows.
#[derive(Serialize)]
struct Runtime<'a> {
    endpoint: &'a str,
    introspection: &'a str,
}

/// The types of that module, which are the same for all APIs.
pub(super) const RUNTIME_TYPES: &str = include_str!("client/runtime.d.ts");

#[derive(Serialize)]
struct Variable {
    name: &'static str,
    doc: &'static str,
}

/// What Lambda sets, from "Using Lambda environment variables: defined runtime environment variables"; the names are
/// those that Amplify types.
static LAMBDA: &[Variable] = &[
    Variable { name: "_HANDLER", doc: "File and name of the handler." },
    Variable { name: "_X_AMZN_TRACE_ID", doc: "The X-Ray trace of this call." },
    Variable { name: "AWS_DEFAULT_REGION", doc: "The region that the function runs in." },
    Variable { name: "AWS_REGION", doc: "The same; this one counts." },
    Variable { name: "AWS_EXECUTION_ENV", doc: "The runtime, such as `AWS_Lambda_nodejs22.x`." },
    Variable { name: "AWS_LAMBDA_FUNCTION_NAME", doc: "The function's name in AWS." },
    Variable { name: "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", doc: "Its memory in MB." },
    Variable { name: "AWS_LAMBDA_FUNCTION_VERSION", doc: "Its version." },
    Variable { name: "AWS_LAMBDA_INITIALIZATION_TYPE", doc: "`on-demand`, `provisioned-concurrency` or `snap-start`." },
    Variable { name: "AWS_LAMBDA_LOG_GROUP_NAME", doc: "The log group." },
    Variable { name: "AWS_LAMBDA_LOG_STREAM_NAME", doc: "The log stream." },
    Variable { name: "AWS_ACCESS_KEY", doc: "The access key of the function's role." },
    Variable { name: "AWS_ACCESS_KEY_ID", doc: "The same, under the name that the SDK reads." },
    Variable { name: "AWS_SECRET_ACCESS_KEY", doc: "The secret that belongs to the access key." },
    Variable { name: "AWS_SESSION_TOKEN", doc: "The token that belongs to the access key." },
    Variable { name: "AWS_LAMBDA_RUNTIME_API", doc: "Host and port of the runtime interface." },
    Variable { name: "LAMBDA_TASK_ROOT", doc: "Where the function's code is." },
    Variable { name: "LAMBDA_RUNTIME_DIR", doc: "Where the runtime's libraries are." },
    Variable { name: "LANG", doc: "The locale." },
    Variable { name: "PATH", doc: "Where programs are looked for." },
    Variable { name: "LD_LIBRARY_PATH", doc: "Where system libraries are looked for." },
    Variable { name: "NODE_PATH", doc: "Where Node.js looks for modules." },
    Variable { name: "AWS_XRAY_CONTEXT_MISSING", doc: "What the X-Ray SDK does without a trace: `LOG_ERROR`." },
    Variable { name: "AWS_XRAY_DAEMON_ADDRESS", doc: "Host and port of the X-Ray daemon." },
    Variable { name: "TZ", doc: "The time zone: `:UTC`." },
];

/// The templates, read once.
pub(super) struct Client(Handlebars<'static>);

impl Client {
    /// With the templates of this crate, which a test renders.
    pub(super) fn new() -> Self {
        let mut handlebars = Handlebars::new();
        handlebars.register_escape_fn(no_escape);
        let templates = [
            ("admin.ts", include_str!("client/admin.ts.hbs")),
            ("env.ts", include_str!("client/env.ts.hbs")),
            ("schema.ts", include_str!("client/schema.ts.hbs")),
            ("runtime.js", include_str!("client/runtime.js.hbs")),
        ];
        for (name, text) in templates {
            handlebars.register_template_string(name, text).expect("the template is fixed");
        }
        Self(handlebars)
    }

    /// The TypeScript module that a handler imports as `$amplify/env/<function>`.
    pub(super) fn environment(&self, function: &str, declared: &[String]) -> String {
        let view = Environment { function, lambda: LAMBDA, declared };
        self.0.render("env.ts", &view).expect("the template is fixed and the view has all its names")
    }

    /// The JavaScript module that tells a handler how to reach the API: its models are part of the module.
    pub(super) fn runtime(&self, data: &Data, introspection: &str) -> String {
        let name = data.record.name.as_ref().map(|name| name.as_str());
        let [endpoint, ..] = &names::data_endpoint_variables(name)[..] else { return String::new() };
        let view = Runtime { endpoint, introspection: introspection.trim_end() };
        self.0.render("runtime.js", &view).expect("the template is fixed and the view has all its names")
    }

    /// The TypeScript module that calls admin queries.
    pub(super) fn admin(&self, queries: &AdminQueries) -> String {
        let view = admin::Admin::of(queries);
        self.0.render("admin.ts", &view).expect("the template is fixed and the view has all its names")
    }

    /// The TypeScript module that types the client of an API.
    pub(super) fn schema(&self, data: &Data) -> String {
        let view = schema::Schema::of(data);
        self.0.render("schema.ts", &view).expect("the template is fixed and the view has all its names")
    }
}

#[cfg(test)]
mod tests;
