"""`$amplify/env/<function>` under `tsc --strict`: what is declared is there, and nothing else."""

import re

import pytest

import ampc
from nodejs import PROJECTS, tool

HANDLER = """import { env } from "$amplify/env/report";
export const handler = async () => {
  CODE;
};
"""

# code of a handler -> what the TypeScript compiler must say
REFUSED = {
    "return env.STAGES": "TS2551.*STAGES.*Did you mean 'STAGE'",
    "return env.UNKNOWN": "TS2339.*UNKNOWN",
    "env.STAGE = 3": "TS2322.*'number' is not assignable to type 'string'",
    "const pool: number = env.AMPLIFY_AUTH_USERPOOL_ID": "TS2322.*not assignable to type 'number'",
    "return env.API_KEY.reveal()": "TS2339.*'reveal' does not exist on type 'string'",
    "return env.STAGE === 3": "TS2367.*have no overlap",
}


@pytest.fixture(scope="module")
def typed(tmp_path_factory):
    built = ampc.build(ampc.copy(PROJECTS / "typed", tmp_path_factory.mktemp("typed") / "typed"))
    return built.project


def compiled(folder, handler=None):
    extra = folder / "other.ts"
    extra.unlink(missing_ok=True)
    if handler:
        extra.write_text(handler)
    return tool(ampc.node_modules() / ".bin" / "tsc", "--project", "tsconfig.json", cwd=folder)


def test_declared_variables_are_there(typed):
    done = compiled(typed)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("code", REFUSED)
def test_anything_else_is_refused(typed, code):
    done = compiled(typed, HANDLER.replace("CODE", code))
    assert done.returncode != 0
    assert re.search(REFUSED[code], done.stdout), done.stdout
    assert "report.ts" not in done.stdout


def test_a_function_that_is_not_declared_has_no_module(typed):
    done = compiled(typed, 'import { env } from "$amplify/env/reports";\nexport const stage = env;\n')
    assert "TS2307" in done.stdout and "$amplify/env/reports" in done.stdout


def test_the_example_with_typed_access_compiles(tmp_path):
    project = ampc.copy(ampc.EXAMPLES / "admin-actions", tmp_path / "admin-actions")
    ampc.build(project)
    config = (PROJECTS / "typed" / "tsconfig.json").read_text()
    (project / "tsconfig.json").write_text(config.replace('"*.ts"', '"amplify/**/handler.ts"'))
    done = tool(ampc.node_modules() / ".bin" / "tsc", "--project", "tsconfig.json", cwd=project)
    assert done.returncode == 0, done.stdout
