"""Right and wrong values for every member of the language, taken from the model."""

from __future__ import annotations

import enum
import math
from decimal import Decimal
from typing import Any

from voxml import Client, Number, Play, Response, Say, Sip
from voxml.language import verbs
from voxml.language.elements import ElementModel, elements
from voxml.language.members import Member


class Words(str, enum.Enum):  # noqa: UP042 - what others write
    """A string enum as people write them before Python 3.11."""

    GET = "GET"
    HELLO = "Hello."


class Figures(enum.IntEnum):
    TWO = 2


class NumpyLike:
    """An integer to mathematics but not to Python, as numpy's are."""

    def __index__(self) -> int:
        return 2

    __int__ = __index__

    def __repr__(self) -> str:
        return "np.int64(2)"


NOUNS: dict[str, Any] = {
    "Number": Number("+14155550100"),
    "Sip": Sip("sip:agent@example.com"),
    "Client": Client("anna"),
    "Say": Say("Hello."),
    "Play": Play("https://example.com/a.wav"),
}
WRONG_TYPES: list[Any] = [5, 1.5, math.nan, True, b"x", ["x"], {"x": "y"}, object(), Decimal(1), NumpyLike(), len]
UNTEXT: list[str] = ["", " ", "\t\n", "a\x00", "a\x07", "\x1b[0m", "a\ud800", "\udfff", "a\ufffe", "a\uffff"]
WRONG_STRINGS: dict[str, list[str]] = {
    "HttpUrl": ["x", "ftp://example.com", "//example.com", "https://", "https://a b", "https://a.b/\n", " https://a.b"],
    "WssUrl": ["ws://example.com", "https://example.com", "wss://", "wss://a.b/ "],
    "SipUri": ["sip:", "tel:+1", "agent@example.com"],
    "E164": ["14155550100", "+0155", "+1", "+1 415 555 0100", "+1234567890123456", "+٣٣٣٣"],
    "Language": ["en_US", "e", "english!", "en-", "en-US\n"],
    "CountryCode": ["us", "USA", "U"],
    "SendDigits": ["x", "1 2", "E"],
    "FinishKey": ["##", "a", " "],
    "FinishKeys": ["a", "1 2"],
}
RIGHT_STRINGS: dict[str, list[str]] = {
    "Text": ["x", " a ", "två\nrader\t", "नमस्ते", "<&>\"'", "\u00a0", "😀", "a" * 100_000],
    "HttpUrl": [
        "https://example.com",
        "HTTP://example.com:80/a?b={c}#d",
        "https://[::1]/",
        "https://münchen.example/ü",
    ],
    "WssUrl": ["wss://example.com/a?b=c"],
    "SipUri": ["sip:agent@example.com", "SIPS:a"],
    "E164": ["+14155550100", "+11", "+123456789012345"],
    "Language": ["en-US", "hi", "zh-Hant-TW"],
    "CountryCode": ["US"],
    "SendDigits": ["0123456789ABCD*#wW,"],
    "FinishKey": ["#", ""],
    "FinishKeys": ["", "123#", "*"],
}
BIGGEST = 9_007_199_254_740_991


def right(member: Member) -> list[Any]:
    if member.base == "choice":
        return list(member.choices)
    if member.base == "bool":
        return [True, False]
    if member.base == "int":
        assert member.kind is not None and member.kind.minimum is not None
        return [member.kind.minimum, 7, BIGGEST]
    if member.base == "map":
        return [{"a": "b"}, {"a": "", "ü": "\n"}]
    if member.base == "element":
        return [NOUNS[str(member.element)]]
    if member.base == "list":
        one = NOUNS[str(member.element)]
        return [[one], (one, one), [one] * 100]
    assert member.kind is not None
    return RIGHT_STRINGS[member.kind.name]


def wrong(member: Member) -> list[Any]:
    """Values of which each is refused; none is None, which means not set."""
    if member.base == "choice":
        return [*WRONG_TYPES, "", member.choices[0].upper() + "X", member.choices[0] + " "]
    if member.base == "bool":
        return [0, 1, "true", "", 1.0, [], NumpyLike()]
    if member.base == "int":
        assert member.kind is not None and member.kind.minimum is not None
        low = member.kind.minimum - 1
        return [low, -(10**30), BIGGEST + 1, 10**5000, 2.0, math.nan, math.inf, True, False, "5", "", NumpyLike(), [5]]
    if member.base == "map":
        values = [{"a": 1}, {1: "a"}, {"": "a"}, {"a\x00": "b"}, {"a": "\ud800"}, {" ": "x"}, {"a": None}]
        return [*values, [("a", "b")], "ab", 5]
    if member.base == "element":
        return ["Hello.", {"text": "Hello."}, [NOUNS[str(member.element)]], NOUNS["Number"], 5, type(NOUNS["Say"])]
    if member.base == "list":
        one = NOUNS[str(member.element)]
        return [one, "x", 5, {"a": "b"}, [one, "+14155550100"], [None], [[one]], [NOUNS["Say"]], {one}, iter([one])]
    assert member.kind is not None
    return [
        *WRONG_TYPES,
        *WRONG_STRINGS.get(member.kind.name, []),
        *(UNTEXT if member.kind.name == "Text" else UNTEXT[3:]),
    ]


def members() -> list[tuple[ElementModel, Member]]:
    return [(element, member) for element in elements().values() for member in element.members]


def needed(element: ElementModel) -> dict[str, Any]:
    """The least that the verb or noun is made of."""
    least = {member.name: right(member)[0] for member in element.members if member.is_required}
    if element.needs_one_of:
        least |= {"numbers": [NOUNS["Number"]]}
    return least


def make(element: ElementModel, values: dict[str, Any]) -> Any:
    return getattr(verbs, element.name)(**values)


def grow(element: ElementModel, values: dict[str, Any]) -> Any:
    """The same by the fluent method."""
    return getattr(Response(), element.name.lower())(**values).instructions[0]


def makers(element: ElementModel) -> list[Any]:
    return [make, grow] if element.is_verb else [make]
