//! Rules that depend on the item: what comes of operations is what the written rules say, and nothing else is told.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

use amp_compiler::emit::resolvers::Resolver;
use serde_json::{Value as Json, json};

use crate::engine::{Engine, Outcome, try_compile};
use crate::items::calls::{Calls, items};
use crate::items::oracle::{Of, READ};
use crate::items::persona::{self, Persona};
use crate::items::wanted::{Case, Wanted, is_as};
use crate::items::written::{Dice, Schema, Who};
use crate::persona::environment;

/// So many schemas are more than a hundred thousand operations.
const SCHEMAS: u64 = 64;

/// A world as the engine takes it.
fn world(schema: &Schema, personas: &[Persona], items: &Json) -> Json {
    let mut types = json!({});
    let mut tables = json!({});
    for model in &schema.models {
        let of = Of::new(schema, model.name);
        let mut relations = json!({});
        for relation in of.relations() {
            relations[relation.name] = json!({ "target": relation.target, "many": relation.many });
        }
        let all = items[model.name].as_array().expect("items");
        let payloads: Vec<Json> = all.iter().map(|it| of.payload(it)).collect();
        types[model.name] = json!({ "fields": of.fields(), "relations": relations, "payloads": payloads });
        let mut indexes = json!({});
        if model.name == "File" {
            indexes = json!({ "gsi-Folder.files": { "key": ["folderId"] }, "gsi-Folder.top": { "key": ["topId"] } });
        }
        if let Some(keys) = &model.index {
            indexes[format!("ix{}", model.name)] = json!({ "key": keys });
        }
        tables[model.name] = json!({ "key": ["id"], "indexes": indexes, "items": all });
    }
    let personas: Vec<Json> = personas.iter().map(|it| json!({ "mode": it.mode, "identity": it.identity })).collect();
    json!({ "types": types, "tables": tables, "personas": personas, "env": environment() })
}

/// What is wrong with an outcome, if anything.
fn wrong(case: &Case, outcome: &Outcome, before: &Json) -> Result<(), String> {
    let changed = &outcome["items"];
    if let Some(crash) = outcome.get("crash") {
        return Err(format!("it crashes: {crash}"));
    }
    if outcome.get("error").is_some() && (!changed.is_null() || outcome.get("data").is_some()) {
        return Err("an error, and something happens all the same".to_owned());
    }
    let is_write = case.call["resolver"].as_str().is_some_and(|it| it.starts_with("Mutation."));
    let asked = outcome["asked"].as_u64();
    if is_write && (asked > Some(1) || (outcome.get("data").is_some() && asked != Some(1))) {
        return Err("not one request of a table".to_owned());
    }
    let model = case.call["type"].as_str().expect("a name");
    if as_wanted(&case.wanted, outcome, &before[model], model) {
        return Ok(());
    }
    Err(format!("wanted {:?}", case.wanted))
}

fn as_wanted(wanted: &Wanted, outcome: &Outcome, before: &Json, model: &str) -> bool {
    let error = &outcome["error"];
    let message = error["message"].as_str().unwrap_or_default();
    match wanted {
        Wanted::Refused(names) => {
            let inner = message.strip_prefix("Unauthorized on [").and_then(|it| it.strip_suffix(']'));
            let known = inner.is_some_and(|it| it.split(", ").all(|name| names.iter().any(|it| it == name)));
            error["type"] == "Unauthorized" && (message == "Not Authorized" || known)
        }
        Wanted::Failed => error["type"] == "DynamoDB:ConditionalCheckFailedException",
        Wanted::Error => !error.is_null(),
        Wanted::Data(data, items) => {
            let sorted = |items: &Json| {
                let mut items = items.as_array().cloned().unwrap_or_default();
                items.sort_by(|a, b| a["id"].as_str().cmp(&b["id"].as_str()));
                items
            };
            let after = outcome["items"].get(model).unwrap_or(before);
            let items = items.as_ref().map_or_else(|| before.clone(), |items| json!(items));
            error.is_null()
                && outcome.get("data").is_some_and(|got| is_as(data, got))
                && sorted(after) == sorted(&items)
        }
        Wanted::Any(of) => of.iter().any(|it| as_wanted(it, outcome, before, model)),
    }
}

/// The first stored text that an answer tells to who may not read it.
fn leak(schema: &Schema, persona: &Persona, case: &Case, outcome: &Outcome, items: &Json) -> Option<String> {
    let answer = json!([outcome["data"], outcome["error"]]).to_string();
    if !answer.contains("hidden f") {
        return None;
    }
    for model in &schema.models {
        let of = Of::new(schema, model.name);
        for item in items[model.name].as_array().expect("items") {
            let may_see = READ.iter().any(|action| of.may_with(persona, *action, Some(item)));
            for field in ["f0", "f1", "f2"] {
                let Some(text) = item[field].as_str() else { continue };
                if !answer.contains(text) {
                    continue;
                }
                // what a write makes of it, its caller or the public may read; functions get what their mutations give back
                let own = case.written.as_ref().filter(|it| it["id"] == item["id"] && it["__typename"] == model.name);
                let reads = |item: &Json| of.reads(persona, field, item);
                let is_free = (persona.is(Who::Function) || of.is_public()) && !of.is_hidden(field);
                if !(may_see && reads(item) || own.is_some_and(|it| is_free || reads(it) || reads(item))) {
                    return Some(format!("{text:?} is told"));
                }
            }
        }
    }
    None
}

/// What is wrong with the code that is emitted for a schema; how many operations were tried, if nothing is.
fn check(
    schema: &Schema,
    resolvers: &[Resolver],
    personas: &[Persona],
    seed: u64,
    change: impl Fn(&str) -> String,
) -> Result<usize, String> {
    let engine = Engine::new(resolvers, change);
    let dice = &mut Dice::new(seed);
    let items = items(schema, dice);
    let world = world(schema, personas, &items);
    let mut cases = Vec::new();
    for model in &schema.models {
        for (at, persona) in personas.iter().enumerate() {
            let of = Of::new(schema, model.name);
            let mut calls = Calls { of, persona, at, world: &items, cases: Vec::new() };
            calls.collect(dice);
            cases.extend(calls.cases);
        }
    }
    let calls: Vec<&Json> = cases.iter().map(|case| &case.call).collect();
    let mut alike: BTreeMap<&str, (&Json, &Outcome)> = BTreeMap::new();
    let outcomes = engine.execute(&calls, &world);
    for (outcome, case) in outcomes.iter().zip(&cases) {
        let persona = &personas[usize::try_from(case.call["persona"].as_u64().expect("one")).expect("a few")];
        let told = |what: &str| {
            let (call, text) = (format!("{} {}", case.call["resolver"], case.call["args"]), schema.text());
            let rows = schema.models.iter().flat_map(|it| items[it.name].as_array().expect("items"));
            let rows: Vec<String> = rows.map(|it| format!("  {it}\n")).collect();
            format!("{}: {call}\n{what}\ncame {outcome}\n{}{text}", persona.name, rows.concat())
        };
        wrong(case, outcome, &items).map_err(|it| told(&it))?;
        if let Some(leak) = leak(schema, persona, case, outcome, &items) {
            return Err(told(&leak));
        }
        if let Some(key) = &case.alike {
            let (call, other) = *alike.entry(key).or_insert((&case.call, outcome));
            if other["error"] != outcome["error"] {
                return Err(told(&format!("{} of {}", other["error"], call["args"])));
            }
        }
    }
    Ok(cases.len())
}

/// The smallest schema near this one with which something is wrong, and what.
fn smallest(schema: &Schema, seed: u64, wrong: String) -> String {
    let (mut schema, mut wrong) = (schema.clone(), wrong);
    loop {
        let next = schema.smaller().into_iter().find_map(|less| {
            let resolvers = try_compile(&less.text()).ok()?;
            let same = less.text() == schema.text();
            (!same).then(|| {
                (seed..seed + 3)
                    .find_map(|seed| check(&less, &resolvers, &persona::all(), seed, str::to_owned).err())
                    .map(|it| (less, it))
            })?
        });
        match next {
            Some((less, it)) => (schema, wrong) = (less, it),
            None => return wrong,
        }
    }
}

/// Schemas that compile, by seed.
fn compiled(seed: u64) -> Option<(Schema, Vec<Resolver>)> {
    let schema = Schema::random(&mut Dice::new(seed));
    match try_compile(&schema.text()) {
        Ok(resolvers) => Some((schema, resolvers)),
        Err(why) => {
            if std::env::var("ITEM_REFUSED").is_ok() {
                println!("{seed}: {why}\n{}", schema.text());
            }
            None
        }
    }
}

/// What is wrong with the code for the schemas of some seeds: how many operations and schemas there were, and how many
/// texts are no schemas.
fn try_all(seeds: Range<u64>, wrong: impl Fn(String) + Sync) -> (usize, usize, usize) {
    let (next, operations) = (AtomicU64::new(seeds.start), AtomicUsize::new(0));
    let (schemas, refused) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || {
        loop {
            let seed = next.fetch_add(1, Relaxed);
            if seed >= seeds.end {
                return;
            }
            let Some((schema, resolvers)) = compiled(seed) else {
                refused.fetch_add(1, Relaxed);
                continue;
            };
            schemas.fetch_add(1, Relaxed);
            match check(&schema, &resolvers, &persona::all(), seed, str::to_owned) {
                Ok(more) => drop(operations.fetch_add(more, Relaxed)),
                Err(what) => wrong(format!("seed {seed}: {}", smallest(&schema, seed, what))),
            }
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work);
        work();
    });
    (operations.into_inner(), schemas.into_inner(), refused.into_inner())
}

#[test]
fn the_code_decides_as_the_rules_of_items_say() {
    let number = |name: &str, usual: u64| std::env::var(name).ok().and_then(|it| it.parse().ok()).unwrap_or(usual);
    let first = number("ITEM_SEED", 1);
    let found = Mutex::new(Vec::new());
    let (operations, schemas, refused) = try_all(first..first + number("ITEM_SCHEMAS", SCHEMAS), |what| {
        found.lock().expect("no panic").push(what);
    });
    let found = found.into_inner().expect("no panic");
    assert!(found.is_empty(), "{} schemas: {}", found.len(), found.join("\n\n"));
    println!("{operations} operations of {schemas} schemas, {refused} refused");
    assert!(refused < schemas, "most are schemas");
    assert!(schemas < 60 || operations > 1500 * schemas);
    assert!(std::env::var("ITEM_SCHEMAS").is_ok() || operations >= 100_000, "{operations} operations are few");
}

/// Mistakes that a change to the emitter could make: what stands in the code, and what would stand there instead.
const MISTAKES: &[(&str, &str, &str)] = &[
    ("updates have no condition", "...demands(ctx).map((rules) => either(rules)),", ""),
    ("all rules are demanded", "return { or };", "return { and: or };"),
    ("owners by another claim", "claims.username ?? claims['cognito:username']", "claims.sub"),
    ("ID tokens have no name", "claims.username ?? claims['cognito:username']", "claims.username"),
    ("a delete tells that there is nothing", "!ctx.error && !ctx.result && !fits(null, allowed(ctx))", "false"),
    ("lists show everything", "filter: expressionOf(either(allowed(ctx)), ", "filter: expressionOf("),
    ("others' items are shown", "ctx.result && !fits(ctx.result, allowed(ctx))", "false"),
    ("owners are who the input says", ".filter((role) => fits(owned, [role.is]))", ".filter((role) => role.is)"),
    ("an owner of null is filled in", "input[field] === undefined", "(input[field] ?? null) === null"),
    ("every item fits", "(rule) => rule === true || ", "(rule) => true || "),
    ("results of mutations hold what they lead to", "ctx.source.__operation ||", "false ||"),
    ("fields are for everybody", "if (!fits(ctx.source, allowed(ctx)))", "if (false)"),
    (
        "anybody listens in another's name",
        "if (!named.every((name) => asked.some((rule) => rule.field === name)))",
        "if (false)",
    ),
    ("subscriptions have no filter", "told = asked.flatMap((rule) => partsOf(rule));", "told = [[]];"),
    ("lists are compared as texts are", "list ? values.map(", "false ? values.map("),
    ("one value for all in a list", "? ['containsAny', 20] : ['in', 5]", "? ['in', 5] : ['in', 5]"),
    ("more values than a filter holds", "['in', 5]", "['in', 50]"),
    ("JSON is not read", "isJson ? JSON.parse(listed) : listed", "listed"),
    ("tokens of every issuer count", "util.authType() !== mode || ", ""),
    ("who may not is told of the condition", "ctx.error?.type === FAILED && ", "false && "),
    ("a failed condition gives the item", "util.error(ctx.error.message, ctx.error.type);", "return ctx.result;"),
    ("null needs no right of its own", "roles.filter((role) => role.clear.includes(name))", "roles"),
    ("fields need no right", "roles.filter((role) => role.set.includes(name))", "roles"),
    ("what is not there is made", "{ id: { attributeExists: true } },", ""),
    ("conditions find out what is hidden", "...readable(ctx, ctx.args.condition),", ""),
    ("lists of owners are one text", "list ? [identity] : identity", "identity"),
    ("owners are shown whole", ".slice(-1)[0]", ".join('::')"),
    ("who may not read an item gets it back", "return { ...told, ", "return { ...ctx.result, "),
    ("who may not read an item gets it", "if (ctx.result && !fits(ctx.result, mayRead(ctx)))", "if (false)"),
];

#[test]
fn mistakes_about_items_are_noticed() {
    let samples: Vec<(u64, Schema, Vec<Resolver>)> =
        (1..40).filter_map(|seed| compiled(seed).map(|(schema, resolvers)| (seed, schema, resolvers))).collect();
    let noticed = |(_, from, to): &&(&str, &str, &str)| {
        let stands = samples.iter().filter(|(.., resolvers)| resolvers.iter().any(|it| it.code.contains(from)));
        stands.take(15).any(|(seed, schema, resolvers)| {
            check(schema, resolvers, &persona::some(), *seed, |code| code.replace(from, to)).is_err()
        })
    };
    let missed: Vec<_> = MISTAKES.iter().filter(|it| !noticed(it)).map(|(mistake, ..)| mistake).collect();
    assert!(missed.is_empty(), "not noticed: {missed:?}");
}
