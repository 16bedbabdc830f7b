//! The real `ampc lsp` over the real protocol, on projects on disk.

#![allow(clippy::needless_pass_by_value, reason = "`json!` gives values")]
#![cfg(all(feature = "cli", feature = "lsp"))]

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

/// Far more than any answer takes, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A folder with files.
fn project(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    // the search for a backend ends where the repository does
    std::fs::create_dir(folder.path().join(".git")).expect("a folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    folder
}

/// An editor that speaks to a server of its own.
struct Editor {
    server: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// Notifications that were read while something else was waited for.
    waiting: VecDeque<Value>,
    root: String,
    last: i64,
}

impl Editor {
    fn new(root: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ampc"));
        command.arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut server = command.spawn().expect("ampc starts");
        let (sender, messages) = channel();
        let output = server.stdout.take().expect("a pipe");
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let input = server.stdin.take();
        let root = format!("file://{}", root.display());
        let mut editor = Self { server, input, messages, waiting: VecDeque::new(), root, last: 0 };
        let answer = editor.ask("initialize", json!({ "processId": null, "rootUri": null, "capabilities": {} }));
        assert_eq!(answer["result"]["capabilities"]["positionEncoding"], "utf-16");
        editor.tell("initialized", json!({}));
        editor
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        let input = self.input.as_mut().expect("not closed yet");
        write!(input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("the server reads");
        input.flush().expect("the server reads");
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let id = self.last;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.messages.recv_timeout(PATIENCE).expect("an answer");
            if message["id"] == id {
                return message;
            }
            self.waiting.push_back(message);
        }
    }

    fn uri(&self, path: &str) -> String {
        format!("{}/{path}", self.root)
    }

    fn open(&mut self, path: &str, text: &str) {
        let document = json!({ "uri": self.uri(path), "languageId": "amp", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Replaces the first `from` of the text that the editor last had by `to`; gives the new text.
    fn replace(&mut self, path: &str, text: &str, from: &str, to: &str) -> String {
        let at = text.find(from).expect("the text is there");
        let range = json!({ "start": position(text, at), "end": position(text, at + from.len()) });
        let change = json!({ "range": range, "text": to });
        let document = json!({ "uri": self.uri(path), "version": 2 });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [change] }));
        text.replacen(from, to, 1)
    }

    /// The next diagnostics that are published for a file.
    fn diagnostics(&mut self, path: &str) -> Vec<Value> {
        let uri = self.uri(path);
        let is_it = |message: &Value| {
            message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri.as_str()
        };
        let message = match self.waiting.iter().position(is_it) {
            Some(at) => self.waiting.remove(at).expect("it is there"),
            None => loop {
                let message = self.messages.recv_timeout(PATIENCE).expect("diagnostics");
                if is_it(&message) {
                    break message;
                }
                self.waiting.push_back(message);
            },
        };
        message["params"]["diagnostics"].as_array().expect("a list").clone()
    }

    /// The answer about the first `needle` in a text, `skip` bytes behind its beginning.
    fn at(&mut self, method: &str, path: &str, text: &str, needle: &str, skip: usize) -> Value {
        let at = text.find(needle).expect("the text is there") + skip;
        let params = json!({ "textDocument": { "uri": self.uri(path) }, "position": position(text, at) });
        let answer = self.ask(&format!("textDocument/{method}"), params);
        assert!(answer.get("error").is_none(), "{answer}");
        answer["result"].clone()
    }

    fn labels(&mut self, path: &str, text: &str, needle: &str, skip: usize) -> Vec<String> {
        let items = self.at("completion", path, text, needle, skip);
        let items = items.as_array().expect("a list");
        items.iter().map(|item| item["label"].as_str().expect("a label").to_owned()).collect()
    }

    /// Leaves as the protocol demands.
    fn leave(mut self) {
        assert_eq!(self.ask("shutdown", Value::Null)["result"], Value::Null);
        self.tell("exit", Value::Null);
        assert_eq!(self.server.wait().expect("it ends").code(), Some(0));
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        // only after a test that failed is it still there
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// One message.
fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            header => {
                if let Some(value) = header.strip_prefix("Content-Length: ") {
                    length = value.parse().ok();
                }
            }
        }
    }
    let mut body = vec![0; length?];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

/// Line and UTF-16 column of a byte offset.
fn position(text: &str, offset: usize) -> Value {
    let before = &text[..offset];
    let line = before.matches('\n').count();
    let column: usize = before.rsplit('\n').next().unwrap_or("").chars().map(char::len_utf16).sum();
    json!({ "line": line, "character": column })
}

const CLEAN: &str = "export const auth = defineAuth({\n  loginWith: { email: true },\n});\n";

#[test]
fn findings_come_and_go_with_every_keystroke() {
    let folder = project(&[("backend.amp", CLEAN)]);
    let mut editor = Editor::new(folder.path());
    editor.open("backend.amp", CLEAN);
    assert_eq!(editor.diagnostics("backend.amp"), Vec::<Value>::new());
    // only the editor has the mistake
    let broken = editor.replace("backend.amp", CLEAN, "email", "emial");
    let found = editor.diagnostics("backend.amp");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["severity"], 1);
    assert_eq!(found[0]["source"], "ampc");
    assert!(found[0]["code"].as_str().is_some_and(|code| code.starts_with("AMP03")), "{found:?}");
    let at = broken.find("emial").expect("it is there");
    assert_eq!(found[0]["range"], json!({ "start": position(&broken, at), "end": position(&broken, at + 5) }));
    editor.replace("backend.amp", &broken, "emial", "email");
    assert_eq!(editor.diagnostics("backend.amp"), Vec::<Value>::new());
    editor.leave();
}

#[test]
fn unsaved_contents_win_until_the_file_is_closed() {
    let folder = project(&[
        ("backend.amp", "import { f } from \"./functions\";\ndefineBackend({ f });\n"),
        ("functions.amp", "export const f = defineFunction({ entry: \"./f.mjs\", memoryMB: \"much\" });\n"),
        ("f.mjs", "export const handler = async () => {};\n"),
    ]);
    let mut editor = Editor::new(folder.path());
    let backend = std::fs::read_to_string(folder.path().join("backend.amp")).expect("it is there");
    editor.open("backend.amp", &backend);
    // a file that is not open is reported too
    assert_eq!(editor.diagnostics("functions.amp").len(), 1);
    editor.open("functions.amp", "export const f = defineFunction({ entry: \"./f.mjs\" });\n");
    assert_eq!(editor.diagnostics("functions.amp"), Vec::<Value>::new());
    let uri = editor.uri("functions.amp");
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(editor.diagnostics("functions.amp").len(), 1);
    let uri = editor.uri("backend.amp");
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(editor.diagnostics("functions.amp"), Vec::<Value>::new());
    editor.leave();
}

#[test]
fn files_of_an_amplify_project() {
    let auth = "import { defineAuth } from '@aws-amplify/backend';\nexport const auth = defineAuth({ loginWith: { email: true } });\n";
    let backend = "import { defineBackend } from '@aws-amplify/backend';\nimport { auth } from './auth/resource';\n\
                   const backend = defineBackend({ auth });\nbackend.auth.resources.userPool.node.addDependency(1);\n";
    let handler = "import { db } from './db';\nexport const handler = async () => { for (;;) { db(); } };\n";
    let folder = project(&[
        ("amplify/auth/resource.ts", auth),
        ("amplify/backend.ts", backend),
        ("amplify/functions/x/handler.ts", handler),
        ("src/App.ts", "for (;;) {}\n"),
    ]);
    let mut editor = Editor::new(folder.path());
    editor.open("amplify/auth/resource.ts", auth);
    // the backend is found upwards, and what it cannot see is no error in an editor
    let found = editor.diagnostics("amplify/backend.ts");
    assert!(!found.is_empty() && found.iter().all(|it| it["severity"] == 2), "{found:?}");
    assert_eq!(editor.diagnostics("amplify/auth/resource.ts"), Vec::<Value>::new());
    // neither handlers nor the frontend are definitions
    for (path, text) in [("amplify/functions/x/handler.ts", handler), ("src/App.ts", "for (;;) {}\n")] {
        editor.open(path, text);
        assert_eq!(editor.diagnostics(path), Vec::<Value>::new());
    }
    // a definition that nothing imports yet is read by itself
    let stray =
        "import { defineFunction } from '@aws-amplify/backend';\nexport const f = defineFunction({ memory: 1 });\n";
    editor.open("amplify/stray.ts", stray);
    assert!(!editor.diagnostics("amplify/stray.ts").is_empty());
    editor.leave();
}

const STARS: &str = "const addUser = defineFunction({ entry: \"./add.mjs\", memoryMB: 256 });\n\
    const label = \"😀😀\"; export const auth = defineAuth({ loginWith: { email: true }, groups: [\"ADMINS\"], /* 😀 */ access: (allow) => [allow.resource(addUser).to([\"addUserToGroup\"])] });\n";

#[test]
fn places_are_counted_in_utf16() {
    let folder = project(&[("backend.amp", STARS), ("add.mjs", "export const handler = async () => {};\n")]);
    let mut editor = Editor::new(folder.path());
    editor.open("backend.amp", STARS);
    let hover = editor.at("hover", "backend.amp", STARS, "addUserToGroup", 3);
    let at = STARS.find("addUserToGroup").expect("it is there");
    assert_eq!(hover["range"], json!({ "start": position(STARS, at), "end": position(STARS, at + 14) }));
    assert!(hover["contents"]["value"].as_str().is_some_and(|text| text.contains("AdminAddUserToGroup")), "{hover}");

    let hover = editor.at("hover", "backend.amp", STARS, "addUser)", 1);
    let text = hover["contents"]["value"].as_str().expect("text");
    for part in ["add.mjs", "256 MB", "`addUserToGroup`", "`cognito-idp:AdminAddUserToGroup`"] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert!(
        editor.at("hover", "backend.amp", STARS, "ADMINS", 1)["contents"]["value"]
            .as_str()
            .is_some_and(|text| text.contains("Precedence 0"))
    );

    let definition = editor.at("definition", "backend.amp", STARS, "addUser)", 1);
    assert_eq!(definition["range"]["start"], position(STARS, "const ".len()));
    let handler = editor.at("definition", "backend.amp", STARS, "./add.mjs", 4);
    assert_eq!(handler["uri"], editor.uri("add.mjs"));

    let actions = editor.at("completion", "backend.amp", STARS, "addUserToGroup", 3);
    let item =
        actions.as_array().expect("a list").iter().find(|item| item["label"] == "manageUsers").expect("an action");
    assert_eq!(item["textEdit"]["range"], json!({ "start": position(STARS, at), "end": position(STARS, at + 14) }));
    editor.leave();
}

#[test]
fn a_finding_brings_its_repair() {
    let folder = project(&[("add.mjs", "export const handler = async () => {};\n")]);
    let mut editor = Editor::new(folder.path());
    let text = STARS.replace("[\"addUserToGroup\"]", "[\"addUserToGruop\"]");
    editor.open("backend.amp", &text);
    let found = editor.diagnostics("backend.amp");
    let finding = found.iter().find(|it| it["severity"] == 1).expect("an error");
    let params = json!({
        "textDocument": { "uri": editor.uri("backend.amp") },
        "range": finding["range"],
        "context": { "diagnostics": [finding] },
    });
    let actions = editor.ask("textDocument/codeAction", params)["result"].clone();
    let action = &actions.as_array().expect("a list")[0];
    assert_eq!((&action["kind"], &action["diagnostics"][0]), (&json!("quickfix"), finding));
    let edit = &action["edit"]["changes"][editor.uri("backend.amp")][0];
    let at = text.find("addUserToGruop").expect("it is there");
    let start = edit["range"]["start"]["character"].as_u64().expect("a column");
    let shift = position(&text, at)["character"].as_u64().expect("a column");
    let quoted = edit["newText"].as_str().is_some_and(|new| new.starts_with('"'));
    assert_eq!(start + u64::from(quoted), shift, "{edit}");
    assert!(edit["newText"].as_str().is_some_and(|new| new.contains("addUserToGroup")), "{edit}");
    editor.leave();
}

#[test]
fn imports_lead_to_other_files() {
    let auth = "import { addUser } from \"../functions/add/resource\";\n\
                export const auth = defineAuth({ loginWith: { email: true }, access: (allow) => [allow.resource(addUser).to([\"getUser\"])] });\n";
    let function = "export const addUser = defineFunction({ entry: \"./handler.mjs\" });\n\
                    export const other = defineFunction({ entry: \"./handler.mjs\", name: \"other\" });\n";
    let backend = "import { auth } from \"./auth/resource\";\nimport { other } from \"./functions/add/resource\";\ndefineBackend({ auth, other });\n";
    let folder = project(&[
        ("amplify/backend.amp", backend),
        ("amplify/auth/resource.amp", auth),
        ("amplify/functions/add/resource.amp", function),
        ("amplify/functions/add/handler.mjs", "export const handler = async () => {};\n"),
    ]);
    let mut editor = Editor::new(folder.path());
    let path = "amplify/auth/resource.amp";
    editor.open(path, auth);
    let target = editor.uri("amplify/functions/add/resource.amp");
    let use_of = editor.at("definition", path, auth, "addUser)", 1);
    assert_eq!(
        (&use_of["uri"], &use_of["range"]["start"]),
        (&json!(target), &position(function, "export const ".len()))
    );
    assert_eq!(editor.at("definition", path, auth, "../functions", 3)["uri"], target);
    // what another file exports is proposed with its import
    let items = editor.at("completion", path, auth, "addUser)", 0);
    let other = items.as_array().expect("a list").iter().find(|item| item["label"] == "other");
    let other = other.unwrap_or_else(|| panic!("no other function in {items}"));
    assert_eq!(other["additionalTextEdits"][0]["newText"], ", other");
    assert!(editor.labels(path, auth, "/resource\"", 1).iter().any(|label| label.ends_with("add/resource")));
    let outline = editor.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": editor.uri(path) } }));
    assert_eq!(outline["result"][0]["name"], "auth");
    assert_eq!(outline["result"][0]["children"][1]["name"], "access");
    editor.leave();
}

#[test]
fn half_written_text_is_completed() {
    let text = "const addUser = defineFunction({ entry: \"./add.mjs\" });\nexport const auth = defineAuth({\n  groups: [\"ADMINS\", \"AD";
    let steps = [
        ("\"],\n  lo", "loginWith"),
        ("ginWith: { email: true },\n  access: (allow) => [allow.", "resource"),
        ("resource(addU", "addUser"),
        ("ser).to([\"", "addUserToGroup"),
    ];
    type_on(text, &steps);
}

#[test]
fn a_half_written_schema_is_completed() {
    let text = "export const data = defineData({ schema });\nconst schema = a.schema({\n  Comment: a.model({ postId: a.id() }),\n";
    let steps = [
        ("  Post: a.", "model"),
        ("model({\n    title: a.", "string"),
        ("string().", "required"),
        ("required(),\n    comments: a.hasMany(\"", "Comment"),
        ("Comment\", \"", "postId"),
        ("postId\"),\n  }).", "identifier"),
        ("identifier([\"", "title"),
        ("title\"]).secondaryIndexes((index) => [index(\"title\").", "sortKeys"),
        ("name(\"byTitle\")]).authorization((allow) => [allow.", "ownerDefinedIn"),
        ("ownerDefinedIn(\"", "title"),
        ("title\").to([\"", "create"),
    ];
    type_on(text, &steps);
}

/// Types on behind a text, step by step, each with what shall be proposed then.
fn type_on(text: &str, steps: &[(&str, &str)]) {
    let folder = project(&[]);
    let mut editor = Editor::new(folder.path());
    editor.open("backend.amp", text);
    let mut text = text.to_owned();
    for (added, expected) in steps {
        let end = text.len();
        let range = json!({ "start": position(&text, end), "end": position(&text, end) });
        let document = json!({ "uri": editor.uri("backend.amp"), "version": 2 });
        let change = json!({ "range": range, "text": added });
        editor.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [change] }));
        text.push_str(added);
        let params =
            json!({ "textDocument": { "uri": editor.uri("backend.amp") }, "position": position(&text, text.len()) });
        let items = editor.ask("textDocument/completion", params)["result"].clone();
        let labels: Vec<&str> =
            items.as_array().expect("a list").iter().filter_map(|item| item["label"].as_str()).collect();
        assert!(labels.contains(expected), "{expected} is not in {labels:?} for {text}");
    }
    editor.leave();
}

#[test]
fn an_editor_that_just_goes_away_ends_the_server() {
    let folder = project(&[]);
    let mut editor = Editor::new(folder.path());
    editor.tell("exit", Value::Null);
    assert_eq!(editor.server.wait().expect("it ends").code(), Some(1));
    let mut editor = Editor::new(folder.path());
    editor.input = None;
    assert_eq!(editor.server.wait().expect("it ends").code(), Some(1));
}
