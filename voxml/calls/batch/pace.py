"""How quickly calls follow one another."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


class Stopped(Exception):  # noqa: N818 - not an error: it was asked for
    """The run is being stopped; what was about to happen must not."""


class Pace:
    """Lets calls begin at most `rate` times a second, evenly; and every wait of a run ends when it is
    stopped.
    """

    def __init__(self, rate: float | None, *, clock: Callable[[], float] | None = None) -> None:
        self._gap = 0.0 if rate is None else 1.0 / rate
        self._clock = clock
        self._next = 0.0
        self._stop = asyncio.Event()
        #: Why the run is stopped; empty while it is not.
        self.reason = ""

    def stop(self, reason: str) -> None:
        """Let nothing more begin."""
        self.reason = self.reason or reason
        self._stop.set()

    @property
    def is_stopped(self) -> bool:
        """Whether `stop` was called."""
        return self._stop.is_set()

    async def turn(self) -> None:
        """Wait until the next call may begin.

        Raises:
            Stopped: it may not any more.
        """
        if self._gap:
            now = (self._clock or asyncio.get_running_loop().time)()
            begin = max(now, self._next)
            self._next = begin + self._gap
            if begin > now:
                await self.sleep(begin - now)
        if self.is_stopped:
            raise Stopped

    async def sleep(self, seconds: float) -> None:
        """Wait.

        Raises:
            Stopped: the run was stopped meanwhile.
        """
        waiting: Awaitable[bool] = self._stop.wait()
        try:
            await asyncio.wait_for(waiting, seconds)
        except TimeoutError:
            return
        raise Stopped
