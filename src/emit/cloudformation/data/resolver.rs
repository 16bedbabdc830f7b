//! Resolvers, and the data sources that are no tables.

use std::collections::BTreeSet;

use super::super::Plan;
use super::super::appsync::{self, DataSource, FunctionConfiguration, LambdaConfig, PipelineConfig, Runtime};
use super::super::aws::{Role, Statement};
use crate::emit::resolvers::{Resolver, Source, Steps};
use crate::model::{Data, FunctionId};
use crate::names::{self, Stack};
use crate::resources::{Graph, Text};

/// Adds the resolvers, each in its stack.
pub(super) fn add_all(graph: &mut Graph, plan: &Plan<'_>, data: &Data, resolvers: &[Resolver]) {
    add_sources(graph, plan, resolvers);
    for resolver in resolvers.iter().filter(|resolver| is_here(plan, resolver)) {
        let id = names::resolver(&resolver.type_name, &resolver.field);
        let (source, pipeline) = match &resolver.steps {
            Steps::Unit(source) => (Some(source_name(plan, data, source)), None),
            Steps::Pipeline(steps) => {
                let functions = steps.iter().map(|step| {
                    let id = names::resolver_step(&step.name);
                    let function = FunctionConfiguration {
                        api_id: super::id(),
                        code: step.code.clone(),
                        data_source_name: source_name(plan, data, &step.source),
                        name: step.name.clone(),
                        runtime: Runtime::JAVASCRIPT,
                    };
                    graph.add_to(&resolver.stack, id.clone(), &function);
                    Text::Attribute(id, "FunctionId")
                });
                (None, Some(PipelineConfig { functions: functions.collect() }))
            }
        };
        let properties = appsync::Resolver {
            api_id: super::id(),
            code: resolver.code.clone(),
            data_source_name: source,
            field_name: resolver.field.clone(),
            kind: pipeline.as_ref().map(|_| "PIPELINE"),
            pipeline_config: pipeline,
            runtime: Runtime::JAVASCRIPT,
            type_name: resolver.type_name.clone(),
        };
        let made = graph.add_to(&resolver.stack, id, &properties);
        // its field has to be there
        made.depends_on.insert(names::data_schema());
    }
}

/// Whether all functions that a resolver calls are here, and not left out. A field without a resolver gives nothing.
fn is_here(plan: &Plan<'_>, resolver: &Resolver) -> bool {
    let here = |source: &Source| match source {
        Source::Function(id) => !plan.backend.function(*id).custom,
        _ => true,
    };
    match &resolver.steps {
        Steps::Unit(source) => here(source),
        Steps::Pipeline(steps) => steps.iter().all(|step| here(&step.source)),
    }
}

/// Adds the data sources that resolvers ask beside tables.
fn add_sources(graph: &mut Graph, plan: &Plan<'_>, resolvers: &[Resolver]) {
    let mut sources = BTreeSet::new();
    for resolver in resolvers.iter().filter(|resolver| is_here(plan, resolver)) {
        match &resolver.steps {
            Steps::Unit(source) => _ = sources.insert(source),
            Steps::Pipeline(steps) => sources.extend(steps.iter().map(|step| &step.source)),
        }
    }
    for source in sources {
        match source {
            Source::Table(_) | Source::Named(_) => {}
            Source::Nothing => {
                let nothing = DataSource {
                    api_id: super::id(),
                    dynamo_db_config: None,
                    lambda_config: None,
                    // as in Amplify
                    name: "NONE_DS".to_owned(),
                    service_role_arn: None,
                    kind: "NONE",
                };
                graph.add(names::nothing_source(), &nothing);
            }
            Source::Function(id) => add_function(graph, plan, *id),
        }
    }
}

/// A function that resolvers call, which the role lets them and nothing else.
fn add_function(graph: &mut Graph, plan: &Plan<'_>, id: FunctionId) {
    let name = plan.backend.function(id).name.as_str();
    let arn = Text::arn(names::function(name));
    let mut role = Role::trusting(Statement::trust("appsync.amazonaws.com", None));
    role.allow("CallFunction", Statement::allow(["lambda:InvokeFunction"], [arn.clone()]));
    graph.add_to(&Stack::Operations, names::function_source_role(name), &role);
    let source = DataSource {
        api_id: super::id(),
        dynamo_db_config: None,
        lambda_config: Some(LambdaConfig { lambda_function_arn: arn }),
        // may begin with a digit, which AppSync does not take
        name: format!("Call{}", names::pascal(name)),
        service_role_arn: Some(Text::arn(names::function_source_role(name))),
        kind: "AWS_LAMBDA",
    };
    graph.add_to(&Stack::Operations, names::function_source(name), &source);
}

fn source_name(plan: &Plan<'_>, data: &Data, source: &Source) -> Text {
    let id = match source {
        Source::Table(id) => names::table_source(&data.model(*id).name.value),
        Source::Nothing => names::nothing_source(),
        Source::Function(id) => names::function_source(&plan.backend.function(*id).name),
        Source::Named(name) => return name.as_str().into(),
    };
    Text::Attribute(id, "Name")
}
