"""Say a time of day: `at|time` is `2:30 PM`."""

from __future__ import annotations

import datetime
from typing import Any

from voxml.templating.parameter_types import PARAMETER_TYPES, Refusal, show
from voxml.templating.speech.common import Speech


def time(speech: Speech, value: Any) -> str:
    """Return the time of a time of day, a date and time, or a text such as 14:30."""
    if isinstance(value, str):
        value = PARAMETER_TYPES["datetime" if len(value.strip()) > 8 else "time"].read(value)
    if isinstance(value, datetime.datetime):
        value = value.time()
    if not isinstance(value, datetime.time):
        raise Refusal(f"found {show(value)}; expected a time of day such as 14:30")
    return speech.time(value)
