"""One line a diagnostic: `path:line:column: severity[rule] message`."""

from __future__ import annotations

from collections.abc import Sequence

from voxml.diagnostics import Diagnostic, printable, printable_lines
from voxml.reporters import Style, Summary
from voxml.reporters.terminal.paint import Paint
from voxml.source import Source


class Report:
    """The lines."""

    needs_source = False

    def __init__(self, style: Style) -> None:
        self._paint = Paint(style.has_color, has_links=style.has_links)

    def file(self, path: str, diagnostics: Sequence[Diagnostic], source: Source | None) -> str:
        """Return a line for each diagnostic."""
        paint = self._paint
        lines = [
            f"{paint.bold(printable_lines(printable(each.path)))}:{each.line}:{each.column}: "
            f"{paint.rule(each.severity, each.rule)} {printable(each.message)}\n"
            for each in diagnostics
        ]
        return "".join(lines)

    def end(self, summary: Summary) -> str:
        """Return nothing: every line is a diagnostic."""
        return ""
