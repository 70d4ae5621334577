"""A limit for a whole exchange, where a transport's own limits are for one read at a time."""

from __future__ import annotations

import contextvars
import math
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")

#: Why there is no reply.
TOO_LATE = "the reply did not end in time"

_end: contextvars.ContextVar[float] = contextvars.ContextVar("voxml_end_of_exchange", default=math.inf)


@contextmanager
def exchange_ends_in(seconds: float) -> Iterator[None]:
    """Let no read made inside, on a connection that `limit_reads` has seen, last longer."""
    token = _end.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _end.reset(token)


def limit_reads(event: str, info: dict[str, Any]) -> None:
    """Limit the reads of each new connection by the exchange that it is for: the `trace` extension of a request.

    A thread that waits for each request would cost half of a request on this machine (bench/calls.py), and httpcore has
    no limit for more than one read.
    """
    if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
        stream = info["return_value"]
        stream.read = partial(_read_in_time, stream.read)


def _read_in_time(read: Callable[..., bytes], max_bytes: int, timeout: float | None = None) -> bytes:
    left = _end.get() - time.monotonic()
    if left <= 0:
        raise TimeoutError(TOO_LATE)
    return read(max_bytes, timeout=min(left, math.inf if timeout is None else timeout) if left < math.inf else timeout)


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
