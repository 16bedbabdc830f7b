//! Quick-fixes: the repairs that findings carry.

use std::collections::HashMap;

use gen_lsp_types::{CodeAction, CodeActionKind, CodeActionParams, CodeActionResponse, TextEdit, Uri, WorkspaceEdit};

use super::documents;
use super::findings;
use super::projects::Place;
use crate::diagnostic::Fix;

/// The repairs of findings that touch the range.
pub(super) fn actions(place: &Place<'_>, params: &CodeActionParams) -> Vec<CodeActionResponse> {
    let wanted =
        params.context.only.as_ref().is_none_or(|kinds| {
            kinds.iter().any(|kind| matches!(kind, CodeActionKind::Empty | CodeActionKind::QuickFix))
        });
    if !wanted {
        return Vec::new();
    }
    let start = documents::offset(place.file, params.range.start);
    let end = documents::offset(place.file, params.range.end);
    let here = place
        .analysis
        .diagnostics
        .iter()
        .filter(|finding| finding.span.file == place.id && finding.span.start <= end && start <= finding.span.end);
    let actions = here.filter_map(|finding| {
        let fix = finding.fix.as_ref()?;
        let action = CodeAction {
            title: fix.title.clone(),
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: Some(vec![findings::convert(finding, place.analysis, place.documents)]),
            is_preferred: Some(true),
            edit: Some(edit(place, fix)),
            ..CodeAction::default()
        };
        Some(action.into())
    });
    actions.collect()
}

fn edit(place: &Place<'_>, fix: &Fix) -> WorkspaceEdit {
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for edit in &fix.edits {
        let at = findings::location(edit.span, place.analysis, place.documents);
        changes.entry(at.uri).or_default().push(TextEdit { range: at.range, new_text: edit.text.clone() });
    }
    WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }
}
