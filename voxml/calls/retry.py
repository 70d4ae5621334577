"""When a request is sent again, and how long to wait before it."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

from voxml.calls.errors import CallError
from voxml.calls.operations import Operation

#: Tries in all of a request that was answered 429, whatever the settings say.
_LEAST_WHEN_LIMITED = 3


class Retry(NamedTuple):
    """How patient a client is. Waits are in seconds."""

    #: Tries in all of a request that did not go out, and of a GET whatever went wrong.
    tries: int = 3
    #: Tries in all of a request that was answered 429. Never under 3.
    tries_when_limited: int = 5
    #: The first wait; each further one is twice as long, and a random part of up to half is taken off.
    backoff: float = 0.5
    #: No wait is longer than this, whatever Retry-After says.
    longest_wait: float = 30.0
    random: Callable[[], float] = random.random

    def wait(self, operation: Operation[Any], error: CallError, attempt: int) -> float | None:
        """Return seconds until the next try, after `attempt` of them; None when there must not be another."""
        if error.status == 429:
            # An API that asks for a longer wait than that is tried twice more, and not for minutes.
            is_too_long = error.retry_after is not None and error.retry_after > self.longest_wait
            if attempt >= (_LEAST_WHEN_LIMITED if is_too_long else max(self.tries_when_limited, _LEAST_WHEN_LIMITED)):
                return None
            if error.retry_after is not None:
                return min(error.retry_after, self.longest_wait)
            return self._pause(attempt)
        if attempt >= self.tries:
            return None
        if error.outcome == "not-sent":
            return self._pause(attempt)
        is_answered_in_full = error.status is not None and 300 <= error.status < 500
        return self._pause(attempt) if operation.is_repeatable and not is_answered_in_full else None

    def _pause(self, attempt: int) -> float:
        pause: float = min(self.backoff * 2 ** (attempt - 1), self.longest_wait)
        return pause * (1 - self.random() / 2)


def retry_after(headers: Mapping[str, str], now: Callable[[], float] = time.time) -> float | None:
    """Return seconds that a reply asks to wait, from a number of them or an HTTP date (RFC 9110, 10.2.3); None
    without.
    """
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(value).timestamp() - now()
        except (ValueError, OverflowError, OSError):
            return None
    return max(0.0, seconds) if math.isfinite(seconds) else None
