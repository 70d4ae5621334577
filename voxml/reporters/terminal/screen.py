"""What a command knows of the stream that it prints to."""

from __future__ import annotations

from typing import NamedTuple

from voxml.reporters.terminal.paint import Paint


class Screen(NamedTuple):
    """A stream: its colours and its width; sentences are wrapped only in a terminal."""

    paint: Paint
    width: int
    is_terminal: bool


#: A file or a pipe.
UNSTYLED = Screen(Paint(False), 120, False)
