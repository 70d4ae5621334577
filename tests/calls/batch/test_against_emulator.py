"""A batch against `voxml emulator` with its faults switched on, killed again and again: its own count
tells.
"""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

#: More of them by hand: 10,000 take some minutes, as the emulator plays every call.
ROWS = int(os.environ.get("VOXML_STORM_ROWS", "400"))
KILLS = 4
FAULTS: list[dict[str, Any]] = [
    {"kind": "refuse", "probability": 0.002, "seconds": 0.05},
    {"kind": "reset", "probability": 0.02},
    {"kind": "reset-after", "probability": 0.02},
    {"kind": "status", "status": 500, "probability": 0.02},
    {"kind": "status-after", "status": 503, "probability": 0.02},
    {"kind": "status", "status": 429, "probability": 0.02},
    {"kind": "status", "status": 429, "retry_after": "0.05", "probability": 0.02},
    {"kind": "delay", "seconds": 0.2, "probability": 0.02},
    {"kind": "half", "probability": 0.02},
    {"kind": "not-json", "probability": 0.02},
]


class Emulator:
    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "voxml", "emulator", "--seed", "5"], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip().removeprefix("listening on ")

    def ask(self, method: str, path: str, data: Any = None) -> Any:
        body = None if data is None else json.dumps(data).encode()
        request = urllib.request.Request(f"{self.url}{path}", body, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request) as reply:
            return json.loads(reply.read() or b"null")

    def stop(self) -> None:
        self.process.terminate()
        self.process.communicate(timeout=120)


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    found = Emulator()
    yield found
    found.stop()


def _run(folder: Path, environment: dict[str, str], *, kill_after: float | None = None) -> int:
    common = ["--from", "+14155550100", "--answer-url", "http://127.0.0.1:1/a.json", "--no-preflight"]
    resume = ["--resume"] if (folder / "calls.csv.journal").exists() else []
    batch = ["--batch", str(folder / "calls.csv"), "--live", *resume, "--concurrency", "24", "--stop-after", "0"]
    report = ["--report", str(folder / "r.csv"), "--show-numbers"]
    command = [sys.executable, "-m", "voxml", "call", *batch, *common, *report]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if kill_after is not None:
        time.sleep(kill_after)
        process.send_signal(signal.SIGKILL)
    process.communicate(timeout=600)
    return process.returncode


@pytest.mark.slow
def test_the_emulator_counts_no_number_twice(tmp_path: Path, emulator: Emulator) -> None:
    numbers = [f"+1415{place:07d}" for place in range(ROWS)]
    (tmp_path / "calls.csv").write_text("to\n" + "\n".join(numbers) + "\n")
    for fault in FAULTS:
        emulator.ask("POST", "/_emulator/faults", {**fault, "method": "POST", "path": "/calls$"})
    settings = {"TRYVOX_AUTH_ID": "AC1", "TRYVOX_API_KEY": "tvx_sk_test_0123456789abcdef"}
    environment = os.environ | settings | {"TRYVOX_BASE_URL": emulator.url}
    chance = random.Random(3)
    for _ in range(KILLS):
        _run(tmp_path, environment, kill_after=chance.uniform(0.7, 1.3) * max(1.0, ROWS / 4000))
    _run(tmp_path, environment)
    # Once more: a request of a killed run may reach the emulator after the next run has listed its calls.
    _run(tmp_path, environment)
    struck = {fault["kind"] for fault in emulator.ask("GET", "/_emulator/faults")["faults"] if fault["struck"]}
    assert {"reset", "reset-after", "status", "status-after", "half", "not-json"} <= struck

    counts = emulator.ask("GET", "/_emulator/numbers")
    with (tmp_path / "r.csv").open(newline="") as file:
        report = list(csv.DictReader(file))
    assert [row["to"] for row in report] == numbers
    assert set(counts.values()) == {1}
    # The emulator lists every call, so that the rows that are accepted are exactly those that it counts.
    assert {row["to"] for row in report if row["outcome"] == "accepted"} == set(counts)
    assert {row["outcome"] for row in report} <= {"accepted", "unknown", "not-sent", "rejected"}
