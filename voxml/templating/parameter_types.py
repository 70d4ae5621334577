"""The types of a template's parameters, and how a value of each is read.

A value is read alike wherever it comes from: the command line and CSV give text, JSON, TOML and YAML give typed values,
Python gives anything. A reader refuses a value with `Refusal`, in words that end "found …; expected …".
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, NamedTuple

from voxml.language.texts import illegal_character, is_text, quote
from voxml.net.phone_numbers import PhoneNumberError, parse_phone_number
from voxml.schema.tables import TYPES

Reader = Callable[[object], Any]


class Refusal(ValueError):  # noqa: N818 - never leaves this package
    """A value that a type does not take; never leaves this package."""


class Money(NamedTuple):
    """An amount and the currency it is in, by its three capitals (ISO 4217)."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"


class ParameterType(NamedTuple):
    """A type of parameter: its reader, what its values are called in a message, and a sample."""

    read: Reader
    expected: str
    sample: object


def show(value: object) -> str:
    """Return `value` as a message shows it: short, on one line."""
    if isinstance(value, str):
        return quote(str.__str__(value))
    if value is None:
        return "nothing (null)"
    if isinstance(value, bool):
        return "true" if value else "false"
    try:
        shown = str(value) if isinstance(value, (int, float, Decimal, Money)) else repr(value)
    except Exception:
        shown = f"a {type(value).__name__}"
    return shown if len(shown) <= 80 else f"{shown[:60]}… ({len(shown)} characters)"


def _refuse(value: object, expected: str) -> Refusal:
    return Refusal(f"found {show(value)}; expected {expected}")


def plain_text(value: object, expected: str = "text") -> str:
    """Return `value` as a plain `str` that a document can hold; markup such as markupsafe's is plain text here, too."""
    if type(value) is not str:
        inner = getattr(value, "value", value)
        if not isinstance(inner, str):
            raise _refuse(value, expected)
        value = str.__str__(inner)
    if not value.isprintable():
        illegal = illegal_character(value)
        if illegal is not None:
            what = "a lone surrogate" if "\ud800" <= illegal <= "\udfff" else "a control character"
            raise Refusal(f"found {what} (U+{ord(illegal):04X}) in {quote(value)}; expected {expected}")
    return value


def _text(value: object) -> str:
    text = plain_text(value)
    if not is_text(text):
        raise _refuse(value, "text that is not empty")
    return text


#: Rows have some numbers in common, such as the one to call back.
_e164 = lru_cache(maxsize=256)(parse_phone_number)


def _phone(value: object) -> str:
    text = plain_text(value, _EXPECTED["phone"])
    try:
        return _e164(text)
    except PhoneNumberError as error:
        raise Refusal(str(error)) from None


def _patterned(kind: str, name: str) -> Reader:
    pattern = TYPES[name][1]
    assert pattern is not None
    fullmatch = re.compile(pattern).fullmatch

    def read(value: object) -> str:
        text = plain_text(value, _EXPECTED[kind])
        if fullmatch(text) is None:
            raise _refuse(value, _EXPECTED[kind])
        return text

    return read


def _integer(value: object) -> int:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if not is_number and not (isinstance(value, str) and re.fullmatch(r"[ \t]*[+-]?[0-9]{1,16}[ \t]*", value)):
        raise _refuse(value, _EXPECTED["integer"])
    assert isinstance(value, (int, str))
    number = int(value)
    if abs(number) > 9_007_199_254_740_991:
        raise _refuse(value, "a whole number that every reader keeps exact (up to 2^53 - 1)")
    return number


_DECIMAL = re.compile(r"[ \t]*[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,2})?[ \t]*")


def _decimal(value: object) -> Decimal:
    expected = _EXPECTED["decimal"]
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal, str)):
        raise _refuse(value, expected)
    if isinstance(value, str) and _DECIMAL.fullmatch(value) is None:
        raise _refuse(value, expected)
    try:
        number = Decimal(repr(value) if isinstance(value, float) else value)
    except InvalidOperation:
        raise _refuse(value, expected) from None
    if not number.is_finite() or len(number.as_tuple().digits) > 40 or abs(number.adjusted()) > 40:
        raise _refuse(value, expected)
    return number


_MONEY = re.compile(
    r"[ \t]*(?:(?P<before>[A-Z]{3})[ \t]*)?(?P<amount>[+-]?[0-9]+(?:\.[0-9]+)?)[ \t]*(?P<after>[A-Z]{3})?[ \t]*"
)


def _money(value: object) -> Money:
    expected = _EXPECTED["money"]
    amount: object = None
    currency: object = None
    if isinstance(value, str):
        found = _MONEY.fullmatch(value)
        if found is not None and (found["before"] is None) != (found["after"] is None):
            amount, currency = found["amount"], found["before"] or found["after"]
    elif isinstance(value, dict):
        if set(value) == {"amount", "currency"}:
            amount, currency = value["amount"], value["currency"]
    elif isinstance(value, (tuple, list)) and len(value) == 2:
        amount, currency = value
    if not isinstance(currency, str) or re.fullmatch("[A-Z]{3}", currency) is None:
        raise _refuse(value, expected)
    try:
        return Money(_decimal(amount), str.__str__(currency))
    except Refusal:
        raise _refuse(value, expected) from None


def _date(value: object) -> datetime.date:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    if isinstance(value, str) and re.fullmatch(r"[ \t]*[0-9]{4}-[0-9]{2}-[0-9]{2}[ \t]*", value):
        try:
            return datetime.date.fromisoformat(value.strip())
        except ValueError:
            pass
    raise _refuse(value, _EXPECTED["date"])


def _time(value: object) -> datetime.time:
    if isinstance(value, datetime.time):
        return value
    if isinstance(value, str) and re.fullmatch(r"[ \t]*[0-9]{2}:[0-9]{2}(:[0-9]{2})?[ \t]*", value):
        try:
            return datetime.time.fromisoformat(value.strip())
        except ValueError:
            pass
    raise _refuse(value, _EXPECTED["time"])


_DATETIME = re.compile(
    r"[ \t]*[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"([Zz]|[+-][0-9]{2}:?[0-9]{2})?[ \t]*"
)


def _datetime(value: object) -> datetime.datetime:
    if isinstance(value, datetime.datetime):
        return value
    if isinstance(value, str) and _DATETIME.fullmatch(value):
        try:
            return datetime.datetime.fromisoformat(value.strip().upper())
        except ValueError:
            pass
    raise _refuse(value, _EXPECTED["datetime"])


_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def _boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in _WORDS:
        return _WORDS[value.strip().lower()]
    raise _refuse(value, _EXPECTED["boolean"])


def _choice(value: object) -> str:
    return plain_text(value, "one of its choices")


def _list(value: object) -> list[object]:
    return [_any(entry) for entry in bare_list(value)]


def bare_list(value: object) -> list[object]:
    """Return the entries of a list, unchecked."""
    if isinstance(value, str):
        value = list_of_text(value)
    if isinstance(value, (list, tuple)) and not isinstance(value, Money):
        return list(value)
    raise _refuse(value, _EXPECTED["list"])


def _any(value: object, depth: int = 0) -> Any:
    """Return any plain value, lists and tables of them too; what is text becomes plain text."""
    if depth > 20:
        raise Refusal("found lists or tables more than 20 deep; expected plain data")
    if value is None or isinstance(value, (bool, Money, datetime.date, datetime.time)):
        return value
    if isinstance(value, int):
        return _integer(value)
    if isinstance(value, (float, Decimal)):
        return _decimal(value)
    if isinstance(value, (list, tuple)):
        return [_any(entry, depth + 1) for entry in value]
    if isinstance(value, dict):
        return {plain_text(key, "a name"): _any(entry, depth + 1) for key, entry in value.items()}
    return plain_text(value, _EXPECTED["any"])


def list_of_text(value: str) -> list[object]:
    """Return the entries of a list written as text: a JSON array, or entries with commas between them."""
    if not value.lstrip().startswith("["):
        return [entry.strip() for entry in value.split(",")] if value.strip() else []
    try:
        entries = json.loads(value, parse_float=Decimal, parse_constant=lambda word: word)
    except (ValueError, RecursionError) as error:
        raise Refusal(f"found {show(value)}, which is not JSON ({error}); expected {_EXPECTED['list']}") from None
    return list(entries)


_EXPECTED = {
    "text": "text",
    "phone": 'a telephone number with its country code such as "+14155550100"',
    "url": 'an absolute http:// or https:// URL such as "https://example.com/menu.json"',
    "wss-url": 'an absolute wss:// URL such as "wss://example.com/agent"',
    "integer": "a whole number such as 3",
    "decimal": "a number such as 12.5",
    "money": 'an amount and a currency such as "49.90 USD"',
    "date": "a date such as 2026-11-24",
    "time": "a time of day such as 14:30",
    "datetime": "a date and time such as 2026-11-24T14:30",
    "boolean": "true or false",
    "choice": "one of its choices",
    "list": 'a list such as ["one", "two"], or entries with commas between them',
    "language": 'a language tag with hyphens such as "en-US"',
    "any": "plain data: text, a number, a date, true or false, a list or a table",
}

#: Every type by its name in a header.
PARAMETER_TYPES: dict[str, ParameterType] = {
    "text": ParameterType(_text, _EXPECTED["text"], "sample text"),
    "phone": ParameterType(_phone, _EXPECTED["phone"], "+14155550100"),
    "url": ParameterType(_patterned("url", "HttpUrl"), _EXPECTED["url"], "https://example.com/next.json"),
    "wss-url": ParameterType(_patterned("wss-url", "WssUrl"), _EXPECTED["wss-url"], "wss://example.com/agent"),
    "integer": ParameterType(_integer, _EXPECTED["integer"], 3),
    "decimal": ParameterType(_decimal, _EXPECTED["decimal"], Decimal("12.5")),
    "money": ParameterType(_money, _EXPECTED["money"], Money(Decimal("49.90"), "USD")),
    "date": ParameterType(_date, _EXPECTED["date"], datetime.date(2026, 11, 24)),
    "time": ParameterType(_time, _EXPECTED["time"], datetime.time(14, 30)),
    "datetime": ParameterType(_datetime, _EXPECTED["datetime"], datetime.datetime(2026, 11, 24, 14, 30)),
    "boolean": ParameterType(_boolean, _EXPECTED["boolean"], True),
    "choice": ParameterType(_choice, _EXPECTED["choice"], None),
    "list": ParameterType(_list, _EXPECTED["list"], ["one", "two", "three"]),
    "language": ParameterType(_patterned("language", "Language"), _EXPECTED["language"], "en-US"),
}
#: What a template without a header takes: plain data of any type.
ANY = ParameterType(_any, _EXPECTED["any"], "sample text")
