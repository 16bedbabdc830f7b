"""What becomes of users when a stack is created, changed and deleted."""

import json
import subprocess

import pytest

import ampc
from cloud import PASSWORD, ClientError, DeployError


def test_update_keeps_the_pool_and_its_users(cloud, tmp_path):
    project = ampc.copy(ampc.EXAMPLES / "user-groups", tmp_path / "grow")
    app = cloud.deploy(ampc.build(project), "grow")
    app.sign_up("a@x.example", PASSWORD, groups=["EDITORS"])
    source = project / "backend.amp"
    source.write_text(source.read_text().replace('"ADMINS", "EDITORS"', '"ADMINS", "REVIEWERS", "EDITORS"'))
    again = cloud.deploy(ampc.build(project), "grow")
    groups = again.admin.list_groups(UserPoolId=again.pool)["Groups"]
    assert {it["GroupName"]: it["Precedence"] for it in groups} == {"ADMINS": 0, "REVIEWERS": 1, "EDITORS": 2}
    assert again.pool == app.pool
    assert again.groups_of("a@x.example") == ["EDITORS"]
    assert again.sign_in("a@x.example", PASSWORD)["IdToken"]


def fails_late(resources):
    """A resource whose name is taken, so that the first deploy fails when all else is there."""
    parameter = {"Name": "/taken/by/someone", "Type": "String", "Value": "x"}
    resources["Late"] = {
        "Type": "AWS::SSM::Parameter",
        "DependsOn": sorted(resources),
        "Properties": parameter,
    }


def pools(app, created):
    return {it["Id"] for it in app.admin.list_user_pools(MaxResults=60)["UserPools"]} - created


@pytest.mark.parametrize(
    ("policy", "left"),
    [("RetainExceptOnCreate", 0), ("Retain", 1)],
    ids=["emitted", "seeded: the other policy leaves an orphan"],
)
def test_failed_first_deploy_leaves_nothing(app, changed, policy, left):
    ssm = app.cloud.client("ssm")
    ssm.put_parameter(Name="/taken/by/someone", Type="String", Value="x", Overwrite=True)
    before = pools(app, set())

    def change(resources):
        assert resources["UserPool"]["DeletionPolicy"] == "RetainExceptOnCreate"
        resources["UserPool"]["DeletionPolicy"] = policy
        resources["UserPool"]["Properties"].pop("DeletionProtection", None)
        fails_late(resources)

    with pytest.raises(DeployError, match="ROLLBACK_COMPLETE"):
        changed(f"broken{left}", change)
    assert len(pools(app, before)) == left


def test_deletion_keeps_the_pool(cloud, tmp_path):
    project = ampc.copy(ampc.EXAMPLES / "grant-access", tmp_path / "gone")
    app = cloud.deploy(ampc.build(project), "gone")
    app.sign_up("a@x.example", PASSWORD)
    cloudformation = cloud.client("cloudformation")
    cloudformation.delete_stack(StackName="gone")
    waiter = cloudformation.get_waiter("stack_delete_complete")
    waiter.wait(StackName="gone", WaiterConfig={"Delay": 1, "MaxAttempts": 30})
    assert app.admin.describe_user_pool(UserPoolId=app.pool)["UserPool"]["Id"] == app.pool
    assert len(app.admin.list_users(UserPoolId=app.pool)["Users"]) == 1
    with pytest.raises(ClientError, match="ResourceNotFound"):
        cloud.client("lambda").get_function(FunctionName=app.resources["AddUserToGroupFunction"])


def test_a_pool_is_protected_from_deletion(app):
    pool = app.admin.describe_user_pool(UserPoolId=app.pool)["UserPool"]
    assert pool["DeletionProtection"] == "ACTIVE"


def test_outputs_of_the_deployed_stack_are_read_by_the_official_client(app, members, tmp_path):
    described = app.cloud.aws("cloudformation", "describe-stacks", "--stack-name", app.stack)
    done = ampc.run("outputs", members.project, "--stack", "-", stdin=described)
    assert done.returncode == 0, done.stderr
    outputs = tmp_path / "amplify_outputs.json"
    outputs.write_text(done.stdout)
    reader = ampc.ROOT / "tests" / "node" / "read_outputs.mjs"
    read = subprocess.run([ampc.node(), reader, outputs], capture_output=True, text=True, timeout=60)
    assert read.returncode == 0, read.stderr
    cognito = json.loads(read.stdout)["Auth"]["Cognito"]
    assert cognito["userPoolId"] == app.pool
    assert cognito["userPoolClientId"] == app.pool_client
    assert cognito["identityPoolId"] == app.identity_pool
    assert cognito["groups"] == [{"ADMINS": {"precedence": 0}}, {"EDITORS": {"precedence": 1}}]


def test_outputs_of_another_stack_are_refused(app, members, cloud, tmp_path):
    described = json.loads(app.cloud.aws("cloudformation", "describe-stacks", "--stack-name", app.stack))
    described["Stacks"][0]["Outputs"] = []
    stack = tmp_path / "stack.json"
    stack.write_text(json.dumps(described))
    done = ampc.run("outputs", members.project, "--stack", stack)
    assert done.returncode != 0 and not done.stdout


def test_template_deploys_without_named_capabilities_or_bootstrap(members):
    text = (members.out / "template.json").read_text()
    assert "CDKToolkit" not in text and "Custom::" not in text
