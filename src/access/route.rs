//! Paths of REST APIs: `/items`, `/items/{id}`.

use std::fmt;

use smol_str::SmolStr;

/// A path of a REST API whose form is sound: parts behind a `/` each, of which those in braces stand for any text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoutePath(SmolStr);

/// What a part of a path is, the nearest to what is asked for first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Literal,
    Parameter,
}

/// How well a path fits what is asked for; the smallest fits best.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fitness {
    /// Whether what is asked for lies below the path.
    below: bool,
    parts: Vec<Fit>,
}

impl RoutePath {
    /// The path that is written; `None` for one of another form.
    pub fn parse(written: &str) -> Option<Self> {
        let part = |part: &str| match part.strip_prefix('{') {
            Some(rest) => rest.strip_suffix('}').is_some_and(is_name),
            None => is_literal(part),
        };
        let sound = written == "/" || written.strip_prefix('/').is_some_and(|rest| rest.split('/').all(part));
        sound.then(|| Self(written.into()))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn parts(&self) -> impl Iterator<Item = &str> {
        self.0.split('/').skip(1).filter(|part| !part.is_empty())
    }

    /// Whether a part of it stands for any text.
    pub fn has_parameters(&self) -> bool {
        self.0.contains('{')
    }

    /// What is below it: `/items/{proxy+}`.
    pub fn below(&self) -> String {
        format!("{}/{{proxy+}}", self.0.trim_end_matches('/'))
    }

    /// As IAM names it, where `*` stands for any text, also over `/`; with `below`, what is below it.
    pub fn pattern(&self, below: bool) -> String {
        let own = self.joined("*");
        match (own.is_empty(), below) {
            (true, false) => "/".to_owned(),
            (_, true) => own + "/*",
            (false, false) => own,
        }
    }

    /// The same for two paths that differ only in the names of their parameters.
    pub fn shape(&self) -> String {
        self.joined("{}")
    }

    /// The path with a text in the place of each parameter.
    fn joined(&self, parameter: &str) -> String {
        self.parts().flat_map(|part| ["/", if is_parameter(part) { parameter } else { part }]).collect()
    }

    /// Whether another path lies below this one: whether what is asked for there could be asked for here, too.
    pub fn is_around(&self, other: &Self) -> bool {
        let mut others = other.parts();
        let fits = |part: &str| others.next().is_some_and(|it| part == it || is_parameter(part) || is_parameter(it));
        self.parts().all(fits) && others.next().is_some()
    }

    /// How well it fits something that is asked for; `None` if it does not. Only with `below`, what is below it fits.
    pub fn fitness(&self, asked: &str, below: bool) -> Option<Fitness> {
        let mut asked = asked.strip_prefix('/')?.split('/').skip(usize::from(asked == "/"));
        let mut parts = Vec::new();
        for part in self.parts() {
            let text = asked.next().filter(|text| !text.is_empty())?;
            parts.push(if is_parameter(part) { Fit::Parameter } else { Fit::Literal });
            if !is_parameter(part) && part != text {
                return None;
            }
        }
        let is_below = asked.next().is_some();
        (below || !is_below).then_some(Fitness { below: is_below, parts })
    }
}

impl fmt::Display for RoutePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_parameter(part: &str) -> bool {
    part.starts_with('{')
}

/// The characters that mean themselves in a path, in IAM's patterns and in API Gateway's routes.
fn is_literal(part: &str) -> bool {
    !part.is_empty() && part.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_' | '.' | '~'))
}

/// What a parameter can be called.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> RoutePath {
        RoutePath::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn forms() {
        for sound in ["/", "/items", "/items/{id}", "/v1.0/a-b_c~d/{some-id}"] {
            assert_eq!(path(sound).as_str(), sound);
        }
        for other in
            ["", "items", "//", "/items/", "/a//b", "/*", "/a?b", "/{a", "/{}", "/a{b}", "/{proxy+}", "/ä", "/$x"]
        {
            assert_eq!(RoutePath::parse(other), None, "{other}");
        }
    }

    #[test]
    fn patterns() {
        assert_eq!((path("/").pattern(false), path("/").pattern(true)), ("/".to_owned(), "/*".to_owned()));
        assert_eq!(path("/items/{id}").pattern(false), "/items/*");
        assert_eq!(path("/items/{id}/x").pattern(true), "/items/*/x/*");
        assert_eq!((path("/").below(), path("/items").below()), ("/{proxy+}".into(), "/items/{proxy+}".into()));
        assert_eq!(path("/a/{b}").shape(), path("/a/{c}").shape());
    }

    #[test]
    fn what_is_asked_for_is_found() {
        let fits = |text: &str, asked: &str, below| path(text).fitness(asked, below).is_some();
        assert!(
            fits("/items", "/items", false) && !fits("/items", "/items/1", false) && fits("/items", "/items/1", true)
        );
        assert!(!fits("/items", "/items/", false) && !fits("/items/{id}", "/items/", false));
        assert!(fits("/", "/", false) && !fits("/", "/a", false) && fits("/", "/a/b", true));
        assert!(fits("/items/{id}", "/items/1", false) && !fits("/items/{id}", "/items", true));
        let best = |asked: &str| {
            let all = ["/items", "/items/{id}", "/items/new"];
            all.into_iter().min_by_key(|text| path(text).fitness(asked, true).map_or((1, None), |it| (0, Some(it))))
        };
        assert_eq!(best("/items/new"), Some("/items/new"));
        assert_eq!(best("/items/1"), Some("/items/{id}"));
        assert_eq!(best("/items"), Some("/items"));
        assert!(path("/items").is_around(&path("/items/{id}")) && !path("/items").is_around(&path("/items")));
        assert!(path("/a/{b}").is_around(&path("/{x}/c/d")) && !path("/a").is_around(&path("/b/a")));
    }
}
