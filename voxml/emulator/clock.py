"""The emulator's clock: virtual time that costs nothing, real time, or time that moves only when it is told to."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Literal

Mode = Literal["virtual", "real", "manual"]

#: Where a seeded emulator's time begins.
EPOCH = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)


class Clock:
    """Says when calls are made and lets them wait.

    In virtual time each call lives on its own time line, which starts at its creation; a seeded clock makes calls one
    second apart. In manual time all calls share one line, which `advance` moves.
    """

    def __init__(self, mode: Mode = "virtual", *, is_seeded: bool = False) -> None:
        self.mode = mode
        self.is_seeded = is_seeded
        self._made = 0
        self._elapsed = 0.0
        self._waiting: list[asyncio.Event] = []
        self._started = time.monotonic()

    def new_origin(self) -> Origin:
        """The moment at which a call is made."""
        if self.mode == "manual":
            moment = EPOCH + timedelta(seconds=self._elapsed)
        elif self.is_seeded:
            moment = EPOCH + timedelta(seconds=self._made)
        else:
            moment = datetime.now(UTC)
        self._made += 1
        return Origin(moment, self.elapsed())

    def elapsed(self) -> float:
        """Seconds on the shared time line."""
        return time.monotonic() - self._started if self.mode == "real" else self._elapsed

    def advance(self, seconds: float) -> None:
        """Move manual time on, and wake whoever's time has come."""
        self._elapsed += seconds
        for event in self._waiting:
            event.set()

    async def reaches(self, elapsed: float) -> None:
        """Return when the shared time line is at `elapsed`; in virtual time, at once."""
        if self.mode == "virtual":
            return
        if self.mode == "real":
            await asyncio.sleep(max(0.0, min(elapsed, 1e7) - self.elapsed()))
            return
        event = asyncio.Event()
        self._waiting.append(event)
        try:
            while self._elapsed < elapsed:
                event.clear()
                await event.wait()
        finally:
            self._waiting.remove(event)


class Origin:
    """When a call was made: the wall-clock time, and the place on the shared time line."""

    __slots__ = ("elapsed", "moment")

    def __init__(self, moment: datetime, elapsed: float) -> None:
        self.moment = moment
        self.elapsed = elapsed


Watcher = Callable[[str, object], None]
