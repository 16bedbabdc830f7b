//! Queries: one item, and lists.

use std::fmt::Write;

use super::Plan;
use super::caller::{Callers, guard, member};
use super::code::{Helper, Module, bracketed, quoted};
use super::key;
use crate::access::data::DataAction;
use crate::model::data::{Index, ModelOperation, Origin};

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
    plan.query(&field, &[plan.rights.may(DataAction::Get)], |_| {
        format!("  return {{\n    operation: 'GetItem',\n{key}  }};\n")
    })
}

/// All items, or those of a partition if there are partitions.
pub(super) fn list(plan: &Plan<'_>) -> Module {
    let field = ModelOperation::List.name(&plan.model.name.value);
    let key = &plan.model.key;
    let has_partitions = plan.model.field(&key.partition).is_some_and(|field| field.origin == Origin::Written);
    plan.query(&field, &[plan.rights.may(DataAction::List)], |module| {
        let page = page(plan, module);
        if !has_partitions {
            return format!("  return {{\n    operation: 'Scan',\n{}  }};\n", lines(2, &page));
        }
        let mut body = bracketed(1, "const page = ", '{', &page, ";");
        let partition = &key.partition;
        if key.sort.is_empty() {
            let message = "sortDirection is not supported for List operations without a Sort key defined.";
            body.push_str(&refused(1, "sortDirection", message, module));
        }
        let _ = writeln!(body, "  if (ctx.args.{partition} == null) {{");
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
        body.push_str("  return {\n    operation: 'Query',\n");
        body.push_str(&key::of_arguments(key, module));
        if !key.sort.is_empty() {
            body.push_str("    scanIndexForward: ctx.args.sortDirection !== 'DESC',\n");
        }
        body + "    ...page,\n  };\n"
    })
}

/// The items that an index finds. Who may not read the fields that it finds them by may not ask for them either.
pub(super) fn index(plan: &Plan<'_>, index: &Index, query: &str) -> Module {
    let hidden = plan.rights.hidden();
    let keys = hidden.into_iter().filter(|hidden| index.key.fields().any(|name| *name == hidden.field.name.value));
    let mut callers = vec![plan.rights.may(DataAction::List)];
    callers.extend(keys.map(|hidden| hidden.readers));
    plan.query(query, &callers, |module| {
        let page = lines(2, &page(plan, module));
        let key = key::of_arguments(&index.key, module);
        format!(
            "  return {{\n    operation: 'Query',\n    index: {},\n{key}    scanIndexForward: ctx.args.sortDirection !== \
             'DESC',\n{page}  }};\n",
            quoted(&index.name)
        )
    })
}

/// What every list takes.
pub(super) fn page(plan: &Plan<'_>, module: &mut Module) -> Vec<String> {
    module.needs(Helper::ExpressionOf);
    vec![
        format!("filter: {}", readable(plan, module, "expressionOf(ctx.args.filter)".to_owned())),
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

/// An expression of DynamoDB that the caller wrote. It may name only what the caller may read, or it would tell what
/// that is.
pub(super) fn readable(plan: &Plan<'_>, module: &mut Module, expression: String) -> String {
    let hidden = plan.rights.hidden();
    let stored: Vec<_> = hidden.iter().filter(|hidden| hidden.field.relation.is_none()).collect();
    if stored.is_empty() {
        return expression;
    }
    let mut rules: Vec<(&Callers, Vec<String>)> = Vec::new();
    for hidden in stored {
        let name = quoted(&hidden.field.name.value);
        match rules.iter_mut().find(|(readers, _)| **readers == hidden.readers) {
            Some((_, names)) => names.push(name),
            None => rules.push((&hidden.readers, vec![name])),
        }
    }
    let mut own = READABLE.to_owned();
    for (readers, names) in rules {
        let may = member(3, "may: ", readers, plan.backend, module);
        own.push_str(&bracketed(2, "", '{', &[may, format!("fields: [{}]", names.join(", "))], ","));
    }
    own.push_str(
        "  ].filter((rule) => !rule.may);
  const named = Object.values(expression?.expressionNames ?? {});
  const denied = named.filter((name) => hidden.some((rule) => rule.fields.includes(name)));
  if (denied.length > 0) {
    util.error(`Unauthorized on [${denied.join(', ')}]`, 'Unauthorized');
  }
  return expression;
}
",
    );
    module.own(own);
    format!("readable(ctx, {expression})")
}

const READABLE: &str = "/**
 * An expression, if it compares only what the caller may read.
 * @param {Context} ctx
 * @param {any} expression
 */
function readable(ctx, expression) {
  const hidden = [
";

fn refused(depth: usize, argument: &str, message: &str, module: &mut Module) -> String {
    module.needs(Helper::Refuse);
    let indent = "  ".repeat(depth);
    format!("{indent}if (ctx.args.{argument}) {{\n{indent}  refuse({});\n{indent}}}\n", quoted(message))
}

impl Plan<'_> {
    /// A query: of each of the lists, the caller must be one.
    fn query(&self, field: &str, callers: &[Callers], body: impl FnOnce(&mut Module) -> String) -> Module {
        let nobody = callers.iter().find(|callers| callers.is_nobody());
        let mut module = self.module("Query", field, nobody.unwrap_or(&callers[0]));
        if nobody.is_some() {
            return module;
        }
        for (callers, name) in callers.iter().zip(["allowed", "mayFind", "maySort", "maySortFurther"]) {
            let guard = guard(name, callers, self.backend, &mut module);
            module.request.push_str(&guard);
        }
        let body = body(&mut module);
        module.request.push_str(&body);
        RESULT.clone_into(&mut module.response);
        module
    }

    /// The beginnings of a resolver.
    pub(super) fn module(&self, type_name: &str, field: &str, callers: &Callers) -> Module {
        Module::begun(self.backend, type_name, field, callers)
    }
}
