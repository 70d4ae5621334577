"""The WebSocket of a Stream, as a client: until a real one is asked for, the socket is only pretended."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voxml.emulator.effects import Connect, Disconnect, Event, Streaming
    from voxml.emulator.live import LiveCall


class Streams:
    """All open sockets."""

    async def connect(self, live: LiveCall, effect: Connect) -> str | None:
        """Open the socket; a text says why it can't be."""
        return None

    async def stream(self, live: LiveCall, effect: Streaming) -> Event | None:
        """Feed it until something happens."""
        return await live.wait(effect.wait)

    async def disconnect(self, effect: Disconnect) -> None:
        """Close it."""
