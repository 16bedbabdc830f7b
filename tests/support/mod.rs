//! Cases: source and expected rendering in one file.
//!
//! ```text
//! // what the case shows
//! export const auth = defineAuth({ ... });
//! // @file handler.mjs        what follows is another file
//! // @env NAME=value          an environment variable
//! // @show UserPool.Type      a value of the template, shown below
//! // ---
//! // AMP0402 2:21-2:31 error: there is no way to sign in | write `loginWith: { email: true }`
//! ```
//!
//! Files that an `entry` names are there without being written, unless their name begins with `no-such`.

#![allow(dead_code, reason = "each test crate uses a part")]

use std::fmt::Write;

use amp_compiler::analysis::{Options, analyze};
use amp_compiler::diagnostic::{Diagnostic, Severity};
use amp_compiler::emit::emit;
use amp_compiler::source::{MemoryFiles, Sources, folder, join};

/// Separates source and expectation.
pub(crate) const CUT: &str = "// ---";

/// A case, taken apart.
pub(crate) struct Case {
    files: MemoryFiles,
    main: String,
    shown: Vec<String>,
}

/// What compiling a case gives.
pub(crate) struct Outcome {
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) sources: Sources,
    pub(crate) main: String,
    /// The template, if nothing was wrong.
    pub(crate) template: Option<serde_json::Value>,
}

/// The source of a case file, and what is expected of it.
pub(crate) fn halves(text: &str) -> (&str, &str) {
    match text.find(&format!("\n{CUT}\n")) {
        Some(at) => (&text[..=at], &text[at + CUT.len() + 2..]),
        None => (text, ""),
    }
}

impl Case {
    /// Takes the source half apart. The first file is `main`, unless a `@file` line comes first.
    pub(crate) fn parse(source: &str, main: &str) -> Self {
        let mut files = MemoryFiles::default();
        let mut shown = Vec::new();
        let mut path = main.to_owned();
        let mut first = None;
        let mut text = String::new();
        for line in source.split_inclusive('\n') {
            if let Some(next) = line.strip_prefix("// @file ") {
                if text.lines().any(|line| !line.trim().is_empty() && !line.starts_with("//")) {
                    first.get_or_insert_with(|| path.clone());
                    files = files.with(&path, &text);
                }
                next.trim().clone_into(&mut path);
                text.clear();
                continue;
            }
            if let Some((name, value)) = line.strip_prefix("// @env ").and_then(|rest| rest.trim().split_once('=')) {
                files.env.insert(name.to_owned(), value.to_owned());
            }
            if let Some(query) = line.strip_prefix("// @show ") {
                shown.push(query.trim().to_owned());
            }
            text.push_str(line);
        }
        files = files.with(&path, &text);
        let main = first.unwrap_or(path);
        let mut entries = vec![join(folder(&main), "handler.ts")];
        for (file, text) in &files.files {
            for rest in text.split("entry: \"").skip(1) {
                let entry = rest.split('"').next().unwrap_or_default();
                if !entry.contains("no-such") {
                    entries.push(join(folder(file), entry));
                }
            }
            if text.contains("defineFunction(") {
                entries.push(join(folder(file), "handler.ts"));
            }
        }
        for entry in entries {
            files.files.entry(entry).or_insert_with(|| "export const handler = async () => {};\n".into());
        }
        Self { files, main, shown }
    }

    /// Without the handlers that are there by themselves.
    pub(crate) fn bare(mut self) -> Self {
        self.files.files.retain(|path, _| !path.ends_with("handler.ts"));
        self
    }

    /// Code and message of what is found, without building anything.
    pub(crate) fn findings(&self) -> Vec<String> {
        let analysis = analyze(&self.files, &self.main, &Options::default()).expect("the main file is in memory");
        analysis.diagnostics.iter().map(|found| format!("{} {}", found.code, found.message)).collect()
    }

    /// Compiles it.
    pub(crate) fn run(&self) -> Outcome {
        let mut analysis = analyze(&self.files, &self.main, &Options::default()).expect("the main file is in memory");
        let mut diagnostics = std::mem::take(&mut analysis.diagnostics);
        let template = analysis.checked().and_then(|checked| {
            let (artifacts, limits) = emit(checked, &self.files, 0);
            let passed = limits.iter().any(|found| found.severity == Severity::Error);
            diagnostics.extend(limits);
            let template = || serde_json::from_str(&artifacts.files["template.json"]).expect("the template is JSON");
            (!passed).then(template)
        });
        Outcome { diagnostics, sources: analysis.sources, main: self.main.clone(), template }
    }

    /// What the case's file should say below the cut.
    pub(crate) fn rendering(&self) -> String {
        let outcome = self.run();
        let mut out: String = outcome.diagnostics.iter().map(|found| outcome.line(found)).collect();
        match &outcome.template {
            Some(template) => {
                for query in &self.shown {
                    let value = query.split('.').try_fold(&template["Resources"], |value, step| match value {
                        serde_json::Value::Array(list) => list.get(step.parse::<usize>().ok()?),
                        _ => value.get(step),
                    });
                    let value = value.map_or_else(|| "absent".to_owned(), serde_json::Value::to_string);
                    let _ = writeln!(out, "// {query} = {value}");
                }
            }
            None => out.push_str("// nothing is built\n"),
        }
        if out.is_empty() {
            out.push_str("// clean\n");
        }
        out
    }
}

impl Outcome {
    fn line(&self, found: &Diagnostic) -> String {
        let file = self.sources.get(found.span.file);
        let (start, end) = (file.position(found.span.start), file.position(found.span.end));
        let path = if file.path == self.main { String::new() } else { format!("{} ", file.path) };
        let severity = match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let mut line = format!(
            "// {} {path}{}:{}-{}:{} {severity}: {}",
            found.code, start.line, start.column, end.line, end.column, found.message
        );
        if let Some(help) = &found.help {
            let _ = write!(line, " | {help}");
        }
        line.push('\n');
        for label in &found.labels {
            let file = self.sources.get(label.span.file);
            let at = file.position(label.span.start);
            let path = if file.path == self.main { String::new() } else { format!("{} ", file.path) };
            let _ = writeln!(line, "//   {path}{}:{} {}", at.line, at.column, label.text);
        }
        if let Some(fix) = &found.fix {
            for edit in &fix.edits {
                let file = self.sources.get(edit.span.file);
                let (start, end) = (file.position(edit.span.start), file.position(edit.span.end));
                let (from, to) = (format!("{}:{}", start.line, start.column), format!("{}:{}", end.line, end.column));
                let _ = writeln!(line, "//   fix {from}-{to} {:?}", edit.text);
            }
        }
        line
    }
}
