"""Which strings are text: not empty, and held by XML as well as by JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

#: White space in the sense of XML: what may be collapsed.
XML_SPACE = " \t\r\n"

# Named one by one, since a class of all that is allowed takes ten times as long to compile.
_first_illegal = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]").search


def illegal_character(text: str) -> str | None:
    """The first character of `text` that XML 1.0 can't hold (a control, a lone surrogate), or None."""
    found = _first_illegal(text)
    return None if found is None else found[0]


def is_text(value: object) -> bool:
    """Whether `value` is a plain string with more than white space in it and nothing that XML can't hold."""
    return (
        type(value) is str and value.strip(XML_SPACE) != "" and (value.isprintable() or _first_illegal(value) is None)
    )


_NOT_ASCII = re.compile("[^\x00-\x7f]-[^\x00-\x7f]|[^\x00-\x7f]")


class Shape:
    """A pattern that a whole text must match, compiled when it is first needed.

    The classes of characters outside of ASCII take milliseconds to compile; texts that are all ASCII, as nearly all are
    that have a pattern, are matched by the pattern without them.
    """

    __slots__ = ("_ascii", "_full", "pattern")

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._ascii: re.Pattern[str] | None = None
        self._full: re.Pattern[str] | None = None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The match of the whole text, or None."""
        if text.isascii():
            if self._ascii is None:
                self._ascii = re.compile(_NOT_ASCII.sub("", self.pattern))
            return self._ascii.fullmatch(text)
        if self._full is None:
            self._full = re.compile(self.pattern)
        return self._full.fullmatch(text)


def is_text_map(values: Mapping[Any, Any]) -> bool:
    """Whether all names in `values` are text, and all values plain strings that XML can hold."""
    return all(
        is_text(name) and type(value) is str and (value.isprintable() or _first_illegal(value) is None)
        for name, value in values.items()
    )


def are(items: tuple[object, ...], cls: type) -> bool:
    """Whether there are items, and all of them are of just that class."""
    if len(items) == 1:
        return type(items[0]) is cls
    return {*map(type, items)} == {cls}


def matcher(pattern: str, known: set[str]) -> Callable[[str], bool]:
    """A test for plain strings that match `pattern` as a whole, which keeps those that do in `known`.

    Call documents repeat the same few addresses and languages: `text in known or test(text)` seldom has to match.
    """
    matches = Shape(pattern).fullmatch

    def test(text: str) -> bool:
        if matches(text) is None:
            return False
        if len(text) <= _KEPT_LENGTH:
            if len(known) >= _KEPT_STRINGS:
                known.clear()
            known.add(text)
        return True

    return test


_KEPT_LENGTH = 200
_KEPT_STRINGS = 1000


def quote(text: str, limit: int = 60) -> str:
    """`text` in double quotes on one line, shortened past `limit`, with what can't be shown escaped."""
    short = text if len(text) <= limit + 20 else text[:limit]
    shown = "".join(
        char if char.isprintable() and char != '"' else _ESCAPES.get(char) or _escape(char) for char in short
    )
    return f'"{shown}"' if short is text else f'"{shown}…" ({len(text)} characters)'


_ESCAPES = {'"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
