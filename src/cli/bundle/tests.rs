use std::fs;

use super::*;
use crate::source::MemoryFiles;

/// A project on the disk, and the same files in memory.
struct Disk {
    dir: tempfile::TempDir,
    files: MemoryFiles,
}

impl Disk {
    fn new(files: &[(&str, &str)]) -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let root = dir.path().to_string_lossy().into_owned();
        let mut memory = MemoryFiles::default();
        for (name, text) in files {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().expect("it has one")).expect("made");
            fs::write(&path, text).expect("written");
            memory = memory.with(&format!("{root}/{name}"), text);
        }
        Self { dir, files: memory }
    }

    /// With the esbuild of `NODE_MODULES`.
    #[cfg(unix)]
    fn with_esbuild(files: &[(&str, &str)]) -> Self {
        let modules = std::env::var_os("NODE_MODULES").expect("NODE_MODULES names a folder with esbuild");
        let disk = Self::new(files);
        std::os::unix::fs::symlink(modules, disk.dir.path().join("node_modules")).expect("linked");
        disk
    }

    fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.dir.path().to_string_lossy())
    }

    fn job(&self, name: &str, entry: &str, sources: &mut Sources) -> Job {
        let file = sources.add("backend.amp", "defineFunction()".into());
        Job {
            name: name.to_owned(),
            stem: "index",
            entry: self.path(entry),
            span: TextRange::new(0, 14).in_file(file),
            target: Some("node22".to_owned()),
            minify: false,
            external: Vec::new(),
        }
    }

    fn run(&self, jobs: &[Job], sources: &mut Sources) -> Bundled {
        let env = "export const env = process.env as unknown as { A: string };\n".to_owned();
        let generated = BTreeMap::from([("env/one.ts".to_owned(), env)]);
        let root = self.dir.path().to_string_lossy();
        run(jobs, &Project { root: &root, generated: &generated, files: &self.files }, sources)
    }
}

fn text<'a>(bundled: &'a Bundled, path: &str) -> &'a str {
    std::str::from_utf8(&bundled.files[path]).expect("text")
}

#[test]
fn what_cannot_start_is_said_so() {
    let disk = Disk::new(&[("one.ts", ""), ("two.ts", ""), ("three.ts", ""), ("node_modules/.bin/esbuild", "")]);
    let mut sources = Sources::default();
    let jobs = [disk.job("one", "one.ts", &mut sources)];
    let bundled = disk.run(&jobs, &mut sources);
    assert_eq!(bundled.diagnostics.len(), 1);
    assert_eq!(bundled.diagnostics[0].code, Code::NotBundled);
    assert!(bundled.diagnostics[0].message.contains("cannot be run"), "{}", bundled.diagnostics[0].message);
}

#[test]
#[cfg(unix)]
#[ignore = "needs esbuild in NODE_MODULES: .ci/run runs it"]
fn one_call_bundles_many_functions() {
    let disk = Disk::with_esbuild(&[
        (
            "one/handler.ts",
            "import { env } from '$amplify/env/one';\nexport const handler = async () => env.A as string;\n",
        ),
        (
            "two.ts",
            "import { S3Client } from '@aws-sdk/client-s3';\nimport './old.cjs';\nexport const handler = () => new S3Client({});\n",
        ),
        ("old.cjs", "require('fs').existsSync(__dirname);\n"),
        ("three.mjs", "import { env } from '$amplify/env/one';\nexport const handler = async () => env.A;\n"),
        ("tsconfig.json", r#"{ "compilerOptions": { "paths": { "$amplify/*": ["./nowhere/*"] } } }"#),
    ]);
    let mut sources = Sources::default();
    let mut jobs = vec![
        disk.job("one", "one/handler.ts", &mut sources),
        disk.job("two", "two.ts", &mut sources),
        disk.job("three", "three.mjs", &mut sources),
    ];
    let bundled = disk.run(&jobs, &mut sources);
    assert_eq!(bundled.diagnostics, []);
    let names: Vec<&str> = bundled.files.keys().map(String::as_str).collect();
    assert_eq!(names, ["functions/one/index.mjs", "functions/three/index.mjs", "functions/two/index.mjs"]);
    assert!(text(&bundled, "functions/one/index.mjs").contains("// $amplify/env/one.ts\n"));
    assert!(text(&bundled, "functions/one/index.mjs").contains("// one/handler.ts\n"));
    assert!(text(&bundled, "functions/two/index.mjs").contains("from \"@aws-sdk/client-s3\""));
    assert_eq!(disk.run(&jobs, &mut sources).files, bundled.files, "the same bytes each time");

    jobs[0].minify = true;
    let small = disk.run(&jobs, &mut sources);
    assert!(small.files["functions/one/index.mjs"].len() < bundled.files["functions/one/index.mjs"].len());
    assert_eq!(small.files["functions/two/index.mjs"], bundled.files["functions/two/index.mjs"]);
}

#[test]
#[cfg(unix)]
#[ignore = "needs esbuild in NODE_MODULES: .ci/run runs it"]
fn a_bundle_runs_with_old_modules_in_it() {
    let disk = Disk::with_esbuild(&[
        ("two.ts", "import old from './old.cjs';\nexport const handler = () => old;\n"),
        ("old.cjs", "module.exports = require('fs').existsSync(__filename) && typeof __dirname;\n"),
    ]);
    let mut sources = Sources::default();
    let jobs = [disk.job("two", "two.ts", &mut sources)];
    let bundled = disk.run(&jobs, &mut sources);
    fs::write(disk.path("out.mjs"), &bundled.files["functions/two/index.mjs"]).expect("written");
    fs::write(disk.path("run.mjs"), "import { handler } from './out.mjs';\nconsole.log(handler());\n")
        .expect("written");
    let node = std::process::Command::new("node").arg("run.mjs").current_dir(disk.dir.path()).output();
    let node = node.expect("node");
    assert_eq!(String::from_utf8_lossy(&node.stdout), "string\n", "{}", String::from_utf8_lossy(&node.stderr));
}

#[test]
#[cfg(unix)]
#[ignore = "needs esbuild in NODE_MODULES: .ci/run runs it"]
fn files_that_a_bundle_loads_lie_beside_it() {
    let disk = Disk::with_esbuild(&[
        ("one.ts", "import native from './x.node';\nexport const handler = () => native;\n"),
        ("two.ts", "export const handler = () => 2;\n"),
        ("x.node", "native"),
    ]);
    let mut sources = Sources::default();
    let jobs = [disk.job("one", "one.ts", &mut sources), disk.job("two", "two.ts", &mut sources)];
    let bundled = disk.run(&jobs, &mut sources);
    let names: Vec<&str> = bundled.files.keys().map(String::as_str).collect();
    assert_eq!(names.len(), 3, "{names:?}");
    assert!(names[1].starts_with("functions/one/x-"), "{names:?}");
    assert!(text(&bundled, "functions/one/index.mjs").contains("\"./x-"));
}

#[test]
#[cfg(unix)]
#[ignore = "needs esbuild in NODE_MODULES: .ci/run runs it"]
fn mistakes_are_found_at_their_places() {
    let one = "import { x } from './nope';\nexport const handler = () => { if (x == NaN) return 'é', x; const = 4 };\n";
    let disk = Disk::with_esbuild(&[
        ("one.ts", "import { x } from './nope';\nexport const handler = () => { if (x == NaN) return x; };\n"),
        ("two.ts", one),
        ("good.ts", "export const handler = (x: number) => x == NaN;\n"),
    ]);
    let mut sources = Sources::default();
    let jobs = [disk.job("one", "one.ts", &mut sources), disk.job("two", "two.ts", &mut sources)];
    let mut bundled = disk.run(&jobs, &mut sources);
    assert!(bundled.files.is_empty());
    crate::diagnostic::settle(&mut bundled.diagnostics);
    let mut lines: Vec<String> = crate::diagnostic::render::short(&bundled.diagnostics, &sources)
        .replace(&disk.path(""), "")
        .lines()
        .map(str::to_owned)
        .collect();
    lines.sort();
    assert_eq!(
        lines,
        [
            "one.ts:1:19: error[AMP0802]: Could not resolve \"./nope\"",
            "one.ts:2:38: warning[AMP0803]: Comparison with NaN using the \"==\" operator here is always false",
            "two.ts:2:67: error[AMP0802]: Expected identifier but found \"=\"",
        ]
    );

    let jobs = [disk.job("good", "good.ts", &mut sources)];
    let bundled = disk.run(&jobs, &mut sources);
    assert_eq!((bundled.files.len(), bundled.diagnostics.len()), (1, 1));
    assert_eq!(bundled.diagnostics[0].code, Code::BundleWarning);
}
