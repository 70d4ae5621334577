"""What the terminal that a command prints to can show."""

from __future__ import annotations

import os
from typing import TextIO


def has_color(out: TextIO, choice: str = "auto") -> bool:
    """Tell whether to use colours: as `choice` says (always, never), or as the environment and the stream say."""
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
        return os.get_terminal_size(out.fileno()).columns
    except (OSError, ValueError):
        return 120
