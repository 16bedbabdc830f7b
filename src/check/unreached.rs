//! Resources that are declared, but are not part of the backend.

use super::Inspection;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Unreached;
use crate::source::FileId;

/// A resource that nothing refers to is not built, as in Amplify.
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
            None => "export it: `export const name = ...`".to_owned(),
        };
        cx.found.push(Diagnostic::new(Code::Unreached, *span, message).help(help));
    }
}
