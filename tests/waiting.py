"""Waiting for what other threads and processes do: as long as it takes, and only a hang fails."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

#: No test asserts a time. After this many seconds what is waited for does not come at all.
HANGS_AFTER = 300


def until(condition: Callable[[], T], what: str = "what the test waits for") -> T:
    """Return the first true result of `condition`."""
    end = time.monotonic() + HANGS_AFTER
    while not (found := condition()):
        assert time.monotonic() < end, f"{what} did not come about"
        time.sleep(0.01)
    return found
