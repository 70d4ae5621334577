"""Plays one call at once, in virtual time: what `voxml simulate`, `--explore` and tests use."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

from voxml.emulator.call import Call
from voxml.emulator.callee.callee import Acts, Callee
from voxml.emulator.effects import Started
from voxml.emulator.engine import run
from voxml.emulator.facts import Facts, Order

if TYPE_CHECKING:
    from voxml.emulator.effects import Effect
    from voxml.emulator.simulated_world import SimulatedWorld

#: The wall-clock time at which simulated calls are made, so that the same call gives the same bytes.
EPOCH = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)


def new_call(world: SimulatedWorld, order: Order, *, seed: int = 0, account_id: str = "AC123456") -> Call:
    """A call that is about to be made."""
    ids = Random(seed)  # noqa: S311 - the ids of a simulation are not secrets

    def new_id() -> UUID:
        return UUID(int=ids.getrandbits(128), version=4)

    facts = Facts(
        order=order,
        call_uuid=str(new_id()),
        request_uuid=str(new_id()),
        account_id=account_id,
        created_at=EPOCH,
    )
    return Call(facts, world.settings, new_id=new_id)


class Player:
    """Plays a call step by step."""

    def __init__(self, call: Call, callee: Callee, world: SimulatedWorld) -> None:
        self.call = call
        self.callee = callee
        self.acts = Acts(callee)
        self.world = world
        self.is_over = False
        callee.begins(call)
        self._flow = run(call, callee.picks_up())
        self._answer: Any = None

    def next_effect(self) -> Effect | None:
        """What the call asks for next; None when it is over."""
        try:
            effect = self._flow.send(self._answer)
        except StopIteration:
            self.is_over = True
            self.callee.ended()
            return None
        self._answer = None
        return effect

    def answer(self, value: Any) -> None:
        """Give the answer to what was asked for."""
        self._answer = value

    def play(self) -> Call:
        """Play the call to its end."""
        while (effect := self.next_effect()) is not None:
            if type(effect) is not Started:
                self._answer = self.world.perform(effect, self.acts, self.call.now)
        return self.call


def play(
    world: SimulatedWorld,
    order: Order,
    callee: Callee | None = None,
    *,
    seed: int = 0,
    max_rounds: int | None = None,
    keeps_responses: bool = False,
) -> Call:
    """Play a whole call in virtual time and give it back with its facts and its transcript.

    `max_rounds` ends a call that comes to the same instruction so often while the callee does nothing.
    """
    call = new_call(world, order, seed=seed)
    call.max_rounds = max_rounds
    call.keeps_responses = keeps_responses
    return Player(call, callee or Callee(), world).play()
