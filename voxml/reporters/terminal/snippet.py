"""A line of a document with marks under the words that are meant, and the label of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from voxml.reporters.terminal.wrapping import cells, clip, shown


class Mark(NamedTuple):
    """A row of carets or dashes, in cells from the start of the line."""

    start: int
    size: int
    char: str
    label: str
    paint: Callable[[str], str]


def marked_rows(marks: list[Mark], room: int) -> list[str]:
    """Return the rows under a line: the marks, and their labels beside and under them."""
    marks = sorted(marks)
    row, column = "", 0
    for mark in marks:
        row += " " * (mark.start - column) + mark.paint(mark.char * mark.size)
        column = mark.start + mark.size
    waiting = [mark for mark in marks if mark.label]
    if waiting and waiting[-1] is marks[-1] and column + 1 + cells(waiting[-1].label) <= room:
        last = waiting.pop()
        row += f" {last.paint(last.label)}"
    rows = [row]
    if waiting:
        rows.append(_bars(waiting))
    while waiting:
        last = waiting.pop()
        start = min(last.start, max(0, room - cells(last.label)))
        lead = [mark for mark in waiting if mark.start < start]
        rows.append(_bars(lead) + " " * (start - (lead[-1].start + 1 if lead else 0)) + last.paint(last.label))
    return rows


def _bars(marks: list[Mark]) -> str:
    row, column = "", 0
    for mark in marks:
        row += " " * (mark.start - column) + mark.paint("|")
        column = mark.start + 1
    return row


def window(text: str, column: int, end: int, room: int, keep: tuple[int, int] | None = None) -> tuple[str, int, int]:
    """Return a line cut to `room` cells, with where the mark under it begins and how long it is, in cells.

    The mark is under the characters from `column` up to `end` (1-based); those from `keep[0]` up to `keep[1]` are to
    be seen, which are the same unless given.
    """
    start, stop = keep or (column, end)
    # A document on one line may be very long: only what can be shown is looked at.
    base = max(0, start - 1 - room)
    text = text[base : start + 2 * room]
    seen, last = start - 1 - base, min(max(stop - 1, start) - base, len(text) + 1)
    cut = 0
    if base or cells(text[:last]) > room:
        # Keep what is meant and some of what comes before it, beside the two ellipses.
        cut = max(0, seen - max(0, min(room // 3, room - 2 - cells(shown(text[seen:last])))))
    lead = "…" if cut else ""
    line = lead + shown(text[cut:])
    first = column - 1 - base
    caret = cells(lead + shown(text[cut:first]))
    length = max(1, cells(shown(text[first : max(end - 1, column) - base])))
    return clip(line, room), min(caret, room), max(1, min(length, room - caret))


def around(line: str, column: int, end: int, room: int) -> str:
    """Return a line cut to `room` cells around what is from a column up to another."""
    column = min(column, len(line) + 1)
    return window(line, column, max(end, column + 1), room)[0]
