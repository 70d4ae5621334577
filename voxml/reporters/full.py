"""For people: what is wrong, the lines where it is, a caret under the very characters, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import combining, east_asian_width

from voxml.diagnostics import Diagnostic, Fix, Related, printable
from voxml.errors import InputError
from voxml.reporters import Style, Summary
from voxml.reporters.paint import Paint
from voxml.source import Source, read_file

_TAB = "    "


class Report:
    """A block a diagnostic."""

    needs_source = True

    def __init__(self, style: Style) -> None:
        self._paint = Paint(style.has_color, has_links=style.has_links)
        self._width = max(style.width, 40)

    def file(self, path: str, diagnostics: Sequence[Diagnostic], source: Source | None) -> str:
        """Return a block for each diagnostic."""
        return "".join(self._block(each, _source_of(each, source)) for each in diagnostics)

    def end(self, summary: Summary) -> str:
        """Return what was found in how many files."""
        return self._paint.summary(summary)

    def _block(self, found: Diagnostic, source: Source | None) -> str:
        paint = self._paint
        head = paint.rule(found.severity, found.rule)
        lines = [f"{head} {paint.bold(printable(found.message))}"]
        margin = len(str(max(found.line + 1, found.related.line if found.related is not None else 0)))
        place = f"{printable(found.path)}:{found.line}:{found.column}"
        lines.append(f"{' ' * margin}{paint.accent('-->')} {place}")
        if source is not None and found.path == source.path:
            lines += self._snippet(found, source, margin)
        if found.fix is not None:
            bar = paint.accent("=")
            how = "--fix" if found.fix.is_safe else "--fix --unsafe-fixes"
            lines.append(f"{' ' * margin} {bar} {paint.good('fix')}: {printable(found.fix.message)} ({how})")
            if source is not None and found.path == source.path:
                lines += self._changes(found.fix, source, margin)
        return "\n".join(lines) + "\n\n"

    def _changes(self, fix: Fix, source: Source, margin: int) -> list[str]:
        """Return the lines that a fix takes out and puts in, cut to the width of the terminal."""
        paint, room = self._paint, self._width - margin - 3
        before, after = changed_lines(fix, source)
        lead = f"{' ' * margin} "
        taken = [f"{lead}{paint.removed(f'- {around(each, before.column, room)}')}" for each in before.lines]
        put = [f"{lead}{paint.good(f'+ {around(each, after.column, room)}')}" for each in after.lines]
        return taken + put

    def _snippet(self, found: Diagnostic, source: Source, margin: int) -> list[str]:
        paint = self._paint
        bar = paint.accent("|")
        blank = f"{' ' * margin} {bar}"
        room = self._width - margin - 3
        lines = [blank]
        before = source.line(found.line - 1)
        shown_line, marks = self._marked(found, source, room)
        related = found.related
        if related is not None and related.line != found.line:
            other, dashes = self._marked(_at(found, related), source, room, "-")
            second = [f"{paint.accent(str(related.line).rjust(margin))} {bar} {other}", f"{blank} {dashes}"]
        else:
            second = []
        if second and related is not None and related.line < found.line:
            lines += second
        elif before.strip() and not shown_line.startswith("…"):
            lines.append(
                f"{paint.accent(str(found.line - 1).rjust(margin))} {bar} {paint.dim(clip(before[: 2 * room], room))}"
            )
        lines.append(f"{paint.accent(str(found.line).rjust(margin))} {bar} {shown_line}")
        lines.append(f"{blank} {marks}")
        if second and related is not None and related.line > found.line:
            lines += second
        return lines

    def _marked(self, found: Diagnostic, source: Source, room: int, mark: str = "^") -> tuple[str, str]:
        """Return the line of a diagnostic and the marks under it: carets, and dashes under what it disagrees with."""
        text = source.line(found.line)
        end = found.end_column if found.end_line == found.line else len(text) + 1
        line, caret, length = window(text, found.column, max(end, found.column + 1), room)
        paint = self._paint.accent if mark == "-" else lambda marks: self._paint.severity(found.severity, marks)
        marks = [(caret, length, paint(mark * length))]
        related = found.related
        if mark == "^" and related is not None and related.line == found.line and not line.startswith("…"):
            _, at, size = window(text, related.column, related.end_column, room)
            if at + size <= room and (at + size <= caret or at >= caret + length):
                marks.append((at, size, self._paint.accent("-" * size)))
        row, column = "", 0
        for start, size, shown_marks in sorted(marks):
            row += " " * (start - column) + shown_marks
            column = start + size
        return line, row


def _at(found: Diagnostic, other: Related) -> Diagnostic:
    """Return the diagnostic with its second place as its place."""
    return found._replace(
        line=other.line, column=other.column, end_line=other.end_line, end_column=other.end_column, related=None
    )


def _source_of(found: Diagnostic, source: Source | None) -> Source | None:
    """Return the text that a diagnostic is in: of a parent, a macro or the data of a template, that file's."""
    if source is None or found.path == source.path:
        return source
    try:
        return Source(read_file(found.path).decode(), found.path)
    except (InputError, UnicodeDecodeError):
        return None


def window(text: str, column: int, end: int, room: int) -> tuple[str, int, int]:
    """Return a line cut to `room` cells around the characters from `column` up to `end` (1-based), with where the caret
    is in it and how long it is, in cells."""
    # A document on one line may be very long: only what can be shown is looked at.
    base = max(0, column - 1 - room)
    text = text[base : column + 2 * room]
    first, last = column - 1 - base, min(max(end - 1, column) - base, len(text) + 1)
    cut = 0
    if base or cells(text[:last]) > room:
        # Keep what is meant and some of what comes before it.
        cut = max(0, first - room // 3)
    lead = "…" if cut else ""
    line = lead + shown(text[cut:])
    caret = cells(lead + shown(text[cut:first]))
    length = max(1, cells(shown(text[first:last])))
    return clip(line, room), min(caret, room), max(1, min(length, room - caret))


class Lines(NamedTuple):
    """Lines of a text, and the column at which the first of them is changed."""

    lines: list[str]
    column: int


#: More lines than this of a fix are not shown.
_MOST_LINES = 6


def changed_lines(fix: Fix, source: Source) -> tuple[Lines, Lines]:
    """Return the lines that a fix changes, as they are and as they will be."""
    edits = sorted(fix.edits)
    first, column = source.place(edits[0].start)
    last, _ = source.place(max(edit.end for edit in edits))
    start = source.offset(first, 1)
    end = source.offset(last, 1) + len(source.line(last))
    pieces: list[str] = []
    at = start
    for edit in edits:
        pieces += (source.text[at : edit.start], edit.text)
        at = edit.end
    pieces.append(source.text[at:end])
    before, after = source.text[start:end].splitlines(), "".join(pieces).splitlines()
    while before and after and before[-1] == after[-1]:
        before, after = before[:-1], after[:-1]
    while before and after and before[0] == after[0]:
        before, after, column = before[1:], after[1:], 1
    return Lines(shorten(before), column), Lines(shorten([line for line in after if line.strip()]), column)


def shorten(lines: list[str]) -> list[str]:
    """Return at most `_MOST_LINES` lines, the last of which may be an ellipsis."""
    return lines if len(lines) <= _MOST_LINES else [*lines[: _MOST_LINES - 1], "…"]


def around(line: str, column: int, room: int) -> str:
    """Return a line cut to `room` cells around a column."""
    return window(line, min(column, len(line) + 1), column + 1, room)[0]


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


def shown(text: str) -> str:
    """Return one line of a document with tabs as spaces, and what would move or confuse a terminal escaped."""
    return printable(text.replace("\t", _TAB))


def cells(text: str) -> int:
    """Return how many cells of a terminal `text` takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if combining(char) or char in "\u200c\u200d" else 2 if east_asian_width(char) in "WF" else 1 for char in text
    )
