"""Who may call which route of the deployed project `admins`, through API Gateway with its authorizer, the
real handler and its own role.

What ministack does not do: it answers no browser that asks before it calls (CORS), since it reads those
settings under other names than CloudFormation's. The golden templates show them."""

import base64
import json
import subprocess
import time

import pytest

import ampc
from cloud import PASSWORD, claims

ALL = {
    "addUserToGroup": "POST",
    "removeUserFromGroup": "POST",
    "confirmUserSignUp": "POST",
    "disableUser": "POST",
    "enableUser": "POST",
    "signUserOut": "POST",
    "getUser": "GET",
    "listUsers": "GET",
    "listGroups": "GET",
    "listGroupsForUser": "GET",
    "listUsersInGroup": "GET",
}
HELPDESK = ["listUsers", "getUser", "signUserOut"]
API, HELP = "AdminQueriesHttpApi", "HelpdeskHttpApi"

FORBIDDEN = 403, {"message": "User does not have permissions to perform administrative tasks"}
UNAUTHORIZED = 401, {"message": "Unauthorized"}
NOT_FOUND = 404, {"message": "Not Found"}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return ampc.build(ampc.copy(ampc.PROJECTS / "admins", tmp_path_factory.mktemp("admins") / "admins"))


@pytest.fixture(scope="module")
def app(cloud, built):
    return cloud.deploy(built, "admins")


# everyone who comes, with their groups
PEOPLE = {
    "admin": ["admin"],
    "both": ["support", "admin"],
    "support": ["support"],
    "plain": [],
    "comma": ["x,admin"],
    "bracket": ["[admin]"],
    "half": ["admin]"],
    "plural": ["admins"],
    "all but": ["x,admin", "[admin]", "admins", "admin]"],
}


@pytest.fixture(scope="module")
def people(app):
    """The tokens of everyone."""
    return {who: app.sign_up(mail(who), PASSWORD, groups) for who, groups in PEOPLE.items()}


def mail(who):
    return f"{who.replace(' ', '-')}@admins.example"


@pytest.fixture
def ann(app):
    """Somebody who is managed: the username."""
    name = f"ann{time.monotonic_ns()}@admins.example"
    app.sign_up(name, PASSWORD)
    return app.admin.admin_get_user(UserPoolId=app.pool, Username=name)["Username"]


def ask(app, route, bearer, api=API, **given):
    """Calls a route with what it needs."""
    if ALL[route] == "GET":
        return app.call(api, "GET", f"/{route}", bearer, query=given)
    return app.call(api, "POST", f"/{route}", bearer, body=given)


def access(tokens):
    return tokens["AccessToken"]


def username(tokens):
    return claims(access(tokens))["username"]


# each route as an admin


def test_admins_manage_members_of_groups(app, people, ann):
    token = access(people["admin"])
    call = {"username": ann, "groupname": "support"}
    answer = ask(app, "addUserToGroup", token, **call)
    assert answer == (200, {"message": f"Success adding {ann} to support"})
    status, page = ask(app, "listGroupsForUser", token, username=ann)
    assert (status, [group["GroupName"] for group in page["Groups"]]) == (200, ["support"])
    assert page["Groups"][0].keys() <= {"GroupName", "Description"}
    status, page = ask(app, "listUsersInGroup", token, groupname="support", limit=60)
    assert status == 200 and ann in [user["Username"] for user in page["Users"]]
    assert ask(app, "removeUserFromGroup", token, **call) == (200, {"message": f"Removed {ann} from support"})
    assert ask(app, "listGroupsForUser", token, username=ann)[1]["Groups"] == []


def test_admins_disable_and_enable_users(app, people, ann):
    token = access(people["admin"])
    assert ask(app, "disableUser", token, username=ann) == (200, {"message": f"Disabled {ann}"})
    assert ask(app, "getUser", token, username=ann)[1]["Enabled"] is False
    assert ask(app, "enableUser", token, username=ann) == (200, {"message": f"Enabled {ann}"})
    status, user = ask(app, "getUser", token, username=ann)
    assert (status, user["Username"], user["Enabled"], user["UserStatus"]) == (200, ann, True, "CONFIRMED")
    assert "$metadata" not in user


def test_admins_confirm_sign_ups(app, people):
    cognito = app.cloud.client("cognito-idp")
    name = "new@admins.example"
    attributes = [{"Name": "email", "Value": name}]
    cognito.sign_up(ClientId=app.pool_client, Username=name, Password=PASSWORD, UserAttributes=attributes)
    answer = ask(app, "confirmUserSignUp", access(people["admin"]), username=name)
    assert answer == (200, {"message": f"Confirmed {name} registration"})
    assert app.sign_in(name, PASSWORD)


def test_admins_list_page_by_page(app, people):
    token = access(people["admin"])
    for route, key, name in ("listUsers", "Users", "Username"), ("listGroups", "Groups", "GroupName"):
        status, whole = ask(app, route, token, limit=60)
        assert status == 200 and len(whole[key]) >= 5
        found, paging = [], {}
        while True:
            status, page = ask(app, route, token, limit=2, **paging)
            assert status == 200 and len(page[key]) <= 2
            found += [item[name] for item in page[key]]
            if not page.get("NextToken"):
                break
            paging = {"token": page["NextToken"]}
        assert found == [item[name] for item in whole[key]]
    assert not any({"RoleArn", "UserPoolId"} & group.keys() for group in whole["Groups"])


# who may not


def test_only_members_of_the_group_may(app, people, ann):
    given = {"username": ann, "groupname": "support"}
    for who in PEOPLE:
        for route in ALL.keys() - {"signUserOut"}:
            if who in ("admin", "both"):
                continue
            assert ask(app, route, access(people[who]), **given) == FORBIDDEN, (who, route)
    assert app.groups_of(ann) == []
    assert app.admin.admin_get_user(UserPoolId=app.pool, Username=ann)["Enabled"]


def test_every_member_of_the_group_may(app, people):
    for who in "admin", "both":
        assert ask(app, "listGroups", access(people[who]))[0] == 200
    for who in PEOPLE:
        expected = 200 if who in ("support", "both") else 403
        assert ask(app, "listUsers", access(people[who]), HELP)[0] == expected, who


def test_the_table_of_access_is_what_holds(app, built, people):
    grants = json.loads((built.out / "access.json").read_text())["grants"]
    for api, name in (API, "AdminQueries"), (HELP, "helpdesk"):
        for route, method in ALL.items():
            granted = {it["principal"] for it in grants if (it["resource"], it["path"]) == (name, route)}
            for who, groups in PEOPLE.items():
                # without any input: whoever may gets as far as being told so, or a list
                status, answer = app.call(api, method, f"/{route}", access(people[who]))
                expected = bool(granted & {"user", *groups})
                assert (status in (200, 400)) == expected, (name, route, who, status, answer)


def test_without_an_access_token_nobody_may(app, people, ann):
    tokens = people["admin"]
    head, payload, signature = access(tokens).split(".")
    forged = json.dumps(claims(access(people["plain"])) | {"cognito:groups": ["admin"]})
    forged = base64.urlsafe_b64encode(forged.encode()).decode().rstrip("=")
    wrong = {
        "none": None,
        "empty": "Bearer ",
        "garbage": "x.y.z",
        "unsigned": f"{head}.{payload}.",
        "another's signature": f"{head}.{forged}.{signature}",
    }
    for route in ALL:
        for what, token in wrong.items():
            given = {"username": ann, "groupname": "support"}
            assert ask(app, route, token, **given) == UNAUTHORIZED, (route, what)
        # real tokens of an admin, without the scope
        for kind in "IdToken", "RefreshToken":
            assert ask(app, route, tokens[kind], username=ann)[0] == 403, (route, kind)


def test_tokens_of_another_pool_are_refused(app, cloud, built, people):
    other = cloud.deploy(built, "others")
    stranger = other.sign_up("admin@admins.example", PASSWORD, ["admin"])
    assert ask(other, "listGroups", access(stranger))[0] == 200
    for route in ALL:
        assert ask(app, route, access(stranger), username="x", groupname="admin") == UNAUTHORIZED


def test_users_sign_out_only_themselves(app, people):
    for who in "plain", "admin":
        for other in PEOPLE.keys() - {who}:
            answer = ask(app, "signUserOut", access(people[who]), username=username(people[other]))
            assert answer == (400, {"message": "only the user can sign themselves out"})
    tokens = app.sign_up("leaver@admins.example", PASSWORD)
    name = username(tokens)
    answer = ask(app, "signUserOut", access(tokens), username=name)
    assert answer == (200, {"message": f"Signed out {name} from all devices"})
    with pytest.raises(Exception, match="NotAuthorizedException"):
        app.cloud.client("cognito-idp").initiate_auth(
            ClientId=app.pool_client,
            AuthFlow="REFRESH_TOKEN_AUTH",
            AuthParameters={"REFRESH_TOKEN": tokens["RefreshToken"]},
        )


# bad input


def test_bad_input_is_told(app, people):
    token = access(people["admin"])

    def post(route, body, headers=None):
        return app.call(API, "POST", f"/{route}", token, body=body, headers=headers)

    both = 400, {"message": "username and groupname are required"}
    for body in {}, {"username": "a"}, {"groupname": "a"}, {"username": "", "groupname": "a"}:
        assert post("addUserToGroup", body) == both
    form = 400, {"message": "username must have 1 to 128 characters, none of them blank"}
    for name in "a b", "x" * 129, 7, ["a"], {"a": 1}:
        assert post("disableUser", {"username": name}) == form
    assert post("disableUser", b"{") == (400, {"message": "the body must be JSON"})
    assert post("disableUser", b"[]") == (400, {"message": "the body must be a JSON object"})
    # of this kind, API Gateway hands over base64
    binary = {"content-type": "application/octet-stream"}
    assert post("disableUser", b'{"username": "a b"}', binary) == form
    assert post("disableUser", b"\xff\xfe", binary)[0] == 400
    for limit in "0", "61", "x", "-1", "1,2":
        answer = ask(app, "listUsers", token, limit=limit)
        assert answer == (400, {"message": "limit must be a number from 1 to 60"})
    assert ask(app, "getUser", token) == (400, {"message": "username is required"})


def test_what_is_unknown_is_told(app, people, ann):
    token = access(people["admin"])
    unknown = 404, {"message": "User does not exist."}
    for route in "getUser", "disableUser", "enableUser", "confirmUserSignUp", "listGroupsForUser":
        assert ask(app, route, token, username="nobody")[0] == 404, route
    assert ask(app, "getUser", token, username="nobody") == unknown
    no_group = 404, {"message": "Group not found."}
    assert ask(app, "addUserToGroup", token, username=ann, groupname="nothing") == no_group
    assert ask(app, "listUsersInGroup", token, groupname="nothing") == no_group


def test_there_are_no_other_routes(app, people):
    token = access(people["admin"])
    for route in "GET /disableUser", "POST /listUsers", "POST /deleteUser", "GET /":
        assert app.call(API, *route.split(), token)[0] == 404
    for route in ALL.keys() - set(HELPDESK):
        assert app.call(HELP, ALL[route], f"/{route}", access(people["support"]))[0] == 404


# the role behind it


def event(route, tokens, **given):
    """What API Gateway would hand over for a route that it does not have."""
    said = claims(access(tokens))

    def flat(value):
        return f"[{' '.join(value)}]" if isinstance(value, list) else str(value)

    return {
        "version": "2.0",
        "routeKey": f"{ALL[route]} /{route}",
        "headers": {"authorization": access(tokens)},
        "requestContext": {"authorizer": {"jwt": {"claims": {name: flat(it) for name, it in said.items()}}}},
        "queryStringParameters": given,
        "body": json.dumps(given),
    }


def told(app, function, route, tokens, **given):
    answer = app.invoke(function, event(route, tokens, **given))
    return answer["statusCode"], json.loads(answer["body"])


def test_a_route_that_is_not_enabled_is_refused_twice(app, people, ann):
    """By the handler; and by IAM, if the handler is told to run it all the same."""
    functions = app.cloud.client("lambda")
    name = app.resources["HelpdeskAdminHandler"]
    given = {"username": ann, "groupname": "admin"}
    for route in ALL.keys() - set(HELPDESK):
        assert told(app, "HelpdeskAdminHandler", route, people["support"], **given) == NOT_FOUND, route
    kept = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    every = {**kept, "AMP_ADMIN_ROUTES": json.dumps(list(ALL))}
    functions.update_function_configuration(FunctionName=name, Environment={"Variables": every})
    try:
        for route in ALL.keys() - set(HELPDESK):
            answer = told(app, "HelpdeskAdminHandler", route, people["support"], **given)
            assert answer == (500, {"message": "Internal Server Error"}), route
            line = last_line(app, "HelpdeskAdminHandlerLogs", route)
            assert line["error"] == "AccessDeniedException", route
        for route in "listUsers", "getUser":
            assert told(app, "HelpdeskAdminHandler", route, people["support"], **given)[0] == 200, route
    finally:
        functions.update_function_configuration(FunctionName=name, Environment={"Variables": kept})
    assert app.groups_of(ann) == []


def last_line(app, group, route):
    """The last line that the handler logged of a route."""
    logs = app.cloud.client("logs")
    end = time.monotonic() + 10
    while True:
        found = logs.filter_log_events(logGroupName=app.resources[group])["events"]
        lines = [it["message"] for it in found if f"/{route}" in it["message"]]
        if lines:
            return json.loads(lines[-1][lines[-1].index("{") :])
        if time.monotonic() > end:
            raise AssertionError(f"nothing is logged of {route}: {found}")
        time.sleep(0.2)


def test_what_was_done_is_logged(app, people, ann):
    ask(app, "disableUser", access(people["admin"]), username=ann)
    line = last_line(app, "AdminQueriesAdminHandlerLogs", "disableUser")
    assert line == {
        "route": "POST /disableUser",
        "caller": claims(access(people["admin"]))["sub"],
        "username": ann,
        "status": 200,
    }


def test_the_roles_have_what_the_routes_need_and_nothing_else(app):
    iam = app.cloud.client("iam")
    expected = {
        "HelpdeskAdminHandlerRole": {"ListUsers", "AdminGetUser", "AdminUserGlobalSignOut"},
        "AdminQueriesAdminHandlerRole": {
            "AdminAddUserToGroup", "AdminRemoveUserFromGroup", "AdminConfirmSignUp", "AdminDisableUser",
            "AdminEnableUser", "AdminUserGlobalSignOut", "AdminGetUser", "ListUsers", "ListGroups",
            "AdminListGroupsForUser", "ListUsersInGroup",
        },
    }  # fmt: skip
    pool = app.admin.describe_user_pool(UserPoolId=app.pool)["UserPool"]["Arn"]
    for role, actions in expected.items():
        role = app.resources[role]
        (name,) = iam.list_role_policies(RoleName=role)["PolicyNames"]
        assert iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"] == []
        statements = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]["Statement"]
        of_logs, of_pool = statements
        assert of_logs["Action"] == ["logs:CreateLogStream", "logs:PutLogEvents"]
        assert of_pool["Resource"] == [pool]
        assert set(of_pool["Action"]) == {f"cognito-idp:{it}" for it in actions}


def test_every_route_asks_for_an_access_token(app):
    gateway = app.cloud.client("apigatewayv2")
    for api, names in (API, ALL), (HELP, HELPDESK):
        api = app.resources[api]
        (authorizer,) = gateway.get_authorizers(ApiId=api)["Items"]
        issuer = f"https://cognito-idp.us-east-1.amazonaws.com/{app.pool}"
        assert authorizer["JwtConfiguration"] == {"Audience": [app.pool_client], "Issuer": issuer}
        routes = gateway.get_routes(ApiId=api)["Items"]
        assert {it["RouteKey"] for it in routes} == {f"{ALL[name]} /{name}" for name in names}
        for route in routes:
            assert route["AuthorizationType"] == "JWT"
            assert route["AuthorizerId"] == authorizer["AuthorizerId"]
            assert route["AuthorizationScopes"] == ["aws.cognito.signin.user.admin"]


def test_users_of_a_pool_that_exists_are_managed(app, people, ann, cloud, tmp_path):
    role = app.role_arn("AuthenticatedRole")
    text = (ampc.PROJECTS / "admins" / "referenced.amp").read_text()
    for name, value in {
        "POOL": app.pool,
        "CLIENT": app.pool_client,
        "IDENTITIES": app.identity_pool,
        "ROLE": role,
    }.items():
        text = text.replace(f"<{name}>", value)
    project = tmp_path / "referenced"
    project.mkdir()
    (project / "backend.amp").write_text(text)
    other = cloud.deploy(ampc.build(project), "referenced")
    for who in PEOPLE:
        answer = ask(other, "disableUser", access(people[who]), username=ann)
        assert answer == ((200, {"message": f"Disabled {ann}"}) if who in ("admin", "both") else FORBIDDEN)
    assert ask(other, "disableUser", people["admin"]["IdToken"], username=ann)[0] == 403
    assert other.call(API, "GET", "/listUsers", access(people["admin"]))[0] == 404


# mistakes that must be noticed


def of_type(resources, kind):
    return [it["Properties"] for it in resources.values() if it["Type"] == kind]


def without_authorizer(resources):
    for route in of_type(resources, "AWS::ApiGatewayV2::Route"):
        route["AuthorizationType"] = "NONE"
        del route["AuthorizerId"], route["AuthorizationScopes"]


def without_scope(resources):
    for route in of_type(resources, "AWS::ApiGatewayV2::Route"):
        del route["AuthorizationScopes"]


def of_another_client(resources):
    for authorizer in of_type(resources, "AWS::ApiGatewayV2::Authorizer"):
        authorizer["JwtConfiguration"]["Audience"] = ["another"]


def wider(resources):
    for name in "AdminQueriesAdminHandlerPolicy", "HelpdeskAdminHandlerPolicy":
        resources[name]["Properties"]["PolicyDocument"]["Statement"][1]["Action"] = ["cognito-idp:*"]


def another_group(resources):
    variables = resources["AdminQueriesAdminHandler"]["Properties"]["Environment"]["Variables"]
    variables["AMP_ADMIN_GROUPS"] = '["admins"]'


@pytest.mark.parametrize("mistake", [without_authorizer, without_scope, of_another_client])
def test_a_mistake_at_the_door_is_noticed(changed, built, mistake):
    app = changed(mistake.__name__.replace("_", ""), mistake, built)
    with pytest.raises(AssertionError):
        test_every_route_asks_for_an_access_token(app)
    # and the handler lets nobody in all the same
    tokens = app.sign_up("admin@admins.example", PASSWORD, ["admin"])
    for token in None, "x.y.z", tokens["IdToken"]:
        assert ask(app, "listUsers", token)[0] in (401, 403)


def test_a_wider_role_is_noticed(changed, built):
    app = changed("wider", wider, built)
    with pytest.raises(AssertionError):
        test_the_roles_have_what_the_routes_need_and_nothing_else(app)
    people = {"support": app.sign_up("support@admins.example", PASSWORD, ["support"])}
    with pytest.raises(AssertionError):
        test_a_route_that_is_not_enabled_is_refused_twice(app, people, username(people["support"]))


def test_another_group_is_noticed(changed, built):
    app = changed("anothergroup", another_group, built)
    people = {who: app.sign_up(mail(who), PASSWORD, groups) for who, groups in PEOPLE.items()}
    with pytest.raises(AssertionError):
        test_only_members_of_the_group_may(app, people, username(people["plain"]))


# the official client


def test_the_official_client_manages_users(app, built, people, ann, tmp_path):
    described = app.cloud.aws("cloudformation", "describe-stacks", "--stack-name", app.stack)
    outputs = tmp_path / "amplify_outputs.json"
    outputs.write_text(ampc.run("outputs", built.project, "--stack", "-", stdin=described).stdout)
    program = [ampc.node(), "--no-warnings", "--experimental-strip-types", built.project / "client.mts"]
    done = subprocess.run(
        [*program, outputs, app.cloud.url, mail("admin"), ann, PASSWORD],
        capture_output=True,
        text=True,
        timeout=120,
        env=app.cloud.env,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    me = username(people["admin"])
    members = {username(people[who]) for who in ("admin", "both")}
    assert set(found.pop("members")) == members
    assert sorted(found.pop("precedence")) == list(range(6))
    assert found == {
        "signed out": "nobody is signed in",
        "added": {"message": f"Success adding {ann} to support"},
        "listed": True,
        "groups": ["support"],
        "removed": {"message": f"Removed {ann} from support"},
        "disabled": {"message": f"Disabled {ann}"},
        "enabledNow": False,
        "enabled": {"message": f"Enabled {ann}"},
        "pages": True,
        "unknown": [404, {"message": "User does not exist."}],
        "helpdesk": list(FORBIDDEN),
        "signedOut": {"message": f"Signed out {me} from all devices"},
        "me": me,
        "plain": list(FORBIDDEN),
    }
