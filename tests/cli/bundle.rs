//! What is said of the code of functions. A program that prints what esbuild prints stands in its place.

use super::{ampc, fs, project, put, read};

const BACKEND: &str = "export const greet = defineFunction({ name: \"greet\", entry: \"./greet.ts\" });\n";

/// A project whose esbuild writes a bundle, prints a log and ends with a status.
fn with_esbuild(handler: &str, log: &str, status: u8) -> tempfile::TempDir {
    use std::os::unix::fs::PermissionsExt;

    let script = format!(
        "#!/bin/sh\n\
         for argument in \"$@\"; do case \"$argument\" in --outdir=*) out=\"${{argument#--outdir=}}\";; esac; done\n\
         /bin/mkdir -p \"$out/greet\" && echo '// bundled' > \"$out/greet/index.mjs\"\n\
         /bin/cat >&2 <<'END'\n{log}END\n\
         exit {status}\n"
    );
    let dir = project(&[("backend.amp", BACKEND), ("greet.ts", handler)]);
    put(dir.path(), "node_modules/.bin/esbuild", script);
    let path = dir.path().join("node_modules/.bin/esbuild");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("it may be run");
    dir
}

#[test]
fn a_handler_that_cannot_be_bundled_is_shown_where_it_is_wrong() {
    let log = "\
✘ [ERROR] Could not resolve \"./handel\"

    greet.ts:1:23:
      1 │ import { handle } from \"./handel\";
        ╵                        ~~~~~~~~~~

1 error
";
    let dir = with_esbuild("import { handle } from \"./handel\";\nexport const handler = handle;\n", log, 1);
    let run = ampc(dir.path(), &["build", "--format", "short"]).expect(1);
    assert_eq!(run.out, "greet.ts:1:24: error[AMP0802]: Could not resolve \"./handel\"\n");
    assert!(!dir.path().join("amp.out").exists());
}

#[test]
fn a_warning_of_the_bundler_is_a_warning() {
    let log = "\
▲ [WARNING] Comparison with NaN using the \"==\" operator here is always false [equals-nan]

    greet.ts:1:52:
      1 │ export const handler = async (amount) => { if (amount == NaN) throw amount; };
        ╵                                                       ~~

  Floating-point equality is defined such that NaN is never equal to anything, so \"x === NaN\" always
  returns false.

1 warning
";
    let handler = "export const handler = async (amount) => { if (amount == NaN) throw amount; };\n";
    let dir = with_esbuild(handler, log, 0);
    let run = ampc(dir.path(), &["build", "--format", "short"]).expect(0);
    let said = "greet.ts:1:53: warning[AMP0803]: Comparison with NaN using the \"==\" operator here is always false\n";
    assert!(run.out.starts_with(said), "{}", run.out);
    assert_eq!(read(dir.path(), "amp.out/functions/greet/index.mjs"), "// bundled\n");

    ampc(dir.path(), &["build", "--deny-warnings", "--out", "other"]).expect(1);
    assert!(!dir.path().join("other").exists(), "what is denied is not written");
}

#[test]
fn an_esbuild_that_says_nothing_useful_is_told_all_the_same() {
    let dir = with_esbuild("export const handler = 1;\n", "", 1);
    let run = ampc(dir.path(), &["build", "--format", "short"]).expect(1);
    assert!(run.out.contains("error[AMP0802]"), "{}", run.out);
}
