"""A call as it is played: its clock, its transcript, and how it waits, asks and notes.

`Call` holds what every verb needs. Times are seconds since the call was made; the driver moves `now` on.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any, TypeVar

from voxml.emulator import payloads
from voxml.emulator.answer_document import read_answer
from voxml.emulator.effects import (
    Effect,
    Ended,
    Event,
    Fetch,
    HungUp,
    Key,
    Moved,
    Notify,
    Reply,
    Speech,
    Started,
    StreamNews,
    Wait,
)
from voxml.emulator.exits import CallOver, Transferred
from voxml.emulator.facts import NOWHERE
from voxml.emulator.transcript import Entry, Transcript

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from voxml.emulator.emulator_settings import Settings
    from voxml.emulator.facts import Facts
    from voxml.language.response import Response

T = TypeVar("T")
Flow = Generator[Effect, Any, T]


class Page:
    """A document that was fetched: its instructions, and their lines."""

    __slots__ = ("document", "first", "lines", "path", "url")

    def __init__(
        self, document: Response, url: str, path: str | None = None, lines: tuple[int, ...] = (), first: int = 0
    ) -> None:
        self.document = document
        self.url = url
        self.path = path
        self.lines = lines
        #: The index of the instruction with which its playing begins.
        self.first = first


class Call:
    """One call: its record, its document and instruction, and its transcript."""

    def __init__(self, facts: Facts, settings: Settings, *, new_id: Callable[[], UUID | str]) -> None:
        self.facts = facts
        self.settings = settings
        self.new_id = new_id
        self.now = 0.0
        self.transcript = Transcript()
        self.page: Page | None = None
        self.place = 0
        self.visits: list[tuple[str, int]] = []
        #: How often one instruction may come by without the callee doing anything; None is as often as it likes.
        self.max_rounds: int | None = None
        self._rounds: dict[tuple[str, int], int] = {}
        self.problems: list[str] = []
        self.is_watched = False
        #: Whether the transcript keeps the response to each request for a document.
        self.keeps_responses = False
        self._limit: float | None = None
        self._listeners = 0
        self._documents = 0
        self._idle_documents = 0
        self._idle_since = -1.0

    def put_away(self) -> None:
        """Keep only what is looked at afterwards: the facts, the transcript, the problems."""
        self.transcript.pack()
        self.page = None
        self.visits = []
        self._rounds = {}

    # --- noting ----------------------------------------------------------------------------------------------------

    def note(self, who: str, kind: str, text: str, *, lasts: float = 0.0, **more: Any) -> Entry:
        """Put a line into the transcript, from now on for `lasts` seconds, at the instruction that is being played."""
        if who == "callee" and self.facts.order.direction == "inbound":
            who = "caller"
        entry = Entry(at=self.now, until=self.now + lasts, who=who, kind=kind, text=text, **more)
        page = self.page
        if page is not None and who != "event":
            entry.document, entry.instruction = page.url, self.place
            entry.path = page.path
            if self.place < len(page.lines):
                entry.line = page.lines[self.place]
        self.transcript.entries.append(entry)
        return entry

    def problem(self, text: str) -> Entry:
        """Note something that would go wrong on a real line too."""
        self.problems.append(text)
        return self.note("call" if self.page is not None else "event", "problem", text)

    def show(self, entry: Entry) -> Flow[None]:
        """Report to watchers that an entry has begun."""
        if self.is_watched:
            yield Started(entry)

    # --- waiting ---------------------------------------------------------------------------------------------------

    @property
    def where(self) -> tuple[str, int]:
        """The file or URL of the document and the index of the instruction in it."""
        return ("" if self.page is None else self.page.path or self.page.url, self.place)

    def visit(self, place: int) -> None:
        """Come to an instruction.

        Raises:
            CallOver: the call has gone round and round here.
        """
        self.place = place
        where = self.where
        self.visits.append(where)
        if self.max_rounds is not None:
            self._rounds[where] = self._rounds.get(where, 0) + 1
            if self._rounds[where] > self.max_rounds:
                self.problem("endless loop: a caller who does nothing hears this again and again")
                raise CallOver("endless-loop", "failed")

    def new_listener(self) -> int:
        """A number for a Gather or Record, so that keys meant for one are not taken by the next."""
        self._listeners += 1
        return self._listeners

    def answered(self) -> None:
        """The line is open: from here the time limit counts."""
        self.transcript.answered_at = self.now
        self._limit = self.now + self.facts.order.time_limit

    def limited(self, until: float) -> float:
        """`until`, or the second at which the call's time limit cuts it off."""
        return until if self._limit is None else min(until, self._limit)

    def wait(self, until: float, **moment: Any) -> Flow[Event | None]:
        """Let time pass. Hanging up, the API and the time limit end the call from in here."""
        return (yield from self.settle((yield self.moment(until, **moment)), until))

    def moment(self, until: float, **moment: Any) -> Wait:
        """The wait until then, as the driver and the callee see it."""
        return Wait(self.now, max(self.now, self.limited(until)), place=self.where, **moment)

    def settle(self, event: Event | None, until: float) -> Flow[Event | None]:
        """Take in what a wait brought: move the clock, and leave by an exception if the call ends or moves."""
        end = max(self.now, self.limited(until))
        self.now = end if event is None else min(max(event.at, self.now), end)
        if event is None:
            if self._limit is not None and end >= self._limit and until >= self._limit:
                self.note("event", "limit", f"the time limit of {self.facts.order.time_limit} s is reached")
                raise CallOver("time-limit")
        elif isinstance(event, HungUp):
            yield from self.show(self.note("callee", "hang-up", "hangs up"))
            raise CallOver("callee-hangup" if self.facts.order.direction == "outbound" else "caller-hangup")
        elif isinstance(event, Ended):
            self.note("event", "ended", f"the call is ended from outside ({event.reason})")
            raise CallOver(event.reason)
        elif isinstance(event, Moved):
            raise Transferred(event)
        else:
            self._rounds.clear()
        return event

    def listen(self, seconds: float, entry: Entry) -> Flow[None]:
        """Let the callee hear `entry`, which has been noted, for so long; keys and words meanwhile are lost."""
        until = self.now + seconds
        entry.until = until
        hearing = entry.text if entry.kind in ("say", "audio") else ""
        yield from self.show(entry)
        try:
            while self.now < until:
                event = yield from self.wait(until, hearing=hearing, prompt_ends=until)
                if event is None:
                    break
                yield from self.unheard(event)
        finally:
            if self.now < until:
                entry.until, entry.is_cut = self.now, True

    def unheard(self, event: Event) -> Flow[None]:
        """Note what the callee did while nothing listened."""
        if isinstance(event, Key):
            yield from self.show(self.note("callee", "key", f"presses {event.key}, which nothing listens for"))
        elif isinstance(event, Speech):
            yield from self.show(self.note("callee", "unheard", f'says "{event.text}", which nothing listens for'))
        elif isinstance(event, StreamNews):
            self.note("event", "stream", event.what)

    # --- asking ----------------------------------------------------------------------------------------------------

    def notify(
        self, what: str, url: str | None, payload: dict[str, Any], *, method: str = "POST", delay: float = 0.0
    ) -> Flow[None]:
        """Send a webhook, if there is an address for it."""
        if url is not None:
            yield Notify(what, method, url, payload, delay)

    def changed(self, name: str, url: str | None = None, **extra: Any) -> Flow[None]:
        """Report a new state of the call to `url`, then to status_callback_url."""
        order = self.facts.order
        payload = payloads.event(self.facts, name, self.now, **extra)
        yield from self.notify(name, url, payload)
        yield from self.notify("status", order.status_callback_url, payload, method=order.status_callback_method)

    def ask(self, what: str, url: str, method: str, payload: dict[str, Any]) -> Flow[Page]:
        """Fetch the document that continues the call.

        Raises:
            CallOver: none came, it has faults, or there were too many.
        """
        self._count(url)
        page, fault = yield from self.try_document(what, url, method, payload)
        if page is None and self.settings.fallback_covers == "all" and self.facts.order.fallback_url:
            page, fault = yield from self.fall_back(fault)
        if page is None:
            reason = "beyond" if fault is ELSEWHERE else "document-failed"
            raise CallOver(reason, None if fault is ELSEWHERE else "failed")
        return page

    def fall_back(self, fault: str) -> Flow[tuple[Page | None, str]]:
        """Ask fallback_url instead."""
        url = self.facts.order.fallback_url
        assert url is not None
        payload = payloads.event(self.facts, "fallback", self.now, error=fault)
        return (yield from self.try_document("fallback", url, "POST", payload))

    def try_document(self, what: str, url: str, method: str, payload: dict[str, Any]) -> Flow[tuple[Page | None, str]]:
        """Fetch a document and check it; without one, the second part says why."""
        request = f"{method} {url.removeprefix(NOWHERE)}"
        entry = self.note("event", "fetch", request, detail={"what": what, "sent": payload})
        reply: Reply = yield from self.obtain(Fetch(what, method, url, payload))
        fault = None
        document = reply.document
        if reply.is_elsewhere:
            entry.kind, entry.text = "beyond", f"{request}, which is not among the documents here"
            return None, ELSEWHERE
        if reply.problem is not None:
            fault = reply.problem
        elif reply.status != 200:
            fault = f"status {reply.status}; expected 200"
            if method == "POST" and reply.status in (403, 405, 501):
                fault += " (a host that serves files only takes no POST: ask with GET)"
        elif document is None:
            document, fault = read_answer(reply.body, self.settings.max_document_bytes)
        if self.keeps_responses:
            entry.detail = {"what": what, "sent": payload, "response": _response(reply, document, fault)}
        if document is None or fault is not None:
            fault = fault or "no document"
            self.problem(f"{request}: {fault}")
            return None, fault
        return Page(document, url, reply.path, reply.lines, reply.first), ""

    def obtain(self, effect: Effect) -> Flow[Any]:
        """Ask for something that takes time off the line; what ends or moves the call meanwhile leaves from in here."""
        answer = yield effect
        if isinstance(answer, Event):
            yield from self.settle(answer, float("inf"))
        return answer

    def _count(self, url: str) -> None:
        self._documents += 1
        self._idle_documents = self._idle_documents + 1 if self.now <= self._idle_since + 1e-9 else 1
        self._idle_since = self.now
        if self._idle_documents > self.settings.max_idle_documents:
            self.problem(f"endless loop: {self._idle_documents} documents in a row in no time, now {url}")
            raise CallOver("endless-loop", "failed")
        if self._documents > self.settings.max_documents:
            self.problem(f"more than {self.settings.max_documents} documents in one call, now {url}")
            raise CallOver("too-many-documents", "failed")


def _response(reply: Reply, document: Response | None, fault: str | None) -> dict[str, Any]:
    """Return what a transcript keeps of a response."""
    body = reply.body.decode("utf-8", "replace") if document is None else document.to_json()
    status = reply.status if reply.problem is None else None
    return {"status": status, "body": body[:_MOST_KEPT], "path": reply.path, "problem": fault}


#: Characters of a response's body that a transcript keeps.
_MOST_KEPT = 65_536
#: The fault of a document whose address is not known here: no problem of the flow, but its edge.
ELSEWHERE = "that address is not among the documents here"
