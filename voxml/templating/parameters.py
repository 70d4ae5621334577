"""The parameters of a template, and the check of the values that it is given."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from voxml.errors import ParameterError
from voxml.language.spelling import did_you_mean, suggest
from voxml.templating.parameter_types import (
    ANY,
    PARAMETER_TYPES,
    Money,
    ParameterType,
    Refusal,
    bare_list,
    plain_text,
    show,
)

#: Where something is wrong and what: `("options[0].key", "missing; …")`.
Problem = tuple[str, str]


@dataclass(frozen=True)
class Parameter:
    """A parameter of a template.

    `min` and `max` bound the value; of a text they bound its length in characters, of a list its number of entries, of
    money its amount. `default` is used when nothing is given; a parameter that is neither required nor has a default is
    then `none` in the template. The entries of a list are described by `items` when they are plain values, by `fields`
    when they are tables; `unique` names the field that no two of these may have alike.
    """

    name: str
    type: str = "text"
    required: bool = True
    default: Any = None
    description: str = ""
    example: Any = None
    choices: tuple[str, ...] = ()
    min: Any = None
    max: Any = None
    items: Parameter | None = None
    fields: tuple[Parameter, ...] = field(default=())
    unique: str = ""

    @cached_property
    def read(self) -> Callable[[object], Any]:
        """Return what reads one value, or raises `Refusal` or `Refusals`."""
        base = self.kind.read
        if self.type == "text" and self.min == 0:
            base = plain_text
        steps: list[Callable[[Any], Any]] = [self._among_choices if self.type == "choice" else base]
        if self.type == "list" and (self.items is not None or self.fields):
            steps = [bare_list, self._entries]
        if self.min is not None or self.max is not None:
            steps.append(self._within_bounds)

        def read(value: object) -> Any:
            for step in steps:
                value = step(value)
            return value

        return steps[0] if len(steps) == 1 else read

    @property
    def kind(self) -> ParameterType:
        """Return the reader and the words of its type."""
        return PARAMETER_TYPES.get(self.type, ANY)

    @cached_property
    def expected(self) -> str:
        """Return what a message says is expected."""
        if self.choices:
            return "one of " + ", ".join(f'"{choice}"' for choice in self.choices)
        return self.kind.expected

    def sample(self) -> Any:
        """Return a value to try the template with: its example, else its default, else one that its type has."""
        if self.example is not None:
            return self.example
        if self.default is not None or not self.required:
            return self.default
        if self.choices:
            return self.choices[0]
        if self.fields:
            return [{each.name: each.sample() for each in self.fields}]
        if self.items is not None:
            return [self.items.sample()]
        return self.kind.sample

    def _among_choices(self, value: object) -> str:
        value = plain_text(value, self.expected)
        if value not in self.choices:
            raise Refusal(f"found {show(value)}; expected {self.expected}{did_you_mean(value, self.choices)}")
        return value

    def _entries(self, entries: list[object]) -> list[Any]:
        problems: list[Problem] = []
        read = [self._entry(entry, f"[{place}]", problems) for place, entry in enumerate(entries)]
        if not problems and self.unique:
            seen: list[Any] = []
            for place, entry in enumerate(read):
                value = entry[self.unique]
                if value is not None and value in seen:
                    problems.append((f"[{place}].{self.unique}", f"found {show(value)} again; expected each one once"))
                seen.append(value)
        if problems:
            raise Refusals(problems)
        return read

    def _entry(self, entry: object, place: str, problems: list[Problem]) -> Any:
        if self.items is not None:
            return _read_one(self.items, entry, place, problems)
        if not isinstance(entry, Mapping):
            names = ", ".join(each.name for each in self.fields)
            problems.append((place, f"found {show(entry)}; expected a table of {names}"))
            return None
        return _read_all(self.fields, entry, f"{place}.", problems, is_extra_refused=True)

    def _within_bounds(self, value: Any) -> Any:
        size, what = value, self.expected
        if isinstance(value, Money):
            size = value.amount
        elif self.type == "text":
            size, what = len(value), "characters"
        elif self.type == "list":
            size, what = len(value), "entries"
        if self.min is not None and is_less(size, self.min):
            raise Refusal(f"found {_measured(value, size)}; expected {_bound(self.min)} or more ({what})")
        if self.max is not None and is_less(self.max, size):
            raise Refusal(f"found {_measured(value, size)}; expected {_bound(self.max)} or less ({what})")
        return value


class Refusals(ValueError):  # noqa: N818 - never leaves this package
    """Several problems inside one value."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{place}: {problem}" for place, problem in problems))
        self.problems = problems


def check(
    template: str,
    parameters: Sequence[Parameter],
    values: Mapping[str, Any],
    *,
    is_extra_refused: bool = True,
) -> dict[str, Any]:
    """Return the values that a template is rendered with: every parameter read, defaults filled in.

    Raises:
        ParameterError: something is missing, unknown, of the wrong type or out of range; it names all of them.
    """
    problems: list[Problem] = []
    read = _read_all(parameters, values, "", problems, is_extra_refused=is_extra_refused)
    if problems:
        raise ParameterError(template, problems)
    return read


def _read_all(
    parameters: Sequence[Parameter],
    values: Mapping[Any, Any],
    prefix: str,
    problems: list[Problem],
    *,
    is_extra_refused: bool,
) -> dict[str, Any]:
    read: dict[str, Any] = {}
    seen = 0
    for parameter in parameters:
        name = parameter.name
        if name in values:
            seen += 1
            value = values[name]
            if value is not None or parameter.required:
                try:
                    read[name] = parameter.read(value)
                except (Refusal, Refusals) as refusal:
                    _report(parameter, refusal, prefix + name, problems)
                continue
        if parameter.required:
            about = f": {parameter.description}" if parameter.description else ""
            problems.append((prefix + name, f"missing; expected {parameter.expected} ({parameter.type}){about}"))
        read[name] = parameter.default
    if is_extra_refused and seen != len(values):
        _report_unknown(parameters, values, prefix, problems)
    return read


def _read_one(parameter: Parameter, value: object, place: str, problems: list[Problem]) -> Any:
    try:
        return parameter.read(value)
    except (Refusal, Refusals) as refusal:
        _report(parameter, refusal, place, problems)
    return None


def _report(parameter: Parameter, refusal: Refusal | Refusals, place: str, problems: list[Problem]) -> None:
    if isinstance(refusal, Refusals):
        problems.extend((place + inner, problem) for inner, problem in refusal.problems)
    else:
        problems.append((place, f"{refusal} ({parameter.type})"))


def _report_unknown(
    parameters: Sequence[Parameter], values: Mapping[Any, Any], prefix: str, problems: list[Problem]
) -> None:
    known = [parameter.name for parameter in parameters]
    for name in values:
        if name in known:
            continue
        meant = suggest(name, known) if isinstance(name, str) else None
        if meant is not None:
            ending = f'did you mean "{meant}"?'
        elif known:
            ending = f"expected one of {', '.join(known)}"
        else:
            ending = "expected none, since it has no parameters"
        place = str(name) if isinstance(name, str) and name.isprintable() else show(name)
        problems.append((prefix + place, f"unknown parameter (given {show(values[name])}); {ending}"))


def is_less(one: Any, other: Any) -> bool:
    """Return whether `one` is below `other`; times are compared as the clock shows them when only one has an offset."""
    if isinstance(one, (datetime.datetime, datetime.time)) and (one.tzinfo is None) != (other.tzinfo is None):
        one, other = one.replace(tzinfo=None), other.replace(tzinfo=None)
    return bool(one < other)


def _measured(value: object, size: object) -> str:
    shown = _bound(value)
    return shown if size is value or isinstance(value, Money) else f"{size} in {shown}"


def _bound(value: object) -> str:
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else show(value)
