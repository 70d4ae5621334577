"""Events for every page that is open, as server-sent events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any

import msgspec
from starlette.responses import StreamingResponse

#: Seconds after which a page that waits gets a sign that the server is still there.
_KEEP_ALIVE = 5.0

Event = dict[str, Any]


class EventStream:
    """The pages that listen.

    `so_far` gives what a page needs that has just begun to listen; `left` is called when none listens any more.
    """

    def __init__(self, so_far: Callable[[], Iterable[Event]], left: Callable[[], None]) -> None:
        self._so_far = so_far
        self._left = left
        self._listeners: set[asyncio.Queue[str]] = set()

    def send(self, event: Event) -> None:
        """Send an event to every page."""
        text = _written(event)
        for queue in self._listeners:
            queue.put_nowait(text)

    def response(self) -> StreamingResponse:
        """Return the response to a page that begins to listen."""
        return StreamingResponse(self._stream(), media_type="text/event-stream", headers={"cache-control": "no-store"})

    async def _stream(self) -> AsyncIterator[str]:
        queue: asyncio.Queue[str] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            for event in self._so_far():
                yield _written(event)
            while True:
                try:
                    yield await asyncio.wait_for(queue.get(), _KEEP_ALIVE)
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            self._listeners.discard(queue)
            if not self._listeners:
                self._left()


def _written(event: Event) -> str:
    return f"data: {msgspec.json.encode(event).decode()}\n\n"
