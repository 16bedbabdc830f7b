//! Fields that lead to items of other models. Who may read those, may read them here; what a mutation gives back leaves
//! them out, unless everybody who may read the one may read the others.

use std::fmt::Write;

use super::caller::{Rules, Sought, admission};
use super::code::{Module, alternatives, bracketed, quoted, refuse_if};
use super::key::{attributes_of, equal, text_of};
use super::read::{kept, lines, page};
use super::rights::Rights;
use super::{Plan, Request, Resolver, Source};
use crate::access::data::DataAccess;
use crate::model::data::{Field, Relation, TypeKind};
use crate::names::Stack;
use crate::vocabulary::data::Related;

/// The resolvers of a model's relations.
pub(super) fn all(plan: &Plan<'_>, access: &DataAccess) -> Vec<Resolver> {
    let mut found = Vec::new();
    for (at, field) in plan.model.fields.iter().enumerate() {
        let (Some(relation), TypeKind::Model(id)) = (&field.relation, field.kind) else { continue };
        let target = plan.data.model(id);
        let rights = Rights::new(access, target);
        let there = Plan { backend: plan.backend, data: plan.data, model: target, rights: &rights };
        let module = module(plan, &there, at, field, relation);
        let stack = Stack::Relations(plan.model.name.value.to_string());
        let resolver = plan.resolver(&plan.model.name.value, &field.name.value, Source::Table(id), &module);
        found.push(Resolver { stack, ..resolver });
    }
    found
}

fn module(plan: &Plan<'_>, there: &Plan<'_>, at: usize, field: &Field, relation: &Relation) -> Module {
    let readers = there.rights.followers(relation.kind.value == Related::HasMany);
    let mut guards = vec![("allowed", readers.clone())];
    let own = plan.rights.readers(Some(at));
    if !plan.rights.is_open(at) {
        guards.push(("mayFollow", own.clone()));
    }
    let nobody = guards.iter().find(|(_, callers)| callers.is_nobody());
    let mut module = plan.module(&plan.model.name.value, &field.name.value, nobody.map_or(&readers, |(_, it)| it));
    if nobody.is_some() {
        return module;
    }
    // the values that lead there
    let belongs = relation.kind.value == Related::BelongsTo;
    let here: Vec<String> = if belongs {
        relation.fields().map(|name| format!("ctx.source.{name}")).collect()
    } else {
        plan.model.key.fields().map(|name| format!("ctx.source.{name}")).collect()
    };
    let key = relation.index.as_deref().and_then(|name| there.model.index(name)).map(|index| &index.key);
    let sought = key.map_or_else(Sought::default, |key| Sought {
        partition: Some((key.partition.to_string(), here[0].clone())),
        sort: key.sort_attribute(),
    });
    let mut target = None;
    for (at, (name, callers)) in guards.iter().enumerate() {
        let known = if at == 0 { sought.clone() } else { Sought::default() };
        let (statement, rules) = admission(name, callers, &known, plan.backend, &mut module);
        match rules {
            Some(rules) if at > 0 => {
                let holds = rules.holds("ctx.source", &mut module);
                module.request.push_str(&refuse_if(&format!("!{holds}")));
            }
            rules => {
                module.request.push_str(&statement);
                target = target.or(rules);
            }
        }
    }
    let several = relation.kind.value == Related::HasMany;
    let nothing = if several { "{ items: [] }" } else { "null" };

    let mut absent: Vec<String> = here.iter().map(|value| format!("{value} == null")).collect();
    let delivered = guards.len() == 1
        && !plan.rights.is_told()
        && own == readers
        && plan.rights.is_static()
        && there.rights.is_static();
    if !delivered {
        absent.insert(0, "ctx.source.__operation".to_owned());
    }
    let absent = match &absent[..] {
        [only] => format!("  if ({only}) {{\n"),
        several => format!("  {};\n  if (nothing) {{\n", alternatives(1, "const nothing =", several)),
    };
    let _ = write!(module.request, "{absent}    runtime.earlyReturn({nothing});\n  }}\n");
    let request = if belongs {
        module.asks(Request::GetItem);
        let key = bracketed(2, "key: util.dynamodb.toMapValues(", '{', &attributes_of(&there.model.key, &here), "),");
        format!("  return {{\n    operation: 'GetItem',\n{key}  }};\n")
    } else {
        module.asks(Request::Query(relation.index.as_deref().map(str::to_owned)));
        query(there, relation, &here, target.as_slice(), &sought, &mut module)
    };
    module.request.push_str(&request);
    module.response = match &target {
        Some(rules) => admitted(relation.kind.value, rules, &mut module),
        None => response(relation.kind.value, delivered),
    };
    module
}

/// What hands on the items that are as the rules say.
fn admitted(kind: Related, rules: &Rules, module: &mut Module) -> String {
    let item = match kind {
        Related::HasMany => {
            return match rules.test("item", module) {
                Some(test) => kept(&[test]),
                None => response(kind, false),
            };
        }
        Related::HasOne => "ctx.result.items[0]",
        Related::BelongsTo => "ctx.result",
    };
    let holds = rules.holds(item, module);
    let refusal = refuse_if(&format!("{item} && !{holds}"));
    response(kind, false).replace("  return", &format!("{refusal}  return"))
}

/// The request for the items that refer to this one.
fn query(
    there: &Plan<'_>,
    relation: &Relation,
    here: &[String],
    rules: &[Rules],
    sought: &Sought,
    module: &mut Module,
) -> String {
    let several = relation.kind.value == Related::HasMany;
    let index = relation.index.as_deref().unwrap_or_default();
    let key = there.model.index(index).map(|index| index.key.clone()).unwrap_or_default();
    let mut attributes = vec![(key.partition.to_string(), here[0].clone())];
    attributes.extend(key.sort_attribute().map(|name| (name, text_of(&here[1..]))));
    let attributes: Vec<(&str, String)> =
        attributes.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    let query = equal(&attributes);
    let mut request = format!("  return {{\n    operation: 'Query',\n    index: {},\n{query}", quoted(index));
    if several {
        request.push_str("    scanIndexForward: ctx.args.sortDirection !== 'DESC',\n");
        request.push_str(&lines(2, &page(there, module, rules, sought)));
    }
    request + "  };\n"
}

/// What hands the items on. Below a mutation they are marked as it is, since they may have such fields themselves.
fn response(kind: Related, delivered: bool) -> String {
    let result = match (kind, delivered) {
        (Related::HasMany | Related::BelongsTo, false) => "  return ctx.result;\n",
        (Related::HasOne, false) => "  return ctx.result.items[0] ?? null;\n",
        (Related::HasMany, true) => {
            "  const __operation = ctx.source.__operation && 'Relation';
  const items = ctx.result.items.map((/** @type {any} */ item) => ({ ...item, __operation }));
  return { ...ctx.result, items };
"
        }
        (Related::BelongsTo, true) => {
            "  const __operation = ctx.source.__operation && 'Relation';\n  return ctx.result ? { ...ctx.result, __operation } : null;\n"
        }
        (Related::HasOne, true) => {
            "  const __operation = ctx.source.__operation && 'Relation';
  const item = ctx.result.items[0];
  return item ? { ...item, __operation } : null;
"
        }
    };
    format!("  if (ctx.error) {{\n    util.error(ctx.error.message, ctx.error.type);\n  }}\n{result}")
}
