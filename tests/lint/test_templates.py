"""cfn-lint, warnings fatal, and parliament on every golden template and on what the examples and test
projects build."""

import json

import pytest

import ampc
from linter import lint
from policies import MEANT, VARIABLE, documents, findings, unexpected


def is_template(path):
    return "AWSTemplateFormatVersion" in json.loads(path.read_text())


GOLDEN = sorted(it for it in (ampc.ROOT / "tests" / "golden").rglob("*.json") if is_template(it))

PROJECTS = [
    ampc.EXAMPLES / "user-groups",
    ampc.EXAMPLES / "grant-access",
    ampc.EXAMPLES / "admin-actions",
    ampc.EXAMPLES / "storage",
    ampc.PROJECTS / "members",
    ampc.ROOT / "tests" / "node" / "projects" / "all-auth",
]


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    """The template of each."""
    out = tmp_path_factory.mktemp("built")
    built = {
        it: ampc.build(it, out / it.name, options=["--no-bundle"]).out / "template.json" for it in PROJECTS
    }
    return {it: built.get(it, it) for it in [*GOLDEN, *PROJECTS]}


@pytest.fixture(scope="module")
def found(paths):
    """What cfn-lint says of each template."""
    said = lint(paths.values())
    return {it: said[str(path)] for it, path in paths.items()}


def test_there_are_golden_templates():
    assert len(GOLDEN) >= 5


@pytest.mark.parametrize("path", [*GOLDEN, *PROJECTS], ids=lambda path: path.stem)
def test_nothing_is_found(path, found):
    assert found[path] == set()


@pytest.mark.parametrize("path", [*GOLDEN, *PROJECTS], ids=lambda path: path.stem)
def test_policies_are_sound(path, paths):
    assert unexpected(json.loads(paths[path].read_text())) == {}


def test_what_parliament_is_forgiven_is_there(paths):
    templates = [json.loads(path.read_text()) for path in paths.values()]
    met = {it for template in templates for here in findings(template).values() for it in here}
    assert met == MEANT.keys()
    assert any(VARIABLE in json.dumps(it) for template in templates for it in documents(template).values())
