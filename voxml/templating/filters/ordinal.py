"""Say a rank: `3|ordinal` is `3rd`."""

from __future__ import annotations

from typing import Any

from voxml.templating.speech.common import Speech
from voxml.templating.speech.whole_number import read_whole


def ordinal(speech: Speech, value: Any) -> str:
    """Return the ordinal of a number from 1 on."""
    return speech.ordinal(read_whole(value, "a number"))
