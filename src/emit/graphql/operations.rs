//! Queries, mutations and subscriptions.

use super::tree::{Argument, Directive, Field, Type};
use super::{Writer, has_own_key, index_queries, keys, names, source_of, typed};
use crate::access::data::{Condition, DataAction};
use crate::model::data::{Handler, Model, ModelOperation, Named, Operation, Source};
use crate::names::capitalized;
use crate::vocabulary::Words;
use crate::vocabulary::data::{Kind, Many};

impl Writer<'_> {
    /// The operations of a kind: those with resolvers of their own, those of models, those of functions.
    pub(super) fn root_fields(&self, kind: Kind) -> Vec<Field> {
        let of_kind = self.data.operations.iter().filter(|operation| operation.kind == kind);
        let (resolvers, functions): (Vec<&Operation>, Vec<&Operation>) =
            of_kind.partition(|operation| handler_is_resolver(operation));
        let mut fields: Vec<Field> = resolvers.into_iter().map(|operation| self.custom(operation)).collect();
        for model in &self.data.models {
            let operations = model.operations().filter(|operation| operation.kind() == kind);
            fields.extend(operations.map(|operation| self.of_model(model, operation)));
            if kind == Kind::Query {
                fields.extend(index_queries(model).map(|(index, query)| {
                    let name = &model.name.value;
                    let mut arguments = keys::sorted(self.data, model, &index.key, &index.name, true);
                    arguments.push(sort_direction());
                    arguments.extend(page(name));
                    Field {
                        name: query.into(),
                        arguments,
                        kind: Type::new(names::connection(name)),
                        directives: self.directives.index_query(model),
                    }
                }));
            }
        }
        fields.extend(functions.into_iter().map(|operation| self.custom(operation)));
        fields
    }

    fn of_model(&self, model: &Model, operation: ModelOperation) -> Field {
        let name = &model.name.value;
        let own = capitalized(name);
        let mut directives = self.directives.operation(model, operation);
        let arguments = match operation {
            ModelOperation::Get => keys::whole(self.data, model),
            ModelOperation::List if has_own_key(model) => {
                let mut arguments = keys::sorted(self.data, model, &model.key, names::PRIMARY, false);
                arguments.extend(page(&own));
                arguments.push(sort_direction());
                arguments
            }
            ModelOperation::List => page(&own),
            ModelOperation::Create | ModelOperation::Update | ModelOperation::Delete => vec![
                Argument::new("input", Type::new(names::mutation_input(operation.text(), name)).required()),
                Argument::new("condition", Type::new(names::condition_input(name))),
            ],
            ModelOperation::OnCreate | ModelOperation::OnUpdate | ModelOperation::OnDelete => {
                let mutations = operation.mutation().map(|mutation| mutation.name(name));
                directives.insert(0, Directive::Subscribe(mutations.into_iter().collect()));
                let filter = Argument::new("filter", Type::new(names::subscription_filter_input(name)));
                std::iter::once(filter).chain(self.owners(model)).collect()
            }
        };
        let kind = match operation {
            ModelOperation::List => Type::new(names::connection(&own)),
            _ => Type::new(name.clone()),
        };
        Field { name: operation.name(name).into(), arguments, kind, directives }
    }

    /// The owners whose items a subscriber wants to be told of: once for each field, however many rules compare it.
    fn owners(&self, model: &Model) -> Vec<Argument> {
        let mut arguments: Vec<Argument> = Vec::new();
        for role in &self.access.model(model.id).roles {
            let Condition::Owner { field, .. } = &role.when else { continue };
            let several = model.field(field).is_some_and(|field| field.many.list.is_some());
            let new = !arguments.iter().any(|argument| argument.name == *field);
            if new && !several && role.may(DataAction::Listen).is_some() {
                arguments.push(Argument::new(field.clone(), Type::new("String")));
            }
        }
        arguments
    }

    /// An operation with a handler of its own.
    fn custom(&self, operation: &Operation) -> Field {
        let argument =
            |field: &crate::model::data::Field| Argument::new(field.name.value.clone(), self.argument_type(field));
        let sources = operation.sources.iter().flat_map(|sources| &sources.value);
        let subscribe =
            (operation.kind == Kind::Subscription).then(|| Directive::Subscribe(sources.flat_map(mutations).collect()));
        Field {
            name: operation.name.value.clone(),
            arguments: operation.arguments.iter().map(argument).collect(),
            kind: self.result(operation),
            directives: subscribe.into_iter().chain(self.directives.custom(operation)).collect(),
        }
    }

    /// What an operation gives back; for a subscription, what its first source does.
    fn result(&self, operation: &Operation) -> Type {
        let source = operation.sources.as_ref().and_then(|sources| sources.first());
        let returns = operation.returns.as_ref().or_else(|| source_of(self.data, operation)?.returns.as_ref());
        match (returns, source) {
            (Some(returns), _) => typed(self.data, returns.kind, returns.many),
            (None, Some(source)) => Type { name: source.name.value.clone(), many: Many::default() },
            (None, None) => Type::new("String"),
        }
    }
}

/// The mutations that a source of a subscription stands for.
fn mutations(source: &Source) -> Vec<String> {
    match source.of {
        Some(Named::Model(_)) => {
            let words = source.mutations.iter().flat_map(|words| &words.value);
            words.map(|word| names::mutation(word.value.text(), &source.name.value)).collect()
        }
        _ => vec![source.name.value.to_string()],
    }
}

/// The arguments by which a page of items is chosen.
fn page(model: &str) -> Vec<Argument> {
    vec![
        Argument::new("filter", Type::new(names::filter_input(model))),
        Argument::new("limit", Type::new("Int")),
        Argument::new("nextToken", Type::new("String")),
    ]
}

fn sort_direction() -> Argument {
    Argument::new("sortDirection", Type::new("ModelSortDirection"))
}

fn handler_is_resolver(operation: &Operation) -> bool {
    let first = operation.handlers.as_ref().and_then(|handlers| handlers.first());
    matches!(first, Some(Handler::Custom { .. }))
}
