//! Prints the GraphQL schema of backends, what clients know of them, and their tables, as JSON: one line for each path
//! that is given. Also for what cannot be built: then `errors` says why, and there are no tables. `tests/peer` compares it
//! with what Amplify makes.

use amp_compiler::analysis::{self, Options};
use amp_compiler::diagnostic::Severity;
use amp_compiler::disk::DiskFiles;
use amp_compiler::emit::{Artifacts, emit, graphql};
use serde_json::{Map, Value, json};

fn main() {
    for path in std::env::args().skip(1) {
        println!("{}", answer(&path).unwrap_or_else(|error| json!({ "errors": [error] })));
    }
}

fn answer(path: &str) -> Result<Value, String> {
    let files = DiskFiles::new();
    let entry = analysis::entry(&files, path).map_err(|error| error.to_string())?;
    let analysis = analysis::analyze(&files, &entry, &Options::default()).map_err(|error| error.to_string())?;
    let tables = match analysis.checked() {
        Some(checked) => Some(tables(&emit(checked, &files, 0).0)?),
        None => None,
    };
    let errors = analysis.diagnostics.iter().filter(|finding| finding.severity == Severity::Error);
    Ok(json!({
        "schema": graphql::schema(&analysis.backend, &analysis.access),
        "introspection": graphql::introspection(&analysis.backend).map(|introspection| introspection.text()),
        "tables": tables,
        "errors": errors.map(|finding| &finding.message).collect::<Vec<_>>(),
    }))
}

/// The properties of all tables, by logical ID.
fn tables(artifacts: &Artifacts) -> Result<Map<String, Value>, String> {
    let mut found = Map::new();
    for (_, text) in artifacts.files.iter().filter(|(name, _)| *name == "template.json" || name.starts_with("stacks/"))
    {
        let template: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        for (id, resource) in template["Resources"].as_object().into_iter().flatten() {
            if resource["Type"] == "AWS::DynamoDB::Table" {
                found.insert(id.clone(), resource["Properties"].clone());
            }
        }
    }
    Ok(found)
}
