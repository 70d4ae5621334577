"""A command line that runs in this process, in a folder of its own."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from voxml.cli import run


class Result(NamedTuple):
    code: int
    out: str
    err: str


Voxml = Callable[..., Result]


@pytest.fixture
def voxml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Voxml:
    """Runs `voxml ARGUMENTS` with `stdin` and gives the exit code and what was printed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)

    def command(*arguments: str, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = run(arguments)
        out, err = capfdbinary.readouterr()
        return Result(code, out.decode(), err.decode())

    return command
