"""amplify_outputs.json as the official client reads it.

The client's reader ignores nearly every mistake, so the configuration that it makes is compared with a
golden file (golden/, rewritten with UPDATE=1), and the file itself with the published types."""

import json
import os
import pathlib

import pytest

import ampc
from nodejs import HERE, PROJECTS, described, tool

# The published types: `npm pack @aws-amplify/client-config@1.11.1` into $CLIENT_CONFIG (see .ci/run).
TYPES = "lib/client-config-schema/client_config_v1.5.d.ts"

SOURCES = {
    "user-groups": ampc.EXAMPLES / "user-groups",
    "grant-access": ampc.EXAMPLES / "grant-access",
    "admin-actions": ampc.EXAMPLES / "admin-actions",
    "all-auth": PROJECTS / "all-auth",
    "storage": ampc.EXAMPLES / "storage",
    "files": ampc.ROOT / "tests" / "live" / "projects" / "files",
    "rest": ampc.ROOT / "tests" / "live" / "projects" / "rest",
}


@pytest.fixture(scope="module", params=SOURCES)
def outputs(request, tmp_path_factory):
    """Name of a project and the file that `ampc outputs` makes of it."""
    folder = tmp_path_factory.mktemp(request.param)
    built = ampc.build(ampc.copy(SOURCES[request.param], folder / "project"))
    stack = folder / "stack.json"
    stack.write_text(described(built))
    path = folder / "amplify_outputs.json"
    done = ampc.run("outputs", built.project, "--stack", stack, "--out", path)
    assert done.returncode == 0, done.stderr
    return request.param, path


def test_the_client_reads_what_is_meant(outputs):
    name, path = outputs
    read = tool(ampc.node(), HERE / "read_outputs.mjs", path)
    assert read.returncode == 0, read.stderr
    golden = HERE / "golden" / f"{name}.json"
    if os.environ.get("UPDATE"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(read.stdout)
    assert json.loads(read.stdout) == json.loads(golden.read_text())


def type_check(outputs, folder):
    package = pathlib.Path(os.environ.get("CLIENT_CONFIG", ampc.ROOT / ".ci/cache/client-config"))
    types = package / "package" / TYPES
    (folder / "outputs_types.d.ts").write_text(types.read_text())
    (folder / "outputs.ts").write_text(
        'import type { AWSAmplifyBackendOutputs } from "./outputs_types.js";\n'
        f"export const outputs: AWSAmplifyBackendOutputs = {json.dumps(outputs)};\n"
    )
    tsc = ampc.node_modules() / ".bin" / "tsc"
    flags = ["--strict", "--noEmit", "--ignoreConfig", "--module", "es2022", "--moduleResolution", "bundler"]
    return tool(tsc, *flags, "outputs.ts", cwd=folder)


def test_the_file_has_the_published_type(outputs, tmp_path):
    checked = type_check(json.loads(outputs[1].read_text()), tmp_path)
    assert checked.returncode == 0, checked.stdout


SEEDED = {
    "an unknown key": lambda it: it["auth"].update(user_pool="x"),
    "a version that is not there": lambda it: it.update(version="9"),
    "groups as an object": lambda it: it["auth"].update(groups={"ADMINS": {"precedence": 0}}),
    "precedence as text": lambda it: it["auth"].update(groups=[{"ADMINS": {"precedence": "0"}}]),
    "an unknown second factor": lambda it: it["auth"].update(mfa_methods=["MAIL"]),
    "no client": lambda it: it["auth"].pop("user_pool_client_id"),
}


@pytest.mark.parametrize("mistake", SEEDED)
def test_a_mistake_is_noticed_by_the_types(mistake, outputs, tmp_path):
    content = json.loads(outputs[1].read_text())
    SEEDED[mistake](content)
    assert type_check(content, tmp_path).returncode != 0


@pytest.mark.parametrize("version", ["2", None])
def test_a_mistake_is_noticed_by_the_reader(version, outputs, tmp_path):
    content = {**json.loads(outputs[1].read_text()), "version": version}
    path = tmp_path / "amplify_outputs.json"
    path.write_text(json.dumps(content))
    read = tool(ampc.node(), HERE / "read_outputs.mjs", path)
    assert read.returncode != 0 and "legacy configuration" in read.stderr
