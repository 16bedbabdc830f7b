"""AppSync's own rules for ESLint and the strict TypeScript compiler say nothing about emitted resolvers, and
say something about mistakes put into them."""

import json
import pathlib
import re
import shutil
import subprocess

import pytest

import ampc

HERE = pathlib.Path(__file__).parent
MODULES = HERE / "node_modules"
GOLDEN = ampc.ROOT / "tests" / "golden"

# What the definitions of the goldens name as handlers of their own.
USERS = """\
export function request() {
  return {};
}

export function response(ctx) {
  return ctx.result;
}
"""

CHANGED = GOLDEN / "resolvers" / "resolvers" / "Query.getPost.js"
BEGINNING = "export function request"
FAILURE = "  if (ctx.error) {"

# mistake -> (text, what it becomes, what must be said: a rule, or an error of the TypeScript compiler)
SEEDED = {
    "loop": (BEGINNING, f"for (let i = 0; i < 3; i += 1) {{}}\n{BEGINNING}", "no-for"),
    "try": (BEGINNING, f"try {{}} finally {{}}\n{BEGINNING}", "no-try"),
    "regular-expression": (BEGINNING, f"const A = /a/;\n{BEGINNING}", "no-regex"),
    "promise": (BEGINNING, "export async function request", "no-async"),
    "increment": (FAILURE, f"  let at = 0;\n  at++;\n{FAILURE}", "no-disallowed-unary-operators"),
    "changed-context": (FAILURE, f"  ctx.result = null;\n{FAILURE}", "no-disallowed-re-assignment"),
    "unknown-utility": ("util.error(", "util.fail(", "TS2339"),
    "untyped": ("/** @param {Context} ctx */\n", "", "TS7006"),
    "unknown-name": ("return ctx.result", "return context.result", "TS2304"),
}


def emitted():
    """The resolvers of all goldens, without the user's own code."""
    return [it for it in sorted(GOLDEN.glob("*/resolvers/*.js")) if it.read_text() != USERS]


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What is said of each file: the resolvers of the goldens, and one for each mistake."""
    if not MODULES.is_dir():
        raise FileNotFoundError(f"no {MODULES}: run `npm ci --ignore-scripts` in tests/lint")
    folder = tmp_path_factory.mktemp("linted")
    (folder / "node_modules").symlink_to(MODULES)
    for name in ["tsconfig.json", "eslint.config.mjs"]:
        shutil.copy(HERE / name, folder)
    (folder / "resolvers").mkdir()
    for path in emitted():
        shutil.copy(path, folder / "resolvers" / f"{path.parent.parent.name}.{path.name}")
    for mistake, (old, new, _) in SEEDED.items():
        text = CHANGED.read_text()
        assert old in text, mistake
        (folder / "resolvers" / f"{mistake}.js").write_text(text.replace(old, new, 1))

    def run(script, *arguments):
        command = [ampc.node(), MODULES / script, *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=folder)

    linted = run("eslint/bin/eslint.js", "--format", "json", "resolvers")
    if not linted.stdout:
        raise RuntimeError(linted.stderr)
    found = {
        pathlib.Path(file["filePath"]).name: [f"{it['ruleId']}: {it['message']}" for it in file["messages"]]
        for file in json.loads(linted.stdout)
    }
    assert found.keys() == {path.name for path in (folder / "resolvers").iterdir()}
    for line in run("typescript/bin/tsc", "-p", ".", "--pretty", "false").stdout.splitlines():
        # lines that go on are indented; what is said of no file ends this with an error
        if not line.startswith(" "):
            found[re.match(r"resolvers/([\w.-]+\.js)\(", line)[1]].append(line)
    return found


def test_nothing_is_said_of_emitted_resolvers(said):
    mistaken = {f"{it}.js" for it in SEEDED}
    emitted_ones = {name: of_file for name, of_file in said.items() if name not in mistaken}
    assert len(emitted_ones) >= 150
    assert {name: of_file for name, of_file in emitted_ones.items() if of_file} == {}


@pytest.mark.parametrize("mistake", SEEDED)
def test_mistakes_are_noticed(mistake, said):
    assert any(SEEDED[mistake][2] in it for it in said[f"{mistake}.js"])


def test_resolvers_are_short():
    """People read them, and they lie in the templates of the models."""
    lines = {path: len(path.read_text().splitlines()) for path in emitted()}
    assert lines[GOLDEN / "resolvers" / "resolvers" / "Query.getCover.js"] <= 40
    assert max(lines.values()) <= 300
