"""Lets faults that are switched on strike requests to the API."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import TYPE_CHECKING, Any

import msgspec
from uvicorn.protocols.http.h11_impl import H11Protocol

from voxml.emulator.faults import FAULTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
            await FAULTS[fault.kind].strike(fault, StruckRequest(self, scope, receive, send))


class StruckRequest:
    """A request that a fault strikes, and what can be done to it."""

    def __init__(self, middleware: FaultMiddleware, scope: Scope, receive: Receive, send: Send) -> None:
        self._middleware, self._scope, self._receive = middleware, scope, receive
        #: Sends a piece of the reply.
        self.send = send

    def cut(self) -> None:
        """Reset the connection: the client sees it break, with nothing more sent."""
        self._middleware.connections.cut(self._scope)

    def refuse(self, seconds: float) -> None:
        """Take no new connections for so long."""
        self._middleware.refuse(seconds)

    async def pass_on(self) -> None:
        """Let the API respond to it."""
        await self._middleware.app(self._scope, self._receive, self.send)

    async def carry_out(self) -> list[Message]:
        """Do what was asked for; return the reply, of which nothing is sent."""
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self._middleware.app(self._scope, self._receive, keep)
        return messages

    async def respond(self, response: Response) -> None:
        """Send this reply."""
        await response(self._scope, self._receive, self.send)


def _number(body: bytes) -> str | None:
    try:
        found = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return None
    number = found.get("to") if isinstance(found, dict) else None
    return number if isinstance(number, str) else None
