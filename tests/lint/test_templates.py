"""cfn-lint, warnings fatal, on every golden template and on what the examples and test projects build."""

import json

import pytest

import ampc
from linter import lint


def is_template(path):
    return "AWSTemplateFormatVersion" in json.loads(path.read_text())


GOLDEN = sorted(it for it in (ampc.ROOT / "tests" / "golden").rglob("*.json") if is_template(it))

PROJECTS = [
    ampc.EXAMPLES / "user-groups",
    ampc.EXAMPLES / "grant-access",
    ampc.EXAMPLES / "admin-actions",
    ampc.PROJECTS / "members",
    ampc.ROOT / "tests" / "node" / "projects" / "all-auth",
]


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What cfn-lint says of each template."""
    out = tmp_path_factory.mktemp("built")
    built = {
        it: ampc.build(it, out / it.name, options=["--no-bundle"]).out / "template.json" for it in PROJECTS
    }
    said = lint([*GOLDEN, *built.values()])
    return {it: said[str(built.get(it, it))] for it in [*GOLDEN, *PROJECTS]}


def test_there_are_golden_templates():
    assert len(GOLDEN) >= 5


@pytest.mark.parametrize("path", [*GOLDEN, *PROJECTS], ids=lambda path: path.stem)
def test_nothing_is_found(path, found):
    assert found[path] == set()
