"""Whole processes timed in turn: from start to end, with the most memory that any one process of a run took."""

from __future__ import annotations

import os
import random
import shutil
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Run(NamedTuple):
    """What one run of a command took."""

    seconds: float
    #: Of the largest process of the run.
    megabytes: float


def run(command: Sequence[str], folder: Path, *, codes: Sequence[int] = (0,)) -> Run:
    """Run a command to its end; its output goes nowhere. Another exit code than `codes` is a failed measurement."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    taken = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in codes:
        raise SystemExit(f"{command[0]} ended with {process.returncode}; expected one of {codes}: {' '.join(command)}")
    return Run(taken, usage.ru_maxrss / 1024)


def compare(
    contenders: Mapping[str, Sequence[str]], folder: Path, *, rounds: int, codes: Sequence[int] = (0,)
) -> dict[str, Run]:
    """The medians of each command; they take turns, in a new order each round, after one run that does not count."""
    taken: dict[str, list[Run]] = {name: [] for name in contenders}
    order = list(contenders)
    shuffle = random.Random(1).shuffle
    for turn in range(rounds + 1):
        shuffle(order)
        for name in order:
            measured = run(contenders[name], folder, codes=codes)
            if turn or rounds == 1:
                taken[name].append(measured)
    return {name: Run(*map(statistics.median, zip(*runs, strict=True))) for name, runs in taken.items()}


def seconds(medians: Mapping[str, Run]) -> dict[str, float]:
    return {name: each.seconds for name, each in medians.items()}


def megabytes(medians: Mapping[str, Run]) -> dict[str, float]:
    return {name: each.megabytes for name, each in medians.items()}


def missing(*tools: str) -> str | None:
    """Why a comparison can't be run here: a tool of the system that is not installed."""
    absent = [tool for tool in tools if shutil.which(tool) is None]
    return f"{', '.join(absent)} is not installed (Debian: libxml2-utils, findutils)" if absent else None
