//! What roles may ask the GraphQL API: random schemas are compiled, and every role is asked for every operation that the
//! schema has, and for the types of its items. What is meant is read off what was generated, not off the compiler.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use amp_compiler::access::Principal;
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};

use super::cloud::{API, Role, table_arn};
use super::compiled::Compiled;
use super::iam::Evaluator;

/// Who a rule speaks of, and whether that is somebody with credentials of the identity pool.
const WHO: [&str; 6] = [
    "allow.guest()",
    "allow.authenticated(\"identityPool\")",
    "allow.authenticated()",
    "allow.group(\"A\")",
    "allow.publicApiKey()",
    "allow.groups([\"B\"])",
];
const GUEST: usize = 0;
const IDENTITY: usize = 1;

/// Words of `to`, and which of get, list, listen, create, update and delete they mean.
const WORDS: [(&str, &[usize]); 7] = [
    ("read", &[0, 1, 2]),
    ("get", &[0]),
    ("list", &[1]),
    ("listen", &[2]),
    ("create", &[3]),
    ("update", &[4]),
    ("delete", &[5]),
];

const DISABLED: [&str; 9] =
    ["queries", "mutations", "subscriptions", "get", "list", "create", "update", "delete", "onUpdate"];

/// Somebody, and the words of `to`; without one, everything.
#[derive(Clone, Debug)]
struct Rule {
    who: usize,
    to: BTreeSet<usize>,
}

impl Rule {
    fn text(&self) -> String {
        let words: Vec<_> = self.to.iter().map(|word| format!("\"{}\"", WORDS[*word].0)).collect();
        let to = if words.is_empty() { String::new() } else { format!(".to([{}])", words.join(", ")) };
        format!("{}{to}", WHO[self.who])
    }

    fn allows(&self, action: usize) -> bool {
        self.to.is_empty() || self.to.iter().any(|word| WORDS[*word].1.contains(&action))
    }
}

#[derive(Clone, Debug)]
struct Model {
    rules: Vec<Rule>,
    field: Vec<Rule>,
    disabled: BTreeSet<usize>,
    index: bool,
}

impl Model {
    fn text(&self, name: usize) -> String {
        let rules = |rules: &[Rule]| {
            let rules: Vec<_> = rules.iter().map(Rule::text).collect();
            format!(".authorization((allow) => [{}])", rules.join(", "))
        };
        let mut text = format!("M{name}: a.model({{ t: a.string()");
        if !self.field.is_empty() {
            text += &rules(&self.field);
        }
        text += ", u: a.string() })";
        if self.index {
            let _ = write!(text, ".secondaryIndexes((index) => [index(\"u\").queryField(\"m{name}ByU\")])");
        }
        if !self.disabled.is_empty() {
            let words: Vec<_> = self.disabled.iter().map(|word| format!("\"{}\"", DISABLED[*word])).collect();
            let _ = write!(text, ".disableOperations([{}])", words.join(", "));
        }
        text + &rules(&self.rules)
    }

    fn has(&self, operation: &str) -> bool {
        let kind = match operation {
            "get" | "list" => "queries",
            "create" | "update" | "delete" => "mutations",
            _ => "subscriptions",
        };
        !self.disabled.iter().any(|word| [operation, kind].contains(&DISABLED[*word]))
    }

    /// Whether somebody may do the action of that number.
    fn allows(&self, who: usize, action: usize) -> bool {
        let by = |rules: &[Rule], action| rules.iter().any(|rule| rule.who == who && rule.allows(action));
        let (whole, field) = (by(&self.rules, action), by(&self.field, action));
        match action {
            // where the model's rules let somebody read, a field's rules open no other way
            0..=2 => whole || field && !(0..=2).any(|action| by(&self.rules, action)),
            // an item is deleted as a whole
            5 => whole && (self.field.is_empty() || field),
            _ => whole || field,
        }
    }

    /// The operations that somebody may use: `Query/fields/getM1`.
    fn granted(&self, name: usize, who: usize, granted: &mut BTreeSet<String>) {
        let mut add = |kind: &str, field: String| granted.insert(format!("{kind}/fields/{field}"));
        for (action, operation) in [(0, "get"), (1, "list")] {
            let plural = if action == 1 { "s" } else { "" };
            if self.has(operation) && self.allows(who, action) {
                add("Query", format!("{operation}M{name}{plural}"));
            }
        }
        if self.index && self.allows(who, 1) {
            add("Query", format!("m{name}ByU"));
        }
        for (action, operation, told) in
            [(3, "create", "onCreate"), (4, "update", "onUpdate"), (5, "delete", "onDelete")]
        {
            if self.has(operation) && self.allows(who, action) {
                add("Mutation", format!("{operation}M{name}"));
            }
            if self.has(operation) && self.has(told) && self.allows(who, 2) {
                add("Subscription", format!("{told}M{name}"));
            }
        }
    }
}

#[derive(Clone, Debug)]
struct Schema {
    models: Vec<Model>,
    /// Those who may call a query and a mutation.
    operations: [BTreeSet<usize>; 2],
    /// Which kinds of operations the function may use.
    function: BTreeSet<usize>,
    flat: bool,
}

const KINDS: [(&str, &str); 3] = [("query", "Query"), ("mutate", "Mutation"), ("listen", "Subscription")];

impl Schema {
    fn text(&self) -> String {
        let mut members: Vec<String> = (0..).zip(&self.models).map(|(name, model)| model.text(name)).collect();
        for (name, who) in ["query", "mutation"].into_iter().zip(&self.operations) {
            let rules: Vec<_> = who.iter().map(|who| WHO[*who]).collect();
            members.push(format!(
                "{name}It: a.{name}().returns(a.ref(\"Back\")).handler(a.handler.function(f)).authorization((allow) => [{}])",
                rules.join(", ")
            ));
        }
        members.push("Back: a.customType({ text: a.string(), inner: a.customType({ text: a.string() }) })".to_owned());
        let kinds: Vec<_> = self.function.iter().map(|kind| format!("\"{}\"", KINDS[*kind].0)).collect();
        let rules = match &kinds[..] {
            [] => String::new(),
            kinds => format!(".authorization((allow) => [allow.resource(f).to([{}])])", kinds.join(", ")),
        };
        format!(
            "export const f = defineFunction({{ name: \"f\", entry: \"./handler.mjs\" }});\n\
             export const auth = defineAuth({{ loginWith: {{ email: true }}, groups: [\"A\", \"B\"] }});\n\
             const schema = a.schema({{\n  {}\n}}){rules};\n\
             export const data = defineData({{ schema, layout: \"{}\", authorizationModes: {{ \
             defaultAuthorizationMode: \"userPool\", apiKeyAuthorizationMode: {{}} }} }});\n",
            members.join(",\n  "),
            if self.flat { "flat" } else { "nested" },
        )
    }

    /// What somebody with credentials of the identity pool may use.
    fn granted(&self, who: usize) -> BTreeSet<String> {
        let mut granted = BTreeSet::new();
        for (name, model) in (0..).zip(&self.models) {
            model.granted(name, who, &mut granted);
        }
        for ((name, kind), callers) in
            [("queryIt", "Query"), ("mutationIt", "Mutation")].into_iter().zip(&self.operations)
        {
            if callers.contains(&who) {
                granted.insert(format!("{kind}/fields/{name}"));
            }
        }
        granted
    }
}

fn schema() -> impl Strategy<Value = Schema> {
    // `read` holds get, list and listen already
    let words = || {
        proptest::collection::btree_set(0..WORDS.len(), 1..4).prop_map(|words| {
            let all = words.contains(&0);
            words.into_iter().filter(|word| *word == 0 || *word > 3 || !all).collect::<BTreeSet<_>>()
        })
    };
    let to = move || prop_oneof![Just(BTreeSet::new()), words()];
    // nobody stands twice in a list
    let rules = move |size| {
        proptest::collection::btree_map(0..WHO.len(), to(), size)
            .prop_map(|rules| rules.into_iter().map(|(who, to)| Rule { who, to }).collect::<Vec<_>>())
    };
    let disabled = prop_oneof![
        2 => Just(BTreeSet::new()),
        1 => proptest::collection::btree_set(0..DISABLED.len(), 1..3),
    ];
    // a field is read or not
    let of_field = |rules: Vec<Rule>| {
        rules
            .into_iter()
            .map(|Rule { who, to }| Rule { who, to: to.into_iter().filter(|word| ![1, 2, 3].contains(word)).collect() })
            .collect()
    };
    let field = prop_oneof![2 => Just(Vec::new()), 1 => rules(1..3).prop_map(of_field)];
    let model = (rules(1..4), field, disabled, any::<bool>()).prop_map(|(rules, field, disabled, index)| Model {
        rules,
        field,
        disabled,
        index,
    });
    let callers = || proptest::collection::btree_set(0..WHO.len(), 1..4);
    let function = proptest::collection::btree_set(0..KINDS.len(), 0..=3);
    (proptest::collection::vec(model, 1..4), [callers(), callers()], function, any::<bool>())
        .prop_map(|(models, operations, function, flat)| Schema { models, operations, function, flat })
}

/// The fields of `Query`, `Mutation` and `Subscription` in the schema: `Query/fields/getM1`.
fn operations(graphql: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut root = None;
    for line in graphql.lines() {
        if let Some(name) = line.strip_prefix("type ") {
            let name = name.split([' ', '{']).next().unwrap_or_default();
            root = KINDS.iter().map(|(_, kind)| *kind).find(|kind| *kind == name);
        } else if let (Some(root), Some(field)) = (root, line.strip_prefix("  ")) {
            let name = field.split(['(', ':']).next().unwrap_or_default().trim();
            if !name.is_empty() && name.chars().all(char::is_alphanumeric) && field.contains(':') {
                found.insert(format!("{root}/fields/{name}"));
            }
        }
    }
    found
}

fn problems(schema: &Schema, compiled: &Compiled) -> Vec<String> {
    let mut problems = Vec::new();
    let roles = compiled.stack.roles();
    let operations = operations(&compiled.artifacts.files["schema.graphql"]);
    let meant: BTreeMap<_, _> = [GUEST, IDENTITY].map(|who| (who, schema.granted(who))).into();
    for granted in meant.values() {
        problems.extend(granted.difference(&operations).map(|missing| format!("the schema has no {missing}")));
    }
    for (who, name) in compiled.roles() {
        let role = roles.get(&name).cloned().unwrap_or_default();
        let evaluator = Evaluator::new(&role, !matches!(who, Principal::Function(_)), []);
        let asks = |path: &str| evaluator.allows("appsync:GraphQL", &format!("{API}/types/{path}"));
        let mut compare = |path: &str, expected: bool| {
            if asks(path) != expected {
                problems.push(format!("{who:?} {path}: it should be {expected}"));
            }
        };
        let granted = match &who {
            Principal::Guest => &meant[&GUEST],
            Principal::Authenticated | Principal::Group(_) => &meant[&IDENTITY],
            Principal::Function(_) => {
                for operation in &operations {
                    let kind = schema.function.iter().any(|kind| operation.starts_with(KINDS[*kind].1));
                    compare(operation, kind);
                }
                continue;
            }
        };
        for operation in &operations {
            compare(operation, granted.contains(operation));
        }
        let uses = |name: usize| {
            let of_model = |it: &String| it.ends_with(&format!("M{name}")) || it.ends_with(&format!("M{name}s"));
            granted.iter().any(|it| of_model(it) || it.ends_with(&format!("/m{name}ByU")))
        };
        for name in 0..schema.models.len() {
            // an item's type alone lets nobody in
            if uses(name) {
                compare(&format!("M{name}/fields/t"), true);
            }
            compare(&format!("XM{name}/fields/t"), false);
        }
        let custom = granted.iter().any(|it| it.ends_with("It"));
        compare("Back/fields/text", custom);
        compare("BackInner/fields/text", custom);
        for other in ["appsync:GetGraphqlApi", "appsync:DeleteApiKey", "dynamodb:GetItem"] {
            if evaluator.allows(other, API) {
                problems.push(format!("{who:?} {other}"));
            }
        }
        if evaluator.allows("appsync:GraphQL", &format!("{API}x/types/Query/fields/getM0")) {
            problems.push(format!("{who:?} asks another API"));
        }
    }
    problems
}

#[test]
fn roles_ask_what_rules_grant_and_nothing_else() {
    let configuration =
        ProptestConfig { rng_seed: RngSeed::Fixed(4), failure_persistence: None, ..ProptestConfig::with_cases(96) };
    let result = TestRunner::new(configuration).run(&schema(), |schema| {
        let text = schema.text();
        let compiled = Compiled::of_text(&text);
        let problems = problems(&schema, &compiled);
        prop_assert!(problems.is_empty(), "{problems:#?}\n{text}");
        let guests = compiled.roles().iter().any(|(who, _)| *who == Principal::Guest);
        let meant = text.contains("allow.guest()");
        prop_assert!(guests == meant, "guests have a role: {guests}\n{text}");
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
}

/// The API itself may ask of a table what its resolvers do, of this table alone.
#[test]
fn tables_are_used_as_resolvers_do() {
    let compiled = Compiled::of_text(
        r#"
        const schema = a.schema({
          Post: a.model({ title: a.string(), comments: a.hasMany("Comment", "postId") })
            .secondaryIndexes((index) => [index("title")])
            .authorization((allow) => [allow.publicApiKey().to(["get", "list"])]),
          Comment: a.model({ postId: a.id(), post: a.belongsTo("Post", "postId") })
            .disableOperations(["queries"])
            .authorization((allow) => [allow.publicApiKey()]),
          Note: a.model({ text: a.string() }).authorization((allow) => [allow.publicApiKey().to(["create"])]),
        });
        export const data = defineData({ schema, layout: "flat" });
        "#,
    );
    let roles: BTreeMap<String, Role> = compiled.stack.roles();
    let (write, read) = (["PutItem", "UpdateItem", "DeleteItem"], ["GetItem", "Query", "Scan", "BatchGetItem"]);
    let actions: Vec<_> =
        write.into_iter().chain(read).chain(["BatchWriteItem", "DeleteTable", "GetRecords"]).collect();
    let places = [
        table_arn("PostTable"),
        format!("{}/index/postsByTitle", table_arn("PostTable")),
        format!("{}/index/other", table_arn("PostTable")),
        table_arn("CommentTable"),
        format!("{}/index/gsi-Post.comments", table_arn("CommentTable")),
        table_arn("NoteTable"),
    ];
    let mut allowed = BTreeSet::new();
    for (role, policies) in &roles {
        let evaluator = Evaluator::new(policies, false, []);
        for (at, place) in places.iter().enumerate() {
            for action in &actions {
                if evaluator.allows(&format!("dynamodb:{action}"), place) {
                    allowed.insert((role.as_str(), at, *action));
                }
            }
        }
    }
    let expected = [
        // also for the relation of comments
        ("app-PostTableRole", 0, "GetItem"),
        ("app-PostTableRole", 0, "Scan"),
        ("app-PostTableRole", 1, "Query"),
        // a look at the item, if a condition does not hold
        ("app-CommentTableRole", 3, "GetItem"),
        ("app-CommentTableRole", 3, "PutItem"),
        ("app-CommentTableRole", 3, "UpdateItem"),
        ("app-CommentTableRole", 3, "DeleteItem"),
        ("app-CommentTableRole", 4, "Query"),
        ("app-NoteTableRole", 5, "GetItem"),
        ("app-NoteTableRole", 5, "PutItem"),
    ];
    assert_eq!(allowed, expected.into());
    let sources: Vec<_> = compiled.stack.all("AWS::AppSync::DataSource").collect();
    assert_eq!(sources.len(), 4);
    for (id, source) in sources {
        let table = &source["DynamoDBConfig"]["TableName"];
        if let Some(table) = table.as_str() {
            assert_eq!(source["ServiceRoleArn"], format!("arn:aws:iam::123456789012:role/{table}Role"), "{id}");
        }
    }
}
