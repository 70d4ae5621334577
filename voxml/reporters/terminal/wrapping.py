"""Text in a terminal of N columns: how wide it is, cut to fit, and wrapped at words."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import combining, east_asian_width

from voxml.diagnostics import printable

_TAB = "    "


def cells(text: str) -> int:
    """Return how many cells of a terminal `text` takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if combining(char) or char in "\u200c\u200d" else 2 if east_asian_width(char) in "WF" else 1 for char in text
    )


def shown(text: str) -> str:
    """Return one line of a document with tabs as spaces, and what would move or confuse a terminal escaped."""
    return printable(text.replace("\t", _TAB))


def clip(text: str, room: int) -> str:
    """Return `text` cut to `room` cells."""
    text = shown(text)
    if cells(text) <= room:
        return text
    kept: list[str] = []
    used = 1
    for char in text:
        used += cells(char)
        if used > room:
            break
        kept.append(char)
    return "".join(kept) + "…"


def wrap(text: str, room: int, first: int | None = None) -> list[str]:
    """Return `text` in lines of at most `room` cells, broken between words; `first` is the room of the first line.

    A word that is longer than a line is on lines of its own, and broken where a line ends.
    """
    left = room if first is None else first
    lines: list[str] = []
    line: str | None = None
    for word in text.split(" "):
        longer = word if line is None else f"{line} {word}"
        if cells(longer) <= left:
            line = longer
            continue
        if (line or "").strip() or left < room:
            lines.append((line or "").rstrip())
            left = room
        # Spaces at which a line ends are gone.
        line = word or None
        while line is not None and cells(line) > left:
            end = next(at for at in range(len(line), 0, -1) if at == 1 or cells(line[:at]) <= left)
            lines.append(line[:end])
            line = line[end:]
    return [*lines, (line or "").rstrip()]


def hang(lead: str, text: str, columns: int, indent: int | None = None) -> str:
    """Return `lead` and `text`, wrapped in a terminal of so many columns.

    Later lines begin under the text, or after `indent` spaces.
    """
    indent = cells(lead) if indent is None else indent
    pieces = wrap(text, max(columns - indent, 10), max(columns - cells(lead), 1))
    return f"\n{' ' * indent}".join([lead + pieces[0], *pieces[1:]])


def table(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the cells of rows, each padded to the width of its column but in the last one."""
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    return [
        [
            *(cell + " " * (width - cells(cell)) for cell, width in zip(row[:-1], widths, strict=False)),
            row[-1],
        ]
        for row in rows
    ]
