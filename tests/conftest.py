"""What every test has: one fixture that runs the command line, and no dependence on the machine.

Hypothesis measures no time here, and an ignored SIGINT (`make test &`, nohup, some CI runners) is set back, so that
processes that a test starts can be interrupted.
"""

from __future__ import annotations

import io
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings

from voxml.cli import run


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--thorough", action="store_true", help="more examples, more kills, larger inputs: some minutes more"
    )
    parser.addoption("--fuzz-rounds", type=int, default=200, help="how many texts tests/fuzzing tries")
    parser.addoption("--fuzz-seed", type=int, default=20261127, help="what its texts are drawn by")


def pytest_configure(config: pytest.Config) -> None:
    quick = settings(deadline=None, suppress_health_check=list(HealthCheck), print_blob=True, max_examples=60)
    settings.register_profile("quick", quick)
    settings.register_profile("thorough", quick, max_examples=600)
    settings.load_profile("thorough" if config.getoption("--thorough") else "quick")
    with suppress(ValueError):  # not in the main thread
        if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
            signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def is_thorough(request: pytest.FixtureRequest) -> bool:
    """Whether this run takes its time: what is tried again and again is tried more often."""
    return bool(request.config.getoption("--thorough"))


class Result(NamedTuple):
    code: int
    out: str
    err: str


Voxml = Callable[..., Result]


@pytest.fixture
def voxml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Voxml:
    """Runs `voxml ARGUMENTS` in the test's folder, with `stdin`, and gives the exit code and what was printed."""
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_ACTIONS", "NO_COLOR", "FORCE_COLOR", "VOXML_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))

    def command(*arguments: str, stdin: bytes | None = None) -> Result:
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = run(arguments)
        out, err = capfdbinary.readouterr()
        return Result(code, out.decode(), err.decode())

    return command
