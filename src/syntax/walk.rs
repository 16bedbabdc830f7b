//! Walking a tree: who holds whom, with ranges relative to the file.

use crate::source::TextRange;

use super::tree::{
    Chunk, Declarator, Expr, ExprKind, Item, ItemKind, Name, NamePair, Pattern, Problem, Property, Tree,
};

/// A node of the tree.
#[derive(Clone, Copy, Debug)]
pub struct Node<'t> {
    /// The node itself; an [`ExprKind::Chunk`] shows as [`NodeKind::Chunk`], with the expression in it as its child.
    pub kind: NodeKind<'t>,
    /// Where it stands in the file.
    pub range: TextRange,
    /// Where the chunk that holds it begins in the file: what to add to the ranges inside the node.
    pub offset: u32,
}

/// What a [`Node`] can be.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs, reason = "each is the type that it holds")]
pub enum NodeKind<'t> {
    Item(&'t Item),
    Declarator(&'t Declarator),
    Pattern(&'t Pattern),
    NamePair(&'t NamePair),
    Property(&'t Property),
    Expr(&'t Expr),
    Name(&'t Name),
    Chunk(&'t Chunk),
}

impl Tree {
    /// The items in order, each with the offset that is to be added to the ranges inside it.
    pub fn items(&self) -> impl Iterator<Item = (u32, &Item)> {
        self.chunks.iter().flat_map(|(offset, chunk)| chunk.items.iter().map(move |item| (*offset, item)))
    }

    /// Everything that is wrong, in order, with ranges relative to the file.
    pub fn problems(&self) -> Vec<Problem> {
        let in_chunks = self
            .chunks
            .iter()
            .flat_map(|(offset, chunk)| chunk.problems.iter().map(move |problem| problem.clone().shift(*offset)));
        let mut all: Vec<Problem> = self.problems.iter().cloned().chain(in_chunks).collect();
        all.sort_by_key(|problem| problem.range);
        all
    }

    /// Every comment, in order, with ranges relative to the file.
    pub fn comments(&self) -> impl Iterator<Item = TextRange> {
        self.chunks.iter().flat_map(|(offset, chunk)| chunk.comments.iter().map(|range| range.shift(*offset)))
    }

    /// Visits every node, each before its children.
    pub fn walk<'t>(&'t self, visit: &mut dyn FnMut(Node<'t>)) {
        for (offset, item) in self.items() {
            Node::new(NodeKind::Item(item), item.range, offset).walk(visit);
        }
    }

    /// The nodes at a place in the file, from the item to the innermost one; empty between items. A place between two
    /// nodes belongs to the one that begins there, or else to the one that ends there.
    pub fn path_at(&self, at: u32) -> Vec<Node<'_>> {
        let mut path = Vec::new();
        let items = self.items().map(|(offset, item)| Node::new(NodeKind::Item(item), item.range, offset));
        let mut next = pick(items, at);
        while let Some(node) = next {
            next = pick(node.children().into_iter(), at);
            if !matches!(node.kind, NodeKind::Chunk(_)) {
                path.push(node);
            }
        }
        path
    }
}

/// The node at a place.
fn pick<'t>(nodes: impl Iterator<Item = Node<'t>>, at: u32) -> Option<Node<'t>> {
    let mut ends_there = None;
    for node in nodes.filter(|node| node.range.touches(at)) {
        if at < node.range.end {
            return Some(node);
        }
        ends_there = Some(node);
    }
    ends_there
}

impl Expr {
    /// The expression itself, if this one only stands for a chunk; with the offset that is to be added to the ranges
    /// inside it, of which `offset` is the one for this expression.
    pub fn resolve(&self, offset: u32) -> (u32, &Expr) {
        let (mut offset, mut expr) = (offset, self);
        while let ExprKind::Chunk(chunk) = &expr.kind {
            let Some(ItemKind::Expr(inner)) = chunk.items.first().map(|item| &item.kind) else { break };
            offset += expr.range.start;
            expr = inner;
        }
        (offset, expr)
    }
}

impl Pattern {
    /// Where it stands.
    pub fn range(&self) -> TextRange {
        match self {
            Self::Name(name) => name.range,
            Self::Object(_, range) | Self::Array(_, range) => *range,
        }
    }
}

impl Property {
    /// Where it stands.
    pub fn range(&self) -> TextRange {
        match self {
            Self::Pair(name, value) => name.range.to(value.range),
            Self::Computed(key, value) => key.range.to(value.range),
            Self::Shorthand(name) | Self::Opaque(name, _) => name.range,
            Self::Spread(_, range) => *range,
        }
    }
}

impl<'t> Node<'t> {
    fn new(kind: NodeKind<'t>, range: TextRange, offset: u32) -> Self {
        Self { kind, range: range.shift(offset), offset }
    }

    fn walk(self, visit: &mut dyn FnMut(Node<'t>)) {
        visit(self);
        for child in self.children() {
            child.walk(visit);
        }
    }

    /// The nodes directly in this one, in order.
    pub fn children(self) -> Vec<Node<'t>> {
        let mut children = Children { nodes: Vec::new(), offset: self.offset };
        match self.kind {
            NodeKind::Item(item) => children.of_item(&item.kind),
            NodeKind::Declarator(declarator) => {
                children.pattern(&declarator.pattern);
                children.exprs(&declarator.value);
            }
            NodeKind::Pattern(Pattern::Name(name)) => children.name(name),
            NodeKind::Pattern(Pattern::Object(pairs, _)) => children.pairs(pairs),
            NodeKind::Pattern(Pattern::Array(names, _)) => children.names(names.iter().flatten()),
            NodeKind::NamePair(pair) if pair.name == pair.local => children.name(&pair.name),
            NodeKind::NamePair(pair) => {
                children.name(&pair.name);
                children.name(&pair.local);
            }
            NodeKind::Property(property) => children.of_property(property),
            NodeKind::Expr(expr) => children.of_expr(&expr.kind),
            NodeKind::Name(_) => {}
            NodeKind::Chunk(chunk) => {
                if let Some(ItemKind::Expr(expr)) = chunk.items.first().map(|item| &item.kind) {
                    children.expr(expr);
                }
            }
        }
        children.nodes
    }
}

/// Gathers the children of one node.
struct Children<'t> {
    nodes: Vec<Node<'t>>,
    offset: u32,
}

impl<'t> Children<'t> {
    fn push(&mut self, kind: NodeKind<'t>, range: TextRange) {
        self.nodes.push(Node::new(kind, range, self.offset));
    }

    fn name(&mut self, name: &'t Name) {
        self.push(NodeKind::Name(name), name.range);
    }

    fn names(&mut self, names: impl IntoIterator<Item = &'t Name>) {
        for name in names {
            self.name(name);
        }
    }

    fn pairs(&mut self, pairs: &'t [NamePair]) {
        for pair in pairs {
            self.push(NodeKind::NamePair(pair), pair.name.range.to(pair.local.range));
        }
    }

    fn pattern(&mut self, pattern: &'t Pattern) {
        self.push(NodeKind::Pattern(pattern), pattern.range());
    }

    fn expr(&mut self, expr: &'t Expr) {
        if let ExprKind::Chunk(chunk) = &expr.kind {
            let range = expr.range.shift(self.offset);
            self.nodes.push(Node { kind: NodeKind::Chunk(chunk), range, offset: range.start });
        } else {
            self.push(NodeKind::Expr(expr), expr.range);
        }
    }

    fn exprs(&mut self, exprs: impl IntoIterator<Item = &'t Expr>) {
        for expr in exprs {
            self.expr(expr);
        }
    }

    fn of_item(&mut self, item: &'t ItemKind) {
        match item {
            ItemKind::Import(import) => {
                self.names(&import.default);
                self.names(&import.namespace);
                self.pairs(&import.named);
                self.name(&import.from);
            }
            ItemKind::Export(export) => {
                self.names(export.star.iter().flatten());
                self.pairs(&export.named);
                self.names(&export.from);
            }
            ItemKind::Const(constant) => {
                for declarator in &constant.declarators {
                    self.push(NodeKind::Declarator(declarator), declarator.range);
                }
            }
            ItemKind::Enum(item) => {
                self.name(&item.name);
                for (name, value) in &item.members {
                    self.name(name);
                    self.exprs(value);
                }
            }
            ItemKind::TypeAlias(name) | ItemKind::Interface(name) => self.name(name),
            ItemKind::ExportDefault(expr, _) | ItemKind::Expr(expr) => self.expr(expr),
            ItemKind::Opaque(opaque) => self.names(&opaque.declares),
            ItemKind::Broken => {}
        }
    }

    fn of_property(&mut self, property: &'t Property) {
        match property {
            Property::Pair(name, value) => {
                self.name(name);
                self.expr(value);
            }
            Property::Shorthand(name) | Property::Opaque(name, _) => self.name(name),
            Property::Spread(value, _) => self.expr(value),
            Property::Computed(key, value) => self.exprs([key, value]),
        }
    }

    fn of_expr(&mut self, expr: &'t ExprKind) {
        match expr {
            ExprKind::Template(parts) | ExprKind::Array(parts) => self.exprs(parts),
            ExprKind::Object(properties) => {
                for property in properties {
                    self.push(NodeKind::Property(property), property.range());
                }
            }
            ExprKind::Spread(value) | ExprKind::Unary(_, value) => self.expr(value),
            ExprKind::Member(owner, name) => {
                self.expr(owner);
                self.name(name);
            }
            ExprKind::Index(owner, index) => self.exprs([&**owner, &**index]),
            ExprKind::Call(call) => {
                self.expr(&call.callee);
                self.exprs(&call.arguments);
            }
            ExprKind::Arrow(arrow) => {
                for parameter in &arrow.parameters {
                    self.pattern(parameter);
                }
                self.expr(&arrow.body);
            }
            ExprKind::Binary(_, left, right) => self.exprs([&**left, &**right]),
            ExprKind::Conditional(parts) => self.exprs(&**parts),
            ExprKind::String(_)
            | ExprKind::Number(_)
            | ExprKind::Bool(_)
            | ExprKind::Null
            | ExprKind::Undefined
            | ExprKind::Ident(_)
            | ExprKind::Opaque(_)
            | ExprKind::Missing
            | ExprKind::Chunk(_) => {}
        }
    }
}
