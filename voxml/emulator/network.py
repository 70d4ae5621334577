"""The simulated telephone network: places calls, and carries out what they ask for while they are played."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import msgspec

from voxml.emulator import payloads
from voxml.emulator.call import Call
from voxml.emulator.call_store import CallStore
from voxml.emulator.callee.by_number import Callees
from voxml.emulator.callee.callee import Callee
from voxml.emulator.clock import Clock, Origin
from voxml.emulator.delivery import Delivery, Webhook
from voxml.emulator.directory import Directory
from voxml.emulator.effects import (
    Audio,
    Connect,
    Disconnect,
    Effect,
    Ended,
    Event,
    FarEnd,
    Fetch,
    Join,
    Leave,
    Notify,
    Recording,
    Reply,
    Ring,
    RoomNews,
    Streaming,
)
from voxml.emulator.emulator_settings import Settings
from voxml.emulator.facts import Facts, Order
from voxml.emulator.fault_injection import Faults
from voxml.emulator.live_call import LiveCall
from voxml.emulator.outgoing_request import outgoing, signer
from voxml.emulator.rooms import Participant, Rooms
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
        #: Documents that are here, and need not be fetched from anywhere.
        self.documents: Callable[[Fetch], Reply] | None = None
        self.watchers: list[Watcher] = []
        self._secret = secret
        self._seed = seed
        self._routes = dict(routes or {})
        self._refuses_post = refuses_post
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
        self._lengths: dict[str, float | str] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._performers: dict[type[Effect], Callable[[LiveCall, Any], Coroutine[Any, Any, Any]]] = {
            Fetch: self._fetch,
            Audio: self._audio,
            Notify: self._notify,
            Ring: self._ring,
            Recording: self._record,
            Join: self._join,
            Leave: self._leave,
            Connect: self._connect,
            Disconnect: self._disconnect,
        }

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
        live.call.facts.recording_urls.append(await self._record(live, Recording(uuid, seconds, ())))

    # --- the world of a live call ------------------------------------------------------------------------------------

    async def perform(self, live: LiveCall, effect: Effect) -> Any:
        """Carry out an effect of a call, and return its answer."""
        return await self._performers[type(effect)](live, effect)

    async def feed(self, live: LiveCall, effect: Streaming, act: Event | None) -> Event | None:
        """Feed a Stream's socket until something happens."""
        return await self.streams.feed(effect, origin=live.origin.elapsed, act=act, take_outside=live.take_outside)

    async def queued(self, live: LiveCall) -> None:
        """Report that a call is queued (https://docs.tryvox.io/getting-started/webhooks)."""
        order = live.call.facts.order
        if order.direction == "outbound" and order.status_callback_url is not None:
            payload = payloads.event(live.call.facts, "queued", 0.0, status="queued")
            hook = Notify("status", order.status_callback_method, order.status_callback_url, payload)
            await self._notify(live, hook)

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

    def reroute(self, url: str) -> str:
        """Return where a request to `url` really goes: to a server of this machine that stands in, where one is set."""
        for prefix, instead in self._routes.items():
            if url.startswith(prefix):
                return instead + url[len(prefix) :]
        return url

    # --- one method an effect ----------------------------------------------------------------------------------------

    async def _fetch(self, live: LiveCall, request: Fetch) -> Reply:
        if request.method == "POST" and self._refuses_post is not None:
            return Reply(status=self._refuses_post)
        if self.documents is not None:
            reply = self.documents(request)
            if not reply.is_elsewhere:
                return reply
        asked = outgoing(
            request.method,
            self.reroute(request.url),
            request.payload,
            sign=signer(live.call.facts.order.webhook_secret or self._secret),
            at=int(time.time()),
            sign_get=self.settings.sign_get,
        )
        return await self.client.document(asked, self.settings)

    async def _audio(self, _live: LiveCall, effect: Audio) -> float | str:
        found = self._lengths.get(effect.url)
        if found is None:
            found = await self.client.audio(self.reroute(effect.url), self.settings)
            if len(self._lengths) < 1_000 and isinstance(found, float):
                self._lengths[effect.url] = found
        return found

    async def _notify(self, live: LiveCall, hook: Notify) -> None:
        facts = live.call.facts
        if hook.what == "status" and self.reply == "observed":
            hook = msgspec.structs.replace(hook, payload=payloads.observed(hook.payload, facts.duration))
        secret = facts.order.webhook_secret or self._secret
        webhook = Webhook(hook, call_uuid=live.uuid, to=facts.order.to, secret=secret, at=live.call.now)
        live.webhooks.append(webhook.record)
        await self.delivery.send(webhook)

    def _webhook_tried(self, webhook: Webhook) -> None:
        live = self.store.get(webhook.call_uuid)
        if live is not None:
            self.watch(live, webhook.record)

    async def _ring(self, _live: LiveCall, ring: Ring) -> list[FarEnd]:
        usual = FarEnd(after=self.settings.dial_ring_seconds, talks=self.settings.dial_talk_seconds)
        return [self.callees.far_end(target) or usual for target in ring.targets]

    async def _record(self, _live: LiveCall, recording: Recording) -> str:
        self.store.keep_recording(recording)
        return f"{self.client.base_url}/_emulator/recordings/{recording.uuid}.wav"

    async def _join(self, live: LiveCall, join: Join) -> bool:
        facts = live.call.facts

        def notify(what: str, at: Any, members: int) -> None:
            live.push(RoomNews(max(0.0, (at - facts.created_at).total_seconds()), what, members))

        number = facts.order.to if facts.order.direction == "outbound" else facts.order.from_
        participant = Participant(facts.account_id, live.uuid, number, notify, lambda: facts.moment(live.now))
        return self.rooms.join(participant, join, f"mem_{str(live.call.new_id())[:8]}", facts.moment(live.call.now))

    async def _leave(self, live: LiveCall, leave: Leave) -> None:
        facts = live.call.facts
        self.rooms.leave(facts.account_id, live.uuid, leave.name, facts.moment(live.call.now))

    async def _connect(self, live: LiveCall, effect: Connect) -> Any:
        return await self.streams.connect(effect, live.call.now)

    async def _disconnect(self, _live: LiveCall, effect: Disconnect) -> None:
        await self.streams.disconnect(effect)


def _dialect(settings: Settings, reply: str) -> Dialect:
    """The dialect of streams: the setting, else that of the replies."""
    chosen = reply if settings.stream_dialect == "reply" else settings.stream_dialect
    return "observed" if chosen == "observed" else "documented"
