//! Prints the GraphQL schema of backends, and what clients know of them, as JSON: one line for each path that is given.
//! Also for what cannot be built: then `errors` says why. `tests/peer` compares it with what Amplify makes.

use amp_compiler::analysis::{self, Options};
use amp_compiler::diagnostic::Severity;
use amp_compiler::disk::DiskFiles;
use amp_compiler::emit::graphql;
use serde_json::{Value, json};

fn main() {
    for path in std::env::args().skip(1) {
        println!("{}", answer(&path).unwrap_or_else(|error| json!({ "errors": [error] })));
    }
}

fn answer(path: &str) -> Result<Value, String> {
    let files = DiskFiles::new();
    let entry = analysis::entry(&files, path).map_err(|error| error.to_string())?;
    let analysis = analysis::analyze(&files, &entry, &Options::default()).map_err(|error| error.to_string())?;
    let errors = analysis.diagnostics.iter().filter(|finding| finding.severity == Severity::Error);
    Ok(json!({
        "schema": graphql::schema(&analysis.backend, &analysis.access),
        "introspection": graphql::introspection(&analysis.backend).map(|introspection| introspection.text()),
        "errors": errors.map(|finding| &finding.message).collect::<Vec<_>>(),
    }))
}
