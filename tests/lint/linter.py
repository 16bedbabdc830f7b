"""cfn-lint, for many templates at a time: starting it costs more than a template."""

import json
import pathlib
import subprocess
import sys

# Informational rules are on: they notice an action on a resource of another service, a partition in an ARN,
# data without a deletion policy. W3002 is about code in a local folder, which is what `aws cloudformation
# package` is for.
OPTIONS = ["--ignore-checks", "W3002", "--include-checks", "I", "--regions", "us-east-1", "--format", "json"]


def lint(paths):
    """What cfn-lint says of each file: a set of (code, message)."""
    command = [pathlib.Path(sys.executable).parent / "cfn-lint", *OPTIONS, "--", *paths]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    if done.stderr or not done.stdout:
        raise RuntimeError(f"cfn-lint: {done.stderr}")
    found = {str(path): set() for path in paths}
    for it in json.loads(done.stdout):
        found[it["Filename"]].add((it["Rule"]["Id"], it["Message"]))
    return found
