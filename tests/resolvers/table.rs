//! The table of access, which reports, questions and the editor read, says of random schemas what the code decides: the
//! oracle that the code is compared with is asked the same of every caller and every item.

use std::fmt::Write;

use amp_compiler::access::Persona as Asked;
use amp_compiler::access::data::{DataAction, DataDecision};
use amp_compiler::analysis::{Analysis, Options, analyze};
use amp_compiler::source::MemoryFiles;
use serde_json::Value as Json;
use smol_str::SmolStr;

use crate::items::calls::items;
use crate::items::oracle::Of;
use crate::items::persona::{self, Persona};
use crate::items::written::{Action, Dice, Schema, Who};

const ACTIONS: [(Action, DataAction); 6] = [
    (Action::Create, DataAction::Create),
    (Action::Update, DataAction::Update),
    (Action::Delete, DataAction::Delete),
    (Action::Get, DataAction::Get),
    (Action::List, DataAction::List),
    (Action::Listen, DataAction::Listen),
];

fn analysis(text: &str) -> Option<Analysis> {
    let files = MemoryFiles::single("backend.amp", text).with("handler.ts", "export const handler = async () => {};");
    let analysis = analyze(&files, "backend.amp", &Options::default()).expect("the file is there");
    analysis.checked().is_some().then_some(analysis)
}

/// The caller as questions name such callers; `None` for whom nothing is known.
fn asked(persona: &Persona, analysis: &Analysis) -> Option<Asked> {
    let groups = || -> Vec<SmolStr> {
        ["ADMINS", "EDITORS"].into_iter().filter(|name| persona.is(Who::Group(name))).map(SmolStr::new).collect()
    };
    Some(match persona.mode {
        _ if persona.is(Who::ApiKey) => Asked::ApiKey,
        _ if persona.is(Who::Lambda) => Asked::Authorized,
        _ if persona.is(Who::Guest) => Asked::Guest,
        _ if persona.is(Who::Oidc) => Asked::Oidc,
        _ if persona.is(Who::Function) => Asked::Function(analysis.backend.functions.first()?.id),
        _ if persona.is(Who::Identity) => Asked::User,
        _ if persona.is(Who::User) && !groups().is_empty() => Asked::Groups(groups()),
        _ if persona.is(Who::User) => Asked::User,
        _ => return None,
    })
}

/// How many questions were asked, and how many of them the table answers for every item alike.
#[derive(Default)]
struct Count {
    asked: usize,
    denied: usize,
    allowed: usize,
}

/// Where table and oracle differ, in words.
fn compare(schema: &Schema, analysis: &Analysis, items: &Json, count: &mut Count, problems: &mut String) {
    let data = analysis.backend.data.as_ref().expect("data");
    for model in &data.models {
        let of = Of::new(schema, &model.name.value);
        let rows = items[model.name.value.as_str()].as_array().expect("items");
        for persona in &persona::all() {
            let Some(asked) = asked(persona, analysis) else { continue };
            for (action, of_table) in ACTIONS {
                let decide = |field| analysis.access.data.decide(&asked, of_table, model, field);
                let fields = (0..model.fields.len()).map(Some).chain([None]);
                let decisions: Vec<_> = fields.map(decide).collect();
                let may = |item: &Json| of.may_with(persona, action, Some(item));
                count.asked += rows.len();
                let denied = decisions.iter().all(|it| *it == DataDecision::Denied);
                // of users, the table speaks of both ways in at once: by token, and with credentials
                let one_way = !matches!(asked, Asked::User | Asked::Groups(_));
                let allowed = matches!(decisions.last(), Some(DataDecision::Allowed(_))) && one_way;
                count.denied += if denied { rows.len() } else { 0 };
                count.allowed += if allowed { rows.len() } else { 0 };
                for item in rows {
                    let says = if denied { "nothing" } else { "everything" };
                    if denied && may(item) || allowed && !may(item) {
                        let name = &model.name.value;
                        let _ = writeln!(
                            problems,
                            "{} {action:?} {name}: the table allows {says}, the rules differ at {item}\n{}",
                            persona.name,
                            schema.text()
                        );
                        return;
                    }
                }
            }
        }
    }
}

#[test]
fn the_table_of_access_says_what_the_code_decides() {
    let (mut problems, mut count, mut schemas) = (String::new(), Count::default(), 0);
    for seed in 1..=200 {
        let schema = Schema::random(&mut Dice::new(seed));
        let Some(analysis) = analysis(&schema.text()) else { continue };
        schemas += 1;
        let world = items(&schema, &mut Dice::new(seed));
        let before = problems.len();
        compare(&schema, &analysis, &world, &mut count, &mut problems);
        if problems.len() > before {
            let _ = writeln!(problems, "seed {seed}\n");
        }
    }
    let Count { asked, denied, allowed } = count;
    println!("{asked} questions of {schemas} schemas: {denied} denied and {allowed} allowed whatever the item");
    assert!(problems.is_empty(), "{}", problems.chars().take(6000).collect::<String>());
    assert!(asked > 100_000 && denied > 10_000 && allowed > 1_000, "these are few");
}
