"""Say a number with a noun: `3|plural("message", "messages")` is `3 messages`."""

from __future__ import annotations

from typing import Any

from voxml.templating.parameter_types import PARAMETER_TYPES
from voxml.templating.speech.common import Speech
from voxml.templating.to_text import to_text


def plural(speech: Speech, value: Any, one: str, other: str, *, number: bool = True) -> str:
    """Return a number and the form of a noun that goes with it; `{}` in a form is where the number goes."""
    count = PARAMETER_TYPES["decimal"].read(value)
    count = int(count) if count == count.to_integral_value() else count
    return speech.plural(count, to_text(one), to_text(other), with_number=number)
