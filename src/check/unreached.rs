//! Resources that are declared, but are not part of the backend.

use super::Inspection;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Unreached;
use crate::source::FileId;

/// A resource that nothing refers to is not built, as in Amplify. Without the auth there would be nobody to sign in, so
/// that one is an error.
pub(super) fn resources(cx: &mut Inspection<'_>) {
    for Unreached { kind, constant, span } in &cx.backend.unreached {
        let message = match constant {
            Some(name) => format!("the {kind} `{name}` is not part of the backend"),
            None => format!("this {kind} is not part of the backend"),
        };
        let help = match constant {
            Some(name) if cx.backend.listed => format!("list it: `defineBackend({{ ..., {name} }})`"),
            Some(name) if span.file == FileId(0) => format!("export it: `export const {name} = ...`"),
            Some(name) => format!("export it from the first file: `export {{ {name} }} from \"...\"`"),
            None if cx.backend.listed => "list it: `defineBackend({ ..., name: ... })`".to_owned(),
            None if kind == "auth" => "export it: `export const auth = ...`".to_owned(),
            None => "export it: `export const name = ...`".to_owned(),
        };
        let severity = if kind == "auth" { Severity::Error } else { Severity::Warning };
        cx.found.push(Diagnostic::new(Code::Unreached, *span, message).severity(severity).help(help));
    }
}
