"""Judges files in several processes, and gives the verdicts in the order of the files.

Each worker has at most one batch at a time and they take turns, so that nothing waits for a full pipe, the order
needs no sorting, and memory does not grow with the number of files.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, Self

from voxml.linting.judge import Verdict
from voxml.source import Source

if TYPE_CHECKING:
    from voxml.config import Settings
    from voxml.diagnostics import Diagnostic
    from voxml.linting.engine import Crash
    from voxml.linting.files import Found
    from voxml.linting.run import Run

_BATCH = 128


class _Answer(NamedTuple):
    """What a worker says of one file."""

    is_ours: bool
    diagnostics: list[Diagnostic]
    text: str | None
    crashes: tuple[Crash, ...]
    key: str | None
    problem: str | None


class _Worker(NamedTuple):
    """A process that judges, and the pipes to and from it."""

    pid: int
    to: BinaryIO
    back: BinaryIO


def can_fork() -> bool:
    """Whether this process can be copied: only POSIX can, and only while it has one thread."""
    if not hasattr(os, "fork"):
        return False
    threading = sys.modules.get("threading")
    return threading is None or threading.active_count() == 1


class Workers:
    """The processes of one run; leaving the `with` block ends them."""

    def __init__(self, run: Run, count: int) -> None:
        self._run = run
        self._count = count
        self._workers: list[_Worker] = []

    def __enter__(self) -> Self:
        sys.stdout.flush()
        sys.stderr.flush()
        for _ in range(self._count):
            self._workers.append(self._start())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            if kind is not None:
                _end(worker.pid)
            for pipe in (worker.to, worker.back):
                try:
                    pipe.close()
                except OSError:
                    continue
        for worker in self._workers:
            os.waitpid(worker.pid, 0)

    def verdicts(self, every: Iterable[Found]) -> Iterator[Verdict]:
        """The verdict on every file that is VoxML, in order."""
        files = iter(every)
        given: list[list[Found]] = [[] for _ in self._workers]
        for place, worker in enumerate(self._workers):
            given[place] = self._give(worker, files)
        turn = 0
        while given[turn]:
            worker = self._workers[turn]
            batch = given[turn]
            answers = self._take(worker)
            given[turn] = self._give(worker, files)
            for found, answer in zip(batch, answers, strict=True):
                verdict = self._verdict(found, answer)
                if verdict is not None:
                    yield verdict
            turn = (turn + 1) % len(self._workers)

    def _give(self, worker: _Worker, files: Iterator[Found]) -> list[Found]:
        batch = list(islice(files, _BATCH))
        if batch:
            pickle.dump(_packed(batch), worker.to, pickle.HIGHEST_PROTOCOL)
            worker.to.flush()
        return batch

    def _take(self, worker: _Worker) -> list[_Answer]:
        try:
            answers: list[_Answer] = pickle.load(worker.back)  # noqa: S301 - from our own process
        except EOFError:
            raise RuntimeError("a process that judges files ended early") from None
        return answers

    def _verdict(self, found: Found, answer: _Answer) -> Verdict | None:
        if answer.problem is not None:
            self._run.unreadable(answer.problem)
        if not answer.is_ours:
            return None
        source = Source(answer.text, found.path) if answer.text is not None else None
        verdict = Verdict(found.path, answer.diagnostics, source, answer.crashes)
        if answer.key is not None:
            self._run.remember(found.settings, answer.key, verdict)
        return verdict

    def _start(self) -> _Worker:
        there, to = os.pipe()
        back, here = os.pipe()
        pid = os.fork()
        if pid:
            os.close(there)
            os.close(here)
            return _Worker(pid, open(to, "wb"), open(back, "rb"))  # noqa: PTH123
        status = 1
        try:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is asked to stop, and stops us
            os.close(to)
            os.close(back)
            for worker in self._workers:
                # Else a sibling would not see the end of its input.
                os.close(worker.to.fileno())
                os.close(worker.back.fileno())
            _serve(self._run, open(there, "rb"), open(here, "wb"))  # noqa: PTH123, SIM115
            status = 0
        except BrokenPipeError:
            status = 0
        finally:
            os._exit(status)


def _end(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGTERM)
    except ProcessLookupError:
        return


def _packed(batch: list[Found]) -> tuple[list[Settings], list[tuple[str, bool, int]]]:
    """A batch in which each settings object stands once."""
    known: dict[int, int] = {}
    settings: list[Settings] = []
    rows: list[tuple[str, bool, int]] = []
    for found in batch:
        place = known.get(id(found.settings))
        if place is None:
            place = known[id(found.settings)] = len(settings)
            settings.append(found.settings)
        rows.append((found.path, found.is_named, place))
    return settings, rows


def _serve(run: Run, requests: BinaryIO, answers: BinaryIO) -> None:
    from voxml.linting.files import Found

    known: dict[Settings, Settings] = {}
    while True:
        try:
            settings, rows = pickle.load(requests)  # noqa: S301 - from our own process
        except EOFError:
            return
        same = [known.setdefault(each, each) for each in settings]
        batch = [_answer(run, Found(path, is_named, same[place])) for path, is_named, place in rows]
        pickle.dump(batch, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


def _answer(run: Run, found: Found) -> _Answer:
    verdict, key, problem = run.try_file(found)
    if verdict is None:
        return _Answer(False, [], None, (), None, problem)
    text: Any = None
    if verdict.source is not None and run.options.needs_source:
        text = verdict.source.text
    return _Answer(True, verdict.diagnostics, text, verdict.crashes, key, None)
