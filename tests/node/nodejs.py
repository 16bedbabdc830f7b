"""What the tests of this folder share: programs of Node, and a stack that was never deployed."""

import json
import os
import pathlib
import subprocess

import ampc

HERE = pathlib.Path(__file__).parent
PROJECTS = HERE / "projects"


def tool(*command, cwd=None):
    """Runs a program of Node. Its result comes back."""
    found = {**os.environ, "PATH": f"{ampc.node().parent}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(
        [str(it) for it in command], capture_output=True, text=True, timeout=120, cwd=cwd, env=found
    )


def described(built):
    """What `describe-stacks` would print for a template: made-up values of its outputs."""
    values = {
        "UserPoolId": "eu-west-1_aBcDeFgHi",
        "UserPoolClientId": "1example23456789",
        "IdentityPoolId": "eu-west-1:00000000-1111-2222-3333-444444444444",
        "Region": "eu-west-1",
        "OAuthDomain": "ampc-node-suite.auth.eu-west-1.amazoncognito.com",
    }
    outputs = []
    for key, output in built.template["Outputs"].items():
        # what is known when the template is made stands there; the names of buckets are like their ids
        known = output["Value"] if isinstance(output["Value"], str) else f"demo-{key.lower()}"
        outputs.append({"OutputKey": key, "OutputValue": values.get(key, known)})
    return json.dumps(
        {"Stacks": [{"StackName": "demo", "StackStatus": "CREATE_COMPLETE", "Outputs": outputs}]}
    )
