"""Mistakes put into an emitted template: each must be noticed by cfn-lint or parliament, with the code that
is meant."""

import copy
import json

import pytest

import ampc
from linter import lint
from policies import unexpected


def of(template, name):
    return template["Resources"][name]["Properties"]


def variables(template, name):
    return of(template, name)["Environment"]["Variables"]


def statement(template, policy):
    return of(template, policy)["PolicyDocument"]["Statement"][0]


def trust(template, role):
    return of(template, role)["AssumeRolePolicyDocument"]["Statement"][0]


TOOL, TOOL_POLICY = "AdminToolFunction", "AdminToolFunctionAuthPolicy"
WELCOME = "WelcomeFunction"
GROUP, ROLE = "EDITORSGroup", "EDITORSGroupRole"

# mistake -> (change, code that must be among the findings)
SEEDED = {
    "unknown property": (lambda t: of(t, "UserPool").update(Bogus=1), "E3002"),
    "precedence as text": (lambda t: of(t, GROUP).update(Precedence="first"), "E3012"),
    "client without a pool": (lambda t: of(t, "UserPoolClient").pop("UserPoolId"), "E3003"),
    "unknown auth flow": (lambda t: of(t, "UserPoolClient").update(ExplicitAuthFlows=["ALLOW_SRP"]), "E3030"),
    "reference to nothing": (lambda t: of(t, GROUP).update(UserPoolId={"Ref": "Nope"}), "E1020"),
    "attribute that is not": (
        lambda t: of(t, GROUP).update(RoleArn={"Fn::GetAtt": [ROLE, "Bogus"]}),
        "E1010",
    ),
    "role by name": (lambda t: of(t, GROUP).update(RoleArn={"Ref": ROLE}), "E1041"),
    "circle that is not broken": (lambda t: variables(t, WELCOME).update(POOL={"Ref": "UserPool"}), "E3004"),
    "deprecated runtime": (lambda t: of(t, TOOL).update(Runtime="nodejs14.x"), "E2531"),
    "too little memory": (lambda t: of(t, TOOL).update(MemorySize=64), "E3034"),
    "too long a timeout": (lambda t: of(t, TOOL).update(Timeout=901), "E3717"),
    "reserved variable": (lambda t: variables(t, TOOL).update(AWS_REGION="x"), "E3663"),
    "effect of a policy": (lambda t: statement(t, TOOL_POLICY).update(Effect="Permit"), "E3510"),
    "policy without resource": (lambda t: statement(t, TOOL_POLICY).pop("Resource"), "E3510"),
    "unknown action": (lambda t: statement(t, TOOL_POLICY).update(Action=["cognito-idp:AddUser"]), "W3037"),
    "action on another service": (
        lambda t: statement(t, TOOL_POLICY).update(Resource="arn:aws:s3:::b"),
        "I3510",
    ),
    "trust without principal": (lambda t: trust(t, ROLE).pop("Principal"), "E3530"),
    "group name with a blank": (lambda t: of(t, GROUP).update(GroupName="a b"), "E3031"),
    "two groups of one name": (lambda t: of(t, GROUP).update(GroupName="ADMINS"), "E3019"),
    "secret from the wrong store": (
        lambda t: variables(t, TOOL).update(KEY="{{resolve:ssm-secure:/key:1}}"),
        "E1027",
    ),
    "pool that an update may delete": (
        lambda t: t["Resources"]["UserPool"].pop("UpdateReplacePolicy"),
        "I3011",
    ),
    "unused parameter": (lambda t: t.setdefault("Parameters", {}).update(Unused={"Type": "String"}), "W2001"),
}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """The codes that cfn-lint names for each mistake."""
    folder = tmp_path_factory.mktemp("seeded")
    template = ampc.build(ampc.PROJECTS / "members", folder / "out", options=["--no-bundle"]).template
    paths = {}
    for number, (mistake, (change, _)) in enumerate(SEEDED.items()):
        seeded = copy.deepcopy(template)
        change(seeded)
        paths[mistake] = folder / f"{number}.json"
        paths[mistake].write_text(json.dumps(seeded))
    said = lint(paths.values())
    return {mistake: {code for code, _ in said[str(path)]} for mistake, path in paths.items()}


@pytest.mark.parametrize("mistake", SEEDED)
def test_mistake_is_noticed(mistake, found):
    assert SEEDED[mistake][1] in found[mistake]


GUESTS, OWN = "UnauthenticatedStoragePolicy", "AuthenticatedStoragePolicy"


def own_files(template):
    (found,) = [
        it
        for it in of(template, OWN)["PolicyDocument"]["Statement"]
        if "sub}" in json.dumps(it["Resource"]) and "s3:GetObject" in it["Action"]
    ]
    return found


# mistake in a policy of files -> (change, issue that must be among the findings)
IN_POLICIES = {
    "bucket for an action on files": (
        lambda t: statement(t, GUESTS).update(Resource=[{"Fn::GetAtt": ["MyDriveBucket", "Arn"]}]),
        "RESOURCE_MISMATCH",
    ),
    "own files without the bucket": (
        lambda t: own_files(t).update(Resource=["arn:aws:s3:::${cognito-identity.amazonaws.com:sub}"]),
        "RESOURCE_MISMATCH",
    ),
    "unknown action": (lambda t: statement(t, GUESTS).update(Action=["s3:GetObjects"]), "UNKNOWN_ACTION"),
    "unknown action on own files": (
        lambda t: own_files(t)["Action"].append("s3:ReadObject"),
        "UNKNOWN_ACTION",
    ),
    "condition that the action does not have": (
        lambda t: statement(t, GUESTS).update(Condition={"StringLike": {"s3:prefix": ["a/*"]}}),
        "UNKNOWN_CONDITION_FOR_ACTION",
    ),
    "everything": (
        lambda t: statement(t, GUESTS).update(Action=["s3:*"], Resource=["*"]),
        "RESOURCE_STAR",
    ),
}


@pytest.mark.parametrize("mistake", IN_POLICIES)
def test_mistake_in_a_policy_is_noticed(mistake):
    template = json.loads((ampc.ROOT / "tests/golden/storage/template.json").read_text())
    assert unexpected(template) == {}
    change, issue = IN_POLICIES[mistake]
    change(template)
    assert issue in {it for here in unexpected(template).values() for it, _ in here}
