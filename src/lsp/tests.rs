//! Whole sessions over a connection in memory; `tests/lsp.rs` drives the real program.

mod admin;
mod data;
mod references;
mod rest;

use std::thread;

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use serde_json::{Value, json};

use super::server::Server;
use crate::source::MemoryFiles;

/// An editor.
struct Editor {
    connection: Connection,
    server: Option<thread::JoinHandle<bool>>,
    last: i32,
    /// What the server said by itself.
    said: Vec<Notification>,
}

impl Editor {
    /// An editor that has not said anything yet, over files in memory.
    fn silent(files: MemoryFiles) -> Self {
        let (connection, far) = Connection::memory();
        let server = thread::spawn(move || Server::new(&far, &files).serve());
        Self { connection, server: Some(server), last: 0, said: Vec::new() }
    }

    fn new(files: MemoryFiles) -> Self {
        let mut editor = Self::silent(files);
        let snippets = json!({ "textDocument": { "completion": { "completionItem": { "snippetSupport": true } } } });
        editor.ask("initialize", json!({ "capabilities": snippets })).expect("capabilities");
        editor.tell("initialized", json!({}));
        editor
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.connection.sender.send(Notification::new(method.to_owned(), params).into()).unwrap();
    }

    fn send(&mut self, method: &str, params: Value) -> i32 {
        self.last += 1;
        self.connection.sender.send(Request::new(self.last.into(), method.to_owned(), params).into()).unwrap();
        self.last
    }

    /// The answer, or the code and message of an error.
    fn ask(&mut self, method: &str, params: Value) -> Result<Value, (i32, String)> {
        let id = self.send(method, params);
        loop {
            match self.connection.receiver.recv().expect("the server lives") {
                Message::Response(Response { id: of, response_result }) if of == id.into() => {
                    return response_result.map_err(|error| (error.code, error.message));
                }
                Message::Notification(notification) => self.said.push(notification),
                other => panic!("{other:?}"),
            }
        }
    }

    fn open(&mut self, path: &str, text: &str) {
        let document = json!({ "uri": format!("file://{path}"), "languageId": "amp", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    fn change(&mut self, path: &str, version: i32, text: &str) {
        let document = json!({ "uri": format!("file://{path}"), "version": version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [{ "text": text }] }));
    }

    /// Asks about the place of `|` in a text, which is opened without it.
    fn at(&mut self, method: &str, path: &str, marked: &str) -> Value {
        let offset = marked.find('|').expect("a mark");
        self.open(path, &marked.replacen('|', "", 1));
        let before = &marked[..offset];
        let line = before.matches('\n').count();
        let column: usize = before.rsplit('\n').next().unwrap_or("").chars().map(char::len_utf16).sum();
        let params = json!({
            "textDocument": { "uri": format!("file://{path}") },
            "position": { "line": line, "character": column },
        });
        self.ask(&format!("textDocument/{method}"), params).expect("an answer")
    }

    fn labels(&mut self, path: &str, marked: &str) -> Vec<String> {
        let items = self.at("completion", path, marked);
        items.as_array().into_iter().flatten().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
    }

    fn hover(&mut self, path: &str, marked: &str) -> String {
        self.at("hover", path, marked)["contents"]["value"].as_str().unwrap_or_default().to_owned()
    }

    /// What the server said last about a file: severity, code and range of each finding.
    fn findings(&mut self, path: &str) -> Vec<String> {
        // an answer comes after everything before it
        let _ = self.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": format!("file://{path}") } }));
        let uri = format!("file://{path}");
        let news = self.said.iter().rev().find(|it| it.params["uri"] == uri.as_str());
        let list = news.and_then(|it| it.params["diagnostics"].as_array().cloned()).unwrap_or_default();
        let short = |it: &Value| {
            let start = &it["range"]["start"];
            format!("{} {} {}:{}", it["severity"], it["code"].as_str().unwrap(), start["line"], start["character"])
        };
        list.iter().map(short).collect()
    }

    /// Whether the server is content with the way in which the editor left.
    fn leave(mut self) -> bool {
        self.tell("exit", json!(null));
        self.server.take().expect("a server").join().expect("no panic")
    }
}

/// Everything that can be asked about places all over a text; gives how many places were asked about.
fn sweep(editor: &mut Editor, path: &str, text: &str) -> usize {
    let uri = format!("file://{path}");
    let mut places = 0;
    editor.open(path, text);
    for (line, content) in text.split('\n').enumerate() {
        for column in (0..=content.encode_utf16().count()).step_by(3) {
            let at = json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": column } });
            for method in ["hover", "completion", "definition"] {
                let answer = editor.ask(&format!("textDocument/{method}"), at.clone());
                assert!(answer.is_ok(), "{method} at {line}:{column} of {text}: {answer:?}");
            }
            places += 1;
        }
    }
    places
}

fn contains(list: &[String], wanted: &[&str]) {
    for word in wanted {
        assert!(list.iter().any(|label| label == word), "{word} is not in {list:?}");
    }
}

#[test]
fn sessions_begin_and_end_in_order() {
    let mut editor = Editor::silent(MemoryFiles::default());
    let early = editor.ask("textDocument/hover", json!({})).unwrap_err();
    assert_eq!(early.0, ErrorCode::ServerNotInitialized as i32);
    let answer = editor.ask("initialize", json!({ "capabilities": {} })).unwrap();
    assert_eq!(answer["capabilities"]["positionEncoding"], "utf-16");
    assert_eq!(answer["serverInfo"]["name"], "ampc");
    let twice = editor.ask("initialize", json!({ "capabilities": {} })).unwrap_err();
    assert_eq!(twice.0, ErrorCode::InvalidRequest as i32);
    editor.tell("initialized", json!({}));
    assert_eq!(editor.ask("shutdown", json!(null)), Ok(Value::Null));
    let late = editor.ask("textDocument/hover", json!({})).unwrap_err();
    assert_eq!(late.0, ErrorCode::InvalidRequest as i32);
    assert!(editor.leave());
    assert!(!Editor::new(MemoryFiles::default()).leave(), "an exit without a shutdown is not clean");
    assert!(!Editor::silent(MemoryFiles::default()).leave());
}

#[test]
fn odd_messages_do_no_harm() {
    let mut editor = Editor::new(MemoryFiles::default());
    assert_eq!(editor.ask("textDocument/nothing", json!({})).unwrap_err().0, ErrorCode::MethodNotFound as i32);
    for params in [json!(null), json!([]), json!({ "textDocument": 1 }), json!({ "position": { "line": -1 } })] {
        for method in ["hover", "completion", "definition", "documentSymbol", "codeAction"] {
            let refused = editor.ask(&format!("textDocument/{method}"), params.clone()).unwrap_err();
            assert_eq!(refused.0, ErrorCode::InvalidParams as i32, "{method} {params}");
        }
        for method in
            ["textDocument/didOpen", "textDocument/didChange", "textDocument/didClose", "$/cancelRequest", "x"]
        {
            editor.tell(method, params.clone());
        }
    }
    editor.tell("$/cancelRequest", json!({ "id": 99 }));
    // a change of a document that is not open, a place in one that is not open, and one far behind the end
    editor.change("/none.amp", 2, "x");
    let at = |path: &str, line: u32| json!({ "textDocument": { "uri": format!("file://{path}") }, "position": { "line": line, "character": 999 } });
    assert_eq!(editor.ask("textDocument/hover", at("/none.amp", 0)), Ok(Value::Null));
    editor.open("/a.amp", "const x = 1;");
    for method in ["hover", "completion", "definition"] {
        assert!(editor.ask(&format!("textDocument/{method}"), at("/a.amp", 4_000_000_000)).is_ok());
    }
    assert!(editor.ask("shutdown", json!(null)).is_ok());
    assert!(editor.leave());
}

#[test]
fn completion_of_keys_words_and_values() {
    let mut editor = Editor::new(MemoryFiles::default());
    let path = "/p/backend.amp";
    let keys = editor.labels(path, "export const auth = defineAuth({ groups: [], |");
    contains(&keys, &["loginWith", "access", "triggers"]);
    assert!(!keys.contains(&"groups".to_owned()));
    contains(&editor.labels(path, "defineAuth({ loginWith: { em| } })"), &["email", "phone", "externalProviders"]);
    contains(&editor.labels(path, "defineFunction({ runtime: | })"), &["22", "\"python3.13\""]);
    let quoted = editor.labels(path, "defineFunction({ runtime: \"|\" })");
    contains(&quoted, &["python3.13"]);
    assert!(!quoted.contains(&"22".to_owned()));
    contains(&editor.labels(path, "defineFunction({ architecture: \"ar|"), &["arm64", "x86_64"]);
    contains(&editor.labels(path, "de|"), &["defineAuth", "defineFunction", "defineBackend"]);
    contains(&editor.labels(path, "export const f = |"), &["defineAuth", "defineFunction", "secret"]);
    assert!(editor.labels(path, "// define|").is_empty());
}

#[test]
fn completion_of_rules_in_broken_text() {
    let mut editor = Editor::new(MemoryFiles::default());
    let path = "/p/backend.amp";
    let function = "const addUser = defineFunction({ entry: \"./a.mjs\" });\n";
    let rules = |rest: &str| format!("{function}export const auth = defineAuth({{ access: (allow) => [{rest}");
    assert_eq!(editor.labels(path, &rules("allow.|")), ["resource"]);
    assert_eq!(editor.labels(path, &rules("allow.|\n}});\n")), ["resource"]);
    contains(&editor.labels(path, &rules("|")), &["allow"]);
    assert_eq!(editor.labels(path, &rules("allow.resource(addUser).|")), ["to"]);
    contains(&editor.labels(path, &rules("allow.resource(ad|")), &["addUser"]);
    let actions = editor.labels(path, &rules("allow.resource(addUser).to([\"listUsers\", \"|\"])] })"));
    contains(&actions, &["addUserToGroup", "manageUsers"]);
    assert!(!actions.contains(&"listUsers".to_owned()));
    contains(&editor.labels(path, &rules("allow.resource(addUser).to([\"a|")), &["addUserToGroup"]);
    // the editor's own name for the parameter
    let other = format!("{function}defineAuth({{ access: (can) => [can.|] }})");
    assert_eq!(editor.labels(path, &other), ["resource"]);
}

#[test]
fn hover_tells_what_the_vocabulary_knows() {
    let mut editor = Editor::new(MemoryFiles::default());
    let path = "/p/backend.amp";
    let timeout = editor.hover(path, "defineFunction({ time|outSeconds: 5 })");
    assert!(timeout.contains("From 1 to 900 seconds.") && timeout.contains("Default: `3`."), "{timeout}");
    assert!(editor.hover(path, "define|Auth({})").contains("Sign-up and sign-in"));
    let action = editor.hover(path, "defineAuth({ access: (allow) => [allow.resource(f).to([\"addUser|ToGroup\"])] })");
    assert!(action.contains("`cognito-idp:AdminAddUserToGroup`"), "{action}");
    assert!(editor.hover(path, "defineAuth({ access: (allow) => [allow.reso|urce(f)] })").contains("Who may"));
    assert!(editor.hover(path, "defineFunction({ architecture: \"arm|64\" })").contains("Graviton"));
    assert!(editor.hover(path, "const x = process.env.NA|ME ?? \"\";").contains("not set here"));
    assert_eq!(editor.hover(path, "defineAuth({ | })"), "");
}

const WHOLE: &str = r#"import { secret as hidden } from "@aws-amplify/backend";
import * as names from "./names";
import { Group, limits } from "./names";

/* 😀 */ const addUser = defineFunction({
  name: `add-${names.suffix}`,
  entry: "./add.mjs",
  environment: { KEY: hidden("KEY"), REGION: process.env.REGION ?? "x" },
  ...limits,
});
const email = { verificationEmailStyle: "CODE", verificationEmailBody: (createCode) => `code: ${createCode()}` };

export const auth = defineAuth({
  loginWith: { email },
  groups: ["ADMINS", Group.Editors],
  userAttributes: { "custom:tenant": { dataType: "String" } },
  triggers: { postConfirmation: addUser },
  access: (allow) => [allow.resource(addUser).to(["addUserToGroup", "getUser"])],
});
export const data = defineData({
  schema: a.schema({ A: a.model({ t: a.string() }).authorization((allow) => [allow.groups(["ADMINS"]).to(["read"])]) }),
});
defineBackend({ auth, addUser, data });
"#;
const NAMES: &str = "export const suffix = \"user\";\nexport enum Group { Editors = \"EDITORS\" }\n\
                     export const limits = { memoryMB: 256, timeoutSeconds: 5 };\n";

fn whole() -> Editor {
    let files = MemoryFiles::single("/p/backend.amp", WHOLE).with("/p/names.amp", NAMES);
    Editor::new(files.with("/p/add.mjs", "export const handler = async () => {};"))
}

/// The text with the mark in front of the `nth` occurrence of something, and some characters in.
fn mark(needle: &str, nth: usize, skip: usize) -> String {
    let (at, _) = WHOLE.match_indices(needle).nth(nth).expect("it is there");
    format!("{}|{}", &WHOLE[..at + skip], &WHOLE[at + skip..])
}

#[test]
fn places_all_over_whole_and_cut_text_have_an_answer() {
    let mut editor = whole();
    assert!(sweep(&mut editor, "/p/backend.amp", WHOLE) > 300);
    let pieces: Vec<usize> = WHOLE.char_indices().map(|(at, _)| at).step_by(11).collect();
    for at in pieces {
        let line = WHOLE[..at].matches('\n').count();
        let column = WHOLE[..at].rsplit('\n').next().unwrap_or("").encode_utf16().count();
        editor.open("/p/backend.amp", &WHOLE[..at]);
        for method in ["hover", "completion", "definition", "documentSymbol"] {
            let at = json!({ "textDocument": { "uri": "file:///p/backend.amp" }, "position": { "line": line, "character": column } });
            let answer = editor.ask(&format!("textDocument/{method}"), at);
            assert!(answer.is_ok(), "{method} at {line}:{column}: {answer:?}");
        }
    }
}

#[test]
fn names_of_the_backend_are_told() {
    let mut editor = whole();
    let path = "/p/backend.amp";
    let function = editor.hover(path, &mark("addUser).to", 0, 2));
    for part in
        ["`add-user`", "`/p/add.mjs`", "256 MB", "5 s", "`postConfirmation`", "`getUser`", "AdminAddUserToGroup"]
    {
        assert!(function.contains(part), "{part} is not in {function}");
    }
    let group = editor.hover(path, &mark("\"ADMINS\"]).to", 0, 2));
    assert!(group.contains("Precedence 0") && group.contains("1 rule"), "{group}");
    assert!(editor.hover(path, &mark("Editors", 0, 1)).contains("EDITORS"));
    assert!(editor.hover(path, &mark("limits", 1, 1)).contains("memoryMB: 256"));
    // a constant's object is described by the definition that uses it
    assert!(editor.hover(path, &mark("verificationEmailStyle", 0, 1)).contains("CODE"));
    assert!(editor.hover(path, &mark("hidden(", 0, 1)).contains("outside of the definition"));
    assert!(editor.hover(path, &mark("postConfirmation", 0, 1)).contains("postConfirmation"));
    assert!(editor.hover(path, &mark("./names", 0, 3)).contains("/p/names.amp"));
    assert!(editor.hover(path, &mark("./add.mjs", 0, 3)).contains("/p/add.mjs"));
}

#[test]
fn definitions_are_found_through_imports() {
    let mut editor = whole();
    let path = "/p/backend.amp";
    let mut at = |needle, nth, skip| {
        let place = editor.at("definition", path, &mark(needle, nth, skip));
        let start = &place["range"]["start"];
        format!("{}:{}:{}", place["uri"].as_str().unwrap_or("nowhere"), start["line"], start["character"])
    };
    assert_eq!(at("suffix", 0, 1), "file:///p/names.amp:0:13");
    assert_eq!(at("Group.", 0, 1), "file:///p/names.amp:1:12");
    assert_eq!(at("Editors", 0, 1), "file:///p/names.amp:1:20");
    assert_eq!(at("limits,", 0, 1), "file:///p/names.amp:2:13");
    assert_eq!(at("hidden(", 0, 1), "nowhere:null:null");
    assert_eq!(at("names.", 0, 1), "file:///p/names.amp:0:0");
    assert_eq!(at("./names", 1, 3), "file:///p/names.amp:0:0");
    assert_eq!(at("add.mjs", 0, 3), "file:///p/add.mjs:0:0");
    assert_eq!(at("\"ADMINS\"]).to", 0, 2), "file:///p/backend.amp:14:11");
    assert_eq!(at("addUser, data", 0, 2), "file:///p/backend.amp:4:15");
    assert_eq!(at("defineAuth", 0, 2), "nowhere:null:null");
}

#[test]
fn completion_of_names() {
    let mut editor = whole();
    let path = "/p/backend.amp";
    assert_eq!(editor.labels(path, &mark("Editors", 0, 0)), ["Editors"]);
    contains(&editor.labels(path, &mark("\"ADMINS\"]).to", 0, 1)), &["ADMINS"]);
    contains(&editor.labels(path, &mark("REGION ??", 0, 0)), &["REGION"]);
    contains(&editor.labels(path, &mark("postConfirmation", 0, 0)), &["postConfirmation", "preSignUp"]);
    contains(&editor.labels(path, &mark("addUser }", 0, 0)), &["addUser"]);
    contains(&editor.labels(path, &mark("./add.mjs", 0, 2)), &["./add.mjs"]);
    contains(&editor.labels(path, &mark("./names", 0, 2)), &["./names"]);
    contains(&editor.labels(path, &mark("CODE\"", 0, 1)), &["CODE", "LINK"]);
    contains(&editor.labels(path, &mark("createCode()", 0, 2)), &["createCode"]);
    contains(&editor.labels(path, &mark("dataType", 0, 1)), &["dataType", "mutable"]);
    contains(
        &editor.labels(path, &WHOLE.replace("defineBackend({ auth, addUser, data", "defineBackend({ auth, |")),
        &["addUser", "data"],
    );
}

#[test]
fn builders_are_imported_where_they_are_not_in_scope() {
    let mut editor = Editor::new(MemoryFiles::default());
    let path = "/p/amplify/auth/resource.ts";
    let text = "import { defineFunction } from '@aws-amplify/backend';\nexport const f = defineFunction({});\nexport const auth = |";
    let items = editor.at("completion", path, text);
    let find = |name: &str| items.as_array().unwrap().iter().find(|item| item["label"] == name).cloned().unwrap();
    assert_eq!(find("defineAuth")["additionalTextEdits"][0]["newText"], ", defineAuth");
    assert!(find("defineFunction").get("additionalTextEdits").is_none());
    assert_eq!(find("defineAuth")["insertTextFormat"], 2);
    let inside = editor.at("completion", "/p/backend.amp", "const x = |");
    let of_amp = inside.as_array().unwrap().iter().find(|item| item["label"] == "defineAuth").unwrap();
    assert!(of_amp.get("additionalTextEdits").is_none());
}

#[test]
fn findings_follow_the_last_version_only() {
    let mut editor = Editor::new(MemoryFiles::default());
    let path = "/p/backend.amp";
    editor.open(path, "defineAuth({ loginWith: { emial: true } });");
    for version in 2..50 {
        editor.change(path, version, "defineAuth({ loginWith: { emial: true } });");
    }
    editor.change(path, 50, "\n\nexport const auth = defineAuth({ loginWith: { email: true }, gruops: [] });");
    assert_eq!(editor.findings(path), ["1 AMP0301 2:61"]);
    let told = editor.said.iter().filter(|it| it.method == "textDocument/publishDiagnostics").count();
    assert!(told < 50, "{told}");
}

const FILES: &str = r#"const report = defineFunction({ name: "report", entry: "./report.mjs" });
export const auth = defineAuth({ loginWith: { email: true }, groups: ["ADMINS", "EDITORS"] });
export const drive = defineStorage({
  name: "drive",
  triggers: { onUpload: report },
  access: (allow) => ({
    "media/*": [allow.guest.to(["get"]), allow.groups(["EDITORS"]).to(["read", "write"])],
    "media/raw/*": [allow.resource(report).to(["read", "delete"])],
    "private/{entity_id}/*": [allow.entity("identity").to(["read", "write"])],
  }),
});
"#;

#[test]
fn hover_tells_who_may_do_what() {
    let mut editor = Editor::new(MemoryFiles::single("/p/report.mjs", ""));
    let path = "/p/backend.amp";
    let mut at = |needle: &str, parts: &[&str]| {
        let text = editor.hover(path, &FILES.replacen(needle, &format!("{}|{}", &needle[..2], &needle[2..]), 1));
        for part in parts {
            assert!(text.contains(part), "{part} is not in {text}");
        }
        text
    };
    let media = [
        "Files of `drive`",
        "| | get | list | write | delete |",
        "| guest | yes | – | – | – |",
        "| EDITORS | yes | yes | yes | – |",
        "All others may do nothing.",
        "Within it, other rules hold at `media/raw/*`.",
    ];
    at("\"media/*\"", &media);
    at("\"media/raw/*\"", &["| fn:report | yes | yes | – | yes |", "It overrides `media/*`"]);
    at("\"private/", &["| user | own | own | own | – |", "own: only in the folder with the user's own id"]);
    at("\"EDITORS\"]", &["Precedence 1", "May do with files:\n- `media/*`: get, list, write"]);
    at("\"ADMINS\"", &["Precedence 0", "Nothing is granted to it with files."]);
    let function = at("report }", &["`onUpload`", "storage `drive`", "- `media/raw/*`: get, list, delete"]);
    assert!(!function.contains("errors"), "{function}");
    let stated = "groups: [{ name: \"ADMINS\", policies: [{ Effect: \"Allow\", Action: \"s3:*\", Resource: \"*\" }] }, \"EDITORS\"]";
    let stated = FILES.replacen("groups: [\"ADMINS\", \"EDITORS\"]", stated, 1);
    let group = editor.hover(path, &stated.replacen("\"ADMINS\"", "\"AD|MINS\"", 1));
    for part in ["- `media/*`: get, list, write, delete", "Has IAM statements:\n- Allow `s3:*` with `*`"] {
        assert!(group.contains(part), "{part} is not in {group}");
    }
    let broken = editor
        .hover(path, &FILES.replace("\"EDITORS\"]).to", "\"EDITORZ\"]).to").replacen("\"media/*", "\"me|dia/*", 1));
    assert!(broken.contains("this may not be all"), "{broken}");
}

#[test]
fn completion_in_the_rules_of_storage() {
    let mut editor = Editor::new(MemoryFiles::default());
    let path = "/p/backend.amp";
    let rules = |rest: &str| {
        format!(
            "const report = defineFunction({{ entry: \"./a.mjs\" }});\n\
             export const auth = defineAuth({{ loginWith: {{ email: true }}, groups: [\"ADMINS\", \"EDITORS\"] }});\n\
             export const drive = defineStorage({{ name: \"drive\", access: (allow) => ({{ \"media/*\": [{rest}"
        )
    };
    let subjects = ["guest", "authenticated", "entity", "groups", "resource"];
    for end in ["", "] }) });\n", "\n"] {
        let found = editor.labels(path, &rules(&format!("allow.|{end}")));
        contains(&found, &subjects);
        assert_eq!(found.len(), subjects.len(), "{found:?}");
    }
    contains(&editor.labels(path, &rules("|")), &["allow"]);
    contains(&editor.labels(path, &rules("allow.guest.to([\"get\"]), allow.|")), &subjects);
    assert_eq!(editor.labels(path, &rules("allow.guest.|")), ["to"]);
    let actions = editor.labels(path, &rules("allow.guest.to([\"list\", \"|\"])] }) })"));
    contains(&actions, &["read", "get", "write", "delete"]);
    assert!(!actions.contains(&"list".to_owned()), "{actions:?}");
    contains(&editor.labels(path, &rules("allow.groups([\"ADMINS\"]).to([\"|")), &["read", "delete"]);
    assert_eq!(editor.labels(path, &rules("allow.groups([\"|\"]).to([\"read\"])] }) })")), ["ADMINS", "EDITORS"]);
    assert_eq!(
        editor.labels(path, &rules("allow.groups([\"ADMINS\", \"|")).last().map(String::as_str),
        Some("EDITORS")
    );
    assert_eq!(editor.labels(path, &rules("allow.entity(\"|")), ["identity"]);
    contains(&editor.labels(path, &rules("allow.resource(re|")), &["report"]);
}
