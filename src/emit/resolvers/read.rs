//! Queries: one item, and lists.

use std::fmt::Write;

use super::caller::{Callers, Rules, Sought, active, admission};
use super::code::{Helper, Module, bracketed, call, quoted, refuse_if};
use super::{Plan, Request, key};
use crate::access::data::DataAction;
use crate::model::data::{Field, Index, Key, ModelOperation};

/// What hands on what the data source says.
pub(super) const RESULT: &str = "  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result;
";

/// How many items a page has if the caller does not say.
const PAGE: u32 = 100;

/// One item by its identifier.
pub(super) fn get(plan: &Plan<'_>) -> Module {
    let field = ModelOperation::Get.name(&plan.model.name.value);
    let key = bracketed(2, "key: util.dynamodb.toMapValues(", '{', &key::attributes(&plan.model.key, "ctx.args"), "),");
    plan.query(&field, &[plan.rights.may(DataAction::Get)], &Sought::default(), |module, rules| {
        module.asks(Request::GetItem);
        if let [rules] = rules {
            let holds = rules.holds("ctx.result", module);
            let refusal = refuse_if(&format!("ctx.result && !{holds}"));
            module.response = RESULT.replace("  return", &format!("{refusal}  return"));
        }
        format!("  return {{\n    operation: 'GetItem',\n{key}  }};\n")
    })
}

/// All items, or those of a partition if there are partitions.
pub(super) fn list(plan: &Plan<'_>) -> Module {
    let field = ModelOperation::List.name(&plan.model.name.value);
    let key = &plan.model.key;
    let has_partitions = plan.model.field(&key.partition).is_some_and(Field::is_written);
    let sought = if has_partitions { sought(key) } else { Sought::default() };
    plan.query(&field, &[plan.rights.may(DataAction::List)], &sought, |module, rules| {
        module.asks(Request::Scan);
        let page = page(plan, module, rules, &sought);
        if !has_partitions {
            return format!("  return {{\n    operation: 'Scan',\n{}  }};\n", lines(2, &page));
        }
        module.asks(Request::Query(None));
        let mut body = bracketed(1, "const page = ", '{', &page, ";");
        let partition = &key.partition;
        if key.sort.is_empty() {
            let message = "sortDirection is not supported for List operations without a Sort key defined.";
            body.push_str(&refused(1, "sortDirection", message, module));
        }
        let absent = format!("ctx.args.{partition} == null");
        let _ = writeln!(body, "  if ({absent}) {{");
        if !key.sort.is_empty() {
            let argument = key::argument(key);
            let message = match key.sort.len() {
                1 => format!("When providing argument '{argument}' you must also provide arguments {partition}"),
                _ => format!("When providing argument '{argument}' you must also provide '{partition}'."),
            };
            let without =
                format!("When providing argument 'sortDirection' you must also provide argument '{partition}'.");
            body.push_str(&refused(2, "sortDirection", &without, module));
            body.push_str(&refused(2, &argument, &message, module));
        }
        body.push_str("    return { operation: 'Scan', ...page };\n  }\n");
        let mut finding = Vec::new();
        for (name, callers) in (1..).map(|number| format!("mayFind{number}")).zip(finders(plan, key)) {
            let (statement, rules) = admission(&name, &callers, &sought, plan.backend, module);
            body.push_str(&statement);
            finding.extend(rules);
        }
        let tests: Vec<String> = finding.iter().filter_map(|rules| rules.test("item", module)).collect();
        if !tests.is_empty() {
            let found = format!("({absent} || ({}))", tests.join(" && "));
            let tests = rules.iter().filter_map(|rules| rules.test("item", module)).chain([found]);
            module.response = kept(&tests.collect::<Vec<_>>());
        }
        body.push_str("  return {\n    operation: 'Query',\n");
        body.push_str(&key::of_arguments(key, module));
        if !key.sort.is_empty() {
            body.push_str("    scanIndexForward: ctx.args.sortDirection !== 'DESC',\n");
        }
        body.push_str("    ...page,\n");
        if !finding.is_empty() {
            let rules: Vec<&Rules> = rules.iter().chain(&finding).collect();
            let conditions = rules.iter().filter_map(|rules| rules.condition(module)).collect();
            let filter = compared(plan, module, conditions, "ctx.args.filter", &sought, None);
            let _ = writeln!(body, "    filter: {filter},");
        }
        body + "  };\n"
    })
}

/// The items that an index finds. Who may not read the fields that it finds them by may not ask for them either.
pub(super) fn index(plan: &Plan<'_>, index: &Index, query: &str) -> Module {
    let mut callers = finders(plan, &index.key);
    callers.insert(0, plan.rights.may(DataAction::List));
    let sought = sought(&index.key);
    plan.query(query, &callers, &sought, |module, rules| {
        module.asks(Request::Query(Some(index.name.to_string())));
        let page = lines(2, &page(plan, module, rules, &sought));
        let key = key::of_arguments(&index.key, module);
        format!(
            "  return {{\n    operation: 'Query',\n    index: {},\n{key}    scanIndexForward: ctx.args.sortDirection !== \
             'DESC',\n{page}  }};\n",
            quoted(&index.name)
        )
    })
}

/// Those who may find items by a key, which tells what is in it: the readers of each of its fields that not everybody may
/// read who may list.
fn finders(plan: &Plan<'_>, key: &Key) -> Vec<Callers> {
    let mut found: Vec<Callers> = Vec::new();
    for hidden in plan.rights.hidden().iter().filter(|hidden| key.fields().any(|name| *name == hidden.field.name.value))
    {
        if !found.contains(&hidden.readers) {
            found.push(hidden.readers.clone());
        }
    }
    found
}

/// What the arguments of a query say of the items.
fn sought(key: &Key) -> Sought {
    let partition = (key.partition.to_string(), format!("ctx.args.{}", key.partition));
    Sought { partition: Some(partition), sort: key.sort_attribute() }
}

/// What every list takes: items as the rules say.
pub(super) fn page(plan: &Plan<'_>, module: &mut Module, rules: &[Rules], sought: &Sought) -> Vec<String> {
    let conditions: Vec<String> = rules.iter().filter_map(|rules| rules.condition(module)).collect();
    vec![
        format!("filter: {}", compared(plan, module, conditions, "ctx.args.filter", sought, None)),
        format!("limit: ctx.args.limit ?? {PAGE}"),
        "nextToken: ctx.args.nextToken".to_owned(),
    ]
}

/// Members of an object, each on its line.
pub(super) fn lines(depth: usize, members: &[String]) -> String {
    let indent = "  ".repeat(depth);
    let ends = format!(",\n{indent}");
    format!("{indent}{},\n", members.join(&ends))
}

/// An expression of DynamoDB: all of the conditions, and that of the caller. It may compare only what the caller may
/// read, or it would tell what that is: of hidden fields their readers, of all others those who are `told` of items, if
/// not everybody is.
pub(super) fn compared(
    plan: &Plan<'_>,
    module: &mut Module,
    mut conditions: Vec<String>,
    written: &str,
    sought: &Sought,
    told: Option<&Callers>,
) -> String {
    module.needs(Helper::ExpressionOf);
    let hidden = plan.rights.hidden().iter().filter(|hidden| hidden.field.relation.is_none());
    let hidden = hidden.map(|hidden| (&hidden.readers, hidden.field));
    let open = told.into_iter().flat_map(|readers| plan.rights.open().map(move |field| (readers, field)));
    let mut rules: Vec<(&Callers, Vec<String>)> = Vec::new();
    for (readers, field) in hidden.chain(open) {
        let name = quoted(&field.name.value);
        match rules.iter_mut().find(|(of, _)| *of == readers) {
            Some((_, names)) => names.push(name),
            None => rules.push((readers, vec![name])),
        }
    }
    if !rules.is_empty() {
        let mut own = READABLE.to_owned();
        for (readers, names) in rules {
            // DynamoDB filters by everything but what items are sorted by
            let readers = readers.without_field(sought.sort.as_deref());
            let rules = active(3, "rules: ".len(), &readers, sought, plan.backend, module);
            let members = [format!("rules: {rules}"), format!("fields: [{}]", names.join(", "))];
            own.push_str(&bracketed(2, "", '{', &members, ","));
        }
        own.push_str(
            "  ].filter((rule) => rule.fields.some((name) => named.includes(name)));
  const denied = hidden.filter((rule) => rule.rules.length === 0).flatMap((rule) => rule.fields);
  if (denied.length > 0) {
    util.error(`Unauthorized on [${denied.filter((name) => named.includes(name)).join(', ')}]`, 'Unauthorized');
  }
  return hidden.map((rule) => either(rule.rules));
}
",
        );
        module.own(own);
        module.needs(Helper::Either);
        conditions.push(format!("...readable(ctx, {written})"));
    }
    conditions.push(written.to_owned());
    call(2, "condition: ,".len(), "expressionOf", &conditions)
}

const READABLE: &str = "/**
 * What must hold so that the caller may read the fields that a condition compares.
 * @param {Context} ctx
 * @param {any} condition
 */
function readable(ctx, condition) {
  const named = Object.values(expressionOf(condition)?.expressionNames ?? {});
  const hidden = [
";

fn refused(depth: usize, argument: &str, message: &str, module: &mut Module) -> String {
    module.needs(Helper::Refuse);
    let indent = "  ".repeat(depth);
    format!("{indent}if (ctx.args.{argument}) {{\n{indent}  refuse({});\n{indent}}}\n", quoted(message))
}

impl Plan<'_> {
    /// A query: of each of the lists, the caller must be one. `body` gets the rules of those that depend on the item.
    fn query(
        &self,
        field: &str,
        callers: &[Callers],
        sought: &Sought,
        body: impl FnOnce(&mut Module, &[Rules]) -> String,
    ) -> Module {
        let nobody = callers.iter().find(|callers| callers.is_nobody());
        let mut module = self.module("Query", field, nobody.unwrap_or(&callers[0]));
        if nobody.is_some() {
            return module;
        }
        let mut depending = Vec::new();
        for (number, callers) in callers.iter().enumerate() {
            // of the model, then of fields that items are found by
            let name = if number == 0 { "allowed".to_owned() } else { format!("mayFind{number}") };
            let (statement, rules) = admission(&name, callers, sought, self.backend, &mut module);
            module.request.push_str(&statement);
            depending.extend(rules);
        }
        RESULT.clone_into(&mut module.response);
        let tests: Vec<String> = depending.iter().filter_map(|rules| rules.test("item", &mut module)).collect();
        if !tests.is_empty() {
            module.response = kept(&tests);
        }
        let body = body(&mut module, &depending);
        module.request.push_str(&body);
        module
    }

    /// The beginnings of a resolver.
    pub(super) fn module(&self, type_name: &str, field: &str, callers: &Callers) -> Module {
        Module::begun(self.backend, type_name, field, callers)
    }
}

/// What hands on those items that pass tests, which DynamoDB could not make.
pub(super) fn kept(tests: &[String]) -> String {
    let test = format!("ctx.result.items.filter((/** @type {{any}} */ item) => {})", tests.join(" && "));
    RESULT.replace("return ctx.result", &format!("return {{ ...ctx.result, items: {test} }}"))
}
