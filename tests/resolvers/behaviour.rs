//! What the emitted operations do: definitions, each with calls in turn and what shall come of them, in
//! `behaviour/<name>.amp` and `behaviour/<name>.js`.

use std::collections::BTreeMap;

use amp_compiler::analysis::{Options, analyze};
use amp_compiler::emit::emit;
use serde_json::Value as Json;

use crate::engine::{Engine, files_around};

/// A definition and its calls.
struct Play {
    name: &'static str,
    definition: &'static str,
    calls: &'static str,
}

/// Code by what it belongs to: `Query.getPost`, `Query.both.1`.
type Codes = BTreeMap<String, String>;

macro_rules! plays {
    ($($name:literal),* $(,)?) => {
        [$(Play {
            name: $name,
            definition: include_str!(concat!("behaviour/", $name, ".amp")),
            calls: include_str!(concat!("behaviour/", $name, ".js")),
        }),*]
    };
}

const PLAYS: &[Play] =
    &plays!["keys", "indexes", "pages", "relations", "values", "conditions", "operations", "disabled", "secrets"];

impl Play {
    /// The template, and all code in it.
    fn compile(&self) -> (Json, Codes) {
        let files = files_around(self.definition);
        let analysis = analyze(&files, "backend.amp", &Options::default()).expect("the file is there");
        let Some(checked) = analysis.checked() else { panic!("{}: {:#?}", self.name, analysis.diagnostics) };
        let (artifacts, found) = emit(checked, &files, 0);
        assert!(found.is_empty(), "{found:#?}");
        let template: Json = serde_json::from_str(&artifacts.files["template.json"]).expect("JSON");
        let codes = artifacts.files.iter().filter_map(|(path, text)| {
            Some((path.strip_prefix("resolvers/")?.strip_suffix(".js")?.to_owned(), text.clone()))
        });
        let codes = codes.collect();
        (template, codes)
    }

    /// What is not as it shall be, with each code changed, and how much was looked at.
    fn perform(&self, (template, codes): &(Json, Codes), change: impl Fn(&str) -> String) -> (Vec<String>, u64) {
        let engine = Engine::of(codes, change);
        let script = format!("{}\n{}", include_str!("behaviour/play.js"), self.calls);
        let outcome = engine.perform(&script, template);
        let failures = outcome["failures"].as_array().expect("a list");
        let failures = failures.iter().map(|it| format!("{}: {}", self.name, it.as_str().expect("a text"))).collect();
        (failures, outcome["expectations"].as_u64().expect("a number"))
    }
}

#[test]
fn operations_do_what_they_shall() {
    let mut looked = 0;
    let mut failures = Vec::new();
    for play in PLAYS {
        let (found, expectations) = play.perform(&play.compile(), str::to_owned);
        failures.extend(found);
        looked += expectations;
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    println!("{looked} expectations");
    assert!(looked > 500);
}

/// Mistakes that a change to the emitter could make: what stands in the code, and what would stand there instead.
fn mistakes() -> Vec<[String; 3]> {
    let lines = include_str!("behaviour/mistakes.tsv").lines().skip(1);
    let parts = lines.map(|line| line.split('\t').map(|part| part.replace("\\n", "\n")).collect::<Vec<_>>());
    parts.map(|parts| parts.try_into().expect("three columns")).collect()
}

#[test]
fn mistakes_in_the_code_are_noticed() {
    let compiled: Vec<_> = PLAYS.iter().map(|play| (play, play.compile())).collect();
    let (mut absent, mut missed) = (Vec::new(), Vec::new());
    for [mistake, from, to] in mistakes() {
        let mut with_it =
            compiled.iter().filter(|(_, (_, codes))| codes.values().any(|code| code.contains(&from))).peekable();
        if with_it.peek().is_none() {
            absent.push(mistake);
        } else if with_it.all(|(play, api)| play.perform(api, |code| code.replace(&from, &to)).0.is_empty()) {
            missed.push(mistake);
        }
    }
    assert!(absent.is_empty(), "no code has {absent:?}");
    assert!(missed.is_empty(), "not noticed: {missed:?}");
}
