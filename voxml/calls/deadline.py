"""A limit for a whole exchange, where a transport's own limits are for one read at a time."""

from __future__ import annotations

import contextvars
import queue
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

#: Why there is no reply.
TOO_LATE = "the reply did not end in time"


def within(seconds: float, work: Callable[[], T]) -> T:
    """Return what `work` returns; it runs in a thread of its own, which is left behind when it takes too long.

    A server that sends a byte of its headers now and then keeps each single read in time, for hours.

    Raises:
        TimeoutError: `seconds` are over.
    """
    done: queue.SimpleQueue[tuple[T, None] | tuple[None, BaseException]] = queue.SimpleQueue()

    def run() -> None:
        try:
            done.put((work(), None))
        except BaseException as error:
            done.put((None, error))

    thread = threading.Thread(target=contextvars.copy_context().run, args=(run,), daemon=True, name="voxml request")
    thread.start()
    try:
        result, error = done.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError(TOO_LATE) from None
    if error is not None:
        raise error
    return result  # type: ignore[return-value]
