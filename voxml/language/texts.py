"""Which strings are text: not empty, and held by XML as well as by JSON."""

import re
from collections.abc import Callable
from functools import cached_property

#: White space in the sense of XML: what may be collapsed.
XML_SPACE = " \t\r\n"

# Named one by one, since a class of all that is allowed takes ten times as long to compile.
_first_illegal = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]").search


def illegal_character(text: str) -> str | None:
    """Return the first character of `text` that XML 1.0 can't hold (a control, a lone surrogate), or None."""
    found = _first_illegal(text)
    return None if found is None else found[0]


def is_text(value: object) -> bool:
    """Return whether `value` is a plain string with more than white space in it and nothing that XML can't hold."""
    return (
        type(value) is str and value.strip(XML_SPACE) != "" and (value.isprintable() or _first_illegal(value) is None)
    )


_NOT_ASCII = re.compile("[^\x00-\x7f]-[^\x00-\x7f]|[^\x00-\x7f]")


class Shape:
    """A pattern that a whole text must match.

    The classes of characters outside of ASCII take milliseconds to compile, so that the pattern without them is asked
    first: what matches it matches the whole pattern, and nearly all texts that have a pattern are ASCII.
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    @cached_property
    def ascii_fullmatch(self) -> Callable[[str], re.Match[str] | None]:
        """The match of a text by the part of the pattern that is ASCII."""
        return re.compile(_NOT_ASCII.sub("", self.pattern)).fullmatch

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Return the match of the whole text, or None."""
        if text.isascii():
            return self.ascii_fullmatch(text)
        return re.compile(self.pattern).fullmatch(text)


def quote(text: str, limit: int = 60) -> str:
    """Return `text` in double quotes on one line, shortened past `limit`, with what can't be shown escaped."""
    short = text if len(text) <= limit + 20 else text[:limit]
    shown = "".join(
        char if char.isprintable() and char != '"' else _ESCAPES.get(char) or _escape(char) for char in short
    )
    return f'"{shown}"' if short is text else f'"{shown}…" ({len(text)} characters)'


_ESCAPES = {'"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
