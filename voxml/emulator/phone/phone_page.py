"""The server of the phone's page: it places calls to itself and sends the page what happens."""

from __future__ import annotations

import asyncio
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.responses import Response as Answer
from starlette.responses import StreamingResponse
from starlette.routing import Route

from voxml.emulator.api.admin_api import json_object
from voxml.emulator.api.exceptions import Refused, not_found
from voxml.emulator.api.responses import json_answer
from voxml.emulator.callee.callee import Callee, PickUp
from voxml.emulator.effects import Answered, Event, Wait
from voxml.emulator.facts import Order
from voxml.emulator.local_documents import lines_of
from voxml.emulator.transcript import Entry
from voxml.emulator.transcript_text import entry_text, report
from voxml.net.same_origin import FRAME_POLICY
from voxml.schema.check import check

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from starlette.requests import Request

    from voxml.emulator.live_call import LiveCall
    from voxml.emulator.local_documents import LocalDocuments
    from voxml.emulator.network import Network

_TYPES = {"phone.html": "text/html; charset=utf-8", "phone.css": "text/css", "phone.js": "text/javascript"}


class _Holder(Callee):
    """The callee who holds the phone: what they do comes from the page, as it happens."""

    def __init__(self, desk: PhonePage) -> None:
        self.desk = desk

    def picks_up(self) -> PickUp:
        return PickUp(outcome="decides")

    def act(self, moment: Wait) -> Event | None:
        self.desk.moment(moment)
        return None


class PhonePage:
    """One phone: at most one call at a time, and everyone who has its page open sees the same."""

    def __init__(self, network: Network, library: LocalDocuments, start: str) -> None:
        self.network = network
        self.library = library
        self.start = start
        self.live: LiveCall | None = None
        self._listeners: set[asyncio.Queue[str]] = set()
        self._sent = 0
        self._texts: dict[str, tuple[str, tuple[int, ...]]] = {}
        network.documents = library
        network.watchers.append(self._watched)

    def routes(self) -> list[Route]:
        """The page and what it asks for."""
        prefix = "/_emulator/phone"
        return [
            Route("/", self.page, methods=["GET"]),
            Route("/{name:str}", self.page, methods=["GET"]),
            Route(f"{prefix}/ring", self.ring, methods=["POST"]),
            Route(f"{prefix}/answer", self.answer, methods=["POST"]),
            Route(f"{prefix}/hold", self.hold, methods=["POST"]),
            Route(f"{prefix}/events", self.events, methods=["GET"]),
            Route(f"{prefix}/source", self.source, methods=["GET"]),
        ]

    # --- what the page asks for --------------------------------------------------------------------------------------

    async def page(self, request: Request) -> Answer:
        """The page, its style and its script; they ask for nothing outside."""
        name = request.path_params.get("name", "phone.html")
        if name not in _TYPES:
            raise not_found("page")
        text = files("voxml.emulator.phone").joinpath(name).read_bytes()
        policy = "default-src 'self'; img-src data:; media-src *; connect-src 'self'; base-uri 'none'; "
        policy += f"form-action 'none'; {FRAME_POLICY}"
        headers = {"content-security-policy": policy, "cache-control": "no-store"}
        return Answer(text, media_type=_TYPES[name], headers=headers)

    async def ring(self, request: Request) -> Answer:
        """Let the phone ring: a call begins at the document that the phone was opened with, or at `start`."""
        members = await json_object(request)
        if self.live is not None and not self.live.is_over:
            raise Refused(409, "CALL_GOING_ON", "a call is going on; hang up first")
        name = str(members.get("start") or self.start)
        if name not in self.library.files:
            raise not_found("document")
        self.library.forget()  # what was edited since is heard
        self._texts.clear()
        order = Order(
            from_="+14155550100",
            to="+14155550199",
            answer_url=self.library.url_of(name),
            answer_method="GET",
            status_callback_url=members.get("status_callback_url") or None,
        )
        self.live = self.network.place(order, "AC_phone", _Holder(self))
        self._sent = 0
        self.network.begin(self.live)
        self._send({"type": "call", "call_uuid": self.live.uuid, "from": order.from_, "to": order.to, "start": name})
        return json_answer({"call_uuid": self.live.uuid}, 201)

    async def answer(self, _request: Request) -> Answer:
        """Pick up."""
        if self.live is None or self.live.is_over:
            raise Refused(409, "NOT_RINGING", "the phone does not ring")
        self.live.push(Answered(self.live.now))
        return Answer(status_code=204)

    async def hold(self, request: Request) -> Answer:
        """The page's voice is still speaking (`until`, a second of the call), or has ended."""
        members = await json_object(request)
        until = members.get("until")
        if self.live is not None and isinstance(until, int | float) and not isinstance(until, bool):
            self.network.clock.hold(self.live.origin.elapsed + float(until))
        else:
            self.network.clock.release()
        return Answer(status_code=204)

    async def source(self, request: Request) -> Answer:
        """The text of a document of this phone, by the path that the transcript gives."""
        text, _lines = self._text(request.query_params.get("path", ""))
        if text is None:
            raise not_found("document")
        return Answer(text.encode(), media_type="text/plain; charset=utf-8")

    def _text(self, path: str) -> tuple[str | None, tuple[int, ...]]:
        """What is shown of the document at `path` as it was read, and the line of each instruction in that.

        A page that a template or a module made is shown as the JSON that it became.
        """
        found = self._texts.get(path)
        if found is not None:
            return found
        for name in self.library.files:
            reply = self.library.reply(name)
            if reply.path != path:
                continue
            text, lines = self.library.text_of(name), reply.lines
            if not lines:
                text = msgspec.json.format(text, indent=2)
                lines = lines_of(check(text.encode()))
            self._texts[path] = text, lines
            return text, lines
        return None, ()

    async def events(self, _request: Request) -> Answer:
        """What happens, as it happens (server-sent events)."""
        queue: asyncio.Queue[str] = asyncio.Queue()

        async def stream() -> AsyncIterator[str]:
            self._listeners.add(queue)
            try:
                for event in self._so_far():
                    yield _event(event)
                while True:
                    yield await queue.get()
            finally:
                self._listeners.discard(queue)

        return StreamingResponse(stream(), media_type="text/event-stream", headers={"cache-control": "no-store"})

    def _so_far(self) -> Iterator[dict[str, Any]]:
        """Yield what a page needs that has just been opened, or has lost its connection."""
        live = self.live
        names = sorted(self.library.files)
        uuid = None if live is None else live.uuid
        yield {"type": "hello", "documents": names, "start": self.start, "call_uuid": uuid}
        if live is None:
            return
        order, answered = live.call.facts.order, live.call.transcript.answered_at
        yield {"type": "call", "call_uuid": live.uuid, "from": order.from_, "to": order.to, "start": self.start}
        elapsed = 0.0 if answered is None else live.now - answered
        yield {"type": "entries", "entries": self._entries(0), "replay": True, "elapsed": elapsed}
        if live.is_over:
            yield self._over(live)

    # --- what the page is sent ---------------------------------------------------------------------------------------

    def moment(self, moment: Wait) -> None:
        """Time is about to pass: what is listened for now."""
        self._send_entries()
        listening = {"keys": moment.keys, "speech": moment.speech, "recording": moment.recording}
        self._send({"type": "moment", **listening, "now": moment.now})

    def _watched(self, live: LiveCall, what: object) -> None:
        if live is not self.live:
            return
        self._send_entries()
        if isinstance(what, dict):
            self._send({"type": "webhook", "webhook": what})
        elif isinstance(what, Entry) and what.kind == "over":
            self._send(self._over(live))

    @staticmethod
    def _over(live: LiveCall) -> dict[str, Any]:
        data = report(live.call)
        del data["entries"]
        return {"type": "over", **data}

    def _send_entries(self) -> None:
        """Send what is new in the transcript, and once more the few lines before, whose ends may have moved."""
        if self.live is None:
            return
        total = len(self.live.call.transcript.entries)
        self._send({"type": "entries", "entries": self._entries(max(0, self._sent - 4))})
        self._sent = total

    def _entries(self, first: int) -> list[dict[str, Any]]:
        assert self.live is not None
        rows = []
        zero = self.live.call.transcript.answered_at
        for place, entry in enumerate(self.live.call.transcript.entries[first:], first):
            row = msgspec.to_builtins(entry)
            row["id"] = place
            row["words"] = entry_text(entry)
            if entry.path is not None and entry.line is None and entry.instruction is not None:
                lines = self._text(entry.path)[1]
                row["line"] = lines[entry.instruction] if entry.instruction < len(lines) else None
            row["clock"] = None if zero is None or entry.at < zero else round(entry.at - zero, 1)
            rows.append(row)
        return rows

    def _send(self, what: dict[str, Any]) -> None:
        for queue in self._listeners:
            queue.put_nowait(_event(what))


def _event(what: dict[str, Any]) -> str:
    return f"data: {msgspec.json.encode(what).decode()}\n\n"
