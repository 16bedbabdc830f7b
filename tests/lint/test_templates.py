"""cfn-lint, warnings fatal, and parliament on every golden template and on what the examples and test
projects build."""

import json

import pytest
from stacks import flat

import ampc
from linter import lint
from policies import MEANT, VARIABLE, documents, findings, unexpected


def is_template(path):
    return "AWSTemplateFormatVersion" in json.loads(path.read_text())


GOLDEN = sorted(it for it in (ampc.ROOT / "tests" / "golden").rglob("*.json") if is_template(it))

# A nested stack's template lies in `stacks`, and its policies are read together with the root's.
ROOTS = [it for it in GOLDEN if it.parent.name != "stacks"]

PROJECTS = [
    ampc.EXAMPLES / "user-groups",
    ampc.EXAMPLES / "grant-access",
    ampc.EXAMPLES / "admin-actions",
    ampc.EXAMPLES / "storage",
    ampc.PROJECTS / "admins",
    ampc.PROJECTS / "members",
    ampc.PROJECTS / "policies",
    ampc.ROOT / "tests" / "node" / "projects" / "all-auth",
]


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    """The templates of each: of a project, the root and the nested ones."""
    out = tmp_path_factory.mktemp("built")
    built = {it: ampc.build(it, out / it.name, options=["--no-bundle"]).out for it in PROJECTS}
    nested = {it: sorted((folder / "stacks").glob("*.json")) for it, folder in built.items()}
    return {it: [it] for it in GOLDEN} | {it: [built[it] / "template.json", *nested[it]] for it in PROJECTS}


@pytest.fixture(scope="module")
def found(paths):
    """What cfn-lint says of each."""
    said = lint([path for of_one in paths.values() for path in of_one])
    return {it: set().union(*(said[str(path)] for path in of_one)) for it, of_one in paths.items()}


def test_there_are_golden_templates():
    assert len(GOLDEN) >= 5


@pytest.mark.parametrize("path", [*GOLDEN, *PROJECTS], ids=lambda path: path.stem)
def test_nothing_is_found(path, found):
    assert found[path] == set()


@pytest.mark.parametrize("path", [*ROOTS, *PROJECTS], ids=lambda path: path.stem)
def test_policies_are_sound(path, paths):
    assert unexpected(flat(paths[path][0])) == {}


def test_what_parliament_is_forgiven_is_there(paths):
    templates = [flat(paths[path][0]) for path in [*ROOTS, *PROJECTS]]
    met = {it for template in templates for here in findings(template).values() for it in here}
    assert met == MEANT.keys()
    assert any(VARIABLE in json.dumps(it) for template in templates for it in documents(template).values())
