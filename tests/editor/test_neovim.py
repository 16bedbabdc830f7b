"""`ampc lsp` in a real editor: headless Neovim opens, asks and types (drive.lua)."""

import json
import os
import pathlib
import shutil
import subprocess

import pytest

import ampc

HERE = pathlib.Path(__file__).parent

FUNCTIONS = """export const promote = defineFunction({
  name: "promote",
  entry: "./promote.mjs",
});
"""

BACKEND = """import { promote } from "./functions";

export const auth = defineAuth({
  loginWith: { email: true },
  groups: ["ADMINS", "EDITORS"],
  access: (allow) => [allow.resource(promote).to(["addUserToGroup"])],
});
"""

DATA = """const schema = a
  .schema({
    Post: a.model({ title: a.string().required(), comments: a.hasMany("Comment", "postId") }),
    Comment: a.model({ postId: a.id(), post: a.belongsTo("Post", "postId") }),
  })
  .authorization((allow) => [allow.authenticated().to(["read"])]);

export const auth = defineAuth({ loginWith: { email: true } });
export const data = defineData({ schema, authorizationModes: { defaultAuthorizationMode: "userPool" } });
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "functions.amp").write_text(FUNCTIONS)
    (tmp_path / "promote.mjs").write_text("export const handler = async () => null;\n")
    (tmp_path / "backend.amp").write_text(BACKEND)
    return tmp_path


def drive(*steps, server=None):
    """What each step gave."""
    nvim = shutil.which("nvim")
    if not nvim:
        raise FileNotFoundError("no nvim: apt-get install neovim")
    env = {**os.environ, "AMPC": str(server or ampc.program()), "STEPS": json.dumps(steps)}
    command = [nvim, "--clean", "--headless", "-c", f"luafile {HERE / 'drive.lua'}"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)
    answers = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert done.returncode == 0, (answers, done.stderr)
    return answers


def at(needle, inside=0, text=BACKEND):
    """Line and column of a text, from 0, and `inside` characters on."""
    before = text[: text.index(needle) + inside]
    return [before.count("\n"), len(before) - before.rfind("\n") - 1]


def found(answer):
    """The diagnostics of an answer: code, and the text they are at."""
    return [(it["code"], it["range"]["start"]["line"]) for it in answer["diagnostics"] or []]


def test_clean_backend_has_no_diagnostics(project):
    (answer,) = drive({"open": str(project / "backend.amp")})
    assert found(answer) == []


def test_diagnostics_follow_what_is_typed(project):
    line = at("access:")[0]
    wrong = '  access: (allow) => [allow.resource(promote).to(["addUserToGrup"])],'
    right = BACKEND.splitlines()[line]
    opened, broken, mended = drive(
        {"open": str(project / "backend.amp")}, {"edit": [line, wrong]}, {"edit": [line, right]}
    )
    assert found(opened) == []
    ((code, where),) = found(broken)
    assert code.startswith("AMP") and where == line
    assert "addUserToGroup" in json.dumps(broken["diagnostics"])
    assert found(mended) == []


def test_a_quick_fix_mends_what_was_found(project):
    line = at("access:")[0]
    wrong = '  access: (allow) => [allow.resource(promote).to(["addUserToGrup"])],'
    *_, answer = drive({"open": str(project / "backend.amp")}, {"edit": [line, wrong]}, {"fixes": line})
    (fix,) = answer["result"]
    (edits,) = fix["edit"]["changes"].values()
    assert [it["newText"] for it in edits] == ['"addUserToGroup"']


def test_unsaved_text_of_one_file_shows_in_another(project):
    """The name that the other file imports goes away in the editor only."""
    backend, functions = str(project / "backend.amp"), str(project / "functions.amp")
    *_, seen = drive(
        {"open": backend},
        {"open": functions},
        {"edit": [0, "export const demote = defineFunction({"]},
        {"seen": backend},
    )
    assert [line for _, line in found(seen)] == [0]


# word -> what hovering over it must tell
HOVERS = {
    "defineAuth": "Sign-up and sign-in",
    "loginWith": "sign in",
    "groups:": "groups",
    '"addUserToGroup"': "cognito-idp:AdminAddUserToGroup",
    "promote)": "promote",
}


@pytest.mark.parametrize("word", HOVERS)
def test_hover_tells_what_a_word_is(project, word):
    _, hover = drive({"open": str(project / "backend.amp")}, {"request": "hover", "at": at(word, 2)})
    assert HOVERS[word] in hover["result"]["contents"]["value"]


def labels(answer):
    items = answer["result"]
    items = items["items"] if isinstance(items, dict) else items
    return {it["label"] for it in items}


def test_completion_knows_properties_and_actions(project):
    opened = {"open": str(project / "backend.amp")}
    line = at("groups:")[0]
    _, _, properties = drive(opened, {"edit": [line, "  "]}, {"request": "completion", "at": [line, 2]})
    assert {"groups", "triggers", "userAttributes"} <= labels(properties)
    _, actions = drive(opened, {"request": "completion", "at": at('"addUserToGroup"', 1)})
    assert {"addUserToGroup", "listUsers", "manageUsers"} <= labels(actions)


def test_definition_leads_to_the_other_file(project):
    _, answer = drive(
        {"open": str(project / "backend.amp")}, {"request": "definition", "at": at("promote)", 1)}
    )
    places = answer["result"] if isinstance(answer["result"], list) else [answer["result"]]
    assert [it.get("uri", it.get("targetUri")) for it in places] == [(project / "functions.amp").as_uri()]


@pytest.fixture
def schema(tmp_path):
    (tmp_path / "backend.amp").write_text(DATA)
    return {"open": str(tmp_path / "backend.amp")}


def test_completion_behind_the_dots_of_a_schema(schema):
    typed = {
        "    Comment: a.": {"model", "enum", "customType", "query"},
        "    Comment: a.model({ post: a.": {"string", "ref", "belongsTo"},
        "    Comment: a.model({ post: a.string().": {"required", "default", "validate"},
        '    Comment: a.model({ post: a.hasMany("': {"Post"},
        "    Comment: a.model({}).authorization((allow) => [allow.": {"owner", "groups", "publicApiKey"},
        '    Comment: a.model({}).authorization((allow) => [allow.owner().to(["': {"create", "read"},
        '    Comment: a.model({ text: a.string() }).identifier(["': {"text"},
    }
    line = at("Comment: a", text=DATA)[0]
    for text, wanted in typed.items():
        ask = {"request": "completion", "at": [line, len(text)]}
        *_, answer = drive(schema, {"edit": [line, text]}, ask)
        assert wanted <= labels(answer), text


def test_names_of_a_schema_are_told_and_lead_to_models(schema):
    place = at('"Post"', 2, DATA)
    opened, hover, definition = drive(
        schema, {"request": "hover", "at": place}, {"request": "definition", "at": place}
    )
    assert found(opened) == []
    assert "title: String!" in hover["result"]["contents"]["value"]
    places = definition["result"] if isinstance(definition["result"], list) else [definition["result"]]
    assert [it["range"]["start"] for it in places] == [
        dict(zip(["line", "character"], at("Post: a", text=DATA), strict=True))
    ]


@pytest.mark.parametrize("server", ["false", "sleep"])
def test_a_server_that_does_not_answer_is_noticed(server, project):
    with pytest.raises(AssertionError):
        drive({"open": str(project / "backend.amp")}, server=shutil.which(server))
