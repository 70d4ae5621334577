"""Rows by several processes: the same documents, and no trouble with workers that die."""

from __future__ import annotations

import pickle
import select
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

import voxml.scaling.run as scaling
from tests.scaling.conftest import ROWS, Rendering, contents
from tests.scaling.deadly import Deadly
from voxml.errors import InputError, WorkerError
from voxml.scaling import recipe as recipes
from voxml.scaling.executors import processes
from voxml.scaling.recipe import Item, Recipe, recipe_of, render_chunk
from voxml.scaling.run import Fleet, render_rows
from voxml.templating import Templates
from voxml.templating.row_documents import Done
from voxml.templating.stores import Folder

Expected = tuple[list[Done], dict[str, bytes]]
THREADS = partial(ThreadPoolExecutor, 2)


def test_processes_give_the_same_bytes_in_the_same_order(
    rendering: Rendering, expected: Expected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scaling, "WORTH_PROCESSES", 10)
    done = rendering(tmp_path / "many", lambda renderer, rows: render_rows(renderer, rows, jobs=2))
    assert (done, contents(tmp_path / "many")) == expected
    again = rendering(tmp_path / "many", lambda renderer, rows: render_rows(renderer, rows, jobs=2))
    assert [each.status for each in again].count("kept") == ROWS - 6


def test_few_rows_start_no_process(
    rendering: Rendering, expected: Expected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scaling, "processes", None)
    done = rendering(tmp_path / "few", lambda renderer, rows: render_rows(renderer, rows, jobs=4))
    assert done == expected[0]


def test_a_worker_that_is_killed_in_the_middle_loses_and_doubles_nothing(
    rendering: Rendering, expected: Expected, tmp_path: Path
) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()
    store = Deadly(tmp_path / "out", marks, "333.json", times=1)
    done = rendering(store, lambda renderer, rows: Fleet(renderer, processes(2), 2, chunk=40).run(rows))
    assert len(list(marks.iterdir())) == 1
    assert (done, contents(tmp_path / "out")) == expected


def test_workers_end_when_the_process_that_gives_them_work_is_killed() -> None:
    pool = "from voxml.scaling.executors import processes; import os, time; p = processes(1)()"
    code = f"if __name__ == '__main__':\n    {pool}; print(p.submit(os.getpid).result(), flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as parent:
        assert parent.stdout is not None
        int(parent.stdout.readline())
        parent.kill()
        # The worker holds the other end as long as it lives.
        assert select.select([parent.stdout], [], [], 20)[0]
        assert parent.stdout.read() == b""


def test_workers_that_die_again_and_again_are_told_and_the_next_run_goes_on(
    rendering: Rendering, expected: Expected, tmp_path: Path
) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()
    store = Deadly(tmp_path / "out", marks, "333.json", times=99)
    with pytest.raises(WorkerError, match="ended 4 times in a row"):
        rendering(store, lambda renderer, rows: Fleet(renderer, processes(1), 1, chunk=100).run(rows))
    store.times = 0
    done = rendering(store, lambda renderer, rows: Fleet(renderer, THREADS, 2, chunk=100).run(rows))
    assert [each.status for each in done[:300]].count("kept") == 297
    assert [(each.row, each.file, each.problems) for each in done] == [
        (each.row, each.file, each.problems) for each in expected[0]
    ]
    assert contents(tmp_path / "out") == expected[1]


def test_the_first_bad_row_can_end_the_run(rendering: Rendering, tmp_path: Path) -> None:
    done = rendering(
        tmp_path / "out", lambda renderer, rows: Fleet(renderer, THREADS, 2, chunk=20).run(rows, is_fail_fast=True)
    )
    assert [each.status for each in done] == ["written"] * 50 + ["failed"]


def test_what_a_worker_can_not_write_is_told(rendering: Rendering, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "7.json").mkdir()
    with pytest.raises(InputError, match=r"7\.json: can't be written"):
        rendering(tmp_path / "out", lambda renderer, rows: Fleet(renderer, THREADS, 2).run(rows))


def test_no_more_is_read_ahead_than_the_workers_are_given(rendering: Rendering, tmp_path: Path) -> None:
    most = 0

    def work(renderer: object, rows: object) -> list[Done]:
        nonlocal most
        read = 0

        def counted() -> object:
            nonlocal read
            for row in rows:  # type: ignore[attr-defined]
                read += 1
                yield row

        done = []
        for each in Fleet(renderer, THREADS, 2, chunk=10).run(counted()):  # type: ignore[arg-type]
            done.append(each)
            most = max(most, read - len(done))
        return done

    rendering(tmp_path / "out", work)
    assert most <= 2 * scaling.AHEAD * 10 + 10


def a_recipe(rendering: Rendering, tmp_path: Path) -> Recipe:
    found: list[Recipe] = []
    rendering(tmp_path / "unused", lambda renderer, _rows: found.append(recipe_of(renderer)) or [], "recipe")
    return found[0]


def test_a_template_travels_to_a_machine_that_has_none_of_its_files(
    rendering: Rendering, template: Path, tmp_path: Path
) -> None:
    recipe = pickle.loads(pickle.dumps(a_recipe(rendering, tmp_path)))
    for file in template.parent.iterdir():
        file.unlink()
    recipes._template.cache_clear()
    made = render_chunk(recipe, Folder(tmp_path), [Item({"name": "Ann"}, "ann.json"), Item({}, "none.json")])
    recipes._template.cache_clear()
    assert b'"Hello Ann."' in (tmp_path / "ann.json").read_bytes()
    assert made[0].size == (tmp_path / "ann.json").stat().st_size
    assert made[1].size is None
    assert "name" in made[1].problems[0]


def test_another_version_on_a_worker_is_refused(rendering: Rendering, tmp_path: Path) -> None:
    recipe = a_recipe(rendering, tmp_path)._replace(version="0.0.0")
    with pytest.raises(WorkerError, match=r"expected 0\.0\.0, as here"):
        render_chunk(recipe, Folder(tmp_path), [])


def test_a_template_with_functions_of_a_program_does_not_travel(template: Path) -> None:
    class Renderer:
        pass

    Renderer.template = Templates(globals={"now": 1}).get(template)  # type: ignore[attr-defined]

    with pytest.raises(WorkerError, match="globals or filters"):
        recipe_of(Renderer())  # type: ignore[arg-type]
