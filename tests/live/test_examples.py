"""The examples, deployed as they are."""

import pytest

import ampc
from cloud import PASSWORD


def deploy(cloud, tmp_path, name):
    return cloud.deploy(ampc.build(ampc.copy(ampc.EXAMPLES / name, tmp_path / name)), name)


def test_user_groups(cloud, tmp_path):
    app = deploy(cloud, tmp_path, "user-groups")
    app.sign_up("a@x.example", PASSWORD, groups=["EDITORS", "ADMINS"])
    assert app.groups_of("a@x.example") == ["ADMINS", "EDITORS"]
    assert app.deployed_triggers() == {}


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("grant-access", lambda user, group: {"userId": user, "groupName": group}),
        ("admin-actions", lambda user, group: {"arguments": {"userId": user, "groupName": group}}),
    ],
)
def test_function_adds_a_user_to_a_group(cloud, tmp_path, name, call):
    app = deploy(cloud, tmp_path, name)
    app.sign_up("a@x.example", PASSWORD)
    assert app.groups_of("a@x.example") == []
    app.invoke("AddUserToGroupFunction", call("a@x.example", "ADMINS"))
    assert app.groups_of("a@x.example") == ["ADMINS"]
