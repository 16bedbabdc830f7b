//! What holds for every HTTP API, whoever declares it.

use std::collections::{BTreeSet, HashMap};

use super::Inspection;
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::model::Backend;
use crate::names::{self, LogicalId};
use crate::source::Span;
use crate::vocabulary::{HttpCors, Words};

/// Something of an API that has a name in the template.
struct Part<'a> {
    /// The API's name.
    api: &'a str,
    id: LogicalId,
    /// What it is.
    what: String,
    place: Span,
}

/// The routes of all APIs and their ways to functions.
fn parts<'a>(cx: &Inspection<'a>) -> Vec<Part<'a>> {
    let mut parts = Vec::new();
    let backend: &Backend = cx.backend;
    let route = |api, method: &'static str, path: &str, place| {
        let (id, what) = (names::http_api_route(api, method, path), format!("{method} {path}"));
        Part { api, id, what, place }
    };
    let target = |api, function: &str, place| {
        let (id, what) = (names::http_api_integration(api, function), format!("the way to {function}"));
        Part { api, id, what, place }
    };
    for api in &backend.rest_apis {
        for place in cx.access.rest.places(api.id) {
            let routes = place.routes().map(|(method, path, _)| route(&api.name, method.text(), &path, place.span));
            parts.extend(routes);
            let written = api.record.paths.as_ref().and_then(|paths| paths.entries.get(place.index));
            let function = written.and_then(|(_, path)| backend.resolve(path.function.as_ref()?));
            parts.extend(function.map(|function| target(&api.name, &function.name, place.span)));
        }
    }
    for api in &backend.admin_queries {
        let routes = api.routes.iter().map(|(it, place)| (it.method().text(), format!("/{}", it.text()), *place));
        parts.extend(routes.map(|(method, path, place)| route(&api.name, method, &path, place)));
        parts.push(target(&api.name, "handler", api.span));
    }
    parts
}

/// No two of them have one name in the template. APIs that have one were told.
pub(super) fn clashes(cx: &mut Inspection<'_>) {
    let mut seen: HashMap<LogicalId, Part<'_>> = HashMap::new();
    let mut told = BTreeSet::new();
    for part in parts(cx) {
        let Some(first) = seen.get(&part.id) else {
            seen.insert(part.id.clone(), part);
            continue;
        };
        let same_api = first.api == part.api;
        let alike = !same_api && names::pascal(first.api) == names::pascal(part.api);
        if same_api && first.what == part.what || alike || !told.insert((first.place, part.place)) {
            continue;
        }
        let message = format!(
            "`{}` of `{}` and `{}` of `{}` would be the same in a template",
            first.what, first.api, part.what, part.api
        );
        let finding = Diagnostic::new(Code::ClashingNames, part.place, message).label(first.place, "the other one");
        cx.found.push(finding.help("let the names differ in more than case and in where words begin"));
    }
}

/// An origin is what a browser sends: scheme, host and perhaps port.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html>
pub(super) fn origins(cx: &mut Inspection<'_>) {
    let rest = cx.backend.rest_apis.iter().filter_map(|api| api.record.cors.as_ref());
    let admin = cx.backend.admin_queries.iter().filter_map(|api| api.record.cors.as_ref());
    let urls = cx.backend.functions.iter().filter_map(|function| function.record.url.as_ref()?.cors.as_ref());
    for cors in rest.chain(admin).chain(urls) {
        each_origin(cors, &mut cx.found);
    }
}

fn each_origin(cors: &HttpCors, found: &mut Vec<Diagnostic>) {
    for origin in cors.origins.iter().flatten() {
        let text = origin.as_str();
        let (scheme, host) = text.split_once("://").unwrap_or(("", text));
        let is_host = !scheme.is_empty() && !host.is_empty() && !host.contains(['/', '*']);
        if is_host || matches!(text, "*" | "http://*" | "https://*") {
            continue;
        }
        let bare = host.split('/').next().unwrap_or_default();
        let finding = if bare.contains('*') {
            let message = format!("API Gateway takes no `*` as a part of a host: `{text}`");
            origin.finding(Code::Origin, message).help("write each host, or `*` for all of them")
        } else if bare.is_empty() {
            let message = format!("`{text}` is no origin");
            origin.finding(Code::Origin, message).help("write it as `https://example.com`")
        } else {
            let local = bare.starts_with("localhost") || bare.starts_with("127.");
            let scheme = if !scheme.is_empty() {
                scheme
            } else if local {
                "http"
            } else {
                "https"
            };
            let better = quoted(&format!("{scheme}://{bare}"));
            let message = format!("browsers never send `{text}` as an origin: it is a scheme and a host");
            origin.finding(Code::Origin, message).fix(format!("write `{better}`"), origin.span, better)
        };
        found.push(finding);
    }
    let whole = !cors.notes.doubts("origins");
    if let (Some(key), true) = (cors.notes.key("origins"), whole && cors.origins.as_ref().is_some_and(Vec::is_empty)) {
        let help = "name some, or leave `origins` out for all of them";
        found.push(Diagnostic::new(Code::Origin, key, "no page could reach the API").help(help));
    }
    let any = cors.origins.as_ref().map_or(whole, |origins| origins.iter().any(|origin| origin.contains('*')));
    if let Some(credentials) = cors.credentials.as_ref().filter(|credentials| credentials.value && any) {
        let message = "browsers send no credentials to an API that takes pages of every origin";
        let finding = credentials.finding(Code::Origin, message);
        found.push(finding.help("name the origins: `origins: [\"https://example.com\"]`"));
    }
}
