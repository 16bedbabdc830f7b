//! Chains of calls: `a.string().required()`, `allow.groups(["ADMINS"]).to(["read"])`.

use super::cursor::Step;
use super::projects::Place;
use super::scope;
use super::subject::alternatives;
use crate::vocabulary::data::TERMS;
use crate::vocabulary::{Method, Rules, Shape, Term, Terms};

/// Whether a name is the `a` that begins schemas and what is in them.
pub(super) fn is_root(place: &Place<'_>, name: &str) -> bool {
    place.builder_name(name) == "a" && scope::site(place, place.path, name).is_none()
}

/// What begins with a root: `a`, or `a.handler`.
pub(super) fn describe_root(root: &str) -> Option<String> {
    let nouns: Vec<&str> = TERMS.iter().filter(|terms| terms.root == root).map(|terms| terms.noun).collect();
    (!nouns.is_empty()).then(|| format!("Begins {}.", nouns.join(", or ")))
}

/// What a chain may be that begins so, wherever it stands.
pub(super) fn begun(place: &Place<'_>, callee: &[Step]) -> Option<&'static Terms> {
    let names: Vec<&str> = callee.iter().map(|step| step.name.as_str()).collect();
    let (_, behind) = names.split_first().filter(|(root, _)| is_root(place, root))?;
    TERMS.iter().copied().find(|terms| behind_root(terms, behind).is_some_and(|names| term(terms, names).is_some()))
}

/// The chains that a value of a shape may be.
fn wanted(shape: Shape) -> Vec<&'static Terms> {
    let terms = alternatives(shape).into_iter().filter_map(|shape| match shape {
        Shape::Terms(terms) => Some(terms),
        _ => None,
    });
    terms.collect()
}

/// A chain without its root; `names` are those behind the `a`.
fn behind_root<'n, 'a>(terms: &Terms, names: &'n [&'a str]) -> Option<&'n [&'a str]> {
    terms.root.split('.').skip(1).try_fold(names, |names, part| match names {
        [first, rest @ ..] if *first == part => Some(rest),
        _ => None,
    })
}

fn term(terms: &Terms, names: &[&str]) -> Option<&'static Term> {
    let head = names.first()?;
    terms.all().find(|term| term.head.name == *head)
}

/// The method that the last of a chain's names is; `shape` is what is wanted where the chain stands.
pub(super) fn of_terms(place: &Place<'_>, shape: Shape, names: &[&str]) -> Option<&'static Method> {
    let (root, behind) = names.split_first()?;
    if !is_root(place, root) {
        return None;
    }
    let wanted = wanted(shape);
    wanted.iter().chain(TERMS).find_map(|terms| {
        let names = behind_root(terms, behind)?;
        term(terms, names)?.part(names.last()?)
    })
}

/// What may stand behind the dot of a chain.
pub(super) enum Next {
    /// A call, or a name that is not called.
    Method(&'static Method),
    /// A name that another follows: `handler`.
    Root(&'static str),
}

/// What may follow a chain's names; `shape` is what is wanted where the chain stands, if that is known, and `coming` are
/// the names further behind.
pub(super) fn next_of_terms(shape: Option<Shape>, behind: &[&str], coming: &[&str]) -> Vec<Next> {
    let wanted = shape.map(wanted).unwrap_or_default();
    let mut found = next(&wanted, behind, coming);
    if found.is_empty() && (wanted.is_empty() || !behind.is_empty()) {
        found = next(TERMS, behind, coming);
    }
    found
}

fn next(all: &[&'static Terms], behind: &[&str], coming: &[&str]) -> Vec<Next> {
    let mut found = Vec::new();
    for terms in all {
        match (behind_root(terms, behind), behind) {
            (Some([]), _) => found.extend(terms.all().map(|term| Next::Method(&term.head))),
            (Some(names), _) => {
                if let Some(term) = term(terms, names) {
                    return term.next(&names[1..], coming).map(Next::Method).collect();
                }
            }
            (None, []) => found.extend(terms.root.split('.').nth(1).map(Next::Root)),
            (None, _) => {}
        }
    }
    found
}

/// What a callback of a schema may be that a constant holds, by the usual name of its parameter. Which place it is for
/// is not known: the first table of that parameter knows the rules of all places.
pub(super) fn rules_by_parameter(place: &Place<'_>, name: &str) -> Option<&'static Rules> {
    place.analysis.backend.data.as_ref()?;
    let methods = TERMS.iter().flat_map(|terms| terms.all()).flat_map(|term| term.then);
    methods.filter_map(|method| method.argument(0)).find_map(|shape| match shape {
        Shape::Rules(rules) if rules.parameter == name => Some(rules),
        _ => None,
    })
}

/// The names of a rule as the table has them: without the parameter, unless that is the subject.
fn of_rule<'a>(rules: &Rules, names: &[&'a str]) -> Vec<&'a str> {
    let head = rules.all().next().filter(|_| rules.itself).map(|only| only.head.name);
    head.into_iter().chain(names.iter().skip(1).copied()).collect()
}

/// The method that the last of a rule's names is; the first is the parameter.
pub(super) fn of_rules(rules: &Rules, names: &[&str]) -> Option<&'static Method> {
    let names = of_rule(rules, names);
    let head = rules.all().find(|term| Some(&term.head.name) == names.first())?;
    head.part(names.last()?)
}

/// What may follow a rule's names, of which the first is the parameter; `coming` are those further behind.
pub(super) fn next_of_rules(rules: &Rules, names: &[&str], coming: &[&str]) -> Vec<&'static Method> {
    let names = of_rule(rules, names);
    match names.split_first() {
        None => rules.all().map(|term| &term.head).collect(),
        Some((head, called)) => {
            let term = rules.all().find(|term| term.head.name == *head);
            term.map(|term| term.next(called, coming).collect()).unwrap_or_default()
        }
    }
}
