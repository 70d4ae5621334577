"""A short look at a new connection once its first reply is read: does the server close it without a word?

A server may end a connection after each reply and not say so. Who sends the next request down a connection that is
just being closed can't know whether it arrived, and a call would be left unknown that nobody dialled. So the first reply
on a connection is followed by a moment in which the end of it would come; a connection that is still open then is used
again, and one that has ended is not.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

if TYPE_CHECKING:
    import httpx2

#: How long the end of a connection is waited for, and how often it is looked for, in seconds. It comes within a
#: millisecond or two of the reply; a server that is slower than this is one that waits for more requests.
_LONGEST, _STEP = 0.02, 0.001


class KeepaliveProbe:
    """The connections that were probed."""

    def __init__(self) -> None:
        self._seen: WeakSet[Any] = WeakSet()

    def waits(self, response: httpx2.Response) -> Iterator[float]:
        """Yield the seconds to wait, again and again, before the connection of a reply that has been read goes back."""
        stream: Any = response.extensions.get("network_stream")
        if stream is None or stream in self._seen or "close" in response.headers.get("connection", "").lower():
            return
        self._seen.add(stream)
        end = time.monotonic() + _LONGEST
        while time.monotonic() < end and not _has_ended(stream):
            yield _STEP


def _has_ended(stream: Any) -> bool:
    try:
        return bool(stream.get_extra_info("is_readable"))
    except Exception:
        return True  # the reply is there, whatever became of its connection
