"""What the live tests share: one stand-in, and the projects `members` and `files`, each deployed once."""

import shutil

import pytest

import ampc
from cloud import PASSWORD, SECRETS, Cloud


@pytest.fixture(scope="session")
def cloud():
    with Cloud() as running:
        yield running


@pytest.fixture(scope="session")
def members(tmp_path_factory):
    """The project `members`, built."""
    folder = tmp_path_factory.mktemp("members")
    return ampc.build(ampc.copy(ampc.PROJECTS / "members", folder / "members"))


@pytest.fixture(scope="session")
def app(cloud, members):
    return cloud.deploy(members, "members", SECRETS)


@pytest.fixture(scope="session")
def files_built(tmp_path_factory):
    """The project `files`, built."""
    folder = tmp_path_factory.mktemp("files")
    return ampc.build(ampc.copy(ampc.PROJECTS / "files", folder / "files"))


@pytest.fixture(scope="session")
def files(cloud, files_built):
    return cloud.deploy(files_built, "files")


@pytest.fixture(scope="session")
def editor(app):
    """The tokens of a user whom the trigger put into EDITORS."""
    return app.sign_up("editor@x.example", PASSWORD)


@pytest.fixture(scope="session")
def boss(app):
    """The tokens of a user who is in both groups."""
    return app.sign_up("boss@x.example", PASSWORD, groups=["ADMINS"])


@pytest.fixture
def changed(cloud, members, tmp_path):
    """Deploys the project with its template changed: one mistake more, as a rule."""

    def deploy(stack, change, built=members):
        out = shutil.copytree(built.out, tmp_path / stack)
        copy = ampc.Built(built.project, out)
        template = copy.template
        change(template["Resources"])
        copy.template = template
        return cloud.deploy(copy, stack, SECRETS)

    return deploy
