from __future__ import annotations

from pathlib import Path

import pytest

from tests.linter.helpers import Command


@pytest.fixture
def lint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_ACTIONS", "NO_COLOR", "FORCE_COLOR", "VOXML_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    return Command(tmp_path, capsys)
