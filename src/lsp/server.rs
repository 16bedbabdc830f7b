//! The loop: takes messages, keeps the documents, answers requests, publishes findings when the editor falls quiet.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use gen_lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionParams, CompletionOptions, CompletionParams, DefinitionParams,
    Diagnostic, DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DocumentSymbolParams, HoverParams, PositionEncodingKind, PublishDiagnosticsParams, ServerCapabilities, ServerInfo,
    TextDocumentPositionParams, TextDocumentSyncKind, TextDocumentSyncOptions,
};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::documents::{self, Documents, Overlay};
use super::projects::{Place, Projects};
use super::{actions, completion, definition, findings, hover, outline, uri};
use crate::source::Files;

/// Changes that come faster than this are read as one.
const QUIET: Duration = Duration::from_millis(2);

/// Where a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before `initialize`.
    New,
    Running,
    /// After `shutdown`.
    Down,
}

/// Why a request is not answered.
struct Refusal(ErrorCode, String);

/// One session with an editor.
pub(super) struct Server<'a> {
    connection: &'a Connection,
    below: &'a dyn Files,
    documents: Documents,
    projects: Projects,
    state: State,
    /// Whether the editor can be asked to watch files.
    watches: bool,
    /// Whether the editor knows snippets.
    snippets: bool,
    /// What the editor was told last about each file, and for which version of it.
    published: BTreeMap<String, (Option<i32>, Vec<Diagnostic>)>,
}

impl<'a> Server<'a> {
    pub(super) fn new(connection: &'a Connection, below: &'a dyn Files) -> Self {
        Self {
            connection,
            below,
            documents: Documents::default(),
            projects: Projects::default(),
            state: State::New,
            watches: false,
            snippets: false,
            published: BTreeMap::new(),
        }
    }

    /// Serves until the editor leaves; whether it left as the protocol demands: `shutdown`, then `exit`.
    pub(super) fn serve(mut self) -> bool {
        loop {
            let message = if self.projects.is_stale() {
                match self.connection.receiver.recv_timeout(QUIET) {
                    Ok(message) => message,
                    Err(error) if error.is_timeout() => {
                        self.guarded(Self::publish);
                        continue;
                    }
                    Err(_) => return false,
                }
            } else {
                match self.connection.receiver.recv() {
                    Ok(message) => message,
                    Err(_) => return false,
                }
            };
            match message {
                Message::Request(request) => self.request(request),
                Message::Notification(notification) if notification.method == "exit" => {
                    return self.state == State::Down;
                }
                Message::Notification(notification) => {
                    self.guarded(|server| server.notification(notification));
                }
                Message::Response(_) => {}
            }
        }
    }

    /// Runs a part that may, by a mistake of ours, panic: the session goes on without its result.
    fn guarded(&mut self, part: impl FnOnce(&mut Self)) {
        if catch_unwind(AssertUnwindSafe(|| part(self))).is_err() {
            self.projects.settle();
            self.notify("window/logMessage", json!({ "type": 1, "message": "ampc made a mistake; please report it" }));
        }
    }

    fn send(&self, message: impl Into<Message>) {
        // an editor that went away without a word is noticed where messages are received
        let _ = self.connection.sender.send(message.into());
    }

    fn notify(&self, method: &str, params: impl Serialize) {
        self.send(Notification::new(method.to_owned(), params));
    }

    fn request(&mut self, request: Request) {
        let Request { id, method, params } = request;
        let answer = catch_unwind(AssertUnwindSafe(|| self.answer(&method, params)));
        let refused = |code: ErrorCode, message| Response::new_err(id.clone(), code as i32, message);
        let response = match answer {
            Ok(Ok(result)) => Response::new_ok(id, result),
            Ok(Err(Refusal(code, message))) => refused(code, message),
            Err(_) => refused(ErrorCode::InternalError, format!("ampc made a mistake in `{method}`; please report it")),
        };
        self.send(response);
    }

    fn answer(&mut self, method: &str, params: Value) -> Result<Value, Refusal> {
        match (self.state, method) {
            (State::New, "initialize") => return Ok(self.initialize(&params)),
            (State::New, _) => return Err(Refusal(ErrorCode::ServerNotInitialized, "`initialize` comes first".into())),
            (State::Down, _) => return Err(Refusal(ErrorCode::InvalidRequest, "the server was shut down".into())),
            (State::Running, "initialize") => {
                return Err(Refusal(ErrorCode::InvalidRequest, "`initialize` was sent already".into()));
            }
            (State::Running, "shutdown") => {
                self.state = State::Down;
                return Ok(Value::Null);
            }
            (State::Running, _) => {}
        }
        match method {
            "textDocument/hover" => {
                let HoverParams { text_document_position_params: at, .. } = read(params)?;
                self.at(&at, hover::hover)
            }
            "textDocument/completion" => {
                let CompletionParams { text_document_position_params: at, context, .. } = read(params)?;
                let trigger = context.and_then(|context| context.trigger_character);
                self.at(&at, |place, offset| completion::complete(place, offset, trigger.as_deref()))
            }
            "textDocument/definition" => {
                let DefinitionParams { text_document_position_params: at, .. } = read(params)?;
                self.at(&at, definition::definition)
            }
            "textDocument/documentSymbol" => {
                let params: DocumentSymbolParams = read(params)?;
                self.within(&params.text_document.uri, |place| Some(outline::symbols(place)))
            }
            "textDocument/codeAction" => {
                let params: CodeActionParams = read(params)?;
                self.within(&params.text_document.uri, |place| Some(actions::actions(place, &params)))
            }
            _ => Err(Refusal(ErrorCode::MethodNotFound, format!("`{method}` is not known"))),
        }
    }

    /// Answers about a place in an open document; `null` for one that is not open or not ours.
    fn at<T: Serialize>(
        &mut self,
        at: &TextDocumentPositionParams,
        answer: impl FnOnce(&Place<'_>, u32) -> Option<T>,
    ) -> Result<Value, Refusal> {
        self.within(&at.text_document.uri, |place| answer(place, documents::offset(place.file, at.position)))
    }

    /// Answers about an open document.
    fn within<T: Serialize>(
        &mut self,
        uri: &gen_lsp_types::Uri,
        answer: impl FnOnce(&Place<'_>) -> Option<T>,
    ) -> Result<Value, Refusal> {
        self.refresh();
        let overlay = Overlay { documents: &self.documents, below: self.below };
        let result = self.projects.place(&uri::to_path(uri), &overlay, self.snippets).and_then(|place| answer(&place));
        serde_json::to_value(result).map_err(|error| Refusal(ErrorCode::InternalError, error.to_string()))
    }

    fn initialize(&mut self, params: &Value) -> Value {
        self.state = State::Running;
        let offers = |path: &str| params.pointer(&format!("/capabilities/{path}")) == Some(&Value::Bool(true));
        self.watches = offers("workspace/didChangeWatchedFiles/dynamicRegistration");
        self.snippets = offers("textDocument/completion/completionItem/snippetSupport");
        let capabilities = ServerCapabilities {
            position_encoding: Some(PositionEncodingKind::UTF16),
            text_document_sync: Some(
                TextDocumentSyncOptions {
                    open_close: Some(true),
                    change: Some(TextDocumentSyncKind::Incremental),
                    save: Some(true.into()),
                    ..TextDocumentSyncOptions::default()
                }
                .into(),
            ),
            hover_provider: Some(true.into()),
            completion_provider: Some(CompletionOptions {
                trigger_characters: Some(
                    [".", "\"", "'", "{", "[", "(", ",", ":", " ", "/"].map(str::to_owned).to_vec(),
                ),
                ..CompletionOptions::default()
            }),
            definition_provider: Some(true.into()),
            document_symbol_provider: Some(true.into()),
            code_action_provider: Some(
                CodeActionOptions {
                    code_action_kinds: Some(vec![CodeActionKind::QuickFix]),
                    ..CodeActionOptions::default()
                }
                .into(),
            ),
            ..ServerCapabilities::default()
        };
        let info = ServerInfo { name: "ampc".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
        json!({ "capabilities": capabilities, "serverInfo": info })
    }

    fn notification(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        if self.state != State::Running {
            return;
        }
        match method.as_str() {
            "initialized" => self.watch(),
            "textDocument/didOpen" => {
                if let Ok(DidOpenTextDocumentParams { text_document }) = read(params) {
                    self.documents.open(text_document.uri, text_document.version, &text_document.text);
                    self.projects.forget();
                }
            }
            "textDocument/didChange" => {
                if let Ok(DidChangeTextDocumentParams { text_document, content_changes }) = read(params) {
                    let uri = &text_document.text_document_identifier.uri;
                    if let Some(path) = self.documents.change(uri, text_document.version, &content_changes) {
                        self.projects.touch(&path);
                    }
                }
            }
            "textDocument/didClose" => {
                if let Ok(DidCloseTextDocumentParams { text_document }) = read(params)
                    && self.documents.close(&text_document.uri).is_some()
                {
                    self.projects.forget();
                }
            }
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => self.projects.forget(),
            _ => {}
        }
    }

    /// Asks the editor to tell of files that change behind its back.
    fn watch(&self) {
        if !self.watches {
            return;
        }
        let globs = ["**/*.amp", "**/*.ts", "**/*.mjs", "**/*.js", "**/*.py", "**/tsconfig.json"];
        let watchers = globs.map(|glob| json!({ "globPattern": glob }));
        let registration = json!({
            "id": "files",
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": { "watchers": watchers },
        });
        let params = json!({ "registrations": [registration] });
        self.send(Request::new(RequestId::from("watch".to_owned()), "client/registerCapability".to_owned(), params));
    }

    /// Reads again what changed.
    fn refresh(&mut self) {
        if self.projects.is_stale() {
            self.publish();
        }
    }

    /// Reads again what changed, and tells the editor what is new about it.
    fn publish(&mut self) {
        let overlay = Overlay { documents: &self.documents, below: self.below };
        self.projects.refresh(&overlay);
        let mut found = findings::by_file(&self.projects, &self.documents);
        for path in self.documents.paths() {
            found.entry(path.clone()).or_default();
        }
        let mut news = Vec::new();
        for path in self.published.keys().filter(|path| !found.contains_key(*path)) {
            news.push((path.clone(), None, Vec::new()));
        }
        self.published.retain(|path, _| found.contains_key(path));
        for (path, diagnostics) in found {
            let version = self.documents.get(&path).map(|document| document.version);
            let told = (version, diagnostics);
            if self.published.get(&path) != Some(&told) {
                news.push((path.clone(), version, told.1.clone()));
                self.published.insert(path, told);
            }
        }
        for (path, version, diagnostics) in news {
            let uri = self.documents.uri(&path);
            self.notify("textDocument/publishDiagnostics", PublishDiagnosticsParams { uri, version, diagnostics });
        }
    }
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, Refusal> {
    serde_json::from_value(params).map_err(|error| Refusal(ErrorCode::InvalidParams, error.to_string()))
}
