"""Finds out about unknown rows by the calls that the API lists.

A call is taken for a row's when it goes to its number from its caller, belongs to no other row, and did not
begin before the row was meant. The API's clock may differ from ours, so that the times of calls whose
creation it confirmed serve as the measure. A row that no call is found for stays unknown: a list may be late.
"""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from voxml.calls.errors import CallError
from voxml.calls.masking import mask_numbers
from voxml.calls.operations import list_calls
from voxml.calls.results import read_moment

if TYPE_CHECKING:
    from voxml.calls.async_client import AsyncTryVox
    from voxml.calls.batch.call_rows import Row
    from voxml.calls.batch.journal_file import Entry
    from voxml.calls.results import Call

#: Seconds by which a call may seem to begin before it was meant.
_SLACK = 120.0
_AT_A_TIME = 8
FOUND = "found by listing calls"
NOT_FOUND = "no call to this number is listed"


async def reconcile(tryvox: AsyncTryVox, unknown: Mapping[str, Row], entries: Mapping[str, Entry]) -> list[Entry]:
    """Return the entries of unknown rows as the list of calls makes them: accepted, or still unknown and saying why."""
    try:
        listed = await _list_all(tryvox, list(unknown.values()))
    except CallError as error:
        reason = mask_numbers(str(error).splitlines()[0])
        return [
            entries[key]._replace(detail=f"{_first(entries[key].detail)}; calls can't be listed: {reason}")
            for key in unknown
        ]
    clock = _ApiClock(entries.values())
    claimed = {entry.call_uuid for entry in entries.values() if entry.call_uuid is not None}
    by_number: dict[str, list[Call]] = defaultdict(list)
    for call in listed:
        if call.to is not None and call.call_uuid not in claimed and call.direction != "inbound":
            by_number[_digits(call.to)].append(call)
    settled: list[Entry] = []
    for key, row in sorted(unknown.items(), key=lambda item: entries[item[0]].intended_at):
        entry = entries[key]
        match = _match(row, by_number[_digits(row.to)], clock.at(entry.intended_at) - _SLACK)
        if match is None:
            settled.append(entry._replace(detail=f"{_first(entry.detail)}; {NOT_FOUND}"))
        else:
            by_number[_digits(row.to)].remove(match)
            settled.append(entry._replace(state="accepted", call_uuid=match.call_uuid, detail=FOUND))
    return settled


def _match(row: Row, calls: list[Call], earliest: float) -> Call | None:
    """Return the first call that can be the row's."""
    for call in sorted(calls, key=lambda call: call.began or 0.0):
        began = call.began
        if call.from_ is not None and _digits(call.from_) != _digits(str(row.members["from"])):
            continue
        if began is None or began >= earliest:
            return call
    return None


async def _list_all(tryvox: AsyncTryVox, rows: list[Row]) -> list[Call]:
    """Return the calls that may be those of the rows: all there are, or a list for each number, whichever asks less."""
    first = await tryvox.run(list_calls({"direction": "outbound"}))
    if first.pages <= max(len(rows), 1):
        return [call async for call in tryvox.calls.list(direction="outbound")]
    turns = asyncio.Semaphore(_AT_A_TIME)

    async def of_number(to: str) -> list[Call]:
        async with turns:
            return [call async for call in tryvox.calls.list(direction="outbound", to=to)]

    lists = await asyncio.gather(*(of_number(to) for to in {row.to for row in rows}))
    return [call for calls in lists for call in calls]


class _ApiClock:
    """What the API's clock showed when ours showed something, by the calls that it said it created."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        known: list[tuple[float, float]] = []
        for entry in entries:
            moment = read_moment(entry.api_time)
            if moment is not None and entry.finished_at is not None:
                known.append((entry.finished_at, moment))
        known.sort()
        self._ours = [ours for ours, _theirs in known]
        self._offsets = [theirs - ours for ours, theirs in known]

    def at(self, ours: float) -> float:
        """Return the API's time when ours was `ours`, by the nearest call before, or else after; ours without any."""
        if not self._offsets:
            return ours
        return ours + self._offsets[max(bisect_right(self._ours, ours) - 1, 0)]


def _digits(number: str) -> str:
    return "".join(char for char in number if char.isdigit())


def _first(detail: str) -> str:
    """Return a detail without what an earlier look at the list added to it."""
    return detail.partition("; no call to")[0].partition("; calls can't")[0]
