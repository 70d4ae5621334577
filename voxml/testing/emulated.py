"""A running emulator and a client for it, and phones that its calls reach: for tests of whole applications."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from voxml.emulator.callee.callee import Callee, RemoteCallee
from voxml.emulator.effects import Event, Wait
from voxml.emulator.simulated_world import Table
from voxml.testing.phone import Phone

if TYPE_CHECKING:
    from voxml.calls.client import TryVox
    from voxml.emulator.call import Call
    from voxml.emulator.facts import Order
    from voxml.emulator.server import Emulator

#: Real seconds that a test waits for a call to come to where the phone can do something.
PATIENCE = 10.0


class Held(RemoteCallee):
    """A callee whose call waits until the test says what they do."""

    def __init__(self, lines: queue.Queue[_FarLine]) -> None:
        self._lines = lines
        self.moments: queue.Queue[tuple[Wait, asyncio.Future[Event | None]] | None] = queue.Queue()

    def begins(self, call: Call) -> None:
        """Let the test know that the phone rings."""
        self._lines.put(_FarLine(call, self))

    async def next(self, moment: Wait) -> Event | None:
        """Wait for the test."""
        reply: asyncio.Future[Event | None] = asyncio.get_running_loop().create_future()
        self.moments.put((moment, reply))
        return await reply

    def ended(self) -> None:
        """Let the test know that there is nothing more to wait for."""
        self.moments.put(None)


class _FarLine:
    """A call on the emulator's thread, which waits for the test at every moment."""

    def __init__(self, call: Call, held: Held) -> None:
        self.call = call
        self._held = held
        self._now: tuple[Wait, asyncio.Future[Event | None]] | None = None
        self._is_over = False

    def moment(self) -> Wait | None:
        if self._now is not None and self._now[1].cancelled():
            self._now = None  # something came from outside, and the call has gone on without the phone
        if self._now is None and not self._is_over:
            try:
                self._now = self._held.moments.get(timeout=PATIENCE)
            except queue.Empty:
                raise AssertionError(f"the call did not go on within {PATIENCE:g} real seconds") from None
            self._is_over = self._now is None
        return None if self._now is None else self._now[0]

    def answer(self, event: Event | None) -> None:
        assert self._now is not None
        _, reply = self._now
        self._now = None

        def settle() -> None:
            if not reply.done():
                reply.set_result(event)

        reply.get_loop().call_soon_threadsafe(settle)


class Emulated:
    """The emulator.

    `url` is its address, `client` a `voxml.TryVox` for it, and `calls` and `conferences` are the client's.
    """

    def __init__(self, emulator: Emulator, client: TryVox) -> None:
        self.emulator = emulator
        self.client = client
        self.url = emulator.url
        self._phones: dict[str, tuple[Phone, queue.Queue[_FarLine]]] = {}
        self._lock = threading.Lock()
        emulator.network.callees.default = self._person

    @property
    def calls(self) -> Any:
        """The client's calls."""
        return self.client.calls

    @property
    def conferences(self) -> Any:
        """The client's conferences."""
        return self.client.conferences

    def serves(self, documents: Mapping[str, Any]) -> None:
        """Answer these URLs from here, without a server: Responses, bytes, or functions of the request, by URL."""
        self.emulator.network.documents = Table(documents)

    def transcript(self, call_uuid: str) -> Call:
        """A call that is known to the emulator, with its facts and its transcript, once it is over."""
        live = self.emulator.store.get(call_uuid)
        if live is None:
            raise ValueError(f'found no call "{call_uuid}"; expected the call_uuid of one')
        future = asyncio.run_coroutine_threadsafe(live.finished(PATIENCE), self.emulator.server.loop)
        future.result(PATIENCE + 1)
        return live.call

    def fails(self, kind: str, **conditions: Any) -> Any:
        """Switch a fault on: `tryvox.fails("status", status=503, times=1)`."""
        return self.emulator.network.faults.add({"kind": kind, **conditions})

    def attach(self, phone: Phone) -> None:
        """Let calls to the phone's number reach it."""
        with self._lock:
            self._phones[phone.number] = (phone, queue.Queue())

    def picks_up(self, phone: Phone) -> Phone:
        """Wait until the phone is called, and pick up."""
        try:
            phone.line = self._phones[phone.number][1].get(timeout=PATIENCE)
        except queue.Empty:
            raise AssertionError(f"no call reached {phone.number} within {PATIENCE:g} real seconds") from None
        phone.begin()
        return phone

    def _person(self, order: Order) -> Callee:
        found = self._phones.get(order.to)
        if found is None:
            return Callee()
        return Held(found[1])
