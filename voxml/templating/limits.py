"""The bounds of a template that is not trusted: steps, time, and the size of everything that it makes.

Loops and macros count steps, and so does every operation that could make much of little; each result is measured before
anything else is made of it. So the work and the memory of a render are bounded, whatever the template says.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterable
from datetime import date, datetime
from datetime import time as time_of_day
from decimal import Decimal
from typing import Any, NamedTuple

from jinja2.exceptions import SecurityError, TemplateRuntimeError


class TooMuch(TemplateRuntimeError):  # noqa: N818 - says what it is
    """A template went over a limit of size, steps or time."""


class Limits(NamedTuple):
    """What one render may take."""

    #: Passes of loops, calls of macros, and operations that could make much of little.
    steps: int = 1_000_000
    seconds: float = 10.0
    #: The longest text, and the largest list with all that is in it, while it is worked out; in characters.
    text: int = 262_144
    #: The longest output, in characters.
    output: int = 4 * 1024 * 1024
    #: The longest range, and the most entries of a list that is made.
    entries: int = 10_000
    #: The longest template, in characters.
    source: int = 262_144


class Meter(threading.local):
    """What the render that runs in this thread has left."""

    left = 0
    deadline = 0.0

    def begin(self, limits: Limits) -> None:
        """A render begins."""
        self.left = limits.steps
        self.deadline = time.monotonic() + limits.seconds

    def step(self, limits: Limits) -> None:
        """One step is taken."""
        self.left -= 1
        if not self.left & 15:
            if self.left <= 0:
                raise TooMuch(f"found more than {limits.steps:,} steps; expected a template that comes to an end")
            if time.monotonic() > self.deadline:
                raise TooMuch(f"found more than {limits.seconds:g} s of work; expected a template that comes to an end")


def measured(value: Any, limits: Limits) -> Any:
    """`value`, when it is small enough to go on with."""
    if isinstance(value, str):
        if len(value) > limits.text:
            raise TooMuch(f"found a text of more than {limits.text:,} characters")
    elif isinstance(value, (list, tuple, dict)):
        if weight(value, limits.text, {}) > limits.text:
            raise TooMuch(f"found a list or table of more than {limits.text:,} characters in all")
    elif isinstance(value, int) and value.bit_length() > 4096:
        raise TooMuch("found a number of more than a thousand digits")
    return value


def weight(value: Any, most: int, known: dict[int, int]) -> int:
    """About how many characters `value` would be written with; what stands in it twice counts twice."""
    if isinstance(value, str):
        return len(value) + 1
    if not isinstance(value, (list, tuple, dict)):
        return 8
    if id(value) not in known:
        parts: Iterable[Any] = [*value, *value.values()] if isinstance(value, dict) else value
        total = 1
        for part in parts:
            total += weight(part, most, known)
            if total > most:
                break
        known[id(value)] = total
    return known[id(value)]


# --- operators ------------------------------------------------------------------------------------------------------

#: The operators that are looked at before they are applied.
OPERATORS = frozenset({"*", "**", "%", "+"})
WIDE = re.compile(r"%[^a-zA-Z%]*(?:\*|[0-9]{4,})")


def guard_operator(operator: str, left: Any, right: Any, limits: Limits) -> None:
    """Refuse an operation whose result would be too large to be made and then measured."""
    if operator == "*":
        for text, count in ((left, right), (right, left)):
            is_repeated = isinstance(text, (str, list, tuple)) and isinstance(count, int)
            if is_repeated and weight(text, limits.text, {}) * max(count, 0) > limits.text:
                raise TooMuch(f"found a repetition of more than {limits.text:,} characters")
    elif operator == "**":
        is_number = isinstance(right, (int, float, Decimal))
        if is_number and (abs(right) > 100 or (isinstance(left, int) and left.bit_length() * abs(right) > 4096)):
            raise TooMuch("found a power of more than a thousand digits")
    elif operator == "%" and isinstance(left, str) and WIDE.search(left):
        raise TooMuch("found a format of more than 999 characters")


# --- attributes -----------------------------------------------------------------------------------------------------

_METHODS: tuple[tuple[type | tuple[type, ...], frozenset[str]], ...] = (
    (
        str,
        frozenset(
            [
                "upper",
                "lower",
                "title",
                "capitalize",
                "casefold",
                "swapcase",
                "strip",
                "lstrip",
                "rstrip",
                "startswith",
                "endswith",
                "split",
                "rsplit",
                "splitlines",
                "partition",
                "rpartition",
                "removeprefix",
                "removesuffix",
                "count",
                "find",
                "rfind",
                "index",
                "rindex",
                "isdigit",
                "isdecimal",
                "isnumeric",
                "isalpha",
                "isalnum",
                "isspace",
                "isupper",
                "islower",
                "istitle",
                "isascii",
            ]
        ),
    ),
    ((list, tuple), frozenset({"count", "index"})),
    (dict, frozenset({"get", "items", "keys", "values"})),
    ((date, datetime, time_of_day), frozenset({"isoformat", "weekday", "isoweekday", "date", "time"})),
    ((int, float, Decimal), frozenset()),
)


def is_harmless_method(obj: Any, name: str, value: Any) -> bool:
    """Whether a method of plain data can do no more than look at it."""
    if not callable(value):
        return True
    for kind, names in _METHODS:
        if isinstance(obj, kind):
            return name in names
    return True


def refuse_format(*_args: Any, **_kwargs: Any) -> Any:
    """What `"…".format` is, where templates are not trusted."""
    raise SecurityError("format is not there; write values between texts with ~")


def bounded_range(limits: Limits) -> Callable[..., range]:
    """`range`, up to so many entries."""

    def bounded(*args: int) -> range:
        found = range(*args)
        if len(found) > limits.entries:
            raise TooMuch(f"found a range of {len(found):,}; expected at most {limits.entries:,}")
        return found

    return bounded
