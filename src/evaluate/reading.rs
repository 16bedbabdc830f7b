//! The reader's findings, as findings of a file.

use crate::diagnostic::Diagnostic;
use crate::source::FileId;
use crate::syntax::{Chunk, Expr, ExprKind, ItemKind, Problem, Property, Tree};

/// All problems of a tree, with places in the file.
pub(super) fn findings(tree: &Tree, file: FileId) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = tree.problems.iter().map(|problem| finding(problem, 0, file)).collect();
    for (offset, chunk) in &tree.chunks {
        of_chunk(chunk, *offset, file, &mut found);
    }
    found
}

fn of_chunk(chunk: &Chunk, offset: u32, file: FileId, found: &mut Vec<Diagnostic>) {
    found.extend(chunk.problems.iter().map(|problem| finding(problem, offset, file)));
    for item in &chunk.items {
        match &item.kind {
            ItemKind::Const(item) => {
                item.declarators
                    .iter()
                    .filter_map(|it| it.value.as_ref())
                    .for_each(|expr| of_expr(expr, offset, file, found));
            }
            ItemKind::ExportDefault(expr) | ItemKind::Expr(expr) => of_expr(expr, offset, file, found),
            _ => {}
        }
    }
}

/// Looks for chunks within a chunk.
fn of_expr(expr: &Expr, offset: u32, file: FileId, found: &mut Vec<Diagnostic>) {
    let mut inside = |expr: &Expr| of_expr(expr, offset, file, found);
    match &expr.kind {
        ExprKind::Chunk(chunk) => of_chunk(chunk, offset + expr.range.start, file, found),
        ExprKind::Template(parts) | ExprKind::Array(parts) => parts.iter().for_each(inside),
        ExprKind::Object(properties) => properties.iter().for_each(|property| match property {
            Property::Pair(_, value) | Property::Spread(value, _) | Property::Computed(_, value) => inside(value),
            Property::Shorthand(_) | Property::Opaque(..) => {}
        }),
        ExprKind::Spread(inner) | ExprKind::Member(inner, _) | ExprKind::Unary(_, inner) => inside(inner),
        ExprKind::Index(left, right) | ExprKind::Binary(_, left, right) => {
            inside(left);
            inside(right);
        }
        ExprKind::Call(call) => std::iter::once(&call.callee).chain(&call.arguments).for_each(inside),
        ExprKind::Arrow(arrow) => inside(&arrow.body),
        ExprKind::Conditional(parts) => parts.iter().for_each(inside),
        _ => {}
    }
}

fn finding(problem: &Problem, offset: u32, file: FileId) -> Diagnostic {
    let span = |range: crate::source::TextRange| range.shift(offset).in_file(file);
    let mut finding = Diagnostic::new(problem.code, span(problem.range), problem.message.clone());
    if let Some((range, text)) = &problem.label {
        finding = finding.label(span(*range), text.clone());
    }
    if let Some(help) = &problem.help {
        finding = finding.help(help.clone());
    }
    if let Some((title, range, text)) = &problem.fix {
        finding = finding.fix(title.clone(), span(*range), text.clone());
    }
    finding
}
