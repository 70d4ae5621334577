"""What the page of the workbench asks its server for."""

from __future__ import annotations

import asyncio
import re
import secrets
import threading
from collections.abc import Callable, Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response as Answer
from starlette.routing import Route

from voxml.emulator.api.admin_api import json_object
from voxml.emulator.api.exceptions import Refused, invalid, not_found
from voxml.emulator.api.responses import json_answer
from voxml.emulator.network import Network
from voxml.emulator.workbench.event_stream import EventStream
from voxml.emulator.workbench.page_data import flow_svg, page_data, paths_of, read_source
from voxml.emulator.workbench.page_files import TYPES, static_file
from voxml.emulator.workbench.phone_line import PhoneLine
from voxml.emulator.workbench.project import DocumentSource, Loaded, Place, Project
from voxml.emulator.workbench.spoken import can_speak, speak
from voxml.errors import VoxmlError
from voxml.net.same_origin import FRAME_POLICY

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    f"media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; {FRAME_POLICY}"
)
_NO_STORE = {"cache-control": "no-store"}


class Desk:
    """The workbench of one project: its state, and the handlers of the page's requests."""

    def __init__(self, project: Project, network: Network, note: str = "") -> None:
        self.project = project
        self.loaded: Loaded = project.load()
        self._note = note
        self._boot = secrets.token_hex(4)
        self._version = 0
        self._sources: dict[str, DocumentSource] = {}
        #: What the page was given for this state of the project, by its path.
        self._given: dict[str, Any] = {}
        self._names: dict[str, str] = {}
        # A page that is closed while its voice speaks does not say that the voice has ended.
        self.events = EventStream(self._so_far, lambda: self.line.hold(None))
        self.line = PhoneLine(network, self.locate, self.events.send)
        self._use(self.loaded)

    def routes(self) -> list[Route]:
        """Return the page and what it asks for."""
        pages: list[tuple[str, Any, str]] = [
            ("/", self.page, "GET"),
            ("/_voxml/", self.page, "GET"),
            ("/_voxml/state", self.state, "GET"),
            ("/_voxml/flow.svg", self.flow, "GET"),
            ("/_voxml/document", self.document, "GET"),
            ("/_voxml/source", self.source, "GET"),
            ("/_voxml/speech", self.speech, "GET"),
            ("/_voxml/events", self.listen, "GET"),
            ("/_voxml/ring", self.ring, "POST"),
            ("/_voxml/answer", self.answer, "POST"),
            ("/_voxml/hold", self.hold, "POST"),
            ("/_voxml/{name:str}", self.page, "GET"),
        ]
        return [Route(path, handler, methods=[method]) for path, handler, method in pages]

    # --- the project -------------------------------------------------------------------------------------------------

    def follow(self, loop: asyncio.AbstractEventLoop, until: threading.Event) -> None:
        """Load the project again after each change, until the event is set; on a thread of its own."""

        def changed() -> None:
            loaded = self.project.load()
            if not until.is_set():
                loop.call_soon_threadsafe(self._changed, loaded)

        self.project.follow(until, changed)

    def _changed(self, loaded: Loaded) -> None:
        self._use(loaded)
        self._version += 1
        self.events.send({"type": "site", "version": self._version})

    def _use(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self._sources.clear()
        self._given.clear()
        self._names.update({loaded.library.path_of(name): name for name in loaded.library.files})
        self.line.use(loaded.library)

    def _so_far(self) -> Iterator[dict[str, Any]]:
        yield {"type": "hello", "boot": self._boot, "version": self._version, "call_uuid": self.line.uuid}
        yield from self.line.so_far()

    def _once(self, what: str, make: Callable[[], Any]) -> Any:
        """Return what `make` returns, made once for each state of the project."""
        if what not in self._given:
            self._given[what] = make()
        return self._given[what]

    def _source_of(self, name: str) -> DocumentSource:
        """Return where a document comes from, worked out once for each state of the project."""
        if name not in self._sources:
            try:
                self._sources[name] = self.project.source_of(self.loaded, name)
            except (VoxmlError, OSError) as error:
                self._sources[name] = DocumentSource(name, [], str(error))
        return self._sources[name]

    def locate(self, path: str, step: int, prompt: str) -> Place | None:
        """Return the place of an instruction of the document at a path of the transcript."""
        name = self._names.get(path)
        if name is None:
            return None
        return self._source_of(name).place(name, step, prompt)

    # --- what the page asks for --------------------------------------------------------------------------------------

    async def page(self, request: Request) -> Answer:
        """Return the page, its styles and its modules; they ask for nothing outside."""
        name = request.path_params.get("name", "workbench.html")
        if name not in TYPES:
            raise not_found("page")
        headers = {"content-security-policy": _POLICY, **_NO_STORE}
        return Answer(static_file(name), media_type=TYPES[name], headers=headers)

    async def state(self, _request: Request) -> Answer:
        """Return the documents and problems of the project."""
        data = self._once("state", lambda: page_data(self.project, self.loaded))
        about = {"version": self._version, "boot": self._boot, "note": self._note, "can_speak": can_speak()}
        return json_answer({**data, **about}, headers=_NO_STORE)

    async def flow(self, _request: Request) -> Answer:
        """Return the diagram."""
        drawn = self._once("flow", lambda: flow_svg(self.loaded))
        return Answer(drawn, media_type="image/svg+xml; charset=utf-8", headers=_NO_STORE)

    async def document(self, request: Request) -> Answer:
        """Return where a document's instructions are written."""
        name = request.query_params.get("name", "")
        if name not in self.loaded.flow.stops and name not in self.loaded.library.files:
            raise not_found("document")
        source = self._source_of(name)
        positions = [each._asdict() for each in source.positions]
        return json_answer({"path": source.path, "note": source.note, "positions": positions}, headers=_NO_STORE)

    async def source(self, request: Request) -> Answer:
        """Return the text of a file of the project, or of a document that a module made."""
        path = request.query_params.get("path", "")
        made = path.removesuffix(".json")
        text = self._source_of(made).text if made in self.loaded.library.files else ""
        if not text:
            source = read_source(path) if path in paths_of(self.project, self.loaded) else None
            if source is None:
                raise not_found("document")
            text = source.text
        return Answer(text.encode(), media_type="text/plain; charset=utf-8", headers=_NO_STORE)

    async def speech(self, request: Request) -> Answer:
        """Return words as a WAV file, spoken by espeak-ng."""
        text, language = request.query_params.get("text", ""), request.query_params.get("language", "en-US")
        if not can_speak():
            raise Refused(404, "NO_VOICE", "espeak-ng is not installed (apt-get install espeak-ng)")
        if re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}", language) is None:
            raise invalid([{"field": "language", "reason": "must be a BCP-47 tag"}])
        sound = await asyncio.to_thread(speak, text, language)
        return Answer(sound, media_type="audio/wav", headers=_NO_STORE)

    async def listen(self, _request: Request) -> Answer:
        """Return what happens, as it happens."""
        return self.events.response()

    # --- what the page does ------------------------------------------------------------------------------------------

    async def ring(self, request: Request) -> Answer:
        """Let the phone ring: a call begins at `start`, at the instruction `step`; with `answers`, at once."""
        members = await json_object(request)
        start = str(members.get("start") or self.loaded.start)
        library = self.loaded.library
        if start not in library.files and start not in library.problems:
            raise not_found("document")
        step = members.get("step", 0)
        if not isinstance(step, int) or isinstance(step, bool) or step < 0:
            raise invalid([{"field": "step", "reason": "must be the index of an instruction"}])
        uuid = self.line.ring(start, step, answers=members.get("answers") is True)
        return json_answer({"call_uuid": uuid}, 201)

    async def answer(self, _request: Request) -> Answer:
        """Pick up."""
        self.line.answer()
        return Answer(status_code=204)

    async def hold(self, request: Request) -> Answer:
        """Hold the time at `until`, a second of the call, while a voice is still speaking; without it, go on."""
        until = (await json_object(request)).get("until")
        if not isinstance(until, int | float) or isinstance(until, bool):
            until = None
        self.line.hold(until)
        return Answer(status_code=204)
