from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Voxml
from tests.linting.helpers import Command


@pytest.fixture
def lint(tmp_path: Path, voxml: Voxml) -> Command:
    return Command(tmp_path, voxml)
