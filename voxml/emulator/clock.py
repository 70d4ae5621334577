"""The emulator's clock: virtual time that costs nothing, real time, or time that moves only when it is moved."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Literal

Mode = Literal["virtual", "real", "manual"]

#: Real seconds that a move of manual time waits for a call that waits for a request.
_PATIENCE = 30.0
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
        self._waiting: list[tuple[float, asyncio.Event]] = []
        self._started = time.monotonic()
        self._cap: float | None = None
        #: Calls that do something now, rather than wait for the time.
        self._running = 0

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

    def passed(self) -> None:
        """A call was made before this clock began: a seeded one goes on after it."""
        self._made += 1

    def elapsed(self) -> float:
        """Seconds on the shared time line."""
        if self.mode != "real":
            return self._elapsed
        passed = time.monotonic() - self._started
        return passed if self._cap is None else min(passed, self._cap)

    def hold(self, at: float) -> None:
        """Let real time not pass `at` until it is released: a voice is still speaking."""
        self._cap = at

    def release(self) -> None:
        """Let real time go on from where it was held; before that point, it jumps there."""
        if self._cap is not None:
            self._started = time.monotonic() - self._cap
            self._cap = None

    async def advance(self, seconds: float) -> None:
        """Move manual time on, and return when calls have done what they do in that time.

        Time moves from one moment at which a call waits to the next, so that what happens on the way happens in order.
        """
        end = self._elapsed + seconds
        while True:
            await self._settle()
            following = min((at for at, _ in self._waiting), default=end)
            self._elapsed = min(end, max(self._elapsed, following))
            is_due = [event for at, event in self._waiting if at <= self._elapsed]
            for event in is_due:
                event.set()
            if not is_due and self._elapsed >= end:
                return

    async def _settle(self) -> None:
        """Let calls run until all of them wait for the time, or one takes longer than `_PATIENCE` for a request."""
        end = time.monotonic() + _PATIENCE
        await asyncio.sleep(0)
        while self._running > 0 and time.monotonic() < end:
            await asyncio.sleep(0.002)

    def call_begins(self) -> None:
        """Count a call that runs."""
        self._running += 1

    def call_ends(self) -> None:
        """Count it no more."""
        self._running -= 1

    async def reaches(self, elapsed: float) -> None:
        """Return when the shared time line is at `elapsed`; in virtual time, at once."""
        if self.mode == "virtual":
            return
        if self.mode == "real":
            while (left := elapsed - self.elapsed()) > 1e-6:
                # In short steps, since a clock that is held or released changes how long it takes.
                await asyncio.sleep(min(left, 0.05))
            return
        if self._elapsed >= elapsed:
            return
        waiting = (elapsed, asyncio.Event())
        self._waiting.append(waiting)
        self._running -= 1
        try:
            await waiting[1].wait()
        finally:
            self._running += 1
            self._waiting.remove(waiting)


class Origin:
    """When a call was made: the wall-clock time, and the place on the shared time line."""

    __slots__ = ("elapsed", "moment")

    def __init__(self, moment: datetime, elapsed: float) -> None:
        self.moment = moment
        self.elapsed = elapsed
