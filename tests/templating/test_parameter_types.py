from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum

import pytest
from markupsafe import Markup

from voxml.templating.parameter_types import PARAMETER_TYPES, Money, Refusal


class Color(StrEnum):
    RED = "red"


@pytest.mark.parametrize(
    ("kind", "given", "read"),
    [
        ("text", "Ann", "Ann"),
        ("text", Markup("<b>"), "<b>"),
        ("text", Color.RED, "red"),
        ("text", "שלום 👋\nzwei Zeilen", "שלום 👋\nzwei Zeilen"),
        ("phone", "+1 (415) 555-0100", "+14155550100"),
        ("phone", "+14155550100", "+14155550100"),
        ("url", "https://example.com/a?b=c&d=e", "https://example.com/a?b=c&d=e"),
        ("wss-url", "wss://example.com/agent", "wss://example.com/agent"),
        ("integer", 3, 3),
        ("integer", " -3 ", -3),
        ("decimal", "12.50", Decimal("12.50")),
        ("decimal", 0.1, Decimal("0.1")),
        ("decimal", 3, Decimal(3)),
        ("money", "49.90 USD", Money(Decimal("49.90"), "USD")),
        ("money", "EUR 5", Money(Decimal(5), "EUR")),
        ("money", {"amount": "5", "currency": "EUR"}, Money(Decimal(5), "EUR")),
        ("money", (5, "EUR"), Money(Decimal(5), "EUR")),
        ("date", "2026-11-24", dt.date(2026, 11, 24)),
        ("date", dt.date(2026, 11, 24), dt.date(2026, 11, 24)),
        ("time", "14:30", dt.time(14, 30)),
        ("datetime", "2026-11-24T14:30", dt.datetime(2026, 11, 24, 14, 30)),
        ("datetime", "2026-11-24 14:30:15", dt.datetime(2026, 11, 24, 14, 30, 15)),
        ("datetime", "2026-11-24T14:30Z", dt.datetime(2026, 11, 24, 14, 30, tzinfo=dt.UTC)),
        ("boolean", "yes", True),
        ("boolean", "FALSE", False),
        ("boolean", True, True),
        ("list", "a, b", ["a", "b"]),
        ("list", '["a,b", 2]', ["a,b", 2]),
        ("list", ("a", Markup("b")), ["a", "b"]),
        ("language", "en-US", "en-US"),
    ],
)
def test_reads(kind: str, given: object, read: object) -> None:
    found = PARAMETER_TYPES[kind].read(given)
    assert found == read
    assert type(found) is type(read)


@pytest.mark.parametrize(
    ("kind", "given", "says"),
    [
        ("text", "", "text that is not empty"),
        ("text", " \n", "text that is not empty"),
        ("text", 5, "found 5"),
        ("text", None, "found nothing"),
        ("text", "a\x00b", "U+0000"),
        ("text", "a\x1bb", "U+001B"),
        ("text", "\ud800", "lone surrogate"),
        ("phone", "4155550100", "country code"),
        ("phone", "+0", "country code"),
        ("url", "example.com", "absolute"),
        ("url", "javascript:alert(1)", "absolute"),
        ("url", "https://exa mple.com", "absolute"),
        ("wss-url", "ws://example.com", "wss://"),
        ("integer", True, "found true"),
        ("integer", "3.5", "whole number"),
        ("integer", 3.0, "whole number"),
        ("integer", 2**60, "2^53"),
        ("decimal", "nan", "a number"),
        ("decimal", float("inf"), "a number"),
        ("decimal", "1e99", "a number"),
        ("decimal", False, "found false"),
        ("money", "49.90", "currency"),
        ("money", "USD 49.90 EUR", "currency"),
        ("money", "49,90 USD", "currency"),
        ("money", {"amount": 5}, "currency"),
        ("date", "24.11.2026", "2026-11-24"),
        ("date", "2026-02-30", "2026-11-24"),
        ("date", dt.datetime(2026, 1, 1), "a date"),
        ("time", "25:00", "14:30"),
        ("datetime", "tomorrow", "2026-11-24T14:30"),
        ("datetime", "2026-11-24", "2026-11-24T14:30"),
        ("boolean", "maybe", "true or false"),
        ("boolean", 1, "true or false"),
        ("list", 5, "a list"),
        ("list", '["a"', "not JSON"),
        ("language", "en_US", "hyphens"),
        ("language", "", "hyphens"),
    ],
)
def test_refuses_in_words(kind: str, given: object, says: str) -> None:
    with pytest.raises(Refusal, match="found ") as caught:
        PARAMETER_TYPES[kind].read(given)
    assert says in str(caught.value)


@pytest.mark.parametrize("kind", [kind for kind in PARAMETER_TYPES if kind != "choice"])
def test_every_type_takes_its_own_sample_and_what_it_read(kind: str) -> None:
    read = PARAMETER_TYPES[kind].read(PARAMETER_TYPES[kind].sample)
    assert PARAMETER_TYPES[kind].read(read) == read
