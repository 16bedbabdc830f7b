//! The state of one evaluation: loaded files, constants that are known, what was found.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use smol_str::SmolStr;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Files, Sources, Span, TextRange};
use crate::syntax::Tree;

use super::module::{ItemAt, Module};
use super::names::Followed;
use super::resolve::Resolver;
use super::{Blind, DeclarationId, Program, Value, ValueKind};

/// How deep expressions, constants that use constants, and values may nest. Real definitions stay below 30.
const DEEPEST: usize = 160;

/// How many nodes constants may bring to their places of use, all together: some 100 MB.
const MOST_NODES: usize = 1_000_000;

/// The longest text that may be put together, in bytes: more than a template may hold.
pub(super) const LONGEST_TEXT: usize = 1 << 20;

/// A declarator, an `enum` or an `export default`: the file, the item and the declarator in it.
pub(super) type Key = (FileId, ItemAt, usize);

/// How far a constant is.
#[derive(Debug)]
pub(super) enum Held {
    /// It is being evaluated.
    Busy,
    /// Its value.
    Known(Rc<Constant>),
}

/// The value of a constant.
#[derive(Debug)]
pub(super) struct Constant {
    pub(super) value: Value,
    /// Where its members are, if there are many: an `enum` of a thousand groups is asked a thousand times.
    members: OnceCell<HashMap<SmolStr, usize>>,
}

impl Constant {
    pub(super) fn new(value: Value) -> Self {
        Self { value, members: OnceCell::new() }
    }

    /// The member of a name.
    pub(super) fn member(&self, name: &str) -> Option<&Value> {
        match &self.value.kind {
            ValueKind::Object(entries) if entries.len() > 16 => {
                let index = || entries.iter().enumerate().map(|(at, entry)| (entry.key.clone(), at)).collect();
                let at = *self.members.get_or_init(index).get(name)?;
                Some(&entries[at].value)
            }
            _ => self.value.member(name),
        }
    }
}

/// What is special about a value that no literal can be; by the place of the value. The first two are errors as soon
/// as a definition uses the value, and only then.
#[derive(Clone, Debug)]
pub(super) enum Deferred {
    /// `process.env.NAME` that is not set.
    Unset(SmolStr),
    /// A member that an object does not have: the name, whose, and what was probably meant.
    NoMember { name: SmolStr, owner: String, meant: Option<SmolStr> },
    /// Something out of a package that is not Amplify's.
    Package(SmolStr),
    /// What `defineBackend` returns.
    Backend,
}

/// A name inside of a callback or of a function that is being called.
#[derive(Clone, Debug)]
pub(super) enum Local {
    /// The parameter of a callback.
    Parameter(usize),
    /// A member of a callback's parameter.
    ParameterMember(usize, SmolStr),
    /// The argument of a function that is being called.
    Argument(Value),
}

/// The names of one arrow function.
#[derive(Debug)]
pub(super) struct Frame<'s> {
    pub(super) locals: Vec<(SmolStr, Local)>,
    pub(super) parent: Option<&'s Frame<'s>>,
}

/// Where an expression stands: what its names mean and what its ranges are relative to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope<'s> {
    pub(super) file: FileId,
    pub(super) offset: u32,
    pub(super) frame: Option<&'s Frame<'s>>,
}

impl Scope<'_> {
    /// A range of the tree in its file.
    pub(super) fn span(&self, range: TextRange) -> Span {
        range.shift(self.offset).in_file(self.file)
    }
}

/// See the module.
pub(super) struct Evaluator<'f> {
    pub(super) files: &'f dyn Files,
    pub(super) parse: &'f mut dyn FnMut(&str, &Arc<str>) -> Arc<Tree>,
    pub(super) resolver: Resolver,
    pub(super) sources: Sources,
    /// By [`FileId`].
    pub(super) modules: Vec<Rc<Module>>,
    /// Where the imports that were looked at lead.
    pub(super) followed: HashMap<(FileId, ItemAt), Followed>,
    /// The imports that were followed to a file, by [`FileId`] of the importing file.
    pub(super) edges: Vec<BTreeMap<ItemAt, FileId>>,
    /// Loaded files whose items have not been evaluated yet.
    pub(super) pending: VecDeque<FileId>,
    pub(super) constants: HashMap<Key, Held>,
    /// The constants that are being evaluated, outermost first.
    pub(super) busy: Vec<Key>,
    pub(super) program: Program,
    pub(super) deferred: HashMap<Span, Deferred>,
    /// Builders that a TypeScript file uses without importing them.
    pub(super) not_imported: HashSet<(FileId, SmolStr)>,
    /// Places of values that were reported when a definition used them.
    pub(super) reported: HashSet<Span>,
    /// What is not run and would put variables into `process.env`: `dotenv.config()`.
    pub(super) unread_variables: Vec<(String, Span)>,
    /// What the current item does beside having a value.
    pub(super) effects: Vec<Blind>,
    /// Whether a function is being called: its body counts towards [`MOST_NODES`] each time.
    pub(super) calls: usize,
    pub(super) depth: usize,
    nodes: usize,
    too_deep: bool,
    too_large: bool,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'f> Evaluator<'f> {
    pub(super) fn new(files: &'f dyn Files, parse: &'f mut dyn FnMut(&str, &Arc<str>) -> Arc<Tree>) -> Self {
        Self {
            files,
            parse,
            resolver: Resolver::default(),
            sources: Sources::default(),
            modules: Vec::new(),
            followed: HashMap::new(),
            edges: Vec::new(),
            pending: VecDeque::new(),
            constants: HashMap::new(),
            busy: Vec::new(),
            program: Program::default(),
            deferred: HashMap::new(),
            not_imported: HashSet::new(),
            reported: HashSet::new(),
            unread_variables: Vec::new(),
            effects: Vec::new(),
            calls: 0,
            depth: 0,
            nodes: 0,
            too_deep: false,
            too_large: false,
            diagnostics: Vec::new(),
        }
    }

    /// A loaded file; shared, so that its tree can be walked while the evaluator changes.
    pub(super) fn module(&self, file: FileId) -> Rc<Module> {
        Rc::clone(&self.modules[file.0 as usize])
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// A value with something special about it.
    pub(super) fn defer(&mut self, kind: ValueKind, span: Span, reason: Deferred) -> Value {
        self.deferred.insert(span, reason);
        Value::new(kind, span)
    }

    /// Goes one level deeper, unless that is too deep.
    pub(super) fn descend<T>(&mut self, span: Span, inside: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= DEEPEST {
            self.report_too_deep(span);
            return None;
        }
        self.depth += 1;
        let result = inside(self);
        self.depth -= 1;
        Some(result)
    }

    /// A copy of a value for its place of use, as long as all copies together stay within bounds.
    pub(super) fn copy(&mut self, value: &Value, place: Span) -> Value {
        let (nodes, depth) = if self.too_large { (MOST_NODES, 0) } else { shape(value) };
        if !self.spend(nodes, place) {
            return Value::new(ValueKind::Broken, place);
        }
        if self.depth + depth > DEEPEST {
            self.report_too_deep(place);
            return Value::new(ValueKind::Broken, place);
        }
        value.clone()
    }

    /// Counts nodes; whether there may be so many.
    pub(super) fn spend(&mut self, nodes: usize, place: Span) -> bool {
        self.nodes = self.nodes.saturating_add(nodes);
        if self.nodes <= MOST_NODES {
            return true;
        }
        self.report_too_large(place);
        false
    }

    /// Whether the definition went out of bounds: functions are not called any more, for each call could double.
    pub(super) fn is_exhausted(&self) -> bool {
        self.too_deep || self.too_large
    }

    /// Says, once, that the definition grows beyond all measure.
    pub(super) fn report_too_large(&mut self, place: Span) {
        if !std::mem::replace(&mut self.too_large, true) {
            let message = "the constants used here make the definition too large to hold";
            let help = "a constant that holds another one twice doubles with every step: write out what is meant";
            self.report(Diagnostic::new(Code::TooLarge, place, message).help(help));
        }
    }

    fn report_too_deep(&mut self, place: Span) {
        if !std::mem::replace(&mut self.too_deep, true) {
            let message = format!("this is nested more than {DEEPEST} levels deep");
            let help = "take the inner part out into fewer, flatter constants";
            self.report(Diagnostic::new(Code::TooDeep, place, message).help(help));
        }
    }

    pub(super) fn declaration(&mut self, id: DeclarationId) -> &mut super::Declaration {
        &mut self.program.declarations[id.0 as usize]
    }
}

/// How many nodes a value has, and how deep they nest.
fn shape(value: &Value) -> (usize, usize) {
    let mut nodes = 1;
    let mut depth = 0;
    value.each_child(&mut |child| {
        let (inner_nodes, inner_depth) = shape(child);
        nodes += inner_nodes;
        depth = depth.max(inner_depth);
    });
    if let ValueKind::Chain(chain) = &value.kind {
        nodes += chain.links.len();
    }
    (nodes, depth + 1)
}
