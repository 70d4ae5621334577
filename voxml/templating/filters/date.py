"""Say a day: `at|date(year=false)` is `Tuesday, November 24th`."""

from __future__ import annotations

import datetime
from typing import Any

from voxml.templating.parameter_types import PARAMETER_TYPES, Refusal, show
from voxml.templating.speech.common import Speech


def date(speech: Speech, value: Any, *, weekday: bool = True, year: bool = True) -> str:
    """Return the day of a date, a date and time, or a text such as 2026-11-24."""
    if isinstance(value, str):
        value = PARAMETER_TYPES["datetime" if len(value.strip()) > 10 else "date"].read(value)
    if not isinstance(value, datetime.date):
        raise Refusal(f"found {show(value)}; expected a date such as 2026-11-24")
    return speech.date(value, weekday=weekday, year=year)
