//! Mutations: each is one request, which holds only if its condition does.

use std::fmt::Write;

use super::Plan;
use super::caller::{guard, member};
use super::code::{Helper, Module, bracketed, key as property, quoted, texts};
use super::key::{attributes, own_attributes};
use super::read::readable;
use super::rights::Writers;
use super::validation;
use crate::access::data::DataAction;
use crate::model::data::{Field, Index, IndexOrigin, ModelOperation, Origin, TypeKind};
use crate::vocabulary::data::ScalarType;

/// What hands on the item, and marks it: fields that not everybody may read come back empty from a mutation, since
/// subscribers get what its caller selects.
const RESULT: &str = "  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result ? { ...ctx.result, __operation: 'Mutation' } : null;
";

/// Adds an item.
pub(super) fn create(plan: &Plan<'_>) -> Module {
    let (key, has) = (&plan.model.key, |name: &str| plan.model.key.fields().any(|field| field == name));
    let writers = plan.rights.creators();
    plan.mutation(ModelOperation::Create, DataAction::Create, |plan, module| {
        let defaults = validation::defaults(plan.model);
        let mut body = String::new();
        let given = if defaults.is_empty() { "ctx.args.input" } else { "input" };
        if !defaults.is_empty() {
            let members: Vec<String> = ["...ctx.args.input".to_owned()].into_iter().chain(defaults).collect();
            body.push_str(&bracketed(1, "const input = ", '{', &members, ";"));
        }
        body.push_str(&rights(plan, module, &writers, given, None));
        body.push_str(&validation::tests(plan, module, given));

        let now = automatic(plan, &["createdAt", "updatedAt"]);
        if !now.is_empty() {
            body.push_str("  const now = util.time.nowISO8601();\n");
        }
        let mut members: Vec<String> = now.iter().map(|name| format!("{name}: now")).collect();
        members.push(format!("...{given}"));
        if has("id") {
            members.push(format!("id: {given}.id ?? util.autoId()"));
        }
        if key.sort.len() > 1 {
            members.extend(attributes(key, given).pop());
        }
        let composites = composites(plan, module, given, "creating");
        members.extend(composites);
        members.push(format!("__typename: {}", quoted(&plan.model.name.value)));
        body.push_str("  /** @type {Record<string, any>} */\n");
        body.push_str(&bracketed(1, "const item = ", '{', &members, ";"));
        let indexed = nullable_keys(plan);
        if !indexed.is_empty() {
            let _ = writeln!(body, "  // without its key, an item is not in an index");
            let _ = writeln!(body, "  for (const name of {}) {{", texts(indexed.iter().map(String::as_str)));
            body.push_str("    if (item[name] === null) {\n      delete item[name];\n    }\n  }\n");
        }
        body.push_str("  return {\n    operation: 'PutItem',\n");
        let key: Vec<String> = key_members(plan, "item");
        body.push_str(&bracketed(2, "key: util.dynamodb.toMapValues(", '{', &key, "),"));
        body.push_str("    attributeValues: util.dynamodb.toMapValues(item),\n");
        body + &condition(plan, module, false) + "  };\n"
    })
}

/// Changes an item.
pub(super) fn update(plan: &Plan<'_>) -> Module {
    let writers = plan.rights.updaters();
    plan.mutation(ModelOperation::Update, DataAction::Update, |plan, module| {
        let mut body = rights(plan, module, &writers, "ctx.args.input", Some(&plan.model.key.partition));
        body.push_str(&validation::tests(plan, module, "ctx.args.input"));
        let mut members = vec!["...ctx.args.input".to_owned()];
        members.push(if automatic(plan, &["updatedAt"]).is_empty() {
            // something must be set
            format!("__typename: {}", quoted(&plan.model.name.value))
        } else {
            "updatedAt: ctx.args.input.updatedAt ?? util.time.nowISO8601()".to_owned()
        });
        members.extend(composites(plan, module, "ctx.args.input", "updating"));
        body.push_str(&bracketed(1, "const changes = ", '{', &members, ";"));
        body.push_str("  return {\n    operation: 'UpdateItem',\n");
        body.push_str(&key_line(plan));
        module.needs(Helper::UpdateOf);
        let fields = texts(plan.model.key.fields().map(smol_str::SmolStr::as_str));
        let _ = writeln!(body, "    update: updateOf(changes, {fields}),");
        body + &condition(plan, module, true) + "  };\n"
    })
}

/// Deletes an item.
pub(super) fn delete(plan: &Plan<'_>) -> Module {
    plan.mutation(ModelOperation::Delete, DataAction::Delete, |plan, module| {
        let mut body = guard("allowed", &plan.rights.may(DataAction::Delete), plan.backend, module);
        body.push_str("  return {\n    operation: 'DeleteItem',\n");
        body.push_str(&key_line(plan));
        body + &condition(plan, module, true) + "  };\n"
    })
}

fn key_line(plan: &Plan<'_>) -> String {
    bracketed(2, "key: util.dynamodb.toMapValues(", '{', &key_members(plan, "ctx.args.input"), "),")
}

/// The attributes of the key, taken from an item or an input.
fn key_members(plan: &Plan<'_>, from: &str) -> Vec<String> {
    attributes(&plan.model.key, from)
}

/// The member `condition` of a request: whether the item is there, and what the caller demands.
fn condition(plan: &Plan<'_>, module: &mut Module, exists: bool) -> String {
    module.needs(Helper::ExpressionOf);
    let key: Vec<String> = own_attributes(&plan.model.key)
        .map(|name| format!("{{ {}: {{ attributeExists: {exists} }} }}", property(name)))
        .collect();
    let condition = format!("expressionOf({}, ctx.args.condition)", key.join(", "));
    format!("    condition: {},\n", readable(plan, module, condition))
}

/// The refusal of those who may not set what they set. `free` is a field that everybody names who may write at all.
fn rights(plan: &Plan<'_>, module: &mut Module, writers: &[Writers<'_>], input: &str, free: Option<&str>) -> String {
    if writers.iter().all(|writers| writers.whole) {
        let all = writers.iter().flat_map(|writers| writers.who.iter().cloned()).collect();
        return guard("allowed", &all, plan.backend, module);
    }
    let clears = free.is_some();
    // the longest list that others are made of
    let most = writers.iter().map(|writers| &writers.set).max_by_key(|set| set.len()).cloned().unwrap_or_default();
    let least: Vec<&str> = most
        .iter()
        .copied()
        .filter(|name| writers.iter().all(|it| it.set.is_empty() || it.set.contains(name)))
        .collect();
    let list = |fields: &[&str]| {
        if fields.is_empty() {
            "[]".to_owned()
        } else if least.len() > 1 && least.iter().all(|name| fields.contains(name)) {
            let more: Vec<&str> = fields.iter().copied().filter(|name| !least.contains(name)).collect();
            match &more[..] {
                [] => "FIELDS".to_owned(),
                more => format!("[...FIELDS, {}]", more.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ")),
            }
        } else {
            texts(fields.iter().copied())
        }
    };
    let mut body = String::new();
    let table: Vec<String> = writers
        .iter()
        .map(|writers| {
            let mut members = vec![member(3, "is: ", &writers.who, plan.backend, module)];
            members.push(format!("set: {}", list(&writers.set)));
            members.extend(clears.then(|| format!("clear: {}", list(&writers.clear))));
            bracketed(2, "", '{', &members, ",")
        })
        .collect();
    if table.iter().any(|row| row.contains("FIELDS")) {
        let fields: Vec<String> = least.iter().map(|name| quoted(name)).collect();
        module.constant(&bracketed(0, "const FIELDS = ", '[', &fields, ";"));
    }
    body.push_str("  // what the caller may, by role\n  const roles = [\n");
    body.push_str(&table.concat());
    body.push_str("  ].filter((role) => role.is);\n  if (roles.length === 0) {\n    util.unauthorized();\n  }\n");
    let mut refused = vec!["!roles.some((role) => role.set.includes(name))".to_owned()];
    if clears {
        refused.push(format!("({input}[name] === null && !roles.some((role) => role.clear.includes(name)))"));
    }
    let touched = match free {
        Some(free) => format!("Object.keys({input}).filter((name) => name !== {})", quoted(free)),
        None => format!("Object.keys({input})"),
    };
    let _ = writeln!(body, "  const touched = {touched};");
    match &refused[..] {
        [only] => _ = writeln!(body, "  const denied = touched.filter((name) => {only});"),
        several => {
            let _ = writeln!(
                body,
                "  const denied = touched.filter(\n    (name) =>\n      {},\n  );",
                several.join(" ||\n      ")
            );
        }
    }
    body + "  if (denied.length > 0) {\n    util.error(`Unauthorized on [${denied.join(', ')}]`, 'Unauthorized');\n  }\n"
}

/// The times of these names that are filled in: those that are not declared, or can hold a text.
fn automatic<'n>(plan: &Plan<'_>, names: &[&'n str]) -> Vec<&'n str> {
    let fills = |field: &Field| {
        field.origin == Origin::Timestamp
            || matches!(field.kind, TypeKind::Scalar(ScalarType::String | ScalarType::Datetime))
                && field.many.list.is_none()
    };
    names.iter().copied().filter(|name| plan.model.field(name).is_some_and(fills)).collect()
}

/// The attributes by which indexes sort that are made of several fields, as members of an object.
fn composites(plan: &Plan<'_>, module: &mut Module, input: &str, doing: &str) -> Vec<String> {
    let own = plan.model.key.sort_attribute();
    let is_key = |field: &str| plan.model.key.fields().any(|key| key == field);
    let mut seen: Vec<String> = own.into_iter().collect();
    let mut members = Vec::new();
    for index in plan.model.indexes.iter().filter(|index| index.key.sort.len() > 1) {
        let attribute = index.key.sort.join("#");
        if seen.contains(&attribute) {
            continue;
        }
        seen.push(attribute);
        let fields = || index.key.sort.iter().map(smol_str::SmolStr::as_str);
        let what = format!("{doing} any part of the composite sort key for {}", described(index));
        let composite = format!("composite({input}, {}, {})", texts(fields()), quoted(&what));
        // the identifier comes with each update, and does not change
        let changing: Vec<&str> = fields().filter(|field| !is_key(field)).collect();
        if doing == "updating" && changing.len() < index.key.sort.len() {
            if changing.is_empty() {
                continue;
            }
            let given: Vec<String> = changing.iter().map(|field| format!("{input}.{field} !== undefined")).collect();
            members.push(format!("...({} ? {composite} : {{}})", given.join(" || ")));
        } else {
            members.push(format!("...{composite}"));
        }
        module.needs(Helper::Composite);
    }
    members
}

/// An index, in the words of Amplify.
fn described(index: &Index) -> String {
    match index.origin {
        IndexOrigin::Written(..) => format!("@index '{}'", index.name),
        IndexOrigin::Relation(..) => format!("global secondary index '{}'", index.name),
    }
}

/// The attributes that indexes need and that may be null.
fn nullable_keys(plan: &Plan<'_>) -> Vec<String> {
    let nullable = |name: &str| {
        plan.model.field(name).is_some_and(|field| !field.many.required)
            && !plan.model.key.fields().any(|key| key == name)
    };
    let mut found: Vec<String> = Vec::new();
    for index in &plan.model.indexes {
        let partition = nullable(&index.key.partition).then(|| index.key.partition.to_string());
        let sort = index.key.sort_attribute().filter(|_| index.key.sort.iter().any(|name| nullable(name)));
        found.extend(partition.into_iter().chain(sort));
    }
    found.sort_unstable();
    found.dedup();
    found
}

impl Plan<'_> {
    fn mutation(
        &self,
        operation: ModelOperation,
        action: DataAction,
        body: impl FnOnce(&Self, &mut Module) -> String,
    ) -> Module {
        let field = operation.name(&self.model.name.value);
        let callers = self.rights.may(action);
        let mut module = self.module("Mutation", &field, &callers);
        if callers.is_nobody() {
            return module;
        }
        module.request = body(self, &mut module);
        RESULT.clone_into(&mut module.response);
        module
    }
}
