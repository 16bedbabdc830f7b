"""`client/typescript/schema.ts` under `tsc --strict` with the real `aws-amplify`: what may be written
compiles, what must not does not, and Amplify infers the same from the same definition."""

import json
import re

import pytest

import ampc
from nodejs import PROJECTS, tool


def compiled(folder, config):
    return tool(ampc.node_modules() / ".bin" / "tsc", "--project", config, cwd=folder)


def passes(folder, config):
    done = compiled(folder, config)
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    project = ampc.copy(PROJECTS / "client", tmp_path_factory.mktemp("client") / "client")
    return ampc.build(project, options=["--no-bundle"]).project


def test_everything_that_a_person_does_with_the_client(client):
    passes(client, "ampc.json")


def test_amplify_takes_and_refuses_the_same(client):
    passes(client, "amplify.json")


def test_amplify_infers_the_same(client):
    passes(client, "equal.json")


def test_the_schema_needs_no_package_of_amplify(client):
    text = (client / "amp.out/client/typescript/schema.ts").read_text()
    assert re.findall(r'from "(.*)"', text) == ["aws-lambda"]
    config = json.loads((client / "ampc.json").read_text())
    # skipLibCheck is needed by aws-amplify itself
    config["compilerOptions"].update(skipLibCheck=False)
    config["files"] = ["amp.out/client/typescript/schema.ts"]
    (client / "alone.json").write_text(json.dumps(config))
    passes(client, "alone.json")


DECLARED = """import { generateClient } from "aws-amplify/data";
import type { Schema } from "#schema";
export const client = generateClient<Schema>();
export async function node(id: string) { return (await client.models.Node.get({ id })).data; }
export const loader = async (node: Schema["Node"]["type"]) => (await node.parent()).data;
"""


def test_functions_that_return_items_can_be_declared(client):
    """Amplify's inference fails with TS2742 there."""
    (client / "declared.ts").write_text(DECLARED)
    config = json.loads((client / "ampc.json").read_text())
    config["compilerOptions"].update(
        noEmit=False, declaration=True, emitDeclarationOnly=True, outDir="declared"
    )
    config["files"] = ["declared.ts"]
    (client / "declared.json").write_text(json.dumps(config))
    passes(client, "declared.json")


# what is changed in the schema -> by what: the consumer must notice
MISTAKES = {
    "title: string;": "title?: string | null;",
    "readonly createdAt: string;": "createdAt: string;",
    "LoadMany<": "LoadOne<",
    '"DRAFT" | "PUBLISHED"': '"PUBLISHED"',
    "secondaryIndexes: {": "otherIndexes: {",
    "customMutation": "customQuery",
    "disabledOperations: {": "enabledOperations: {",
    "flatModel: ": "flatModel: any; otherModel: ",
    "functionHandler: ": "functionHandler: any; otherHandler: ",
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_the_schema_is_noticed(client, mistake):
    file = client / "amp.out/client/typescript/schema.ts"
    text = file.read_text()
    assert mistake in text
    file.write_text(text.replace(mistake, MISTAKES[mistake]))
    try:
        assert compiled(client, "ampc.json").returncode != 0
    finally:
        file.write_text(text)


@pytest.fixture(params=["tree", "circle", "identifiers", "types"])
def same(request, tmp_path):
    project = ampc.copy(PROJECTS / "inference", tmp_path / "inference")
    (project / f"{request.param}.ts").rename(project / "amplify/data/resource.ts")
    return ampc.build(project, options=["--no-bundle"]).project


def test_members_and_paths_are_those_that_amplify_infers(same):
    passes(same, "same.json")


def test_the_comparison_notices_a_path(same):
    file = same / "amp.out/client/typescript/schema.ts"
    # of the first model
    file.write_text(re.sub(r"(interface Paths0 \{\n.*\{\n)", r"\1    other: string;\n", file.read_text()))
    assert compiled(same, "same.json").returncode != 0


@pytest.fixture(scope="module")
def admin(tmp_path_factory):
    project = PROJECTS / "admin-actions"
    return ampc.build(ampc.copy(project, tmp_path_factory.mktemp("admin") / "admin")).project


def test_the_page_on_admin_actions_compiles(admin):
    (admin / "other.ts").unlink(missing_ok=True)
    passes(admin, "tsconfig.json")


CLIENT = """import { generateClient } from "aws-amplify/data";
import type { Schema } from "$amplify/schema";
const client = generateClient<Schema>();
export const other = async () => CODE;
"""

HANDLER = """import { env } from "$amplify/env/add-user-to-group";
import type { Schema } from "$amplify/schema";
export const other: Schema["addUserToGroup"]["functionHandler"] = CODE;
"""

# code -> what the TypeScript compiler must say
REFUSED = {
    "client": {
        'client.mutations.addUserToGroup({ userId: "u" })': "'groupName' is missing",
        'client.mutations.addUserToGroup({ userId: 1, groupName: "g" })': "TS2322.*to type 'string'",
        'client.mutations.addUserToGroup({ userId: "u", groupName: "g", x: 1 })': "TS2353|TS2345",
        "client.mutations.addUserToGroup()": "TS2554.*Expected 1-2 arguments",
        'client.mutations.addUserToGroups({ userId: "u", groupName: "g" })': "TS2551.*mean 'addUserToGroup'",
        'client.queries.addUserToGroup({ userId: "u", groupName: "g" })': "TS2339.*addUserToGroup",
        "client.models.User.list()": "TS2339.*User",
    },
    "handler": {
        "async (event) => event.arguments.user": "TS2339.*'user'",
        "async (event) => { const id: number = event.arguments.userId; return id; }": "TS2322.*'number'",
        "async () => { return undefined; }": "TS2322",
        "async () => env.AMPLIFY_AUTH_USERPOOL": "TS2551.*AMPLIFY_AUTH_USERPOOL_ID",
        "async (one, two, three, four) => null": "TS2322",
    },
}


@pytest.mark.parametrize("where, code", [(where, code) for where in REFUSED for code in REFUSED[where]])
def test_mistakes_on_that_page_are_refused(admin, where, code):
    text = CLIENT if where == "client" else HANDLER
    (admin / "other.ts").write_text(text.replace("CODE", code))
    done = compiled(admin, "tsconfig.json")
    assert done.returncode != 0
    assert re.search(REFUSED[where][code], done.stdout), done.stdout
    assert set(re.findall(r"^\S+\.ts", done.stdout, re.M)) == {"other.ts"}


def examples():
    """The definitions on the page about clients, each with the files that use it: name -> text."""
    text = (ampc.ROOT / "docs" / "data-client.md").read_text()
    found = []
    for body in re.findall(r"(?ms)^```typescript\n(.*?)^```$", text):
        name = re.match(r"// (\S+)", body)[1]
        if name == "backend.amp":
            found.append({})
        found[-1][name] = body
    return found


@pytest.mark.parametrize("files", examples(), ids=lambda files: " ".join(files))
def test_the_examples_of_the_page_compile(files, tmp_path):
    assert len(files) > 1
    project = ampc.copy(PROJECTS / "data-handler", tmp_path / "page")
    for old in [*project.glob("*.ts"), *project.glob("*.mjs")]:
        old.unlink()
    for name, text in files.items():
        (project / name).write_text(text)
    ampc.build(project)
    passes(project, "tsconfig.json")
