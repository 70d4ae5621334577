"""Delivers webhooks: in order, signed, again when they fail, and with faults where those are switched on."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from voxml.emulator import payloads
from voxml.emulator.outgoing_request import outgoing, signer

if TYPE_CHECKING:
    from voxml.emulator.effects import Notify, Reply
    from voxml.emulator.exchange import Exchange
    from voxml.emulator.fault_injection import Fault
    from voxml.emulator.live_call import LiveCall

#: In virtual time nobody waits for the next try; this little keeps a dead server from being hammered.
_VIRTUAL_BACKOFF = 0.01


class Delivery:
    """Sends what calls have to say to the servers of users."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._held: dict[str, list[tuple[LiveCall, Notify, dict[str, Any]]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def send(self, live: LiveCall, hook: Notify) -> None:
        """Send a webhook; the call goes on after the first try, or at once in real time."""
        if hook.what == "status" and self._exchange.reply == "observed":
            hook = _observed(live, hook)
        record: dict[str, Any] = {
            "what": hook.what,
            "method": hook.method,
            "url": hook.url,
            "at": round(live.call.now, 2),
            "payload": hook.payload,
            "attempts": [],
        }
        live.webhooks.append(record)
        fault = self._exchange.faults.of_webhook(hook.what, live.call.facts.order.to, hook.url)
        kind = "" if fault is None else fault.kind
        if kind == "webhook-drop":
            record["fault"] = kind
            return
        if kind == "webhook-reorder":
            record["fault"] = kind
            self._held.setdefault(live.uuid, []).append((live, hook, record))
            return
        is_virtual = self._exchange.clock.mode == "virtual"
        later = fault.seconds if fault is not None and kind == "webhook-late" else 0.0 if is_virtual else hook.delay
        sent = self._in_background(self._deliver(live, hook, record, fault, later=later))
        if later == 0 and is_virtual:
            await asyncio.shield(sent)  # a call that ends meanwhile does not wait; the webhook is sent all the same
        for held in self._held.pop(live.uuid, []):
            await self._deliver(*held, None)

    async def flush(self, live: LiveCall) -> None:
        """Send what was held back, since nothing more will come."""
        for held in self._held.pop(live.uuid, []):
            await self._deliver(*held, None)

    def _in_background(self, work: Any) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _deliver(
        self, live: LiveCall, hook: Notify, record: dict[str, Any], fault: Fault | None, *, later: float = 0.0
    ) -> None:
        if fault is not None:
            record["fault"] = fault.kind
        if later > 0:
            await asyncio.sleep(later)
        is_forged = fault is not None and fault.kind == "webhook-bad-signature"
        has_arrived = await self._try(live, hook, record, is_forged=is_forged)
        if fault is not None and fault.kind == "webhook-duplicate":
            await self._try(live, hook, record)
        if not has_arrived and self._exchange.settings.webhook_retries > 0:
            self._in_background(self._again(live, hook, record, is_forged=is_forged))

    async def _again(self, live: LiveCall, hook: Notify, record: dict[str, Any], *, is_forged: bool) -> None:
        settings = self._exchange.settings
        pause = settings.webhook_backoff
        for _ in range(settings.webhook_retries):
            await asyncio.sleep(_VIRTUAL_BACKOFF if self._exchange.clock.mode == "virtual" else pause)
            pause *= 2
            if await self._try(live, hook, record, is_forged=is_forged):
                return

    async def _try(self, live: LiveCall, hook: Notify, record: dict[str, Any], *, is_forged: bool = False) -> bool:
        exchange = self._exchange
        secret = live.call.facts.order.webhook_secret or exchange.secret
        if is_forged:
            secret = f"not-{secret}"
        # A receiver compares the signature's time with its own clock, so that this one is never virtual.
        request = outgoing(
            hook.method,
            exchange.rerouted(hook.url),
            hook.payload,
            sign=signer(secret),
            at=int(time.time()),
            sign_get=exchange.settings.sign_get,
        )
        reply: Reply = await exchange.web.send(request, exchange.settings)
        is_well = reply.problem is None and 200 <= reply.status < 300
        record["attempts"].append({"problem": reply.problem} if reply.problem else {"status": reply.status})
        exchange.watched(live, record)
        return is_well

    async def close(self) -> None:
        """Give up whatever is still to be sent."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def _observed(live: LiveCall, hook: Notify) -> Notify:
    import msgspec

    return msgspec.structs.replace(hook, payload=payloads.observed(hook.payload, live.call.facts.duration))
