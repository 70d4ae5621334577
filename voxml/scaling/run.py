"""Render rows by the workers of an executor, and yield what became of each in the order of the rows.

Names are given and remembered here, so that there is one index, whichever process renders. A chunk of rows is a pure task: done
twice, it writes the same bytes under the same names. So a chunk whose worker died is just given out again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice

from voxml.errors import WorkerError
from voxml.processes import processors
from voxml.scaling.executors import dask_cluster, processes
from voxml.scaling.recipe import Item, Made, Recipe, recipe_of, render_chunk
from voxml.templating.row_documents import Done, Plan, RowRenderer
from voxml.templating.rows import Row
from voxml.templating.stores import Store

#: With fewer rows than this, starting processes takes longer than rendering.
WORTH_PROCESSES = 5_000
#: Rows that a worker is given at once: about 30 ms of work, so that handing over costs little.
CHUNK = 250
#: Chunks that wait or are at work, for each worker; what is read ahead is bounded by it.
AHEAD = 3
#: How often a pool of processes may break without a chunk being finished in between.
PATIENCE = 3


def render_rows(
    renderer: RowRenderer,
    rows: Iterable[Row],
    *,
    jobs: int = 0,
    scheduler: str | None = None,
    is_fail_fast: bool = False,
) -> Iterator[Done]:
    """Render rows by `jobs` processes (0: one for each processor), or by the Dask cluster at `scheduler`.

    Few rows are rendered by this process. What became of each is yielded in order; see `RowRenderer.run`.

    Raises:
        InputError: a document or the index can't be written, or the data has columns that are no parameters.
        MissingExtraError: Dask is not installed.
        WorkerError: workers die again and again, have another version of voxml, or there are none.
    """
    if scheduler is not None:
        with dask_cluster(scheduler) as (start, workers):
            yield from Fleet(renderer, start, workers).run(rows, is_fail_fast=is_fail_fast)
        return
    count = jobs or processors()
    rest = iter(rows)
    first = list(islice(rest, WORTH_PROCESSES)) if count > 1 else []
    if len(first) < WORTH_PROCESSES:
        yield from renderer.run(chain(first, rest), is_fail_fast=is_fail_fast)
        return
    yield from Fleet(renderer, processes(count), count).run(chain(first, rest), is_fail_fast=is_fail_fast)


_Work = Callable[[Recipe, Store, list[Item]], list[Made]]


class _Chunk:
    """Rows in their order: done already, or planned; and the future of the planned ones."""

    def __init__(self, rows: list[Done | Plan]) -> None:
        self.rows = rows
        self.future: Future[list[Made]] | None = None

    @property
    def items(self) -> list[Item]:
        return [Item(row.values, row.file) for row in self.rows if isinstance(row, Plan)]


class Fleet:
    """The workers of an executor, and the rows that they were given.

    Args:
        renderer: plans the rows, and knows the index.
        start: makes the executor; asked again when all its processes were lost.
        workers: how many chunks can be at work at a time.
    """

    def __init__(
        self, renderer: RowRenderer, start: Callable[[], Executor], workers: int, *, chunk: int = CHUNK
    ) -> None:
        self._renderer = renderer
        self._recipe = recipe_of(renderer)
        self._start = start
        self._executor = start()
        self._ahead = max(1, workers) * AHEAD
        self._size = chunk
        self._broken = 0

    def run(self, rows: Iterable[Row], *, is_fail_fast: bool = False) -> Iterator[Done]:
        """Yield what became of each row, in order; see `RowRenderer.run`.

        Raises:
            InputError: a document or the index can't be written, or the data has columns that are no parameters.
            WorkerError: workers die again and again, or have another version of voxml.
        """
        waiting: deque[_Chunk] = deque()
        planned = map(self._renderer.plan, rows)
        try:
            while True:
                while len(waiting) < self._ahead and (some := list(islice(planned, self._size))):
                    waiting.append(self._given(_Chunk(some)))
                if not waiting:
                    return
                made = self._result(waiting)
                for done in self._told(waiting.popleft(), made):
                    yield done
                    if is_fail_fast and done.status == "failed":
                        return
        finally:
            for chunk in waiting:
                if chunk.future is not None:
                    chunk.future.cancel()
            self._executor.shutdown(wait=True)

    def _given(self, chunk: _Chunk) -> _Chunk:
        work: _Work = render_chunk
        try:
            chunk.future = self._executor.submit(work, self._recipe, self._renderer.store, chunk.items)
        except BrokenProcessPool as broken:
            # The result of an earlier chunk shows it, and gives this one out again.
            chunk.future = Future()
            chunk.future.set_exception(broken)
        return chunk

    def _result(self, waiting: deque[_Chunk]) -> list[Made]:
        """Return what the workers made of the first chunk; when they are all gone, others are started."""
        while True:
            future = waiting[0].future
            assert future is not None
            try:
                made = future.result()
            except CancelledError:
                raise WorkerError("the scheduler was lost; run it again to go on") from None
            except BrokenProcessPool as broken:
                self._broken += 1
                if self._broken > PATIENCE:
                    raise WorkerError(
                        f"the processes that render were ended {self._broken} times in a row, perhaps for want of "
                        "memory; run it again to go on, with fewer --jobs"
                    ) from broken
                self._executor.shutdown(wait=True)
                self._executor = self._start()
                for chunk in waiting:
                    if chunk.future is None or not chunk.future.done() or chunk.future.exception() is not None:
                        self._given(chunk)
            except Exception as error:
                # What Dask says when one chunk has ended several workers.
                if type(error).__name__ != "KilledWorker":
                    raise
                raise WorkerError(f"the workers that render are ended again and again: {error}") from error
            else:
                self._broken = 0
                return made

    def _told(self, chunk: _Chunk, made: list[Made]) -> Iterator[Done]:
        answers = iter(made)
        # All that was written is remembered first: the reader may stop in the middle.
        done: list[Done] = []
        for row in chunk.rows:
            if isinstance(row, Done):
                done.append(row)
                continue
            answer = next(answers)
            if answer.size is None:
                done.append(Done(row.row, "failed", None, answer.problems))
            else:
                self._renderer.index.written(row.key, row.fingerprint, answer.size)
                done.append(Done(row.row, "written", row.file))
        yield from done
