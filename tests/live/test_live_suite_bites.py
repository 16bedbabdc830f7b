"""Mistakes put into the emitted template: a suite that stays silent on them proves nothing."""

import json

import pytest

import test_members
from cloud import ACCOUNT, PASSWORD, REGION, DeployError, HandlerError


def statements(resources, policy):
    return resources[policy]["Properties"]["PolicyDocument"]["Statement"]


def test_grant_on_another_pool(changed):
    other = f"arn:aws:cognito-idp:{REGION}:{ACCOUNT}:userpool/{REGION}_other"

    def change(resources):
        statements(resources, "AdminToolFunctionAuthPolicy")[0]["Resource"] = other

    app = changed("otherpool", change)
    app.sign_up("a@x.example", PASSWORD)
    call = {"op": "add", "Username": "a@x.example", "GroupName": "ADMINS"}
    assert app.invoke("AdminToolFunction", call) == {"error": "AccessDeniedException"}


def test_grant_of_too_much(changed):
    def change(resources):
        statements(resources, "AdminToolFunctionAuthPolicy")[0]["Action"] = "cognito-idp:*"

    app = changed("toomuch", change)
    app.sign_up("a@x.example", PASSWORD)
    assert app.invoke("AdminToolFunction", {"op": "delete", "Username": "a@x.example"}) == {"ok": True}


def test_missing_permission_of_a_trigger(changed):
    app = changed("nopermission", lambda resources: resources.pop("DoormanFunctionUserPoolPermission"))
    with pytest.raises(PermissionError, match="PreSignUp"):
        app.deployed_triggers()


def test_missing_right_to_read_a_parameter(changed):
    def change(resources):
        (statement,) = statements(resources, "WelcomeFunctionParametersPolicy")
        text = json.dumps(statement["Resource"]).replace("AMPLIFY_AUTH_USERPOOL_ID", "OTHER")
        statement["Resource"] = json.loads(text)

    app = changed("noparameter", change)
    with pytest.raises(HandlerError, match="AccessDeniedException"):
        app.sign_up("a@x.example", PASSWORD)


def test_circle_that_is_not_broken(changed):
    def change(resources):
        variables = resources["WelcomeFunction"]["Properties"]["Environment"]["Variables"]
        variables["POOL"] = {"Ref": "UserPool"}

    with pytest.raises(DeployError, match="Circular dependency"):
        changed("circle", change)


def test_right_of_a_group(changed):
    def change(resources):
        everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
        resources["Extra"] = {
            "Type": "AWS::IAM::Policy",
            "Properties": {
                "PolicyName": "extra",
                "Roles": [{"Ref": "EDITORSGroupRole"}],
                "PolicyDocument": {"Version": "2012-10-17", "Statement": [everything]},
            },
        }

    app = changed("groupright", change)
    session = app.assume_group_role(app.sign_up("a@x.example", PASSWORD))
    with pytest.raises(AssertionError, match="allowed"):
        test_members.may_nothing(app, session)


def test_guests_let_in(changed):
    def change(resources):
        resources["IdentityPool"]["Properties"]["AllowUnauthenticatedIdentities"] = True
        for role in ("AuthenticatedRole", "ADMINSGroupRole", "EDITORSGroupRole"):
            text = json.dumps(resources[role]).replace('"authenticated"', '"unauthenticated"')
            resources[role] = json.loads(text)

    app = changed("letin", change)
    with pytest.raises(AssertionError):
        test_members.test_guests_are_not_let_in(app)
    with pytest.raises(AssertionError, match="allowed"):
        test_members.test_roles_refuse_guests(app)
