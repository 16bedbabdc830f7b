"""Who may call which method of which path of the deployed project `rest`: by signature with credentials of a
role, by tokens of the user pool, and without anything.

What ministack does not do: a route that asks for a signature lets in whoever has any other header
`authorization`, which AWS refuses (here such calls go only to the other routes); functions get requests in
the form 2.0 whatever the integration says; browsers that ask before they call (CORS) get no answer, nothing
is limited and nothing logged. The golden templates show these settings."""

import itertools
import json
import subprocess

import pytest

import ampc
from cloud import PASSWORD

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]

# What is asked for, with the API.
PATHS = {
    "/items": "shop",
    "/items/42": "shop",
    "/items/42/parts": "shop",
    "/itemsx": "shop",
    "/orders": "shop",
    "/orders/7": "shop",
    "/orders/7/parts": "shop",
    "/orders/7/parts/8": "shop",
    "/orders/7/other": "shop",
    "/account": "shop",
    "/account/7": "shop",
    "/notes/7": "shop",
    "/hook": "shop",
    "/hook/7": "shop",
    "/": "reports",
    "/any/thing": "reports",
}
ITEMS = ["/items", "/items/42", "/items/42/parts"]
PARTS = ["/orders/7/parts", "/orders/7/parts/8"]


def all_of(methods, paths):
    return {f"{method} {path}" for method, path in itertools.product(methods.split(), paths)}


# What anyone may call, whatever they come with.
PUBLIC = all_of("POST", ["/hook", "/hook/7"])
# What a token of the user pool opens.
TOKEN = all_of("GET", ["/account"])
# What the credentials of a role open.
MAY = {
    "guest": all_of("GET", ITEMS) | all_of("HEAD", ["/orders/7"]) | all_of("POST", ["/account"]),
    "user": all_of("GET POST", ITEMS) | all_of("GET HEAD POST PUT PATCH DELETE", ["/notes/7"]),
    "editor": all_of("GET POST PUT PATCH", ITEMS) | all_of("PUT", PARTS),
    "admin": all_of("GET POST PUT PATCH DELETE", ITEMS)
    | all_of("GET", ["/orders/7", "/", "/any/thing"])
    | all_of("PUT", PARTS),
}
MAY["reader"] = MAY["user"]
MAY["admin and editor"] = MAY["admin"]

GROUPS = {
    "user": [],
    "reader": ["READERS"],
    "editor": ["EDITORS"],
    "admin": ["ADMINS"],
    "admin and editor": ["EDITORS", "ADMINS"],
}
APIS = {"shop": "ShopHttpApi", "reports": "ReportsHttpApi"}
FUNCTION = "EchoFunction"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return ampc.build(ampc.copy(ampc.PROJECTS / "rest", tmp_path_factory.mktemp("rest") / "rest"))


@pytest.fixture(scope="module")
def app(cloud, built):
    return cloud.deploy(built, "rest")


@pytest.fixture(scope="module")
def tokens(app):
    return {who: app.sign_up(f"{who.replace(' ', '-')}@x.example", PASSWORD, GROUPS[who]) for who in GROUPS}


@pytest.fixture(scope="module")
def sessions(app, tokens):
    def session(who):
        if who == "guest":
            return app.assume(app.role_arn("UnauthenticatedRole"))
        if GROUPS[who]:
            return app.assume_group_role(tokens[who])
        return app.assume(app.role_arn("AuthenticatedRole"), tokens[who])

    return {who: session(who) for who in MAY}


# What asks for a signature.
SIGNED = set.union(*MAY.values())


def called(app, **how):
    """All that can be called with some credentials: a refusal is told from any other answer, and a call that
    is let in is answered by the function."""
    found = set()
    for path, method in itertools.product(PATHS, METHODS):
        if "token" in how and f"{method} {path}" in SIGNED:
            continue
        status, body = app.call(APIS[PATHS[path]], method, path, **how)
        assert status in (200, 401, 403, 404), (method, path, status, body)
        if status == 200:
            found.add(f"{method} {path}")
            if method != "HEAD":
                assert (body["method"], body["path"]) == (method, path)
    return found


@pytest.mark.parametrize("who", MAY)
def test_signed_calls(app, sessions, who):
    assert called(app, session=sessions[who]) == MAY[who] | PUBLIC


@pytest.mark.parametrize("kind", ["IdToken", "AccessToken"])
@pytest.mark.parametrize("who", GROUPS)
def test_calls_with_a_token(app, tokens, who, kind):
    assert called(app, token=tokens[who][kind]) == TOKEN | PUBLIC


def test_calls_without_anything(app):
    assert called(app) == PUBLIC


@pytest.mark.parametrize("token", ["nonsense", "a.b.c", "Bearer"])
def test_calls_with_something_that_is_no_token(app, token):
    assert called(app, token=token) == PUBLIC


def test_a_token_that_was_changed(app, tokens):
    head, body, seal = tokens["user"]["IdToken"].split(".")
    assert called(app, token=f"{head}.{body}.{seal[:-8]}AAAAAAAA") == PUBLIC


def test_a_token_of_another_client(app, tokens):
    """The pool's own, but made for another client than the app's."""
    made = app.admin.create_user_pool_client(
        UserPoolId=app.pool, ClientName="other", ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    )
    got = app.admin.admin_initiate_auth(
        UserPoolId=app.pool,
        ClientId=made["UserPoolClient"]["ClientId"],
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "user@x.example", "PASSWORD": PASSWORD},
    )
    assert called(app, token=got["AuthenticationResult"]["IdToken"]) == PUBLIC


def test_what_functions_are_handed(app, sessions, tokens):
    def answer(*request, **how):
        return app.call("ShopHttpApi", *request, **how)[1]

    got = answer("POST", "/items/42/parts", session=sessions["admin"], body={"a": 1})
    assert (got["below"], got["body"]) == ("42/parts", '{"a": 1}')
    assert answer("GET", "/orders/7", session=sessions["admin"])["id"] == "7"
    assert answer("GET", "/account", token=tokens["user"]["IdToken"])["claims"]["email"] == "user@x.example"
    for api, form in [("ShopHttpApi", "1.0"), ("ReportsHttpApi", "2.0")]:
        (found,) = app.cloud.client("apigatewayv2").get_integrations(ApiId=app.resources[api])["Items"]
        assert found["PayloadFormatVersion"] == form


def test_api_gateway_may_call_the_function_for_its_apis_alone(app):
    for api in APIS.values():
        arn = f"arn:aws:execute-api:us-east-1:123456789012:{app.resources[api]}/*/*"
        assert app.may_call(FUNCTION, "apigateway.amazonaws.com", arn)
    other = "arn:aws:execute-api:us-east-1:123456789012:other/*/*"
    assert not app.may_call(FUNCTION, "apigateway.amazonaws.com", other)


@pytest.mark.parametrize("who", MAY)
def test_roles_may_nothing_else_with_apis(app, sessions, who):
    client = sessions[who].client("apigatewayv2")
    for refused in [
        lambda: client.get_apis(),
        lambda: client.get_routes(ApiId=app.resources["ShopHttpApi"]),
        lambda: client.delete_api(ApiId=app.resources["ShopHttpApi"]),
    ]:
        with pytest.raises(client.exceptions.ClientError, match=r"AccessDenied|not authorized"):
            refused()


def test_the_official_client_calls(app, built, tokens, tmp_path):
    described = app.cloud.aws("cloudformation", "describe-stacks", "--stack-name", app.stack)
    outputs = tmp_path / "amplify_outputs.json"
    outputs.write_text(ampc.run("outputs", built.project, "--stack", "-", stdin=described).stdout)
    program = [ampc.node(), "--no-warnings", "--experimental-strip-types", built.project / "client.mts"]
    done = subprocess.run(
        [*program, outputs, app.cloud.url, "user@x.example", PASSWORD],
        capture_output=True,
        text=True,
        timeout=120,
        env=app.cloud.env,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "guest get": ["GET", "/items/42"],
        "guest post": 403,
        "guest hook": ["POST", "/hook"],
        "user get": ["GET", "/notes/7"],
        "user post": ["POST", "/notes/7"],
        "user put": ["PUT", "/notes/7"],
        "user patch": ["PATCH", "/notes/7"],
        "user del": ["DELETE", "/notes/7"],
        "user head": 200,
        "user query": ["GET", "/items"],
        "user put item": 403,
        "user admins": 403,
        "user account": "user@x.example",
        "user account signed": 401,
        "other api": 403,
    }


# Mistakes put into the template: a suite that stays silent on them proves nothing.


def open_a_route(resources):
    resources["ShopGetOrdersByIdHttpApiRoute"]["Properties"]["AuthorizationType"] = "NONE"


def widen_a_policy(resources):
    (statement,) = resources["UnauthenticatedRestPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    statement["Resource"] = [
        {"Fn::Sub": "arn:aws:execute-api:us-east-1:123456789012:${ShopHttpApi}/$default/*"}
    ]


def take_tokens_of_another_client(resources):
    resources["ShopHttpApiAuthorizer"]["Properties"]["JwtConfiguration"]["Audience"] = ["other"]


def ask_for_no_signature(resources):
    resources["ShopPostItemsHttpApiRoute"]["Properties"]["AuthorizationType"] = "NONE"


def allow_another_method(resources):
    (statement,) = resources["ADMINSGroupRestPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    statement["Resource"] = [
        {"Fn::Sub": it["Fn::Sub"].replace("/GET/", "/HEAD/")} for it in statement["Resource"]
    ]


@pytest.mark.parametrize(
    ("change", "noticed"),
    [
        (open_a_route, lambda app: "GET /orders/7" in called(app)),
        (widen_a_policy, lambda app: "DELETE /items" in called(app, session=guest(app))),
        (take_tokens_of_another_client, lambda app: "GET /account" not in called(app, token=user(app))),
        (ask_for_no_signature, lambda app: "POST /items" in called(app)),
        (allow_another_method, lambda app: "GET /items" not in called(app, session=admin(app))),
    ],
)
def test_mistakes_are_noticed(changed, built, change, noticed):
    assert noticed(changed(f"rest-{change.__name__.replace('_', '-')}", change, built))


def guest(app):
    return app.assume(app.role_arn("UnauthenticatedRole"))


def admin(app):
    return app.assume_group_role(app.sign_up("admin@x.example", PASSWORD, ["ADMINS"]))


def user(app):
    return app.sign_up("user@x.example", PASSWORD)["IdToken"]
