//! The names of a file, and where each is declared, through imports and re-exports.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use smol_str::SmolStr;

use super::projects::Place;
use crate::evaluate::DeclarationId;
use crate::source::{FileId, TextRange, folder};
use crate::syntax::{self, Expr, ExprKind, Item, ItemKind, Pattern, Property, Tree};

/// A name that a file declares or imports.
#[derive(Clone, Debug)]
pub(super) struct Name {
    /// The name.
    pub(super) text: SmolStr,
    /// A few words for lists.
    pub(super) detail: String,
    /// Whether it stands for a value: not a type.
    pub(super) is_value: bool,
    /// The resource that it holds.
    pub(super) declares: Option<DeclarationId>,
    /// Where it is declared; `None` for a name out of a package.
    pub(super) site: Option<Site>,
}

/// Where something is declared.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Site {
    /// The file.
    pub(super) path: String,
    /// The name that is declared there; empty for a whole file.
    pub(super) name: Bytes,
    /// The value that it is given, if it is a constant.
    pub(super) value: Option<Bytes>,
}

/// A range of bytes in the file of a [`Site`].
pub(super) type Bytes = std::ops::Range<u32>;

/// How many imports and re-exports are followed before it is taken for a circle.
const FARTHEST: usize = 32;

/// What one name of a file is bound to.
enum Bound {
    /// Declared here.
    Here(Site),
    /// Imported: from where, and under which name; `None` for the whole file.
    There(SmolStr, Option<SmolStr>),
}

fn items(tree: &Tree) -> impl Iterator<Item = (u32, &Item)> {
    tree.chunks.iter().flat_map(|(offset, chunk)| chunk.items.iter().map(|item| (*offset, item)))
}

/// The names that a file binds, each with what it is bound to.
fn bindings(path: &str, tree: &Tree) -> Vec<(SmolStr, Bound, bool)> {
    let mut all = Vec::new();
    for (offset, item) in items(tree) {
        let here = |name: &syntax::Name, value: Option<&Expr>| {
            let at = |range: TextRange| range.start + offset..range.end + offset;
            let value = value.map(|value| at(value.range));
            Bound::Here(Site { path: path.to_owned(), name: at(name.range), value })
        };
        match &item.kind {
            ItemKind::Import(import) => {
                let from = &import.from.text;
                let there = |name: Option<&str>| Bound::There(from.clone(), name.map(SmolStr::from));
                let value = !import.type_only;
                all.extend(import.default.iter().map(|name| (name.text.clone(), there(Some("default")), value)));
                all.extend(import.namespace.iter().map(|name| (name.text.clone(), there(None), value)));
                all.extend(
                    import.named.iter().map(|pair| (pair.local.text.clone(), there(Some(&pair.name.text)), value)),
                );
            }
            ItemKind::Const(item) => {
                for declarator in &item.declarators {
                    let value = declarator.value.as_ref();
                    match &declarator.pattern {
                        Pattern::Name(name) => all.push((name.text.clone(), here(name, value), true)),
                        Pattern::Object(pairs, _) => {
                            all.extend(
                                pairs.iter().map(|pair| (pair.local.text.clone(), here(&pair.local, None), true)),
                            );
                        }
                        Pattern::Array(names, _) => {
                            all.extend(names.iter().flatten().map(|name| (name.text.clone(), here(name, None), true)));
                        }
                    }
                }
            }
            ItemKind::Enum(item) => all.push((item.name.text.clone(), here(&item.name, None), true)),
            ItemKind::TypeAlias(name) | ItemKind::Interface(name) => {
                all.push((name.text.clone(), here(name, None), false));
            }
            ItemKind::Opaque(opaque) => {
                all.extend(opaque.declares.iter().map(|name| (name.text.clone(), here(name, None), true)));
            }
            ItemKind::ExportDefault(_, declared) => {
                all.extend(declared.iter().map(|name| (name.text.clone(), here(name, None), true)));
            }
            ItemKind::Export(_) | ItemKind::Expr(_) | ItemKind::Broken => {}
        }
    }
    all
}

/// Where a name that a file uses is declared; a name out of a package is declared where it is imported, that is: `None`.
pub(super) fn site(place: &Place<'_>, path: &str, name: &str) -> Option<Site> {
    follow_name(place, path, name, &mut HashSet::new())
}

fn follow_name(place: &Place<'_>, path: &str, name: &str, seen: &mut HashSet<(String, String)>) -> Option<Site> {
    if seen.len() > FARTHEST || !seen.insert((path.to_owned(), name.to_owned())) {
        return None;
    }
    let tree = place.tree(path)?;
    let (_, bound, _) = bindings(path, &tree).into_iter().find(|(text, ..)| text == name)?;
    match bound {
        Bound::Here(site) => Some(site),
        Bound::There(from, far) => {
            let target = place.resolve(path, &from)?;
            match far {
                Some(far) => follow_export(place, &target, &far, seen).or_else(|| Some(start_of(&target))),
                None => Some(start_of(&target)),
            }
        }
    }
}

/// The beginning of a file.
pub(super) fn start_of(path: &str) -> Site {
    Site { path: path.to_owned(), name: 0..0, value: None }
}

/// Where a name that a file exports is declared.
pub(super) fn exported(place: &Place<'_>, path: &str, name: &str) -> Option<Site> {
    follow_export(place, path, name, &mut HashSet::new())
}

fn follow_export(place: &Place<'_>, path: &str, name: &str, seen: &mut HashSet<(String, String)>) -> Option<Site> {
    let tree: Arc<Tree> = place.tree(path)?;
    let mut stars = Vec::new();
    for (offset, item) in items(&tree) {
        match &item.kind {
            ItemKind::ExportDefault(expr, _) if name == "default" => {
                if let ExprKind::Ident(local) = &expr.kind
                    && let Some(site) = follow_name(place, path, local, seen)
                {
                    return Some(site);
                }
                let range = expr.range.start + offset..expr.range.end + offset;
                return Some(Site { path: path.to_owned(), name: range.clone(), value: Some(range) });
            }
            ItemKind::Export(export) => {
                if let Some(pair) = export.named.iter().find(|pair| pair.local.text == name) {
                    return match &export.from {
                        None => follow_name(place, path, &pair.name.text, seen),
                        Some(from) => {
                            let target = place.resolve(path, &from.text)?;
                            (seen.len() <= FARTHEST
                                && seen.insert((target.clone(), format!("export {}", pair.name.text))))
                            .then(|| follow_export(place, &target, &pair.name.text, seen))?
                        }
                    };
                }
                match (&export.star, &export.from) {
                    (Some(Some(local)), Some(from)) if local.text == name => {
                        return Some(start_of(&place.resolve(path, &from.text)?));
                    }
                    (Some(None), Some(from)) => stars.push(from.text.clone()),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    let here =
        bindings(path, &tree).into_iter().find(|(text, bound, _)| text == name && matches!(bound, Bound::Here(_)));
    if here.is_some() {
        return follow_name(place, path, name, seen);
    }
    stars.into_iter().find_map(|from| {
        let target = place.resolve(path, &from)?;
        let new = seen.len() <= FARTHEST && seen.insert((target.clone(), format!("export {name}")));
        new.then(|| follow_export(place, &target, name, seen))?
    })
}

/// The resource that is declared under a name.
pub(super) fn declaration(place: &Place<'_>, site: &Site) -> Option<DeclarationId> {
    let file = place.analysis.sources.find(&site.path)?;
    let mut declarations = (0..).map(DeclarationId).zip(&place.analysis.program.declarations);
    declarations.find_map(|(id, declaration)| {
        let by_name =
            declaration.name.as_ref().is_some_and(|(_, span)| span.file == file && span.start == site.name.start);
        // `export default defineFunction({...})`
        let span = declaration.span;
        let by_value = site.value.as_ref().is_some_and(|value| span.file == file && *value == (span.start..span.end));
        (by_name || by_value).then_some(id)
    })
}

/// All names of the file, in order.
pub(super) fn names(place: &Place<'_>) -> Vec<Name> {
    let sources = &place.analysis.sources;
    let declarations = (0..).map(DeclarationId).zip(&place.analysis.program.declarations);
    let named = declarations.filter_map(|(id, it)| it.name.as_ref().map(|(_, span)| ((span.file, span.start), id)));
    let named: HashMap<(FileId, u32), DeclarationId> = named.collect();
    let all = bindings(place.path, &place.tree).into_iter().map(|(text, bound, is_value)| {
        let (site, far) = match bound {
            Bound::Here(site) => (Some(site), None),
            Bound::There(from, _) => (site(place, place.path, &text), Some(from)),
        };
        let by_name = site.as_ref().and_then(|site| named.get(&(sources.find(&site.path)?, site.name.start)).copied());
        let declares = by_name.or_else(|| far.as_ref().and_then(|_| declaration(place, site.as_ref()?)));
        let detail = match (declares, far, &site) {
            (Some(id), ..) => place.analysis.program.declaration(id).builder.to_string(),
            (None, Some(from), _) => format!("from \"{from}\""),
            (None, None, Some(Site { path, value: Some(value), .. })) => place.excerpt(path, value),
            (None, None, _) => String::new(),
        };
        // a name out of a package has no site: builders are proposed as builders
        Name { is_value: is_value && site.is_some(), text, detail, declares, site }
    });
    all.collect()
}

/// The members of an `enum` or of an object that a constant holds, each with a few words.
pub(super) fn members(place: &Place<'_>, name: &str) -> Vec<(String, String)> {
    let all = member_sites(place, name).into_iter();
    all.map(|(name, site)| {
        (name.to_string(), site.value.map_or_else(String::new, |value| place.excerpt(&site.path, &value)))
    })
    .collect()
}

/// Where a member of an `enum`, an object or a namespace is declared.
pub(super) fn member(place: &Place<'_>, owner: &str, name: &str) -> Option<Site> {
    let found = member_sites(place, owner).into_iter().find(|(text, _)| text == name).map(|(_, site)| site);
    found.or_else(|| {
        let site = site(place, place.path, owner)?;
        (site.name.is_empty()).then(|| exported(place, &site.path, name))?
    })
}

fn member_sites(place: &Place<'_>, owner: &str) -> Vec<(SmolStr, Site)> {
    let Some(site) = site(place, place.path, owner) else { return Vec::new() };
    let Some(tree) = place.tree(&site.path) else { return Vec::new() };
    let mut all = Vec::new();
    for (offset, item) in items(&tree) {
        let at = |range: TextRange| range.start + offset..range.end + offset;
        let mut add = |name: &syntax::Name, value: Option<&Expr>| {
            let value = value.map(|value| at(value.range));
            all.push((name.text.clone(), Site { path: site.path.clone(), name: at(name.range), value }));
        };
        match &item.kind {
            ItemKind::Enum(item) if at(item.name.range) == site.name => {
                item.members.iter().for_each(|(name, value)| add(name, value.as_ref()));
            }
            ItemKind::Const(item) => {
                let owners = item
                    .declarators
                    .iter()
                    .filter(|it| matches!(&it.pattern, Pattern::Name(name) if at(name.range) == site.name));
                let objects = owners.filter_map(|it| match &it.value.as_ref()?.kind {
                    ExprKind::Object(properties) => Some(properties),
                    _ => None,
                });
                for property in objects.flatten() {
                    match property {
                        Property::Pair(name, value) => add(name, Some(value)),
                        Property::Shorthand(name) => add(name, None),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    all
}

/// Functions that other files of the backend export and this one does not import: name, the text to import from, and
/// the file.
pub(super) fn functions_elsewhere(place: &Place<'_>) -> Vec<(String, String, String)> {
    let here = names(place);
    let known: HashSet<(&str, u32)> =
        here.iter().filter_map(|name| name.site.as_ref()).map(|site| (site.path.as_str(), site.name.start)).collect();
    let mut found = Vec::new();
    for (id, file) in place.analysis.sources.iter().filter(|(id, _)| *id != place.id) {
        let Some(tree) = place.analysis.tree(id) else { continue };
        for (offset, item) in items(tree) {
            let ItemKind::Const(item) = &item.kind else { continue };
            for declarator in item.declarators.iter().filter(|_| item.exported) {
                let Pattern::Name(name) = &declarator.pattern else { continue };
                let function = declarator.value.as_ref().and_then(builder) == Some("defineFunction");
                if function && !known.contains(&(file.path.as_str(), name.range.start + offset)) {
                    found.push((name.text.to_string(), relative(place.path, &file.path), file.path.clone()));
                }
            }
        }
    }
    found
}

/// The builder that a value calls.
pub(super) fn builder(expr: &Expr) -> Option<&str> {
    let ExprKind::Call(call) = &expr.kind else { return None };
    match &call.callee.kind {
        ExprKind::Ident(name) => Some(name),
        _ => None,
    }
}

/// A file as one imports it from another: `./functions/x/resource`.
pub(super) fn relative(from: &str, to: &str) -> String {
    let stem = to.rsplit_once('.').map_or(to, |(stem, _)| stem);
    let here: Vec<&str> = folder(from).split('/').filter(|part| *part != ".").collect();
    let there: Vec<&str> = stem.split('/').collect();
    let common = here.iter().zip(&there[..there.len() - 1]).take_while(|(a, b)| a == b).count();
    let up = here.len() - common;
    let prefix = if up == 0 { "./".to_owned() } else { "../".repeat(up) };
    format!("{prefix}{}", there[common..].join("/"))
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn imports_are_relative() {
        assert_eq!(
            relative("/p/amplify/auth/resource.ts", "/p/amplify/functions/x/resource.ts"),
            "../functions/x/resource"
        );
        assert_eq!(relative("/p/backend.amp", "/p/functions/x.amp"), "./functions/x");
        assert_eq!(relative("/p/a/b/c.amp", "/p/d.amp"), "../../d");
        assert_eq!(relative("a.amp", "b.amp"), "./b");
    }
}
