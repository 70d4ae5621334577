"""Read what several filters take."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from voxml.templating.parameter_types import PARAMETER_TYPES, Refusal


def read_whole(value: Any, name: str) -> int:
    """Return a whole number.

    Raises:
        Refusal: it is none; the message begins with `name`.
    """
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    try:
        return int(PARAMETER_TYPES["integer"].read(value))
    except Refusal as refusal:
        raise Refusal(f"{name}: {refusal}") from None
