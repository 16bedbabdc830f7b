//! The tree is that of the TypeScript compiler: same nodes, same places, same values.
//!
//! It needs Node, and the packages of `tests/node` in the folder that `NODE_MODULES` names; `.ci/run` sees to both.
//! `AMP_TS_FILES` may list further files and folders to compare, one a line in the file that it names:
//!
//! `NODE_MODULES=$PWD/tests/node/node_modules AMP_TS_FILES=list.txt cargo test --test typescript_tree -- --ignored`

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use amp_compiler::source::TextRange;
use amp_compiler::syntax::{Arrow, Expr, ExprKind, Item, ItemKind, Name, NamePair, Pattern, Property, Tree, parse};

/// Writes a tree as `tests/typescript/tree.mjs` does.
struct Outline<'t> {
    /// For each byte of the text, the offset in UTF-16 code units.
    utf16: Vec<usize>,
    text: &'t str,
    lines: Vec<String>,
}

impl<'t> Outline<'t> {
    fn of(text: &'t str, tree: &Tree) -> Vec<String> {
        let mut utf16 = vec![0; text.len() + 1];
        let mut units = 0;
        for (at, char) in text.char_indices() {
            utf16[at] = units;
            units += char.len_utf16();
        }
        utf16[text.len()] = units;
        let mut outline = Self { utf16, text, lines: Vec::new() };
        for (offset, item) in tree.items() {
            outline.item(offset, item);
        }
        outline.lines
    }

    fn put(&mut self, kind: &str, range: TextRange, extra: &str) {
        let (start, end) = (self.utf16[range.start as usize], self.utf16[range.end as usize]);
        let line = format!("{kind} {start}..{end} {extra}");
        self.lines.push(line.trim_end().to_owned());
    }

    fn name(&mut self, offset: u32, name: &Name) {
        self.put("name", name.range.shift(offset), &json(&name.text));
    }

    fn key(&mut self, offset: u32, name: &Name) {
        self.put("key", name.range.shift(offset), &json(&name.text));
    }

    fn pairs(&mut self, offset: u32, pairs: &[NamePair]) {
        for pair in pairs {
            if pair.name.range != pair.local.range {
                self.name(offset, &pair.name);
            }
            self.name(offset, &pair.local);
        }
    }

    fn item(&mut self, offset: u32, item: &Item) {
        let range = item.range.shift(offset);
        let exported = |exported| if exported { "exported" } else { "" };
        match &item.kind {
            ItemKind::Import(import) => {
                self.put("import", range, if import.type_only { "type" } else { "" });
                for name in import.default.iter().chain(&import.namespace) {
                    self.name(offset, name);
                }
                self.pairs(offset, &import.named);
                self.name(offset, &import.from);
            }
            ItemKind::Export(export) => {
                self.put("export", range, "");
                if let Some(Some(name)) = &export.star {
                    self.name(offset, name);
                }
                self.pairs(offset, &export.named);
                export.from.iter().for_each(|from| self.name(offset, from));
            }
            ItemKind::Const(constant) => {
                self.put("const", range, exported(constant.exported));
                // names that a pattern cannot hold follow it as declarators of their own, without an initializer
                for group in constant.declarators.chunk_by(|_, next| is_unheld(next)) {
                    let mut names: Vec<&Name> =
                        group.iter().flat_map(|declarator| bound(&declarator.pattern)).collect();
                    names.sort_by_key(|name| name.range);
                    for name in names {
                        self.name(offset, name);
                    }
                    group[0].value.iter().for_each(|value| self.expr(offset, value));
                }
            }
            ItemKind::Enum(item) => {
                self.put("enum", range, exported(item.exported));
                self.name(offset, &item.name);
                for (name, value) in &item.members {
                    self.name(offset, name);
                    if let Some(value) = value {
                        self.expr(offset, value);
                    }
                }
            }
            ItemKind::TypeAlias(name) => {
                self.put("type", range, "");
                self.name(offset, name);
            }
            ItemKind::Interface(name) => {
                self.put("interface", range, "");
                self.name(offset, name);
            }
            ItemKind::ExportDefault(value, _) => {
                self.put("default", range, "");
                self.expr(offset, value);
            }
            ItemKind::Expr(value) => {
                self.put("expr-item", range, "");
                self.expr(offset, value);
            }
            ItemKind::Opaque(_) => self.put("opaque-item", range, ""),
            ItemKind::Broken => self.put("broken", range, ""),
        }
    }

    fn exprs(&mut self, offset: u32, exprs: &[Expr]) {
        for expr in exprs {
            self.expr(offset, expr);
        }
    }

    fn expr(&mut self, offset: u32, expr: &Expr) {
        let (offset, expr) = expr.resolve(offset);
        let range = expr.range.shift(offset);
        match &expr.kind {
            ExprKind::String(value) => self.put("string", range, &json(value)),
            ExprKind::Number(value) => self.put("number", range, &number(*value)),
            ExprKind::Bool(value) => self.put(&value.to_string(), range, ""),
            ExprKind::Null => self.put("null", range, ""),
            ExprKind::Undefined => self.put("undefined", range, ""),
            ExprKind::Ident(name) => self.put("ident", range, name),
            ExprKind::Template(parts) => {
                self.put("template", range, "");
                for part in parts {
                    // a string within `${}` has its quotes
                    let source = &self.text[part.range.shift(offset).index()];
                    match &part.kind {
                        ExprKind::String(text)
                            if !source.starts_with(['"', '\'']) || !is_substitution(self.text, part, offset) =>
                        {
                            self.lines.push(format!("text {}", json(text)));
                        }
                        _ => self.expr(offset, part),
                    }
                }
            }
            ExprKind::Array(elements) => {
                self.put("array", range, "");
                self.exprs(offset, elements);
            }
            ExprKind::Object(properties) => {
                self.put("object", range, "");
                for property in properties {
                    self.property(offset, property);
                }
            }
            ExprKind::Spread(value) => {
                self.put("spread", range, "");
                self.expr(offset, value);
            }
            ExprKind::Member(owner, name) => {
                self.put("member", range, "");
                self.expr(offset, owner);
                self.name(offset, name);
            }
            ExprKind::Index(owner, index) => {
                self.put("index", range, "");
                self.expr(offset, owner);
                self.expr(offset, index);
            }
            ExprKind::Call(call) => {
                self.put("call", range, "");
                self.expr(offset, &call.callee);
                self.exprs(offset, &call.arguments);
            }
            ExprKind::Arrow(arrow) => self.arrow(offset, range, arrow),
            ExprKind::Unary(sign, value) => {
                self.put("unary", range, sign);
                self.expr(offset, value);
            }
            ExprKind::Binary(operator, left, right) => {
                self.put("binary", range, operator);
                self.expr(offset, left);
                self.expr(offset, right);
            }
            ExprKind::Conditional(parts) => {
                self.put("conditional", range, "");
                self.exprs(offset, &**parts);
            }
            ExprKind::Opaque(_) => self.put("opaque", range, ""),
            ExprKind::Missing | ExprKind::Chunk(_) => self.put("missing", range, ""),
        }
    }

    fn arrow(&mut self, offset: u32, range: TextRange, arrow: &Arrow) {
        self.put("arrow", range, "");
        for name in arrow.parameters.iter().flat_map(bound) {
            self.name(offset, name);
        }
        self.expr(offset, &arrow.body);
    }

    fn property(&mut self, offset: u32, property: &Property) {
        match property {
            Property::Pair(name, value) => {
                self.key(offset, name);
                self.expr(offset, value);
            }
            Property::Shorthand(name) => {
                self.lines.push("shorthand".to_owned());
                self.key(offset, name);
            }
            Property::Spread(value, range) => {
                self.put("spread", range.shift(offset), "");
                self.expr(offset, value);
            }
            Property::Computed(key, value) => {
                self.lines.push("computed".to_owned());
                self.expr(offset, key);
                if !matches!(&value.kind, ExprKind::Opaque(construct) if ["method", "getter", "setter"].contains(&&**construct))
                {
                    self.expr(offset, value);
                }
            }
            Property::Opaque(name, _) => {
                self.lines.push("method".to_owned());
                self.key(offset, name);
            }
        }
    }
}

/// Whether a part of a template stands in `${...}`.
fn is_substitution(text: &str, part: &Expr, offset: u32) -> bool {
    let before = text[..part.range.shift(offset).start as usize].trim_end();
    before.ends_with("${") || before.ends_with('(')
}

fn is_unheld(declarator: &amp_compiler::syntax::Declarator) -> bool {
    declarator.value.as_ref().is_some_and(|value| value.range == declarator.range)
}

fn bound(pattern: &Pattern) -> Vec<&Name> {
    match pattern {
        Pattern::Name(name) => vec![name],
        Pattern::Object(pairs, _) => pairs.iter().map(|pair| &pair.local).collect(),
        Pattern::Array(names, _) => names.iter().flatten().collect(),
    }
}

fn json(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// As JavaScript prints it.
fn number(value: f64) -> String {
    let text = serde_json::to_string(&value).unwrap();
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// The files to compare: our own, and those that `AMP_TS_FILES` lists.
fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut waiting = vec![root.join("tests/syntax/samples"), root.join("examples")];
    if let Some(list) = std::env::var_os("AMP_TS_FILES") {
        let list = std::fs::read_to_string(list).expect("AMP_TS_FILES names a file");
        waiting.extend(list.lines().map(PathBuf::from));
    }
    let mut files = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let entries = std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path());
            waiting.extend(entries.filter(|entry| entry.file_name().is_some_and(|name| name != "node_modules")));
        } else if path.extension().is_some_and(|extension| extension == "ts" || extension == "amp") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// One line of JSON for each file.
fn typescript(files: &[PathBuf]) -> String {
    let modules = std::env::var_os("NODE_MODULES").expect("NODE_MODULES names tests/node/node_modules");
    let folder = tempfile::tempdir().unwrap();
    // imports are looked for beside the script
    let script = folder.path().join("tree.mjs");
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/typescript/tree.mjs"), &script).unwrap();
    std::os::unix::fs::symlink(modules, folder.path().join("node_modules")).unwrap();
    let mut all = String::new();
    for some in files.chunks(200) {
        let output = Command::new("node").arg(&script).args(some).output().expect("node runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        all.push_str(&String::from_utf8(output.stdout).unwrap());
    }
    all
}

#[test]
#[ignore = "needs Node: .ci/run"]
fn trees_equal_those_of_typescript() {
    let files = files();
    let (mut same, mut invalid, mut different) = (0, 0, String::new());
    for (path, line) in files.iter().zip(typescript(&files).lines()) {
        let Some(theirs) = serde_json::from_str::<Option<Vec<String>>>(line).unwrap() else {
            invalid += 1;
            continue;
        };
        let text = std::fs::read_to_string(path).unwrap();
        let ours = Outline::of(&text, &parse(&text));
        if ours == theirs {
            same += 1;
            continue;
        }
        let at =
            ours.iter().zip(&theirs).position(|(ours, theirs)| ours != theirs).unwrap_or(ours.len().min(theirs.len()));
        let pick = |lines: &[String]| lines.get(at).cloned().unwrap_or_default();
        let _ = writeln!(different, "{}\n  ours:   {}\n  theirs: {}", path.display(), pick(&ours), pick(&theirs));
    }
    println!(
        "{same} of {} trees are the same; {invalid} further files are not valid TypeScript",
        files.len() - invalid
    );
    assert!(same > 10 && different.is_empty(), "{different}");
}
