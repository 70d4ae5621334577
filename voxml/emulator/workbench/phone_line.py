"""The phone of the workbench: it is rung, picked up from the page, and reports what happens on the line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from voxml.emulator.api.exceptions import Refused
from voxml.emulator.callee.callee import Callee, PickUp
from voxml.emulator.effects import Answered, Event, Fetch, Reply, Wait
from voxml.emulator.facts import Order
from voxml.emulator.transcript import Entry
from voxml.emulator.workbench.entry_rows import EntryRows, Locate, summary

if TYPE_CHECKING:
    from voxml.emulator.live_call import LiveCall
    from voxml.emulator.local_documents import LocalDocuments
    from voxml.emulator.network import Network

FROM, TO = "+14155550100", "+14155550199"


class _Holder(Callee):
    """The callee who holds the phone: what they do comes from the page, as it happens."""

    def __init__(self, line: PhoneLine, *, answers: bool) -> None:
        self._line = line
        self._answers = answers

    def picks_up(self) -> PickUp:
        return PickUp(outcome="answers", after=0.0) if self._answers else PickUp(outcome="decides")

    def act(self, moment: Wait) -> Event | None:
        self._line.moment(moment)
        return None


class PhoneLine:
    """One phone: at most one call at a time, and every page that is open sees the same."""

    def __init__(self, network: Network, locate: Locate, send: Callable[[dict[str, Any]], None]) -> None:
        self.network = network
        self._locate = locate
        self._send = send
        self._library: LocalDocuments | None = None
        self._live: LiveCall | None = None
        self._rows: EntryRows | None = None
        self._start = ("", 0)
        self._moment: dict[str, Any] = {}
        self._sent = 0
        network.documents = self._reply
        network.watchers.append(self._watched)

    def use(self, library: LocalDocuments) -> None:
        """Play these documents from now on, also in the call that goes on."""
        self._library = library

    @property
    def uuid(self) -> str | None:
        """The id of the call that goes on, or of the last one."""
        return None if self._live is None else self._live.uuid

    @property
    def is_talking(self) -> bool:
        """Whether a call goes on."""
        return self._live is not None and not self._live.is_over

    def ring(self, start: str, step: int, *, answers: bool) -> str:
        """Let the phone ring, or with `answers` begin at once, at an instruction of a document.

        Raises:
            Refused: a call goes on.
        """
        assert self._library is not None
        if self.is_talking:
            raise Refused(409, "CALL_GOING_ON", "a call is going on; hang up first")
        self._library.forget()  # what was edited since is heard
        order = Order(from_=FROM, to=TO, answer_url=self._library.url_of(start), answer_method="GET")
        self._start = (start, step)
        self._moment = {}
        live = self._live = self.network.place(order, "AC_phone", _Holder(self, answers=answers))
        live.call.keeps_responses = True
        self._rows = EntryRows(live.call, self._locate)
        self._sent = 0
        self.network.begin(live)
        self._send(self._begun(live))
        return live.uuid

    def answer(self) -> None:
        """Pick up.

        Raises:
            Refused: the phone does not ring.
        """
        if self._live is None or self._live.is_over:
            raise Refused(409, "NOT_RINGING", "the phone does not ring")
        self._live.push(Answered(self._live.now))

    def hold(self, until: float | None) -> None:
        """Let no time pass after a second of the call while a voice is still speaking; None lets it go on."""
        if self._live is not None and until is not None:
            self.network.clock.hold(self._live.origin.elapsed + until)
        else:
            self.network.clock.release()

    def so_far(self) -> Iterator[dict[str, Any]]:
        """Yield what a page needs to show the call that goes on, or the last one."""
        live, rows = self._live, self._rows
        if live is None or rows is None:
            return
        yield self._begun(live)
        yield {"type": "entries", "entries": rows.rows(), "replay": True, "elapsed": _elapsed(live)}
        for webhook in live.webhooks:
            yield {"type": "webhook", "webhook": webhook}
        if live.is_over:
            yield {"type": "over", **summary(live.call)}
        elif self._moment:
            yield self._moment

    def moment(self, moment: Wait) -> None:
        """Report that time is about to pass, and what is listened for now."""
        self._send_entries()
        place = self._locate(moment.place[0], moment.place[1], "")
        self._moment = {
            "type": "moment",
            "keys": moment.keys,
            "speech": moment.speech,
            "recording": moment.recording,
            "digits": moment.digits,
            "document": None if place is None else place.document,
            "step": moment.place[1],
        }
        self._send(self._moment)

    def _begun(self, live: LiveCall) -> dict[str, Any]:
        order = live.call.facts.order
        start, step = self._start
        call = {"call_uuid": live.uuid, "from": order.from_, "to": order.to, "start": start, "step": step}
        return {"type": "call", **call}

    def _reply(self, request: Fetch) -> Reply:
        """Return a document; the first one of a call from the instruction at which the call begins."""
        assert self._library is not None
        reply = self._library(request)
        step = self._start[1]
        return msgspec.structs.replace(reply, first=step) if request.what == "answer" and step else reply

    def _watched(self, live: LiveCall, what: object) -> None:
        if live is not self._live:
            return
        self._send_entries()
        if isinstance(what, dict):
            self._send({"type": "webhook", "webhook": what})
        elif isinstance(what, Entry) and what.kind == "over":
            self._send({"type": "over", **summary(live.call)})

    def _send_entries(self) -> None:
        """Send what is new in the transcript, and once more the few lines before, whose ends may have moved."""
        if self._live is None or self._rows is None:
            return
        total = len(self._live.call.transcript.entries)
        rows = self._rows.rows(max(0, self._sent - 4))
        self._send({"type": "entries", "entries": rows, "replay": False, "elapsed": _elapsed(self._live)})
        self._sent = total


def _elapsed(live: LiveCall) -> float | None:
    """Return the seconds since the call was answered."""
    answered = live.call.transcript.answered_at
    return None if answered is None else round(live.now - answered, 2)
