//! Mutations: each is one request, which holds only if its condition does.

use std::fmt::Write;

use super::Plan;
use super::caller::{Callers, Rules, Sought, Who, admission, identities};
use super::code::{Helper, Module, alternatives, bracketed, key as property, quoted, refuse_if, texts};
use super::key::{attributes, own_attributes};
use super::read::compared;
use super::rights::Writers;
use super::{Request, validation};
use crate::access::data::{Condition, DataAction};
use crate::model::data::{Field, Index, IndexOrigin, ModelOperation, Origin, TypeKind};
use crate::vocabulary::data::ScalarType;

/// What hands on the item, and marks it: fields that not everybody may read come back empty from a mutation, since
/// subscribers get what its caller selects.
const RESULT: &str = "  return ctx.result ? { ...ctx.result, __operation: 'Mutation' } : null;
";

const FAILURE: &str = "  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
";

/// Adds an item.
pub(super) fn create(plan: &Plan<'_>) -> Module {
    let (key, has) = (&plan.model.key, |name: &str| plan.model.key.fields().any(|field| field == name));
    let writers = plan.rights.creators();
    plan.mutation(ModelOperation::Create, DataAction::Create, |plan, module| {
        module.asks(Request::PutItem);
        let defaults = validation::defaults(plan.model);
        let mut body = String::new();
        let given = if defaults.is_empty() { "ctx.args.input" } else { "input" };
        if !defaults.is_empty() {
            let members: Vec<String> = ["...ctx.args.input".to_owned()].into_iter().chain(defaults).collect();
            body.push_str(&bracketed(1, "const input = ", '{', &members, ";"));
        }
        let owned = owned(plan, module, given, &mut body);
        body.push_str(&creation_rights(plan, module, &writers, given, owned));
        body.push_str(&validation::tests(plan, module, given));

        let now = automatic(plan, &["createdAt", "updatedAt"]);
        if !now.is_empty() {
            body.push_str("  const now = util.time.nowISO8601();\n");
        }
        let mut members: Vec<String> = now.iter().map(|name| format!("{name}: now")).collect();
        members.push(format!("...{owned}"));
        if has("id") {
            members.push(format!("id: {owned}.id ?? util.autoId()"));
        }
        if key.sort.len() > 1 {
            members.extend(attributes(key, owned).pop());
        }
        let composites = composites(plan, module, owned, "creating");
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
        body + &condition(plan, module, DataAction::Create, None) + "  };\n"
    })
}

/// Changes an item.
pub(super) fn update(plan: &Plan<'_>) -> Module {
    let writers = plan.rights.updaters();
    plan.mutation(ModelOperation::Update, DataAction::Update, |plan, module| {
        module.asks(Request::UpdateItem);
        let (mut body, demand) = change_rights(plan, module, &writers);
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
        body + &condition(plan, module, DataAction::Update, demand) + "  };\n"
    })
}

/// Deletes an item.
pub(super) fn delete(plan: &Plan<'_>) -> Module {
    plan.mutation(ModelOperation::Delete, DataAction::Delete, |plan, module| {
        module.asks(Request::DeleteItem);
        let (mut body, rules) = plan.admission(&plan.rights.may(DataAction::Delete), module);
        if let Some(rules) = &rules {
            // what is not there must not differ from what one may not delete
            let holds = rules.holds("null", module);
            module.response.push_str(&refuse_if(&format!("!ctx.error && !ctx.result && !{holds}")));
        }
        body.push_str("  return {\n    operation: 'DeleteItem',\n");
        body.push_str(&key_line(plan));
        let demand = rules.map(|rules| Demand::of_rules(&rules, module));
        body + &condition(plan, module, DataAction::Delete, demand) + "  };\n"
    })
}

/// What an item must be like for the caller to write it.
struct Demand {
    /// As conditions.
    conditions: String,
    /// Whether the item that a failed condition shows is like that.
    holds: String,
}

impl Demand {
    fn of_rules(rules: &Rules, module: &mut Module) -> Self {
        let condition = rules.condition(module).unwrap_or_default();
        Self { conditions: condition, holds: rules.holds("ctx.result", module) }
    }
}

/// The owner that an item has without being given one: a constant. Its name, or that of the input.
fn owned<'g>(plan: &Plan<'_>, module: &mut Module, given: &'g str, body: &mut String) -> &'g str {
    let mut members = vec![format!("...{given}")];
    for owner in plan.rights.owners() {
        let Who::Item { token, when: when @ Condition::Owner { field, .. }, list, plain } = &owner else { continue };
        module.needs(Helper::OwnedBy);
        let who = identities(*token, when, *plain, module);
        members.push(format!("...ownedBy({given}, {}, {who}, {list})", quoted(field)));
    }
    if members.len() == 1 {
        return given;
    }
    body.push_str(&bracketed(1, "const owned = ", '{', &members, ";"));
    "owned"
}

fn key_line(plan: &Plan<'_>) -> String {
    bracketed(2, "key: util.dynamodb.toMapValues(", '{', &key_members(plan, "ctx.args.input"), "),")
}

/// The attributes of the key, taken from an item or an input.
fn key_members(plan: &Plan<'_>, from: &str) -> Vec<String> {
    attributes(&plan.model.key, from)
}

/// The member `condition` of a request: whether the item is there, what it must be like, and what the caller demands.
/// What it must be like is looked at again if that fails.
fn condition(plan: &Plan<'_>, module: &mut Module, action: DataAction, demand: Option<Demand>) -> String {
    let exists = action != DataAction::Create;
    let mut conditions: Vec<String> = own_attributes(&plan.model.key)
        .map(|name| format!("{{ {}: {{ attributeExists: {exists} }} }}", property(name)))
        .collect();
    if let Some(demand) = demand {
        let refused = refuse_if(&format!("ctx.error?.type === FAILED && !{}", demand.holds));
        module.constant("const FAILED = 'DynamoDB:ConditionalCheckFailedException';\n");
        module.response.insert_str(0, &refused);
        conditions.push(demand.conditions);
    }
    let told = plan.rights.told(action);
    let condition = compared(plan, module, conditions, "ctx.args.condition", &Sought::default(), told.as_ref());
    format!("    condition: {condition},\n")
}

/// Everybody who may write, if they all may set and clear everything.
fn whole(writers: &[Writers<'_>]) -> Option<Callers> {
    let whole = writers.iter().all(|writers| writers.whole);
    whole.then(|| writers.iter().flat_map(|writers| writers.who.iter().cloned()).collect())
}

/// The refusal of those who may not set what they give. `item` is what it will be.
fn creation_rights(plan: &Plan<'_>, module: &mut Module, writers: &[Writers<'_>], given: &str, item: &str) -> String {
    if let Some(all) = whole(writers) {
        let (mut body, rules) = plan.admission(&all, module);
        if let Some(rules) = rules {
            // that a rule may hold is not enough: this item must be as it says
            body = refuse_if(&format!("!{}", rules.holds(item, module)));
        }
        return body;
    }
    let roles = roles(plan, module, writers, false);
    let active = if writers.iter().all(|writers| writers.who.is_static()) {
        "role.is".to_owned()
    } else {
        module.needs(Helper::Fits);
        format!("fits({item}, [role.is])")
    };
    format!(
        "  // what the caller may, by role\n  const roles = [\n{roles}  ].filter((role) => {active});
  if (roles.length === 0) {{
    util.unauthorized();
  }}
  const touched = Object.keys({given});
  const denied = touched.filter((name) => !roles.some((role) => role.set.includes(name)));
{REFUSAL}"
    )
}

const REFUSAL: &str = "  if (denied.length > 0) {
    util.error(`Unauthorized on [${denied.join(', ')}]`, 'Unauthorized');
  }
";

/// The refusal of those who may not change what they give, and what the item must be like for the others. The
/// identifier is named by everybody, and does not change.
fn change_rights(plan: &Plan<'_>, module: &mut Module, writers: &[Writers<'_>]) -> (String, Option<Demand>) {
    if let Some(all) = whole(writers) {
        let (body, rules) = plan.admission(&all, module);
        return (body, rules.map(|rules| Demand::of_rules(&rules, module)));
    }
    let is_static = writers.iter().all(|writers| writers.who.is_static());
    let roles = roles(plan, module, writers, true);
    let active = if is_static { "role.is" } else { "active([role.is]).length > 0" };
    let decision = format!(
        "  // what the caller may, by role\n  const roles = [\n{roles}  ].filter((role) => {active});
  if (roles.length === 0) {{
    util.unauthorized();
  }}
  const {{ input }} = ctx.args;
  const touched = Object.keys(input).filter((name) => !{}.includes(name));
  const denied = touched.filter(
    (name) =>
      !roles.some((role) => role.set.includes(name)) ||
      (input[name] === null && !roles.some((role) => role.clear.includes(name))),
  );
{REFUSAL}",
        texts(plan.model.key.fields().map(smol_str::SmolStr::as_str))
    );
    if is_static {
        return (decision, None);
    }
    for helper in [Helper::Active, Helper::DemandsOf, Helper::Either, Helper::Fits] {
        module.needs(helper);
    }
    module.own(format!(
        "/**\n * What the item must be like for the caller to change it so: as one of the rules of each list says.\n * \
         @param {{Context}} ctx\n */\nfunction demands(ctx) {{\n{decision}  return demandsOf(roles, input, touched);\n}}\n"
    ));
    let demand = Demand {
        conditions: "...demands(ctx).map((rules) => either(rules))".to_owned(),
        holds: "demands(ctx).every((rules) => fits(ctx.result, rules))".to_owned(),
    };
    (String::new(), Some(demand))
}

/// The elements of a list of roles: who has it, and which fields that lets them set and clear.
fn roles(plan: &Plan<'_>, module: &mut Module, writers: &[Writers<'_>], clears: bool) -> String {
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
    let mut rows = Vec::new();
    for writers in writers {
        for rule in writers.who.rules(3, plan.backend, module) {
            let break_line = if rule.contains('\n') { "\n        " } else { " " };
            let mut members = vec![format!("is:{break_line}{rule}"), format!("set: {}", list(&writers.set))];
            members.extend(clears.then(|| format!("clear: {}", list(&writers.clear))));
            rows.push(bracketed(2, "", '{', &members, ","));
        }
    }
    if rows.iter().any(|row| row.contains("FIELDS")) {
        let fields: Vec<String> = least.iter().map(|name| quoted(name)).collect();
        module.constant(&bracketed(0, "const FIELDS = ", '[', &fields, ";"));
    }
    rows.concat()
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
        module.response.push_str(FAILURE);
        if let Some(told) = self.rights.told(action) {
            let outline = self.outline(&told, &mut module);
            module.response.push_str(&outline);
        }
        module.response.push_str(RESULT);
        module
    }

    /// What hands on to those who may read nothing of the item: which one it is, its times, and what they set.
    fn outline(&self, told: &Callers, module: &mut Module) -> String {
        let mut out = String::new();
        let reads = if told.is_static() {
            let terms = told.terms(self.backend, module);
            let several = (terms.len() > 1).then(|| alternatives(1, "const mayRead =", &terms));
            let _ = several.iter().try_for_each(|several| writeln!(out, "  {several};"));
            terms.into_iter().next().map(|only| if several.is_some() { "mayRead".to_owned() } else { only })
        } else {
            let (_, rules) = admission("mayRead", told, &Sought::default(), self.backend, module);
            rules.map(|rules| rules.holds("ctx.result", module))
        };
        let blind = match reads {
            None => "ctx.result".to_owned(),
            Some(reads) => match reads.strip_prefix("util.authType() === ") {
                Some(mode) => format!("ctx.result && util.authType() !== {mode}"),
                None => format!("ctx.result && !{reads}"),
            },
        };
        let times = self.model.fields.iter().filter(|field| field.origin == Origin::Timestamp);
        let names: Vec<String> = ["...Object.keys(ctx.args.input)".to_owned()]
            .into_iter()
            .chain(times.map(|field| quoted(&field.name.value)))
            .collect();
        module.needs(Helper::OnlyOf);
        let _ = writeln!(
            out,
            "  if ({blind}) {{\n    const told = onlyOf(ctx.result, [{}]);\n    return {{ ...told, __operation: 'Mutation' }};\n  }}",
            names.join(", ")
        );
        out
    }

    fn admission(&self, callers: &Callers, module: &mut Module) -> (String, Option<Rules>) {
        admission("allowed", callers, &Sought::default(), self.backend, module)
    }
}
