//! Valid definitions with something changed at random: the compiler never panics, ends, says the same twice, and what it
//! says lies where the text is.
//!
//! The same few hundred changes each time. `PROPTEST_CASES=20000 cargo test --test properties` tries as many others.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use amp_compiler::analysis::{Options, analyze};
use amp_compiler::diagnostic::{Code, Diagnostic, Edit};
use amp_compiler::emit::{Artifacts, emit};
use amp_compiler::source::{MemoryFiles, Sources, Span};
use amp_compiler::syntax;
use amp_compiler::vocabulary::{Shape, builders};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;

/// Far more than any of these files needs, also on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

/// Files of one backend, sorted, the first that is read among them.
#[derive(Clone, Debug)]
struct Project {
    main: String,
    texts: Vec<(String, String)>,
}

impl Project {
    fn files(&self) -> MemoryFiles {
        let handlers = [
            "handler.ts",
            "handler.mjs",
            "handler.py",
            "resolver.js",
            "functions/add-user-to-group/handler.mjs",
            "amplify/data/add-user-to-group/handler.ts",
        ];
        let resolver = "export const request = () => ({});\nexport const response = (ctx) => ctx.result;\n";
        let files = MemoryFiles::single("resolver.js", resolver);
        let files = handlers.iter().fold(files, |files, path| files.with(path, ""));
        self.texts.iter().fold(files, |files, (path, text)| files.with(path, text))
    }
}

/// The backends of the golden templates and the examples.
fn projects() -> Vec<Project> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &Path| fs::read_to_string(path).expect("a text");
    let mut single: Vec<_> = fs::read_dir(root.join("tests/golden")).expect("the folder").flatten().collect();
    single.sort_by_key(fs::DirEntry::path);
    let paths = single.iter().map(fs::DirEntry::path).filter(|path| path.extension() == Some("amp".as_ref()));
    let examples = ["user-groups", "grant-access", "build-script"];
    let paths = paths.chain(examples.iter().map(|name| root.join("examples").join(name).join("backend.amp")));
    let mut projects: Vec<_> = paths
        .map(|path| Project { main: "backend.amp".into(), texts: vec![("backend.amp".into(), read(&path))] })
        .collect();
    let folder = root.join("examples/admin-actions");
    let paths = ["amplify/backend.ts", "amplify/auth/resource.ts", "amplify/data/add-user-to-group/resource.ts"];
    let texts = paths.iter().map(|path| ((*path).to_owned(), read(&folder.join(path)))).collect();
    projects.push(Project { main: paths[0].into(), texts });
    projects
}

/// Every builder, property, word and key of the vocabulary, and what else a text may hold.
fn words() -> Vec<String> {
    fn collect(shape: Shape, found: &mut BTreeSet<String>) {
        found.extend(shape.words().iter().map(amp_compiler::vocabulary::Word::written));
        for row in shape.properties() {
            found.insert(row.name.to_owned());
            collect((row.shape)(), found);
        }
        if let Some(element) = shape.step("[]") {
            collect(element.shape, found);
        }
    }
    let mut found = BTreeSet::new();
    for builder in builders() {
        found.insert(builder.name.to_owned());
        if let Some(argument) = builder.argument {
            collect(argument(), &mut found);
        }
    }
    let others = [
        "const",
        "export",
        "import",
        "enum",
        "null",
        "undefined",
        "true",
        "=>",
        "...",
        "0",
        "-1",
        "1e999",
        "\"\"",
        "allow",
        "process.env.NAME",
        "secret(\"KEY\")",
        "\"every 5m\"",
        "\"* * * * *\"",
        "`${name}`",
        "{ }",
        "[ ]",
    ];
    found.extend(others.map(str::to_owned));
    found.into_iter().collect()
}

/// One change of a text.
#[derive(Clone, Debug)]
enum Change {
    Delete(Index, u8),
    Double(Index, u8),
    Swap(Index, Index),
    Insert(Index, String),
    Word(Index, String),
    Cut(Index),
}

fn change() -> impl Strategy<Value = Change> {
    let text = prop_oneof![
        // what the grammar knows, and what it never heard of
        "[\\[\\](){}<>\"'`,;:.?!=&|/*+\\\\ \n$@#-]{1,4}",
        any::<String>().prop_map(|text| text.chars().take(6).collect()),
    ];
    prop_oneof![
        4 => (any::<Index>(), 1..4_u8).prop_map(|(at, count)| Change::Delete(at, count)),
        3 => (any::<Index>(), 1..9_u8).prop_map(|(at, count)| Change::Double(at, count)),
        3 => (any::<Index>(), any::<Index>()).prop_map(|(one, other)| Change::Swap(one, other)),
        4 => (any::<Index>(), text).prop_map(|(at, text)| Change::Insert(at, text)),
        6 => (any::<Index>(), select(words())).prop_map(|(at, word)| Change::Word(at, word)),
        1 => any::<Index>().prop_map(Change::Cut),
    ]
}

/// Words, blanks, and each other character by itself.
fn tokens(text: &str) -> Vec<&str> {
    let kind = |char: char| match char {
        char if char.is_alphanumeric() || char == '_' || char == '$' => 1,
        char if char.is_whitespace() => 2,
        _ => 0,
    };
    let mut tokens = Vec::new();
    let (mut start, mut before) = (0, 0);
    for (at, char) in text.char_indices() {
        if at > start && (kind(char) == 0 || kind(char) != before) {
            tokens.push(&text[start..at]);
            start = at;
        }
        before = kind(char);
    }
    tokens.push(&text[start..]);
    tokens
}

impl Change {
    fn of(&self, text: &str) -> String {
        let mut tokens = tokens(text);
        let count = tokens.len();
        // blanks are rarely worth a change
        let at = |index: &Index| {
            let at = index.index(count);
            if tokens[at].trim().is_empty() && at + 1 < count { at + 1 } else { at }
        };
        match self {
            Self::Delete(index, length) => {
                let at = at(index);
                tokens.drain(at..(at + usize::from(*length)).min(count));
            }
            Self::Double(index, length) => {
                let at = at(index);
                let copy = tokens[at..(at + usize::from(*length)).min(count)].to_vec();
                tokens.splice(at..at, copy);
            }
            Self::Swap(one, other) => {
                let (one, other) = (at(one), at(other));
                tokens.swap(one, other);
            }
            Self::Insert(index, text) => {
                let at = at(index);
                tokens.insert(at, text);
            }
            Self::Word(index, word) => {
                let at = at(index);
                tokens[at] = word;
            }
            Self::Cut(index) => tokens.truncate(index.index(count)),
        }
        tokens.concat()
    }
}

fn compile(project: &Project) -> (Vec<Diagnostic>, Sources, Option<Artifacts>) {
    let files = project.files();
    let mut analysis = analyze(&files, &project.main, &Options::default()).expect("the file is in memory");
    let mut diagnostics = std::mem::take(&mut analysis.diagnostics);
    let artifacts = analysis.checked().map(|checked| {
        let (artifacts, found) = emit(checked, &files, 0);
        diagnostics.extend(found);
        artifacts
    });
    (diagnostics, analysis.sources, artifacts)
}

fn lies_in(span: Span, sources: &Sources) -> bool {
    let Some((_, file)) = sources.iter().nth(span.file.0 as usize) else { return false };
    let text: &str = &file.text;
    span.start <= span.end && text.get(span.start as usize..span.end as usize).is_some()
}

/// The texts of all files with the edits made, which may not overlap.
fn edited(edits: &[Edit], sources: &Sources) -> Result<Vec<(u32, String)>, TestCaseError> {
    let mut edits: Vec<_> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.span);
    let overlap =
        edits.windows(2).any(|pair| pair[0].span.file == pair[1].span.file && pair[0].span.end > pair[1].span.start);
    prop_assert!(!overlap, "edits overlap: {edits:?}");
    let mut texts: Vec<(u32, String)> = Vec::new();
    for edit in edits.iter().rev() {
        let file = edit.span.file;
        if texts.last().is_none_or(|(last, _)| *last != file.0) {
            texts.push((file.0, sources.get(file).text.to_string()));
        }
        let (_, text) = texts.last_mut().expect("just put there");
        text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    }
    Ok(texts)
}

fn problems(text: &str) -> Vec<(Code, String)> {
    let tree = syntax::parse(&Arc::from(text));
    tree.problems().into_iter().map(|problem| (problem.code, problem.message)).collect()
}

fn holds(project: &Project) -> Result<(), TestCaseError> {
    let started = Instant::now();
    let (diagnostics, sources, artifacts) = compile(project);
    prop_assert!(started.elapsed() < LONGEST, "{:?}", started.elapsed());
    let again = compile(project);
    prop_assert_eq!(&diagnostics, &again.0);
    prop_assert_eq!(&artifacts, &again.2);
    for found in &diagnostics {
        let edits = found.fix.iter().flat_map(|fix| &fix.edits);
        let labels = found.labels.iter().map(|label| label.span);
        for span in labels.chain(edits.map(|edit| edit.span)).chain([found.span]) {
            prop_assert!(lies_in(span, &sources), "{span:?} lies nowhere: {found:?}");
        }
        prop_assert!(!found.message.is_empty() && !found.message.contains("AMP"), "{found:?}");
        let Some(fix) = &found.fix else { continue };
        for (file, text) in edited(&fix.edits, &sources)? {
            let before = problems(&sources.iter().nth(file as usize).expect("it was found there").1.text);
            let after = problems(&text);
            // what is mended in a text that could not be read may uncover something else
            if before.is_empty() {
                prop_assert!(after.is_empty(), "{fix:?} of {found:?} leaves {after:?} in\n{text}");
            }
        }
    }
    Ok(())
}

fn configuration() -> ProptestConfig {
    if std::env::var_os("PROPTEST_CASES").is_some() {
        return ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    }
    ProptestConfig {
        cases: 300,
        rng_seed: RngSeed::Fixed(2026),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(configuration())]

    #[test]
    fn changed_definitions_are_compiled_or_refused(
        project in select(projects()),
        file in any::<Index>(),
        changes in vec(change(), 1..4),
    ) {
        let mut project = project;
        let (_, text) = file.get_mut(&mut project.texts);
        for change in &changes {
            *text = change.of(text);
        }
        holds(&project)?;
    }

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        holds(&Project { main: "backend.amp".into(), texts: vec![("backend.amp".into(), text)] })?;
    }
}

#[test]
fn what_is_changed_was_valid() {
    for project in projects() {
        let (diagnostics, _, artifacts) = compile(&project);
        assert!(artifacts.is_some(), "{diagnostics:#?}");
        holds(&project).expect("nothing is wrong with it");
    }
    assert!(words().len() > 200);
}
