use serde::Serialize;
use serde_json::json;

use super::*;
use crate::names;

/// Any properties.
#[derive(Serialize)]
#[serde(transparent)]
struct Loose(Json);

impl Properties for Loose {
    const TYPE: &'static str = "Test::Loose";
}

/// A role's policy.
#[derive(Serialize)]
#[serde(transparent)]
struct Policy(Json);

impl Properties for Policy {
    const TYPE: &'static str = "AWS::IAM::Policy";
}

fn texts() -> [(Text, Json); 6] {
    let (a, b) = (names::user_pool(), names::function("f"));
    [
        ("a ${b}".into(), json!("a ${b}")),
        (Text::Ref(a.clone()), json!({"Ref": "UserPool"})),
        (Text::arn(b.clone()), json!({"Fn::GetAtt": ["FFunction", "Arn"]})),
        (REGION, json!({"Ref": "AWS::Region"})),
        (
            Text::concat(["${x} ".into(), "y".into(), Text::concat([Text::Ref(a), Text::arn(b)]), REGION]),
            json!({"Fn::Sub": "${!x} y${UserPool}${FFunction.Arn}${AWS::Region}"}),
        ),
        (
            Text::concat(["x".into(), Text::Part(2, "/", Box::new(STACK_ID))]),
            json!({"Fn::Join": ["", ["x", {"Fn::Select": [2, {"Fn::Split": ["/", {"Ref": "AWS::StackId"}]}]}]]}),
        ),
    ]
}

#[test]
fn texts_become_intrinsic_functions() {
    for (text, expected) in texts() {
        assert_eq!(serde_json::to_value(&text).unwrap(), expected);
    }
}

#[test]
fn edges_are_read_off_the_properties() {
    let mut graph = Graph::default();
    let (pool, f, g) = (names::user_pool(), names::function("f"), names::function("g"));
    for id in [&pool, &f] {
        graph.add(id.clone(), &Loose(json!({})));
    }
    let all: Vec<Text> = texts().into_iter().map(|(text, _)| text).collect();
    graph.add(g.clone(), &Loose(json!({"Deep": [{"Values": all}]})));
    assert_eq!(graph.edges(&g), BTreeSet::from([&pool, &f]));
    assert!(graph.cycles().is_empty());
}

#[test]
fn only_variables_that_close_a_circle_are_taken_out() {
    let mut graph = Graph::default();
    let (pool, f, g) = (names::user_pool(), names::function("f"), names::function("g"));
    graph.add(pool.clone(), &Loose(json!({"Trigger": Text::arn(f.clone())})));
    for id in [&f, &g] {
        let variables = BTreeMap::from([("POOL".to_owned(), Text::Ref(pool.clone())), ("REGION".to_owned(), REGION)]);
        graph.add(id.clone(), &Loose(json!({}))).variables = Some(variables);
    }
    assert_eq!(graph.cycles(), [BTreeSet::from([pool.clone(), f.clone()])]);
    let late = Late { function: f.clone(), name: "POOL".to_owned(), value: Text::Ref(pool) };
    assert_eq!(graph.break_cycles(), [late]);
    assert!(graph.cycles().is_empty());
    let left = |id| graph.resources()[id].variables.as_ref().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(left(&f), ["REGION"]);
    assert_eq!(left(&g), ["POOL", "REGION"]);
}

#[test]
fn separate_circles_are_separate() {
    let mut graph = Graph::default();
    let id = |name: &str| names::function(name);
    let edges = [("a", "b d"), ("b", "c"), ("c", "a"), ("d", "e"), ("e", "d"), ("f", "a f")];
    for (from, to) in edges {
        let targets: Vec<Text> = to.split(' ').map(|to| Text::Ref(id(to))).collect();
        graph.add(id(from), &Loose(json!(targets)));
    }
    let set = |names: &[&str]| names.iter().map(|name| id(name)).collect::<BTreeSet<_>>();
    let mut cycles = graph.cycles();
    cycles.sort();
    assert_eq!(cycles, [set(&["a", "b", "c"]), set(&["d", "e"])]);
}

#[test]
fn a_long_chain_does_not_exhaust_the_stack() {
    let mut graph = Graph::default();
    let id = |n: usize| names::function(&format!("n{n}"));
    for n in 0..20_000 {
        graph.add(id(n), &Loose(json!(Text::Ref(id((n + 1) % 20_000)))));
    }
    assert_eq!(graph.cycles().len(), 1);
}

#[test]
fn limits_are_foretold() {
    let mut graph = Graph::default();
    for n in 0..=RESOURCES {
        graph.add(names::group(&format!("g{n}")), &Loose(json!({})));
    }
    let [template] = &graph.templates(Layout::Nested)[..] else { panic!("one template") };
    let limits = [Limit::Resources(Stack::Root, 501), Limit::Template(Stack::Root, TEMPLATE_BYTES + 1)];
    assert_eq!(template.limits(TEMPLATE_BYTES + 1), limits);

    let mut graph = Graph::default();
    let targets: Vec<Text> = (0..=PARAMETERS).map(|n| Text::arn(names::group_role(&format!("g{n}")))).collect();
    for n in 0..=PARAMETERS {
        graph.add(names::group_role(&format!("g{n}")), &Loose(json!({})));
    }
    graph.add_to(&Stack::Operations, names::bucket("a"), &Loose(json!(targets)));
    let [root, nested] = &graph.templates(Layout::Nested)[..] else { panic!("two templates") };
    assert_eq!(root.limits(0), []);
    assert_eq!(nested.limits(0), [Limit::Parameters(Stack::Operations, 201)]);

    let mut graph = Graph::default();
    let role = names::function_role("f");
    graph.add(role.clone(), &Loose(json!({})));
    let policy = json!({"Roles": [Text::Ref(role.clone())], "PolicyDocument": ["x".repeat(6000)]});
    graph.add(names::function_policy("f"), &Policy(policy.clone()));
    assert!(graph.limits().is_empty());
    graph.add(names::function_auth_policy("f"), &Policy(policy));
    assert_eq!(graph.limits(), [Limit::RolePolicies { role, least: 12_008, most: 12_008 }]);

    let mut graph = Graph::default();
    let function = names::function("f");
    let resource = graph.add(function.clone(), &Loose(json!({})));
    resource.variables = Some(BTreeMap::from([("A".to_owned(), Text::concat(["x".repeat(4000).into(), STACK_NAME]))]));
    assert_eq!(graph.limits(), [Limit::Environment { function, least: 4002, most: 4129 }]);
}

#[test]
fn circles_between_stacks_are_circles() {
    let stack = |name: &str| Stack::Model(name.to_owned());
    let id = |name: &str| names::bucket(name);
    let graph = |edges: &[(&str, &str, &str)]| {
        let mut graph = Graph::default();
        for (place, from, to) in edges {
            let place = if *place == "root" { Stack::Root } else { stack(place) };
            let targets: Vec<Text> = to.split_whitespace().map(|to| Text::Ref(id(to))).collect();
            graph.add_to(&place, id(from), &Loose(json!(targets)));
        }
        graph
    };
    let ids = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    let cycles = |edges: &[(&str, &str, &str)]| {
        let cycles = graph(edges).cycles().into_iter();
        cycles.map(|it| it.iter().map(ToString::to_string).collect::<BTreeSet<_>>()).collect::<Vec<_>>()
    };
    // two models that read each other's tables
    let mutual = [("a", "a1", ""), ("a", "a2", "b1"), ("b", "b1", ""), ("b", "b2", "a1")];
    assert_eq!(cycles(&mutual), [ids(&["ModelAStack", "ModelBStack"])]);
    // the same apart
    assert_eq!(cycles(&[("a", "a1", ""), ("c", "a2", "b1"), ("b", "b1", ""), ("d", "b2", "a1")]), []);
    // by way of the root
    let through = [("a", "a1", "r"), ("a", "a2", ""), ("root", "r", "a2")];
    assert_eq!(cycles(&through), [ids(&["ModelAStack", "RBucket"])]);
    // within one
    assert_eq!(cycles(&[("a", "a1", "a2"), ("a", "a2", "a1")]), [ids(&["A1Bucket", "A2Bucket"])]);
}

#[test]
fn variables_that_close_a_circle_of_stacks_are_taken_out() {
    let stack = Stack::Model("a".to_owned());
    let (table, resolver, function) = (names::bucket("table"), names::bucket("resolver"), names::function("f"));
    let mut graph = Graph::default();
    graph.add_to(&stack, table.clone(), &Loose(json!({})));
    graph.add_to(&stack, resolver, &Loose(json!(Text::arn(function.clone()))));
    let variables = BTreeMap::from([("TABLE".to_owned(), Text::Ref(table.clone()))]);
    graph.add(function.clone(), &Loose(json!({}))).variables = Some(variables);
    assert_eq!(graph.break_cycles(), [Late { function, name: "TABLE".to_owned(), value: Text::Ref(table) }]);
    assert!(graph.cycles().is_empty());
}
