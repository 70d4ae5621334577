"""Plays calls inside the server: each is a task, in virtual, real or manual time, and others may reach into it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from voxml.emulator.callee.callee import Acts, Callee, RemoteCallee
from voxml.emulator.callee.scripted import ScriptedCallee
from voxml.emulator.effects import (
    Audio,
    Connect,
    Effect,
    Ended,
    Event,
    Fetch,
    HungUp,
    InRoom,
    Moved,
    Notify,
    Started,
    Streaming,
    Wait,
)
from voxml.emulator.engine import run
from voxml.emulator.facts import FINAL

if TYPE_CHECKING:
    from voxml.emulator.call import Call
    from voxml.emulator.clock import Clock, Origin

#: What a call does not wait for its requests for.
_LEAVES = (HungUp, Ended, Moved)
_NOBODY = Callee()
_NOTHING = Acts(_NOBODY)


class World(Protocol):
    """What a live call needs around it."""

    clock: Clock

    async def queued(self, live: LiveCall) -> None:
        """Report that the call is queued."""

    async def perform(self, live: LiveCall, effect: Effect) -> Any:
        """Carry out an effect that is no wait, and return its answer."""

    async def feed(self, live: LiveCall, effect: Streaming, act: Event | None) -> Event | None:
        """Feed a Stream's socket until something happens or the callee acts."""

    def watch(self, live: LiveCall, what: object) -> None:
        """Pass on that an entry of the transcript has begun."""

    def save(self, live: LiveCall) -> None:
        """Keep the call as it is now."""

    async def finish(self, live: LiveCall) -> None:
        """Keep and send what the call leaves."""


class LiveCall:
    """One call that is played: its record, its callee, and what comes in from outside."""

    def __init__(self, call: Call, callee: Callee, world: World, origin: Origin) -> None:
        self.call = call
        self.callee = callee
        self.acts = Acts(callee)
        self.world = world
        self.origin = origin
        self.task: asyncio.Task[None] | None = None
        self.webhooks: list[dict[str, Any]] = []
        #: A recording that the API started: its id, when it began, how long it may last.
        self.recording: tuple[str, float, int] | None = None
        self._saved = ""
        self._ended = asyncio.Event()
        self._outside: deque[Event] = deque()
        self._knock = asyncio.Event()
        #: The request that the call is waiting for, which what ends or moves the call cuts short.
        self._asking: asyncio.Timeout | None = None

    @property
    def uuid(self) -> str:
        """The call's id."""
        return self.call.facts.call_uuid

    @property
    def is_over(self) -> bool:
        """Whether nothing can happen to it any more."""
        return self.call.facts.status in FINAL

    @property
    def now(self) -> float:
        """Seconds since it was made, by the clock where that is shared, else as far as it has been played."""
        if self.world.clock.mode == "virtual":
            return self.call.now
        return self.world.clock.elapsed() - self.origin.elapsed

    def push(self, event: Event) -> None:
        """Something happens to the call from outside, now."""
        self._outside.append(event)
        self._knock.set()
        if self._asking is not None and isinstance(event, _LEAVES):
            self._asking.reschedule(asyncio.get_running_loop().time())

    async def play(self) -> None:
        """Play the call to its end."""
        self.world.clock.call_begins()
        try:
            await self._play()
        finally:
            self.world.clock.call_ends()
        await self._put_away()

    async def _play(self) -> None:
        await self._unless_it_leaves(self.world.queued(self), takes=False)
        self.callee.begins(self.call)
        flow = run(self.call, self.callee.picks_up())
        answer: Any = None
        try:
            while True:
                effect = flow.send(answer)
                self._save_changes()
                answer = await self._perform(effect)
        except StopIteration:
            pass
        except Exception as error:  # a bug of ours, or of a Callee of the user's: the call must not hang for ever
            facts = self.call.facts
            facts.status, facts.end_reason = "failed", "emulator-error"
            self.call.problem(f"this call broke off: {type(error).__name__}: {error}")

    def _save_changes(self) -> None:
        """Keep every status, since a process that is killed says no more."""
        if self.call.facts.status != self._saved:
            self._saved = self.call.facts.status
            self.world.save(self)
            if self.is_over:
                self._ended.set()

    async def _put_away(self) -> None:
        self._ended.set()
        await self.world.finish(self)
        self.callee.ended()
        if isinstance(self.callee, ScriptedCallee):
            for miss in self.callee.misses:
                self.call.problem(f"the script, turn {miss.turn + 1}: {miss.message}")
        self.call.put_away()
        # Many calls are remembered: what is only needed while they go on is dropped.
        self.callee, self.acts = _NOBODY, _NOTHING
        self.world.save(self)

    async def ended(self, timeout: float) -> None:
        """Return when the call has a final status, or after `timeout` real seconds."""
        try:
            async with asyncio.timeout(timeout):
                await self._ended.wait()
        except TimeoutError:
            return

    async def finished(self, timeout: float | None = None) -> None:
        """Return when the call is over, or after `timeout` real seconds."""
        if self.task is not None:
            await asyncio.wait((self.task,), timeout=timeout)

    async def _perform(self, effect: Effect) -> Any:
        if isinstance(effect, Wait):
            return await self.wait(effect)
        if isinstance(effect, InRoom):
            # In virtual time the music is heard once, and then nothing passes until something happens.
            return await self.wait(effect.wait, is_parked=effect.rounds > 0)
        if isinstance(effect, Started):
            return self.world.watch(self, effect.entry)
        if isinstance(effect, Streaming):
            return await self._stream(effect)
        if isinstance(effect, Notify):
            await self._unless_it_leaves(self.world.perform(self, effect), takes=False)
            return None
        if isinstance(effect, Fetch | Audio | Connect):
            return await self._unless_it_leaves(self.world.perform(self, effect))
        return await self.world.perform(self, effect)

    async def wait(self, moment: Wait, *, is_parked: bool = False) -> Event | None:
        """Let time pass until `moment.until`, the callee acts, or something comes from outside.

        A wait that is open, or parked, has no end of its own in virtual time: only the callee or something from outside
        ends it.
        """
        if isinstance(self.callee, RemoteCallee) and not moment.is_ringing and not self._outside:
            act = await self._asked(self.callee, moment)
            if not self._outside:
                return act
        if not self._outside:
            act = self.acts.coming(moment)
            until = moment.until if act is None else act.at
            if self.world.clock.mode == "virtual":
                await asyncio.sleep(0)
                if act is None and (moment.is_open or is_parked or self._rings_open(moment)):
                    await self._knock.wait()
                elif not self._outside:
                    self.acts.done()
                    return act
            elif await self._until(until):
                self.acts.done()
                return act
        is_virtual = self.world.clock.mode == "virtual"
        return self.take_outside(moment.now if is_virtual else min(self.now, moment.until))

    async def _stream(self, effect: Streaming) -> Event | None:
        act = self.acts.coming(effect.wait)
        event = await self.world.feed(self, effect, act)
        if act is not None and event is act:
            self.acts.done()
        return event

    async def _unless_it_leaves(self, request: Coroutine[Any, Any, Any], *, takes: bool = True) -> Any:
        """What a request brings, or the event that ends or moves the call before that; unless `takes`, that event is
        left for the next who asks."""
        scope = asyncio.timeout(None if self._leaving() is None else 0)
        self._asking = scope
        try:
            async with scope:
                return await request
        except TimeoutError:
            if not scope.expired():
                raise
        finally:
            self._asking = None
        leaving = self._leaving()
        return self._taken(leaving, self.now) if takes and leaving is not None else None

    def _leaving(self) -> Event | None:
        return next((event for event in self._outside if isinstance(event, _LEAVES)), None)

    def _rings_open(self, moment: Wait) -> bool:
        """Whether it rings until it is answered from outside."""
        return moment.is_ringing and self.callee.picks_up().outcome == "decides"

    async def _asked(self, callee: RemoteCallee, moment: Wait) -> Event | None:
        """What the callee does, unless something comes from outside before they have decided."""
        asked = asyncio.ensure_future(callee.next(moment))
        knock = asyncio.ensure_future(self._knock.wait())
        try:
            await asyncio.wait((asked, knock), return_when=asyncio.FIRST_COMPLETED)
            return asked.result() if asked.done() else None
        finally:
            asked.cancel()
            knock.cancel()

    def take_outside(self, at: float) -> Event | None:
        """What has come from outside, if anything, as of second `at` of the call."""
        return self._taken(self._outside[0], at) if self._outside else None

    def _taken(self, event: Event, at: float) -> Event:
        self._outside.remove(event)
        if not self._outside:
            self._knock.clear()
        return msgspec.structs.replace(event, at=max(event.at, at))

    async def _until(self, until: float) -> bool:
        """Whether time came to `until` before anything came from outside."""
        time_comes = asyncio.ensure_future(self.world.clock.reaches(self.origin.elapsed + until))
        knock = asyncio.ensure_future(self._knock.wait())
        try:
            await asyncio.wait((time_comes, knock), return_when=asyncio.FIRST_COMPLETED)
            return not self._outside
        finally:
            time_comes.cancel()
            knock.cancel()
