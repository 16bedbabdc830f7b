//! Every caller, every operation, every set of fields: what the emitted code decides is what the written rules say.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::{Value as Json, json};

use crate::engine::{Call, Engine, Outcome, compile};
use crate::persona::{self, Persona};
use crate::written::{Action, Written, models, name};

/// What shall come of a call.
#[derive(Clone, Debug, PartialEq)]
enum Wanted {
    /// This answer, and these items in the table.
    Data(Json, Vec<Json>),
    /// The refusal of the operation as a whole.
    Refused,
    /// The refusal of fields.
    RefusedFields(Vec<String>),
}

fn call(persona: &Persona, resolver: &str, args: &Json) -> Json {
    json!({
        "resolver": resolver,
        "table": "things",
        "mode": persona.mode,
        "identity": persona.identity,
        "env": persona::environment(),
        "args": args,
    })
}

/// The item that is there, and what a mutation makes of it for its caller.
fn stored(model: &Written) -> Json {
    let mut item = json!({ "id": "one", "__typename": "Thing", "createdAt": "before", "updatedAt": "before" });
    for field in 0..model.fields.len() {
        item[name(field)] = format!("stored {field}").into();
    }
    item
}

fn marked(item: &Json) -> Json {
    let mut item = item.clone();
    item["__operation"] = "Mutation".into();
    item
}

/// What a mutation gives back: to who may not read the item, which one it is, its times, and what they set.
fn given_back(model: &Written, persona: &Persona, action: Action, item: &Json, input: &Json) -> Json {
    let mut given = marked(item);
    if !model.is_told(&persona.roles, action) {
        let known = |name: &str| ["createdAt", "updatedAt", "__operation"].contains(&name) || input.get(name).is_some();
        given.as_object_mut().expect("an object").retain(|name, _| known(name));
    }
    given
}

/// Every call with one caller, and what shall come of it.
fn cases(model: &Written, persona: &Persona) -> Vec<(Json, Wanted)> {
    let roles = &persona.roles;
    let item = stored(model);
    let here = || vec![item.clone()];
    let mut found = Vec::new();
    let all: Vec<usize> = (0..model.fields.len()).collect();
    let mut add = |call: Json, allowed: bool, wanted: Wanted| {
        found.push((call, if allowed { wanted } else { Wanted::Refused }));
    };

    let get = call(persona, "Query.getThing", &json!({ "id": "one" }));
    add(get, model.calls(roles, Action::Get), Wanted::Data(item.clone(), here()));
    let lists = model.calls(roles, Action::List);
    let page = json!({ "items": [item], "nextToken": null, "scannedCount": 1 });
    add(call(persona, "Query.listThings", &json!({})), lists, Wanted::Data(page.clone(), here()));
    for field in &all {
        let filter =
            json!({ "filter": { "or": [{ name(*field): { "beginsWith": "stored" } }, { "id": { "eq": "" } }] } });
        let wanted = if model.is_hidden(*field) && !model.reads(roles, *field) {
            Wanted::RefusedFields(vec![name(*field)])
        } else {
            Wanted::Data(page.clone(), here())
        };
        add(call(persona, "Query.listThings", &filter), lists, wanted);
    }
    for subscription in ["onCreateThing", "onUpdateThing", "onDeleteThing"] {
        let mut call = call(persona, &format!("Subscription.{subscription}"), &json!({}));
        call["table"] = Json::Null;
        add(call, model.calls(roles, Action::Listen), Wanted::Data(Json::Null, vec![]));
    }

    // every set of fields, set or null
    for set in 0..3_usize.pow(u32::try_from(all.len()).expect("a few")) {
        let digits = all.iter().map(|at| (*at, set / 3_usize.pow(u32::try_from(*at).expect("a few")) % 3));
        let touched: Vec<(usize, bool)> = digits.filter(|(_, how)| *how > 0).map(|(at, how)| (at, how == 2)).collect();
        let values = touched.iter().map(|(at, null)| (name(*at), if *null { Json::Null } else { "new".into() }));
        let values: serde_json::Map<String, Json> = values.collect();

        let creates = model.calls(roles, Action::Create);
        for id in [false, true] {
            let mut input = values.clone();
            if id {
                input.insert("id".to_owned(), "mine".into());
            }
            let named: Vec<usize> = touched.iter().map(|(at, _)| *at).collect();
            let refused = model.refused_on_create(roles, &named, id);
            let now = "2030-01-01T00:00:00.000Z";
            let mut made = json!({ "__typename": "Thing", "createdAt": now, "updatedAt": now, "id": "auto1" });
            made.as_object_mut().expect("an object").extend(input.clone());
            let wanted = if refused.is_empty() {
                Wanted::Data(marked(&made), vec![item.clone(), made])
            } else {
                Wanted::RefusedFields(refused)
            };
            add(call(persona, "Mutation.createThing", &json!({ "input": input })), creates, wanted);
        }

        let refused = model.refused_on_update(roles, &touched);
        let mut changed = item.clone();
        changed["updatedAt"] = "2030-01-01T00:00:00.000Z".into();
        let members = changed.as_object_mut().expect("an object");
        for (field, value) in &values {
            match value {
                Json::Null => members.remove(field),
                value => members.insert(field.clone(), value.clone()),
            };
        }
        let mut input = values.clone();
        input.insert("id".to_owned(), "one".into());
        let wanted = if refused.is_empty() {
            Wanted::Data(given_back(model, persona, Action::Update, &changed, &json!(input)), vec![changed])
        } else {
            Wanted::RefusedFields(refused)
        };
        let update = call(persona, "Mutation.updateThing", &json!({ "input": input }));
        add(update, model.calls(roles, Action::Update), wanted);
    }

    let delete = call(persona, "Mutation.deleteThing", &json!({ "input": { "id": "one" } }));
    let given = given_back(model, persona, Action::Delete, &item, &json!({ "id": "one" }));
    add(delete, model.calls(roles, Action::Delete), Wanted::Data(given, vec![]));

    // conditions tell what they compare
    for field in &all {
        let condition = json!({ name(*field): { "beginsWith": "stored" } });
        for (operation, action) in [("update", Action::Update), ("delete", Action::Delete)] {
            let args = json!({ "input": { "id": "one" }, "condition": condition });
            let unread =
                if model.is_hidden(*field) { !model.reads(roles, *field) } else { !model.is_told(roles, action) };
            let wanted = if unread {
                Wanted::RefusedFields(vec![name(*field)])
            } else {
                let mut changed = item.clone();
                changed["updatedAt"] = "2030-01-01T00:00:00.000Z".into();
                let (shown, left) =
                    if action == Action::Delete { (&item, vec![]) } else { (&changed, vec![changed.clone()]) };
                Wanted::Data(given_back(model, persona, action, shown, &args["input"]), left)
            };
            add(call(persona, &format!("Mutation.{operation}Thing"), &args), model.calls(roles, action), wanted);
        }
    }

    for field in all.iter().filter(|field| model.is_hidden(**field)) {
        let value = item[name(*field)].clone();
        let told = if model.is_delivered(*field) { value.clone() } else { Json::Null };
        for (source, value) in [(item.clone(), value), (marked(&item), told)] {
            let mut call = call(persona, &format!("Thing.{}", name(*field)), &json!({}));
            call["table"] = Json::Null;
            call["source"] = source;
            add(call, model.reads(roles, *field), Wanted::Data(value, vec![]));
        }
    }
    found
}

/// Whether what came is what was wanted. A refusal asks nothing and tells nothing.
fn is_as_wanted(outcome: &Outcome, wanted: &Wanted, before: &[Json]) -> bool {
    let error = |message: &str| {
        outcome["error"] == json!({ "message": message, "type": "Unauthorized" })
            && outcome.get("data").is_none()
            && outcome["asked"].is_null()
            && (outcome["items"] == json!(before) || outcome["items"] == json!([]))
    };
    match wanted {
        Wanted::Data(data, items) => {
            outcome.get("error").is_none() && outcome["data"] == *data && outcome["items"] == json!(items)
        }
        Wanted::Refused => error("Not Authorized"),
        Wanted::RefusedFields(fields) => error(&format!("Unauthorized on [{}]", fields.join(", "))),
    }
}

/// What is wrong with the code that is emitted for a model; how many calls were made, if nothing is.
fn check(model: &Written, change: impl Fn(&str) -> String) -> Result<usize, String> {
    let resolvers = compile(&model.text());
    let of_fields: Vec<&str> =
        resolvers.iter().filter(|it| it.type_name == "Thing").map(|it| it.field.as_str()).collect();
    let hidden: Vec<String> = (0..model.fields.len()).filter(|field| model.is_hidden(*field)).map(name).collect();
    if of_fields != hidden {
        return Err(format!("resolvers of {of_fields:?}, and {hidden:?} are hidden"));
    }
    let engine = Engine::new(&resolvers, change);
    let before = vec![stored(model)];
    let tables = BTreeMap::from([("things".to_owned(), json!({ "key": ["id"], "items": before }))]);
    let mut count = 0;
    for persona in persona::all() {
        let cases = cases(model, &persona);
        let calls: Vec<Call> = cases.iter().map(|(call, _)| Call(call.clone())).collect();
        for (outcome, (call, wanted)) in engine.run(&calls, &tables).iter().zip(&cases) {
            count += 1;
            if !is_as_wanted(outcome, wanted, &before) {
                let what = format!("{} {} {}", persona.name, call["resolver"], call["args"]);
                return Err(format!("{what}: {wanted:?} is wanted, and this came: {outcome}\n{}", model.text()));
            }
        }
    }
    Ok(count)
}

#[test]
fn the_code_decides_as_the_rules_say() {
    let cases = std::env::var("RESOLVER_SCHEMAS").ok().and_then(|count| count.parse().ok()).unwrap_or(12);
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let count = std::cell::Cell::new(0);
    let outcome = runner.run(&models(), |model| {
        count.set(count.get() + check(&model, str::to_owned).map_err(TestCaseError::fail)?);
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    println!("{} calls", count.get());
    assert!(count.get() > 10_000);
}

/// Mistakes that a change to the emitter could make: what stands in the code, and what would stand there instead.
const MISTAKES: &[(&str, &str, &str)] = &[
    ("nobody is refused", "util.unauthorized();", ""),
    ("denied fields pass", "if (denied.length > 0)", "if (false)"),
    ("alternatives are all demanded", " ||\n", " &&\n"),
    (
        "names of groups are parts of texts",
        "return [isJson ? JSON.parse(listed) : listed].flat().filter((group) => group);",
        "return listed ?? [];",
    ),
    ("groups are found within names", "listed.includes(group)", "`${listed}`.includes(group)"),
    ("every token has the claim", "util.authType() === mode ? claims?.[claim] : null", "claims?.[claim]"),
    ("any role of the pool is signed in", "identity.cognitoIdentityAuthType === 'authenticated'", "true"),
    ("any pool will do", "identity.cognitoIdentityPoolId === ctx.env.IDENTITY_POOL", "true"),
    (
        "guests by the beginning of their role",
        "identity.userArn === ctx.env.GUEST",
        "identity.userArn.startsWith(ctx.env.GUEST)",
    ),
    (
        "functions by a part of their role",
        "identity.userArn.startsWith(sessions)",
        "identity.userArn.includes(sessions.slice(0, -1))",
    ),
    ("null needs no right of its own", "input[name] === null &&", "false &&"),
    ("mutations give all fields", "if (ctx.source.__operation)", "if (false)"),
    ("results of mutations are not marked", "{ ...ctx.result, __operation: 'Mutation' }", "ctx.result"),
    ("filters tell of what is hidden", "...readable(ctx, ctx.args.filter), ", ""),
    ("items are made where there is one", "attributeExists: false", "attributeExists: true"),
    ("roles that do not hold count", ".filter((role) => role.is)", ""),
    ("who may not read an item gets it back", "return { ...told, ", "return { ...ctx.result, "),
    ("conditions tell of what one may only write", "...readable(ctx, ctx.args.condition),", ""),
];

#[test]
fn mistakes_in_the_code_are_noticed() {
    let mut runner = TestRunner::deterministic();
    let samples: Vec<Written> = (0..20).map(|_| models().new_tree(&mut runner).expect("a model").current()).collect();
    for model in &samples {
        check(model, str::to_owned).expect("without a mistake, nothing is wrong");
    }
    let noticed =
        |from: &str, to: &str| samples.iter().any(|model| check(model, |code| code.replace(from, to)).is_err());
    let missed: Vec<_> =
        MISTAKES.iter().filter(|(_, from, to)| !noticed(from, to)).map(|(mistake, ..)| mistake).collect();
    assert!(missed.is_empty(), "not noticed: {missed:?}");
}
