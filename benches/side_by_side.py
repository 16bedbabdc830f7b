#!/usr/bin/env python3
"""ampc beside Amplify's synthesis of the same project, and beside native esbuild's transform of the same
file.

    benches/side_by_side.py PEER [--ampc PATH] [--runs N]

PEER is a folder with tests/peer/package.json installed (see docs/proof.md). ampc is the release build.
Printed are medians of wall-clock time of whole processes, start and end included, their ratio, the largest
memory that a process had, and the size of the program. Run it on a machine that does nothing else."""

import argparse
import os
import pathlib
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
    })
    .authorization((allow) => [
      allow.owner(),
      allow.groups(["ADMINS"]).to(["read", "update"]),
    ]),
"""

SCHEMA = """import { a, defineData, type ClientSchema } from "@aws-amplify/backend";

const schema = a.schema({
%s});

export type Schema = ClientSchema<typeof schema>;

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: "userPool" },
});
"""


def schema(models):
    """A file of so many models, each with eight fields and two rules."""
    return SCHEMA % "".join(MODEL % number for number in range(1, models + 1))


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


def main():
    parser = argparse.ArgumentParser(description="ampc beside Amplify and esbuild")
    parser.add_argument("peer", type=pathlib.Path)
    parser.add_argument("--ampc", type=pathlib.Path, default=ROOT / "target" / "release" / "ampc")
    parser.add_argument("--runs", type=int, default=30)
    options = parser.parse_args()
    peer, ampc = options.peer.resolve(), options.ampc.resolve()
    esbuild = peer / "node_modules" / "@esbuild" / "linux-x64" / "bin" / "esbuild"
    synth = ROOT / "tests" / "peer" / "synth.mjs"
    print(
        f"{ampc.name}: {ampc.stat().st_size / 1e6:.1f} MB; {os.cpu_count()} processors, {options.runs} runs"
    )

    with tempfile.TemporaryDirectory(dir=peer) as folder:
        folder = pathlib.Path(folder)
        for case in ("min-email", "groups", "max"):
            project = folder / case
            shutil.copytree(ROOT / "tests" / "peer" / "cases" / case, project)
            (project / "package.json").write_text('{ "type": "module" }\n')
            build = [ampc, "build", project, "--out"]
            ours = measure([*build, folder / f"{case}.amp", "-q"], options.runs)
            theirs = measure(["node", synth, peer, project, folder / f"{case}.peer"], 3)
            line(f"build of `{case}`, code of functions included", ours, theirs)
        for models in (1, 20, 200):
            file = folder / f"schema{models}.ts"
            file.write_text(schema(models))
            ours = measure([ampc, "check", file, "-q"], options.runs)
            theirs = measure([esbuild, file], options.runs)
            line(f"check of {models} models, {file.stat().st_size / 1000:.0f} KB (esbuild)", ours, theirs)


if __name__ == "__main__":
    main()
