"""The handler of admin queries, alone: with groups that are called oddly, tokens of all kinds and bad input.
And the functions that call it, under `tsc --strict`."""

import json
import re

import pytest

import ampc
from nodejs import HERE, PROJECTS, tool

SUITE = HERE / "admin_queries.test.cjs"


@pytest.fixture(scope="module")
def handler(tmp_path_factory):
    """The file that a build writes."""
    project = ampc.copy(ampc.PROJECTS / "admins", tmp_path_factory.mktemp("admins") / "admins")
    file = ampc.build(project).out / "admin-queries" / "index.js"
    return file.read_text()


def run(folder, code):
    """The result of the suite for that code."""
    (folder / "index.js").write_text(code)
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(ampc.node_modules())
    return tool("env", f"HANDLER={folder / 'index.js'}", ampc.node(), "--test", SUITE)


def test_the_handler(tmp_path, handler):
    done = run(tmp_path, handler)
    assert done.returncode == 0, done.stdout


# what stands in the handler -> a mistake: the suite must notice
MISTAKES = {
    # who may
    "GROUPS.includes(group)": "GROUPS.some((it) => group.includes(it))",
    ".some((group) => GROUPS.includes(group))": ".join().includes(GROUPS[0])",
    'const groups = JSON.parse(Buffer.from(payload, "base64url").toString())["cognito:groups"];': (
        'const groups = claims["cognito:groups"].slice(1, -1).split(" ");'
    ),
    '`[${groups.join(" ")}]` === claims["cognito:groups"] ? groups : []': "groups",
    "if (!route.onlySelf && !groupsOf": "if (claims['cognito:groups'] && !route.onlySelf && !groupsOf",
    "if (!route.onlySelf && ": "if (input(event).limit && ",
    # which tokens
    'claims.token_use === "access" && ': "",
    ' && String(claims.scope).split(" ").includes(SCOPE)': "",
    'String(claims.scope).split(" ").includes(SCOPE)': "String(claims.scope).includes(SCOPE)",
    # which routes
    ' || !ENABLED.includes(event.routeKey.split("/")[1])': "",
    # whom
    "route.onlySelf && username !== claims.username": "false",
    "username !== claims.username": "!username.endsWith(claims.username)",
    "      onlySelf: true,\n": "",
    # input
    "{1,128}$/u.test(text)": "{1,129}$/u.test(text)",
    "}]{1,128}$/u": "}\\s]{1,128}$/u",
    'typeof text !== "string" || ': "",
    "limit > 60": "limit > 99",
    ' || "25"': ' || "60"',
    "!/^\\d{1,2}$/.test(limit) || ": "",
    'event.isBase64Encoded ? "base64" : "utf8"': '"utf8"',
    # answers
    "({ UserPoolId, RoleArn, ...group }) => group": "(group) => group",
    "({ GroupName, Description }) => ({ GroupName, Description })": "(group) => group",
    "const { $metadata, ...result } = await": "const result = await",
    '[404, "Group not found."]': "[404]",
    '[500, "Internal Server Error"]': "[500]",
    "Object.hasOwn(KNOWN, error?.name)": "KNOWN[error?.name]",
    "NextToken: PaginationToken": "PaginationToken",
    "{ Users = [], PaginationToken }": "{ Users, PaginationToken }",
    # nothing in the environment
    '.filter((it) => typeof it === "string" && it)': "",
    "Array.isArray(list) ? list": "list ? Object.values(list)",
    "    return [];\n  }\n}\n\n/**": '    return ["admin", "undefined"];\n  }\n}\n\n/**',
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_the_handler_is_noticed(tmp_path, handler, mistake):
    assert handler.count(mistake) == 1, "the mistake has no place in the handler"
    done = run(tmp_path, handler.replace(mistake, MISTAKES[mistake]))
    assert done.returncode != 0


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    project = ampc.copy(PROJECTS / "admin-queries", tmp_path_factory.mktemp("client") / "client")
    return ampc.build(project).project


def compiled(folder):
    return tool(ampc.node_modules() / ".bin" / "tsc", "--project", "tsconfig.json", cwd=folder)


def test_the_functions_take_and_give_what_they_say(client):
    done = compiled(client)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("input: { username: string; groupname: string }", "input: { username: string; groupname?: string }"),
        ("limit?: number | undefined", "limit?: number | string | undefined"),
        ("NextToken?: string", "Next?: string"),
        ("Promise<GroupPage<NamedGroup>>", "Promise<GroupPage>"),
        ("Promise<User>", "Promise<UserPage>"),
        ("import { get, post }", "import { post }"),
        ("import { get, post }", "import { del, get, post }"),
    ],
)
def test_a_mistake_in_the_functions_is_noticed(client, right, wrong):
    changed = []
    for file in (client / "amp.out/client/typescript/admin").iterdir():
        text = file.read_text()
        if right in text:
            file.write_text(text.replace(right, wrong))
            changed.append((file, text))
    assert changed
    try:
        assert compiled(client).returncode != 0
    finally:
        for file, text in changed:
            file.write_text(text)


def test_the_examples_of_the_page_compile(client):
    page = (ampc.ROOT / "docs" / "admin-queries.md").read_text()
    examples = dict(re.findall(r"```typescript\n// (\S+)\n(.*?)```", page, re.S))
    assert len(examples) == 3
    folder = client / "page"
    folder.mkdir()
    for name, text in examples.items():
        (folder / name).write_text(f"{text}export {{}};\n")
    outputs = {"version": "1.5", "custom": {"API": {"AdminQueries": {"endpoint": "e", "region": "r"}}}}
    (folder / "amplify_outputs.json").write_text(json.dumps(outputs))
    config = json.loads((client / "tsconfig.json").read_text())
    paths = {"$amplify/*": ["../amp.out/client/typescript/*"]}
    config["compilerOptions"] |= {"resolveJsonModule": True, "paths": paths}
    (folder / "tsconfig.json").write_text(json.dumps({**config, "files": list(examples)}))
    done = compiled(folder)
    assert done.returncode == 0, done.stdout
