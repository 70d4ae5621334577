"""The exchange: all calls of an emulator, the callees they reach, and the requests that they make."""

from __future__ import annotations

import asyncio
import time
from collections import Counter, OrderedDict
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from voxml.emulator import payloads
from voxml.emulator.call import Call
from voxml.emulator.callee.by_number import Callees
from voxml.emulator.callee.callee import Callee
from voxml.emulator.clock import Clock, Origin
from voxml.emulator.delivery import Delivery
from voxml.emulator.directory import Directory
from voxml.emulator.effects import Ended, Event, FarEnd, Fetch, Notify, Recording, Reply, Ring
from voxml.emulator.emulator_settings import Settings
from voxml.emulator.facts import Facts, Order
from voxml.emulator.fault_injection import Faults
from voxml.emulator.live_call import LiveCall
from voxml.emulator.outgoing_request import outgoing, signer
from voxml.emulator.rooms import Rooms
from voxml.emulator.streams import Dialect, Streams

if TYPE_CHECKING:
    from collections.abc import Callable

    from voxml.emulator.http_client import HttpClient
    from voxml.emulator.state_file import State

#: Calls that are over and still remembered, unless told otherwise.
KEEP = 20_000


class Exchange:
    """Where calls are made. One event loop owns it; everything here is called on that loop."""

    def __init__(
        self,
        web: HttpClient,
        *,
        settings: Settings | None = None,
        clock: Clock | None = None,
        seed: int | None = None,
        callees: Callable[[Order], Callee] | None = None,
        secret: str | None = None,
        reply: str = "documented",
        keep: int = KEEP,
    ) -> None:
        self.web = web
        self.settings = settings or Settings()
        self.clock = clock or Clock(is_seeded=seed is not None)
        self.callees = Callees(callees)
        self.secret = secret
        self.reply = reply
        self.faults = Faults(seed)
        self.delivery = Delivery(self)
        self.keep = keep
        #: What URLs begin with, and what they begin with instead when a request is made.
        self.routes: dict[str, str] = {}
        #: With what status the hosts of documents answer a POST, where hosts that serve files only are imitated.
        self.refuses_post: int | None = None
        #: Documents that are here, and need not be fetched from anywhere.
        self.documents: Callable[[Fetch], Reply] | None = None
        #: Who wants to see calls as they go on: (call, what began or was sent).
        self.watchers: list[Callable[[LiveCall, object], None]] = []
        self.calls: OrderedDict[str, LiveCall] = OrderedDict()
        self.numbers: Counter[str] = Counter()
        self.rooms = Rooms()
        self.directory = Directory()
        settled = self.settings.stream_dialect
        dialect: Dialect = "observed" if "observed" in (settled, reply) and settled != "documented" else "documented"
        reaches = None if self.clock.mode == "virtual" else self.clock.reaches
        self.streams = Streams(self.settings, dialect=dialect, reroute=self.rerouted, reaches=reaches)
        self.recordings: OrderedDict[str, Recording] = OrderedDict()
        self.seed = seed
        self.state: State | None = None
        self._made = 0
        self._lengths: dict[str, float | str] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def _new_ids(self) -> Callable[[], UUID]:
        """Ids for one call: with a seed, the n-th call always gets the same ones, whatever other calls do."""
        self._made += 1
        if self.seed is None:
            return uuid4
        numbers = Random(f"{self.seed}:{self._made}")  # noqa: S311 - ids that can be foretold are the point
        return lambda: UUID(int=numbers.getrandbits(128), version=4)

    # --- calls -----------------------------------------------------------------------------------------------------

    def create(self, order: Order, account_id: str, callee: Callee | None = None) -> LiveCall:
        """Make a call; it begins once the one who asked has been answered."""
        origin = self.clock.new_origin()
        new_id = self._new_ids()
        facts = Facts(
            order=order,
            call_uuid=str(new_id()),
            request_uuid=str(new_id()),
            account_id=account_id,
            created_at=origin.moment,
        )
        call = Call(facts, self.settings, new_id=new_id)
        live = LiveCall(call, callee or self.callees(order), self, origin)
        self.calls[live.uuid] = live
        self.numbers[order.to] += 1
        self._forget()
        if self.state is not None:
            self.state.save(live)
        return live

    def remember(self, state: State) -> None:
        """Take over the calls of a file, and keep calls in it from now on."""
        for recording in state.recordings(self.keep):
            self.recordings[recording.uuid] = recording
        for call, webhooks in state.load(self.settings, self.web.base_url):
            self.clock.passed()
            live = LiveCall(call, Callee(), self, Origin(call.facts.created_at, 0.0))
            live.webhooks = webhooks
            self.calls[live.uuid] = live
            self.numbers[call.facts.order.to] += 1
            self._made += 1
        self.state = state
        self._forget()

    def begin(self, live: LiveCall) -> None:
        """Let a call that was made take its course."""
        live.task = asyncio.get_running_loop().create_task(live.play())
        self._tasks.add(live.task)
        live.task.add_done_callback(self._tasks.discard)

    def _forget(self) -> None:
        """Drop the oldest calls that are over."""
        while len(self.calls) > self.keep:
            oldest = next((uuid for uuid, live in self.calls.items() if live.is_over), None)
            if oldest is None:
                return
            del self.calls[oldest]

    def facts(self, account_id: str, uuid: str) -> Facts | None:
        """What is known of a call of an account."""
        live = self.calls.get(uuid)
        return live.call.facts if live is not None and live.call.facts.account_id == account_id else None

    def find(self, account_id: str, query: dict[str, Any]) -> list[Facts]:
        """The calls of an account that match the filters of the list, newest first."""
        found = []
        for live in reversed(self.calls.values()):
            facts = live.call.facts
            order = facts.order
            if (
                facts.account_id == account_id
                and query.get("status", facts.status) == facts.status
                and query.get("direction", order.direction) == order.direction
                and query.get("from", order.from_) == order.from_
                and query.get("to", order.to) == order.to
            ):
                found.append(facts)
        return found

    async def interrupt(self, live: LiveCall, event: Event) -> None:
        """Let something happen to a call, and return when the call has taken it in or a moment has passed."""
        live.push(event)
        if live.task is None:
            self.begin(live)
        await live.finished(timeout=1.0)

    def start_recording(self, live: LiveCall, max_length: int) -> str:
        """Record a call from here on; the recording's id."""
        if live.recording is None:
            live.recording = (str(live.call.new_id()), live.call.now, max_length)
        return live.recording[0]

    def stop_recording(self, live: LiveCall) -> bool:
        """Stop that recording and keep it; False when there is none."""
        if live.recording is None:
            return False
        uuid, since, max_length = live.recording
        live.recording = None
        seconds = min(max(live.now, live.call.now) - since, max_length)
        live.call.facts.recording_urls.append(self.keep_recording(Recording(uuid, seconds, ())))
        return True

    async def close(self) -> None:
        """End whatever is still going on."""
        for live in list(self.calls.values()):
            if not live.is_over:
                live.push(Ended(0.0, "shutdown"))
        tasks = list(self._tasks)
        if tasks:
            _done, left = await asyncio.wait(tasks, timeout=1.0)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)
        await self.delivery.close()
        if self.state is not None:
            self.state.close()
            self.state = None
        await self.web.close()

    def rerouted(self, url: str) -> str:
        """Where a request to `url` really goes.

        To a server of this machine that stands in for it, where one is named.
        """
        for prefix, instead in self.routes.items():
            if url.startswith(prefix):
                return instead + url[len(prefix) :]
        return url

    # --- what calls ask for ----------------------------------------------------------------------------------------

    async def fetch(self, live: LiveCall, request: Fetch) -> Reply:
        """Ask a user's server for a document, or the documents that the emulator was given."""
        if request.method == "POST" and self.refuses_post is not None:
            return Reply(status=self.refuses_post)
        if self.documents is not None:
            reply = self.documents(request)
            if not reply.is_elsewhere:
                return reply
        asked = outgoing(
            request.method,
            self.rerouted(request.url),
            request.payload,
            sign=signer(live.call.facts.order.webhook_secret or self.secret),
            at=int(time.time()),
            sign_get=self.settings.sign_get,
        )
        return await self.web.document(asked, self.settings)

    async def notify(self, live: LiveCall, hook: Notify) -> None:
        """Send a webhook."""
        await self.delivery.send(live, hook)

    async def announce(self, live: LiveCall) -> None:
        """Tell that a call is queued (https://docs.tryvox.io/getting-started/webhooks)."""
        order = live.call.facts.order
        if order.direction == "outbound" and order.status_callback_url is not None:
            payload = payloads.event(live.call.facts, "queued", 0.0, status="queued")
            await self.notify(live, Notify("status", order.status_callback_method, order.status_callback_url, payload))

    async def audio(self, url: str) -> float | str:
        """How long an audio file lasts, or why it can't be played."""
        found = self._lengths.get(url)
        if found is None:
            found = await self.web.audio(self.rerouted(url), self.settings)
            if len(self._lengths) < 1_000 and isinstance(found, float):
                self._lengths[url] = found
        return found

    def far_end(self, target: str, ring: Ring) -> FarEnd:
        """What a dialled target does."""
        found = self.callees.far_end(target)
        return found or FarEnd(after=self.settings.dial_ring_seconds, talks=self.settings.dial_talk_seconds)

    def keep_recording(self, recording: Recording) -> str:
        """Keep what was recorded; its address."""
        self.recordings[recording.uuid] = recording
        if self.state is not None:
            self.state.keep(recording)
        while len(self.recordings) > self.keep:
            self.recordings.popitem(last=False)
        return f"{self.web.base_url}/_emulator/recordings/{recording.uuid}.wav"

    def watched(self, live: LiveCall, what: object) -> None:
        """Something began in a call: tell those who watch."""
        for watcher in self.watchers:
            watcher(live, what)
