"""Spell a text: `"K7-Q2"|spell` is `K 7 dash Q 2`."""

from __future__ import annotations

from typing import Any

from voxml.templating.speech.common import Speech
from voxml.templating.to_text import to_text


def spell(speech: Speech, value: Any) -> str:
    """Return every character of a text by its name."""
    return speech.spell(to_text(value))
