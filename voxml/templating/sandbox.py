"""Bound what a template that is not trusted can take.

- steps: passes of loops, calls, filters and operators, together (`Limits.steps`);
- time: looked at every 16 steps (`Limits.seconds`);
- one value: no text or list is longer than `Limits.text`, no number has more than a thousand digits;
- all values and all pieces of output of one render, counted as they are made (`Limits.made`): this bounds memory;
- the output (`Limits.output`), a range or list (`Limits.entries`), a template's text (`Limits.source`).

An operation that could make much of little (`*`, `**`, `%`, join, replace, center …) is refused before it is done, by the
size that its result would have. Methods are those that only look at plain data. Nothing is folded at compile time.
Jinja's sandbox keeps attributes of Python itself away; the loader (`loader.py`) gives templates only.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterable, Iterator, Sized
from datetime import date, datetime
from datetime import time as time_of_day
from decimal import Decimal
from typing import Any, NamedTuple

from jinja2 import Undefined
from jinja2.exceptions import SecurityError, TemplateRuntimeError


class TooMuch(TemplateRuntimeError):  # noqa: N818 - says what it is
    """A template went over a limit of size, steps or time."""


class Limits(NamedTuple):
    """What one render may take; sizes in characters."""

    steps: int = 1_000_000
    seconds: float = 10.0
    text: int = 262_144
    made: int = 32 * 1024 * 1024
    output: int = 4 * 1024 * 1024
    entries: int = 10_000
    source: int = 131_072


#: What a value or a piece of output takes besides its characters.
_OVERHEAD = 16


class Meter(threading.local):
    """What the render that runs in this thread has left."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.begin()

    def begin(self) -> None:
        """Start a render."""
        self.steps = self.limits.steps
        self.made = self.limits.made
        self.deadline = time.monotonic() + self.limits.seconds

    def step(self) -> None:
        """Take one step."""
        self.steps -= 1
        if not self.steps & 15:
            if self.steps <= 0:
                raise TooMuch(f"found more than {self.limits.steps:,} steps; expected a template that comes to an end")
            if time.monotonic() > self.deadline:
                raise TooMuch(
                    f"found more than {self.limits.seconds:g} s of work; expected a template that comes to an end"
                )

    def spend(self, size: int) -> None:
        """Count a value of `size` characters."""
        self.made -= size + _OVERHEAD
        if self.made < 0:
            raise TooMuch(f"found texts and lists of more than {self.limits.made:,} characters in all")

    def spend_piece(self, piece: Any) -> Any:
        """Return a piece of output, counted."""
        self.spend(len(piece))
        return piece

    def measure(self, value: Any) -> Any:
        """Return `value`, counted; refuse it when it is too large."""
        most = self.limits.text
        if isinstance(value, str):
            self.spend(len(value))
            if len(value) > most:
                raise TooMuch(f"found a text of more than {most:,} characters")
        elif isinstance(value, int):
            if value.bit_length() > 4096:
                raise TooMuch("found a number of more than a thousand digits")
        elif isinstance(value, (list, tuple, dict)):
            self.spend(8 * len(value))
            if weight(value, most, {}) > most:
                raise TooMuch(f"found a list or table of more than {most:,} characters in all")
        elif isinstance(value, Sized) and not isinstance(value, (range, Undefined)):
            self.spend(len(value))
            if len(value) > most:
                raise TooMuch(f"found a text of more than {most:,} characters")
        return value

    def counted(self, values: Iterable[Any]) -> Iterator[Any]:
        """Yield values that are made one by one, each a step; refuse too many."""
        total = 0
        for number, value in enumerate(values):
            self.step()
            self.measure(value)
            total += weight(value, self.limits.text, {})
            if total > self.limits.text or number >= self.limits.entries:
                raise TooMuch(
                    f"found a list of more than {self.limits.entries:,} entries or {self.limits.text:,} characters"
                )
            yield value

    def refuse_over(self, size: int, what: str = "text") -> None:
        """Refuse a value that would have more than the longest text's characters."""
        if size > self.limits.text:
            raise TooMuch(f"found a {what} of more than {self.limits.text:,} characters")

    def range(self, *args: int) -> range:
        """Return Python's `range`, up to the most entries."""
        found = range(*args)
        if len(found) > self.limits.entries:
            raise TooMuch(f"found a range of {len(found):,}; expected at most {self.limits.entries:,}")
        return found


def weight(value: Any, most: int, known: dict[int, int]) -> int:
    """Return about how many characters `value` would be written with; what is in it twice counts twice."""
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

#: The operators whose size is checked before they are applied.
OPERATORS = frozenset({"*", "**", "%", "+"})
_DIRECTIVE = re.compile(r"%(?:%|(?:\(\w{1,64}\))?[-+ #0]{0,5}[0-9]{0,3}(?:\.[0-9]{1,2})?([sradiouxXeEfFgGc]))")


def check_operator(meter: Meter, operator: str, left: Any, right: Any) -> None:
    """Refuse an operation whose result would be too large to be made and then measured."""
    most = meter.limits.text
    if operator == "*":
        for text, count in ((left, right), (right, left)):
            if isinstance(text, (str, list, tuple)) and isinstance(count, int):
                meter.refuse_over(weight(text, most, {}) * max(count, 0), "repetition")
    elif operator == "**":
        is_number = isinstance(right, (int, float, Decimal))
        if is_number and (abs(right) > 100 or (isinstance(left, int) and left.bit_length() * abs(right) > 4096)):
            raise TooMuch("found a power of more than a thousand digits")
    elif operator == "%" and isinstance(left, str):
        check_format(meter, left, right)


def check_format(meter: Meter, template: str, values: Any) -> None:
    """Refuse a format such as `"%s"` that is unusual, or whose result would be too large."""
    kinds = [found[1] for found in _DIRECTIVE.finditer(template)]
    if template.count("%") != len(kinds) + kinds.count(None):
        raise TooMuch("found an unusual format; expected directives such as %s, %(name)s, %03d or %.2f")
    # repr escapes a character as up to ten, markup as up to five.
    longest = 10 * weight(values, meter.limits.text, {})
    meter.refuse_over(len(template) + sum(999 + longest for kind in kinds if kind), "format")


# --- attributes -----------------------------------------------------------------------------------------------------

_TEXT = """upper lower title capitalize casefold swapcase strip lstrip rstrip startswith endswith split rsplit splitlines
    partition rpartition removeprefix removesuffix count find rfind index rindex isdigit isdecimal isnumeric isalpha
    isalnum isspace isupper islower istitle isascii"""
#: The methods of plain data that can do no more than look at it.
_METHODS: tuple[tuple[type | tuple[type, ...], frozenset[str]], ...] = (
    (str, frozenset(_TEXT.split())),
    ((list, tuple), frozenset({"count", "index"})),
    (dict, frozenset({"get", "items", "keys", "values"})),
    ((date, datetime, time_of_day), frozenset({"isoformat", "weekday", "isoweekday", "date", "time"})),
    ((int, float, Decimal), frozenset()),
)


def is_harmless_method(obj: Any, name: str, value: Any) -> bool:
    """Return whether `obj.name`, which is `value`, can do no more than look at plain data."""
    if not callable(value):
        return True
    return next((name in names for kind, names in _METHODS if isinstance(obj, kind)), True)


def refuse_format(*_args: Any, **_kwargs: Any) -> Any:
    """Stand for `"…".format` where templates are not trusted."""
    raise SecurityError("format is not there; write values between texts with ~")
