"""Say digits one by one: `"482913"|digits(3)` is `4 8 2, 9 1 3`."""

from __future__ import annotations

from typing import Any

from voxml.templating.speech.common import Speech
from voxml.templating.speech.whole_number import read_whole
from voxml.templating.to_text import to_text


def digits(speech: Speech, value: Any, group: int = 0) -> str:
    """Return digits one by one, with a pause after each `group` of them (0 for none)."""
    size = read_whole(group, "group")
    if size < 0:
        raise ValueError(f"group: found {size}; expected 0 or more")
    return speech.digits(to_text(value), size)
