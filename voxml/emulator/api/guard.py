"""The middleware in front of everything: requests of other sites' pages are refused, and bodies are bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxml.emulator.api.exceptions import Refused
from voxml.net.same_origin import FRAME_POLICY, refusal

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from voxml.emulator.event_log import EventLog

#: The largest body of a request; the longest that the API knows are scripts of callees.
MAX_BODY = 1_000_000

_CODES = {403: "FORBIDDEN", 413: "BODY_TOO_LARGE", 415: "UNSUPPORTED_MEDIA_TYPE"}


class Guard:
    """Refuses what a page of another site sends, reads the body, and sets the headers that every response has."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        listens_on: str,
        allowed_hosts: Collection[str] = (),
        event_log: EventLog | None = None,
    ) -> None:
        self.app = app
        self.listens_on = listens_on
        self.allowed_hosts = allowed_hosts
        self.event_log = event_log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with 403, 413 or 415."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        found = refusal(scope["method"], headers, listens_on=self.listens_on, allowed_hosts=self.allowed_hosts)
        app = self.app
        if found is not None:
            app = Refused(found.status, _CODES[found.status], found.message).answer()
        else:
            body = await _read(headers.get("content-length"), receive)
            if body is None:
                app = Refused(413, _CODES[413], f"the body is larger than {MAX_BODY} bytes").answer()
            else:
                scope = {**scope, "voxml.body": body}
                receive = _replay(body, receive)
        await app(scope, receive, self._protected(scope, send))

    def _protected(self, scope: Scope, send: Send) -> Send:
        """Set the headers against framing and sniffing, where the response does not have its own policy, and log it."""

        async def protect(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message["headers"])
                names = {name.lower() for name, _ in headers}
                if b"content-security-policy" not in names:
                    headers.append((b"content-security-policy", FRAME_POLICY.encode()))
                headers.append((b"x-content-type-options", b"nosniff"))
                message = {**message, "headers": headers}
                if self.event_log is not None:
                    self.event_log.request(scope["method"], scope["path"], message["status"])
            await send(message)

        return protect


async def _read(length: str | None, receive: Receive) -> bytes | None:
    """Read the whole body; None when it is too large."""
    if length is not None and length.isdecimal() and int(length) > MAX_BODY:
        return None
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MAX_BODY:
            return None
        if message["type"] != "http.request" or not message.get("more_body"):
            return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    is_sent = False

    async def replay() -> Message:
        nonlocal is_sent
        if is_sent:
            return await receive()
        is_sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
