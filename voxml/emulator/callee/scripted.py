"""A callee who plays turns: from the command line, a TOML file, or a test.

What a turn needs is waited for: words that must be heard, keys or speech that must be listened for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

from voxml.emulator import speech
from voxml.emulator.callee.callee import Callee, PickUp
from voxml.emulator.effects import Event, HungUp, Key, Speech, Wait

if TYPE_CHECKING:
    from voxml.emulator.call import Call


class Turn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One turn of a script: what is expected to be heard, then what is done."""

    #: Words that must be heard before this is done; white space and case do not count.
    hears: str | None = None
    #: The same as a regular expression.
    hears_pattern: str | None = None
    #: Seconds within which they must be heard, counted from the turn before (the first from the answer).
    within: Annotated[float, Meta(ge=0)] | None = None
    #: Keys to press, one after another, as soon as keys are listened for.
    press: Annotated[str, Meta(pattern=r"^[0-9*#]+$")] | None = None
    #: Words to say, as soon as speech is listened for.
    say: Annotated[str, Meta(min_length=1)] | None = None
    #: Seconds to wait before doing so.
    wait: Annotated[float, Meta(ge=0)] = 0.0
    hang_up: bool = False
    #: Whether they act during the prompt, without hearing it to the end.
    barge_in: bool = False

    def fault(self) -> str | None:
        """Return what is wrong with the turn as a whole, if anything."""
        acts = [name for name in ("press", "say") if getattr(self, name) is not None] + ["hang_up"] * self.hang_up
        if len(acts) > 1:
            return f"found {' and '.join(acts)}; expected one of them, and another turn for the other"
        if self.hears_pattern is not None:
            try:
                re.compile(self.hears_pattern)
            except re.error as error:
                return f"hears_pattern: not a regular expression: {error}"
        return None

    def wish(self) -> str:
        """What the turn waits for or does, in words."""
        if self.press is not None:
            return f"press {self.press}"
        if self.say is not None:
            return f'say "{self.say}"'
        if self.hang_up:
            return "hang up"
        if self.hears is not None or self.hears_pattern is not None:
            return f'hear "{self.hears or self.hears_pattern}"'
        return f"wait {self.wait:g} s"


class Miss(msgspec.Struct, frozen=True):
    """A turn that did not come about."""

    turn: int
    message: str


#: Seconds that a callee takes to act on what they have heard, and between two keys.
_REACTION, _KEY_GAP = 1.0, 0.4
#: Seconds that a callee who is about to hang up waits for a reply to what they did: where it is still being taken
#: down, and where nothing is said.
_PENDING, _QUIET = 10.0, 5.0


class ScriptedCallee(Callee):
    """Plays turns in order. What a turn needs (words heard, keys listened for) is waited for; once all are done, the
    callee stays on the line and only listens. `misses` says afterwards what did not come about."""

    def __init__(self, turns: tuple[Turn, ...] | list[Turn] = (), *, pick_up: PickUp | None = None) -> None:
        self.turns = tuple(turns)
        self._pick_up = pick_up or PickUp()
        self._next = 0
        self._since = 0.0  # when the turn before was done
        self._started = False
        self._due: float | None = None
        self._heard = ""
        self._is_met = False
        self._keys: list[str] = []
        self._keys_for = 0
        self._last_key = 0.0
        self._words_per_minute = 150.0
        self._asked: int | None = None  # the listener that got input last, whose reply is not heard yet
        self.misses: list[Miss] = []

    def begins(self, call: Call) -> None:
        """Speak at the call's pace."""
        self._words_per_minute = call.settings.words_per_minute

    def picks_up(self) -> PickUp:
        """As the script says."""
        return self._pick_up

    def act(self, moment: Wait) -> Event | None:
        """The next turn, if its time has come."""
        if not self._started:
            self._started, self._since = True, moment.now
        if self._keys:
            if moment.listener == self._keys_for:
                return self._press(moment)
            self._keys.clear()  # the rest of what was typed comes too late: nothing listens any more
        while self._next < len(self.turns):
            turn = self.turns[self._next]
            if not self._is_met:
                heard_at = self._hear(turn, moment)
                if heard_at is None:
                    return self._give_up(turn, moment)
                self._is_met = True
                self._since = max(self._since, heard_at)
            if turn.press is None and turn.say is None and not turn.hang_up:
                if turn.wait and self._since + turn.wait > moment.until:
                    return None
                self._done(self._since + turn.wait)
                continue
            return self._do(turn, moment)
        self._remember(moment)
        return None

    def ended(self) -> None:
        """Whatever is left of the script did not come about."""
        for place in range(self._next, len(self.turns)):
            turn = self.turns[place]
            expected = turn.hears or turn.hears_pattern
            if expected is None and turn.hang_up:
                continue  # it is over already, which is all that was wanted
            if expected is not None and not (place == self._next and self._is_met):
                self.misses.append(Miss(place, f'never heard "{expected}"'))
            else:
                self.misses.append(Miss(place, f"the call ended before the callee could {turn.wish()}"))

    def _hear(self, turn: Turn, moment: Wait) -> float | None:
        """When the words that the turn waits for have been heard, or None while they have not."""
        if turn.hears is None and turn.hears_pattern is None:
            return self._since
        self._remember(moment)
        if turn.hears is not None:
            found = _fold(turn.hears) in _fold(self._heard)
        else:
            found = re.search(turn.hears_pattern or "", self._heard) is not None
        if not found:
            return None
        heard_at = moment.prompt_ends if moment.hearing and not turn.barge_in else moment.now
        limit = None if turn.within is None else self._since + turn.within
        return None if limit is not None and heard_at > limit + 1e-9 else heard_at

    def _remember(self, moment: Wait) -> None:
        if moment.hearing and not self._heard.endswith("\n" + moment.hearing):
            self._heard += "\n" + moment.hearing

    def _give_up(self, turn: Turn, moment: Wait) -> Event | None:
        """Hang up once the time in which something should have been heard is over."""
        if turn.within is None or moment.until <= self._since + turn.within:
            return None
        expected = turn.hears or turn.hears_pattern
        self.misses.append(Miss(self._next, f'did not hear "{expected}" within {turn.within:g} s'))
        self._next = len(self.turns)
        return HungUp(max(moment.now, self._since + turn.within))

    def _do(self, turn: Turn, moment: Wait) -> Event | None:
        if turn.hang_up:
            return self._hang_up(turn, moment)
        can = moment.keys if turn.press is not None else (moment.speech or moment.recording)
        if not can:
            return None
        if self._due is None:
            ready = moment.now if turn.barge_in else max(moment.now, moment.prompt_ends)
            self._due = max(ready, self._since) + _REACTION * (not turn.barge_in) + turn.wait
        due = max(self._due, moment.now)
        if due > moment.until + 1e-9:
            return None
        self._asked = moment.listener
        if turn.say is not None:
            self._done(due + speech.seconds(turn.say, None, self._words_per_minute))
            return Speech(due, turn.say)
        self._keys = list(turn.press or "")
        self._keys_for = moment.listener
        self._last_key = due - _KEY_GAP
        self._done(due)
        return self._press(moment)

    def _press(self, moment: Wait) -> Event | None:
        at = max(moment.now, self._last_key + _KEY_GAP)
        if at > moment.until + 1e-9:
            return None
        self._last_key = self._since = at
        return Key(at, self._keys.pop(0))

    def _hang_up(self, turn: Turn, moment: Wait) -> Event | None:
        """Hang up: after the wait that is asked for, else once the reply to what was pressed or said has been heard.

        A message that is being recorded gets no reply: the callee who has spoken hangs up.
        """
        at = max(self._since + turn.wait, moment.now)
        expects = turn.hears is not None or turn.hears_pattern is not None
        if self._asked is not None and not (turn.wait or turn.barge_in or expects):
            if moment.recording:
                at = self._since + _REACTION
            elif moment.hearing and moment.now >= self._since:
                at = max(at, moment.prompt_ends)
            else:
                at = self._since + (_PENDING if moment.listener == self._asked else _QUIET)
        if at > moment.until + 1e-9:
            return None
        self._done(at)
        return HungUp(max(at, moment.now))

    def _done(self, at: float) -> None:
        self._next += 1
        self._since = at
        self._due = None
        self._is_met = False
        self._heard = ""


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
