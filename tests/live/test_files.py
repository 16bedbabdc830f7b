"""Who may do what with the files of the deployed project `files`, and who is called about them.

What ministack does not know: the variable for the user's own id in a policy. It stays as it is written, so
that nobody has a folder of their own here; that nobody has another's is seen all the same."""

import json
import time

import pytest

from cloud import ACCOUNT, PASSWORD, REFUSED, ClientError, denied

ACTIONS = ["get", "list", "write", "delete"]

# A folder of each path that a rule stands at, beside these, and around them; with the storage.
PLACES = {
    "media/": "files",
    "media/deep/er/": "files",
    "media/drafts/": "files",
    "mediator/": "files",
    "previews/": "files",
    "inbox/": "files",
    "private/us-east-1:somebody/": "files",
    "other/": "files",
    "": "files",
    "old/": "archive",
    "new/": "archive",
}

# What the definition says, for each place in which anything is allowed.
MAY = {
    "guest": {
        "media/": "get",
        "media/deep/er/": "get",
        "inbox/": "write",
    },
    "user": {
        "media/": "get list",
        "media/deep/er/": "get list",
        "previews/": "get",
        "old/": "get",
    },
    "editor": {
        "media/": "get list write",
        "media/deep/er/": "get list write",
        "media/drafts/": "get list write delete",
    },
    "admin": {
        "media/": "get list write delete",
        "media/deep/er/": "get list write delete",
        "media/drafts/": "list",
        "inbox/": "get list delete",
        "private/us-east-1:somebody/": "get",
        "old/": "get list write",
        "new/": "get list write",
    },
}
MAY["admin and editor"] = MAY["admin"]


GROUPS = {"user": [], "editor": ["EDITORS"], "admin": ["ADMINS"], "admin and editor": ["EDITORS", "ADMINS"]}


@pytest.fixture(scope="module")
def sessions(files):
    return {who: session(files, who) for who in MAY}


def session(app, who):
    """A session of somebody, under the role that AWS would choose."""
    if who == "guest":
        return app.assume(app.role_arn("UnauthenticatedRole"))
    tokens = app.sign_up(f"{who.replace(' ', '-')}@x.example", PASSWORD, groups=GROUPS[who])
    return (
        app.assume_group_role(tokens)
        if GROUPS[who]
        else app.assume(app.role_arn("AuthenticatedRole"), tokens)
    )


def bucket(app, storage):
    return app.resources[f"{storage.title()}Bucket"]


def may(app, session, place, action):
    """Whether one of ACTIONS is allowed in a place; a refusal is told from any other error."""
    name, key = bucket(app, PLACES[place]), f"{place}file"
    app.cloud.client("s3").put_object(Bucket=name, Key=key, Body=b"text")
    s3 = session.client("s3")
    tries = {
        "get": lambda: s3.get_object(Bucket=name, Key=key)["Body"].read() == b"text",
        "list": lambda: s3.list_objects_v2(Bucket=name, Prefix=place)["KeyCount"] > 0,
        "write": lambda: s3.put_object(Bucket=name, Key=f"{key}-new", Body=b"new")["ETag"],
        "delete": lambda: s3.delete_object(Bucket=name, Key=key)["ResponseMetadata"],
    }
    try:
        assert tries[action]()
    except ClientError as error:
        if error.response["Error"]["Code"] not in REFUSED:
            raise
        return False
    return True


def allowed(app, session):
    """All that somebody may: {place: actions}."""
    found = {place: [action for action in ACTIONS if may(app, session, place, action)] for place in PLACES}
    return {place: " ".join(actions) for place, actions in found.items() if actions}


@pytest.mark.parametrize("who", MAY)
def test_everybody_may_what_the_definition_says_and_nothing_else(files, sessions, who):
    assert allowed(files, sessions[who]) == MAY[who]


@pytest.mark.parametrize("storage", ["files", "archive"])
@pytest.mark.parametrize("who", MAY)
def test_the_rest_of_a_bucket_is_nobodys(files, sessions, who, storage):
    s3, name = sessions[who].client("s3"), bucket(files, storage)
    tries = [
        lambda: s3.get_bucket_policy(Bucket=name),
        lambda: s3.put_bucket_policy(Bucket=name, Policy="{}"),
        lambda: s3.delete_bucket(Bucket=name),
        lambda: s3.put_object_acl(Bucket=name, Key="media/file", ACL="public-read"),
        lambda: s3.list_object_versions(Bucket=name),
        lambda: s3.list_buckets(),
        lambda: s3.get_object(Bucket="deploy", Key="any"),
    ]
    if (who, storage) not in WHOLE:
        tries.append(lambda: s3.list_objects_v2(Bucket=name))
    for each in tries:
        with denied():
            each()


def test_nothing_goes_without_tls(files, sessions):
    """The stand-in believes a proxy that says how a request came."""
    s3, name = sessions["admin"].client("s3"), bucket(files, "files")
    files.cloud.client("s3").put_object(Bucket=name, Key="media/file", Body=b"text")
    assert s3.get_object(Bucket=name, Key="media/file")

    def came_without(request, **_):
        request.headers["X-Forwarded-Proto"] = "http"

    s3.meta.events.register("before-send.s3", came_without)
    with denied():
        s3.get_object(Bucket=name, Key="media/file")


# Who may list a whole bucket.
WHOLE = {("admin", "archive"), ("admin and editor", "archive")}


def test_whoever_has_the_whole_bucket_lists_it(files, sessions):
    for who, storage in WHOLE:
        assert sessions[who].client("s3").list_objects_v2(Bucket=bucket(files, storage))["KeyCount"] >= 0


def test_roles_are_for_their_own(files, sessions):
    user = files.sign_in("user@x.example", PASSWORD)
    with denied():
        files.assume(files.role_arn("UnauthenticatedRole"), user)
    for role in "AuthenticatedRole", "ADMINSGroupRole", "EDITORSGroupRole":
        with denied():
            files.assume(files.role_arn(role))
    for role in "PreviewsFunctionRole", "LibrarianFunctionRole":
        with denied():
            files.assume(files.role_arn(role), user)


def test_guests_are_let_in_where_something_is_granted_to_them(files):
    identity = files.cloud.client("cognito-identity")
    pool = identity.describe_identity_pool(IdentityPoolId=files.identity_pool)
    assert pool["AllowUnauthenticatedIdentities"] is True
    roles = identity.get_identity_pool_roles(IdentityPoolId=files.identity_pool)["Roles"]
    assert roles == {
        "authenticated": files.role_arn("AuthenticatedRole"),
        "unauthenticated": files.role_arn("UnauthenticatedRole"),
    }


# functions


def test_a_function_knows_its_buckets(files):
    found = files.invoke("LibrarianFunction", {"op": "environment"})
    assert found == {"files": bucket(files, "files"), "archive": bucket(files, "archive")}


FUNCTION = [
    ("files", "media/book", "get put list delete", "get list"),
    ("files", "media/drafts/book", "get put list delete", ""),
    ("files", "inbox/book", "get put list delete", ""),
    ("files", "", "list", ""),
    ("archive", "old/book", "get put list delete", "get put"),
    ("archive", "new/book", "get put list delete", ""),
    ("archive", "", "list", ""),
]


@pytest.mark.parametrize(("storage", "key", "tried", "granted"), FUNCTION)
def test_a_function_may_what_it_was_granted(files, storage, key, tried, granted):
    if key:
        files.cloud.client("s3").put_object(Bucket=bucket(files, storage), Key=key, Body=b"text")
    for op in tried.split():
        answer = files.invoke("LibrarianFunction", {"op": op, "storage": storage, "Key": key})
        assert answer == ({"ok": True} if op in granted.split() else {"error": "AccessDenied"}), op


# notifications


def test_the_bucket_may_call_the_function_and_no_other_account_may(files):
    answer = files.cloud.client("lambda").get_policy(FunctionName=files.resources["PreviewsFunction"])
    (statement,) = json.loads(answer["Policy"])["Statement"]
    assert statement["Principal"] == {"Service": "s3.amazonaws.com"}
    assert statement["Action"] == "lambda:InvokeFunction"
    assert statement["Condition"] == {"StringEquals": {"AWS:SourceAccount": ACCOUNT}}


def test_an_upload_and_a_deletion_call_the_function_that_uses_its_own_bucket(files, sessions):
    """The function reads the bucket's name at start: in the template it would close a circle."""
    variables = files.cloud.client("lambda").get_function_configuration(
        FunctionName=files.resources["PreviewsFunction"]
    )["Environment"]["Variables"]
    assert "FILES_BUCKET_NAME" not in variables and "FILES_BUCKET_NAME" in variables["AMP_PARAMETERS"]

    s3, name = sessions["editor"].client("s3"), bucket(files, "files")
    s3.put_object(Bucket=name, Key="media/a new one.txt", Body=b"twelve chars")
    assert wait_for(files, name, "previews/media/a new one.txt") == b"12 characters"
    sessions["admin"].client("s3").delete_object(Bucket=name, Key="media/a new one.txt")
    assert wait_for(files, name, "previews/media/a new one.txt", there=False) is None


def wait_for(app, name, key, there=True, timeout=60):
    """What is in a file once it is there, or None once it is not."""
    s3, end = app.cloud.client("s3"), time.monotonic() + timeout
    while time.monotonic() < end:
        try:
            found = s3.get_object(Bucket=name, Key=key)["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] != "NoSuchKey":
                raise
            found = None
        if (found is not None) == there:
            return found
        time.sleep(0.2)
    raise TimeoutError(f"{key} is {'not there' if there else 'still there'} after {timeout} s")


# mistakes in the template, which all of this must notice


def statements(resources, policy):
    return resources[policy]["Properties"]["PolicyDocument"]["Statement"]


def without_denials(resources):
    for policy in (name for name in resources if name.endswith("StoragePolicy")):
        kept = [it for it in statements(resources, policy) if it["Effect"] == "Allow"]
        resources[policy]["Properties"]["PolicyDocument"]["Statement"] = kept


def lists_everything(resources):
    for statement in statements(resources, "AuthenticatedStoragePolicy"):
        if statement["Action"] == ["s3:ListBucket"] and statement["Effect"] == "Allow":
            statement.pop("Condition", None)


def wider_names(resources):
    policy = resources["EDITORSGroupStoragePolicy"]["Properties"]
    policy["PolicyDocument"] = json.loads(json.dumps(policy["PolicyDocument"]).replace("/media/*", "/media*"))


def rights_of_another(resources):
    resources["EDITORSGroupStoragePolicy"]["Properties"]["Roles"] = [{"Ref": "AuthenticatedRole"}]


NOTICED_BY = {
    without_denials: ("user", "media/drafts/"),
    lists_everything: ("user", "other/"),
    wider_names: ("editor", "mediator/"),
    rights_of_another: ("user", "media/drafts/"),
}


@pytest.mark.parametrize("mistake", NOTICED_BY, ids=lambda it: it.__name__)
def test_mistakes_are_noticed(cloud, files_built, changed, mistake):
    app = changed(mistake.__name__.replace("_", ""), mistake, files_built)
    who, place = NOTICED_BY[mistake]
    somebody = session(app, who)
    found = [action for action in ACTIONS if may(app, somebody, place, action)]
    assert " ".join(found) != MAY[who].get(place, "")


def test_a_function_that_is_not_called(cloud, files_built, changed):
    def change(resources):
        resources["FilesBucket"]["Properties"].pop("NotificationConfiguration")

    app = changed("notcalled", change, files_built)
    name = bucket(app, "files")
    app.cloud.client("s3").put_object(Bucket=name, Key="media/file", Body=b"text")
    with pytest.raises(TimeoutError):
        wait_for(app, name, "previews/media/file", timeout=3)
