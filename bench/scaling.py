"""Rows a second: one process, as many as there are processors, and a Dask cluster of as many on this machine.

    python bench/scaling.py [--rows 20000] [--rounds 3]

Whole processes, so that starting workers counts. The Dask line has its scheduler and workers running already.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import harness

PEERS = ("dask[distributed]", "fsspec")
CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    loopback = {"host": "127.0.0.1", "dashboard_address": "127.0.0.1:0", "worker_dashboard_address": "127.0.0.1:0"}
    with LocalCluster(n_workers=int(sys.argv[1]), threads_per_worker=1, **loopback) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


def write_rows(path: Path, count: int) -> None:
    lines = (f"{number},Clinic {number},2026-11-24T14:30" for number in range(count))
    path.write_text("\n".join(["id,clinic,at", *lines, ""]), encoding="utf-8")


def render(folder: Path, *more: str) -> float:
    """Seconds that all rows take, into a folder that is not there yet."""
    for name in folder.glob("out*"):
        shutil.rmtree(name) if name.is_dir() else name.unlink()
    command = ["render", "appointment-reminder", "--data", "rows.csv", "-o", "out", "--name", "{{ id }}", *more]
    begin = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "voxml", *command], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return time.perf_counter() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    harness.environment(*PEERS)
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_rows(folder / "rows.csv", asked.rows)
        (folder / "cluster.py").write_text(CLUSTER)
        cluster = subprocess.Popen(
            [sys.executable, "cluster.py", str(cores)],
            cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        try:
            assert cluster.stdout is not None
            address = cluster.stdout.readline().strip()
            contenders = {
                "voxml render, 1 process": ["--jobs", "1"],
                f"voxml render, {cores} processes": ["--jobs", str(cores)],
                f"voxml render, Dask with {cores} workers": ["--scheduler", address],
            }
            medians = harness.in_turn(
                {label: lambda more=more: render(folder, *more) for label, more in contenders.items()}, asked.rounds
            )
        finally:
            cluster.communicate()
    lines = harness.rows(f"render {asked.rows:,} rows into a folder, whole process", medians, "voxml render, 1 process")
    harness.show(lines)
    rates = {label: asked.rows / seconds for label, seconds in medians.items()}
    for label, rate in rates.items():
        print(f"  {label:<44}{rate:>9,.0f} rows a second")
    print(f"\nwritten to {harness.save('scaling', lines, rows_per_second=rates).relative_to(harness.TOP)}")


if __name__ == "__main__":
    main()
