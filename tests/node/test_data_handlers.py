"""`getAmplifyDataClientConfig` in handlers: the bundled code, with the official client in it, asks an API."""

import contextlib
import http.server
import json
import os
import re
import subprocess
import threading

import pytest

import ampc
from nodejs import PROJECTS, tool

ROLE = {
    "AWS_REGION": "eu-west-1",
    "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_SESSION_TOKEN": "token",
    "AMPLIFY_DATA_DEFAULT_NAME": "amplifyData",
}

BOOK = {"id": "b1", "title": "Faust", "createdAt": "2030-01-01", "updatedAt": "2030-01-01"}
NOTE = {"id": "n1", "text": "long", "bookId": "b1", "createdAt": "2030-01-01", "updatedAt": "2030-01-01"}
ANSWERS = {"createBook": BOOK, "listNotes": {"items": [NOTE], "nextToken": None}}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return ampc.build(ampc.copy(PROJECTS / "data-handler", tmp_path_factory.mktemp("data") / "data"))


@contextlib.contextmanager
def api():
    """A server in the place of the API. Its address, and the list of requests as they come in."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append((dict(self.headers.items()), body))
            answer = {name: answer for name, answer in ANSWERS.items() if name in body["query"]}
            text = json.dumps({"data": answer}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/graphql", asked
        server.shutdown()


def call(built, function, event, variables):
    handler = built.out / "functions" / function / "index.mjs"
    script = f"const m = await import({json.dumps(handler.as_uri())});"
    script += f"console.log(JSON.stringify(await m.handler({json.dumps(event)})));"
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [ampc.node(), "--input-type=module", "--eval", script],
        capture_output=True,
        text=True,
        timeout=60,
        env={**clean, **variables},
    )


def test_the_official_client_asks_the_api_as_the_function(built):
    with api() as (endpoint, asked):
        done = call(built, "count", {"title": "Faust"}, {**ROLE, "AMPLIFY_DATA_GRAPHQL_ENDPOINT": endpoint})
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"id": "b1", "texts": ["long"], "models": ["Note", "Book"]}
    assert [re.search(r"(?:createBook|listNotes)\b", body["query"])[0] for _, body in asked] == [
        "createBook",
        "listNotes",
    ]
    assert asked[0][1]["variables"] == {"input": {"title": "Faust"}}
    assert asked[1][1]["variables"] == {"filter": {"and": [{"bookId": {"eq": "b1"}}]}}
    for headers, _ in asked:
        headers = {name.lower(): value for name, value in headers.items()}
        signed = r"AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/\d{8}/eu-west-1/appsync/aws4_request, .*"
        assert re.match(signed, headers["authorization"])
        assert headers["x-amz-security-token"] == "token"
        assert "x-api-key" not in headers


def test_a_handler_that_is_not_bundled_has_it_too(built):
    done = call(built, "plain", {}, {**ROLE, "AMPLIFY_DATA_GRAPHQL_ENDPOINT": "https://api/graphql"})
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "credentials": {"accessKeyId": "AKIAEXAMPLE", "secretAccessKey": "secret", "sessionToken": "token"},
        "endpoint": "https://api/graphql",
        "region": "eu-west-1",
        "defaultAuthMode": "iam",
        "models": ["Note", "Book"],
    }


@pytest.mark.parametrize("function", ["count", "plain"])
def test_a_function_without_rights_is_told_what_is_missing(built, function):
    done = call(built, function, {}, ROLE)
    assert done.returncode != 0
    assert "Expected string values for: AMPLIFY_DATA_GRAPHQL_ENDPOINT." in done.stderr
    assert "allow.resource(" in done.stderr


def test_nothing_of_amplify_or_the_bucket_is_bundled(built):
    text = (built.out / "functions" / "count" / "index.mjs").read_text()
    assert "modelIntrospection" in text
    assert "MODEL_INTROSPECTION_SCHEMA" not in text and "GetObjectCommand" not in text


def test_functions_get_the_variables(built):
    for function in ("count", "plain"):
        variables = built.template["Resources"][f"{function.capitalize()}Function"]["Properties"][
            "Environment"
        ]
        found = {it: value for it, value in variables["Variables"].items() if "DATA" in it}
        assert found == {
            "AMPLIFY_DATA_DEFAULT_NAME": "amplifyData",
            "AMPLIFY_DATA_GRAPHQL_ENDPOINT": {"Fn::GetAtt": ["DataApi", "GraphQLUrl"]},
        }


def test_the_handler_has_its_types(built):
    done = tool(ampc.node_modules() / ".bin" / "tsc", "--project", "tsconfig.json", cwd=built.project)
    assert done.returncode == 0, done.stdout


# code of a handler -> what the TypeScript compiler must say
REFUSED = {
    "getAmplifyDataClientConfig({ ...env, AMPLIFY_DATA_DEFAULT_NAME: 1 })": "TS2322",
    "getAmplifyDataClientConfig({ AWS_REGION: env.AWS_REGION })": "TS2345.*DataClientEnv",
    "(await getAmplifyDataClientConfig(env)).resourceConfig.API.GraphQL.url": "TS2339.*url",
    "env.AMPLIFY_DATA_GRAPHQL_ENDPOINTS": "TS2551.*AMPLIFY_DATA_GRAPHQL_ENDPOINT",
    'getAmplifyDataClientConfig((await import("$amplify/env/other")).env)': "AMPLIFY_DATA_DEFAULT_NAME",
}


@pytest.mark.parametrize("code", REFUSED)
def test_mistakes_are_refused(built, code):
    other = built.project / "other.ts"
    other.write_text(
        'import { getAmplifyDataClientConfig } from "@aws-amplify/backend/function/runtime";\n'
        f'import {{ env }} from "$amplify/env/count";\nexport const other = async () => {code};\n'
    )
    done = tool(ampc.node_modules() / ".bin" / "tsc", "--project", "tsconfig.json", cwd=built.project)
    other.unlink()
    assert done.returncode != 0 and "count.ts" not in done.stdout
    assert re.search(REFUSED[code], done.stdout), done.stdout
