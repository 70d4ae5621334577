"""The callee at the terminal: hears the call line by line in real time, presses keys, types what they say."""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from voxml.emulator.callee.callee import Callee
from voxml.emulator.callee.script import turns_from
from voxml.emulator.callee.scripted import ScriptedCallee, Turn
from voxml.emulator.effects import Event, HungUp, Key, Speech, Wait
from voxml.emulator.transcript_text import is_shown, line_of
from voxml.reporters.terminal.screen import UNSTYLED, Screen
from voxml.reporters.terminal.wrapping import hang

if TYPE_CHECKING:
    from voxml.emulator.call import Call
    from voxml.emulator.callee.callee import PickUp

HELP = "keys 0-9 * # are pressed; / and words and Enter say something; h or Ctrl-D hangs up"


class Keypad(Callee):
    """A callee at the terminal. `read` gives a character that was typed within a number of seconds, or an empty text."""

    def __init__(
        self,
        pick_up: PickUp,
        read: Callable[[float], str],
        show: Callable[[str], None],
        screen: Screen = UNSTYLED,
    ) -> None:
        self._screen = screen
        self._pick_up = pick_up
        self._read = read
        self._show = show
        self._told = 0
        self._call: Call | None = None
        self._began = 0.0

    def picks_up(self) -> PickUp:
        """As the options say."""
        return self._pick_up

    def begins(self, call: Call) -> None:
        """Remember the call, to show what happens in it."""
        self._call = call

    def act(self, moment: Wait) -> Event | None:
        """Let real time pass until something is typed."""
        self._tell()
        if not self._began:
            self._began = time.monotonic() - moment.now
        while True:
            now = time.monotonic() - self._began
            left = min(moment.until, 1e9) - now
            if left <= 0:
                return None
            typed = self._read(min(left, 3600.0))
            event = self._event(typed, min(time.monotonic() - self._began, moment.until))
            if event is not None:
                return event

    def ended(self) -> None:
        """Show how it ended."""
        self._tell()

    def _event(self, typed: str, at: float) -> Event | None:
        if typed in ("h", "H", "\x04"):
            return HungUp(at)
        if typed in ("", "\n", "\r"):
            return None
        if typed in "0123456789*#":
            return Key(at, typed)
        if typed == "/":
            words = self._words()
            return Speech(at, words) if words else None
        if typed == "?":
            self._show(HELP)
        return None

    def _words(self) -> str:
        self._show("say:")
        words = ""
        while (typed := self._read(60.0)) not in ("", "\n", "\r"):
            words = words[:-1] if typed in ("\x7f", "\b") else words + typed
        return words.strip()

    def _tell(self) -> None:
        if self._call is None:
            return
        entries = self._call.transcript.entries
        for entry in entries[self._told :]:
            if is_shown(entry):
                self._show(line_of(entry, self._call.transcript.answered_at, self._screen))
        self._told = len(entries)


@contextmanager
def interact(pick_up: PickUp, screen: Screen, show: Callable[[str], None]) -> Iterator[Callee]:
    """Yield the callee who sits at this terminal; without one, a callee who follows the lines of standard input.

    `show` writes a line to `screen`.
    """
    if not sys.stdin.isatty():
        yield ScriptedCallee(turns_of(sys.stdin), pick_up=pick_up)
        return
    import termios
    import tty

    descriptor = sys.stdin.fileno()
    before: Any = termios.tcgetattr(descriptor)

    def read(seconds: float) -> str:
        ready, _, _ = select.select([descriptor], [], [], seconds)
        if not ready:
            return ""
        return os.read(descriptor, 1).decode(errors="replace") or "\x04"

    try:
        tty.setcbreak(descriptor)
        show(screen.paint.dim(hang("", HELP, screen.width, 2)))
        yield Keypad(pick_up, read, show, screen)
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def turns_of(lines: TextIO) -> list[Turn]:
    """Turns from lines: keys, `say WORDS`, `wait SECONDS`, `hear WORDS`, `hang up`."""
    steps: list[tuple[str, str]] = []
    for line in lines:
        text = line.strip()
        word, _, rest = text.partition(" ")
        if not text:
            continue
        if text in ("hang up", "hang-up", "h"):
            steps.append(("hang-up", ""))
        elif word in ("say", "wait", "hear", "press"):
            steps.append((word, rest))
        else:
            steps.append(("press", text))
    return list(turns_from(steps))
