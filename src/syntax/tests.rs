//! Tests of the reader as a whole, where they need what is not public: chunks against the file as one piece.

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use super::parse::Reader;
use super::*;

/// The sample files of the integration tests; none in a packaged crate.
fn samples() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/syntax/samples");
    let mut samples: Vec<_> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "ts"))
        .map(|path| (path.display().to_string(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    samples.sort();
    samples
}

/// All nodes with their places in the file, and all problems and comments: the same however the file is split.
fn outline(tree: &Tree) -> String {
    let mut text = String::new();
    tree.walk(&mut |node| {
        let label = match node.kind {
            NodeKind::Item(item) => match &item.kind {
                ItemKind::Import(import) => format!("import type_only={}", import.type_only),
                ItemKind::Const(constant) => format!("{} exported={}", constant.keyword, constant.exported),
                ItemKind::Opaque(opaque) => format!("opaque {} exported={}", opaque.construct, opaque.exported),
                other => kind_name(other),
            },
            NodeKind::Name(name) => format!("name {:?}", name.text),
            NodeKind::Expr(expr) => match &expr.kind {
                ExprKind::String(value) => format!("string {value:?}"),
                ExprKind::Number(value) => format!("number {value}"),
                ExprKind::Ident(name) => format!("ident {name}"),
                ExprKind::Unary(operator, _) | ExprKind::Binary(operator, _, _) => format!("operator {operator}"),
                ExprKind::Opaque(construct) => format!("opaque {construct}"),
                ExprKind::Call(call) => format!("call {:?}", call.parentheses.shift(node.offset)),
                other => kind_name(other),
            },
            NodeKind::Chunk(_) => return,
            other => kind_name(&other),
        };
        writeln!(text, "{}..{} {label}", node.range.start, node.range.end).unwrap();
    });
    for problem in tree.problems() {
        writeln!(text, "{problem:?}").unwrap();
    }
    for comment in tree.comments() {
        writeln!(text, "comment {comment:?}").unwrap();
    }
    text
}

/// `Object` of `Object([...])`.
fn kind_name(kind: &impl std::fmt::Debug) -> String {
    let text = format!("{kind:?}");
    text.split(|char: char| !char.is_alphanumeric()).next().unwrap_or_default().to_owned()
}

fn assert_same_as_whole(text: &str, cache: &mut Cache) {
    let whole = outline(&Reader::new(text).read_whole());
    for (name, outline) in [("chunked", outline(&parse(text))), ("cached", outline(&cache.parse(text)))] {
        if let Some((chunked, whole)) = outline.lines().zip(whole.lines()).find(|(left, right)| left != right) {
            panic!("{name}: {chunked}\nwhole: {whole}\nin:\n{text}");
        }
        assert_eq!(outline.len(), whole.len(), "{name} differs at its end in:\n{text}");
    }
}

/// A place in a text, never within a character.
fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[test]
fn samples_are_read_without_problems() {
    for (path, text) in samples() {
        assert_eq!(parse(&text).problems(), [], "{path}");
    }
}

#[test]
fn chunks_give_the_same_tree_as_the_whole_file() {
    for (_, text) in samples() {
        assert_same_as_whole(&text, &mut Cache::default());
    }
}

#[test]
fn chunks_of_broken_files_give_the_same_tree_as_the_whole_file() {
    // a step that is coprime to the length of lines meets every kind of place
    const STEP: usize = 61;
    let mut cache = Cache::default();
    for (_, text) in samples() {
        let mut inserted = "({[<\"'`)]};:,.@?=x 1\n/".chars().cycle();
        for at in (0..text.len()).step_by(STEP) {
            let at = floor(&text, at);
            let next = at + text[at..].chars().next().map_or(0, char::len_utf8);
            let char = inserted.next().unwrap_or_default();
            assert_same_as_whole(&format!("{}{}", &text[..at], &text[next..]), &mut cache);
            assert_same_as_whole(&format!("{}{char}{}", &text[..at], &text[at..]), &mut cache);
        }
    }
}

#[test]
fn an_edit_reads_again_only_what_it_touches() {
    let (_, text) = samples().into_iter().find(|(path, _)| path.ends_with("data.ts")).unwrap();
    let mut cache = Cache::default();
    let before = cache.parse(&text);
    let after = cache.parse(&text.replace("score: a.float()", "scores: a.float().array()"));
    let nested = |tree: &Tree| {
        let mut chunks: Vec<*const Chunk> = Vec::new();
        tree.walk(&mut |node| {
            if let NodeKind::Chunk(chunk) = node.kind {
                chunks.push(chunk);
            }
        });
        chunks
    };
    let pairs = before.chunks.iter().zip(&after.chunks);
    let shared = pairs.filter(|(left, right)| Arc::ptr_eq(&left.1, &right.1)).count();
    assert_eq!(shared, before.chunks.len() - 1);
    let (before, after) = (nested(&before), nested(&after));
    assert!(before.len() > 3, "the schema is split: {}", before.len());
    assert_eq!(before.iter().filter(|chunk| after.contains(chunk)).count(), before.len() - 1);
}

#[test]
fn paths_lead_through_chunks() {
    let (_, text) = samples().into_iter().find(|(path, _)| path.ends_with("data.ts")).unwrap();
    let tree = parse(&text);
    let at = u32::try_from(text.find("\"EDITORS\"").unwrap() + 3).unwrap();
    let path = tree.path_at(at);
    let last = path.last().unwrap();
    assert_eq!(&text[last.range.index()], "\"EDITORS\"");
    for (outer, inner) in path.iter().zip(&path[1..]) {
        assert!(outer.range.start <= inner.range.start && inner.range.end <= outer.range.end);
    }
    assert!(path.iter().any(|node| matches!(node.kind, NodeKind::Expr(Expr { kind: ExprKind::Arrow(_), .. }))));
    assert!(tree.path_at(u32::try_from(text.len()).unwrap()).is_empty());
}

#[test]
fn a_chunk_resolves_to_its_expression() {
    let (_, text) = samples().into_iter().find(|(path, _)| path.ends_with("data.ts")).unwrap();
    let tree = parse(&text);
    let mut resolved = 0;
    tree.walk(&mut |node| {
        let NodeKind::Property(Property::Pair(name, value)) = node.kind else { return };
        if let ExprKind::Chunk(_) = value.kind {
            let (offset, expr) = value.resolve(node.offset);
            let source = &text[expr.range.shift(offset).index()];
            assert!(source.starts_with('a') && source.ends_with(')'), "{}: {source}", name.text);
            resolved += 1;
        }
    });
    assert!(resolved > 3);
}
