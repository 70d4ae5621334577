"""Who answers: a script for each number, for all others, or one of the numbers whose behaviour is fixed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxml.emulator.callee.callee import Callee, PickUp, PickUpOutcome
from voxml.emulator.callee.script import Script
from voxml.emulator.callee.scripted import ScriptedCallee
from voxml.emulator.effects import FarEnd

if TYPE_CHECKING:
    from collections.abc import Callable

    from voxml.emulator.effects import FarEnd
    from voxml.emulator.facts import Order

#: Numbers that always do the same, whatever else is set; from a range that is never given to anybody.
FIXED: dict[str, PickUpOutcome] = {
    "+15005550001": "busy",
    "+15005550002": "no-answer",
    "+15005550003": "fails",
    "+15005550004": "machine",
}


class Callees:
    """The callees of an emulator."""

    def __init__(self, default: Callable[[Order], Callee] | None = None) -> None:
        self.default = default
        self.scripts: dict[str, Script] = {}

    def __call__(self, order: Order) -> Callee:
        """Return the callee of a call."""
        number = order.to if order.direction == "outbound" else order.from_
        if number in FIXED:
            return ScriptedCallee(pick_up=PickUp(outcome=FIXED[number]))
        script = self.scripts.get(number)
        if script is not None:
            return script.callee()
        if self.default is not None:
            return self.default(order)
        script = self.scripts.get("*")
        return Callee() if script is None else script.callee()

    def far_end(self, target: str) -> FarEnd | None:
        """What a dialled target does, where a script says so."""
        outcome = FIXED.get(target)
        if outcome in ("busy", "no-answer", "fails"):
            return FarEnd(outcome=outcome, after=2.0)
        for script in self.scripts.values():
            found = script.far_end.get(target) or script.far_end.get("*")
            if found is not None:
                return found
        return None
