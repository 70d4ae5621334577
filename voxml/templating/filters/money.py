"""Say an amount: `"49.90 USD"|money` is `49 dollars and 90 cents`."""

from __future__ import annotations

from typing import Any

from voxml.templating.parameter_types import PARAMETER_TYPES, Money
from voxml.templating.speech.common import Speech


def money(speech: Speech, value: Any, currency: str | None = None) -> str:
    """Return an amount in its currency; a bare number needs the currency as argument."""
    if currency is not None and not isinstance(value, Money):
        value = (value, currency)
    amount, code = PARAMETER_TYPES["money"].read(value)
    return speech.money(amount, code)
