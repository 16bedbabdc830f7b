//! `baseUrl` and `paths` of a tsconfig.json: <https://www.typescriptlang.org/tsconfig/#paths>.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::source::{Files, folder, join};

/// How many files are read for one tsconfig.json, over all its `extends`.
const MOST_FILES: usize = 32;

/// What of a tsconfig.json matters to imports.
#[derive(Debug, Default)]
pub(super) struct TsConfig {
    base_url: Option<String>,
    /// Pattern and its targets, which are relative to a folder.
    paths: Option<(String, BTreeMap<String, Vec<String>>)>,
}

impl TsConfig {
    /// The paths that an import may mean, best first, and whether a pattern of `paths` with a name of its own matched.
    pub(super) fn targets(&self, from: &str) -> (Vec<String>, bool) {
        let mut targets = Vec::new();
        let mut is_alias = false;
        if let Some((base, paths)) = &self.paths {
            // the longest text before the star wins
            let best = paths
                .iter()
                .filter_map(|(pattern, targets)| Some((pattern, matched(pattern, from)?, targets)))
                .max_by_key(|(pattern, ..)| (!pattern.contains('*'), pattern.find('*')));
            if let Some((pattern, star, candidates)) = best {
                is_alias = pattern != "*";
                targets.extend(candidates.iter().map(|target| join(base, &target.replacen('*', star, 1))));
            }
        }
        if let Some(base) = &self.base_url {
            targets.push(join(base, from));
        }
        (targets, is_alias)
    }
}

/// What the star of a pattern stands for.
fn matched<'a>(pattern: &str, from: &'a str) -> Option<&'a str> {
    match pattern.split_once('*') {
        None => (pattern == from).then_some(""),
        Some((before, after)) => from.strip_prefix(before)?.strip_suffix(after),
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct File {
    extends: Option<Extends>,
    #[serde(rename = "compilerOptions")]
    options: Options,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Extends {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Options {
    #[serde(rename = "baseUrl")]
    base_url: Option<String>,
    paths: Option<BTreeMap<String, Vec<String>>>,
}

/// Reads a tsconfig.json and those that it extends by a relative path. One that cannot be read counts as empty: it is
/// not this compiler's to complain about, and an import that would need it is reported at the import.
pub(super) fn read(files: &dyn Files, path: &str, read_paths: &mut Vec<String>) -> Option<TsConfig> {
    read_chain(files, path, read_paths, &mut MOST_FILES.clone())
}

fn read_chain(files: &dyn Files, path: &str, read_paths: &mut Vec<String>, budget: &mut usize) -> Option<TsConfig> {
    *budget = budget.checked_sub(1)?;
    let text = files.read(path).ok()?;
    read_paths.push(path.to_owned());
    let File { extends, options } = serde_json::from_str(&plain_json(&text)).unwrap_or_default();
    let here = folder(path);
    let mut config = TsConfig::default();
    let bases = match extends {
        None => Vec::new(),
        Some(Extends::One(base)) => vec![base],
        Some(Extends::Many(bases)) => bases,
    };
    for base in bases.iter().filter(|base| base.starts_with('.')) {
        let target = join(here, base);
        let target = if files.is_file(&target) { target } else { format!("{target}.json") };
        if let Some(inherited) = read_chain(files, &target, read_paths, budget) {
            config.base_url = inherited.base_url.or(config.base_url);
            config.paths = inherited.paths.or(config.paths);
        }
    }
    if let Some(base) = options.base_url {
        config.base_url = Some(join(here, &base));
    }
    if let Some(paths) = options.paths {
        let base = config.base_url.clone().unwrap_or_else(|| here.to_owned());
        config.paths = Some((base, paths));
    }
    Some(config)
}

/// JSON without the comments and the commas before a closing bracket that a tsconfig.json may hold.
fn plain_json(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.trim_start_matches('\u{FEFF}');
    while let Some(char) = rest.chars().next() {
        if char == '"' {
            let end = string_end(rest);
            plain.push_str(&rest[..end]);
            rest = &rest[end..];
        } else if rest.starts_with("//") {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
        } else if rest.starts_with("/*") {
            rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
        } else {
            if matches!(char, '}' | ']') && plain.trim_end().ends_with(',') {
                plain.truncate(plain.trim_end().len() - 1);
            }
            plain.push(char);
            rest = &rest[char.len_utf8()..];
        }
    }
    plain
}

/// Where the string at the start of a text ends.
fn string_end(text: &str) -> usize {
    let mut escaped = false;
    for (at, char) in text.char_indices().skip(1) {
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::MemoryFiles;

    #[test]
    fn comments_and_last_commas_go() {
        assert_eq!(
            plain_json(
                r#"{ "a": "// \" /*", /* x */ "b": [1, 2, ], // y
}"#
            ),
            r#"{ "a": "// \" /*",  "b": [1, 2]}"#
        );
        assert_eq!(plain_json("\"open"), "\"open");
    }

    #[test]
    fn paths_come_from_the_base_too() {
        let files = MemoryFiles::single("amplify/tsconfig.json", r#"{ "extends": "../tsconfig" }"#).with(
            "tsconfig.json",
            r#"{ "compilerOptions": { "paths": { "@/*": ["./src/*"], "@/x/*": ["./y/*"], "one": ["1"] } } }"#,
        );
        let mut read_paths = Vec::new();
        let config = read(&files, "amplify/tsconfig.json", &mut read_paths).unwrap_or_default();
        assert_eq!(config.targets("@/a"), (vec!["src/a".to_owned()], true));
        assert_eq!(config.targets("@/x/a"), (vec!["y/a".to_owned()], true));
        assert_eq!(config.targets("one"), (vec!["1".to_owned()], true));
        assert_eq!(config.targets("react"), (vec![], false));
        assert_eq!(read_paths, ["amplify/tsconfig.json", "tsconfig.json"]);
    }

    #[test]
    fn a_config_that_extends_itself_ends() {
        let files = MemoryFiles::single(
            "tsconfig.json",
            r#"{ "extends": ["./tsconfig.json"], "compilerOptions": { "baseUrl": "." } }"#,
        );
        let config = read(&files, "tsconfig.json", &mut Vec::new()).unwrap_or_default();
        assert_eq!(config.targets("a"), (vec!["a".to_owned()], false));
    }
}
