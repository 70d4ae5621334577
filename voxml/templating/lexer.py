"""Columns for Jinja, which knows only lines: every token's line number also carries its offset in the template.

Jinja hands a token's line number on to the nodes of its tree and to its syntax errors, as it is. A `Position` is that
number, and remembers the offset besides.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from jinja2 import Environment, nodes
from jinja2.lexer import Lexer

_NEWLINES = re.compile("\r\n|\r")


class Position(int):
    """A line number that knows the offset it came from."""

    offset: int


class PositionLexer(Lexer):
    """Jinja's lexer, whose line numbers are `Position`s.

    Offsets count characters of the text after every CR LF or CR has become LF, as Jinja reads it; that changes no line
    and no column.
    """

    def tokeniter(
        self, source: str, name: str | None, filename: str | None = None, state: str | None = None
    ) -> Iterator[tuple[int, str, str]]:
        """Yield Jinja's tokens; what it drops between them is white space, so that each is found by looking ahead."""
        text = normalised(source)
        at = 0
        for line, token, value in super().tokeniter(source, name, filename, state):
            found = text.find(value, at)
            if found >= 0:
                at = found
            position = Position(line)
            position.offset = at
            yield position, token, value
            at += len(value)


def normalised(source: str) -> str:
    """Return the text with LF as its only line end."""
    return _NEWLINES.sub("\n", source) if "\r" in source else source


def offset_of(node: nodes.Node) -> int | None:
    """Return where a node begins: the smallest offset in it, or None when it was made without one."""
    offsets = [each.lineno.offset for each in (node, *node.find_all(nodes.Node)) if isinstance(each.lineno, Position)]
    return min(offsets, default=None)


class Tag(NamedTuple):
    """A `{{ … }}` or `{% … %}`: its extent in the text, and its first word."""

    start: int
    end: int
    word: str
    is_statement: bool


class Tags:
    """All tags of a template's text, in order."""

    def __init__(self, environment: Environment, source: str) -> None:
        self.all: list[Tag] = []
        start, word = -1, ""
        lexer = PositionLexer(environment)
        for position, kind, value in lexer.tokeniter(source, None):
            assert isinstance(position, Position)
            if kind in ("variable_begin", "block_begin"):
                start, word = position.offset, ""
            elif kind in ("variable_end", "block_end"):
                bare = len(value.rstrip())
                self.all.append(Tag(start, position.offset + bare, word, kind == "block_end"))
            elif kind == "name" and not word:
                word = value
        self._starts = [tag.start for tag in self.all]

    def around(self, offset: int) -> Tag | None:
        """Return the tag that holds the character at `offset`."""
        place = bisect_right(self._starts, offset) - 1
        if place >= 0 and offset < self.all[place].end:
            return self.all[place]
        return None

    def last_before(self, offset: int, words: tuple[str, ...]) -> Tag | None:
        """Return the last statement that begins with one of `words` and ends at or before `offset`."""
        for place in range(bisect_right(self._starts, offset) - 1, -1, -1):
            tag = self.all[place]
            if tag.is_statement and tag.word in words and tag.end <= offset:
                return tag
        return None
