#!/usr/bin/env python3
"""ampc beside Amplify's synthesis of the same project, beside native esbuild's transform of the same file,
and the types that ampc writes for a client beside those that Amplify infers.

    benches/side_by_side.py PEER [--ampc PATH] [--runs N] [--types]

PEER is a folder with tests/peer/package.json installed (see docs/proof.md). ampc is the release build.
Printed are medians of wall-clock time of whole processes, start and end included, their ratio, the largest
memory that a process had, and the size of the program; of the TypeScript compiler, what it says of itself in
one run of each side. Run it on a machine that does nothing else."""

import argparse
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent

MODEL = """  Thing%03d: a
    .model({
      title: a.string().required(),
      note: a.string(),
      count: a.integer(),
      price: a.float(),
      active: a.boolean().default(true),
      startsAt: a.datetime(),
      contact: a.email(),
      extra: a.json(),
%s    })
    .authorization((allow) => [
      allow.authenticated().to(["read"]),
      allow.groups(["ADMINS"]),
    ]),
"""

SCHEMA = """import { a, defineAuth, defineData, type ClientSchema } from "@aws-amplify/backend";

const schema = a.schema({
%s});

export const auth = defineAuth({ loginWith: { email: true }, groups: ["ADMINS"] });

export type Schema = ClientSchema<typeof schema>;

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
"""


USE = """
export async function use%03d() {
  const made = await client.models.Thing%03d.create({ title: "x", count: 1 });
  const { data } = await client.models.Thing%03d.list({ filter: { title: { eq: "x" } } });
  return [made.data?.title, ...data.map((each) => each.title)];
}
"""

COMPILER = {
    "strict": True,
    "noEmit": True,
    "skipLibCheck": True,
    "target": "es2022",
    "module": "es2022",
    "moduleResolution": "bundler",
    "lib": ["es2022", "dom"],
    "types": [],
}


def relations(number, models, shape):
    """The fields by which a model leads to others: each belongs to the one before it, or to two."""
    steps = {"without relations": [], "in a chain": [1], "in a web": [1, 7]}[shape]
    lines = []
    for step in steps:
        if number > step:
            lines.append(f"      of{step}Id: a.id(),\n")
            lines.append(f'      of{step}: a.belongsTo("Thing{number - step:03}", "of{step}Id"),\n')
        if number + step <= models:
            lines.append(f'      all{step}: a.hasMany("Thing{number + step:03}", "of{step}Id"),\n')
    return "".join(lines)


def typed(tsc, folder, file):
    """What the TypeScript compiler says of checking a client: a name of a figure -> the figure."""
    config = {"compilerOptions": {**COMPILER, "paths": {"#schema": [f"./{file}"]}}, "files": ["use.ts"]}
    (folder / "tsconfig.json").write_text(json.dumps(config))
    node = ["node", "--max-old-space-size=6000", tsc, "--project", folder, "--extendedDiagnostics"]
    try:
        done = subprocess.run(node, capture_output=True, text=True, timeout=600)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        sys.exit(f"{file}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return {name: float(figure) for name, figure in re.findall(r"(?m)^(.*?): +([\d.]+)", done.stdout)}


def types(folder, peer, ampc, models, shape):
    """Checks a client that touches every model, with the types that ampc writes and with those inferred."""
    folder.mkdir()
    numbers = range(1, models + 1)
    members = "".join(MODEL % (number, relations(number, models, shape)) for number in numbers)
    (folder / "resource.ts").write_text(SCHEMA % members)
    measure([ampc, "build", folder / "resource.ts", "--out", folder / "amp.out", "-q"], 1)
    head = 'import { generateClient } from "aws-amplify/data";\nimport type { Schema } from "#schema";\n\n'
    uses = "".join(USE % (number, number, number) for number in numbers)
    (folder / "use.ts").write_text(f"{head}const client = generateClient<Schema>();\n{uses}")
    tsc = peer / "node_modules" / "typescript" / "bin" / "tsc"
    print(f"tsc on a client of {models} models {shape}")
    for name, file in (("ampc", "amp.out/client/typescript/schema.ts"), ("Amplify", "resource.ts")):
        said = typed(tsc, folder, file)
        if said is None:
            print(f"  {name:8} stopped after ten minutes")
            continue
        print(
            f"  {name:8}{said['Instantiations']:>11,.0f} instantiations {said['Types']:>9,.0f} types"
            f"   check {said['Check time']:6.2f} s   in all {said['Total time']:6.2f} s"
            f" {said['Memory used'] / 1024:6.0f} MB"
        )


def schema(models):
    """A file of so many models, each with eight fields and two rules."""
    return SCHEMA % "".join(MODEL % (number, "") for number in range(1, models + 1))


def measure(command, runs):
    """Median seconds of a command that must succeed, and the memory in MB that it took at most."""
    took, peaks = [], []
    for _ in range(runs):
        # GNU time is a small process: a child of this one would count Python's own memory
        timed = ["/usr/bin/time", "--quiet", "--format=%M", *map(str, command)]
        begun = time.perf_counter()
        done = subprocess.run(timed, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        took.append(time.perf_counter() - begun)
        if done.returncode:
            sys.exit(f"{command}: {done.stderr[-2000:]}")
        peaks.append(int(done.stderr.split()[-1]))
    return statistics.median(took), max(peaks) / 1024


def line(what, ours, theirs):
    ratio = theirs[0] / ours[0]
    said = f"{ratio:.0f} times faster" if ratio > 10 else f"takes {ours[0] / theirs[0]:.2f} of the time"
    print(
        f"{what:44} ampc {ours[0] * 1000:8.1f} ms {ours[1]:5.0f} MB   other {theirs[0] * 1000:9.1f} ms",
        end="",
    )
    print(f" {theirs[1]:5.0f} MB   {said}")


def processes(folder, peer, ampc, runs):
    """Whole processes of ampc, of Amplify's synthesis and of esbuild."""
    esbuild = peer / "node_modules" / "@esbuild" / "linux-x64" / "bin" / "esbuild"
    synth = ROOT / "tests" / "peer" / "synth.mjs"
    for case in ("min-email", "groups", "max"):
        project = folder / case
        shutil.copytree(ROOT / "tests" / "peer" / "cases" / case, project)
        (project / "package.json").write_text('{ "type": "module" }\n')
        build = [ampc, "build", project, "--out"]
        ours = measure([*build, folder / f"{case}.amp", "-q"], runs)
        theirs = measure(["node", synth, peer, project, folder / f"{case}.peer"], 3)
        line(f"build of `{case}`, code of functions included", ours, theirs)
    for models in (1, 20, 200):
        file = folder / f"schema{models}.ts"
        file.write_text(schema(models))
        ours = measure([ampc, "check", file, "-q"], runs)
        theirs = measure([esbuild, file], runs)
        line(f"check of {models} models, {file.stat().st_size / 1000:.0f} KB (esbuild)", ours, theirs)


def main():
    parser = argparse.ArgumentParser(description="ampc beside Amplify and esbuild")
    parser.add_argument("peer", type=pathlib.Path)
    parser.add_argument("--ampc", type=pathlib.Path, default=ROOT / "target" / "release" / "ampc")
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--types", action="store_true", help="only the types of clients")
    options = parser.parse_args()
    peer, ampc = options.peer.resolve(), options.ampc.resolve()
    print(
        f"{ampc.name}: {ampc.stat().st_size / 1e6:.1f} MB; {os.cpu_count()} processors, {options.runs} runs"
    )

    with tempfile.TemporaryDirectory(dir=peer) as folder:
        folder = pathlib.Path(folder)
        if not options.types:
            processes(folder, peer, ampc, options.runs)
        for shape in ("without relations", "in a chain", "in a web"):
            types(folder / shape.replace(" ", "-"), peer, ampc, 200, shape)


if __name__ == "__main__":
    main()
