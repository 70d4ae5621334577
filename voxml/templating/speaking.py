"""The speaking filters: they turn data into what a person should hear, in the template's language.

The language is the parameter `language` if the template has one, else the header's `language`, else what the filter is
given: `{{ at|date(language="de-DE") }}`. There is no silent default.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache
from typing import Any

from jinja2 import Undefined, pass_context
from jinja2.exceptions import FilterArgumentError
from jinja2.runtime import Context

from voxml.templating.parameter_types import KINDS, Money, Refusal, show
from voxml.templating.speech import speech_for
from voxml.templating.speech.base import Speech, Unit
from voxml.templating.to_text import Spoken, ValueRefusedError, spell


@cache
def speaking_filters() -> dict[str, Callable[..., Any]]:
    """All of them by name."""
    return {
        "digits": _speaking(_digits),
        "spell": _speaking(_spell),
        "phone": _speaking(_phone),
        "money": _speaking(_money),
        "date": _speaking(_date),
        "time": _speaking(_time),
        "duration": _speaking(_duration),
        "ordinal": _speaking(_ordinal),
        "plural": _speaking(_plural),
        "list": _list,
    }


def _speaking(say: Callable[..., str]) -> Callable[..., Any]:
    name = say.__name__.lstrip("_")

    @pass_context
    def speak(context: Context, value: Any, *args: Any, language: str | None = None, **options: Any) -> str:
        if isinstance(value, Undefined):
            str(value)  # raises, and says which name it was
        try:
            return say(_speech(context, language), value, *args, **options)
        except (Refusal, ValueError, LookupError, TypeError, OverflowError) as error:
            reason = str(error.args[0] if error.args else error)
            if isinstance(error, TypeError):
                reason = reason.replace(f"_{name}()", "it")
            raise ValueRefusedError(f"the filter {name}: {reason}", value) from None

    return speak


def _speech(context: Context, language: str | None) -> Speech:
    if language is None:
        for name in ("language", "__language__"):
            found = context.resolve_or_missing(name)
            if isinstance(found, str):
                language = found
                break
        else:
            raise LookupError(
                'found no language to speak; expected language = "…" in the header, a parameter called language, '
                'or language="…" as an argument'
            )
    if not isinstance(language, str):
        raise LookupError(f'found the language {show(language)}; expected a tag such as "en-US"')
    return speech_for(language)


def _digits(speech: Speech, value: Any, group: int = 0) -> str:
    size = _integer(group, "group")
    if size < 0:
        raise ValueError(f"group: found {size}; expected 0 or more")
    return speech.digits(spell(value), size)


def _spell(speech: Speech, value: Any) -> str:
    return speech.spell(spell(value))


def _phone(speech: Speech, value: Any) -> str:
    return speech.phone(KINDS["phone"].read(value))


def _money(speech: Speech, value: Any, currency: str | None = None) -> str:
    if currency is not None and not isinstance(value, Money):
        value = (value, currency)
    amount, code = KINDS["money"].read(value)
    return speech.money(amount, code)


def _date(speech: Speech, value: Any, *, weekday: bool = True, year: bool = True) -> str:
    if isinstance(value, str):
        value = KINDS["datetime" if len(value.strip()) > 10 else "date"].read(value)
    if not isinstance(value, datetime.date):
        raise Refusal(f"found {show(value)}; expected a date such as 2026-11-24")
    return speech.date(value, weekday=weekday, year=year)


def _time(speech: Speech, value: Any) -> str:
    if isinstance(value, str):
        value = KINDS["datetime" if len(value.strip()) > 8 else "time"].read(value)
    if isinstance(value, datetime.datetime):
        value = value.time()
    if not isinstance(value, datetime.time):
        raise Refusal(f"found {show(value)}; expected a time of day such as 14:30")
    return speech.time(value)


_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}


def _duration(speech: Speech, value: Any, unit: str = "seconds") -> str:
    if unit not in _SECONDS:
        raise ValueError(f"found the unit {show(unit)}; expected one of {', '.join(_SECONDS)}")
    if isinstance(value, datetime.timedelta):
        return speech.duration(int(value.total_seconds()))
    return speech.duration(int(KINDS["decimal"].read(value) * _SECONDS[unit]))


def _ordinal(speech: Speech, value: Any) -> str:
    return speech.ordinal(_integer(value, "a number"))


def _plural(speech: Speech, value: Any, one: str, other: str, *, number: bool = True) -> str:
    """`3|plural("message", "messages")` is `3 messages`; where a form holds `{}`, the number stands there."""
    count = KINDS["decimal"].read(value)
    count = int(count) if count == count.to_integral_value() else count
    unit = Unit(spell(one), spell(other))
    form = unit.one if speech.is_one(abs(count)) else unit.other
    if "{}" in form:
        return form.replace("{}", speech.number(count))
    return f"{speech.number(count)}{speech.joint(count, form)}{form}" if number else form


def _integer(value: Any, what: str) -> int:
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    try:
        return int(KINDS["integer"].read(value))
    except Refusal as refusal:
        raise Refusal(f"{what}: {refusal}") from None


class SpokenList(list[Any], Spoken):
    """A list that is said as `a, b and c`, and that can be looped over like any other."""

    def __init__(self, entries: Iterable[Any], say: Callable[[list[Any]], str]) -> None:
        super().__init__(entries)
        self._say = say

    def __str__(self) -> str:
        return self._say(self)

    __hash__ = None  # type: ignore[assignment]


@pass_context
def _list(context: Context, value: Any, conjunction: str = "and", *, language: str | None = None) -> SpokenList:
    if isinstance(value, Undefined):
        str(value)

    def say(entries: list[Any]) -> str:
        try:
            return _speech(context, language).enumeration([spell(entry) for entry in entries], conjunction)
        except (ValueError, LookupError) as error:
            raise FilterArgumentError(f"the filter list: {error.args[0]}") from None

    try:
        return SpokenList(value, say)
    except TypeError:
        raise FilterArgumentError(f"the filter list: found {show(value)}; expected a list") from None
