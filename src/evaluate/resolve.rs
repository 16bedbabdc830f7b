//! From the text after `from` to a file: relative paths, extensions, `index` files and tsconfig aliases.
//! As in TypeScript, except that an `.amp` file comes before a `.ts` file of the same name.

use std::collections::HashMap;
use std::rc::Rc;

use crate::diagnostic::closest;
use crate::source::{Files, folder, has_extension, join};

use super::tsconfig::{self, TsConfig};

/// Extensions of files that are read as definitions, in the order in which they are tried.
const EXTENSIONS: [&str; 8] = ["amp", "ts", "mts", "cts", "tsx", "js", "mjs", "cjs"];

/// Where an import leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Resolved {
    /// A file of the project.
    File(String),
    /// A package, under the name that is written.
    Package,
    /// No such file; a file with a similar name, as one would import it.
    Missing(Option<String>),
}

/// Resolves imports and remembers the tsconfig files that it met.
#[derive(Debug, Default)]
pub(super) struct Resolver {
    configs: HashMap<String, Option<Rc<TsConfig>>>,
    /// tsconfig files that were read.
    pub(super) read: Vec<String>,
}

impl Resolver {
    /// The file that `from`, written in the file `importer`, leads to.
    pub(super) fn resolve(&mut self, files: &dyn Files, importer: &str, from: &str) -> Resolved {
        if from.starts_with('.') || from.starts_with('/') {
            let target = join(folder(importer), from);
            return match find(files, &target) {
                Some(path) => Resolved::File(path),
                None => Resolved::Missing(similar(files, importer, from)),
            };
        }
        // what Amplify generates for function handlers; no definition has a value from there
        if from.starts_with("$amplify/") {
            return Resolved::Package;
        }
        let Some(config) = self.config_for(files, folder(importer)) else { return Resolved::Package };
        let (targets, is_alias) = config.targets(from);
        match targets.iter().find_map(|target| find(files, target)) {
            Some(path) => Resolved::File(path),
            None if is_alias => Resolved::Missing(None),
            None => Resolved::Package,
        }
    }

    /// The tsconfig.json of the nearest folder upwards that has one.
    fn config_for(&mut self, files: &dyn Files, start: &str) -> Option<Rc<TsConfig>> {
        if let Some(known) = self.configs.get(start) {
            return known.clone();
        }
        let path = join(start, "tsconfig.json");
        let found = if files.is_file(&path) {
            tsconfig::read(files, &path, &mut self.read).map(Rc::new)
        } else {
            let parent = join(start, "..");
            // `..` of the root is the root; a relative path can climb only a few folders out of where it began
            let climbs = parent.split('/').filter(|part| *part == "..").count();
            if parent == start || climbs > 16 { None } else { self.config_for(files, &parent) }
        };
        self.configs.insert(start.to_owned(), found.clone());
        found
    }
}

/// The file that a path without or with extension means.
pub(super) fn find(files: &dyn Files, target: &str) -> Option<String> {
    let written = EXTENSIONS.iter().find(|extension| has_extension(target, &[extension]));
    if let Some(&extension) = written {
        // TypeScript's ES modules name the file that will be, `x.js`, for the source that is, `x.ts`
        let sources: &[&str] = match extension {
            "js" => &["amp", "ts", "tsx"],
            "mjs" => &["mts"],
            "cjs" => &["cts"],
            "ts" => &["amp"],
            _ => &[],
        };
        let stem = &target[..target.len() - extension.len()];
        let instead = sources.iter().map(|source| format!("{stem}{source}")).find(|path| files.is_file(path));
        let exact = || files.is_file(target).then(|| target.to_owned());
        let found = if extension == "ts" { exact().or(instead) } else { instead.or_else(exact) };
        if found.is_some() {
            return found;
        }
    }
    let with_extension = |base: &str| EXTENSIONS.iter().map(|e| format!("{base}.{e}")).find(|path| files.is_file(path));
    with_extension(target)
        .or_else(|| files.is_file(target).then(|| target.to_owned()))
        .or_else(|| with_extension(&join(target, "index")))
}

/// What was probably meant by an import that leads nowhere: a neighbour's name, one folder more or less, or the
/// `resource` file inside of a folder.
fn similar(files: &dyn Files, importer: &str, written: &str) -> Option<String> {
    let here = folder(importer);
    let leads = |from: &str| find(files, &join(here, from)).is_some();
    let inside = format!("{}/resource", written.trim_end_matches('/'));
    let above = format!("../{}", written.strip_prefix("./").unwrap_or(written));
    let below = written
        .strip_prefix("../")
        .map(|rest| if rest.starts_with("../") { rest.to_owned() } else { format!("./{rest}") });
    [Some(inside), Some(above), below]
        .into_iter()
        .flatten()
        .find(|from| leads(from))
        .or_else(|| respelled(files, here, written).filter(|from| leads(from)))
}

/// The same path with each part that does not exist replaced by the closest name that does.
fn respelled(files: &dyn Files, here: &str, written: &str) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in written.split('/') {
        let base = join(here, &parts.join("/"));
        let known =
            matches!(part, "." | "..") || files.is_dir(&join(&base, part)) || find(files, &join(&base, part)).is_some();
        if known {
            parts.push(part.to_owned());
            continue;
        }
        let names: Vec<String> = files.list(&base).into_iter().map(|name| stem(&name).to_owned()).collect();
        parts.push(closest(part, names.iter().map(String::as_str))?.to_owned());
    }
    let path = parts.join("/");
    (path != written).then_some(path)
}

/// A file name without the extension that an import leaves out.
fn stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, extension)) if EXTENSIONS.contains(&extension) => stem,
        _ => name,
    }
}
