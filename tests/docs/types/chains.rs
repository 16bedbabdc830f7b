//! Chains of calls as types: each call once, in any order.

use std::fmt::Write as _;

use amp_compiler::vocabulary::{Method, Rules, Term, Terms};

use super::{Types, line, name, written};

/// What is called behind a beginning, and what comes of it.
struct Chain {
    /// The name of its type.
    name: String,
    doc: String,
    /// What it is, each with the calls that leave it so.
    is: Vec<(String, Vec<&'static str>)>,
    /// What may be called.
    methods: Vec<&'static Method>,
    /// Whether it is nothing until that is called.
    unfinished: bool,
}

impl Types {
    /// Writes what a callback's parameter is, and the rules that it begins.
    pub(super) fn rules(&mut self, rules: &'static Rules) {
        let title = name(rules.title);
        if !self.is_new(&title, std::ptr::from_ref(rules).addr()) {
            return;
        }
        let mut kinds: Vec<(String, &[Method])> = Vec::new();
        for subject in rules.all().filter(|subject| !subject.then.is_empty()) {
            let known = |taken: &str| kinds.iter().any(|(name, _)| name == taken);
            if kinds.iter().all(|(_, then)| calls(then) != calls(subject.then)) {
                let by_calls = names(subject.then).into_iter().fold(title.clone(), |title, then| title + &name(then));
                let by_head = title.clone() + &name(subject.head.name);
                kinds.push((if known(&by_calls) { by_head } else { by_calls }, subject.then));
            }
        }
        if let [(name, _)] = &mut kinds[..] {
            *name = format!("{title}Rule");
        }
        let kind = |subject: &Term| {
            let same = kinds.iter().find(|(_, then)| calls(then) == calls(subject.then));
            same.map_or_else(|| "Rule".to_owned(), |(name, _)| name.clone())
        };
        let mut text = format!("  /** As in `{}`. */\n  interface {title} {{\n", rules.example);
        for subject in rules.all() {
            let _ = writeln!(text, "    /** {} */", line(subject.head.doc));
            let called = if rules.itself { "" } else { subject.head.name };
            let _ = writeln!(text, "    {};", call(called, &subject.head, &kind(subject)));
        }
        self.text.push_str(&text);
        self.text.push_str("  }\n");
        for subject in rules.all() {
            self.arguments(std::iter::once(&subject.head).chain(subject.then));
            let unfinished = !rules.needs.is_empty();
            let chain = Chain {
                name: kind(subject),
                doc: if unfinished { "What makes a rule of it." } else { "A rule; what may follow." }.to_owned(),
                is: vec![("Rule".to_owned(), names(subject.then))],
                methods: subject.then.iter().collect(),
                unfinished,
            };
            assert!(!unfinished || names(subject.then) == rules.needs, "part of a rule is needed");
            self.chain(&chain);
        }
    }

    /// Keeps what may be written at a place, and what is written within that.
    pub(super) fn terms(&mut self, terms: &'static Terms) {
        if self.terms.iter().any(|known| std::ptr::eq(*known, terms)) {
            return;
        }
        assert!(self.terms.iter().all(|known| known.noun != terms.noun), "two places hold {}", terms.noun);
        self.terms.push(terms);
        self.arguments(terms.all().flat_map(|term| std::iter::once(&term.head).chain(term.then)));
    }

    fn arguments(&mut self, methods: impl Iterator<Item = &'static Method>) {
        methods.filter_map(|method| method.arguments).flatten().for_each(|argument| self.named((argument.shape)()));
    }

    /// Writes what `a` is, from everything that may be written with it anywhere.
    pub(super) fn beginnings(&mut self) {
        let mut roots: Vec<&str> = self.terms.iter().map(|terms| terms.root).collect();
        roots.sort_unstable();
        roots.dedup();
        for root in roots.iter().rev() {
            let mut text = format!("  /** What begins with `{root}`. */\n  interface {} {{\n", name(root));
            for further in &roots {
                if let Some(word) = further.strip_prefix(root).and_then(|rest| rest.strip_prefix('.')) {
                    let _ = writeln!(text, "    readonly {word}: {};", name(further));
                }
            }
            for head in self.heads(root) {
                let chain = self.beginning(root, head);
                let result = if chain.methods.is_empty() { chain.whole() } else { chain.name.clone() };
                let _ =
                    writeln!(text, "    /** {} */\n    {};", chain.doc, call(head, self.heading(root, head), &result));
                self.chain(&chain);
            }
            self.text.push_str(&text);
            self.text.push_str("  }\n");
        }
    }

    /// The words that a chain may begin with, each once.
    fn heads(&self, root: &str) -> Vec<&'static str> {
        let mut heads = Vec::new();
        for term in self.terms.iter().filter(|terms| terms.root == root).flat_map(|terms| terms.all()) {
            if !heads.contains(&term.head.name) {
                heads.push(term.head.name);
            }
        }
        heads
    }

    /// The places where a chain with that beginning may stand.
    fn places(&self, root: &str, head: &str) -> Vec<(&'static str, &'static Term)> {
        let places = self.terms.iter().filter(|terms| terms.root == root);
        places
            .flat_map(|terms| terms.all().map(|term| (terms.noun, term)))
            .filter(|(_, it)| it.head.name == head)
            .collect()
    }

    fn heading(&self, root: &str, head: &str) -> &'static Method {
        let places = self.places(root, head);
        let (_, first) = places[0];
        let same = |other: &Term| call("", &other.head, "") == call("", &first.head, "");
        assert!(places.iter().all(|(_, other)| same(other)), "`{root}.{head}` takes this or that");
        &first.head
    }

    fn beginning(&self, root: &str, head: &str) -> Chain {
        let (mut docs, mut is, mut methods) = (Vec::new(), Vec::new(), Vec::<&Method>::new());
        for (noun, term) in self.places(root, head) {
            if !docs.contains(&line(term.head.doc)) {
                docs.push(line(term.head.doc));
            }
            is.push((format!("\"{noun}\""), names(term.then)));
            for method in term.then {
                if methods.iter().all(|known| known.name != method.name) {
                    methods.push(method);
                }
            }
        }
        Chain { name: name(&format!("{root}.{head}")), doc: docs.join(" "), is, methods, unfinished: false }
    }

    fn chain(&mut self, chain: &Chain) {
        if chain.methods.is_empty() || self.names.iter().any(|(known, _)| *known == chain.name) {
            return;
        }
        self.names.push((chain.name.clone(), 0));
        let name = &chain.name;
        let mut text = format!("  /** {} */\n", chain.doc);
        if let ([method], false) = (&chain.methods[..], chain.is.iter().any(|(_, allowed)| allowed.is_empty())) {
            let extends = if chain.unfinished { String::new() } else { format!(" extends {}", chain.whole()) };
            let _ = writeln!(text, "  interface {name}{extends} {{");
            let _ =
                writeln!(text, "    /** {} */\n    {};", line(method.doc), call(method.name, method, &chain.whole()));
            text.push_str("  }\n");
        } else {
            let _ = writeln!(text, "  type {name}<Called extends string = never> = {} & Omit<{{", chain.whole());
            for method in &chain.methods {
                let called = match method.name {
                    // behind it, `required` speaks of the list
                    "array" => "Exclude<Called, \"required\"> | \"array\"".to_owned(),
                    other => format!("Called | \"{other}\""),
                };
                let result = format!("{name}<{called}>");
                let _ = writeln!(text, "    /** {} */\n    {};", line(method.doc), call(method.name, method, &result));
            }
            text.push_str("  }, Called>;\n");
        }
        self.text.push_str(&text);
    }
}

impl Chain {
    /// What it is, as a type. What some call makes impossible depends on what was called.
    fn whole(&self) -> String {
        let all = |allowed: &[&str]| self.methods.iter().all(|method| allowed.contains(&method.name));
        if let [(rule, allowed)] = &self.is[..]
            && !rule.starts_with('"')
        {
            assert!(all(allowed), "a rule stays one");
            return rule.clone();
        }
        let mut places: Vec<String> = Vec::new();
        for (at, (_, allowed)) in self.is.iter().enumerate() {
            if self.is[..at].iter().any(|(_, before)| before == allowed) {
                continue;
            }
            let nouns: Vec<&str> =
                self.is.iter().filter(|(_, other)| other == allowed).map(|(noun, _)| noun.as_str()).collect();
            let nouns = nouns.join(" | ");
            let allows: Vec<String> = allowed.iter().map(|name| format!("\"{name}\"")).collect();
            places.push(match &allows[..] {
                _ if all(allowed) => nouns,
                [] => format!("([Called] extends [never] ? {nouns} : never)"),
                allows => format!("([Called] extends [{}] ? {nouns} : never)", allows.join(" | ")),
            });
        }
        format!("Is<{}>", places.join(" | "))
    }
}

fn names(methods: &[Method]) -> Vec<&'static str> {
    methods.iter().map(|method| method.name).collect()
}

fn calls(methods: &[Method]) -> Vec<String> {
    methods.iter().map(|method| call(method.name, method, "")).collect()
}

/// `to(value: string): Rule`
fn call(name: &str, method: &Method, result: &str) -> String {
    let Some(arguments) = method.arguments else { return format!("readonly {name}: {result}") };
    assert!(arguments.len() < 3, "`{name}` takes more than two arguments");
    let parameters = arguments.iter().zip(["value", "further"]).map(|(argument, parameter)| {
        let optional = if argument.optional { "?" } else { "" };
        format!("{parameter}{optional}: {}", written((argument.shape)(), ""))
    });
    let parameters = parameters.collect::<Vec<_>>().join(", ");
    if method.bare {
        return format!("readonly {name}: {result} & (({parameters}) => {result})");
    }
    format!("{name}({parameters}): {result}")
}
