"""Carries out what live calls ask for: one method an effect."""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

import msgspec

from voxml.emulator import payloads
from voxml.emulator.delivery import Delivery, Webhook
from voxml.emulator.effects import (
    Audio,
    Connect,
    Disconnect,
    Effect,
    FarEnd,
    Fetch,
    Join,
    Leave,
    Notify,
    Recording,
    Reply,
    Ring,
    RoomNews,
)
from voxml.emulator.outgoing_request import outgoing, signer
from voxml.emulator.rooms import Participant, Rooms

if TYPE_CHECKING:
    from voxml.emulator.call_store import CallStore
    from voxml.emulator.callee.by_number import Callees
    from voxml.emulator.emulator_settings import Settings
    from voxml.emulator.http_client import HttpClient
    from voxml.emulator.live_call import LiveCall
    from voxml.emulator.streams import Streams


class Performer:
    """What is around the calls of an emulator: servers, callees, rooms, sockets."""

    def __init__(
        self,
        client: HttpClient,
        settings: Settings,
        *,
        store: CallStore,
        callees: Callees,
        rooms: Rooms,
        streams: Streams,
        delivery: Delivery,
        reroute: Callable[[str], str],
        secret: str | None,
        reply: str,
        refuses_post: int | None,
    ) -> None:
        #: Documents that are here, and need not be fetched from anywhere.
        self.documents: Callable[[Fetch], Reply] | None = None
        self._client = client
        self._settings = settings
        self._store = store
        self._callees = callees
        self._rooms = rooms
        self._streams = streams
        self._delivery = delivery
        self._reroute = reroute
        self._secret = secret
        self._reply = reply
        self._refuses_post = refuses_post
        self._lengths: dict[str, float | str] = {}
        self._methods: dict[type[Effect], Callable[[LiveCall, Any], Coroutine[Any, Any, Any]]] = {
            Fetch: self._fetch,
            Audio: self._audio,
            Notify: self.notify,
            Ring: self._ring,
            Recording: self.record,
            Join: self._join,
            Leave: self._leave,
            Connect: self._connect,
            Disconnect: self._disconnect,
        }

    async def perform(self, live: LiveCall, effect: Effect) -> Any:
        """Carry out an effect of a call, and return its answer."""
        return await self._methods[type(effect)](live, effect)

    async def _fetch(self, live: LiveCall, request: Fetch) -> Reply:
        if request.method == "POST" and self._refuses_post is not None:
            return Reply(status=self._refuses_post)
        if self.documents is not None:
            reply = self.documents(request)
            if not reply.is_elsewhere:
                return reply
        asked = outgoing(
            request.method,
            self._reroute(request.url),
            request.payload,
            sign=signer(live.call.facts.order.webhook_secret or self._secret),
            at=int(time.time()),
            sign_get=self._settings.sign_get,
        )
        return await self._client.document(asked, self._settings)

    async def _audio(self, _live: LiveCall, effect: Audio) -> float | str:
        found = self._lengths.get(effect.url)
        if found is None:
            found = await self._client.audio(self._reroute(effect.url), self._settings)
            if len(self._lengths) < 1_000 and isinstance(found, float):
                self._lengths[effect.url] = found
        return found

    async def notify(self, live: LiveCall, hook: Notify) -> None:
        """Send a webhook of a call, and keep a record of it."""
        facts = live.call.facts
        if hook.what == "status" and self._reply == "observed":
            hook = msgspec.structs.replace(hook, payload=payloads.observed(hook.payload, facts.duration))
        secret = facts.order.webhook_secret or self._secret
        webhook = Webhook(hook, call_uuid=live.uuid, to=facts.order.to, secret=secret, at=live.call.now)
        live.webhooks.append(webhook.record)
        await self._delivery.send(webhook)

    async def _ring(self, _live: LiveCall, ring: Ring) -> list[FarEnd]:
        usual = FarEnd(after=self._settings.dial_ring_seconds, talks=self._settings.dial_talk_seconds)
        return [self._callees.far_end(target) or usual for target in ring.targets]

    async def record(self, _live: LiveCall, recording: Recording) -> str:
        """Keep a recording, and return its address."""
        self._store.keep_recording(recording)
        return f"{self._client.base_url}/_emulator/recordings/{recording.uuid}.wav"

    async def _join(self, live: LiveCall, join: Join) -> bool:
        facts = live.call.facts

        def notify(what: str, at: Any, members: int) -> None:
            live.push(RoomNews(max(0.0, (at - facts.created_at).total_seconds()), what, members))

        number = facts.order.to if facts.order.direction == "outbound" else facts.order.from_
        participant = Participant(facts.account_id, live.uuid, number, notify, lambda: facts.moment(live.now))
        return self._rooms.join(participant, join, f"mem_{str(live.call.new_id())[:8]}", facts.moment(live.call.now))

    async def _leave(self, live: LiveCall, leave: Leave) -> None:
        facts = live.call.facts
        self._rooms.leave(facts.account_id, live.uuid, leave.name, facts.moment(live.call.now))

    async def _connect(self, live: LiveCall, effect: Connect) -> Any:
        return await self._streams.connect(effect, live.call.now)

    async def _disconnect(self, _live: LiveCall, effect: Disconnect) -> None:
        await self._streams.disconnect(effect)
