"""`types/*.d.ts`: definitions read as TypeScript pass `tsc --strict`, and mistakes do not."""

import re
import shutil

import pytest

import ampc
from nodejs import tool

ROOT = ampc.EXAMPLES.parent
AUTH = "export const auth = defineAuth({ loginWith: { email: true }, %s });\n"

EXTENSIONS = """import { defineAuth, defineBackend, defineFunction, secret } from "@aws-amplify/backend";
import { defineAdminQueries } from "@aws-amplify/backend";
const job = defineFunction({ entry: "./job.py", runtime: "python3.13", environment: { KEY: secret("KEY") } });
const auth = defineAuth({
  loginWith: { email: true, username: true },
  passwordPolicy: { minLength: 12 },
  access: (allow) => [allow.resource(job).to(["listUsers"])],
});
const adminQueries = defineAdminQueries({ groups: ["ADMINS"], routes: ["listUsers"], accessLogs: true });
const backend = defineBackend({ auth, job, adminQueries });
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

ADMIN = "export const admin = defineAdminQueries({ %s });\n"

REFUSED_OF_ADMINS = {
    "routes: []": "TS2741.*'groups' is missing",
    'groups: "ADMINS"': "TS2322.*'string' is not assignable to type 'readonly string",
    'groups: ["A"], routes: ["listUser"]': "TS2820.*Did you mean '\"listUsers\"'",
    'groups: ["A"], throttling: { rateLimit: 1 }': "TS2741.*'burstLimit' is missing",
}

DATA = """const worker = defineFunction();
const schema = a.schema({
  Status: a.enum(["DRAFT"]),
  Post: a.model({ title: a.string(), status: a.ref("Status"), %(field)s })
    .authorization((allow) => [allow.owner(), %(rule)s])%(model)s,
  Comment: a.model({ postId: a.id() }),
  find: a.query()%(query)s,
})%(schema)s;
export const data = defineData({ schema, %(data)s });
"""

# place and part of a schema -> what the TypeScript compiler must say
REFUSED_IN_DATA = {
    ("field", "text: a.strin()"): "TS2551.*'strin'.*Did you mean 'string'",
    ("field", "text: a.string().requird()"): "TS2551.*'requird'.*Did you mean 'required'",
    ("field", "text: a.string().required().required()"): "TS2339.*'required'",
    ("field", "count: a.integer().default('none')"): "TS2345.*'string' is not assignable to.*'number",
    ("field", "done: a.boolean().default(1)"): "TS2345.*'1' is not assignable to.*'boolean",
    ("field", "text: a.string().default(1)"): "TS2345.*'number' is not assignable to.*'string",
    ("field", "text: a.string().validate((v) => v.minLenght(3))"): "TS2551.*Did you mean 'minLength'",
    ("field", "text: a.string().validate((v) => v.minLength('3'))"): "TS2345.*'string' is not.*'number'",
    ("field", "text: a.string().validate((v) => [v.positive()])"): "TS2741.*Rule",
    ("field", "comments: a.hasMany('Comment')"): "TS2554.*Expected 2 arguments",
    ("field", "comments: a.belongsTo('Comment', 'postId').required()"): "TS2339.*'required'",
    ("field", "status2: a.enum(['A']).required()"): "TS2339.*'required'",
    ("field", "inner: a.model({})"): "TS2322.*AModel.*a field of a model",
    (
        "field",
        "inner: a.customType({ comments: a.hasMany('Comment', 'postId') })",
    ): "TS2322.*HasMany.*a field",
    ("field", "text: a.ref('Status').mutations(['create'])"): "TS2322.*mutations.*a field of a model",
    ("rule", "allow.publicApiKey().to(['raed'])"): 'TS2322.*\'"raed"\'.*"read"',
    ("rule", "allow.publicApiKey().to(['query'])"): "TS2322.*'\"query\"'",
    ("rule", "allow.resource(worker)"): "TS2339.*'resource'",
    ("rule", "allow.owner('identityPool')"): "TS2345.*'\"identityPool\"'",
    ("field", "text: a.string().authorization((allow) => allow.guest().to(['get']))"): "TS2322.*'\"get\"'",
    ("query", ".authorization((allow) => [allow.owner()])"): "TS2339.*'owner'",
    ("query", ".authorization((allow) => [allow.guest().to(['read'])])"): "TS2339.*'to'",
    ("query", ".returns(a.ref('Post').authorization((allow) => [allow.guest()]))"): "TS2345.*a type",
    ("schema", ".authorization((allow) => allow.resource(worker).to(['create']))"): "TS2322.*'\"create\"'",
    ("schema", ".authorization((allow) => allow.resource('worker'))"): "TS2345.*DefinedFunction",
    ("rule", "allow.publicApikey()"): "TS2551.*Did you mean 'publicApiKey'",
    ("rule", "allow.ownerDefinedIn()"): "TS2554",
    ("rule", "allow.authenticated('userPool')"): "TS2345.*'\"userPool\"'",
    ("rule", "allow.groups('ADMINS')"): "TS2345.*readonly string",
    ("rule", "allow.owner().withClaimIn('roles')"): "TS2339.*'withClaimIn'",
    ("rule", "allow.group('A').withClaimIn('roles').to(['read']).to(['read'])"): "TS2339.*'to'",
    ("rule", "allow"): "TS2741.*Rule",
    ("model", ".identifier('id')"): "TS2345.*readonly string",
    ("model", ".secondaryIndexes((index) => [index('title').sortkeys(['at'])])"): "TS2551.*'sortKeys'",
    ("model", ".secondaryIndexes((index) => [index('title').queryField(1)])"): "TS2345.*'number'",
    ("model", ".secondaryIndexes((index) => [index('title').projection('KEYS')])"): "TS2345.*'\"KEYS\"'",
    ("model", ".disableOperations(['remove'])"): "TS2322.*'\"remove\"'",
    ("model", ".returns(a.string())"): "TS2339.*'returns'",
    ("query", ".returns(a.string().default('x'))"): "TS2345.*a type",
    ("query", ".arguments({ post: a.hasOne('Post', 'postId') })"): "TS2322.*AHasOne.*a field",
    ("query", ".handler(worker)"): "TS2345.*a handler",
    ("query", ".handler(a.handler.custom({ entri: './x.js' }))"): "TS2561.*Did you mean to write 'entry'",
    ("query", ".handler(a.handler.function(worker).async)"): "TS2345",
    ("schema", ".authorization(allow => allow.resource(worker).to(['read']))"): "TS2322.*'\"read\"'",
    ("data", "authorizationModes: { defaultAuthorizationMode: 'cognito' }"): "TS2322.*'\"cognito\"'",
    ("data", "authorizationModes: { apiKeyAuthorizationMode: { expiresInDays: '7' } }"): "TS2322.*'number'",
    ("data", "authorisationModes: {}"): "TS2561.*Did you mean to write 'authorizationModes'",
    ("data", "schema: a.model({})"): "TS2322.*AModel.*a schema|TS1117",
}


REST = """const f = defineFunction();
export const shop = defineRestApi({ paths: { "/items": { function: f, access: (allow) => [%s] } } });
"""

# a rule of a REST API -> what the TypeScript compiler must say
REFUSED_OF_REST = {
    "allow.authenticated": "TS2322.*Rule",
    "allow.authenticated()": "TS2741.*Rule",
    'allow.authenticated("userPools").to(["get"])': "TS2345.*'\"userPools\"'",
    'allow.groups(["ADMINS"], "userPool").to(["get"])': "TS2345.*'\"userPool\"'",
    'allow.guest().to(["get"])': "TS2349.*not callable",
    'allow.public.to(["get"])': "TS2339.*'to'",
    'allow.guest.to(["options"])': "TS2322.*'\"options\"'",
    'allow.guest.to("get")': "TS2345",
    'allow.resource(f).to(["get"])': "TS2339.*'resource'",
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


@pytest.mark.parametrize("part", REFUSED_OF_ADMINS)
def test_mistakes_of_admin_queries_are_refused(tmp_path, part):
    (tmp_path / "backend.ts").write_text(ADMIN % part)
    done = strict(tmp_path, "amp.d.ts", "backend.ts")
    assert re.search(REFUSED_OF_ADMINS[part], done.stdout), done.stdout


def test_mistakes_in_rules_of_rest_apis_are_refused(tmp_path):
    right = [
        'allow.authenticated.to(["get"])',
        'allow.authenticated("userPool").to(["update"])',
        'allow.groups(["A"]).to(["read"])',
        'allow.public().to(["post"])',
    ]
    (tmp_path / "right.ts").write_text(REST % ", ".join(right))
    assert strict(tmp_path, "amp.d.ts", "right.ts").returncode == 0
    names = [f"{number}.ts" for number in range(len(REFUSED_OF_REST))]
    for name, part in zip(names, REFUSED_OF_REST, strict=True):
        (tmp_path / name).write_text(REST % part)
    done = strict(tmp_path, "amp.d.ts", *names)
    for name, (part, wanted) in zip(names, REFUSED_OF_REST.items(), strict=True):
        said = [line for line in done.stdout.splitlines() if line.startswith(f"{name}(")]
        assert re.search(wanted, "\n".join(said)), (part, said)


def test_mistakes_in_data_are_refused(tmp_path):
    names = []
    for number, (place, part) in enumerate(REFUSED_IN_DATA):
        parts = {"field": "", "rule": "", "model": "", "query": "", "schema": "", "data": "", place: part}
        names.append(f"{number}.ts")
        (tmp_path / names[-1]).write_text(DATA % parts)
    done = strict(tmp_path, "amp.d.ts", *names)
    accepted = {}
    for name, ((_, part), wanted) in zip(names, REFUSED_IN_DATA.items(), strict=True):
        said = [line for line in done.stdout.splitlines() if line.startswith(f"{name}(")]
        if not re.search(wanted, "\n".join(said)):
            accepted[part] = said
    assert not accepted


def test_data_without_mistakes_passes(tmp_path):
    parts = {
        "field": "texts: a.string().required().array().required(), at: a.timestamp().default(0)",
        "rule": "allow.group('A').withClaimIn('roles').to(['read']), allow.owner().identityClaim('sub')",
        "model": ".identifier(['title']).secondaryIndexes((index) => [index('title').queryField(null)])",
        "query": ".returns(a.ref('Post').required().array()).handler([a.handler.function('worker').async()])",
        "schema": ".authorization((allow) => allow.resource(worker).to(['query', 'listen']))",
        "data": "functions: { worker }, logging: true",
    }
    (tmp_path / "backend.ts").write_text(DATA % parts)
    done = strict(tmp_path, "amp.d.ts", "backend.ts")
    assert done.returncode == 0, done.stdout
