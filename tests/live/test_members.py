"""Who may do what in the deployed project `members`."""

import pytest

from cloud import ACCOUNT, PASSWORD, SECRETS, ClientError, claims, denied


def test_outputs_name_the_real_resources(app):
    assert app.pool in app.outputs.values()
    assert app.pool_client in app.outputs.values()
    assert app.identity_pool in app.outputs.values()


# triggers that need the pool that calls them


def test_typescript_trigger_adds_users_to_a_group_under_its_own_role(editor):
    groups = claims(editor["IdToken"])["cognito:groups"], claims(editor["AccessToken"])["cognito:groups"]
    assert groups == (["EDITORS"], ["EDITORS"])


def test_plain_trigger_reads_its_pool_and_its_secret_before_its_own_code_runs(app):
    with pytest.raises(ClientError, match="domain not allowed"):
        app.sign_up(f"a@{SECRETS['blocked-domain']}", PASSWORD)
    app.sign_up("first@small.example", PASSWORD)
    with pytest.raises(ClientError, match="no more users of this domain"):
        app.sign_up("second@small.example", PASSWORD)


def test_triggers_have_the_permission_to_be_called(app):
    assert app.deployed_triggers().keys() == {"PostConfirmation", "PreSignUp"}


# users and their tokens


@pytest.mark.parametrize("group", ["ADMINS", "EDITORS"])
def test_users_of_each_group_sign_in(app, group):
    email = f"{group.lower()}@each.example"
    tokens = app.sign_up(email, PASSWORD, groups=[group])
    for token in tokens["IdToken"], tokens["AccessToken"]:
        assert group in claims(token)["cognito:groups"]
    assert group in app.groups_of(email)


def test_precedence_follows_the_list(app):
    groups = app.admin.list_groups(UserPoolId=app.pool)["Groups"]
    assert {it["GroupName"]: it["Precedence"] for it in groups} == {"ADMINS": 0, "EDITORS": 1}


def test_weak_passwords_are_refused(app):
    with pytest.raises(ClientError, match="InvalidPasswordException"):
        app.sign_up("weak@x.example", "password")


def test_the_client_takes_no_plain_passwords(app, editor):
    with pytest.raises(ClientError, match="USER_PASSWORD_AUTH flow not enabled"):
        app.cloud.client("cognito-idp").initiate_auth(
            ClientId=app.pool_client,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "editor@x.example", "PASSWORD": PASSWORD},
        )


# what functions may


def test_function_adds_a_user_to_a_group(app):
    app.sign_up("climber@x.example", PASSWORD)
    call = {"op": "add", "Username": "climber@x.example", "GroupName": "ADMINS"}
    assert app.invoke("AdminToolFunction", call) == {"ok": True}
    assert app.groups_of("climber@x.example") == ["ADMINS", "EDITORS"]


@pytest.mark.parametrize("op", ["remove", "delete", "get", "list", "groups", "create"])
def test_function_is_refused_what_it_was_not_granted(app, editor, op):
    call = {"op": op, "Username": "editor@x.example", "GroupName": "EDITORS"}
    assert app.invoke("AdminToolFunction", call) == {"error": "AccessDeniedException"}


def test_function_cannot_read_other_parameters(app):
    def tries(**call):
        return app.invoke("AdminToolFunction", call)

    of_another_function = f"/amp/{app.stack}/secrets/blocked-domain"
    assert tries(op="parameter", Name=of_another_function) == {"error": "AccessDeniedException"}
    assert tries(op="parameters", Name=f"/amp/{app.stack}") == {"error": "AccessDeniedException"}


def test_environment_and_secrets_arrive(app):
    found = app.invoke("AdminToolFunction", {"op": "environment"})
    assert found.pop("node").startswith("v22.")
    assert found == {"stage": "live", "key": "s3cret", "same": "s3cret", "pool": app.pool}


def test_secrets_are_not_in_the_template(members):
    text = (members.out / "template.json").read_text()
    assert not any(secret in text for secret in SECRETS.values())


def test_schedules_call_their_function_and_nothing_else(app):
    scheduler = app.cloud.client("scheduler")
    arn = app.cloud.client("lambda").get_function(FunctionName=app.resources["CleanupFunction"])
    arn = arn["Configuration"]["FunctionArn"]
    schedules = [scheduler.get_schedule(Name=it["Name"]) for it in scheduler.list_schedules()["Schedules"]]
    ours = [it for it in schedules if it["Target"]["Arn"] == arn]
    assert sorted(it["ScheduleExpression"] for it in ours) == ["cron(0 0 * * ? *)", "cron(0 4 ? * 2 *)"]
    assert all(it["State"] == "ENABLED" for it in ours)
    role = role_document(app, "CleanupFunctionScheduleRole")
    assert {it["Target"]["RoleArn"] for it in ours} == {app.role_arn("CleanupFunctionScheduleRole")}
    assert role["trust"]["Principal"] == {"Service": "scheduler.amazonaws.com"}
    assert role["trust"]["Condition"]["StringEquals"]["aws:SourceAccount"] == ACCOUNT
    assert [(it["Action"], it["Resource"]) for it in role["allows"]] == [(["lambda:InvokeFunction"], [arn])]


def role_document(app, logical_id):
    """The only statement of a role's trust, and all statements of its inline policies."""
    iam, name = app.cloud.client("iam"), app.resources[logical_id]
    (trust,) = iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]["Statement"]
    allows = []
    for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
        document = iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
        for statement in document["Statement"]:
            lists = {
                key: it if isinstance(it, list) else [it]
                for key, it in statement.items()
                if key in ("Action", "Resource")
            }
            allows.append({**statement, **lists})
    return {"trust": trust, "allows": allows}


# roles of groups, signed-in users and guests


def test_a_group_role_is_assumed_by_its_members_and_may_nothing(app, editor, boss):
    for tokens, group in ((editor, "Editors"), (boss, "Admins")):
        session = app.assume_group_role(tokens)
        arn = session.client("sts").get_caller_identity()["Arn"]
        role = app.resources["EDITORSGroupRole" if group == "Editors" else "ADMINSGroupRole"]
        assert arn.startswith(f"arn:aws:sts::{ACCOUNT}:assumed-role/{role}/")
        may_nothing(app, session)


def test_signed_in_users_without_a_group_may_nothing(app, editor):
    may_nothing(app, app.assume(app.role_arn("AuthenticatedRole"), editor))


def may_nothing(app, session):
    with denied():
        session.client("s3").list_buckets()
    with denied():
        session.client("lambda").list_functions()
    with denied():
        app.invoke("AdminToolFunction", {"op": "environment"}, session.client("lambda"))
    with denied():
        session.client("cognito-idp").list_users(UserPoolId=app.pool)
    with denied():
        session.client("ssm").get_parameter(Name=f"/amp/{app.stack}/secrets/api-key")
    with denied():
        session.client("dynamodb").list_tables()


ROLES = ["AuthenticatedRole", "ADMINSGroupRole", "EDITORSGroupRole"]


def test_guests_are_not_let_in(app):
    """The stand-in hands out guest identities all the same: the setting is read, the roles are tried."""
    identity = app.cloud.client("cognito-identity")
    pool = identity.describe_identity_pool(IdentityPoolId=app.identity_pool)
    assert pool["AllowUnauthenticatedIdentities"] is False
    roles = identity.get_identity_pool_roles(IdentityPoolId=app.identity_pool)["Roles"]
    assert roles == {"authenticated": app.role_arn("AuthenticatedRole")}


def test_roles_refuse_guests(app):
    for role in ROLES:
        with denied():
            app.assume(app.role_arn(role))


def test_roles_refuse_users_of_another_identity_pool(app, editor, cloud):
    other = cloud.client("cognito-identity").create_identity_pool(
        IdentityPoolName="other",
        AllowUnauthenticatedIdentities=False,
        CognitoIdentityProviders=[
            {
                "ProviderName": f"cognito-idp.us-east-1.amazonaws.com/{app.pool}",
                "ClientId": app.pool_client,
            }
        ],
    )["IdentityPoolId"]
    for role in ROLES:
        with denied():
            app.assume(app.role_arn(role), editor, identity_pool=other)
    assert app.assume(app.role_arn("EDITORSGroupRole"), editor)


@pytest.mark.parametrize("role", ["AdminToolFunctionRole", "CleanupFunctionScheduleRole"])
def test_users_cannot_assume_the_roles_of_functions_and_schedules(app, editor, role):
    with denied():
        app.assume(app.role_arn(role), editor)
