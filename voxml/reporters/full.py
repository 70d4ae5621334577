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
        taken = [
            f"{lead}{paint.removed(f'- {around(each, before.column, before.end, room)}')}" for each in before.lines
        ]
        put = [f"{lead}{paint.good(f'+ {around(each, after.column, after.end, room)}')}" for each in after.lines]
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
        end = max(end, found.column + 1)
        related = found.related
        keep = (found.column, end)
        if mark == "^" and related is not None and related.line == found.line:
            both = min(found.column, related.column), max(end, related.end_column)
            if cells(shown(text[both[0] - 1 : both[1] - 1])) <= room - 2:
                keep = both
        line, caret, length = window(text, found.column, end, room, keep)
        paint = self._paint.accent if mark == "-" else lambda marks: self._paint.severity(found.severity, marks)
        marks = [(caret, length, paint(mark * length))]
        if related is not None and keep != (found.column, end):
            _, at, size = window(text, related.column, related.end_column, room, keep)
            if at + size <= caret or at >= caret + length:
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


class Lines(NamedTuple):
    """Lines of a text, and the columns from and up to which the first of them is changed."""

    lines: list[str]
    column: int
    end: int


#: More lines than this of a fix are not shown.
_MOST_LINES = 6


def changed_lines(fix: Fix, source: Source) -> tuple[Lines, Lines]:
    """Return the lines that a fix changes, as they are and as they will be."""
    edits = sorted(fix.edits)
    begin, stop = edits[0].start, max(edit.end for edit in edits)
    first, column = source.place(begin)
    last, _ = source.place(stop)
    start = source.offset(first, 1)
    end = source.offset(last, 1) + len(source.line(last))
    pieces: list[str] = []
    at = begin
    for edit in edits:
        pieces += (source.text[at : edit.start], edit.text)
        at = edit.end
    old, new = source.text[begin:stop], "".join(pieces)
    before = source.text[start:end].splitlines()
    after = (source.text[start:begin] + new + source.text[stop:end]).splitlines()
    while before and after and before[-1] == after[-1]:
        before, after = before[:-1], after[:-1]
    same = _same(old, new)
    tail = _same(old[same:][::-1], new[same:][::-1])
    column += same
    ends = column + len(old) - same - tail, column + len(new) - same - tail
    while before and after and before[0] == after[0]:
        before, after, column, ends = before[1:], after[1:], 1, (1, 1)
    kept = shorten([line for line in after if line.strip()])
    return Lines(shorten(before), column, ends[0]), Lines(kept, column, ends[1])


def _same(one: str, other: str) -> int:
    """Return with how many of the same characters two texts begin."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def shorten(lines: list[str]) -> list[str]:
    """Return at most `_MOST_LINES` lines, the last of which may be an ellipsis."""
    return lines if len(lines) <= _MOST_LINES else [*lines[: _MOST_LINES - 1], "…"]


def around(line: str, column: int, end: int, room: int) -> str:
    """Return a line cut to `room` cells around what is from a column up to another."""
    column = min(column, len(line) + 1)
    return window(line, column, max(end, column + 1), room)[0]


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
