"""`types/*.d.ts`: definitions read as TypeScript pass `tsc --strict`, and mistakes do not."""

import re
import shutil

import pytest

import ampc
from nodejs import tool

ROOT = ampc.EXAMPLES.parent
AUTH = "export const auth = defineAuth({ loginWith: { email: true }, %s });\n"

EXTENSIONS = """import { defineAuth, defineBackend, defineFunction, secret } from "@aws-amplify/backend";
const job = defineFunction({ entry: "./job.py", runtime: "python3.13", environment: { KEY: secret("KEY") } });
const auth = defineAuth({
  loginWith: { email: true, username: true },
  passwordPolicy: { minLength: 12 },
  access: (allow) => [allow.resource(job).to(["listUsers"])],
});
const backend = defineBackend({ auth, job });
backend.auth.resources.cfnResources.cfnUserPool.userPoolName = "users";
"""

# part of a definition -> what the TypeScript compiler must say
REFUSED = {
    'passwordPolicy: { minLength: "12" }': "TS2322.*'string' is not assignable to type 'number'",
    "passwordpolicy: {}": "TS2561.*passwordpolicy.*Did you mean to write 'passwordPolicy'",
    'access: (allow) => [allow.resource(defineFunction()).to(["listUsres"])]': "Did you mean '\"listUsers\"'",
    'userAttributes: { "custom:team": { dataType: "Text" } }': "TS2322.*'\"Text\"'",
    "triggers: { postConfirmation: defineAuth }": "TS2739|TS2740|TS2741|TS2322",
}


def strict(folder, *files, types=""):
    """Checks files with the strict TypeScript compiler, which knows nothing but what `types/` declares."""
    for file in (ROOT / "types").glob("*.d.ts"):
        shutil.copy(file, folder)
    options = [
        "--noEmit",
        "--strict",
        "--exactOptionalPropertyTypes",
        "--target",
        "es2022",
        "--module",
        "esnext",
    ]
    options += ["--module", "esnext", "--moduleResolution", "bundler", "--types", types]
    return tool(ampc.node_modules() / ".bin" / "tsc", *options, *files, cwd=folder)


@pytest.mark.parametrize("types", ["", "node"])
def test_amp_files_are_typescript_with_builders_in_scope(tmp_path, types):
    sources = sorted((ROOT / "tests" / "golden").glob("*.amp")) + sorted(ampc.EXAMPLES.glob("*/backend.amp"))
    names = []
    for number, source in enumerate(sources):
        names.append(f"{number}-{source.stem}.ts")
        shutil.copy(source, tmp_path / names[-1])
    assert len(names) > 10
    if types:
        (tmp_path / "node_modules").symlink_to(ampc.node_modules())
    done = strict(tmp_path, "amp.d.ts", *names, types=types)
    assert done.returncode == 0, done.stdout


def test_extensions_pass_in_a_file_that_imports_from_amplify(tmp_path):
    (tmp_path / "backend.ts").write_text(EXTENSIONS)
    done = strict(tmp_path, "amplify.d.ts", "backend.ts")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("part", REFUSED)
def test_mistakes_are_refused(tmp_path, part):
    (tmp_path / "backend.ts").write_text(AUTH % part)
    done = strict(tmp_path, "amp.d.ts", "backend.ts")
    assert done.returncode != 0
    assert re.search(REFUSED[part], done.stdout), done.stdout
