#!/usr/bin/env python3
"""Takes the same projects through Amplify's own packages and through ampc, and compares what comes out.

    tests/peer/compare.py PEER [--case NAME]... [--ampc PATH] [--again]

PEER is a folder with package.json of this folder installed (`npm install --ignore-scripts`, 1.2 GB, outside
of the repository). A case takes five to twenty seconds, nearly all of it Amplify's; what Amplify made is
kept in PEER/compared and used again unless --again is given.

Compared are: the user pool, its client and providers, precedence and trust of groups, roles of the identity
pool, each function's settings, variables, schedules and rights, buckets with what they call, what every role
may do with files, as the set of requests that are allowed, and the `auth` and `storage` parts of
amplify_outputs.json. Every difference must be one of DELIBERATE, each of which names the passage of
docs/differences.md that explains it. Exit 0 if so, 1 otherwise."""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from deliberate import DELIBERATE
from view import View, differences

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def amplify(peer, case, again):
    """What Amplify makes of a case, and the milliseconds it took."""
    work, out = peer / "compared" / case, peer / "compared" / f"{case}.out"
    if again or not (out / "done.json").exists():
        shutil.rmtree(work, ignore_errors=True)
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(HERE / "cases" / case, work)
        (work / "package.json").write_text('{ "type": "module" }\n')
        paths = {"$amplify/*": ["../.amplify/generated/*"]}
        (work / "amplify" / "tsconfig.json").write_text(json.dumps({"compilerOptions": {"paths": paths}}))
        command = ["node", HERE / "synth.mjs", peer, work, out]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600)
        if done.returncode:
            raise RuntimeError(f"{case}: Amplify refuses it:\n{done.stderr}{done.stdout}")
        (out / "done.json").write_text(done.stdout.splitlines()[-1])
    resources = linked([json.loads(it.read_text()) for it in sorted(out.glob("*.template.json"))])
    outputs = json.loads((out / "amplify_outputs.json").read_text())
    return View(resources, outputs), json.loads((out / "done.json").read_text())["milliseconds"]


def linked(templates):
    """The resources of nested stacks as if they were one, without parameters from one to the other."""
    resources, outputs, parameters = {}, {}, {}
    for template in templates:
        resources |= template.get("Resources", {})
        outputs |= {name: it["Value"] for name, it in template.get("Outputs", {}).items()}
    for resource in resources.values():
        if resource["Type"] == "AWS::CloudFormation::Stack":
            parameters |= resource["Properties"].get("Parameters", {})

    def whole(value):
        match value:
            case {"Ref": str(name)} if name in parameters:
                return whole(parameters[name])
            case {"Fn::GetAtt": [_, str(name)]} if name.removeprefix("Outputs.") in outputs:
                return whole(outputs[name.removeprefix("Outputs.")])
            case dict():
                return {key: whole(it) for key, it in value.items()}
            case list():
                return [whole(it) for it in value]
        return value

    return {name: whole(it) for name, it in resources.items()}


def amp(program, case):
    """What ampc makes of it."""
    project = HERE / "cases" / case
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "out"
        run(program, "build", project, "--out", out, "--no-bundle")
        template = json.loads((out / "template.json").read_text())
        values = {
            "UserPoolId": "<UserPool>",
            "UserPoolClientId": "<UserPoolAppClient>",
            "IdentityPoolId": "<IdentityPool>",
            "Region": "<AWS::Region>",
            "OAuthDomain": "<domain>",
        }
        buckets = [
            it for it, resource in template["Resources"].items() if resource["Type"] == "AWS::S3::Bucket"
        ]
        values |= {f"{it}Name": f"<{it}>" for it in buckets}
        stack = pathlib.Path(folder) / "stack.json"
        outputs = [
            {"OutputKey": key, "OutputValue": values.get(key, output["Value"])}
            for key, output in template["Outputs"].items()
        ]
        stack.write_text(json.dumps({"Stacks": [{"StackName": case, "Outputs": outputs}]}))
        made = json.loads(run(program, "outputs", project, "--stack", stack))
    return View(template["Resources"], made)


def run(*command):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=60)
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}: {done.stderr}{done.stdout}")
    return done.stdout


def check_reasons(deliberate):
    """Every reason must be a passage of the page that users read."""
    page = re.sub(r"\s+", " ", (ROOT / "docs" / "differences.md").read_text())
    missing = {reason for _, reason in deliberate if reason not in page}
    if missing:
        sys.exit("not in docs/differences.md:\n  " + "\n  ".join(sorted(missing)))


def main():
    parser = argparse.ArgumentParser(description="compares ampc with Amplify")
    parser.add_argument("peer", type=pathlib.Path)
    parser.add_argument("--case", action="append")
    parser.add_argument("--ampc", default=os.environ.get("AMPC", ROOT / "target" / "debug" / "ampc"))
    parser.add_argument("--again", action="store_true")
    options = parser.parse_args()
    check_reasons(DELIBERATE)
    unexplained, explained, requests, used = 0, 0, 0, set()
    for case in options.case or sorted(it.name for it in (HERE / "cases").iterdir()):
        theirs, milliseconds = amplify(options.peer.resolve(), case, options.again)
        lines = []
        ours = amp(options.ampc, case)
        probes = theirs.prefixes() | ours.prefixes()
        expected, found = theirs.whole(probes), ours.whole(probes)
        requests += sum(map(len, expected["files"].values()))
        if expected["auth"] is None:
            del expected["auth"], found["auth"]
        for path, amplifys, amps in differences(expected, found):
            reasons = [it for it, (pattern, _) in enumerate(DELIBERATE) if re.fullmatch(pattern, path)]
            used |= set(reasons[:1])
            explained += bool(reasons)
            if not reasons:
                lines += [
                    f"    {path}",
                    f"        Amplify: {json.dumps(amplifys)}",
                    f"        ampc:    {json.dumps(amps)}",
                ]
        unexplained += len(lines) // 3
        said = f"{len(lines) // 3} unexplained differences" if lines else "same"
        print(f"{case}: {said} (Amplify took {milliseconds} ms)", *lines, sep="\n")
    print(f"{requests} requests for files that Amplify's roles allow")
    print(f"{unexplained} unexplained differences, {explained} deliberate ones of {len(used)} kinds")
    if not options.case and (idle := [it for number, it in enumerate(DELIBERATE) if number not in used]):
        print("never met:", *[pattern for pattern, _ in idle], sep="\n    ")
        unexplained += len(idle)
    sys.exit(1 if unexplained else 0)


if __name__ == "__main__":
    main()
