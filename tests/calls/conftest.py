from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.waiting import until

KEY = "tvx_sk_test_0123456789abcdef"


class FaultServer:
    """tests/calls/fault_server.py as a process of its own."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("fault_server.py")), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.url = f"http://127.0.0.1:{int(self.process.stdout.readline())}"

    def counts(self) -> dict[str, Any]:
        """How many calls were made and requests received, by number."""

        def ask() -> dict[str, Any] | None:
            try:
                with urllib.request.urlopen(f"{self.url}/counts", timeout=10) as reply:
                    counts: dict[str, Any] = json.load(reply)
                    return counts
            except OSError:
                return None  # one of its faults is to refuse connections for a moment, and one of them may be lost then

        return until(ask, "an answer of the server") or {}

    def settings(self) -> dict[str, str]:
        """The environment that makes voxml talk to it."""
        return {"TRYVOX_AUTH_ID": "AC1", "TRYVOX_API_KEY": KEY, "TRYVOX_BASE_URL": self.url}

    def stop(self) -> None:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(timeout=120)
        self.process.stdout.close()


@pytest.fixture
def fault_server() -> Iterator[Callable[..., FaultServer]]:
    """Starts servers, and stops them at the end."""
    servers: list[FaultServer] = []

    def start(*arguments: str) -> FaultServer:
        servers.append(FaultServer(*arguments))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def use(fault_server: Callable[..., FaultServer], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Starts a server and makes voxml talk to it."""

    def start(*arguments: str) -> Any:
        server = fault_server(*arguments)
        for name, value in server.settings().items():
            monkeypatch.setenv(name, value)
        return server

    return start


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No account, key, address or state of whoever runs the tests."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
    for name in ("AUTH_ID", "API_KEY", "BASE_URL", "WEBHOOK_SECRET"):
        monkeypatch.delenv(f"TRYVOX_{name}", raising=False)
        monkeypatch.delenv(f"TRYVOX_{name}_FILE", raising=False)
