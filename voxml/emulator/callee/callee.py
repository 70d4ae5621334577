"""The callee on the phone: how they pick up, and what they do while they listen.

Subclass `Callee` for behaviour of your own; `ScriptedCallee` (scripted.py) plays turns from the command line or a TOML file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from voxml.emulator.call import Call
    from voxml.emulator.effects import Event, Wait

#: `decides` leaves it open: it rings until it is picked up or hung up from outside, as a phone that is held.
PickUpOutcome = Literal["answers", "machine", "busy", "no-answer", "fails", "decides"]


class PickUp(msgspec.Struct, frozen=True, kw_only=True):
    """What happens when it rings."""

    outcome: PickUpOutcome = "answers"
    #: Seconds of ringing before that; None leaves it to the setting `ring_seconds`.
    after: float | None = None


class Callee:
    """A callee who answers, listens, and does nothing else.

    `act` is asked whenever time is about to pass. It returns what the callee does between `moment.now` and
    `moment.until`, as a `Key`, `Speech` or `HungUp` with its second, or None to let that time pass.
    """

    def picks_up(self) -> PickUp:
        """What this callee does when it rings."""
        return PickUp()

    def begins(self, call: Call) -> None:
        """A call is about to begin."""

    def act(self, moment: Wait) -> Event | None:
        """What this callee does next, if anything, up to `moment.until`."""
        return None

    def ended(self) -> None:
        """The call is over."""


class RemoteCallee(Callee):
    """A callee that has to be asked, and takes time to answer, while the emulator goes on with other calls."""

    async def next(self, moment: Wait) -> Event | None:
        """What this callee does next, if anything, up to `moment.until`."""
        raise NotImplementedError


class Acts:
    """What a callee is about to do, kept until it is done: something else may come first."""

    def __init__(self, callee: Callee) -> None:
        self.callee = callee
        self._planned: Event | None = None

    def coming(self, moment: Wait) -> Event | None:
        """What the callee does up to `moment.until`, unless something comes before."""
        if moment.is_ringing:
            return None
        if self._planned is None:
            self._planned = self.callee.act(moment)
        planned = self._planned
        if planned is None or planned.at > moment.until + 1e-9:
            return None
        return planned if planned.at >= moment.now else msgspec.structs.replace(planned, at=moment.now)

    def done(self) -> None:
        """What was coming has come."""
        self._planned = None
