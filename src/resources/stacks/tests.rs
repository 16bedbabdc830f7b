use serde::Serialize;

use super::*;
use crate::resources::{Properties, REGION, STACK_NAME, Text};

/// Any properties.
#[derive(Serialize)]
#[serde(transparent)]
struct Loose(Json);

impl Properties for Loose {
    const TYPE: &'static str = "Test::Loose";
}

fn model(name: &str) -> Stack {
    Stack::Model(name.to_owned())
}

fn graph(resources: &[(&Stack, &LogicalId, Json)]) -> Graph {
    let mut graph = Graph::default();
    for (stack, id, properties) in resources {
        graph.add_to(stack, (*id).clone(), &Loose(properties.clone()));
    }
    graph
}

/// The properties of the resource of that ID in the template of that file.
fn properties(templates: &[Template], file: &str, id: &str) -> Json {
    let template = templates.iter().find(|template| template.stack.file() == file).expect("a template");
    template.resources[id].properties.clone()
}

fn parameters(template: &Template) -> Vec<&str> {
    template.parameters.keys().map(LogicalId::as_str).collect()
}

#[test]
fn a_nested_stack_is_given_what_it_needs_of_the_root() {
    let (pool, inner) = (names::user_pool(), names::bucket("inner"));
    let all = json!([
        Text::Ref(pool.clone()),
        Text::arn(pool.clone()),
        Text::concat([
            "${x}/".into(),
            Text::Ref(pool.clone()),
            "/".into(),
            Text::arn(pool.clone()),
            REGION,
            Text::Ref(inner.clone())
        ]),
        REGION,
    ]);
    let templates = graph(&[(&Stack::Root, &pool, json!({})), (&model("a"), &inner, all)]).templates(Layout::Nested);
    let [root, nested] = &templates[..] else { panic!("two templates") };
    assert_eq!(
        nested.resources["InnerBucket"].properties,
        json!([
            { "Ref": "UserPool" },
            { "Ref": "UserPoolArn" },
            { "Fn::Sub": "${!x}/${UserPool}/${UserPoolArn}${AWS::Region}${InnerBucket}" },
            { "Ref": "AWS::Region" },
        ])
    );
    assert_eq!(parameters(nested), ["UserPool", "UserPoolArn"]);
    let stack = &root.resources["ModelAStack"];
    assert_eq!(stack.kind, "AWS::CloudFormation::Stack");
    assert_eq!(
        stack.properties,
        json!({
            "TemplateURL": "./stacks/ModelA.json",
            "Parameters": {
                "UserPool": { "Ref": "UserPool" },
                "UserPoolArn": { "Fn::GetAtt": ["UserPool", "Arn"] },
            },
        })
    );
    assert!(nested.outputs.is_empty() && root.parameters.is_empty());
}

#[test]
fn the_root_takes_what_it_needs_from_a_nested_stack() {
    let (table, function) = (names::bucket("table"), names::function("f"));
    let mut graph = graph(&[
        (&model("a"), &table, json!({})),
        (&Stack::Root, &function, json!({ "Deep": [Text::arn(table.clone())] })),
    ]);
    let variables = [
        ("NAME", Text::Ref(table.clone())),
        ("BOTH", Text::concat([Text::Ref(table.clone()), "/".into(), Text::arn(table.clone())])),
    ];
    graph.get_mut(&function).expect("there").variables = Some(variables.map(|(name, it)| (name.to_owned(), it)).into());
    graph.output("TableName", Text::Ref(table));
    let templates = graph.templates(Layout::Nested);
    assert_eq!(
        properties(&templates, "template.json", "FFunction"),
        json!({
            "Deep": [{ "Fn::GetAtt": ["ModelAStack", "Outputs.TableBucketArn"] }],
            "Environment": { "Variables": {
                "NAME": { "Fn::GetAtt": ["ModelAStack", "Outputs.TableBucket"] },
                "BOTH": {
                    "Fn::Sub": "${ModelAStack.Outputs.TableBucket}/${ModelAStack.Outputs.TableBucketArn}"
                },
            } },
        })
    );
    assert_eq!(templates[0].outputs["TableName"], json!({ "Fn::GetAtt": ["ModelAStack", "Outputs.TableBucket"] }));
    assert_eq!(
        json!(templates[1].outputs),
        json!({
            "TableBucket": { "Ref": "TableBucket" },
            "TableBucketArn": { "Fn::GetAtt": ["TableBucket", "Arn"] },
        })
    );
    assert_eq!(templates[0].resources["ModelAStack"].properties, json!({ "TemplateURL": "./stacks/ModelA.json" }));
}

#[test]
fn nested_stacks_pass_values_through_the_root() {
    let (table, reader) = (names::bucket("table"), names::bucket("reader"));
    let (a, b) = (model("a"), Stack::Relations("b".to_owned()));
    let templates = graph(&[(&a, &table, json!({})), (&b, &reader, json!(Text::arn(table.clone())))]);
    let templates = templates.templates(Layout::Nested);
    assert_eq!(properties(&templates, "stacks/RelationsB.json", "ReaderBucket"), json!({ "Ref": "TableBucketArn" }));
    assert_eq!(
        properties(&templates, "template.json", "RelationsBStack"),
        json!({
            "TemplateURL": "./stacks/RelationsB.json",
            "Parameters": { "TableBucketArn": { "Fn::GetAtt": ["ModelAStack", "Outputs.TableBucketArn"] } },
        })
    );
}

#[test]
fn stacks_wait_for_what_their_resources_wait_for() {
    let ids = ["a", "b", "c", "d", "e"].map(names::bucket);
    let [in_a, in_b, own, in_root, late] = &ids;
    let (a, b) = (model("a"), model("b"));
    let mut graph = graph(&[
        (&a, in_a, json!({})),
        (&a, own, json!({})),
        (&b, in_b, json!(Text::Ref(in_root.clone()))),
        (&Stack::Root, in_root, json!({})),
        (&Stack::Root, late, json!({})),
    ]);
    let mut wait = |id: &LogicalId, targets: &[&LogicalId]| {
        graph.get_mut(id).expect("there").depends_on.extend(targets.iter().map(|id| (*id).clone()));
    };
    wait(in_a, &[own, in_b, in_root]);
    // what it refers to, it waits for already
    wait(in_b, &[in_root]);
    wait(late, &[in_a, in_root]);
    let templates = graph.templates(Layout::Nested);
    let waits = |at: usize, id: &str| -> Vec<String> {
        templates[at].resources[id].depends_on.iter().map(ToString::to_string).collect()
    };
    assert_eq!(waits(0, "ModelAStack"), ["DBucket", "ModelBStack"]);
    assert_eq!(waits(0, "ModelBStack"), [""; 0]);
    assert_eq!(waits(0, "EBucket"), ["DBucket", "ModelAStack"]);
    assert_eq!(waits(1, "ABucket"), ["CBucket"]);
    assert_eq!(waits(2, "BBucket"), [""; 0]);
}

#[test]
fn parameters_and_the_name_of_the_stack_are_those_of_the_root() {
    let (inner, parameter) = (names::bucket("inner"), names::crossing("Given", None));
    let mut graph = graph(&[(
        &model("a"),
        &inner,
        json!([Text::Ref(parameter.clone()), Text::concat(["/amp/".into(), STACK_NAME])]),
    )]);
    graph.parameter(parameter, Parameter { kind: "Number", default: Some("1".to_owned()), ..Parameter::default() });
    let templates = graph.templates(Layout::Nested);
    assert_eq!(templates[0].parameters["Given"].default.as_deref(), Some("1"));
    assert_eq!(
        properties(&templates, "stacks/ModelA.json", "InnerBucket"),
        json!([{ "Ref": "Given" }, { "Fn::Sub": "/amp/${AWSStackName}" }])
    );
    assert_eq!(
        properties(&templates, "template.json", "ModelAStack")["Parameters"],
        json!({ "Given": { "Ref": "Given" }, "AWSStackName": { "Ref": "AWS::StackName" } })
    );
    assert_eq!(templates[1].parameters["Given"], Parameter::default());
}

/// Everything of the given graph in many stacks.
fn random(seed: u64, count: usize) -> Graph {
    let mut state = seed;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("31 bits") % below
    };
    let stacks = [Stack::Root, Stack::Operations, model("a"), model("b"), Stack::Relations("a".to_owned())];
    let ids: Vec<LogicalId> = (0..count).map(|at| names::bucket(&format!("n{at}"))).collect();
    let mut graph = Graph::default();
    for id in &ids {
        let mut text = |id: &LogicalId| match next(3) {
            0 => Text::Ref(id.clone()),
            1 => Text::arn(id.clone()),
            _ => Text::concat(["${}".into(), Text::Ref(id.clone()), STACK_NAME, Text::arn(id.clone())]),
        };
        let texts: Vec<Text> = ids.iter().map(&mut text).collect();
        let kept: Vec<&Text> = texts.iter().filter(|_| next(4) == 0).collect();
        let stack = &stacks[next(stacks.len())];
        graph.add_to(stack, id.clone(), &Loose(json!(kept)));
    }
    graph
}

/// Where a reference in a template leads to in the end: written as in one template.
fn followed(templates: &[Template], at: usize, reference: &Reference) -> Reference {
    let template = &templates[at];
    if reference.name.starts_with("AWS::") {
        assert!(at == 0 || !reference.name.contains("Stack"), "{reference:?}");
        return reference.clone();
    }
    if template.parameters.contains_key(reference.name.as_str()) && at > 0 {
        assert_eq!(reference.attribute, None);
        let stack = template.stack.id().expect("nested");
        let mut given = templates[0].resources[&stack].properties["Parameters"][&reference.name].clone();
        return only(&mut given, templates, 0);
    }
    let attribute = reference.attribute.as_deref();
    if let Some(output) = attribute.and_then(|attribute| attribute.strip_prefix("Outputs.")) {
        let nested = templates.iter().position(|it| it.stack.id().is_some_and(|id| id.as_str() == reference.name));
        let nested = nested.expect("a nested stack");
        return only(&mut templates[nested].outputs[output].clone(), templates, nested);
    }
    assert!(template.resources.contains_key(reference.name.as_str()), "{reference:?} in {}", template.stack.file());
    reference.clone()
}

fn only(json: &mut Json, templates: &[Template], at: usize) -> Reference {
    let mut found = None;
    text::replace(json, &mut |reference| {
        found = Some(followed(templates, at, reference));
        None
    });
    found.expect("a reference")
}

#[test]
fn every_reference_leads_where_it_led() {
    for seed in 0..40 {
        let graph = random(seed, 12);
        let flat = graph.clone().templates(Layout::Flat);
        let [flat] = &flat[..] else { panic!("one template") };
        let templates = graph.clone().templates(Layout::Nested);
        let mut met = 0;
        for (at, template) in templates.iter().enumerate() {
            for (id, resource) in template.resources.iter().filter(|(_, it)| it.kind == Loose::TYPE) {
                let mut properties = resource.properties.clone();
                text::replace(&mut properties, &mut |reference| Some(followed(&templates, at, reference)));
                assert_eq!(properties, flat.resources[id].properties, "{seed}: {id}");
                assert_eq!(graph.resources()[id].stack, template.stack);
                met += 1;
            }
            // nothing is passed on that nobody asks for
            let named: BTreeSet<String> =
                template.resources.values().flat_map(|it| text::names(&it.properties)).map(str::to_owned).collect();
            assert!(template.parameters.keys().all(|id| named.contains(id.as_str())), "{seed}");
        }
        assert_eq!(met, flat.resources.len());
    }
}

#[test]
fn flat_is_the_graph_as_it_is() {
    let (table, function) = (names::bucket("table"), names::function("f"));
    let reference = json!([Text::arn(table.clone())]);
    let graph = graph(&[(&model("a"), &table, json!({})), (&Stack::Root, &function, reference.clone())]);
    let templates = graph.templates(Layout::Flat);
    let [root] = &templates[..] else { panic!("one template") };
    assert_eq!(root.resources.keys().map(LogicalId::as_str).collect::<Vec<_>>(), ["FFunction", "TableBucket"]);
    assert_eq!(root.resources["FFunction"].properties, reference);
    assert!(root.parameters.is_empty() && root.outputs.is_empty());
}
