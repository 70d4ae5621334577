"""The simulated telephone network: places calls, and carries out what they ask for while they are played."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from voxml.emulator import payloads
from voxml.emulator.call import Call
from voxml.emulator.call_store import CallStore
from voxml.emulator.callee.by_number import Callees
from voxml.emulator.callee.callee import Callee
from voxml.emulator.clock import Clock, Origin
from voxml.emulator.delivery import Delivery, Webhook
from voxml.emulator.directory import Directory
from voxml.emulator.effects import (
    Effect,
    Ended,
    Event,
    Fetch,
    Notify,
    Recording,
    Reply,
    Streaming,
)
from voxml.emulator.emulator_settings import Settings
from voxml.emulator.facts import Facts, Order
from voxml.emulator.fault_injection import Faults
from voxml.emulator.live_call import LiveCall
from voxml.emulator.performer import Performer
from voxml.emulator.rooms import Rooms
from voxml.emulator.streams import Dialect, Streams

if TYPE_CHECKING:
    from voxml.emulator.http_client import HttpClient
    from voxml.emulator.state_file import StateFile

#: Called with a call and an entry of its transcript that has begun, or a webhook of it that was tried.
Watcher = Callable[[LiveCall, object], None]


class Network:
    """Where calls are placed. One event loop owns it; everything here is called on that loop."""

    def __init__(
        self,
        client: HttpClient,
        *,
        settings: Settings | None = None,
        clock: Clock | None = None,
        seed: int | None = None,
        callees: Callable[[Order], Callee] | None = None,
        secret: str | None = None,
        reply: str = "documented",
        store: CallStore | None = None,
        routes: Mapping[str, str] | None = None,
        refuses_post: int | None = None,
    ) -> None:
        self.client = client
        self.settings = settings or Settings()
        self.clock = clock or Clock(is_seeded=seed is not None)
        self.callees = Callees(callees)
        self.reply = reply
        self.store = CallStore() if store is None else store
        self.faults = Faults(seed)
        self.rooms = Rooms()
        self.directory = Directory()
        self.watchers: list[Watcher] = []
        self._seed = seed
        self._routes = dict(routes or {})
        is_virtual = self.clock.mode == "virtual"
        self.streams = Streams(
            self.settings,
            dialect=_dialect(self.settings, reply),
            reroute=self.reroute,
            reaches=None if is_virtual else self.clock.reaches,
        )
        self.delivery = Delivery(
            client,
            self.settings,
            self.faults,
            is_virtual=is_virtual,
            reroute=self.reroute,
            on_attempt=self._webhook_tried,
        )
        self._placed = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._performer = Performer(
            client,
            self.settings,
            store=self.store,
            callees=self.callees,
            rooms=self.rooms,
            streams=self.streams,
            delivery=self.delivery,
            reroute=self.reroute,
            secret=secret,
            reply=reply,
            refuses_post=refuses_post,
        )

    @property
    def documents(self) -> Callable[[Fetch], Reply] | None:
        """Documents that are here, and need not be fetched from anywhere."""
        return self._performer.documents

    @documents.setter
    def documents(self, documents: Callable[[Fetch], Reply] | None) -> None:
        self._performer.documents = documents

    # --- placing calls ---------------------------------------------------------------------------------------------

    def place(self, order: Order, account_id: str, callee: Callee | None = None) -> LiveCall:
        """Place a call; it begins with `begin`, once the request for it has been answered."""
        origin = self.clock.new_origin()
        new_id = self._new_ids()
        facts = Facts(
            order=order,
            call_uuid=str(new_id()),
            request_uuid=str(new_id()),
            account_id=account_id,
            created_at=origin.moment,
        )
        live = LiveCall(Call(facts, self.settings, new_id=new_id), callee or self.callees(order), self, origin)
        live.call.is_watched = bool(self.watchers)
        self.store.add(live)
        self.store.save(live)
        return live

    def begin(self, live: LiveCall) -> None:
        """Let a call that was placed take its course."""
        live.task = asyncio.get_running_loop().create_task(live.play())
        self._tasks.add(live.task)
        live.task.add_done_callback(self._tasks.discard)

    async def interrupt(self, live: LiveCall, event: Event) -> None:
        """Let something end a call, and return when it has ended or does not within ten real seconds."""
        live.push(event)
        if live.task is None:
            self.begin(live)
        await live.ended(timeout=10.0)

    def restore(self, state: StateFile) -> None:
        """Take over the calls of a file, and keep calls in it from now on."""
        for recording in state.recordings(self.store.keep):
            self.store.recordings[recording.uuid] = recording
        for call, webhooks in state.load(self.settings, self.client.base_url):
            self.clock.passed()
            live = LiveCall(call, Callee(), self, Origin(call.facts.created_at, 0.0))
            live.webhooks = webhooks
            self.store.add(live)
            self._placed += 1
        self.store.state = state

    def _new_ids(self) -> Callable[[], UUID]:
        """Ids for one call: with a seed, the n-th call always gets the same ones, whatever other calls do."""
        self._placed += 1
        if self._seed is None:
            return uuid4
        numbers = Random(f"{self._seed}:{self._placed}")  # noqa: S311 - ids that can be foretold are the point
        return lambda: UUID(int=numbers.getrandbits(128), version=4)

    async def close(self) -> None:
        """End all calls that go on."""
        for live in self.store:
            if not live.is_over:
                live.push(Ended(0.0, "shutdown"))
        tasks = list(self._tasks)
        if tasks:
            _done, left = await asyncio.wait(tasks, timeout=1.0)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)
        await self.delivery.close()
        self.store.close()
        await self.client.close()

    # --- recordings that the API starts ------------------------------------------------------------------------------

    def start_recording(self, live: LiveCall, max_length: int) -> str:
        """Record a call from here on, and return the recording's id."""
        if live.recording is None:
            live.recording = (str(live.call.new_id()), live.call.now, max_length)
        return live.recording[0]

    async def stop_recording(self, live: LiveCall) -> None:
        """Stop that recording and keep it, where there is one."""
        if live.recording is None:
            return
        uuid, since, max_length = live.recording
        live.recording = None
        seconds = min(max(live.now, live.call.now) - since, max_length)
        live.call.facts.recording_urls.append(await self._performer.record(live, Recording(uuid, seconds, ())))

    # --- the world of a live call ------------------------------------------------------------------------------------

    async def perform(self, live: LiveCall, effect: Effect) -> Any:
        """Carry out an effect of a call, and return its answer."""
        return await self._performer.perform(live, effect)

    async def feed(self, live: LiveCall, effect: Streaming, act: Event | None) -> Event | None:
        """Feed a Stream's socket until something happens."""
        return await self.streams.feed(effect, origin=live.origin.elapsed, act=act, take_outside=live.take_outside)

    async def queued(self, live: LiveCall) -> None:
        """Report that a call is queued (https://docs.tryvox.io/getting-started/webhooks)."""
        order = live.call.facts.order
        if order.direction == "outbound" and order.status_callback_url is not None:
            payload = payloads.event(live.call.facts, "queued", 0.0, status="queued")
            hook = Notify("status", order.status_callback_method, order.status_callback_url, payload)
            await self._performer.notify(live, hook)

    def watch(self, live: LiveCall, what: object) -> None:
        """Pass on what has begun in a call."""
        for watcher in self.watchers:
            watcher(live, what)

    def save(self, live: LiveCall) -> None:
        """Keep the state of a call, also for when the process is killed."""
        self.store.save(live)

    async def finish(self, live: LiveCall) -> None:
        """Keep and send what a call leaves when it is over."""
        await self.stop_recording(live)
        await self.delivery.flush(live.uuid)

    def _webhook_tried(self, webhook: Webhook) -> None:
        live = self.store.get(webhook.call_uuid)
        if live is not None:
            self.watch(live, webhook.record)

    def reroute(self, url: str) -> str:
        """Return where a request to `url` really goes: to a server of this machine that replaces it, where one is set."""
        for prefix, instead in self._routes.items():
            if url.startswith(prefix):
                return instead + url[len(prefix) :]
        return url


def _dialect(settings: Settings, reply: str) -> Dialect:
    """The dialect of streams: the setting, else that of the replies."""
    chosen = reply if settings.stream_dialect == "reply" else settings.stream_dialect
    return "observed" if chosen == "observed" else "documented"
