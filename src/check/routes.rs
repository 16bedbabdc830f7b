//! Paths of REST APIs: their form, and what they open by lying side by side.

use super::Inspection;
use super::rest::paths;
use crate::access::rest::{RestCaller, RestPlace, Way};
use crate::access::{Principal, RoutePath};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::vocabulary::{At, HttpMethod, Words};

/// A path is made of parts behind a `/` each.
pub(super) fn forms(cx: &mut Inspection<'_>) {
    for (_, path, _) in paths(cx.backend) {
        if RoutePath::parse(path).is_none() {
            let finding = form(path);
            cx.found.push(finding);
        }
    }
    for api in &cx.backend.rest_apis {
        let none = api.record.paths.as_ref().is_some_and(|paths| paths.entries.is_empty());
        if let (true, false, Some(key)) = (none, api.record.notes.doubts("paths"), api.record.notes.key("paths")) {
            let help = "name one: `\"/items\": { function: items, access: (allow) => [...] }`";
            cx.found.push(Diagnostic::new(Code::RestPath, key, "an API without a path answers nothing").help(help));
        }
    }
}

fn form(path: &At<smol_str::SmolStr>) -> Diagnostic {
    let text = path.as_str();
    let wrong = |message: String| path.finding(Code::RestPath, message);
    let better = |finding: Diagnostic, better: &str, help: &str| match RoutePath::parse(better) {
        Some(better) => {
            let written = quoted(better.as_str());
            finding.fix(format!("write `{written}`"), path.span, written)
        }
        None => finding.help(help.to_owned()),
    };
    let help = "write it as `\"/items\"` or `\"/items/{id}\"`";
    if text.contains("{proxy+}") || text.ends_with("/*") {
        let bare = text.trim_end_matches('*').replace("{proxy+}", "");
        let bare = if bare.trim_matches('/').is_empty() { "/" } else { bare.trim_end_matches('/') };
        let finding =
            wrong(format!("what is below a path belongs to it already, unless it says `subpaths: false`: `{text}`"));
        return better(finding, bare, help);
    }
    if !text.starts_with('/') {
        let whole = format!("/{text}");
        return better(wrong(format!("the path `{text}` does not begin with `/`")), &whole, help);
    }
    if text.len() > 1 && text.ends_with('/') {
        return better(wrong(format!("the path `{text}` ends in `/`")), text.trim_end_matches('/'), help);
    }
    if text.contains("//") {
        let single: Vec<&str> = text.split('/').filter(|part| !part.is_empty()).collect();
        let single = format!("/{}", single.join("/"));
        return better(wrong(format!("the path `{text}` holds `//`, a part without a name")), &single, help);
    }
    if let Some(part) = text.split('/').find(|part| part.starts_with(':')) {
        let named = text.replace(part, &format!("{{{}}}", &part[1..]));
        return better(wrong(format!("`{part}` stands for nothing: a parameter stands in braces")), &named, help);
    }
    let is_sound = |part: &&str| RoutePath::parse(&format!("/{part}")).is_some();
    let part = text.split('/').skip(1).find(|part| !is_sound(part)).unwrap_or(text);
    let what = if part.contains(['{', '}']) {
        "a parameter is a whole part in braces, named with letters, digits, `-` and `_`: `{id}`"
    } else {
        "a part has letters from `a` to `z`, digits, `-`, `_`, `.` and `~`"
    };
    wrong(format!("`{part}` cannot be a part of a path")).help(what)
}

/// What is asked for is answered by one path, and IAM, whose `*` goes over every `/`, opens no other one.
pub(super) fn overlaps(cx: &mut Inspection<'_>) {
    for api in &cx.backend.rest_apis {
        let places = cx.access.rest.places(api.id);
        for (at, place) in places.iter().enumerate() {
            let other = places[..at].iter().find(|other| other.path.shape() == place.path.shape());
            if let Some(other) = other {
                let message = format!("`{}` is the same path as `{}`", place.path, other.path);
                let finding = Diagnostic::new(Code::RestPathsOverlap, place.span, message);
                cx.found.push(finding.label(other.span, "the other one").help("put the rules of both at one of them"));
                continue;
            }
            if let Some(around) = places.iter().find(|other| other.below && other.path.is_around(&place.path)) {
                let message = format!("`{}` lies below `{}`, which is answered there already", place.path, around.path);
                let finding = Diagnostic::new(Code::RestPathsOverlap, place.span, message);
                let help =
                    format!("write `subpaths: false` at `{}`, or let its function answer this path, too", around.path);
                cx.found.push(finding.label(around.span, "the path around it").help(help));
                continue;
            }
            let opened = places.iter().find_map(|other| Some((other, opened_by(other, place)?)));
            if let Some((other, (who, method))) = opened {
                let message = format!(
                    "{} may `{}` `{}`, and with that `{}`: for IAM, `{{...}}` stands for any text, `/` included",
                    who.describe(cx.backend),
                    method.text(),
                    other.path,
                    place.path,
                );
                let finding = Diagnostic::new(Code::RestPathsOverlap, place.span, message);
                let help = "let one of the paths begin otherwise, or grant the same at both";
                cx.found.push(finding.label(other.span, "the path with the parameter").help(help));
            }
        }
    }
}

/// What a path's rules would let somebody call at another one, whose own rules do not.
fn opened_by<'a>(by: &'a RestPlace, place: &RestPlace) -> Option<(&'a Principal, HttpMethod)> {
    if std::ptr::eq(by, place) || !by.path.has_parameters() {
        return None;
    }
    let patterns = |place: &RestPlace| {
        let below = place.below.then(|| place.path.pattern(true));
        std::iter::once(place.path.pattern(false)).chain(below).collect::<Vec<_>>()
    };
    let theirs = patterns(place);
    if !patterns(by).iter().any(|pattern| theirs.iter().any(|other| meet(pattern.as_bytes(), other.as_bytes()))) {
        return None;
    }
    let methods = place.methods();
    by.grants.iter().find_map(|grant| {
        let RestCaller::Role(who) = &grant.who else { return None };
        let asked = methods.get(&grant.method) == Some(&Way::IdentityPool);
        let granted = place.grants.iter().any(|it| it.who == grant.who && it.method == grant.method);
        (asked && !granted).then_some((who, grant.method))
    })
}

/// Whether there is a text that both patterns match, in which `*` stands for any text. A parameter of a path is taken for
/// one, too, since what stands there may hold a `/` that is written `%2F`.
fn meet(a: &[u8], b: &[u8]) -> bool {
    // whether the rests behind the first `i` and `j` characters meet, from the ends on
    let mut meets = vec![vec![false; b.len() + 1]; a.len() + 1];
    for i in (0..=a.len()).rev() {
        for j in (0..=b.len()).rev() {
            meets[i][j] = match (a.get(i), b.get(j)) {
                (None, None) => true,
                (Some(b'*'), _) if meets[i + 1][j] => true,
                (_, Some(b'*')) if meets[i][j + 1] => true,
                (Some(b'*'), Some(_)) => meets[i][j + 1],
                (Some(_), Some(b'*')) => meets[i + 1][j],
                (Some(x), Some(y)) => x == y && meets[i + 1][j + 1],
                _ => false,
            };
        }
    }
    meets[0][0]
}

#[cfg(test)]
mod tests {
    use super::meet;

    #[test]
    fn patterns_that_match_the_same_text_are_found() {
        for (a, b, expected) in [
            ("/items/*", "/items/new", true),
            ("/items/*", "/items", false),
            ("/items/*", "/items/*/parts", true),
            ("/*/parts", "/items/*", true),
            ("/a/*", "/b/*", false),
            ("/*/x", "/*/y", false),
            ("", "", true),
            ("*", "", true),
        ] {
            assert_eq!(meet(a.as_bytes(), b.as_bytes()), expected, "{a} {b}");
            assert_eq!(meet(b.as_bytes(), a.as_bytes()), expected, "{b} {a}");
        }
    }
}
