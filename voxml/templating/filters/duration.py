"""Say a length of time: `5400|duration` is `1 hour and 30 minutes`."""

from __future__ import annotations

import datetime
from typing import Any

from voxml.templating.parameter_types import PARAMETER_TYPES, show
from voxml.templating.speech.common import Speech

_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}


def duration(speech: Speech, value: Any, unit: str = "seconds") -> str:
    """Return a number of seconds, minutes, hours or days in those that people count."""
    if unit not in _SECONDS:
        raise ValueError(f"found the unit {show(unit)}; expected one of {', '.join(_SECONDS)}")
    if isinstance(value, datetime.timedelta):
        return speech.duration(int(value.total_seconds()))
    return speech.duration(int(PARAMETER_TYPES["decimal"].read(value) * _SECONDS[unit]))
