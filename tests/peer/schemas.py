#!/usr/bin/env python3
"""Takes the same schemas through Amplify's own packages and through ampc, and compares the GraphQL schema,
what clients know of it, and the tables.

    tests/peer/schemas.py PEER [--case NAME]... [--program PATH] [--again]

PEER is the folder of compare.py. All cases together take about two minutes, nearly all of it Amplify's; what
Amplify made is kept in PEER/schemas and used again unless the case is another one or --again is given. PATH
is the example `graphql` of this crate: `cargo build --example graphql`.

Compared are all definitions with fields, arguments, types and directives, in any order, and
`model_introspection` in its order; of tables their names, keys with types, indexes and projections, unless
ampc builds nothing of what it calls a mistake. Every difference must be one of DELIBERATE_SCHEMA, each of
which names the passage of docs/differences.md that explains it. Exit 0 if so, 1 otherwise."""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

from compare import ROOT, check_reasons
from deliberate import DELIBERATE_SCHEMA
from view import differences

HERE = pathlib.Path(__file__).resolve().parent
CASES = HERE / "schemas"
# what is not a schema, and where it lies in a project
SHARED = {
    "backend.ts": "amplify/backend.ts",
    "auth.ts": "amplify/auth/resource.ts",
    "functions.ts": "amplify/data/functions.ts",
    "handler.ts": "amplify/data/handler.ts",
    "resolver.js": "amplify/data/resolver.js",
}
# with mistakes that Amplify does not report; what ampc would make is compared all the same
MISTAKEN = {"defaults", "field-only-key", "field-rule-on-enum", "rules-all", "schema-owner-operation"}


def prepare(project, case, again):
    """Writes a project; whether Amplify has made it already."""
    files = {it: (CASES / "shared" / name).read_text() for name, it in SHARED.items()}
    if case.startswith("no-auth"):
        del files["amplify/auth/resource.ts"]
        lines = files["amplify/backend.ts"].splitlines()
        kept = [line.replace("auth, ", "") for line in lines if "/auth/" not in line]
        files["amplify/backend.ts"] = "\n".join(kept)
    files["amplify/data/resource.ts"] = (CASES / f"{case}.ts").read_text()
    files["package.json"] = '{ "type": "module" }\n'
    same = all((project / it).exists() and (project / it).read_text() == text for it, text in files.items())
    if same and not again and (project / "tables.json").exists():
        return True
    shutil.rmtree(project, ignore_errors=True)
    for path, text in files.items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text)
    return False


def run(*command):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=1800)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command[:4]))} ...: {done.stderr}{done.stdout}")
    return done.stdout


def capitals(value):
    """The same with a capital letter at the beginning of members, where Amplify's tables have none."""
    if isinstance(value, list):
        return [capitals(it) for it in value]
    if isinstance(value, dict):
        return {name[0].upper() + name[1:]: capitals(it) for name, it in value.items()}
    return value


def table(properties):
    """What counts of a table."""
    given = capitals(properties)
    types = {it["AttributeName"]: it["AttributeType"] for it in given["AttributeDefinitions"]}

    def key(schema):
        return [f"{it['KeyType']} {it['AttributeName']} {types[it['AttributeName']]}" for it in schema]

    def projection(it):
        return {**it, "NonKeyAttributes": sorted(it.get("NonKeyAttributes", []))}

    indexes = given.get("GlobalSecondaryIndexes", [])
    return {
        "key": key(given["KeySchema"]),
        "indexes": {
            it["IndexName"]: {"key": key(it["KeySchema"]), "projection": projection(it["Projection"])}
            for it in indexes
        },
    }


def by_id(tables):
    """Tables by logical ID, in small letters: ampc begins each word of a model's name with a capital."""
    return {id.lower(): table(properties) for id, properties in tables.items()}


def ordered(value):
    """JSON in which the order of members counts."""
    return json.dumps(value, indent=1)


def main():
    parser = argparse.ArgumentParser(description="compares schemas with those of Amplify")
    parser.add_argument("peer", type=pathlib.Path)
    parser.add_argument("--case", action="append")
    parser.add_argument(
        "--program", default=os.environ.get("GRAPHQL", ROOT / "target/debug/examples/graphql")
    )
    parser.add_argument("--again", action="store_true")
    options = parser.parse_args()
    check_reasons(DELIBERATE_SCHEMA)
    peer, program = options.peer.resolve(), pathlib.Path(options.program).resolve()
    cases = options.case or sorted(it.stem for it in CASES.glob("*.ts"))
    projects = [peer / "schemas" / case for case in cases]
    missing = [
        project
        for project, case in zip(projects, cases, strict=True)
        if not prepare(project, case, options.again)
    ]
    if missing:
        run("node", HERE / "schemas.mjs", peer, "make", *missing)
    made = [json.loads(line) for line in run(program, *projects).splitlines()]
    refused = {case: it["errors"] for case, it in zip(cases, made, strict=True) if it["errors"]}
    if refused.keys() != MISTAKEN.intersection(cases):
        sys.exit(
            f"refused should be {sorted(MISTAKEN.intersection(cases))}, not {json.dumps(refused, indent=1)}"
        )
    for project, it in zip(projects, made, strict=True):
        (project / "ours.graphql").write_text(it["schema"])
    files = [project / name for project in projects for name in ("schema.graphql", "ours.graphql")]
    views = [
        json.loads(line) for line in run("node", HERE / "schemas.mjs", peer, "view", *files).splitlines()
    ]
    unexplained, explained, used, tables = 0, 0, set(), 0
    for at, (case, project) in enumerate(zip(cases, projects, strict=True)):
        lines = []
        for path, amplifys, amps in differences(views[2 * at], views[2 * at + 1]):
            reasons = [it for it, (pattern, _) in enumerate(DELIBERATE_SCHEMA) if re.fullmatch(pattern, path)]
            used |= set(reasons[:1])
            explained += bool(reasons)
            if not reasons:
                lines.append(f"    {path}: Amplify {json.dumps(amplifys)}, ampc {json.dumps(amps)}")
        theirs = json.loads((project / "introspection.json").read_text())
        ours = json.loads(made[at]["introspection"])
        for path, amplifys, amps in differences(theirs, ours, "/introspection"):
            lines.append(f"    {path}: Amplify {json.dumps(amplifys)}, ampc {json.dumps(amps)}")
        if made[at]["tables"] is not None:
            of_amplify = json.loads((project / "tables.json").read_text())
            tables += len(of_amplify)
            sides = [by_id(side) for side in (of_amplify, made[at]["tables"])]
            for path, amplifys, amps in differences(*sides, "/tables"):
                lines.append(f"    {path}: Amplify {json.dumps(amplifys)}, ampc {json.dumps(amps)}")
        if not lines and ordered(theirs) != ordered(ours):
            lines.append("    /introspection: the members are in another order")
        unexplained += len(lines)
        print(f"{case}: {f'{len(lines)} unexplained differences' if lines else 'same'}", *lines, sep="\n")
    definitions = sum(map(len, views[::2]))
    print(f"{len(cases)} schemas, {definitions} definitions, {tables} tables")
    print(f"{unexplained} unexplained differences, {explained} deliberate ones of {len(used)} kinds")
    idle = [it for number, (it, _) in enumerate(DELIBERATE_SCHEMA) if number not in used]
    if not options.case and idle:
        print("never met:", *idle, sep="\n    ")
        unexplained += len(idle)
    sys.exit(1 if unexplained else 0)


if __name__ == "__main__":
    main()
