"""Code of functions through real esbuild, and loaded by the Node that the runtime has."""

import json
import os
import re

import pytest

import ampc
from nodejs import PROJECTS, tool


@pytest.fixture(scope="module")
def bundles(tmp_path_factory):
    return ampc.build(ampc.copy(PROJECTS / "bundles", tmp_path_factory.mktemp("bundles") / "bundles"))


def call(built, function, event):
    """What the bundled function gives back."""
    handler = built.out / "functions" / function / "index.mjs"
    script = f"const m = await import({json.dumps(handler.as_uri())});"
    script += f"console.log(JSON.stringify(await m.handler({json.dumps(event)})));"
    runner = built.out.parent / "call.mjs"
    runner.write_text(script)
    os.environ["ISSUER"] = "ampc"
    done = tool(ampc.node(), runner)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_functions_run(bundles):
    assert call(bundles, "plain", {"name": "Ada"}) == "hello Ada"
    assert call(bundles, "small", {"name": "Ada"}) == "hello Ada"
    assert call(bundles, "script", {}) == "string"


def test_commonjs_dependency_works_when_loaded(bundles):
    assert call(bundles, "signer", {"sub": "ada"}) == {"sub": "ada", "iss": "ampc"}


def test_minify_is_heeded(bundles):
    def text(function):
        return (bundles.out / "functions" / function / "index.mjs").read_text()

    assert "recipientOfTheGreeting" in text("plain")
    assert "recipientOfTheGreeting" not in text("small")
    assert len(text("small")) < len(text("plain"))


def test_the_sdk_is_left_to_the_runtime(tmp_path):
    built = ampc.build(ampc.copy(ampc.EXAMPLES / "admin-actions", tmp_path / "admin-actions"))
    handler = built.out / "functions" / "add-user-to-group" / "index.mjs"
    text = handler.read_text()
    assert re.search(r'from *"@aws-sdk/client-cognito-identity-provider"', text)
    assert len(text) < 10_000


def contents(folder):
    return {str(it.relative_to(folder)): it.read_bytes() for it in sorted(folder.rglob("*")) if it.is_file()}


def test_same_input_same_bytes(tmp_path):
    """In another folder, and again in the same one."""
    first = ampc.build(ampc.copy(PROJECTS / "bundles", tmp_path / "a"))
    before = contents(first.out)
    times = {it: it.stat().st_mtime_ns for it in first.out.rglob("*") if it.is_file()}
    assert contents(ampc.build(first.project).out) == before
    assert {it: it.stat().st_mtime_ns for it in first.out.rglob("*") if it.is_file()} == times
    assert contents(ampc.build(ampc.copy(PROJECTS / "bundles", tmp_path / "b")).out) == before


# TypeScript projects in the wild have `$amplify/*` in tsconfig.json, pointing at what Amplify generates.
PATHS = {
    "no tsconfig": None,
    "paths to ampc's output": {"$amplify/*": ["./amp.out/client/typescript/*"]},
    "paths to amplify's output": {"$amplify/*": ["../.amplify/generated/*"]},
}


@pytest.mark.parametrize("paths", PATHS)
def test_typed_environment_is_found(paths, tmp_path):
    project = ampc.copy(ampc.EXAMPLES / "admin-actions", tmp_path / "admin-actions")
    if PATHS[paths]:
        config = json.dumps({"compilerOptions": {"paths": PATHS[paths]}})
        (project / "amplify" / "tsconfig.json").write_text(config)
    built = ampc.build(project)
    text = (built.out / "functions" / "add-user-to-group" / "index.mjs").read_text()
    assert "$amplify/env" not in re.sub(r"(?m)^//.*$", "", text)
    assert "AMPLIFY_AUTH_USERPOOL_ID" in text


def findings(folder, env=None):
    done = ampc.run("build", folder, "--out", folder / "amp.out", "--format", "json", env=env)
    return done.returncode, json.loads(done.stdout)


def test_syntax_error_of_a_handler_is_reported_in_its_place(project):
    folder = project("bundles")
    (folder / "greeting.ts").write_text("export const greeting = (name: string) =>\n  name name;\n")
    code, found = findings(folder)
    errors = [it for it in found if it["severity"] == "error"]
    assert code == 1
    assert {(os.path.basename(it["file"]), it["range"]["start"]["line"]) for it in errors} == {
        ("greeting.ts", 2)
    }
    assert not (folder / "amp.out").exists()


def test_unknown_import_is_reported_in_its_place(project):
    folder = project("bundles")
    (folder / "plain.ts").write_text(
        'import { x } from "no-such-package";\nexport const handler = async () => x;\n'
    )
    code, found = findings(folder)
    errors = [it for it in found if it["severity"] == "error"]
    assert code == 1
    assert {os.path.basename(it["file"]) for it in errors} == {"plain.ts"}
    assert {(it["range"]["start"]["line"], it["range"]["start"]["column"]) for it in errors} == {(1, 19)}
    assert all("no-such-package" in it["message"] for it in errors)


def test_missing_esbuild_says_how_to_install_it(project):
    folder = project("bundles")
    (folder / "node_modules").unlink()
    code, found = findings(folder, env={"PATH": "/usr/bin:/bin"})
    errors = [it for it in found if it["severity"] == "error"]
    assert code == 1
    assert errors and all("npm install --save-dev esbuild" in it["help"] for it in errors)


def test_plain_scripts_need_no_esbuild(project):
    folder = project("bundles")
    (folder / "node_modules").unlink()
    (folder / "backend.amp").write_text(
        'export const script = defineFunction({ name: "script", entry: "./script.mjs" });\n'
    )
    code, found = findings(folder, env={"PATH": "/usr/bin:/bin"})
    assert (code, found) == (0, [])
    assert (folder / "amp.out" / "functions" / "script" / "index.mjs").is_file()


def test_no_bundle_leaves_code_out(project):
    folder = project("bundles")
    (folder / "node_modules").unlink()
    built = ampc.build(folder, options=["--no-bundle"])
    assert not (built.out / "functions").exists()
