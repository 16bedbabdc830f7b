//! One-character mistakes in real-looking files: reading ends, is the same twice, says one thing about one mistake, and
//! keeps the names that are declared elsewhere in the file.
//!
//! `AMP_MUTANTS` may list further files, one a line in the file that it names; every one of the places is then tried:
//! `AMP_MUTANTS=list.txt cargo test --release --test syntax_mutants -- --nocapture`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use amp_compiler::source::TextRange;
use amp_compiler::syntax::{ItemKind, Name, Pattern, Tree, parse};

/// What is put into a text; a space and a line break too.
const SIGNS: &[char] = &[
    '(', ')', '{', '}', '[', ']', '<', '>', ',', '.', ';', ':', '\'', '"', '`', '=', '+', '-', '*', '/', '!', '?', '&',
    '|', '@', '#', '$', ' ', '\n', '1', 'a', 'x',
];

/// The names that a file declares, with their places.
fn declared(tree: &Tree) -> BTreeMap<String, TextRange> {
    let mut names = BTreeMap::new();
    for (offset, item) in tree.items() {
        let mut add = |name: &Name| {
            names.insert(name.text.to_string(), name.range.shift(offset));
        };
        match &item.kind {
            ItemKind::Import(import) => {
                import.default.iter().chain(&import.namespace).for_each(&mut add);
                import.named.iter().for_each(|pair| add(&pair.local));
            }
            ItemKind::Const(constant) => {
                for declarator in &constant.declarators {
                    match &declarator.pattern {
                        Pattern::Name(name) => add(name),
                        Pattern::Object(pairs, _) => pairs.iter().for_each(|pair| add(&pair.local)),
                        Pattern::Array(names, _) => names.iter().flatten().for_each(&mut add),
                    }
                }
            }
            ItemKind::Enum(item) => add(&item.name),
            ItemKind::TypeAlias(name) | ItemKind::Interface(name) => add(name),
            ItemKind::Opaque(opaque) => opaque.declares.iter().for_each(&mut add),
            ItemKind::Export(_) | ItemKind::ExportDefault(..) | ItemKind::Expr(_) | ItemKind::Broken => {}
        }
    }
    names
}

#[derive(Default)]
struct Figures {
    tried: usize,
    /// Those that have a problem.
    broken: usize,
    /// Of these, those that have exactly one.
    one: usize,
    /// Of these, those in which no name is lost that the mistake does not touch.
    kept: usize,
}

impl Figures {
    fn percent(&self, count: usize) -> f64 {
        // counts of some thousands are exact
        #[allow(clippy::cast_precision_loss)]
        let share = count as f64 / self.broken.max(1) as f64;
        share * 100.0
    }

    fn try_mutant(&mut self, text: &str, at: usize, names: &BTreeMap<String, TextRange>) {
        self.tried += 1;
        let tree = parse(text);
        let problems = tree.problems();
        assert_eq!(problems, parse(text).problems(), "the same text twice:\n{text}");
        if problems.is_empty() {
            return;
        }
        self.broken += 1;
        self.one += usize::from(problems.len() == 1);
        let left = declared(&tree);
        let touched = |range: &TextRange| (range.start as usize..=range.end as usize).contains(&at);
        self.kept += usize::from(names.iter().all(|(name, range)| touched(range) || left.contains_key(name)));
    }
}

/// Deletes, inserts and replaces a character at every `step`-th place on average, outside of comments.
fn mutate(text: &str, step: u64, figures: &mut Figures) {
    let tree = parse(text);
    if !tree.problems().is_empty() {
        return;
    }
    let names = declared(&tree);
    let comments: Vec<TextRange> = tree.comments().collect();
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = |below: u64| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random % below
    };
    for (at, char) in text.char_indices() {
        if next(step) != 0 || comments.iter().any(|comment| comment.index().contains(&at)) {
            continue;
        }
        let sign = SIGNS[usize::try_from(next(SIGNS.len() as u64)).unwrap_or(0)];
        let (before, behind) = (&text[..at], &text[at + char.len_utf8()..]);
        figures.try_mutant(&format!("{before}{behind}"), at, &names);
        figures.try_mutant(&format!("{before}{sign}{char}{behind}"), at, &names);
        figures.try_mutant(&format!("{before}{sign}{behind}"), at, &names);
    }
}

fn samples() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["tests/syntax/samples", "examples/admin-actions/amplify/auth", "examples/user-groups"];
    let entries = folders.iter().flat_map(|folder| std::fs::read_dir(root.join(folder)).unwrap());
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "ts" || extension == "amp"));
    files.sort();
    files
}

#[test]
fn one_mistake_is_one_problem() {
    let list = std::env::var_os("AMP_MUTANTS");
    let files = match &list {
        Some(list) => std::fs::read_to_string(list).unwrap().lines().map(PathBuf::from).collect(),
        None => samples(),
    };
    let mut figures = Figures::default();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        mutate(&text, if list.is_some() { 1 } else { 20 }, &mut figures);
    }
    let (one, kept) = (figures.percent(figures.one), figures.percent(figures.kept));
    println!(
        "{} mutants, {} broken; exactly one problem: {one:.1} %; names kept: {kept:.1} %",
        figures.tried, figures.broken
    );
    assert!(figures.broken > 400 && one > 95.0 && kept > 91.0, "{one:.1} % {kept:.1} %");
}
