"""Positions as editors count them: lines from 0, columns in units of UTF-16."""

from __future__ import annotations

from lsprotocol.types import Position, Range

from voxml.source import Source


class Positions:
    """Turns offsets of a text into positions, and back."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._source = Source(text, "")
        self._is_narrow = text.isascii() or max(text) <= "\uffff"

    def position(self, offset: int) -> Position:
        """Return the position of the character at an offset; past the end, that of the end."""
        offset = max(0, min(offset, len(self._text)))
        line, column = self._source.place(offset)
        before = "" if self._is_narrow else self._text[offset - column + 1 : offset]
        return Position(line - 1, column - 1 + _wide(before))

    def offset(self, position: Position) -> int:
        """Return the offset of a position; past the end of a line, that of the end of the line."""
        line = self._source.line(position.line + 1)
        try:
            start = self._source.offset(position.line + 1, 1)
        except IndexError:
            return len(self._text)
        if self._is_narrow:
            return start + max(0, min(position.character, len(line)))
        units = at = 0
        while at < len(line) and units < position.character:
            units += 2 if line[at] > "\uffff" else 1
            at += 1
        return start + at

    def range(self, start: int, end: int) -> Range:
        """Return the range from one offset to another."""
        return Range(self.position(start), self.position(max(start, end)))

    def place(self, line: int, column: int) -> int:
        """Return the offset of a line and column of a diagnostic, which count from 1 and in characters."""
        try:
            return min(self._source.offset(line, column), len(self._text))
        except IndexError:
            return len(self._text)


def _wide(text: str) -> int:
    """Return how many characters of a text take two units."""
    return sum(each > "\uffff" for each in text)
