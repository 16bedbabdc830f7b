#!/usr/bin/env python3
"""Compiles files of real projects that define auth, functions, storage and data, unchanged, and says how
many of how many.

    tests/proof/corpus.py FOLDER [--ampc PATH] [--json FILE]

FOLDER holds one folder a project, as `git clone` or `git archive` leaves it. Which projects:
tests/proof/corpus.tsv, fixed before any of them was compiled. Their files are not ours to commit, so
whoever repeats this fetches them again.

A file counts if it declares a resource with defineAuth, referenceAuth, defineFunction or defineStorage. Each
is built by itself with `ampc build FILE --no-bundle` and values for the environment variables that it asks
for; that a file of storage has no users by itself (AMP0611) is no failure. A project counts as compiled if
all its files do. `ampc check` of the whole project is reported besides.

Data needs the rest: its rules name groups, its operations functions. So each project with a defineData is
built as a whole, without its imperative code (--leave-out). Its data is read if there is no error in the
files of data, and built if there is none at all."""

import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

DECLARES = re.compile(r"\b(defineAuth|referenceAuth|defineFunction|defineStorage)\s*\(")
DATA = re.compile(r"\b(defineData|a\s*\.\s*(schema|model|combine))\s*\(")

IMPERATIVE = "AMP0313"
NOT_SET = re.compile(r"the environment variable `(\w+)` is not set")


def run(ampc, *arguments, variables=()):
    """Exit code and findings of one run."""
    done = subprocess.run(
        [ampc, *arguments, "--format", "json"],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **dict.fromkeys(variables, "https://example.com")},
    )
    try:
        findings = json.loads(done.stdout or "[]")
    except ValueError:
        findings = [
            {"code": "CRASH", "severity": "error", "message": (done.stdout + done.stderr)[-300:], "file": ""}
        ]
    if done.returncode not in (0, 1):
        findings.append(
            {"code": f"EXIT{done.returncode}", "severity": "error", "message": done.stderr[-300:], "file": ""}
        )
    return done.returncode, findings


def errors(findings):
    return [finding for finding in findings if finding["severity"] == "error"]


def told(findings, project):
    """One line for each code in each file: the first one, and how many there are."""
    found = {}
    for finding in findings:
        found.setdefault((finding["code"], finding["file"]), []).append(finding)
    lines = []
    for (code, file), those in found.items():
        start = those[0].get("range", {}).get("start", {})
        more = f" (and {len(those) - 1} more)" if len(those) > 1 else ""
        lines.append(f"{code} {file}:{start.get('line', '')} {those[0]['message']}{more}")
    return [it.replace(f"{project}/", "") for it in lines]


def declaring(project, pattern):
    """The files of a project that match."""
    return sorted(
        file
        for file in (project / "amplify").rglob("*.ts")
        if "node_modules" not in file.parts and pattern.search(file.read_text(errors="replace"))
    )


def build(ampc, path, without_code=False):
    """Exit code and findings of a file or a project; without its imperative code, if it shall be."""
    left_out, variables = set(), set()
    while True:
        options = [it for file in sorted(left_out) for it in ("--leave-out", file)]
        with tempfile.TemporaryDirectory() as out:
            arguments = ["build", str(path), "--no-bundle", "--out", f"{out}/out", *options]
            code, findings = run(ampc, *arguments, variables=variables)
        asked = {it[1] for finding in findings if (it := NOT_SET.search(finding["message"]))}
        imperative = {it["file"] for it in errors(findings) if without_code and it["code"] == IMPERATIVE}
        if asked <= variables and imperative <= left_out:
            return code, findings
        left_out |= imperative
        variables |= asked


def of_data(ampc, project):
    """How a project with data fares, and the errors that say why; nothing if it has none."""
    files = {str(file) for file in declaring(project, DATA)}
    if not any("defineData" in pathlib.Path(file).read_text(errors="replace") for file in files):
        return None
    code, findings = build(ampc, project, without_code=True)
    found = errors(findings)
    here = [finding for finding in found if finding["file"] in files]
    how = "built" if code == 0 else "refused" if here else "refused elsewhere"
    return {"how": how, "errors": told(here or found, project)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--ampc", default="target/release/ampc")
    parser.add_argument("--json", type=pathlib.Path)
    options = parser.parse_args()
    projects = sorted(path for path in options.folder.iterdir() if (path / "amplify").is_dir())
    if not projects:
        sys.exit(f"no project with an amplify folder in {options.folder}")
    report, report_of_data, codes = {}, {}, collections.Counter()
    for project in projects:
        data = of_data(options.ampc, project)
        if data:
            report_of_data[project.name] = data
        files = declaring(project, DECLARES)
        if not files:
            continue
        failed = {}
        for file in files:
            code, findings = build(options.ampc, file)
            if code != 0 and {finding["code"] for finding in errors(findings)} != {"AMP0611"}:
                failed[str(file.relative_to(project))] = told(errors(findings), project)
                codes.update({finding["code"] for finding in errors(findings)})
        whole, findings = run(options.ampc, "check", str(project))
        report[project.name] = {
            "files": len(files),
            "failed": failed,
            "check": whole,
            "check_errors": told(errors(findings), project),
        }
        said = "clean" if whole == 0 else "findings"
        print(f"{project.name}: {len(files) - len(failed)}/{len(files)} files, check {said}")
        for file, lines in failed.items():
            for text in lines or ["(no error given)"]:
                print(f"    {file}: {text}")
    whole = [entry for entry in report.values() if not entry["failed"]]
    count = sum(entry["files"] for entry in report.values())
    bad = sum(len(entry["failed"]) for entry in report.values())
    clean = [entry for entry in report.values() if entry["check"] == 0]
    print(f"\n{len(whole)} of {len(report)} projects, {count - bad} of {count} files")
    print(f"whole projects check clean: {len(clean)}")
    print("files refused, by code:", dict(codes.most_common()))

    print("\ndata:")
    for name, data in report_of_data.items():
        if data["how"].startswith("refused"):
            print(f"{name}: {data['how']}")
            for text in data["errors"]:
                print(f"    {text}")
    print(f"\n{len(report_of_data)} projects with data")
    for how, times in collections.Counter(data["how"] for data in report_of_data.values()).most_common():
        print(f"{how}: {times}")
    read = [data for data in report_of_data.values() if data["how"] != "refused"]
    print(f"read without an error in the files of data: {len(read)}")
    if options.json:
        options.json.write_text(json.dumps({"files": report, "data": report_of_data}, indent=1))


if __name__ == "__main__":
    main()
