"""What the benchmarks share: an environment with the peers in it, and ours and theirs timed in turn.

A benchmark begins with `harness.environment("twilio==9.13.0", ...)`, which runs it again inside `bench/.venv` where the
peers are, and ends with `harness.save(...)`. Times are wall times with the garbage collector on, as in real life. In
every round each contender runs once, in a new order, so that whatever else the machine does hits all alike.
"""

from __future__ import annotations

import json
import os
import platform
import random
import statistics
import subprocess
import sys
import time
import tomllib
import venv
from collections.abc import Callable, Mapping
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
ENVIRONMENT = TOP / "bench" / ".venv"
RESULTS = TOP / "bench" / "results"


def environment(*peers: str) -> None:
    """Go on inside `bench/.venv`, with voxml's own dependencies and these peers installed; made when asked for."""
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = sorted({*project["dependencies"], *peers})
    python = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    installed = ENVIRONMENT / "installed.json"
    before: list[str] = json.loads(installed.read_text()) if installed.exists() else []
    if not set(wanted) <= set(before):
        if not python.exists():
            venv.create(ENVIRONMENT, with_pip=True)
        print(f"installing the peers into {ENVIRONMENT.relative_to(TOP)}", file=sys.stderr)
        quiet = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*quiet, *wanted], check=True)
        installed.write_text(json.dumps(sorted({*before, *wanted})))
    if Path(sys.prefix).resolve() != ENVIRONMENT.resolve():
        raise SystemExit(subprocess.run([str(python), *sys.argv], check=False, env=_environ()).returncode)


def _environ() -> dict[str, str]:
    """Ours on the path, and with its bytecode kept, as an installed package has it and the peers have theirs."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(TOP)}


def compare(
    contenders: Mapping[str, Callable[[], object]], *, rounds: int = 200, seconds: float = 0.001
) -> dict[str, float]:
    """The median time of one call of each contender, in seconds.

    Each is called often enough in a round for `seconds` to go by, so that the clock's own time does not count.
    """
    often = {name: _how_often(call, seconds) for name, call in contenders.items()}
    times: dict[str, list[float]] = {name: [] for name in contenders}
    order = list(contenders)
    shuffle = random.Random(1).shuffle
    for _ in range(rounds):
        shuffle(order)
        for name in order:
            times[name].append(_time(contenders[name], often[name]))
    return {name: statistics.median(taken) for name, taken in times.items()}


def in_turn(measurements: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    """The medians of measurements that time themselves; they take turns, in a new order each round."""
    taken: dict[str, list[float]] = {name: [] for name in measurements}
    order = list(measurements)
    shuffle = random.Random(1).shuffle
    for _ in range(rounds):
        shuffle(order)
        for name in order:
            taken[name].append(measurements[name]())
    return {name: statistics.median(each) for name, each in taken.items()}


def _how_often(call: Callable[[], object], seconds: float) -> int:
    call()
    count = 1
    while (taken := _time(call, count) * count) < seconds:
        count = max(count + 1, int(count * seconds / max(taken, 1e-9)))
    return count


def _time(call: Callable[[], object], count: int) -> float:
    turns = range(count)
    begin = time.perf_counter()
    for _ in turns:
        call()
    return (time.perf_counter() - begin) / count


class Row:
    """One line of a report: a contender's median, and its ratio to the one it is measured against."""

    def __init__(
        self, work: str, name: str, value: float, ratio: float, target: float | None = None, unit: str = "s"
    ) -> None:
        self.work = work
        self.name = name
        #: Seconds, or megabytes where `unit` is MB.
        self.value = value
        self.ratio = ratio
        self.target = target
        self.unit = unit


def rows(
    work: str, medians: Mapping[str, float], against: str, targets: Mapping[str, float] | None = None, unit: str = "s"
) -> list[Row]:
    """The rows of one comparison, least first; `targets` are the ratios that are aimed at."""
    aims = targets or {}
    ordered = sorted(medians.items(), key=lambda item: item[1])
    return [Row(work, name, value, value / medians[against], aims.get(name), unit) for name, value in ordered]


def show(lines: list[Row]) -> None:
    """Print the rows as a table."""
    work = ""
    for row in lines:
        if row.work != work:
            work = row.work
            print(f"\n{work}")
        aim = "" if row.target is None else f"  {'meets' if row.ratio <= row.target else 'MISSES'} {row.target:g}"
        print(f"  {row.name:<44}{in_words(row.value, row.unit):>12}{row.ratio:>9.3f}{aim}")


def in_words(value: float, unit: str) -> str:
    """A figure with a unit that suits its size."""
    if unit != "s":
        return f"{value:.1f} {unit}"
    for factor, name in ((1, "s"), (1e3, "ms")):
        if value * factor >= 1:
            return f"{value * factor:.2f} {name}"
    return f"{value * 1e6:.2f} us"


def save(name: str, lines: list[Row], **more: object) -> Path:
    """Write the rows to `bench/results/NAME.json`, with what they were measured on and whatever else is to be kept."""
    RESULTS.mkdir(exist_ok=True)
    machine = {"python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count()}
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps({"machine": machine, "rows": [vars(row) for row in lines], **more}, indent=2) + "\n")
    return path
