"""Lets faults that are switched on strike requests to the API."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.responses import HTMLResponse
from uvicorn.protocols.http.h11_impl import H11Protocol

from voxml.emulator.api.exceptions import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from voxml.emulator.fault_injection import Fault
    from voxml.emulator.network import Network

_Address = tuple[str, int]


class Connections:
    """The open connections by the address of the client, so that one can be cut."""

    def __init__(self) -> None:
        self._open: dict[_Address, asyncio.Transport] = {}

    def protocol(self) -> type[H11Protocol]:
        """The HTTP protocol for uvicorn, which registers each connection."""
        is_open = self._open

        class Protocol(H11Protocol):
            def connection_made(self, transport: Any) -> None:
                super().connection_made(transport)
                if self.client is not None:
                    is_open[self.client] = transport

            def connection_lost(self, exc: Exception | None) -> None:
                if self.client is not None:
                    is_open.pop(self.client, None)
                super().connection_lost(exc)

        return Protocol

    def cut(self, scope: Scope) -> None:
        """Reset the connection of a request: the client sees it break, with nothing more sent."""
        transport = self._open.get(tuple(scope["client"])) if scope.get("client") else None
        if transport is None:
            return
        raw = transport.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()


class FaultMiddleware:
    """The middleware in front of the API."""

    def __init__(
        self, app: ASGIApp, network: Network, connections: Connections, refuse: Callable[[float], None]
    ) -> None:
        self.app = app
        self.network = network
        self.connections = connections
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Strike the request, or let it through."""
        faults = self.network.faults
        if scope["type"] != "http" or not faults.active or not scope["path"].startswith("/v1/"):
            await self.app(scope, receive, send)
            return
        to = _number(scope["voxml.body"]) if faults.needs_number() else None
        fault = faults.of_request(scope["method"], scope["path"], to)
        if fault is None:
            await self.app(scope, receive, send)
        else:
            await self._strike(fault, scope, receive, send)

    async def _strike(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        kind = fault.kind
        if kind == "refuse":
            self.refuse(fault.seconds)
            self.connections.cut(scope)
        elif kind == "reset":
            self.connections.cut(scope)
        elif kind == "delay":
            await asyncio.sleep(fault.seconds)
            await self.app(scope, receive, send)
        elif kind == "status":
            await _refusal(fault)(scope, receive, send)
        elif kind == "time-out":
            await asyncio.sleep(fault.seconds)
            self.connections.cut(scope)
        else:
            await self._carry_out(fault, scope, receive, send)

    async def _carry_out(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        """Do what was asked for, and spoil the answer."""
        messages: list[Message] = []

        async def hold(message: Message) -> None:
            messages.append(message)

        await self.app(scope, receive, hold)
        if fault.kind == "status-after":
            await _refusal(fault)(scope, receive, send)
        elif fault.kind == "not-json":
            status = messages[0]["status"] if messages else 200
            await HTMLResponse("<html><body>Bad gateway, or so it seems</body></html>", status)(scope, receive, send)
        elif fault.kind == "half":
            body = b"".join(message.get("body", b"") for message in messages[1:])
            await send(messages[0])
            await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
            await asyncio.sleep(0.05)  # so that the half arrives before the cut
            self.connections.cut(scope)
        else:
            if fault.kind == "time-out-after":
                await asyncio.sleep(fault.seconds)
            self.connections.cut(scope)


def _refusal(fault: Fault) -> Any:
    codes = {
        400: "VALIDATION_FAILED",
        401: "UNAUTHORIZED",
        403: "FORBIDDEN",
        404: "NOT_FOUND",
        429: "RATE_LIMITED",
    }
    code = codes.get(fault.status, "DELIVERY_FAILED" if fault.status == 502 else "INTERNAL_ERROR")
    refusal = Refused(fault.status, code, "a fault that was asked for")
    if fault.retry_after is not None:
        refusal.headers["retry-after"] = fault.retry_after
    return refusal.answer()


def _number(body: bytes) -> str | None:
    try:
        found = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return None
    number = found.get("to") if isinstance(found, dict) else None
    return number if isinstance(number, str) else None
