"""A number that can't exist.

It has the form of E.164, and its country code is nobody's, or it has too few or too many digits for its
country. The country code is always checked; the length only when the extra `phone` (phonenumberslite) is
installed.

Bad:

    <Response version="1.0">
      <Dial>
        <Number>+9991234567</Number>
      </Dial>
    </Response>

Good:

    <Response version="1.0">
      <Dial>
        <Number>+14155550100</Number>
      </Dial>
    </Response>
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from voxml.formats.tree import Node
from voxml.rules.facts.country_codes import country_code, usual_lengths
from voxml.rules.problem import Context, Problem

SEVERITY = "warning"
CATEGORY = "numbers"
PRESET = "default"
NODES = ("Number", "Dial")


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield a number that can't exist."""
    field = "number" if node.name == "Number" else "caller_id"
    value = node.get(field)
    if value is not None and value.startswith("+") and (problem := _problem(value)):
        yield Problem(node, problem, field)


@lru_cache(maxsize=4096)
def _problem(number: str) -> str | None:
    digits = number[1:]
    if not (digits.isascii() and digits.isdigit()) or digits[0] == "0" or len(digits) > 15:
        return None  # not E.164, and said to be so elsewhere
    code = country_code(digits)
    if code is None:
        return f"found {number}; no country has a code that begins +{digits[:3]}"
    if len(digits) == len(code):
        return f"found {number}; the country code +{code} without a number"
    if len(digits) - len(code) in usual_lengths(code):
        # Possible as it stands: to load the number plans, and to take it apart, would cost far more than all else.
        return None
    plans = _plans()
    if plans is None:
        return None
    try:
        reason = plans.is_possible_number_with_reason(plans.parse(number))
    except plans.NumberParseException:
        return None
    if reason == plans.ValidationResult.TOO_SHORT:
        return f"found {number}; it has too few digits for the country code +{code}"
    if reason == plans.ValidationResult.TOO_LONG:
        return f"found {number}; it has too many digits for the country code +{code}"
    if reason == plans.ValidationResult.INVALID_LENGTH:
        return f"found {number}; no number of the country code +{code} has that many digits"
    return None


@cache
def _plans() -> Any:
    """The library of number plans, when it is installed; Python looks for a missing one anew at every import."""
    try:
        from phonenumbers import phonenumberutil
    except ImportError:
        return None
    return phonenumberutil
