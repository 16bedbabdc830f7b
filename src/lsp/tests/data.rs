//! Schemas: what may be written in one, and what is told about what stands there.

use super::*;

const PATH: &str = "/p/backend.amp";

const SCHEMA: &str = r#"export const worker = defineFunction({ entry: "./add.mjs" });
const schema = a
  .schema({
    Status: a.enum(["DRAFT", "PUBLISHED"]),
    Place: a.customType({ street: a.string() }),
    Post: a
      .model({
        title: a.string().required(),
        rank: a.integer(),
        author: a.string(),
        status: a.ref("Status"),
        comments: a.hasMany("Comment", "postId"),
      })
      .identifier(["title", "rank"])
      .secondaryIndexes((index) => [index("author").sortKeys(["rank"]).queryField("byAuthor")])
      .authorization((allow) => [allow.groups(["ADMINS"]).to(["read"]), allow.ownerDefinedIn("author")]),
    Comment: a
      .model({ postId: a.id(), text: a.string(), post: a.belongsTo("Post", ["postId"]) })
      .authorization((allow) => [allow.authenticated()]),
    publish: a
      .mutation()
      .arguments({ id: a.id().required() })
      .returns(a.ref("Post"))
      .handler(a.handler.function(worker))
      .authorization((allow) => [allow.group("ADMINS")]),
    told: a
      .subscription()
      .for(a.ref("Post").mutations(["create"]))
      .authorization((allow) => [allow.authenticated()]),
  })
  .authorization((allow) => [allow.resource(worker).to(["query"])]);

export const auth = defineAuth({ loginWith: { email: true }, groups: ["ADMINS", "EDITORS"] });
export const data = defineData({ schema, authorizationModes: { defaultAuthorizationMode: "userPool" } });
"#;

fn editor() -> Editor {
    Editor::new(MemoryFiles::single(PATH, SCHEMA).with("/p/add.mjs", "export const handler = async () => {};"))
}

/// The schema with a mark in the first place of something, behind it.
fn mark(needle: &str) -> String {
    SCHEMA.replacen(needle, &format!("{needle}|"), 1)
}

/// The schema with something else, marked text in its place.
fn instead(of: &str, marked: &str) -> String {
    assert!(SCHEMA.contains(of), "{of}");
    SCHEMA.replacen(of, marked, 1)
}

fn exactly(found: impl AsRef<[String]>, wanted: &[&str]) {
    assert_eq!(found.as_ref(), wanted);
}

#[test]
fn completion_behind_dots() {
    let mut editor = editor();
    let mut labels = |of: &str, marked: &str| editor.labels(PATH, &instead(of, marked));
    // what fits the place, also in half-written text
    let fields = labels("a.integer(),", "a.|,");
    contains(&fields, &["string", "ref", "enum", "customType", "hasMany", "belongsTo"]);
    assert!(!fields.contains(&"model".to_owned()) && !fields.contains(&"handler".to_owned()), "{fields:?}");
    contains(&labels("a.integer(),", "a.|"), &["string"]);
    let members = ["model", "enum", "customType", "query", "mutation", "subscription"];
    exactly(labels("a.enum([\"DRAFT\", \"PUBLISHED\"])", "a.|"), &members);
    exactly(labels("a.ref(\"Post\").mutations([\"create\"])", "a.|"), &["ref"]);
    exactly(labels("a.handler.function(worker)", "a.|"), &["handler"]);
    exactly(labels("a.handler.function(worker)", "a.handler.|"), &["function", "custom"]);
    exactly(labels("a.handler.function(worker)", "a.handler.function(worker).|"), &["async"]);
    exactly(labels("a.integer(),", "a.integer().|,"), &["required", "array", "default", "validate", "authorization"]);
    exactly(labels("a.integer(),", "a.integer().required().|"), &["array", "default", "validate", "authorization"]);
    exactly(
        labels("a.integer(),", "a.integer().|.array().required(),"),
        &["required", "default", "validate", "authorization"],
    );
    exactly(
        labels("a.integer(),", "a.integer().required().array().|,"),
        &["required", "default", "validate", "authorization"],
    );
    exactly(labels("a.ref(\"Status\"),", "a.ref(\"Status\").|,"), &["required", "array", "authorization"]);
    exactly(labels("a.ref(\"Post\")", "a.ref(\"Post\").|"), &["required", "array"]);
    exactly(labels("a.ref(\"Post\").mutations([\"create\"])", "a.ref(\"Post\").|"), &["mutations"]);
    exactly(labels("\n      .identifier([\"title\", \"rank\"])", "\n      .|"), &["identifier", "disableOperations"]);
    contains(&labels("a.integer(),", "a.integer().validate((v) => v.|),"), &["gt", "minLength", "matches"]);
    let tests = labels("a.integer(),", "a.integer().validate((v) => v.gt(1).|),");
    assert!(tests.contains(&"lt".to_owned()) && !tests.contains(&"gt".to_owned()), "{tests:?}");
    exactly(
        labels("index(\"author\").sortKeys([\"rank\"])", "index(\"author\").|"),
        &["sortKeys", "name", "projection"],
    );
}

#[test]
fn completion_of_rules() {
    let mut editor = editor();
    let mut labels = |of: &str, marked: &str| editor.labels(PATH, &instead(of, marked));
    let model = "allow.ownerDefinedIn(\"author\")";
    let of_models = labels(model, "allow.|");
    contains(&of_models, &["publicApiKey", "owner", "ownerDefinedIn", "groups", "groupsDefinedIn", "custom"]);
    assert!(!of_models.contains(&"resource".to_owned()), "{of_models:?}");
    contains(&labels("allow.resource(worker)", "allow.|"), &["owner", "resource"]);
    let operation = labels("allow.group(\"ADMINS\")", "allow.|");
    assert!(operation.contains(&"group".to_owned()) && !operation.contains(&"owner".to_owned()), "{operation:?}");
    exactly(labels("allow.group(\"ADMINS\")", "allow.group(\"ADMINS\").|"), &["withClaimIn"]);
    exactly(labels(model, "allow.owner().|"), &["to", "identityClaim"]);
    exactly(labels(model, "allow.owner().to([\"read\"]).|"), &["identityClaim"]);
    // the actions that there are at the place
    contains(&labels(model, "allow.owner().to([\"|\"])"), &["create", "read", "get", "listen"]);
    exactly(labels("[\"query\"]", "[\"|\"]"), &["listen", "query", "mutate"]);
    let of_fields = "a.integer().authorization((allow) => [allow.owner().to([\"read\", \"|\"])]),";
    exactly(labels("a.integer(),", of_fields), &["create", "update", "delete"]);
    exactly(labels(model, "allow.authenticated(\"|\")"), &["userPools", "oidc", "identityPool"]);
    exactly(labels(model, "allow.owner(\"|\")"), &["userPools", "oidc"]);
    exactly(labels(model, "allow.groups([\"ADMINS\", \"|\"])"), &["EDITORS"]);
    exactly(labels(model, "allow.group(\"|"), &["ADMINS", "EDITORS"]);
    contains(
        &labels("(allow) => [allow.authenticated()]", "|"),
        &["(allow) => [allow.groups([\"ADMINS\"]).to([\"read\"])]"],
    );
    contains(&labels("allow.resource(worker)", "allow.resource(w|)"), &["worker"]);
}

#[test]
fn completion_of_names() {
    let mut editor = editor();
    let mut labels = |of: &str, marked: &str| editor.labels(PATH, &instead(of, marked));
    exactly(labels("hasMany(\"Comment\"", "hasMany(\"|\""), &["Post", "Comment"]);
    exactly(labels("a.hasMany(\"Comment\", \"postId\"),", "a.hasMany(\"|"), &["Post", "Comment"]);
    exactly(
        labels("\"Comment\", \"postId\"", "\"Comment\", \"|\""),
        &["postId", "text", "id", "createdAt", "updatedAt"],
    );
    exactly(labels("[\"postId\"]", "[\"|\"]"), &["postId", "text", "id", "createdAt", "updatedAt"]);
    exactly(labels("a.ref(\"Status\")", "a.ref(\"|\")"), &["Status", "Place"]);
    exactly(labels(".returns(a.ref(\"Post\"))", ".returns(a.ref(\"|\"))"), &["Status", "Place", "Post", "Comment"]);
    exactly(labels("a.ref(\"Post\").mutations", "a.ref(\"|\").mutations"), &["Post", "Comment", "publish"]);
    let fields = ["rank", "author", "status", "createdAt", "updatedAt"];
    exactly(labels("[\"title\", \"rank\"]", "[\"title\", \"|\"]"), &fields);
    contains(&labels("index(\"author\")", "index(\"|\")"), &["title", "author"]);
    contains(&labels("sortKeys([\"rank\"])", "sortKeys([\"|"), &["title", "author"]);
    contains(&labels("allow.ownerDefinedIn(\"author\")", "allow.groupDefinedIn(\"|\")"), &["title", "author"]);
    exactly(labels("mutations([\"create\"])", "mutations([\"|\"])"), &["create", "update", "delete"]);
    contains(&labels("queryField(\"byAuthor\")", "projection(\"|\")"), &["ALL", "INCLUDE"]);
    contains(&labels("queryField(\"byAuthor\")", "projection(\"INCLUDE\", [\"|\"])"), &["title", "status"]);
}

#[test]
fn hover_on_chains_and_names() {
    let mut editor = editor();
    let mut tells = |place: &str, wanted: &[&str]| {
        let text = editor.hover(PATH, &mark(place));
        for part in wanted {
            assert!(text.contains(part), "{part} at {place} is not in {text}");
        }
    };
    tells("a.enu", &["a.enum(string[])", "one of which a field holds"]);
    tells("a.integ", &["a.integer()", "A whole number"]);
    tells(".requi", &["```ts\n.required()", "It must be there"]);
    tells("a.hasM", &["a.hasMany(string, string | string[])", "refer to this one"]);
    tells(".identif", &["The fields that identify an item"]);
    tells("secondaryIn", &["Further ways to find items"]);
    tells("[ind", &["The field by which items are found"]);
    tells(".sortK", &[".sortKeys(string[])", "sorted"]);
    tells("allow.gro", &["allow.groups(", "in one of these groups"]);
    tells(".to([\"rea", &["`get`, `list`"]);
    tells("handler.func", &["a.handler.function(", "does the work"]);
    tells("= a", &["```ts\na\n```", "Begins a schema"]);
    tells("a.hand", &["a.handler", "Begins a handler."]);
    tells("[\"que", &["For functions: all queries."]);
    // what strings name
    let post = ["Post: a.model(...)", "- `title: String!`", "- `comments: [Comment]`", "`title`, `rank`", "`byAuthor`"];
    tells("belongsTo(\"Po", &post);
    tells("returns(a.ref(\"Po", &["`listPosts`", "`onCreatePost`"]);
    tells("a.ref(\"Sta", &["`DRAFT`, `PUBLISHED`"]);
    tells("[\"tit", &["Post.title: String!"]);
    tells("\"Comment\", \"post", &["Comment.postId: ID"]);
    tells("ownerDefinedIn(\"aut", &["Post.author: String"]);
    tells("[\"ADM", &["Precedence 0"]);
    // where they are declared
    tells("    Pos", &post);
    tells("    Plac", &["- `street: String`"]);
    tells("    publi", &["mutation publish(id: ID!): Post"]);
    // who may do what
    tells("    Pos", &["| | get | list | listen | create | update | delete |", "| user by author |", " own |"]);
    tells("    publi", &["| | call |", " yes |"]);
    tells("        comme", &["Post.comments: [Comment]", "The items of `Comment` whose `postId` refers to this one."]);
    tells("arguments({ i", &["publish.id: ID!"]);
}

#[test]
fn definitions_of_names() {
    let mut editor = editor();
    let line = |needle: &str| SCHEMA[..SCHEMA.find(needle).unwrap()].matches('\n').count();
    let mut leads = |place: &str, declared: &str| {
        let found = editor.at("definition", PATH, &mark(place));
        assert_eq!(found["range"]["start"]["line"], line(declared), "{place}: {found}");
    };
    leads("hasMany(\"Com", "    Comment: a");
    leads("belongsTo(\"Po", "    Post: a");
    leads("a.ref(\"Sta", "    Status: a");
    leads("returns(a.ref(\"Po", "    Post: a");
    leads("identifier([\"tit", "        title: a");
    leads("\"Comment\", \"post", "postId: a.id()");
    leads("ownerDefinedIn(\"aut", "        author: a");
    leads("allow.group(\"ADM", "export const auth");
    leads("resource(work", "export const worker");
}

#[test]
fn parts_of_a_schema_in_constants() {
    let mut editor = editor();
    contains(&editor.labels(PATH, "const schema = |"), &["a", "defineData"]);
    contains(&editor.labels(PATH, "const schema = a.|"), &["schema", "model", "string"]);
    let model = "const Post = a.model({ title: a.string(), at: a.|";
    contains(&editor.labels(PATH, model), &["datetime", "hasMany"]);
    exactly(
        editor.labels(PATH, "const title = a.string().required().default(\"\").|"),
        &["array", "validate", "authorization"],
    );
    let index = "const Post = a.model({ title: a.string(), at: a.date() }).secondaryIndexes((by) => [by(\"|";
    exactly(editor.labels(PATH, index), &["title", "at"]);
    let shared = "const common = { at: a.datetime(), by: a.|";
    contains(&editor.labels(PATH, shared), &["string", "ref"]);
    let renamed = "import { a as amp } from \"@aws-amplify/backend\";\nconst x = amp.schema({ A: amp.|";
    contains(&editor.labels(PATH, renamed), &["model", "query"]);
    // callbacks
    let readers = |rest: &str| format!("{SCHEMA}const readers = (allow: any) => [{rest}");
    contains(&editor.labels(PATH, &readers("allow.|];")), &["groups", "owner", "resource"]);
    contains(&editor.labels(PATH, &readers("allow.groups([\"|\"])];")), &["ADMINS"]);
    contains(&editor.labels(PATH, &readers("allow.groups([\"ADMINS\"]).to([\"|")), &["create", "read"]);
    assert!(editor.labels(PATH, &readers("];\nconst b = allow.|")).is_empty());
    // a constant of one's own is no schema
    assert_eq!(editor.labels(PATH, "const a = { one: 1 };\nconst b = a.|"), ["one"]);
}

/// Names of symbols, with what they are and those inside of them.
fn outline(symbols: &Value) -> String {
    let one = |symbol: &Value| {
        let inside = outline(&symbol["children"]);
        let inside = if inside.is_empty() { inside } else { format!("({inside})") };
        format!("{}:{}{inside}", symbol["name"].as_str().unwrap(), symbol["detail"].as_str().unwrap_or_default())
    };
    symbols.as_array().into_iter().flatten().map(one).collect::<Vec<_>>().join(" ")
}

#[test]
fn outline_of_a_schema() {
    let mut editor = editor();
    editor.open(PATH, SCHEMA);
    let document = json!({ "textDocument": { "uri": format!("file://{PATH}") } });
    let symbols = editor.ask("textDocument/documentSymbol", document.clone()).unwrap();
    assert_eq!(
        outline(&symbols[1]["children"]),
        "Status:enum(DRAFT: PUBLISHED:) Place:customType(street:string) \
         Post:model(title:string rank:integer author:string status:ref comments:hasMany) \
         Comment:model(postId:id text:string post:belongsTo) publish:mutation(id:id) told:subscription"
    );
    // the values of a large schema are read one by one, and stand where they stand
    let post = &symbols[1]["children"][2];
    let line = |needle: &str| SCHEMA[..SCHEMA.find(needle).unwrap()].matches('\n').count();
    assert_eq!(post["selectionRange"]["start"]["line"], line("    Post:"));
    assert_eq!(post["children"][4]["selectionRange"]["start"]["line"], line("        comments:"));
    assert_eq!(post["children"][4]["kind"], 8, "a field");
    editor.open(PATH, "const words = [\"a\"];\nconst Title = a.string();\nexport const data = defineData({ schema: a.schema({ A: a.model({ b: a.id() }) }) });");
    let symbols = editor.ask("textDocument/documentSymbol", document).unwrap();
    assert_eq!(outline(&symbols), "words: Title:string data:defineData(schema:schema(A:model(b:id)))");
}

#[test]
fn places_all_over_a_schema_have_an_answer() {
    let mut editor = editor();
    assert!(sweep(&mut editor, PATH, SCHEMA) > 400);
    for (at, _) in SCHEMA.char_indices().step_by(23) {
        let cut = format!("{}|", &SCHEMA[..at]);
        for method in ["hover", "completion", "definition"] {
            editor.at(method, PATH, &cut);
        }
    }
}

#[test]
fn what_completion_writes() {
    let mut editor = editor();
    let mut writes = |of: &str, marked: &str, label: &str| {
        let items = editor.at("completion", PATH, &instead(of, marked));
        let found = items.as_array().unwrap().iter().find(|item| item["label"] == label);
        found.unwrap_or_else(|| panic!("{label} is not in {items}"))["textEdit"]["newText"].as_str().unwrap().to_owned()
    };
    assert_eq!(writes("a.integer()", "a.|", "string"), "string()$0");
    assert_eq!(writes("a.integer()", "a.|", "hasMany"), "hasMany(\"$1\", \"$2\")$0");
    assert_eq!(writes("a.integer()", "a.|", "ref"), "ref(\"$1\")$0");
    assert_eq!(writes("a.integer()", "a.|", "enum"), "enum([\"$1\"])$0");
    assert_eq!(writes("a.integer()", "a.integer().|", "default"), "default($1)$0");
    assert_eq!(writes("a.integer()", "a.integer().|", "authorization"), "authorization((allow) => [$1])$0");
    assert_eq!(writes("a.integer()", "a.integer().|", "validate"), "validate((v) => $1)$0");
    assert_eq!(writes("a.integer()", "|", "a.string"), "a.string()$0");
    assert_eq!(writes("a.enum([\"DRAFT\", \"PUBLISHED\"])", "a.|", "model"), "model({ $1 })$0");
    assert_eq!(writes("a.handler.function(worker)", "|", "a.handler.function"), "a.handler.function($1)$0");
    assert_eq!(writes("allow.ownerDefinedIn(\"author\")", "allow.|", "groups"), "groups([\"$1\"])$0");
    assert_eq!(writes("allow.ownerDefinedIn(\"author\")", "allow.|", "authenticated"), "authenticated()$0");
    assert_eq!(writes("allow.ownerDefinedIn(\"author\")", "allow.owner().|", "to"), "to([\"$1\"])$0");
}
