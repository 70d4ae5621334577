"""Judges files in this process and in others, and gives the verdicts in the order of the files.

Each worker has two batches at a time, and while they are at work this process judges small ones itself. What is
done too early waits for its turn; nobody gets far ahead, so that memory does not grow with the number of files.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, Self

from voxml.errors import WorkerError
from voxml.linting.judge import Verdict
from voxml.source import Source

if TYPE_CHECKING:
    from voxml.config import Settings
    from voxml.diagnostics import Diagnostic
    from voxml.linting.engine import Crash
    from voxml.linting.files import Found
    from voxml.linting.run import Run

#: Files in a batch of a worker, and in one of this process, which has to look after the workers in between.
_BATCH, _OWN_BATCH = 64, 16
#: So many batches may wait for one that comes before them.
_AHEAD = 64
#: The length of an answer is written before it, in so many bytes.
_LENGTH = 8


class _Answer(NamedTuple):
    """What a worker says of one file."""

    is_ours: bool
    diagnostics: list[Diagnostic]
    text: str | None
    crashes: tuple[Crash, ...]
    key: str | None
    problem: str | None


class _Batch:
    """Files in a row, and the verdicts on them once they are there."""

    __slots__ = ("files", "verdicts")

    def __init__(self, files: list[Found]) -> None:
        self.files = files
        self.verdicts: list[Verdict | None] | None = None


class _Worker:
    """A process that judges, the pipes to and from it, and what it has been given."""

    def __init__(self, pid: int, to: BinaryIO, back: BinaryIO) -> None:
        self.pid = pid
        self.to = to
        self.back = back
        self.batches: deque[_Batch] = deque()
        #: What came back and is no whole answer yet.
        self._piece = bytearray()

    def give(self, batch: _Batch) -> None:
        """Ask for the verdicts on a batch."""
        self.batches.append(batch)
        try:
            pickle.dump(_packed(batch.files), self.to, pickle.HIGHEST_PROTOCOL)
            self.to.flush()
        except BrokenPipeError:
            raise self._lost() from None

    def take(self) -> Iterator[tuple[_Batch, list[_Answer]]]:
        """The batches that are answered by what has come back."""
        data = os.read(self.back.fileno(), 1 << 18)
        if not data:
            raise self._lost()
        piece = self._piece
        piece += data
        while len(piece) >= _LENGTH:
            end = _LENGTH + int.from_bytes(piece[:_LENGTH], "little")
            if len(piece) < end:
                return
            answers: list[_Answer] = pickle.loads(piece[_LENGTH:end])  # noqa: S301 - from our own process
            del piece[:end]
            yield self.batches.popleft(), answers

    def _lost(self) -> WorkerError:
        at = f" while it judged files from {self.batches[0].files[0].path} on" if self.batches else ""
        return WorkerError(f"a process that judges files was ended from outside{at}; try again with --jobs 1")


def can_fork() -> bool:
    """Whether this process can be copied: only POSIX can, and only while it has one thread."""
    if not hasattr(os, "fork"):
        return False
    threading = sys.modules.get("threading")
    return threading is None or threading.active_count() == 1


class Workers:
    """The processes of one run; leaving the `with` block ends all but this one."""

    def __init__(self, run: Run, count: int) -> None:
        """`count` processes are at work, this one among them."""
        self._run = run
        self._count = count - 1
        self._workers: list[_Worker] = []
        self._poll = select.poll()

    def __enter__(self) -> Self:
        sys.stdout.flush()
        sys.stderr.flush()
        for _ in range(self._count):
            worker = self._start()
            self._workers.append(worker)
            self._poll.register(worker.back.fileno(), select.POLLIN)
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
        has_more = True
        waiting: deque[_Batch] = deque()

        def next_batch(size: int) -> _Batch | None:
            nonlocal has_more
            batch = _Batch(list(islice(files, size))) if has_more and len(waiting) < _AHEAD else None
            if batch is not None and not batch.files:
                has_more, batch = False, None
            if batch is not None:
                waiting.append(batch)
            return batch

        while has_more or waiting:
            for worker in self._workers:
                while len(worker.batches) < 2 and (batch := next_batch(_BATCH)) is not None:
                    worker.give(batch)
            own = next_batch(_OWN_BATCH)
            if own is not None:
                own.verdicts = [self._run.judge(found) for found in own.files]
            self._collect(0 if own is not None or (waiting and waiting[0].verdicts is not None) else None)
            while waiting and (verdicts := waiting[0].verdicts) is not None:
                waiting.popleft()
                yield from filter(None, verdicts)

    def _collect(self, timeout: int | None) -> None:
        """Take what workers have answered; with None, wait until one has, if any is at work."""
        if not any(worker.batches for worker in self._workers):
            return
        ready = {number for number, _ in self._poll.poll(timeout)}
        for worker in self._workers:
            if worker.back.fileno() in ready:
                for batch, answers in worker.take():
                    batch.verdicts = [
                        self._verdict(found, answer) for found, answer in zip(batch.files, answers, strict=True)
                    ]

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
        data = pickle.dumps(batch, pickle.HIGHEST_PROTOCOL)
        answers.write(len(data).to_bytes(_LENGTH, "little") + data)
        answers.flush()


def _answer(run: Run, found: Found) -> _Answer:
    verdict, key, problem = run.try_file(found)
    if verdict is None:
        return _Answer(False, [], None, (), None, problem)
    text: Any = None
    if verdict.source is not None and run.options.needs_source:
        text = verdict.source.text
    return _Answer(True, verdict.diagnostics, text, verdict.crashes, key, None)
