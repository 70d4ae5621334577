"""What was found by walking every key and outcome of a flow: choices, paths, and what is never reached."""

from __future__ import annotations

import msgspec

from voxml.emulator.call_checks import CallProblem

Place = tuple[str, int]


class Choice(msgspec.Struct, frozen=True):
    """What was chosen at a place: `press 1`, `no input`, `busy`, `hangs up`."""

    place: Place
    what: str


class Path(msgspec.Struct, frozen=True, kw_only=True):
    """One way through the flow."""

    choices: tuple[Choice, ...]
    end: str
    seconds: float
    faults: tuple[CallProblem, ...]
    #: Where it came to a choice that another path has explored already.
    joins: Place | None = None


class Exploration(msgspec.Struct, kw_only=True):
    """All that an exploration found."""

    paths: list[Path] = []
    visited: set[Place] = set()
    #: For each place where something is chosen, where each choice leads: another such place, or None for an end.
    leads: dict[Place, dict[str, Place | None]] = {}
    #: How a call that ends after a choice ends.
    ends: dict[tuple[Place, str], str] = {}
    is_whole: bool = True

    def stuck(self) -> list[Place]:
        """Places of choice from which no choice, however many follow, ever leads out."""
        out: set[Place] = set()
        grows = True
        while grows:
            grows = False
            for place, choices in self.leads.items():
                if place not in out and any(
                    _is_way_out(self, place, what, to) or to in out for what, to in choices.items()
                ):
                    out.add(place)
                    grows = True
        return [place for place in self.leads if place not in out]

    def rounds(self) -> list[Place]:
        """Places where a caller who never does anything goes round for ever."""
        found = []
        for start in self.leads:
            seen: list[Place] = []
            at: Place | None = start
            while at is not None and at not in seen:
                seen.append(at)
                at = self.leads.get(at, {}).get("no input")
            if at == start:
                found.append(start)
        return found


#: Ends that are no way out.
HOPELESS = ("dead-end", "endless-loop")


def _is_way_out(exploration: Exploration, place: Place, what: str, to: Place | None) -> bool:
    return to is None and what != "hangs up" and exploration.ends.get((place, what)) not in HOPELESS
