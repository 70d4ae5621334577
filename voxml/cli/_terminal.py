"""What the terminal that a command prints to can show."""

from __future__ import annotations

import os
from contextvars import ContextVar
from typing import TextIO

from voxml.reporters import Style
from voxml.reporters.terminal.paint import Paint
from voxml.reporters.terminal.screen import Screen

__all__ = ["COLOR", "Screen", "has_color", "screen", "style_of", "width"]

#: What `--color` says in this run: auto, always or never.
COLOR: ContextVar[str] = ContextVar("COLOR", default="auto")


def has_color(out: TextIO) -> bool:
    """Tell whether to use colours: as `--color` says (always, never), or as the environment and the stream say."""
    choice = COLOR.get()
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0", "false"):
        return True
    return out.isatty() and os.environ.get("TERM") != "dumb"


def width(out: TextIO) -> int:
    """Return the width of a terminal in characters; 120 for what is none."""
    try:
        return os.get_terminal_size(out.fileno()).columns or 80
    except (OSError, ValueError):
        return 120


def style_of(out: TextIO) -> Style:
    """Return what a report may assume of a stream."""
    is_colored, is_terminal = has_color(out), out.isatty()
    return Style(has_color=is_colored, width=width(out), has_links=is_colored and is_terminal, wraps=is_terminal)


def screen(out: TextIO) -> Screen:
    """Return what to know of a stream before writing to it."""
    style = style_of(out)
    return Screen(Paint(style.has_color, has_links=style.has_links), style.width, style.wraps)
