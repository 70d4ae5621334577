"""Say a telephone number in the groups of its country: `plus 1, 4 1 5, 5 5 5, 0 1 0 0`."""

from __future__ import annotations

from typing import Any

from voxml.templating.parameter_types import PARAMETER_TYPES
from voxml.templating.speech.common import Speech


def phone(speech: Speech, value: Any) -> str:
    """Return the digits of a telephone number, country code first."""
    return speech.phone(PARAMETER_TYPES["phone"].read(value))
