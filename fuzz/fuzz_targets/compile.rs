//! Any text, through everything that the compiler does: it must end, in a template or in findings, the same each time.
#![no_main]

use amp_compiler::analysis::{Options, analyze};
use amp_compiler::diagnostic::Severity;
use amp_compiler::diagnostic::render::{json, short};
use amp_compiler::emit::emit;
use amp_compiler::source::MemoryFiles;
use libfuzzer_sys::fuzz_target;

/// What comes out of a backend that is one file: findings, and the files that would be written.
fn compile(text: &str) -> (String, String, Vec<String>) {
    let files = MemoryFiles::single("backend.amp", text).with("handler.mjs", "export const handler = () => {};");
    let analysis = analyze(&files, "backend.amp", &Options::default()).expect("the file is there");
    let findings = short(&analysis.diagnostics, &analysis.sources);
    let errors = analysis.diagnostics.iter().any(|it| it.severity == Severity::Error);
    assert_eq!(analysis.checked().is_none(), errors, "a backend is built if and only if it has no error\n{findings}");
    let written = analysis.checked().map(|checked| {
        let (artifacts, _) = emit(checked, 0);
        let template = &artifacts.files["template.json"];
        serde_json::from_str::<serde_json::Value>(template).expect("a template is JSON");
        artifacts.files.into_values().collect()
    });
    (findings, json(&analysis.diagnostics, &analysis.sources), written.unwrap_or_default())
}

fuzz_target!(|text: &str| assert_eq!(compile(text), compile(text), "the same input gives the same output"));
