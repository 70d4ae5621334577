"""Walks every key and every outcome of a flow, and says what is never reached and where callers get stuck.

A flow is explored by playing it over and over: each path is a list of choices, and a choice that was met before in the
same place (same document, same instruction) is not branched again. What a choice is: the keys and words of a Gather,
the outcome of a Dial, the end of a Record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from voxml.emulator.call_checks import CallProblem, check_call
from voxml.emulator.callee.callee import Acts, Callee, PickUp
from voxml.emulator.effects import Event, FarEnd, FarEndOutcome, HungUp, InRoom, Key, Ring, Speech, Streaming, Wait
from voxml.emulator.exploration_model import HOPELESS, Choice, Exploration, Path, Place
from voxml.emulator.player import Player, new_call
from voxml.emulator.simulated_world import SimulatedWorld

if TYPE_CHECKING:
    from voxml.emulator.call import Call
    from voxml.emulator.effects import Effect
    from voxml.emulator.facts import Order

#: All keys of a phone, in the order in which they are tried.
KEYS = tuple("1234567890*#")


class _Joined(Exception):  # noqa: N818 - the path has come to where another was
    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.place = place


class _Chooser(Callee):
    """Follows a list of choices, then takes the first at each new place and notes the others for later."""

    def __init__(self, exploration: Exploration, prefix: tuple[str, ...], explorer: Explorer) -> None:
        self.exploration = exploration
        self.prefix = prefix
        self.explorer = explorer
        self.taken: list[Choice] = []
        self._listener = 0
        self._keys: list[str] = []
        self._at = 0.0

    def picks_up(self) -> PickUp:
        return PickUp(after=0.0)

    def choose(self, place: Place, options: Iterable[str]) -> str:
        """The next choice: the one on the list, or the first of a place that is new."""
        position = len(self.taken)
        if position < len(self.prefix):
            what = self.prefix[position]
        else:
            if place in self.exploration.leads:
                raise _Joined(place)
            first, *others = options
            self.exploration.leads[place] = {}
            done = tuple(choice.what for choice in self.taken)
            self.explorer.later.extend((*done, other) for other in reversed(others))
            what = first
        if self.taken:
            last = self.taken[-1]
            self.exploration.leads[last.place][last.what] = place
        self.taken.append(Choice(place, what))
        return what

    def act(self, moment: Wait) -> Event | None:
        if not moment.listener or (not moment.keys and not moment.speech and not moment.recording):
            return None
        if moment.listener != self._listener:
            self._listener = moment.listener
            self._plan(moment)
        if not self._keys:
            return None
        what = self._keys[0]
        at = max(moment.now, moment.prompt_ends, self._at) + 0.4
        if at > moment.until:
            return None
        if what in ("hang up", "words") or what.startswith("say "):
            if what.startswith("say ") and not (moment.speech or moment.recording):
                return None
            self._keys.pop(0)
            return HungUp(at) if what == "hang up" else Speech(at, what.removeprefix("say "))
        if not moment.keys:
            return None
        self._at = at
        return Key(at, self._keys.pop(0))

    def _plan(self, moment: Wait) -> None:
        chosen = self.choose(moment.place, self.explorer.options(moment))
        self._at = 0.0
        if chosen.startswith("press "):
            self._keys = list(chosen.removeprefix("press "))
        elif chosen.startswith("says "):
            self._keys = ["say " + chosen[len('says "') : -1]]
        elif chosen == "hangs up":
            self._keys = ["hang up"]
        else:
            self._keys = []


class _Branching(SimulatedWorld):
    """A world in which each Dial is a choice."""

    inner: SimulatedWorld
    chooser: _Chooser

    def __init__(self, inner: SimulatedWorld) -> None:
        super().__init__(inner.documents, settings=inner.settings, far_ends=inner.far_ends)
        self.inner = inner

    def perform(self, effect: Effect, acts: Acts, now: float) -> Any:
        if isinstance(effect, Ring):
            options = [f"{target} answers" for target in effect.targets]
            what = self.chooser.choose(effect.place, [*options, "busy", "no answer", "fails"])
            return [_far_end(target, what) for target in effect.targets]
        if isinstance(effect, Streaming | InRoom):
            # What happens in a room or on a socket is not up to the caller: one way is enough.
            acts = Acts(Callee())
        return super().perform(effect, acts, now)

    def audio(self, url: str) -> float | str:
        return self.inner.audio(url)


def _far_end(target: str, what: str) -> FarEnd:
    if what == f"{target} answers":
        return FarEnd(after=4.0, talks=20.0)
    outcomes: dict[str, FarEndOutcome] = {"busy": "busy", "fails": "fails"}
    outcome = outcomes.get(what, "no-answer")
    return FarEnd(outcome=outcome, after=2.0)


def _inputs(digits: int) -> tuple[str, ...]:
    """Each key by itself, or where several are wanted, a number of that length and one that is too short."""
    if not 2 <= digits <= 100:  # more is never typed
        return KEYS
    whole = "1234567890" * (digits // 10 + 1)
    return (whole[:digits], "1")


class Explorer:
    """Plays a flow until every choice has been taken, or until there are too many paths."""

    def __init__(
        self,
        world: SimulatedWorld,
        order: Order,
        *,
        max_paths: int = 10_000,
        max_depth: int = 60,
        words: tuple[str, ...] = ("something",),
        max_silence: float = 10.0,
        keys_at: Callable[[Wait], Iterable[str]] | None = None,
    ) -> None:
        self.world = world
        self.order = order
        self.max_paths = max_paths
        self.max_depth = max_depth
        self.words = words
        self.max_silence = max_silence
        self.keys_at = keys_at or (lambda _moment: ())
        self.later: list[tuple[str, ...]] = []

    def options(self, moment: Wait) -> list[str]:
        """Return what a callee might do at a Gather or Record."""
        if moment.recording:
            ending = ["press #"] if moment.keys else []
            return [*(f'says "{word}"' for word in self.words), *ending, "no input", "hangs up"]
        keys = dict.fromkeys((*self.keys_at(moment), *_inputs(moment.digits)))
        options = [f"press {key}" for key in keys] if moment.keys else []
        if moment.speech:
            options += [f'says "{word}"' for word in self.words]
        return [*options, "no input", "hangs up"]

    def explore(self) -> Exploration:
        """Walk everything."""
        exploration = Exploration()
        self.later = [()]
        while self.later:
            if len(exploration.paths) >= self.max_paths:
                exploration.is_whole = False
                break
            prefix = self.later.pop()
            if len(prefix) > self.max_depth:
                exploration.is_whole = False
                continue
            self._walk(exploration, prefix)
        return exploration

    def _walk(self, exploration: Exploration, prefix: tuple[str, ...]) -> None:
        chooser = _Chooser(exploration, prefix, self)
        world = _Branching(self.world)
        world.chooser = chooser
        call = new_call(world, self.order)
        call.max_rounds = 2
        player = Player(call, chooser, world)
        joins = None
        try:
            player.play()
        except _Joined as joined:
            joins = joined.place
        exploration.visited.update(call.visits)
        self._conclude(exploration, chooser, call, joins)

    def _conclude(self, exploration: Exploration, chooser: _Chooser, call: Call, joins: Place | None) -> None:
        faults: list[CallProblem] = []
        if joins is None:
            faults = check_call(call, max_silence=self.max_silence)
            end = next((fault.kind for fault in faults if fault.kind in HOPELESS), call.facts.end_reason or "?")
        else:
            end = "joins"
        if chooser.taken:
            last = chooser.taken[-1]
            exploration.leads[last.place][last.what] = joins
            exploration.ends[last.place, last.what] = end
        exploration.paths.append(
            Path(
                choices=tuple(chooser.taken),
                end=end,
                seconds=round(call.now - (call.transcript.answered_at or 0.0), 1),
                faults=tuple(faults),
                joins=joins,
            )
        )
