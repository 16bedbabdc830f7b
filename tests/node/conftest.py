import pytest

import ampc
from nodejs import PROJECTS


@pytest.fixture
def project(tmp_path):
    """A copy of a project by name, to be changed."""
    return lambda name: ampc.copy(PROJECTS / name, tmp_path / name)
