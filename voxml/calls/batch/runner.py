"""Dials the rows of a batch: each intent is on the disk before its request goes out, and no row is dialled
twice.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple

from voxml.calls.batch.journal import Journal
from voxml.calls.batch.journal_file import Entry, JournalError, State
from voxml.calls.batch.pace import Pace, Stopped
from voxml.calls.batch.reconcile import reconcile
from voxml.calls.errors import CallError
from voxml.calls.masking import mask_numbers
from voxml.calls.operations import dial

if TYPE_CHECKING:
    from voxml.calls.async_client import AsyncTryVox
    from voxml.calls.batch.call_rows import Row

RowOutcome = Literal["accepted", "rejected", "not-sent", "unknown"]
OUTCOMES: tuple[RowOutcome, ...] = ("accepted", "rejected", "not-sent", "unknown")

#: Answers that are about the account or the moment and not about the row: it is tried again by the next run.
_TRY_AGAIN = frozenset({401, 403, 429})
_OUTCOME_OF: Mapping[str, State] = {"not-sent": "not-sent", "answered": "rejected", "unknown": "unknown"}
_INTERRUPTED = "the run ended while it was being sent"


class Deferred(Exception):  # noqa: N818 - not an error
    """A row that must not be dialled now, though it was tried before."""


class RowResult(NamedTuple):
    """What became of one row."""

    row: int
    to: str
    outcome: RowOutcome
    call_uuid: str | None
    detail: str


class Settings(NamedTuple):
    """How a batch is run."""

    #: Calls that are being submitted at a time.
    concurrency: int = 8
    #: Calls a second at most; None for as quick as it goes.
    rate: float | None = None
    #: Rows that this run begins at most; None for all.
    limit: int | None = None
    #: The run stops after this many rows in a row that got nowhere: no response, or one about the account; 0 for never.
    stop_after: int = 50
    #: Returns why a row must not be dialled now or at all, or None; called at the row's turn and before each try.
    deferral: Callable[[Row], str | None] = lambda _row: None
    #: Called with the result of every row that is through.
    watch: Callable[[RowResult], None] = lambda _result: None
    now: Callable[[], float] = time.time


class Batch:
    """One run of a batch over its journal."""

    def __init__(
        self, rows: Sequence[Row], journal: Journal, tryvox: AsyncTryVox, settings: Settings | None = None
    ) -> None:
        self.rows = rows
        self.journal = journal
        self.settings = Settings() if settings is None else settings
        self.pace = Pace(self.settings.rate)
        self._tryvox = tryvox
        # Waits of the client between tries end when the run is stopped: nothing was dialled before them.
        tryvox.set_sleep(self.pace.sleep)
        salt = journal.salt
        self._keys = [row.key(salt) for row in rows]
        self._entries: dict[str, Entry] = journal.entries()
        self._deferred: dict[str, str] = {}
        #: Rows that this run began to dial.
        self.dialled = 0
        self._began_at = self.settings.now()
        self._failures = 0
        self._problem: BaseException | None = None

    def pending(self) -> list[tuple[str, Row]]:
        """Return the rows that this run may dial, by their keys."""
        pairs = zip(self._keys, self.rows, strict=True)
        return [(key, row) for key, row in pairs if may_dial(self._entries.get(key))]

    async def run(self) -> None:
        """Dial what was not dialled, and find out about what is unknown.

        Raises:
            JournalError: the journal can't be written any more; nothing was dialled without it.
        """
        self._began_at = self.settings.now()
        await self._mark_interrupted()
        asked = await self._reconcile()
        waiting = iter(self.pending())
        deferred = await self._dial_all(waiting)
        # Their hour may have come while the others were dialled.
        await self._dial_all(iter(deferred))
        if self._problem is not None:
            raise self._problem
        await self._reconcile(except_for=asked)
        await self.journal.wait_until_written()

    def results(self) -> Iterator[RowResult]:
        """Yield what became of each row, in the order of the file."""
        for key, row in zip(self._keys, self.rows, strict=True):
            entry, reason = self._entries.get(key), self._deferred.get(key)
            if entry is None or (entry.state == "not-sent" and reason):
                detail = reason or self.pace.reason or self._why_waiting()
                yield RowResult(row.number, row.to, "not-sent", None, detail)
            else:
                yield _result(row, entry)

    def _why_waiting(self) -> str:
        limit = self.settings.limit
        return "its turn has not come" if limit is None else f"beyond the limit of {limit} calls in this run"

    def counts(self) -> Counter[RowOutcome]:
        """Return the number of rows of each outcome."""
        return Counter(result.outcome for result in self.results())

    def seconds(self) -> float:
        """Return the seconds since the run began."""
        return self.settings.now() - self._began_at

    async def _mark_interrupted(self) -> None:
        """Rows that an earlier run was sending when it died may have been dialled: they are unknown now."""
        dead = [entry for entry in self._entries.values() if entry.state == "intent"]
        await self._keep([entry._replace(state="unknown", detail=_INTERRUPTED) for entry in dead])

    async def _reconcile(self, *, except_for: Collection[str] = ()) -> Collection[str]:
        """Look for the unknown rows among the calls that the API lists; gives the keys of those that were
        looked for.
        """
        unknown = {
            key: row
            for key, row in zip(self._keys, self.rows, strict=True)
            if (entry := self._entries.get(key)) is not None and entry.state == "unknown"
            if key not in except_for
        }
        if unknown and not self.pace.is_stopped:
            await self._keep(await reconcile(self._tryvox, unknown, self._entries))
        return unknown.keys()

    async def _keep(self, entries: Iterable[Entry]) -> None:
        entries = list(entries)
        self._entries.update((entry.key, entry) for entry in entries)
        await asyncio.gather(*(self.journal.put_now(entry) for entry in entries))

    async def _dial_all(self, waiting: Iterator[tuple[str, Row]]) -> list[tuple[str, Row]]:
        """Dial, `concurrency` rows at a time; return the rows that were deferred."""
        deferred: list[tuple[str, Row]] = []

        async def work() -> None:
            for key, row in waiting:
                try:
                    reason = self.settings.deferral(row)
                    if reason is None:
                        await self.pace.turn()
                        # Its hour may have ended while it waited for its turn.
                        reason = self.settings.deferral(row)
                    if reason is None:
                        if self.dialled == self.settings.limit:
                            return
                        self.dialled += 1
                        self._deferred.pop(key, None)
                        await self._dial(key, row)
                        continue
                except Stopped:
                    return
                self._deferred[key] = reason
                deferred.append((key, row))

        workers = [asyncio.create_task(work()) for _ in range(self.settings.concurrency)]
        try:
            await asyncio.gather(*workers)
        except Exception as error:
            self._problem = self._problem or error
            self.pace.stop(str(error))
            # What the others have sent is waited for: nobody else will ever know what came of it.
            await asyncio.gather(*workers, return_exceptions=True)
        return deferred

    async def _dial(self, key: str, row: Row) -> None:
        now = self.settings.now
        intent = Entry(key, row.number, row.to[-4:], "intent", intended_at=now())
        await self.journal.put_now(intent)
        # From here on the disk says that this row may have been dialled.
        self._entries[key] = intent
        entry = await self._submit(row, intent)
        self._entries[key] = entry._replace(finished_at=now())
        # Not waited for: should we die before it is on the disk, the row is left at intent, and is looked up.
        self.journal.put(self._entries[key])
        self._count(entry)
        self.settings.watch(_result(row, entry))

    async def _wait(self, row: Row, intent: Entry, seconds: float) -> None:
        """Wait before another try. So far nobody was dialled for certain, and the disk says so meanwhile: a run
        that dies now leaves nothing to find out.
        """
        self._entries[intent.key] = intent._replace(state="not-sent", detail="the run ended before another try")
        await self.journal.put_now(self._entries[intent.key])
        await self.pace.sleep(seconds)
        reason = self.settings.deferral(row)
        if reason is not None:
            raise Deferred(reason)
        again = intent._replace(intended_at=self.settings.now())
        await self.journal.put_now(again)
        self._entries[intent.key] = again

    async def _submit(self, row: Row, intent: Entry) -> Entry:
        try:
            call = await self._tryvox.run(dial(row.members), sleep=partial(self._wait, row, intent))
        except JournalError:
            # It ends the run; and it came before the request, or between two tries that dialled nobody.
            raise
        except CallError as error:
            detail = mask_numbers("; ".join([error.reason, *(str(each) for each in error.details)]))
            state = _OUTCOME_OF[error.outcome]
            return intent._replace(state=state, status=error.status, detail=detail, request_uuid=error.request_uuid)
        except Deferred as error:
            # Between two tries, neither of which dialled anybody.
            return intent._replace(state="not-sent", detail=str(error))
        except Stopped:
            # The client waits only after a try that certainly dialled nobody.
            return intent._replace(state="not-sent", detail=self.pace.reason)
        except Exception as error:  # whatever a transport may throw: the request may have gone out
            return intent._replace(state="unknown", detail=f"{type(error).__name__} while it was being sent")
        return intent._replace(
            state="accepted",
            call_uuid=call.call_uuid,
            request_uuid=call.request_uuid,
            api_time=call.created_at,
            detail="" if call.call_uuid else "the reply named no call_uuid",
        )

    def _count(self, entry: Entry) -> None:
        """Stop a run that gets nowhere, before it leaves hundreds of rows unknown or refused."""
        # One 403 may be about a row, such as a country that the account may not call; fifty are about the key.
        got_nowhere = entry.state in ("unknown", "not-sent") or entry.status in _TRY_AGAIN
        self._failures = self._failures + 1 if got_nowhere else 0
        if self._failures >= self.settings.stop_after > 0:
            self.pace.stop(f"stopped: {self._failures} rows in a row got nowhere; the last: {entry.detail}")


def may_dial(entry: Entry | None) -> bool:
    """Return whether a row may be dialled: it was never begun, or nothing was dialled for certain."""
    if entry is None or entry.state == "not-sent":
        return True
    return entry.state == "rejected" and entry.status in _TRY_AGAIN


def _result(row: Row, entry: Entry) -> RowResult:
    outcome: RowOutcome = "unknown" if entry.state == "intent" else entry.state
    detail = entry.detail or (_INTERRUPTED if entry.state == "intent" else "")
    return RowResult(row.number, row.to, outcome, entry.call_uuid, detail)
