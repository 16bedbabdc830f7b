#!/usr/bin/env python3
"""Compiles the auth, function and storage files of real projects, unchanged, and says how many of how many.

    tests/proof/corpus.py FOLDER [--ampc PATH] [--json FILE]

FOLDER holds one folder a project, as `git clone` or `git archive` leaves it. Which projects:
tests/proof/corpus.tsv, fixed before any of them was compiled. Their files are not ours to commit, so
whoever repeats this fetches them again.

A file counts if it declares a resource with defineAuth, referenceAuth, defineFunction or defineStorage. Each
is built by itself with `ampc build FILE --no-bundle`; that a file of storage has no users by itself (AMP0611)
is no failure. A project counts as compiled if all its files do. `ampc check` of the whole project is reported
besides."""

import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile

DECLARES = re.compile(r"\b(defineAuth|referenceAuth|defineFunction|defineStorage)\s*\(")


def run(ampc, *arguments):
    """Exit code and findings of one run."""
    done = subprocess.run([ampc, *arguments, "--format", "json"], capture_output=True, text=True, timeout=60)
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


def line(finding):
    start = finding.get("range", {}).get("start", {})
    return f"{finding['code']} {finding.get('file', '')}:{start.get('line', '')} {finding['message']}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--ampc", default="target/release/ampc")
    parser.add_argument("--json", type=pathlib.Path)
    options = parser.parse_args()
    projects = sorted(path for path in options.folder.iterdir() if (path / "amplify").is_dir())
    if not projects:
        sys.exit(f"no project with an amplify folder in {options.folder}")
    report, codes = {}, collections.Counter()
    for project in projects:
        files = sorted(
            file
            for file in (project / "amplify").rglob("*.ts")
            if "node_modules" not in file.parts and DECLARES.search(file.read_text(errors="replace"))
        )
        if not files:
            continue
        failed = {}
        for file in files:
            with tempfile.TemporaryDirectory() as out:
                code, findings = run(options.ampc, "build", str(file), "--no-bundle", "--out", f"{out}/out")
            if code != 0 and {finding["code"] for finding in errors(findings)} != {"AMP0611"}:
                failed[str(file.relative_to(project))] = [line(finding) for finding in errors(findings)]
                codes.update({finding["code"] for finding in errors(findings)})
        whole, findings = run(options.ampc, "check", str(project))
        report[project.name] = {
            "files": len(files),
            "failed": failed,
            "check": whole,
            "check_errors": [line(finding) for finding in errors(findings)],
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
    if options.json:
        options.json.write_text(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
