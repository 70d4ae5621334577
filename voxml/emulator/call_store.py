"""What an emulator remembers: calls, recordings, and how often each number was called."""

from __future__ import annotations

from collections import Counter, OrderedDict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voxml.emulator.effects import Recording
    from voxml.emulator.facts import Facts
    from voxml.emulator.live_call import LiveCall
    from voxml.emulator.state_file import StateFile

#: Calls that are over and still remembered, unless set otherwise.
KEEP = 20_000


class CallStore:
    """The calls of an emulator by their id, oldest first; `keep` of those that are over."""

    def __init__(self, keep: int = KEEP) -> None:
        self.keep = keep
        self.numbers: Counter[str] = Counter()
        self.recordings: OrderedDict[str, Recording] = OrderedDict()
        #: Where calls and recordings are written too, if anywhere.
        self.state: StateFile | None = None
        self._calls: OrderedDict[str, LiveCall] = OrderedDict()

    def __len__(self) -> int:
        return len(self._calls)

    def __iter__(self) -> Iterator[LiveCall]:
        return iter(list(self._calls.values()))

    def get(self, uuid: str) -> LiveCall | None:
        """Return a call, whatever its account."""
        return self._calls.get(uuid)

    def add(self, live: LiveCall) -> None:
        """Remember a call, and forget the oldest that is over where there are too many."""
        self._calls[live.uuid] = live
        self.numbers[live.call.facts.order.to] += 1
        while len(self._calls) > self.keep:
            oldest = next((uuid for uuid, each in self._calls.items() if each.is_over), None)
            if oldest is None:
                return
            del self._calls[oldest]

    def save(self, live: LiveCall) -> None:
        """Write a call to the state file, where there is one."""
        if self.state is not None:
            self.state.save(live.call, live.webhooks)

    def facts(self, account_id: str, uuid: str) -> Facts | None:
        """Return the record of a call of an account."""
        live = self._calls.get(uuid)
        return live.call.facts if live is not None and live.call.facts.account_id == account_id else None

    def find(self, account_id: str, query: dict[str, Any]) -> list[Facts]:
        """Return the records of an account's calls that match the filters of the list, newest first."""
        return [
            live.call.facts
            for live in reversed(self._calls.values())
            if live.call.facts.account_id == account_id and _matches(live.call.facts, query)
        ]

    def keep_recording(self, recording: Recording) -> None:
        """Remember a recording, and forget the oldest."""
        self.recordings[recording.uuid] = recording
        if self.state is not None:
            self.state.keep(recording)
        while len(self.recordings) > self.keep:
            self.recordings.popitem(last=False)

    def close(self) -> None:
        """Close the state file."""
        if self.state is not None:
            self.state.close()
            self.state = None


def _matches(facts: Facts, query: dict[str, Any]) -> bool:
    order = facts.order
    known = {"status": facts.status, "direction": order.direction, "from": order.from_, "to": order.to}
    return all(query.get(name, value) == value for name, value in known.items())
