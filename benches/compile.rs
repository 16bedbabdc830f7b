//! How long parsing, checking and building take as a backend grows from 10 to 10,000 functions and groups, or path rules
//! of storage: ten times the size should take ten times as long.
//!
//!     cargo bench --bench compile

use std::fmt::Write as _;

use amp_compiler::access::Access;
use amp_compiler::access::report::Report;
use amp_compiler::analysis::{Options, analyze};
use amp_compiler::emit::{emit, pretty};
use amp_compiler::source::MemoryFiles;
use amp_compiler::syntax;
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];

/// As many functions, each with access to users and a group of its own, as a backend may have groups.
fn backend(size: usize) -> String {
    let mut text = String::new();
    for index in 0..size {
        let _ = writeln!(
            text,
            "export const worker{index} = defineFunction({{\n  name: \"worker-{index}\",\n  entry: \"./handler.mjs\",\n  \
             timeoutSeconds: 30,\n  environment: {{ STAGE: \"test\", NUMBER: \"{index}\" }},\n}});\n"
        );
    }
    text.push_str("export const auth = defineAuth({\n  loginWith: { email: true },\n  groups: [\n");
    for index in 0..size {
        let _ = writeln!(text, "    \"GROUP-{index}\",");
    }
    text.push_str("  ],\n  access: (allow) => [\n");
    for index in 0..size {
        let _ = writeln!(text, "    allow.resource(worker{index}).to([\"addUserToGroup\", \"listUsers\"]),");
    }
    text.push_str("  ],\n});\n");
    text
}

fn files(size: usize) -> MemoryFiles {
    MemoryFiles::single("backend.amp", &backend(size)).with("handler.mjs", "export const handler = async () => {};\n")
}

#[divan::bench(args = SIZES)]
fn parse(bencher: Bencher<'_, '_>, size: usize) {
    let text = backend(size);
    bencher.counter(BytesCount::of_str(&text)).bench(|| syntax::parse(divan::black_box(&text)));
}

#[divan::bench(args = SIZES)]
fn check(bencher: Bencher<'_, '_>, size: usize) {
    let files = files(size);
    bencher.bench(|| analyze(divan::black_box(&files), "backend.amp", &Options::default()));
}

/// A storage of so many paths, each fourth within another one and each fourth with a folder for each user, with rules for
/// guests, users, owners, groups and a function.
fn storage(size: usize) -> MemoryFiles {
    let mut text = String::from(
        "const worker = defineFunction({ name: \"worker\", entry: \"./handler.mjs\" });\n\
         export const auth = defineAuth({ loginWith: { email: true }, groups: [\"ADMINS\", \"EDITORS\", \"READERS\"] });\n\
         export const files = defineStorage({ name: \"files\", access: (allow) => ({\n  \"*\": [allow.groups([\"ADMINS\"]).to([\"get\"])],\n",
    );
    for index in 0..size {
        let (path, rules) = match index % 4 {
            0 => (
                format!("area{index}/*"),
                "allow.guest.to([\"get\"]), allow.groups([\"EDITORS\"]).to([\"read\", \"write\"])",
            ),
            1 => (format!("area{}/inner/*", index - 1), "allow.groups([\"EDITORS\"]).to([\"read\"])"),
            2 => (format!("own{index}/{{entity_id}}/*"), "allow.entity(\"identity\").to([\"read\", \"write\"])"),
            _ => (format!("work{index}/*"), "allow.resource(worker).to([\"read\", \"delete\"])"),
        };
        let _ = writeln!(text, "  \"{path}\": [{rules}],");
    }
    text.push_str("}) });\n");
    MemoryFiles::single("backend.amp", &text).with("handler.mjs", "export const handler = async () => {};\n")
}

/// From the text of path rules to the report of who may do what.
#[divan::bench(args = SIZES)]
fn access(bencher: Bencher<'_, '_>, size: usize) {
    let files = storage(size);
    bencher.bench(|| {
        let analysis = analyze(divan::black_box(&files), "backend.amp", &Options::default()).expect("it is there");
        let sound = analysis.checked().is_some();
        pretty(&Report::of(&analysis.backend, &analysis.access, &analysis.sources, sound))
    });
}

/// The same without reading, evaluating and checking: the table and the report alone.
#[divan::bench(args = SIZES)]
fn access_table(bencher: Bencher<'_, '_>, size: usize) {
    let analysis = analyze(&storage(size), "backend.amp", &Options::default()).expect("it is there");
    bencher.bench(|| {
        let access = Access::of(divan::black_box(&analysis.backend));
        Report::of(&analysis.backend, &access, &analysis.sources, true)
    });
}

/// The template alone may be too large for AWS; it is made all the same.
#[divan::bench(args = SIZES)]
fn build(bencher: Bencher<'_, '_>, size: usize) {
    let files = files(size);
    bencher.bench(|| {
        let analysis = analyze(divan::black_box(&files), "backend.amp", &Options::default()).expect("it is there");
        emit(analysis.checked().expect("nothing is wrong"), &files, 0)
    });
}

const MODELS: [usize; 5] = [1, 10, 100, 1_000, 5_000];

/// So many models of eight fields and two rules; with relations, each has two more fields and two indexes.
fn models(count: usize, related: bool) -> MemoryFiles {
    let mut text = String::from("const schema = a.schema({\n");
    for index in 0..count {
        let _ = writeln!(
            text,
            "  Model{index}: a.model({{ title: a.string().required(), body: a.string(), count: a.integer(), score: a.float(), \
             done: a.boolean(), at: a.datetime(), mail: a.email(), tags: a.string().array(),"
        );
        if related && index > 0 {
            let _ = writeln!(text, "    parentId: a.id(), parent: a.belongsTo(\"Model{}\", \"parentId\"),", index - 1);
        }
        if related && index + 1 < count {
            let _ = writeln!(text, "    children: a.hasMany(\"Model{}\", \"parentId\"),", index + 1);
        }
        let indexes = "  }).secondaryIndexes((index) => [index(\"title\").sortKeys([\"at\"]), index(\"mail\")])\n";
        text.push_str(if related { indexes } else { "  })\n" });
        text.push_str(
            "    .authorization((allow) => [allow.publicApiKey().to([\"read\"]), allow.groups([\"ADMINS\"])]),\n",
        );
    }
    text.push_str(
        "});\nexport const auth = defineAuth({ loginWith: { email: true }, groups: [\"ADMINS\"] });\n\
         export const data = defineData({ schema, authorizationModes: {\n  defaultAuthorizationMode: \"userPool\",\n  \
         apiKeyAuthorizationMode: { expiresInDays: 30 },\n} });\n",
    );
    MemoryFiles::single("backend.amp", &text)
}

#[divan::bench(args = MODELS)]
fn check_models(bencher: Bencher<'_, '_>, count: usize) {
    let files = models(count, false);
    bencher.bench(|| analyze(divan::black_box(&files), "backend.amp", &Options::default()));
}

#[divan::bench(args = MODELS)]
fn check_related_models(bencher: Bencher<'_, '_>, count: usize) {
    let files = models(count, true);
    bencher.bench(|| analyze(divan::black_box(&files), "backend.amp", &Options::default()));
}

#[divan::bench(args = MODELS)]
fn build_models(bencher: Bencher<'_, '_>, count: usize) {
    build_all(bencher, &models(count, false));
}

#[divan::bench(args = MODELS)]
fn build_related_models(bencher: Bencher<'_, '_>, count: usize) {
    build_all(bencher, &models(count, true));
}

/// Everything, from the text to the files that are written.
fn build_all(bencher: Bencher<'_, '_>, files: &MemoryFiles) {
    bencher.bench(|| {
        let analysis = analyze(divan::black_box(files), "backend.amp", &Options::default()).expect("the file is there");
        emit(analysis.checked().expect("no error"), files, 0)
    });
}
