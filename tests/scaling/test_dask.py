"""Rows on a Dask cluster of several worker processes of this machine."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scaling.conftest import ROWS, Rendering, contents
from tests.scaling.deadly import Deadly
from voxml.cli import run
from voxml.errors import WorkerError
from voxml.scaling.executors import dask_cluster
from voxml.scaling.run import Fleet, render_rows
from voxml.templating.row_documents import Done

distributed = pytest.importorskip("distributed", reason="dask[distributed] is not installed")
# What Dask, Tornado and Python say among themselves when a worker is killed.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("dask"),
    pytest.mark.filterwarnings("default"),
]
Expected = tuple[list[Done], dict[str, bytes]]


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    with distributed.LocalCluster(
        n_workers=3, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", worker_dashboard_address="127.0.0.1:0",
        host="127.0.0.1", silence_logs=50,
    ) as cluster:  # fmt: skip
        yield cluster.scheduler_address


def test_a_cluster_gives_the_same_bytes_as_one_machine(
    scheduler: str, rendering: Rendering, expected: Expected, tmp_path: Path
) -> None:
    done = rendering(tmp_path / "out", lambda renderer, rows: render_rows(renderer, rows, scheduler=scheduler))
    assert (done, contents(tmp_path / "out")) == expected


def test_a_worker_that_is_killed_in_the_middle_loses_and_doubles_nothing(
    scheduler: str, rendering: Rendering, expected: Expected, tmp_path: Path
) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()
    store = Deadly(tmp_path / "out", marks, "333.json", times=1)
    with dask_cluster(scheduler) as (start, workers):
        done = rendering(store, lambda renderer, rows: Fleet(renderer, start, workers, chunk=20).run(rows))
    assert len(list(marks.iterdir())) == 1
    assert (done, contents(tmp_path / "out")) == expected


def test_the_command_takes_a_scheduler(
    scheduler: str, template: Path, data: Path, expected: Expected, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "site"
    arguments = ["render", str(template), "--data", str(data), "-o", str(out), "--name", "{{ id }}"]
    assert run([*arguments, "--scheduler", scheduler, "--output-format", "json"]) == 1
    told = capsys.readouterr()
    summary = json.loads(told.out)
    assert (summary["rows"], summary["written"], summary["failed"]) == (ROWS, ROWS - 6, 6)
    assert told.err.count("people.csv:") == 6
    assert contents(out) == expected[1]


def test_a_scheduler_that_is_not_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
    with pytest.raises(WorkerError, match="no Dask scheduler answers"), dask_cluster(address, patience=1):
        pass


def test_an_address_that_is_none_is_told() -> None:
    with pytest.raises(WorkerError, match="no Dask scheduler answers"), dask_cluster("nonsense://x", patience=1):
        pass
