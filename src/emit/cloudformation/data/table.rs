//! The table of a model, and the API's access to it: exactly what resolvers ask of it.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Plan;
use super::super::appsync::{DataSource, DynamoDbConfig};
use super::super::aws::{Role, Statement};
use super::super::dynamodb::{
    AttributeDefinition, GlobalSecondaryIndex, KeyElement, PointInTimeRecovery, Projection, StreamSpecification, Table,
};
use crate::emit::resolvers::{Request, Resolver, Source, Steps};
use crate::model::Data;
use crate::model::data::{Index, Key, Model, TypeKind};
use crate::names::{self, LogicalId, Stack};
use crate::resources::{Graph, REGION, Retention, Text};
use crate::vocabulary::Words;
use crate::vocabulary::data::{Projection as Projected, ScalarType};

pub(super) fn add(graph: &mut Graph, plan: &Plan<'_>, data: &Data, model: &Model, resolvers: &[Resolver]) {
    let name = model.name.value.as_str();
    let stack = Stack::Model(name.to_owned());
    let keep = data.record.keep_on_delete.as_ref().is_none_or(|keep| keep.value);
    let table = graph.add_to(&stack, names::table(name), &properties(model, keep, plan.is_streamed(name)));
    table.retention = if keep { Retention::Keep } else { Retention::Delete };

    let statements = Asked::of(model, resolvers).statements(&names::table(name));
    if statements.is_empty() {
        return;
    }
    let mut role = Role::trusting(Statement::trust("appsync.amazonaws.com", None));
    for (policy, statement) in statements {
        role.allow(policy, statement);
    }
    graph.add_to(&stack, names::table_role(name), &role);
    let source = DataSource {
        api_id: super::id(),
        dynamo_db_config: Some(DynamoDbConfig { aws_region: REGION, table_name: Text::Ref(names::table(name)) }),
        lambda_config: None,
        name: format!("{name}Table"),
        service_role_arn: Some(Text::arn(names::table_role(name))),
        kind: "AMAZON_DYNAMODB",
    };
    graph.add_to(&stack, names::table_source(name), &source);
}

fn properties(model: &Model, keep: bool, streamed: bool) -> Table {
    let mut attributes = BTreeMap::new();
    let key_schema = key(model, &model.key, &mut attributes);
    let indexes: Vec<_> = model.indexes.iter().map(|it| index(model, it, &mut attributes)).collect();
    let attributes = attributes
        .into_iter()
        .map(|(attribute_name, attribute_type)| AttributeDefinition { attribute_name, attribute_type });
    Table {
        attribute_definitions: attributes.collect(),
        billing_mode: "PAY_PER_REQUEST",
        deletion_protection_enabled: keep,
        global_secondary_indexes: (!indexes.is_empty()).then_some(indexes),
        key_schema,
        stream_specification: streamed.then_some(StreamSpecification { stream_view_type: "NEW_AND_OLD_IMAGES" }),
        point_in_time_recovery_specification: PointInTimeRecovery { point_in_time_recovery_enabled: true },
    }
}

fn index(model: &Model, index: &Index, attributes: &mut BTreeMap<String, &'static str>) -> GlobalSecondaryIndex {
    let included = || index.included.iter().map(ToString::to_string).collect();
    GlobalSecondaryIndex {
        index_name: index.name.to_string(),
        key_schema: key(model, &index.key, attributes),
        projection: Projection {
            non_key_attributes: (index.projection == Projected::Include).then(included),
            projection_type: index.projection.text(),
        },
    }
}

/// A key, whose attributes are noted.
fn key(model: &Model, key: &Key, attributes: &mut BTreeMap<String, &'static str>) -> Vec<KeyElement> {
    let mut elements = Vec::new();
    let mut element = |name: String, kind: &'static str, key_type: &'static str| {
        attributes.insert(name.clone(), kind);
        elements.push(KeyElement { attribute_name: name, key_type });
    };
    element(key.partition.to_string(), attribute_type(model, &key.partition), "HASH");
    if let Some(sort) = key.sort_attribute() {
        let kind = match &key.sort[..] {
            [only] => attribute_type(model, only),
            // several stand in one text
            _ => "S",
        };
        element(sort, kind, "RANGE");
    }
    elements
}

fn attribute_type(model: &Model, field: &str) -> &'static str {
    match model.field(field).map(|field| field.kind) {
        Some(TypeKind::Scalar(ScalarType::Integer | ScalarType::Float | ScalarType::Timestamp)) => "N",
        _ => "S",
    }
}

/// What resolvers ask of a table.
#[derive(Default)]
struct Asked {
    /// Actions on the table.
    table: BTreeSet<&'static str>,
    /// Indexes in which items are looked up.
    indexes: BTreeSet<String>,
    /// Whether somebody's own code may ask anything.
    own: bool,
}

/// What a request to the table needs. A write whose condition does not hold is followed by a look at the item.
/// <https://docs.aws.amazon.com/appsync/latest/devguide/js-aws-appsync-resolver-reference-dynamodb-condition-expressions.html>
const fn needs(request: &Request) -> &'static [&'static str] {
    match request {
        Request::GetItem => &["dynamodb:GetItem"],
        Request::Query(_) => &["dynamodb:Query"],
        Request::Scan => &["dynamodb:Scan"],
        Request::PutItem => &["dynamodb:GetItem", "dynamodb:PutItem"],
        Request::UpdateItem => &["dynamodb:GetItem", "dynamodb:UpdateItem"],
        Request::DeleteItem => &["dynamodb:DeleteItem", "dynamodb:GetItem"],
    }
}

/// Everything that can be asked of items.
const ALL: [&str; 9] = [
    "dynamodb:BatchGetItem",
    "dynamodb:BatchWriteItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:DeleteItem",
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "dynamodb:Query",
    "dynamodb:Scan",
    "dynamodb:UpdateItem",
];

impl Asked {
    fn of(model: &Model, resolvers: &[Resolver]) -> Self {
        let mut asked = Self::default();
        let source = Source::Table(model.id);
        for resolver in resolvers {
            match &resolver.steps {
                Steps::Unit(it) if *it == source => resolver.requests.iter().for_each(|request| asked.note(request)),
                Steps::Unit(_) => {}
                // the steps on tables are the user's own
                Steps::Pipeline(steps) => asked.own |= steps.iter().any(|step| step.source == source),
            }
        }
        asked
    }

    fn note(&mut self, request: &Request) {
        match request {
            Request::Query(Some(index)) => _ = self.indexes.insert(index.clone()),
            request => self.table.extend(needs(request)),
        }
    }

    /// With the names of the policies that they stand in.
    fn statements(&self, table: &LogicalId) -> Vec<(&'static str, Statement)> {
        let of_index = |index: &str| Text::concat([Text::arn(table.clone()), format!("/index/{index}").into()]);
        if self.own {
            return vec![("UseTable", Statement::allow(ALL, [Text::arn(table.clone()), of_index("*")]))];
        }
        let mut statements = Vec::new();
        if !self.table.is_empty() {
            let statement = Statement::allow(self.table.iter().copied(), [Text::arn(table.clone())]);
            statements.push(("UseTable", statement));
        }
        if !self.indexes.is_empty() {
            let indexes = self.indexes.iter().map(|index| of_index(index));
            statements.push(("UseIndexes", Statement::allow(["dynamodb:Query"], indexes)));
        }
        statements
    }
}
