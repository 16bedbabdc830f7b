//! What the access table says about a path, a group, a function.

use std::fmt::Write;

use crate::access::data::DataAction;
use crate::access::report::{CALL, DATA, Extent, OWN, Permission, Report};
use crate::access::rest::RestCaller;
use crate::access::{FileAction, Path, Principal, StoragePaths};
use crate::analysis::Analysis;
use crate::diagnostic::Severity;
use crate::model::Storage;
use crate::vocabulary::{HttpMethod, Words as _};

/// The paragraphs about a path of a storage: who may do what below it.
pub(super) fn of_path(analysis: &Analysis, storage: &Storage, path: &Path) -> Vec<String> {
    let Analysis { access, backend, .. } = analysis;
    let rows = access.rows(storage.id, path);
    let everyone = access.everyone(backend);
    let mut table = "| |".to_owned();
    for action in FileAction::ALL {
        let _ = write!(table, " {} |", action.text());
    }
    table.push_str("\n|---|---|---|---|---|");
    let mut owners = false;
    for (who, row) in everyone.iter().filter_map(|who| Some((who, rows.get(who)?))) {
        let _ = write!(table, "\n| {} |", who.name(backend).replace('|', "\\|"));
        for grant in row {
            owners |= grant.is_some_and(|(extent, _)| extent == Extent::Own);
            let _ = write!(table, " {} |", grant.map_or("\u{2013}", |(extent, _)| extent.text()));
        }
    }
    let others = match rows.len() {
        0 => "Nobody may do anything below this path.",
        few if few < everyone.len() => "All others may do nothing.",
        _ => "",
    };
    let paths = access.paths.get(&storage.id);
    let around = paths.and_then(|paths| paths.around(path).next());
    let around = around.map_or_else(String::new, |around| {
        format!("It overrides `{}`: what is granted there does not hold here.", around.path)
    });
    let is_within = |inner: &Path| !path.is_bucket() && inner.prefix != path.prefix && path.holds(&inner.prefix);
    let within = paths.into_iter().flat_map(StoragePaths::list).filter(|inner| is_within(&inner.path));
    let within: Vec<String> = within.map(|inner| format!("`{}`", inner.path)).collect();
    vec![
        format!("Files of `{}`", storage.name.value),
        if rows.is_empty() { String::new() } else { table },
        others.to_owned(),
        if owners { OWN.to_owned() } else { String::new() },
        around,
        if within.is_empty() {
            String::new()
        } else {
            format!("Within it, other rules hold at {}.", within.join(", "))
        },
        doubt(analysis),
    ]
}

/// What somebody may do with files, path by path.
pub(super) fn of_principal(analysis: &Analysis, who: &Principal) -> String {
    let Analysis { access, backend, .. } = analysis;
    let mut text = String::new();
    for storage in &backend.storages {
        for path in access.sorted_paths(storage.id) {
            let rows = access.rows(storage.id, &path);
            let Some(row) = rows.get(who) else { continue };
            let actions = FileAction::ALL.iter().zip(row).filter(|(_, grant)| grant.is_some());
            let actions: Vec<&str> = actions.map(|(action, _)| action.text()).collect();
            let several = backend.storages.len() > 1;
            let of = if several { format!("`{}`: ", storage.name.value) } else { String::new() };
            let _ = write!(text, "\n- {of}`{path}`: {}", actions.join(", "));
        }
    }
    let statements = statements(analysis, who);
    if text.is_empty() {
        let nothing = if backend.storages.is_empty() { "" } else { "Nothing is granted to it with files." };
        return [nothing, &statements].iter().filter(|it| !it.is_empty()).copied().collect::<Vec<_>>().join("\n\n");
    }
    let statements = if statements.is_empty() { statements } else { format!("\n\n{statements}") };
    let doubt = doubt(analysis);
    let doubt = if doubt.is_empty() { doubt } else { format!("\n\n{doubt}") };
    format!("May do with files:{text}{statements}{doubt}")
}

/// The IAM statements of somebody's role.
fn statements(analysis: &Analysis, who: &Principal) -> String {
    let Analysis { access, backend, sources, .. } = analysis;
    let name = who.name(backend);
    let report = Report::of(backend, access, sources, true);
    let theirs = report.policies.iter().filter(|it| it.principal == name);
    let lines = theirs.map(|it| {
        let condition = it.condition();
        let when = if condition.is_empty() { condition } else { format!(" when {condition}") };
        format!("\n- {} `{}` with `{}`{when}", it.effect, it.actions.join("`, `"), it.resources.join("`, `"))
    });
    let lines: String = lines.collect();
    if lines.is_empty() { lines } else { format!("Has IAM statements:{lines}") }
}

/// What somebody may call of REST APIs with the credentials of a role, path by path.
pub(super) fn calls_of_principal(analysis: &Analysis, who: &Principal) -> String {
    let Analysis { access, backend, .. } = analysis;
    let mut text = String::new();
    for (api, place) in access.rest.all() {
        let own = place.grants.iter().filter(|grant| grant.who == RestCaller::Role(who.clone()));
        let methods: Vec<&str> = own.map(|grant| grant.method.text()).collect();
        if !methods.is_empty() {
            let several = backend.rest_apis.len() > 1;
            let of = if several { format!("`{}`: ", backend.rest_api(api).name.value) } else { String::new() };
            let _ = write!(text, "\n- {of}`{}`: {}", place.shown(), methods.join(", "));
        }
    }
    if text.is_empty() { text } else { format!("May call:{text}") }
}

/// Who may call what at a path of a REST API, as a table.
pub(super) fn of_place(analysis: &Analysis, api: &str, path: &str) -> String {
    let methods: Vec<&str> = HttpMethod::all().iter().map(|method| method.text()).collect();
    table(analysis, api, path, |_| methods)
}

/// Who may do what with a model, a field with rules of its own, or an operation, as a table.
pub(super) fn of_api(analysis: &Analysis, path: &str) -> String {
    table(analysis, DATA, path, |granted| {
        let calls = granted.iter().any(|it| it.action == CALL);
        if calls { vec![CALL] } else { DataAction::ALL.map(DataAction::text).into() }
    })
}

/// Who may do what at a path of a resource, with a column for each action.
fn table<'t>(
    analysis: &Analysis,
    resource: &str,
    path: &str,
    actions: impl FnOnce(&[&Permission]) -> Vec<&'t str>,
) -> String {
    let Analysis { access, backend, sources, .. } = analysis;
    let report = Report::of(backend, access, sources, true);
    let granted = report.grants.iter().filter(|it| it.resource == resource && it.path.as_deref() == Some(path));
    let granted: Vec<&Permission> = granted.collect();
    let actions = actions(&granted);
    let mut text = if granted.is_empty() {
        "No rule lets anybody do anything with it.".to_owned()
    } else {
        let mut table = format!("| | {} |\n|{}", actions.join(" | "), "---|".repeat(actions.len() + 1));
        for of in granted.chunk_by(|a, b| a.who() == b.who()) {
            let _ = write!(table, "\n| {} |", of[0].who().replace('|', "\\|"));
            for action in &actions {
                let found = of.iter().find(|it| it.action == *action);
                let _ = write!(table, " {} |", found.map_or("\u{2013}", |it| it.allowed.text()));
            }
        }
        table
    };
    let doubt = doubt(analysis);
    if !doubt.is_empty() {
        let _ = write!(text, "\n\n{doubt}");
    }
    text
}

/// What is read of a broken definition may not be all.
fn doubt(analysis: &Analysis) -> String {
    let broken = analysis.diagnostics.iter().any(|found| found.severity == Severity::Error);
    if broken { "The definition has errors: this may not be all.".to_owned() } else { String::new() }
}
