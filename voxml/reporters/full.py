"""For people: what is wrong, the lines where it is, a caret under the very characters, and what to do.

In a terminal, sentences are wrapped at words and the advice is at the caret; elsewhere a message stays on one line, for
programs that search it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from voxml.diagnostics import Diagnostic, Fix, Related, printable
from voxml.errors import InputError
from voxml.reporters import Style, Summary
from voxml.reporters.terminal.changed_lines import Lines, changed_lines
from voxml.reporters.terminal.paint import Paint
from voxml.reporters.terminal.snippet import Mark, marked_rows, window
from voxml.reporters.terminal.wrapping import cells, clip, shown, wrap
from voxml.source import Source, read_file

#: A space at which no line ends.
_GLUE = "\xa0"


class Report:
    """A block a diagnostic."""

    needs_source = True

    def __init__(self, style: Style) -> None:
        self._paint = Paint(style.has_color, has_links=style.has_links)
        self._width = max(style.width, 40)
        self._wraps = style.wraps

    def file(self, path: str, diagnostics: Sequence[Diagnostic], source: Source | None) -> str:
        """Return a block for each diagnostic."""
        return "".join(self._block(each, _source_of(each, source)) for each in diagnostics)

    def end(self, summary: Summary) -> str:
        """Return what was found in how many files."""
        return self._paint.summary(summary)

    def _block(self, found: Diagnostic, source: Source | None) -> str:
        has_lines = source is not None and found.path == source.path
        margin = len(str(max(found.line + 1, found.related.line if found.related is not None else 0)))
        message, label = printable(found.message), ""
        if found.related is not None and not self._wraps:
            found = found._replace(related=found.related._replace(message=""))
        if has_lines and self._wraps:
            message, label = parts(message, self._width - margin - 5)
        lines = self._head(found, message)
        place = f"{printable(found.path)}:{found.line}:{found.column}"
        lines.append(f"{' ' * margin}{self._paint.accent('-->')} {place}")
        if source is not None and has_lines:
            lines += self._snippet(found, source, margin, label)
        if found.fix is not None:
            lines += self._fix(found.fix, margin)
            if source is not None and has_lines:
                lines += self._changes(found.fix, source, margin)
        return "\n".join(lines) + "\n\n"

    def _head(self, found: Diagnostic, message: str) -> list[str]:
        paint = self._paint
        head = paint.rule(found.severity, found.rule)
        if not self._wraps:
            return [f"{head} {paint.bold(message)}"]
        taken = len(f"{found.severity}[{found.rule}] ")
        first, *more = wrap(message, self._width - 2, self._width - taken)
        return [f"{head} {paint.bold(first)}".rstrip(), *(f"  {paint.bold(each)}" for each in more)]

    def _fix(self, fix: Fix, margin: int) -> list[str]:
        paint = self._paint
        option = "--fix" if fix.is_safe else f"--fix{_GLUE}--unsafe-fixes"
        lead = f"{' ' * margin} {paint.accent('=')} {paint.good('fix')}: "
        text = f"{printable(fix.message)} ({option})"
        pieces = [
            each.replace(_GLUE, " ") for each in (wrap(text, self._width - margin - 8) if self._wraps else [text])
        ]
        return [lead + pieces[0], *(" " * (margin + 8) + each for each in pieces[1:])]

    def _changes(self, fix: Fix, source: Source, margin: int) -> list[str]:
        """Return the lines that a fix takes out and puts in, cut to the width of the terminal, the words marked."""
        paint, room = self._paint, self._width - margin - 3
        before, after = changed_lines(fix, source)
        lead = f"{' ' * margin} "
        return [
            *(f"{lead}{each}" for each in _signed("-", before, room, paint.removed, paint.removed_words)),
            *(f"{lead}{each}" for each in _signed("+", after, room, paint.good, paint.added_words)),
        ]

    def _snippet(self, found: Diagnostic, source: Source, margin: int, label: str) -> list[str]:
        bar = self._paint.accent("|")
        blank = f"{' ' * margin} {bar}"
        room = self._width - margin - 3

        def numbered(line: int, text: str, rows: Sequence[str] = ()) -> list[str]:
            number = self._paint.accent(str(line).rjust(margin))
            return [f"{number} {bar} {text}", *(f"{blank} {row}" for row in rows)]

        text, rows = self._marked(found, source, room, label)
        main = numbered(found.line, text, rows)
        related, before = found.related, source.line(found.line - 1)
        second: list[str] = []
        if related is not None and related.line != found.line:
            second = numbered(related.line, *self._marked(_at(found, related), source, room, related.message, "-"))
            if related.line < found.line:
                return [blank, *second, *main]
        if before.strip() and not text.startswith("…"):
            main = [*numbered(found.line - 1, self._paint.dim(clip(before[: 2 * room], room))), *main]
        return [blank, *main, *second]

    def _marked(
        self, found: Diagnostic, source: Source, room: int, label: str, mark: str = "^"
    ) -> tuple[str, list[str]]:
        """Return the line of a diagnostic and the rows under it: carets, and dashes under what it disagrees with."""
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
        dashes = self._paint.accent
        paint = dashes if mark == "-" else lambda marks: self._paint.severity(found.severity, marks)
        marks = [Mark(caret, length, mark, label, paint)]
        if related is not None and keep != (found.column, end):
            _, at, size = window(text, related.column, related.end_column, room, keep)
            if at + size <= caret or at >= caret + length:
                marks.append(Mark(at, size, "-", related.message, dashes))
        return line, marked_rows(marks, room)


def parts(message: str, room: int) -> tuple[str, str]:
    """Return a message as what is wrong and, after its first semicolon, what to do; that is empty if it has no room."""
    if message.count('"') % 2:
        return message, ""
    ends = [each.start() for each in re.finditer("; ", message) if message[: each.start()].count('"') % 2 == 0]
    if not ends or cells(message[ends[0] + 2 :]) > room:
        return message, ""
    return message[: ends[0]], message[ends[0] + 2 :]


def _signed(sign: str, lines: Lines, room: int, paint: Callable[[str], str], words: Callable[[str], str]) -> list[str]:
    """Return lines after their sign; of the first, which has the change, the changed words are marked."""
    rows = []
    for number, line in enumerate(lines.lines):
        column, end = min(lines.column, len(line) + 1), lines.end
        text, at, size = window(line, column, max(end, column + 1), room)
        if number == 0 and end > column:
            rows.append(paint(f"{sign} {text[:at]}") + words(text[at : at + size]) + paint(text[at + size :]))
        else:
            rows.append(paint(f"{sign} {text}"))
    return rows


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
