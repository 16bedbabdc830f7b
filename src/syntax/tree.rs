//! The syntax tree. All ranges are relative to the chunk that holds the node; whoever walks the tree adds the chunk's
//! offset ([`Tree::chunks`], and [`ExprKind::Chunk`] for a chunk within a chunk).

use std::sync::Arc;

use smol_str::SmolStr;

use crate::diagnostic::Code;
use crate::source::TextRange;

/// The tree of a file.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The chunks in order, each with its offset in the file.
    pub chunks: Vec<(u32, Arc<Chunk>)>,
    /// What is wrong with the brackets of the whole file; ranges relative to the file.
    pub problems: Vec<Problem>,
}

/// A piece of a file that is read, and cached, by itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chunk {
    /// The items; for a chunk within a chunk a single [`ItemKind::Expr`].
    pub items: Vec<Item>,
    /// Every comment, in order, with its delimiters: the formatter puts them back. Those of a chunk within a chunk are
    /// with the outer one.
    pub comments: Vec<TextRange>,
    /// What is wrong in this chunk.
    pub problems: Vec<Problem>,
}

/// A finding of the reader, with ranges relative to its chunk.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Which kind.
    pub code: Code,
    /// Where.
    pub range: TextRange,
    /// What is wrong.
    pub message: String,
    /// A further place, such as the bracket that was never closed.
    pub label: Option<(TextRange, String)>,
    /// What to write instead.
    pub help: Option<String>,
    /// The same as an edit: title, place, text.
    pub fix: Option<(String, TextRange, String)>,
}

/// A name with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// The name; for a quoted one, without quotes and escapes.
    pub text: SmolStr,
    /// Where it stands, quotes included.
    pub range: TextRange,
}

/// A top-level item.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// Where it stands, without the trivia around it.
    pub range: TextRange,
}

/// The kinds of top-level items.
#[derive(Clone, Debug, PartialEq)]
pub enum ItemKind {
    /// `import ... from "..."`
    Import(Import),
    /// `export { ... }`, `export { ... } from "..."`, `export * from "..."`
    Export(Export),
    /// `const x = ..., y = ...`, with `let` and `var` too
    Const(Const),
    /// `enum X { ... }`
    Enum(Enum),
    /// `type X = ...`; the type is not kept
    TypeAlias(Name),
    /// `interface X { ... }`; the body is not kept
    Interface(Name),
    /// `export default ...`; with the name that a function or a class has there.
    ExportDefault(Expr, Option<Name>),
    /// An expression as a statement: `defineBackend({ ... })`
    Expr(Expr),
    /// A construct outside of the language, skipped as a whole.
    Opaque(Opaque),
    /// Something that was reported already.
    Broken,
}

/// A construct that is TypeScript, but not part of the language.
#[derive(Clone, Debug, PartialEq)]
pub struct Opaque {
    /// Its own name, as it is told to people: "`for` loop", "class", "function with a body".
    pub construct: SmolStr,
    /// The name that it declares, if any: `function f() {}` declares `f`.
    pub declares: Option<Name>,
    /// Whether that name is exported.
    pub exported: bool,
}

/// `import ... from "..."`
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// `import type`: nothing of it has a value.
    pub type_only: bool,
    /// `import x from`
    pub default: Option<Name>,
    /// `import * as x from`, `import x = require(...)`
    pub namespace: Option<Name>,
    /// `import { x, y as z } from`; those marked `type` are left out.
    pub named: Vec<NamePair>,
    /// The module, as it is written.
    pub from: Name,
}

/// `a` or `a as b`
#[derive(Clone, Debug, PartialEq)]
pub struct NamePair {
    /// The name on the far side.
    pub name: Name,
    /// The name on this side; the same if there is no `as`.
    pub local: Name,
}

/// `export { ... } from "..."`
#[derive(Clone, Debug, PartialEq)]
pub struct Export {
    /// `export *`; with a name for `export * as x`.
    pub star: Option<Option<Name>>,
    /// `name` is the inner, `local` the exported name.
    pub named: Vec<NamePair>,
    /// The module, if it exports from another one.
    pub from: Option<Name>,
}

/// `const x = ...`
#[derive(Clone, Debug, PartialEq)]
pub struct Const {
    /// Whether it begins with `export`.
    pub exported: bool,
    /// `const`, `let` or `var`.
    pub keyword: SmolStr,
    /// Its declarators.
    pub declarators: Vec<Declarator>,
}

/// `x: T = value`
#[derive(Clone, Debug, PartialEq)]
pub struct Declarator {
    /// What it binds.
    pub pattern: Pattern,
    /// The value; [`ExprKind::Missing`] where it was reported, `None` where there is none.
    pub value: Option<Expr>,
    /// Where it stands.
    pub range: TextRange,
}

/// What a declarator or a parameter binds.
#[derive(Clone, Debug, PartialEq)]
pub enum Pattern {
    /// `x`
    Name(Name),
    /// `{ a, b: c, ...rest }`: `name` is the property, `local` the bound name. Nested patterns bind nothing here.
    Object(Vec<NamePair>, TextRange),
    /// `[a, , b]`: what stands at each place; `None` for nothing, and for what binds no plain name.
    Array(Vec<Option<Name>>, TextRange),
}

/// `enum X { A = "a" }`
#[derive(Clone, Debug, PartialEq)]
pub struct Enum {
    /// Whether it begins with `export`.
    pub exported: bool,
    /// Its name.
    pub name: Name,
    /// Its members with their values, if written.
    pub members: Vec<(Name, Option<Expr>)>,
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands; parentheses around it are not part of it.
    pub range: TextRange,
}

/// The kinds of expressions. `x as T`, `x satisfies T` and `x!` are read as `x`.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// `"text"`, without quotes and escapes
    String(SmolStr),
    /// `12`, `1_000`, `0xff`
    Number(f64),
    /// `true`
    Bool(bool),
    /// `null`
    Null,
    /// `undefined`
    Undefined,
    /// A name.
    Ident(SmolStr),
    /// `` `text ${expr}` ``: texts and expressions in order.
    Template(Vec<Expr>),
    /// `[a, ...b]`
    Array(Vec<Expr>),
    /// `{ a: 1, b, ...c }`
    Object(Vec<Property>),
    /// `...x`, in an array or in arguments
    Spread(Box<Expr>),
    /// `x.name`, `x?.name`
    Member(Box<Expr>, Name),
    /// `x[index]`
    Index(Box<Expr>, Box<Expr>),
    /// `x(arguments)`
    Call(Box<Call>),
    /// `(a, b) => value`
    Arrow(Box<Arrow>),
    /// `!x`, `-x`, `+x`
    Unary(SmolStr, Box<Expr>),
    /// `a ?? b`
    Binary(SmolStr, Box<Expr>, Box<Expr>),
    /// `a ? b : c`
    Conditional(Box<[Expr; 3]>),
    /// A construct outside of the language: `new X()`, `async` arrow, function with a body, tagged template ...
    Opaque(SmolStr),
    /// Nothing, or something that was reported already.
    Missing,
    /// A chunk within this chunk; the ranges inside it are relative to the start of this expression.
    Chunk(Arc<Chunk>),
}

/// `callee(arguments)`
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// What is called.
    pub callee: Expr,
    /// With what.
    pub arguments: Vec<Expr>,
    /// From `(` to `)`.
    pub parentheses: TextRange,
}

/// `(parameters) => body`
#[derive(Clone, Debug, PartialEq)]
pub struct Arrow {
    /// Its parameters.
    pub parameters: Vec<Pattern>,
    /// The value, for an expression body and for a body that is a single `return`; [`ExprKind::Opaque`] for any other.
    pub body: Expr,
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq)]
pub enum Property {
    /// `key: value`
    Pair(Name, Expr),
    /// `name`
    Shorthand(Name),
    /// `...value`
    Spread(Expr, TextRange),
    /// `[key]: value`
    Computed(Expr, Expr),
    /// A method, getter or setter: outside of the language.
    Opaque(Name, SmolStr),
}
