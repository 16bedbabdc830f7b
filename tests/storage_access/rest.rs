//! What may be called of REST APIs: random ones are compiled, and everybody asks for every method at paths that the API
//! has, and at others beside them. Who is let in is read off the template: the route that API Gateway would choose, what it
//! asks for, and for a signature the policies of the caller's role. What is meant is read off what was generated, not off
//! the compiler; and the table of access says the same.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use amp_compiler::access::rest::{Asking, RestDecision};
use amp_compiler::access::{Persona, Principal};
use amp_compiler::analysis::{Options, analyze};
use amp_compiler::diagnostic::Code;
use amp_compiler::names;
use amp_compiler::source::MemoryFiles;
use amp_compiler::vocabulary::{HttpMethod, Words as _};
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};
use serde_json::json;

use super::cloud::{ACCOUNT, Role};
use super::compiled::Compiled;
use super::iam::Evaluator;

/// Who a rule speaks of.
const WHO: [&str; 6] = [
    "allow.guest",
    "allow.authenticated",
    "allow.groups([\"A\"])",
    "allow.groups([\"B\", \"C\"])",
    "allow.authenticated(\"userPool\")",
    "allow.public()",
];

/// Words of `to`, and the methods that they mean.
const WORDS: [(&str, &[&str]); 9] = [
    ("get", &["GET"]),
    ("head", &["HEAD"]),
    ("post", &["POST"]),
    ("put", &["PUT"]),
    ("patch", &["PATCH"]),
    ("delete", &["DELETE"]),
    ("create", &["POST"]),
    ("read", &["GET"]),
    ("update", &["PUT", "PATCH"]),
];

const METHODS: [&str; 6] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/// Those who call. `C` has what signed-in users have.
const CALLERS: [&str; 6] = ["public", "guest", "user", "A", "B", "C"];

const PATHS: [&str; 10] = [
    "/",
    "/items",
    "/items/{id}",
    "/items/{id}/parts",
    "/items/new",
    "/orders",
    "/orders/{a}/{b}",
    "/v1.0/x-y_z~",
    "/{any}",
    "/{any}/last",
];

#[derive(Clone, Debug)]
struct Rule {
    who: usize,
    to: BTreeSet<usize>,
}

impl Rule {
    fn methods(&self) -> BTreeSet<&'static str> {
        self.to.iter().flat_map(|word| WORDS[*word].1).copied().collect()
    }

    /// Whether it lets a caller in.
    fn speaks_of(&self, caller: &str) -> bool {
        match self.who {
            0 => caller == "guest",
            1 => ["user", "C"].contains(&caller),
            2 => caller == "A",
            3 => ["B", "C"].contains(&caller),
            4 => ["user", "A", "B", "C"].contains(&caller),
            _ => true,
        }
    }
}

#[derive(Clone, Debug)]
struct Place {
    below: bool,
    rules: Vec<Rule>,
}

#[derive(Clone, Debug)]
struct Api {
    places: BTreeMap<usize, Place>,
}

impl Api {
    fn text(&self, name: &str) -> String {
        let places: Vec<String> = self
            .places
            .iter()
            .map(|(path, place)| {
                let rules = place.rules.iter().map(|rule| {
                    let words: Vec<_> = rule.to.iter().map(|word| format!("\"{}\"", WORDS[*word].0)).collect();
                    format!("{}.to([{}])", WHO[rule.who], words.join(", "))
                });
                let rules: Vec<_> = rules.collect();
                let below = if place.below { "" } else { " subpaths: false," };
                format!("    \"{}\": {{ function: f,{below} access: (allow) => [{}] }}", PATHS[*path], rules.join(", "))
            })
            .collect();
        format!("export const {name} = defineRestApi({{ paths: {{\n{}\n  }} }});\n", places.join(",\n"))
    }

    /// Whether a caller may call something.
    fn allows(&self, caller: &str, method: &str, asked: &str) -> bool {
        let has = |place: &Place| place.rules.iter().any(|rule| rule.methods().contains(method));
        let routes = self.places.iter().filter(|(_, place)| has(place)).flat_map(|(path, place)| {
            let own = (PATHS[*path].to_owned(), place);
            let below = place.below.then(|| (format!("{}/{{proxy+}}", PATHS[*path].trim_end_matches('/')), place));
            std::iter::once(own).chain(below)
        });
        let Some((_, place)) = chosen(routes, asked) else { return false };
        place.rules.iter().any(|rule| rule.speaks_of(caller) && rule.methods().contains(method))
    }
}

/// The route that API Gateway chooses for a path: one that fits as a whole, else one with `{proxy+}`; the one that says
/// more of the path first.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html>
fn chosen<T>(routes: impl Iterator<Item = (String, T)>, asked: &str) -> Option<(String, T)> {
    let fits = |route: &str| -> Option<(bool, Vec<u8>)> {
        let mut asked = asked[1..].split('/').filter(|part| !part.is_empty());
        let mut told = Vec::new();
        for part in route[1..].split('/').filter(|part| !part.is_empty()) {
            let text = asked.next()?;
            if part == "{proxy+}" {
                return Some((true, told));
            }
            told.push(u8::from(part.starts_with('{')));
            if !part.starts_with('{') && part != text {
                return None;
            }
        }
        asked.next().is_none().then_some((false, told))
    };
    routes.filter_map(|(route, it)| Some((fits(&route)?, (route, it)))).min_by(|a, b| a.0.cmp(&b.0)).map(|(_, it)| it)
}

fn rules() -> impl Strategy<Value = Vec<Rule>> {
    // a word does not repeat another one
    let words = proptest::collection::btree_set(0..WORDS.len(), 1..4).prop_map(|words| {
        let mut seen = BTreeSet::new();
        words.into_iter().filter(|word| WORDS[*word].1.iter().all(|method| seen.insert(*method))).collect()
    });
    // most paths ask for one thing
    let who = prop_oneof![8 => 0..4_usize, 1 => 4..6_usize];
    proptest::collection::btree_map(who, words, 1..4)
        .prop_map(|rules| rules.into_iter().map(|(who, to)| Rule { who, to }).collect())
}

fn api() -> impl Strategy<Value = Api> {
    let place = (prop_oneof![3 => Just(false), 1 => Just(true)], rules());
    let place = place.prop_map(|(below, rules)| Place { below, rules });
    proptest::collection::btree_map(0..PATHS.len(), place, 1..4).prop_map(|places| Api { places })
}

/// What is asked for: at each path, below, beside, above it, and with texts that other paths have.
fn requests() -> BTreeSet<String> {
    let mut asked: BTreeSet<String> =
        ["/", "/nothing", "/items/new", "/items/new/parts", "/ITEMS"].map(str::to_owned).into();
    for path in PATHS {
        for text in ["1", "new", "last", "items"] {
            let own = path.replace("{id}", text).replace("{any}", text).replace("{a}", text).replace("{b}", "b");
            let bare = own.trim_end_matches('/');
            asked.extend([format!("{bare}/1"), format!("{bare}/deep/er"), format!("{bare}x"), format!("{bare}/parts")]);
            asked.extend([own.clone(), format!("/x{own}")]);
        }
    }
    asked.retain(|path| path.starts_with('/') && (path == "/" || !path.ends_with('/')));
    asked
}

struct Template<'c> {
    compiled: &'c Compiled,
    roles: BTreeMap<String, Role>,
}

impl Template<'_> {
    /// The routes of an API: method, path and what is asked for.
    fn routes(&self, api: &str) -> Vec<(String, String, String)> {
        let of_api = self.compiled.stack.all("AWS::ApiGatewayV2::Route").filter(|(_, it)| it["ApiId"] == *api);
        let routes = of_api.map(|(id, it)| {
            let text = |key: &str| it[key].as_str().unwrap_or_else(|| panic!("{id} has no {key}")).to_owned();
            let key = text("RouteKey");
            let (method, path) = key.split_once(' ').expect("a method and a path");
            assert_eq!(it.get("AuthorizerId").is_some(), it["AuthorizationType"] == "JWT", "{id}");
            (method.to_owned(), path.to_owned(), text("AuthorizationType"))
        });
        routes.collect()
    }

    fn evaluator(&self, who: &Principal) -> Option<Evaluator> {
        let (_, name) = self.compiled.roles().into_iter().find(|(it, _)| it == who)?;
        Some(Evaluator::new(self.roles.get(&name).unwrap_or_else(|| panic!("there is no {name}")), true, []))
    }
}

fn principal(caller: &str) -> Option<Principal> {
    match caller {
        "public" => None,
        "guest" => Some(Principal::Guest),
        "user" => Some(Principal::Authenticated),
        group => Some(Principal::Group(group.into())),
    }
}

fn persona(caller: &str) -> Persona {
    principal(caller).map_or(Persona::Public, Persona::of)
}

/// The number of requests; what goes wrong, in words.
fn problems(apis: &[(&str, &Api)], compiled: &Compiled) -> Result<u64, Vec<String>> {
    let template = Template { compiled, roles: compiled.stack.roles() };
    let (mut asked, mut problems) = (0, Vec::new());
    let paths = requests();
    for (name, api) in apis {
        let backend = &compiled.analysis.backend;
        let known = backend.rest_apis.iter().find(|it| it.name.value == *name).expect("the API is there");
        let id = format!("app-{}", names::http_api(name));
        let routes = template.routes(&id);
        for caller in CALLERS {
            let evaluator = principal(caller).and_then(|who| template.evaluator(&who));
            let signed = |method: &str, stage: &str, api: &str, path: &str| {
                let arn = format!("arn:aws:execute-api:us-east-1:{ACCOUNT}:{api}/{stage}/{method}{path}");
                evaluator.as_ref().is_some_and(|it| it.allows("execute-api:Invoke", &arn))
            };
            let asking = Asking::of(&persona(caller), backend);
            for (method, path) in METHODS.into_iter().flat_map(|method| paths.iter().map(move |path| (method, path))) {
                asked += 1;
                let own = routes.iter().filter(|(it, ..)| it == method).map(|(_, path, asks)| (path.clone(), asks));
                let let_in = chosen(own, path).is_some_and(|(_, asks)| match asks.as_str() {
                    "NONE" => true,
                    "JWT" => !["public", "guest"].contains(&caller),
                    "AWS_IAM" => signed(method, "$default", &id, path),
                    other => panic!("{other}"),
                });
                let meant = api.allows(caller, method, path);
                let word = HttpMethod::from_text(&method.to_lowercase()).expect("a method");
                let table = compiled.analysis.access.rest.decide(&asking, known.id, word, path);
                let table = matches!(table, RestDecision::Allowed(_));
                if (let_in, table) != (meant, meant) {
                    problems.push(format!(
                        "{caller} {method} {path} of {name}: the text says {meant}, the table {table}, the template {let_in}"
                    ));
                }
            }
            for (method, stage, api) in [
                ("GET", "prod", id.as_str()),
                ("GET", "$default", "app-other"),
                ("OPTIONS", "$default", &id),
                ("ANY", "$default", &id),
            ] {
                if PATHS.iter().any(|path| signed(method, stage, api, path)) {
                    problems.push(format!("{caller} may {method} {api} at {stage}"));
                }
            }
            let other = ["execute-api:InvalidateCache", "execute-api:ManageConnections", "apigateway:GET"];
            let arn = format!("arn:aws:execute-api:us-east-1:{ACCOUNT}:{id}/$default/GET/items");
            if evaluator.as_ref().is_some_and(|it| other.iter().any(|action| it.allows(action, &arn))) {
                problems.push(format!("{caller} may do something else with {name}"));
            }
        }
    }
    if problems.is_empty() { Ok(asked) } else { Err(problems) }
}

const HEAD: &str = "export const f = defineFunction({ name: \"f\", entry: \"./handler.mjs\" });\n\
    export const auth = defineAuth({ loginWith: { email: true }, groups: [\"A\", \"B\", { name: \"C\", inherits: \"authenticated\" }] });\n";

#[test]
fn everybody_calls_what_rules_grant_and_nothing_else() {
    let (asked, built, refused) = (Cell::new(0), Cell::new(0_u32), Cell::new(0_u32));
    let configuration =
        ProptestConfig { rng_seed: RngSeed::Fixed(6), failure_persistence: None, ..ProptestConfig::with_cases(250) };
    let result = TestRunner::new(configuration).run(&(api(), api()), |(shop, other)| {
        let text = format!("{HEAD}{}{}", shop.text("shop"), other.text("other"));
        let files =
            MemoryFiles::default().with("backend.amp", &text).with("handler.mjs", "export const handler = 1;\n");
        let analysis = analyze(&files, "backend.amp", &Options::default()).expect("the file can be read");
        if analysis.checked().is_none() {
            // what IAM or API Gateway cannot hold apart is refused, and nothing else
            let errors =
                analysis.diagnostics.iter().filter(|it| it.severity == amp_compiler::diagnostic::Severity::Error);
            let told = |code| matches!(code, Code::RestPathsOverlap | Code::RestAuthorizer);
            let others: Vec<_> = errors.filter(|it| !told(it.code)).collect();
            prop_assert!(others.is_empty(), "{others:#?}\n{text}");
            refused.set(refused.get() + 1);
            return Ok(());
        }
        let compiled = Compiled::of(&files, "backend.amp");
        let count = problems(&[("shop", &shop), ("other", &other)], &compiled)
            .map_err(|problems| TestCaseError::fail(format!("{problems:#?}\n{text}")))?;
        let guests = compiled.roles().iter().any(|(who, _)| *who == Principal::Guest);
        prop_assert!(guests == text.contains("allow.guest"), "guests have a role: {guests}\n{text}");
        asked.set(asked.get() + count);
        built.set(built.get() + 1);
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
    println!("{} backends, {} refused, {} requests", built.get(), refused.get(), asked.get());
    assert!(built.get() > 50 && refused.get() > 50, "{} built, {} refused", built.get(), refused.get());
}

/// More than fits into a role: the policies beside it are managed ones, and several.
#[test]
fn large_policies_let_in_whom_the_table_says() {
    let mut text = HEAD.to_owned();
    for index in 0..4 {
        let places: Vec<String> = (0..30)
            .map(|place| {
                let who = ["allow.guest", "allow.groups([\"A\"])"][place % 2];
                let path = format!("/a-path-with-quite-a-long-name/{place}");
                format!("\"{path}\": {{ function: f, access: (allow) => [{who}.to([\"get\", \"update\"])] }}")
            })
            .collect();
        let _ = writeln!(text, "export const api{index} = defineRestApi({{ paths: {{ {} }} }});", places.join(", "));
    }
    let compiled = Compiled::of_text(&text);
    assert!(compiled.stack.all("AWS::IAM::ManagedPolicy").count() > 2);
    let template = Template { compiled: &compiled, roles: compiled.stack.roles() };
    for (who, mine) in [(Principal::Guest, 0), (Principal::Group("A".into()), 1)] {
        let evaluator = template.evaluator(&who).expect("a role");
        for (api, place) in (0..4).flat_map(|api| (0..30).map(move |place| (api, place))) {
            for method in ["GET", "PUT", "PATCH"] {
                let path = format!("app-Api{api}HttpApi/$default/{method}/a-path-with-quite-a-long-name/{place}/1");
                let arn = format!("arn:aws:execute-api:us-east-1:{ACCOUNT}:{path}");
                assert_eq!(evaluator.allows("execute-api:Invoke", &arn), place % 2 == mine, "{who:?} {arn}");
            }
        }
    }
}

/// What the Amplify CLI's own code makes of a role's choices at a path (`createPoliciesFromResources` and
/// `convertCrudOperationsToPermissions` of its `consolidate-apigw-policies.ts`, `_craftPolicyDocument` of
/// `apigw-stack-builder.ts`): the ends of its ARNs, behind the stage.
fn by_the_cli(path: &str, words: &[&str]) -> Vec<String> {
    let methods: Vec<&str> = match words.len() {
        4 => vec!["/*"],
        _ => words.iter().flat_map(|word| METHODS_OF_THE_CLI[index_of(word)].1).copied().collect(),
    };
    let pattern: Vec<&str> = path.split('/').map(|part| if part.starts_with('{') { "*" } else { part }).collect();
    let pattern = pattern.join("/");
    let below = format!("{}/*", pattern.trim_end_matches('/'));
    methods.iter().flat_map(|method| [format!("{method}{pattern}"), format!("{method}{below}")]).collect()
}

const METHODS_OF_THE_CLI: [(&str, &[&str]); 4] =
    [("create", &["/POST"]), ("read", &["/GET"]), ("update", &["/PUT", "/PATCH"]), ("delete", &["/DELETE"])];

fn index_of(word: &str) -> usize {
    METHODS_OF_THE_CLI.iter().position(|(it, _)| *it == word).expect("a word of the CLI")
}

/// The same choices, by the CLI's statements and by ours: the same calls are allowed. With all four words, the CLI's
/// statement says `*/items` for every method. That is more methods than the words mean, and other paths with the same end:
/// `GET/x/items`.
#[test]
fn the_clis_words_allow_what_they_allow_there() {
    let (mut compared, mut opened) = (0, false);
    for bits in 1..16_usize {
        let chosen = METHODS_OF_THE_CLI.iter().map(|(word, _)| *word);
        let words: Vec<&str> =
            chosen.enumerate().filter(|(bit, _)| bits >> bit & 1 == 1).map(|(_, word)| word).collect();
        for path in ["/", "/items", "/items/{id}", "/v1/{a}/parts/{b}"] {
            for (who, rule) in [
                (Principal::Guest, "allow.guest"),
                (Principal::Authenticated, "allow.authenticated"),
                (Principal::Group("A".into()), "allow.groups([\"A\"])"),
            ] {
                let text = format!(
                    "{HEAD}export const shop = defineRestApi({{ paths: {{ \"{path}\": {{ function: f, access: (allow) => [{rule}.to({words:?})] }} }} }});\n"
                );
                let compiled = Compiled::of_text(&text);
                let template = Template { compiled: &compiled, roles: compiled.stack.roles() };
                let ours = template.evaluator(&who).expect("a role");
                let arn =
                    |rest: &str| format!("arn:aws:execute-api:us-east-1:{ACCOUNT}:app-ShopHttpApi/$default{rest}");
                let resources: Vec<String> = by_the_cli(path, &words).iter().map(|rest| arn(rest)).collect();
                let statement = json!({ "Effect": "Allow", "Action": ["execute-api:Invoke"], "Resource": resources });
                let policy = json!({ "Version": "2012-10-17", "Statement": [statement] });
                let role = Role { policies: vec![policy], trust: None };
                let theirs = Evaluator::new(&role, true, []);
                for (method, asked) in METHODS.iter().flat_map(|it| requests().into_iter().map(move |path| (it, path)))
                {
                    compared += 1;
                    let call = arn(&format!("/{method}{asked}"));
                    let (ours, theirs) =
                        (ours.allows("execute-api:Invoke", &call), theirs.allows("execute-api:Invoke", &call));
                    let more = theirs && !ours && words.len() == 4;
                    assert!(ours == theirs || more, "{who:?} {method} {asked}: {ours}, {theirs} by the CLI: {text}");
                    opened |= more && *method == "GET" && path == "/items" && asked == "/x/items";
                }
            }
        }
    }
    println!("{compared} calls compared");
    assert!(compared > 10_000 && opened);
}
