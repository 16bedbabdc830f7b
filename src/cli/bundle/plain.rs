//! Handlers that need no bundler: plain JavaScript and Python, copied with the local files that they import.

use std::collections::BTreeMap;

use super::imports::{self, Import};
use crate::names;
use crate::source::{Files, TextRange, extension, file_name, folder, join};

/// What became of a plain handler.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Plain {
    /// The files of its folder, the handler among them under the name that was asked for.
    Files(BTreeMap<String, Vec<u8>>),
    /// It imports something that only a bundler can find.
    NeedsBundler { path: String, range: TextRange, import: String },
    /// A file that cannot be read.
    Unreadable(String),
}

/// What the Node runtimes of Lambda have without being told: Node's own modules and the AWS SDK.
/// <https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html#nodejs-sdk-included>
fn is_there_already(name: &str, external: &[String]) -> bool {
    const NODE: &[&str] = &[
        "assert",
        "async_hooks",
        "buffer",
        "child_process",
        "cluster",
        "console",
        "constants",
        "crypto",
        "dgram",
        "diagnostics_channel",
        "dns",
        "domain",
        "events",
        "fs",
        "http",
        "http2",
        "https",
        "inspector",
        "module",
        "net",
        "os",
        "path",
        "perf_hooks",
        "process",
        "punycode",
        "querystring",
        "readline",
        "repl",
        "stream",
        "string_decoder",
        "sys",
        "timers",
        "tls",
        "trace_events",
        "tty",
        "url",
        "util",
        "v8",
        "vm",
        "wasi",
        "worker_threads",
        "zlib",
    ];
    let package = name.split('/').next().unwrap_or(name);
    name.starts_with("node:")
        || name.starts_with("@aws-sdk/")
        || NODE.contains(&package)
        || external
            .iter()
            .any(|it| name == it || name.strip_prefix(it.as_str()).is_some_and(|rest| rest.starts_with('/')))
}

/// Copies a `.mjs`, `.cjs` or `.js` handler and the files that it imports by relative paths. The handler is always had
/// from `<name>.mjs`: a single ES module gets that name, and otherwise that file hands on what the handler exports.
/// `runtime` is the module that stands in for [`names::RUNTIME_MODULES`], if there is one.
pub(super) fn script(entry: &str, name: &str, external: &[String], runtime: Option<&str>, files: &dyn Files) -> Plain {
    let mut out = BTreeMap::new();
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut is_module = extension(entry) == "mjs";
    let mut waiting = vec![entry.to_owned()];
    while let Some(path) = waiting.pop() {
        let Ok(text) = files.read(&path) else { return Plain::Unreadable(path) };
        if extension(&path) != "json" {
            let script = imports::of_script(&text);
            if path == entry && extension(&path) == "js" {
                is_module = script.is_module || package_is_module(&path, files);
            }
            for Import { name: import, range } in script.imports {
                let relative = import.starts_with("./") || import.starts_with("../");
                match relative.then(|| find(folder(&path), &import, files)).flatten() {
                    Some(found) if texts.contains_key(&found) || waiting.contains(&found) => {}
                    Some(found) => waiting.push(found),
                    None if runtime.is_some() && names::RUNTIME_MODULES.contains(&import.as_str()) => {
                        out.extend(runtime.iter().flat_map(|text| package(&import, text)));
                    }
                    None if is_there_already(&import, external) => {}
                    None => return Plain::NeedsBundler { path, range, import },
                }
            }
        }
        texts.insert(path, text.to_string());
    }

    let first = format!("{name}.mjs");
    let own = match texts.len() {
        1 if is_module => first.clone(),
        1 => format!("{name}.cjs"),
        _ => {
            let root = root(&texts.keys().map(String::as_str).collect::<Vec<_>>(), name);
            let inside = |path: &str| path.strip_prefix(&root).unwrap_or(path).to_owned();
            if is_module && texts.keys().any(|path| extension(path) == "js") {
                out.insert("package.json".to_owned(), b"{ \"type\": \"module\" }\n".to_vec());
            }
            out.extend(texts.iter().map(|(path, text)| (inside(path), text.clone().into_bytes())));
            inside(entry)
        }
    };
    if let Some(text) = texts.remove(entry).filter(|_| texts.is_empty()) {
        out.insert(own.clone(), text.into_bytes());
    }
    if own != first {
        let text = if is_module {
            format!("export * from \"./{own}\";\n")
        } else {
            format!("import code from \"./{own}\";\n\nexport const handler = code.handler;\n")
        };
        out.insert(first, text.into_bytes());
    }
    Plain::Files(out)
}

/// A package with one module, where Node finds it by that name.
fn package(module: &str, text: &str) -> [(String, Vec<u8>); 2] {
    let end = module.match_indices('/').nth(1).map_or(module.len(), |(at, _)| at);
    let (package, path) = (&module[..end], &module[end..]);
    let exports = serde_json::json!({ "exports": { format!(".{path}"): format!(".{path}.mjs") } });
    [
        (format!("node_modules/{package}/package.json"), format!("{exports}\n").into_bytes()),
        (format!("node_modules/{module}.mjs"), text.as_bytes().to_vec()),
    ]
}

/// Copies a Python handler and the local modules that it imports: those beside it, found as Python finds them.
pub(super) fn python(entry: &str, name: &str, files: &dyn Files) -> Plain {
    let base = folder(entry).to_owned();
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut waiting = vec![entry.to_owned()];
    while let Some(path) = waiting.pop() {
        let Ok(text) = files.read(&path) else { return Plain::Unreadable(path) };
        for module in imports::of_python(&text) {
            for found in python_files(&base, folder(&path), &module, files) {
                if !texts.contains_key(&found) && !waiting.contains(&found) && found != path {
                    waiting.push(found);
                }
            }
        }
        texts.insert(path, text.to_string());
    }
    let module = file_name(entry).trim_end_matches(".py").to_owned();
    let alone = texts.len() == 1;
    let mut out = BTreeMap::new();
    for (path, text) in texts {
        let inside = path.strip_prefix(&base).map_or(path.as_str(), |rest| rest.trim_start_matches('/'));
        let inside = if base == "." { &path } else { inside };
        let to = if alone { format!("{name}.py") } else { inside.to_owned() };
        out.insert(to, text.into_bytes());
    }
    out.entry(format!("{name}.py")).or_insert_with(|| format!("from {module} import handler\n").into_bytes());
    Plain::Files(out)
}

/// The files of a dotted module and of the packages around it.
fn python_files(base: &str, here: &str, name: &str, files: &dyn Files) -> Vec<String> {
    let dots = name.len() - name.trim_start_matches('.').len();
    let mut at = if dots == 0 { base.to_owned() } else { here.to_owned() };
    for _ in 1..dots {
        at = join(&at, "..");
    }
    let mut found = Vec::new();
    for part in name.trim_start_matches('.').split('.').filter(|part| !part.is_empty()) {
        at = join(&at, part);
        let candidates = [format!("{at}.py"), format!("{at}/__init__.py")];
        found.extend(candidates.into_iter().filter(|path| files.is_file(path)));
    }
    found
}

/// A relative import of a plain file, as Node finds it; `None` for TypeScript and for what is not there.
fn find(base: &str, name: &str, files: &dyn Files) -> Option<String> {
    let path = join(base, name);
    let endings = ["", ".js", ".cjs", ".json", "/index.js"];
    let path = endings.iter().map(|ending| format!("{path}{ending}")).find(|path| files.is_file(path))?;
    matches!(extension(&path), "js" | "mjs" | "cjs" | "json").then_some(path)
}

/// Whether the nearest `package.json` says that `.js` files are ES modules.
fn package_is_module(path: &str, files: &dyn Files) -> bool {
    let mut at = folder(path).to_owned();
    loop {
        if let Ok(text) = files.read(&join(&at, "package.json")) {
            let package: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
            return package["type"] == "module";
        }
        let up = join(&at, "..");
        if up == at || up.split('/').filter(|part| *part == "..").count() > 32 {
            return false;
        }
        at = up;
    }
}

/// The innermost folder, with its final `/`, around all paths, such that none of them is in the place of a file that is
/// written beside them.
fn root(paths: &[&str], name: &str) -> String {
    let mut common: Vec<&str> = paths.first().map_or_else(Vec::new, |path| folder_parts(path));
    for path in paths {
        let same = common.iter().zip(folder_parts(path)).take_while(|(a, b)| *a == b).count();
        common.truncate(same);
    }
    let prefix = |parts: &[&str]| parts.iter().flat_map(|part| [*part, "/"]).collect::<String>();
    let written = |file: &str| {
        file == "package.json" || file.split_once('.').is_some_and(|(stem, _)| stem == name || stem == "index")
    };
    let clash = paths.iter().any(|path| path.strip_prefix(&prefix(&common)).is_some_and(written));
    if clash && common.last().is_some_and(|last| *last != "..") {
        common.pop();
    }
    prefix(&common)
}

fn folder_parts(path: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::MemoryFiles;

    fn names(plain: Plain) -> Vec<String> {
        match plain {
            Plain::Files(files) => files
                .into_iter()
                .map(|(name, text)| format!("{name}: {}", String::from_utf8_lossy(&text).trim_end()))
                .collect(),
            other => vec![format!("{other:?}")],
        }
    }

    #[test]
    fn one_file_becomes_index() {
        let files = MemoryFiles::single("f/handler.mjs", "import 'node:fs'; import '@aws-sdk/x'; import 'layer/y'")
            .with("f/old.js", "exports.handler = 1")
            .with("f/new.js", "export const handler = 1")
            .with("f/c.cjs", "exports.handler = 2");
        let layers = ["layer".to_owned()];
        assert_eq!(names(script("f/handler.mjs", "index", &layers, None, &files)).len(), 1);
        assert_eq!(
            names(script("f/old.js", "index", &[], None, &files)),
            [
                "index.cjs: exports.handler = 1",
                "index.mjs: import code from \"./index.cjs\";\n\nexport const handler = code.handler;"
            ]
        );
        assert_eq!(names(script("f/new.js", "index", &[], None, &files)), ["index.mjs: export const handler = 1"]);
        assert_eq!(names(script("f/c.cjs", "index", &[], None, &files))[0], "index.cjs: exports.handler = 2");
        let files = files.with("package.json", "{\"type\":\"module\"}");
        assert_eq!(names(script("f/old.js", "index", &[], None, &files)), ["index.mjs: exports.handler = 1"]);
    }

    #[test]
    fn relative_imports_come_along() {
        let files = MemoryFiles::single("p/f/handler.mjs", "export { x } from '../shared/x.mjs'")
            .with("p/shared/x.mjs", "import d from './d.json'; import '../f/handler.mjs'")
            .with("p/shared/d.json", "{}")
            .with("p/g/index.js", "require('./part')")
            .with("p/g/part.js", "");
        assert_eq!(
            names(script("p/f/handler.mjs", "index", &[], None, &files)),
            [
                "f/handler.mjs: export { x } from '../shared/x.mjs'",
                "index.mjs: export * from \"./f/handler.mjs\";",
                "shared/d.json: {}",
                "shared/x.mjs: import d from './d.json'; import '../f/handler.mjs'",
            ]
        );
        assert_eq!(
            names(script("p/g/index.js", "index", &[], None, &files)),
            [
                "g/index.js: require('./part')",
                "g/part.js: ",
                "index.mjs: import code from \"./g/index.js\";\n\nexport const handler = code.handler;"
            ]
        );
    }

    #[test]
    fn what_tells_of_the_api_comes_along() {
        let text = "import { getAmplifyDataClientConfig } from '@aws-amplify/backend/function/runtime'";
        let files = MemoryFiles::single("h.mjs", text).with("i.mjs", "import 'aws-amplify/data'");
        let [package, module] =
            ["package.json", "function/runtime.mjs"].map(|file| format!("node_modules/@aws-amplify/backend/{file}"));
        assert_eq!(
            names(script("h.mjs", "index", &[], Some("the module"), &files)),
            [
                format!("index.mjs: {text}"),
                format!("{module}: the module"),
                format!("{package}: {{\"exports\":{{\"./function/runtime\":\"./function/runtime.mjs\"}}}}"),
            ]
        );
        for (entry, runtime) in [("h.mjs", None), ("i.mjs", Some(""))] {
            assert!(matches!(script(entry, "index", &[], runtime, &files), Plain::NeedsBundler { .. }), "{entry}");
        }
    }

    #[test]
    fn a_package_needs_a_bundler() {
        let files = MemoryFiles::single("h.mjs", "import './t'; import 'zod'")
            .with("t.ts", "")
            .with("i.mjs", "import { env } from '$amplify/env/x'");
        assert!(
            matches!(script("h.mjs", "index", &[], None, &files), Plain::NeedsBundler { import, .. } if import == "./t")
        );
        assert!(
            matches!(script("i.mjs", "index", &[], None, &files), Plain::NeedsBundler { import, .. } if import == "$amplify/env/x")
        );
        assert_eq!(script("no.mjs", "index", &[], None, &files), Plain::Unreadable("no.mjs".into()));
    }

    #[test]
    fn python_modules_come_along() {
        let files = MemoryFiles::single("f/handler.py", "import boto3\nfrom lib.util import x\nimport other")
            .with("f/lib/__init__.py", "")
            .with("f/lib/util.py", "from . import more")
            .with("f/lib/more.py", "")
            .with("f/other.py", "import handler")
            .with("f/unused.py", "")
            .with("one.py", "def handler(e, c): pass");
        let all = names(python("f/handler.py", "index", &files));
        let all: Vec<&str> = all.iter().map(|line| line.split(':').next().unwrap_or("")).collect();
        assert_eq!(all, ["handler.py", "index.py", "lib/__init__.py", "lib/more.py", "lib/util.py", "other.py"]);
        assert_eq!(names(python("one.py", "index", &files)), ["index.py: def handler(e, c): pass"]);
    }
}
