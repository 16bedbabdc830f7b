"""IAM statements of groups, of signed-in users and of functions, and groups that keep what every user has.

What ministack does not know: the variable for the user's own id in a policy. `with_own_id` fills it in, as
IAM does at each request."""

import json

import pytest

import ampc
from cloud import PASSWORD, denied

VARIABLE = "${cognito-identity.amazonaws.com:sub}"
GROUPS = {"user": [], "admin": ["ADMINS"], "editor": ["EDITORS"], "reader": ["READERS"]}
ROLES = {
    "user": "AuthenticatedRole",
    "admin": "ADMINSGroupRole",
    "editor": "EDITORSGroupRole",
    "reader": "READERSGroupRole",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return ampc.build(ampc.copy(ampc.PROJECTS / "policies", tmp_path_factory.mktemp("policies") / "policies"))


@pytest.fixture(scope="module")
def app(cloud, built):
    return cloud.deploy(built, "policies")


@pytest.fixture(scope="module")
def tokens(app):
    return {who: app.sign_up(f"{who}@x.example", PASSWORD, GROUPS[who]) for who in GROUPS}


@pytest.fixture(scope="module")
def sessions(app, tokens):
    return {who: session(app, tokens, who) for who in GROUPS}


def session(app, tokens, who):
    if GROUPS[who]:
        return app.assume_group_role(tokens[who])
    return app.assume(app.role_arn("AuthenticatedRole"), tokens[who])


def with_own_id(app, tokens, who):
    """The user's identity id, filled into the policies of the user's role."""
    logins = {f"cognito-idp.us-east-1.amazonaws.com/{app.pool}": tokens[who]["IdToken"]}
    identity = app.cloud.client("cognito-identity")
    own = identity.get_id(IdentityPoolId=app.identity_pool, Logins=logins)["IdentityId"]
    iam, role = app.cloud.client("iam"), app.resources[ROLES[who]]
    for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
        document = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        text = json.dumps(document).replace(VARIABLE, own)
        iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=text)
    return own


def file(app, key):
    """A file that is there."""
    name = app.resources["FilesBucket"]
    app.cloud.client("s3").put_object(Bucket=name, Key=key, Body=b"text")
    return {"Bucket": name, "Key": key}


def test_an_admin_creates_a_bucket_and_may_nothing_else(app, sessions):
    s3 = sessions["admin"].client("s3")
    s3.create_bucket(Bucket="made-by-an-admin")
    assert "made-by-an-admin" in [it["Name"] for it in app.cloud.client("s3").list_buckets()["Buckets"]]
    for refused in [
        lambda: s3.delete_bucket(Bucket="made-by-an-admin"),
        lambda: s3.put_object(Bucket="made-by-an-admin", Key="a", Body=b""),
        lambda: s3.list_buckets(),
        # the role of the group replaces that of signed-in users
        lambda: s3.get_object(**file(app, "media/a")),
        lambda: sessions["admin"].client("sqs").list_queues(),
    ]:
        with denied():
            refused()


@pytest.mark.parametrize("who", ["user", "editor", "reader"])
def test_nobody_else_creates_buckets(sessions, who):
    with denied():
        sessions[who].client("s3").create_bucket(Bucket=f"made-by-{who}")


@pytest.mark.parametrize("who", ["user", "editor"])
def test_who_inherits_has_what_signed_in_users_have(app, sessions, who):
    s3 = sessions[who].client("s3")
    assert s3.get_object(**file(app, "media/a"))["Body"].read() == b"text"
    assert s3.list_objects_v2(Bucket=app.resources["FilesBucket"], Prefix="media/")["KeyCount"] > 0
    s3.put_object(**file(app, "media/b"), Body=b"new")
    s3.delete_object(**file(app, "media/b"))
    assert sessions[who].client("sqs").list_queues()["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_who_does_not_inherit_has_only_what_the_group_has(app, sessions):
    s3 = sessions["reader"].client("s3")
    assert s3.get_object(**file(app, "media/a"))["Body"].read() == b"text"
    for refused in [
        lambda: s3.list_objects_v2(Bucket=app.resources["FilesBucket"], Prefix="media/"),
        lambda: s3.put_object(**file(app, "media/b"), Body=b"new"),
        lambda: sessions["reader"].client("sqs").list_queues(),
    ]:
        with denied():
            refused()


@pytest.mark.parametrize("who", ["user", "editor"])
def test_who_inherits_has_a_folder_of_their_own_and_no_other(app, tokens, who):
    has_own_folder(app, tokens, who)


@pytest.mark.parametrize("who", ["admin", "reader"])
def test_who_does_not_inherit_has_no_folder(app, tokens, who):
    with pytest.raises(app.cloud.client("s3").exceptions.ClientError, match="AccessDenied"):
        has_own_folder(app, tokens, who)


def has_own_folder(app, tokens, who):
    own = with_own_id(app, tokens, who)
    s3 = session(app, tokens, who).client("s3")
    s3.put_object(**file(app, f"own/{own}/a"), Body=b"mine")
    assert s3.get_object(Bucket=app.resources["FilesBucket"], Key=f"own/{own}/a")["Body"].read() == b"mine"
    for refused in [
        lambda: s3.get_object(**file(app, "own/us-east-1:somebody/a")),
        lambda: s3.put_object(**file(app, "own/us-east-1:somebody/a"), Body=b"new"),
        lambda: s3.delete_object(**file(app, f"own/{own}/a")),
    ]:
        with denied():
            refused()


def test_what_is_forbidden_is_forbidden_to_the_group_alone(app, sessions):
    sessions["user"].client("s3").delete_object(**file(app, "media/press/a"))
    with denied():
        sessions["editor"].client("s3").delete_object(**file(app, "media/press/a"))


def test_a_function_does_what_its_statements_say(app):
    for op, key, expected in [
        ("tags", "media/a", "ok"),
        ("tag", "media/a", "ok"),
        ("tags", "media/press/a", "ok"),
        ("tag", "media/press/a", "AccessDenied"),
        ("tags", "own/x/a", "AccessDenied"),
        ("get", "media/a", "AccessDenied"),
    ]:
        place = file(app, key)
        said = app.invoke("TidyFunction", {"op": op, "bucket": place["Bucket"], "key": key})
        assert said == expected, (op, key)


# mistakes that must be noticed


def test_statements_on_another_role_are_noticed(changed, built):
    def change(resources):
        resources["ADMINSGroupPolicy"]["Properties"]["Roles"] = [{"Ref": "READERSGroupRole"}]

    app = changed("otherrole", change, built)
    tokens = {who: app.sign_up(f"{who}@x.example", PASSWORD, GROUPS[who]) for who in GROUPS}
    sessions = {who: session(app, tokens, who) for who in GROUPS}
    with pytest.raises(app.cloud.client("s3").exceptions.ClientError, match="AccessDenied"):
        test_an_admin_creates_a_bucket_and_may_nothing_else(app, sessions)
    with pytest.raises(AssertionError, match="allowed"):
        test_nobody_else_creates_buckets(sessions, "reader")


def test_an_inheritance_that_is_lost_is_noticed(changed, built):
    def change(resources):
        resources.pop("EDITORSGroupStoragePolicy")
        resources["EDITORSGroupPolicy"]["Properties"]["PolicyDocument"]["Statement"].pop()

    app = changed("notinherited", change, built)
    tokens = {"editor": app.sign_up("editor@x.example", PASSWORD, GROUPS["editor"])}
    with pytest.raises(app.cloud.client("s3").exceptions.ClientError, match="AccessDenied"):
        has_own_folder(app, tokens, "editor")
    with pytest.raises(app.cloud.client("s3").exceptions.ClientError, match="AccessDenied"):
        test_who_inherits_has_what_signed_in_users_have(
            app, {"editor": session(app, tokens, "editor")}, "editor"
        )


def test_a_deny_that_became_an_allow_is_noticed(changed, built):
    def change(resources):
        for policy in ("EDITORSGroupPolicy", "TidyFunctionOwnPolicy"):
            for statement in resources[policy]["Properties"]["PolicyDocument"]["Statement"]:
                statement["Effect"] = "Allow"

    app = changed("allowed", change, built)
    with pytest.raises(AssertionError):
        test_a_function_does_what_its_statements_say(app)
