"""Write plain values as a document does: `true`, `12.5`, `2026-11-24`."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NoReturn

from jinja2 import Undefined
from jinja2.exceptions import FilterArgumentError, TemplateRuntimeError

from voxml.templating.parameter_types import Money, show


class OutputError(TemplateRuntimeError):
    """A value that can't be written into a document, such as a list."""


class ValueRefusedError(FilterArgumentError):
    """A value that a filter can't say."""

    def __init__(self, message: str, value: object) -> None:
        super().__init__(message)
        self.value = value


class Spoken:
    """A value that knows how it is said; `str()` of it is what a document writes."""


def to_text(value: Any) -> str:  # noqa: RET503 - the last line never returns
    """Return the text of a plain value, as a document writes it.

    Raises:
        OutputError: it is nothing, a list, a table or an object.
    """
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, float) and not math.isfinite(value):
        raise OutputError(f"found {value}; expected a number that can be said")
    if isinstance(value, (Money, Spoken, float)):
        return str(value)
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, Undefined):
        # What is not defined raises here, and says which name it was; an inline `if` without an `else` is empty.
        return str(value)
    _refuse(value)


def _refuse(value: Any) -> NoReturn:
    if value is None:
        raise OutputError(
            "found none; expected a value: ask {% if … is not none %} before an optional parameter is said"
        )
    names: dict[type, str] = {list: "a list", tuple: "a list", dict: "a table"}
    what = names.get(type(value), f"a {type(value).__name__}")
    raise OutputError(
        f"found {what}: {show(value)}; expected text, a number or a date (filters such as list or join help)"
    )
