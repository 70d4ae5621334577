"""Delivers webhooks: in order, signed, again when they fail, and with faults where those are switched on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from voxml.emulator.faults import FAULTS
from voxml.emulator.outgoing_request import outgoing, signer

if TYPE_CHECKING:
    from voxml.emulator.effects import Notify
    from voxml.emulator.emulator_settings import Settings
    from voxml.emulator.fault_injection import Faults
    from voxml.emulator.http_client import HttpClient

#: In virtual time the next try does not wait; this little keeps a dead server from being hammered.
_VIRTUAL_BACKOFF = 0.01


class Webhook:
    """A webhook of a call: what is sent, with which secret, and the record of what came of it."""

    def __init__(self, hook: Notify, *, call_uuid: str, to: str, secret: str | None, at: float) -> None:
        self.hook = hook
        self.call_uuid = call_uuid
        self.to = to
        self.secret = secret
        self.record: dict[str, Any] = {
            "what": hook.what,
            "method": hook.method,
            "url": hook.url,
            "at": round(at, 2),
            "payload": hook.payload,
            "attempts": [],
        }


class Delivery:
    """Sends webhooks to the servers of users.

    `reroute` gives the address that a URL really leads to; `on_attempt` is called with each webhook after each try.
    """

    def __init__(
        self,
        client: HttpClient,
        settings: Settings,
        faults: Faults,
        *,
        is_virtual: bool,
        reroute: Callable[[str], str],
        on_attempt: Callable[[Webhook], None],
    ) -> None:
        self._client = client
        self._settings = settings
        self._faults = faults
        self._is_virtual = is_virtual
        self._reroute = reroute
        self._on_attempt = on_attempt
        self._deferred: dict[str, list[Webhook]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def send(self, webhook: Webhook) -> None:
        """Send a webhook; return after the first try, or at once in real time."""
        fault = self._faults.of_webhook(webhook.hook.what, webhook.to, webhook.hook.url)
        if fault is None:
            await self.go_out(webhook)
        else:
            webhook.record["fault"] = fault.kind
            await FAULTS[fault.kind].strike(fault, webhook, self)

    async def go_out(
        self, webhook: Webhook, *, later: float | None = None, times: int = 1, is_forged: bool = False
    ) -> None:
        """Send a webhook, and those that were held until it was sent; `later` is seconds of real time."""
        pause = (0.0 if self._is_virtual else webhook.hook.delay) if later is None else later
        sent = self._in_background(self._deliver(webhook, later=pause, times=times, is_forged=is_forged))
        if pause == 0 and self._is_virtual:
            await asyncio.shield(sent)  # a call that ends meanwhile does not wait; the webhook is sent all the same
        await self.flush(webhook.call_uuid)

    def hold(self, webhook: Webhook) -> None:
        """Send a webhook after the next one of its call."""
        self._deferred.setdefault(webhook.call_uuid, []).append(webhook)

    async def flush(self, call_uuid: str) -> None:
        """Send what was deferred of a call."""
        for deferred in self._deferred.pop(call_uuid, []):
            await self._deliver(deferred)

    def _in_background(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _deliver(self, webhook: Webhook, *, later: float = 0.0, times: int = 1, is_forged: bool = False) -> None:
        if later > 0:
            await asyncio.sleep(later)
        has_arrived = await self._try(webhook, is_forged=is_forged)
        for _ in range(times - 1):
            await self._try(webhook, is_forged=is_forged)
        if not has_arrived and self._settings.webhook_retries > 0:
            self._in_background(self._again(webhook, is_forged=is_forged))

    async def _again(self, webhook: Webhook, *, is_forged: bool) -> None:
        pause = self._settings.webhook_backoff
        for _ in range(self._settings.webhook_retries):
            await asyncio.sleep(_VIRTUAL_BACKOFF if self._is_virtual else pause)
            pause *= 2
            if await self._try(webhook, is_forged=is_forged):
                return

    async def _try(self, webhook: Webhook, *, is_forged: bool = False) -> bool:
        """Send it once; each try is signed anew. A receiver compares the time with its own clock: it is never virtual."""
        hook = webhook.hook
        request = outgoing(
            hook.method,
            self._reroute(hook.url),
            hook.payload,
            sign=signer(f"not-{webhook.secret}" if is_forged else webhook.secret),
            at=int(time.time()),
            sign_get=self._settings.sign_get,
        )
        reply = await self._client.send(request, self._settings)
        webhook.record["attempts"].append({"problem": reply.problem} if reply.problem else {"status": reply.status})
        self._on_attempt(webhook)
        return reply.problem is None and 200 <= reply.status < 300

    async def close(self) -> None:
        """Give up whatever is still to be sent."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
