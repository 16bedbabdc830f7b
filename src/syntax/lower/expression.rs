//! Expressions: the grammar leaves them flat, precedence and nesting are made here.

use pest::iterators::{Pair, Pairs};
use smol_str::{SmolStr, format_smolstr};

use crate::syntax::grammar::Rule;
use crate::syntax::problem;
use crate::syntax::tree::{Arrow, Call, Expr, ExprKind};

use super::{DEPTH_LIMIT, Lower, Placed, Span, span};

type Stream<'t> = std::iter::Peekable<Pairs<'t, Rule>>;

fn next_rule(pairs: &mut Stream<'_>) -> Option<Rule> {
    pairs.peek().map(Pair::as_rule)
}

/// How tightly an operator binds; the greater, the tighter.
fn precedence(operator: &str) -> u8 {
    match operator {
        "??" | "||" => 1,
        "&&" => 2,
        "|" => 3,
        "^" => 4,
        "&" => 5,
        "===" | "!==" | "==" | "!=" => 6,
        "<" | ">" | "<=" | ">=" | "in" | "instanceof" => 7,
        "<<" | ">>" | ">>>" => 8,
        "+" | "-" => 9,
        "*" | "/" | "%" => 10,
        _ => 11,
    }
}

impl Lower<'_> {
    /// An `expr` pair. `depth` counts the nodes above it.
    pub(super) fn expr(&mut self, pair: Pair<'_, Rule>, depth: u32) -> Expr {
        let whole = span(&pair);
        if depth > DEPTH_LIMIT {
            return self.too_deep(whole);
        }
        let mut pairs = pair.into_inner().peekable();
        let value = self.conditional(&mut pairs, depth);
        if pairs.peek().is_none() {
            return value.expr;
        }
        // an assignment: its parts are read for their problems only
        while pairs.peek().is_some() {
            if next_rule(&mut pairs) == Some(Rule::assign_op) {
                pairs.next();
            } else {
                self.conditional(&mut pairs, depth + 1);
            }
        }
        self.opaque(whole, "assignment")
    }

    /// An `expr` pair, or the rule that stands for a missing one.
    pub(super) fn expr_or_missing(&mut self, pair: Pair<'_, Rule>, depth: u32) -> Expr {
        if pair.as_rule() == Rule::expr {
            return self.expr(pair, depth);
        }
        self.problem_of(&pair);
        self.missing(span(&pair).start)
    }

    fn too_deep(&mut self, at: Span) -> Expr {
        let range = self.range(at);
        self.report(at, problem::too_deep(range.start, DEPTH_LIMIT));
        Expr { kind: ExprKind::Missing, range }
    }

    pub(super) fn opaque(&self, at: Span, construct: impl Into<SmolStr>) -> Expr {
        Expr { kind: ExprKind::Opaque(construct.into()), range: self.range(at) }
    }

    fn placed(&self, kind: ExprKind, outer: Span) -> Placed {
        Placed { expr: Expr { kind, range: self.range(outer) }, outer }
    }

    fn placed_missing(&self, at: u32) -> Placed {
        let at = self.token_end(at);
        Placed { expr: self.missing(at), outer: Span::new(at, at) }
    }

    /// `a ? b : c ? d : e`
    fn conditional(&mut self, pairs: &mut Stream<'_>, depth: u32) -> Placed {
        let mut cases: Vec<(Placed, Expr)> = Vec::new();
        let mut last = self.branch(pairs, depth);
        while next_rule(pairs) == Some(Rule::question) {
            let question = pairs.next().map_or(Span::new(0, 0), |pair| span(&pair));
            let nested = depth + 1 + super::offset(cases.len());
            let Some(then) = pairs.next() else { break };
            let then = self.expr_or_missing(then, nested);
            let otherwise = match pairs.next_if(|pair| pair.as_rule() == Rule::miss_else) {
                Some(pair) => {
                    self.report(question, problem::missing_else(self.range(question)));
                    self.placed_missing(self.token_end(span(&pair).start))
                }
                None => self.branch(pairs, nested),
            };
            cases.push((std::mem::replace(&mut last, otherwise), then));
        }
        while let Some((condition, then)) = cases.pop() {
            let outer = condition.outer.to(last.outer);
            let parts = Box::new([condition.expr, then, last.expr]);
            last = self.placed(ExprKind::Conditional(parts), outer);
        }
        last
    }

    fn branch(&mut self, pairs: &mut Stream<'_>, depth: u32) -> Placed {
        match next_rule(pairs) {
            Some(Rule::arrow) => match pairs.next() {
                Some(pair) => self.arrow(pair, depth),
                None => self.placed_missing(0),
            },
            _ => self.binary(pairs, 0, depth),
        }
    }

    /// Operators that bind at least as tightly as `least`.
    fn binary(&mut self, pairs: &mut Stream<'_>, least: u8, depth: u32) -> Placed {
        let mut left = self.operand(pairs, depth);
        let mut links = 0;
        loop {
            match next_rule(pairs) {
                Some(Rule::type_op) => {
                    let end = pairs.next().map_or(left.outer.end, |pair| span(&pair).end);
                    left.outer.end = end;
                }
                Some(Rule::bin_op) => {
                    let Some(operator) = pairs.next_if(|pair| precedence(pair.as_str()) >= least) else { break };
                    let right = self.binary(pairs, precedence(operator.as_str()) + 1, depth + 1);
                    links += 1;
                    let outer = left.outer.to(right.outer);
                    left = if depth + links > DEPTH_LIMIT {
                        let expr = self.too_deep(outer);
                        Placed { expr, outer }
                    } else {
                        let operands = (Box::new(left.expr), Box::new(right.expr));
                        self.placed(ExprKind::Binary(operator.as_str().into(), operands.0, operands.1), outer)
                    };
                }
                _ => break,
            }
        }
        left
    }

    /// `!a.b(c)[d]`
    fn operand(&mut self, pairs: &mut Stream<'_>, depth: u32) -> Placed {
        let mut signs = Vec::new();
        while let Some(sign) = pairs.next_if(|pair| pair.as_rule() == Rule::un_op) {
            signs.push(sign);
        }
        let depth = depth + super::offset(signs.len());
        let Some(first) = pairs.next() else { return self.placed_missing(0) };
        let mut value = match first.as_rule() {
            _ if depth > DEPTH_LIMIT => {
                let outer = span(&first);
                Placed { expr: self.too_deep(outer), outer }
            }
            Rule::miss_value | Rule::miss_operand => {
                self.problem_of(&first);
                self.placed_missing(span(&first).start)
            }
            _ => self.primary(first, depth),
        };
        value = self.suffixes(value, pairs, depth);
        while let Some(sign) = signs.pop() {
            let outer = span(&sign).to(value.outer);
            value = match sign.as_str() {
                "++" | "--" => Placed { expr: self.opaque(outer, "assignment"), outer },
                word @ ("typeof" | "await" | "void" | "delete") => {
                    Placed { expr: self.opaque(outer, format_smolstr!("`{word}`")), outer }
                }
                _ if matches!(value.expr.kind, ExprKind::Missing) => value,
                sign => self.placed(ExprKind::Unary(sign.into(), Box::new(value.expr)), outer),
            };
        }
        value
    }

    fn suffixes(&mut self, first: Placed, pairs: &mut Stream<'_>, depth: u32) -> Placed {
        let mut value = first;
        let mut links = 0;
        while let Some(suffix) = pairs.next_if(|pair| is_suffix(pair.as_rule())) {
            links += 1;
            let outer = value.outer.to(span(&suffix));
            value = if depth + links > DEPTH_LIMIT {
                let expr = self.too_deep(outer);
                Placed { expr, outer }
            } else {
                self.suffix(value, suffix, outer, depth)
            };
        }
        value
    }

    fn suffix(&mut self, owner: Placed, suffix: Pair<'_, Rule>, outer: Span, depth: u32) -> Placed {
        let kind = match suffix.as_rule() {
            Rule::member => return self.member(owner, suffix, outer),
            // types are given, and nothing is called
            Rule::call if !suffix.as_str().ends_with(')') => return Placed { outer, ..owner },
            Rule::call => ExprKind::Call(Box::new(self.call(owner.expr, suffix, depth))),
            Rule::index => ExprKind::Index(Box::new(owner.expr), Box::new(self.bracketed(suffix, depth))),
            Rule::opt_member => match suffix.clone().into_inner().next() {
                Some(inner) if matches!(inner.as_rule(), Rule::call | Rule::index) => {
                    return self.suffix(owner, inner, outer, depth);
                }
                _ => return self.member(owner, suffix, outer),
            },
            Rule::template => {
                self.template(suffix, depth);
                ExprKind::Opaque("tagged template".into())
            }
            Rule::step_op => ExprKind::Opaque("assignment".into()),
            _ => return Placed { outer, ..owner },
        };
        self.placed(kind, outer)
    }

    /// `owner.name`, `owner?.name`
    fn member(&mut self, owner: Placed, member: Pair<'_, Rule>, outer: Span) -> Placed {
        let at = span(&member);
        let Some(inner) = member.into_inner().next() else { return owner };
        if inner.as_rule() == Rule::miss_name {
            self.problem_of(&inner);
            return Placed { expr: Expr { kind: ExprKind::Missing, range: self.range(outer) }, outer };
        }
        let name = self.name(&inner);
        // `allow.` and `allow.x` on the next line
        let on_other_line = self.text(Span::new(at.start, span(&inner).start)).contains('\n');
        if on_other_line && root_name(&owner.expr) == Some(&name.text) {
            let dot = Span::new(at.start, at.start + 1);
            let written = self.text(owner.outer);
            let problem = problem::missing_name(self.range(dot), written);
            self.report(dot, problem);
            return Placed { expr: Expr { kind: ExprKind::Missing, range: self.range(outer) }, outer };
        }
        self.placed(ExprKind::Member(Box::new(owner.expr), name), outer)
    }

    fn call(&mut self, callee: Expr, call: Pair<'_, Rule>, depth: u32) -> Call {
        let whole = span(&call);
        let mut open = whole.start;
        let mut arguments = Vec::new();
        for pair in call.into_inner() {
            if pair.as_rule() == Rule::type_args {
                let behind = self.text(Span::new(span(&pair).end, whole.end));
                open = span(&pair).end + super::offset(behind.len() - behind.trim_start().len());
            } else {
                arguments.extend(self.element(pair, depth + 1));
            }
        }
        Call { callee, arguments, parentheses: self.range(Span::new(open, whole.end)) }
    }

    /// An element of an array or an argument of a call; `None` for what is not one.
    fn element(&mut self, pair: Pair<'_, Rule>, depth: u32) -> Option<Expr> {
        let range = self.range_of(&pair);
        match pair.as_rule() {
            Rule::expr => Some(self.expr(pair, depth)),
            Rule::spread => {
                let inner = pair.into_inner().next()?;
                let value = self.expr_or_missing(inner, depth + 1);
                Some(Expr { kind: ExprKind::Spread(Box::new(value)), range })
            }
            Rule::miss_open => {
                self.problem_of(&pair);
                Some(Expr { kind: ExprKind::Object(self.properties(pair, depth)), range })
            }
            Rule::bad_element | Rule::miss_element => {
                self.problem_of(&pair);
                Some(Expr { kind: ExprKind::Missing, range })
            }
            _ => {
                self.problem_of(&pair);
                None
            }
        }
    }

    /// `[value]`, `(value)`
    pub(super) fn bracketed(&mut self, pair: Pair<'_, Rule>, depth: u32) -> Expr {
        let outer = span(&pair);
        let mut whole: Option<Span> = None;
        let mut values = Vec::new();
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::expr | Rule::miss_value => {
                    let place = span(&inner);
                    whole = Some(whole.map_or(place, |whole| whole.to(place)));
                    values.push(self.expr_or_missing(inner, depth + 1));
                }
                _ => self.problem_of(&inner),
            }
        }
        match (values.pop(), values.is_empty()) {
            (Some(value), true) => value,
            _ => self.opaque(whole.unwrap_or(outer), "comma operator"),
        }
    }

    fn primary(&mut self, pair: Pair<'_, Rule>, depth: u32) -> Placed {
        let outer = span(&pair);
        let kind = match pair.as_rule() {
            // where it would have ended is a guess, so what it says is not used
            Rule::string if self.is_inserted(outer.end - 1) => ExprKind::Missing,
            Rule::string => match self.hole(outer) {
                Some(expr) => return Placed { expr, outer },
                None => ExprKind::String(self.string(&pair)),
            },
            Rule::number => return Placed { expr: self.number(&pair), outer },
            Rule::literal => match pair.as_str() {
                "true" => ExprKind::Bool(true),
                "false" => ExprKind::Bool(false),
                "null" => ExprKind::Null,
                _ => ExprKind::Undefined,
            },
            Rule::ident if self.was_quoted(outer) => ExprKind::Missing,
            Rule::ident => ExprKind::Ident(pair.as_str().into()),
            Rule::template => ExprKind::Template(self.template(pair, depth)),
            Rule::array => {
                ExprKind::Array(pair.into_inner().filter_map(|inner| self.element(inner, depth + 1)).collect())
            }
            Rule::object => ExprKind::Object(self.properties(pair, depth)),
            Rule::paren => return Placed { expr: self.bracketed(pair, depth), outer },
            Rule::type_cast => {
                let mut pairs = pair.into_inner().peekable();
                while pairs.next_if(|inner| inner.as_rule() == Rule::type_args).is_some() {}
                return Placed { expr: self.operand(&mut pairs, depth).expr, outer };
            }
            Rule::new => {
                let class = pair.as_str().trim_start_matches("new").split(['(', '<']).next().unwrap_or_default().trim();
                let is_name = !class.is_empty() && class.len() <= 40 && !class.contains(['\n', '{', '[']);
                let name = if is_name { class } else { "..." };
                let construct = format_smolstr!("`new {name}(...)`");
                self.skipped(pair);
                ExprKind::Opaque(construct)
            }
            Rule::dynamic_import => {
                self.skipped(pair);
                ExprKind::Opaque("`import(...)` within an expression".into())
            }
            Rule::function_expr => ExprKind::Opaque("function with a body".into()),
            Rule::class => ExprKind::Opaque("class".into()),
            Rule::regex => ExprKind::Opaque("regular expression".into()),
            _ => ExprKind::Missing,
        };
        self.placed(kind, outer)
    }

    /// `` `text ${value}` ``
    fn template(&mut self, pair: Pair<'_, Rule>, depth: u32) -> Vec<Expr> {
        pair.into_inner()
            .map(|part| {
                if part.as_rule() == Rule::template_text {
                    let range = self.range_of(&part);
                    return Expr { kind: ExprKind::String(self.template_text(&part)), range };
                }
                self.bracketed(part, depth)
            })
            .collect()
    }

    /// `(a) => (b) => value`
    fn arrow(&mut self, pair: Pair<'_, Rule>, depth: u32) -> Placed {
        let outer = span(&pair);
        let mut heads = Vec::new();
        let mut body = None;
        for inner in pair.into_inner() {
            let nested = depth + 1 + super::offset(heads.len());
            match inner.as_rule() {
                Rule::arrow_head => heads.push(inner),
                _ if nested > DEPTH_LIMIT => {
                    let at = span(&inner);
                    body = Some(self.too_deep(at));
                    heads.truncate(1);
                }
                Rule::returned => {
                    let at = span(&inner);
                    body = Some(match inner.into_inner().next() {
                        Some(value) => self.expr(value, nested),
                        None => self.missing(at.start),
                    });
                }
                Rule::braces => body = Some(self.opaque(span(&inner), "function with a body")),
                _ => body = Some(self.expr_or_missing(inner, nested)),
            }
        }
        let mut value = body.unwrap_or_else(|| self.missing(outer.end));
        while let Some(head) = heads.pop() {
            let range = self.range(Span::new(span(&head).start, outer.end));
            let kind = match self.parameters(head) {
                Ok(parameters) => ExprKind::Arrow(Box::new(Arrow { parameters, body: value })),
                Err(construct) => ExprKind::Opaque(construct.into()),
            };
            value = Expr { kind, range };
        }
        Placed { expr: value, outer }
    }
}

fn is_suffix(rule: Rule) -> bool {
    use Rule::{call, index, member, non_null, opt_member, step_op, template};
    matches!(rule, member | call | index | opt_member | non_null | template | step_op)
}

/// The name that a chain begins with: `allow` of `allow.groups([...])`.
fn root_name(expr: &Expr) -> Option<&SmolStr> {
    let mut expr = expr;
    loop {
        expr = match &expr.kind {
            ExprKind::Ident(name) => return Some(name),
            ExprKind::Member(owner, _) => owner,
            ExprKind::Call(call) => &call.callee,
            _ => return None,
        };
    }
}
