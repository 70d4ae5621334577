"""Thousands of rows against a server that misbehaves, and a run that is killed again and again."""

from __future__ import annotations

import csv
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

KILLS = 4


def _command(folder: Path, *more: str) -> list[str]:
    options = ["--from", "+14155550100", "--answer-url", "http://127.0.0.1:1/a.json", "--no-preflight"]
    batch = [
        "--batch",
        str(folder / "calls.csv"),
        "--live",
        *(["--resume"] if (folder / "calls.csv.journal").exists() else []),
        "--show-numbers",
        "--concurrency",
        "24",
    ]
    return [sys.executable, "-m", "voxml", "call", *batch, *options, "--stop-after", "0", *more]


def _read_report(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.slow
def test_no_number_is_called_twice_and_none_is_lost(
    tmp_path: Path, fault_server: Callable[..., Any], voxml: Any, is_thorough: bool
) -> None:
    rows = 10_000 if is_thorough else 1_500
    server = fault_server("--faults", "0.1", "--slow", "0.2", "--seed", "7")
    numbers = [f"+1415{place:07d}" for place in range(rows)]
    (tmp_path / "calls.csv").write_text("to\n" + "\n".join(numbers) + "\n")
    environment = os.environ | server.settings()
    chance = random.Random(11)

    def run(*more: str, more_calls: int | None = None) -> int:
        """Run the batch; kill it once so many more calls were made."""
        wanted = None if more_calls is None else server.counts()["calls"] + more_calls
        process = subprocess.Popen(
            _command(tmp_path, *more), env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        if wanted is not None:
            while process.poll() is None and server.counts()["calls"] < wanted:
                time.sleep(0.01)
            # SIGKILL: nothing of the program gets a chance to tidy up.
            process.send_signal(signal.SIGKILL)
        process.communicate(timeout=120)
        return process.returncode

    killed = sum(run(more_calls=chance.randint(1, rows // (KILLS + 2))) == -signal.SIGKILL for _ in range(KILLS))
    assert killed == KILLS
    assert run("--report", str(tmp_path / "report.csv")) == 1

    counts = server.counts()["counts"]
    assert max(counts.values()) == 1
    report = _read_report(tmp_path / "report.csv")
    assert [row["to"] for row in report] == numbers
    # The server's list is complete, so that what is still unknown was not called; nor was what was not sent,
    # or answered 429 again and again, of which there may be some on a busy machine.
    assert {row["to"] for row in report if row["outcome"] == "accepted"} == set(counts)
    unknown = [row for row in report if row["outcome"] == "unknown"]
    assert 0 < len(unknown) < rows // 10
    assert len({row["call_uuid"] for row in report if row["call_uuid"]}) == len(counts)

    # A person looks, finds that they were not called, and says so: now each number is called, once.
    journal = str(tmp_path / "calls.csv.journal")
    for _ in range(20):
        voxml("calls", "decide", journal, "--not-called")
        if run("--report", str(tmp_path / "report.csv")) == 0:
            break
    counts = server.counts()["counts"]
    assert len(counts) == rows and set(counts.values()) == {1}
    assert {row["outcome"] for row in _read_report(tmp_path / "report.csv")} == {"accepted"}
