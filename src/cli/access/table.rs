//! The report as tables: one for each resource, a row for each of those who may do something at a path.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use crate::access::data::DataAction;
use crate::access::report::{CALL, EVERYTHING, Extent, Kind, OWN, PUBLIC, Permission, Report, Resource};
use crate::access::{FileAction, NamesSeen};
use crate::analysis::Analysis;
use crate::model::Storage;
use crate::model::data::Mode;
use crate::vocabulary::{HttpMethod, Words as _};

/// A table of a resource.
struct Table {
    /// What it is about.
    title: String,
    /// The heads of the columns, and then the rows; a first cell repeats what stands above it.
    rows: Vec<Vec<String>>,
}

/// For people: columns in line, what repeats left out, and what has to be known to read it.
pub(super) fn human(report: &Report, analysis: &Analysis) -> String {
    let tables = tables(report, "-");
    let mut text = String::new();
    for table in &tables {
        let columns = table.rows[0].len();
        let width = |column: usize| table.rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let mut above = "";
        for row in &table.rows {
            let mut line = String::new();
            for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
                let shown = if column == 0 && cell == above { "" } else { cell };
                let _ = write!(line, "{shown:width$}   ");
            }
            above = &row[0];
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text.push('\n');
    }
    if tables.is_empty() {
        text.push_str(
            "there is nothing to reach: no API, no storage, and no function with access to users and groups\n",
        );
    }
    for note in notes(report, analysis) {
        text.push_str(&note);
        text.push('\n');
    }
    text
}

/// For pull requests.
pub(super) fn markdown(report: &Report, analysis: &Analysis) -> String {
    let mut text = String::new();
    let escaped =
        |cell: &String| cell.replace('\\', "\\\\").replace('|', "\\|").replace('*', "\\*").replace('_', "\\_");
    for table in tables(report, "\u{2013}") {
        let _ = writeln!(text, "### {}\n", escaped(&table.title));
        for (index, row) in table.rows.iter().enumerate() {
            let cells: Vec<String> = row.iter().map(escaped).collect();
            let _ = writeln!(text, "| {} |", cells.join(" | "));
            if index == 0 {
                let _ = writeln!(text, "|{}", "---|".repeat(row.len()));
            }
        }
        text.push('\n');
    }
    if text.is_empty() {
        text.push_str("There is nothing to reach.\n\n");
    }
    for note in notes(report, analysis) {
        let _ = writeln!(text, "- {}", escaped(&note));
    }
    text
}

/// For spreadsheets: a line for each thing that somebody may do. What has none is denied.
pub(super) fn csv(report: &Report) -> String {
    let mut text = "resource,path,principal,action,allowed,rule,mode,by\n".to_owned();
    for it in &report.grants {
        let path = it.path.as_deref().unwrap_or_default();
        let (mode, by) = (it.mode.unwrap_or_default(), it.by.as_deref().unwrap_or_default());
        let cells = [&it.resource, path, &it.principal, it.action, it.allowed.text(), &it.rule, mode, by];
        let line: Vec<String> = cells.iter().map(|cell| csv_cell(cell)).collect();
        text.push_str(&line.join(","));
        text.push('\n');
    }
    for it in &report.policies {
        for (action, resource) in it.actions.iter().flat_map(|action| it.resources.iter().map(move |to| (action, to))) {
            let cells = [resource, "", &it.principal, action, it.effect, &it.rule, POLICY, &it.condition()];
            let line: Vec<String> = cells.iter().map(|cell| csv_cell(cell)).collect();
            text.push_str(&line.join(","));
            text.push('\n');
        }
    }
    text
}

/// What stands at the place of the mode, in a line of an IAM statement.
const POLICY: &str = "policy";

/// <https://www.rfc-editor.org/rfc/rfc4180>
fn csv_cell(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

type Place<'r> = (&'r str, Option<&'r str>);

fn tables(report: &Report, none: &str) -> Vec<Table> {
    let mut places: HashMap<Place<'_>, Vec<&Permission>> = HashMap::new();
    for grant in &report.grants {
        places.entry((&grant.resource, grant.path.as_deref())).or_default().push(grant);
    }
    let at = |place: (&str, Option<&str>)| places.get(&place).cloned().unwrap_or_default();
    let mut tables = Vec::new();
    for resource in &report.resources {
        match resource {
            Resource::Auth { name } => {
                let granted = at((name, None));
                if !granted.is_empty() {
                    let mut rows = vec![["users and groups", "action", "", "rule"].map(str::to_owned).to_vec()];
                    for it in &granted {
                        let row = [&it.principal, it.action, it.allowed.text(), &it.rule];
                        rows.push(row.map(str::to_owned).to_vec());
                    }
                    let functions = report.principals.iter().filter(|who| who.kind == Kind::Function);
                    if let Some(others) = others(&granted, functions.map(|who| who.name.as_str())) {
                        rows.push(vec![others, none.to_owned(), String::new(), String::new()]);
                    }
                    tables.push(Table { title: "Users and groups".to_owned(), rows });
                }
            }
            Resource::Data { name, paths } => {
                let is_called = |path: &&String| at((name, Some(path))).iter().any(|it| it.action == CALL);
                let (operations, models): (Vec<&String>, Vec<&String>) = paths.iter().partition(is_called);
                // a function that may use the whole API is nobody whom a model refuses
                let whole: HashSet<&str> =
                    at((name, Some(EVERYTHING))).iter().map(|it| it.principal.as_str()).collect();
                let everyone = || {
                    let names = report.principals.iter().map(|who| who.name.as_str());
                    names.filter(|name| !whole.contains(name) && !name.starts_with("fn:"))
                };
                let parts = [(models, &DataAction::ALL.map(DataAction::text)[..]), (operations, &[CALL][..])];
                for (paths, actions) in parts.into_iter().filter(|(paths, _)| !paths.is_empty()) {
                    let title = if actions == [CALL] { "operations" } else { name };
                    let mut rows = vec![head(title, actions)];
                    for path in paths {
                        let granted = at((name, Some(path)));
                        rows.extend(rows_at(path, &granted, actions, none));
                        if path != EVERYTHING && others(&granted, everyone()).is_some() {
                            let others = if granted.is_empty() { "everybody" } else { "all others" };
                            rows.push(row_of_others(path, others.to_owned(), actions, none));
                        }
                    }
                    tables.push(Table { title: format!("API: {title}"), rows });
                }
            }
            Resource::Rest { name, paths } => {
                let methods: Vec<&str> = HttpMethod::all().iter().map(|method| method.text()).collect();
                let mut rows = vec![head(name, &methods)];
                let known = |kind| matches!(kind, Kind::Guest | Kind::User | Kind::Group);
                let everyone = || report.principals.iter().filter(|who| known(who.kind)).map(|who| who.name.as_str());
                for path in paths {
                    let granted = at((name, Some(path)));
                    rows.extend(rows_at(path, &granted, &methods, none));
                    let public = granted.iter().any(|it| it.mode == Some(PUBLIC));
                    if let Some(others) = others(&granted, everyone()).filter(|_| !public) {
                        rows.push(row_of_others(path, others, &methods, none));
                    }
                }
                tables.push(Table { title: format!("REST API {name}"), rows });
            }
            Resource::Admin { name, paths } => {
                let users = |kind| matches!(kind, Kind::Guest | Kind::User | Kind::Group);
                let everyone = || report.principals.iter().filter(|who| users(who.kind)).map(|who| who.name.as_str());
                let mut rows = vec![head(name, &[CALL])];
                for path in paths {
                    let granted = at((name, Some(path)));
                    rows.extend(rows_at(path, &granted, &[CALL], none));
                    if let Some(others) = others(&granted, everyone()) {
                        rows.push(row_of_others(path, others, &[CALL], none));
                    }
                }
                tables.push(Table { title: format!("Admin queries {name}"), rows });
            }
            Resource::Storage { name, paths } => {
                let actions = FileAction::ALL.map(FileAction::text);
                let mut rows = vec![head(name, &actions)];
                // further callers of the API have no files
                let known = |kind| matches!(kind, Kind::Guest | Kind::User | Kind::Group | Kind::Function);
                let everyone = || report.principals.iter().filter(|who| known(who.kind)).map(|who| who.name.as_str());
                for path in paths {
                    let granted = at((name, Some(path)));
                    rows.extend(rows_at(path, &granted, &actions, none));
                    if let Some(others) = others(&granted, everyone()) {
                        rows.push(row_of_others(path, others, &actions, none));
                    }
                }
                tables.push(Table { title: format!("Storage {name}"), rows });
            }
        }
    }
    tables.extend(policies(report));
    tables
}

/// The statements of roles; `None` if there are none.
fn policies(report: &Report) -> Option<Table> {
    let head = ["policies", "effect", "action", "resource", "rule", "condition"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for it in &report.policies {
        // a line for each action or resource, whichever are more
        for index in 0..it.actions.len().max(it.resources.len()) {
            let cell = |list: &[String]| list.get(index).cloned().unwrap_or_default();
            let first = |text: &str| if index == 0 { text.to_owned() } else { String::new() };
            let (condition, effect) = (first(&it.condition()), first(it.effect));
            let (actions, resources) = (cell(&it.actions), cell(&it.resources));
            rows.push(vec![it.principal.clone(), effect, actions, resources, first(&it.rule), condition]);
        }
    }
    (rows.len() > 1).then(|| Table { title: "Policies".to_owned(), rows })
}

fn head(name: &str, actions: &[&str]) -> Vec<String> {
    [&[name, "who"][..], actions, &["rule"]].concat().into_iter().map(str::to_owned).collect()
}

fn row_of_others(path: &str, others: String, actions: &[&str], none: &str) -> Vec<String> {
    let empty = vec![none.to_owned(); actions.len()];
    [vec![path.to_owned(), others], empty, vec![String::new()]].concat()
}

/// A row for each of those who may do something at a path.
fn rows_at(path: &str, granted: &[&Permission], actions: &[&str], none: &str) -> Vec<Vec<String>> {
    let of = granted.chunk_by(|a, b| (&a.principal, a.mode, &a.by) == (&b.principal, b.mode, &b.by));
    let row = |of: &[&Permission]| {
        let mut row = vec![path.to_owned(), of[0].who()];
        for action in actions {
            let found = of.iter().find(|it| it.action == *action);
            row.push(found.map_or(none, |it| it.allowed.text()).to_owned());
        }
        let mut rules: Vec<&str> = Vec::new();
        for it in of {
            if !rules.contains(&it.rule.as_str()) {
                rules.push(&it.rule);
            }
        }
        row.push(rules.join(", "));
        row
    };
    of.map(row).collect()
}

/// Those who may do nothing, in one word; `None` if there are none.
fn others<'r>(granted: &[&Permission], everyone: impl Iterator<Item = &'r str>) -> Option<String> {
    let known: HashSet<&str> = granted.iter().map(|it| it.principal.as_str()).collect();
    let mut rest = everyone.filter(|name| !known.contains(name));
    let first = rest.next()?;
    Some(match (known.is_empty(), rest.next()) {
        (true, _) => "everybody".to_owned(),
        (false, None) => first.to_owned(),
        (false, Some(_)) => "all others".to_owned(),
    })
}

/// What [`Extent::Own`] means for items.
const OWN_ITEMS: &str = "own: by a field, only items in which it names the user";

/// What has to be known to read the tables.
fn notes(report: &Report, analysis: &Analysis) -> Vec<String> {
    let mut notes = Vec::new();
    let files = || report.grants.iter().filter(|it| it.path.is_some() && it.mode.is_none());
    let is_rest =
        |name: &str| report.resources.iter().any(|it| matches!(it, Resource::Rest { name: own, .. } if own == name));
    let by_role = |it: &&Permission| it.mode == Some(Mode::Iam.text()) && is_rest(&it.resource);
    let items = |extent| report.grants.iter().any(|it| it.by.is_some() && it.allowed == extent);
    if files().any(|it| it.allowed == Extent::Own) {
        notes.push(OWN.to_owned());
    }
    if items(Extent::Own) {
        notes.push(OWN_ITEMS.to_owned());
    }
    if items(Extent::Group) {
        notes.push("group: by a field, only items in which it names one of the user's groups".to_owned());
    }
    let mut of_admin = report.grants.iter().filter(|it| it.mode.is_some() && it.by.is_none());
    if of_admin.any(|it| it.allowed == Extent::Own) {
        notes.push("own: of admin queries, each user only themselves".to_owned());
    }
    if report.grants.iter().any(|it| it.allowed == Extent::Part) {
        notes.push("part: only some of it, as far as an IAM statement says".to_owned());
    }
    let groups: Vec<&str> =
        report.principals.iter().filter(|who| who.kind == Kind::Group).map(|it| it.name.as_str()).collect();
    let roles_count = files().next().is_some() || report.grants.iter().any(|it| by_role(&it));
    if roles_count && !groups.is_empty() {
        let first = match groups[..] {
            [_] => String::new(),
            [.., last] if groups.len() <= 5 => {
                format!("; of several groups one counts: {} before {last}", groups[..groups.len() - 1].join(" before "))
            }
            _ => "; of several groups one counts, the first in the list of `groups`".to_owned(),
        };
        notes.push(format!("user: in no group, since the role of a group replaces that of signed-in users{first}"));
    }
    notes.extend(names_seen(analysis));
    if !report.complete {
        notes.push("not complete: the definition has errors, or code that cannot be seen".to_owned());
    }
    notes
}

/// Who may list a path, but not one within it, sees the names there all the same.
fn names_seen(analysis: &Analysis) -> Vec<String> {
    let Analysis { access, backend, .. } = analysis;
    let everyone = access.everyone(backend);
    let mut storages: Vec<&Storage> = backend.storages.iter().collect();
    storages.sort_by(|a, b| a.name.value.cmp(&b.name.value));
    let mut notes = Vec::new();
    for storage in storages {
        let mut seen = access.names_seen(storage.id);
        seen.sort_by(|a, b| a.inner.path.cmp(&b.inner.path));
        for NamesSeen { inner, outer, who } in seen {
            let who: Vec<String> = everyone.iter().filter(|it| who.contains(it)).map(|who| who.name(backend)).collect();
            // users are nobody to speak of where there is no `defineAuth`
            if !who.is_empty() {
                let (who, names) = (who.join(", "), format!("the names of files at {}", inner.path));
                notes.push(format!("list: {who} see {names} too, in a list of {}", outer.path));
            }
        }
    }
    notes
}
