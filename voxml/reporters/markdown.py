"""Markdown for people, such as the summary of a CI job: a line that counts, and a table of the worst diagnostics."""

from __future__ import annotations

import re
from collections.abc import Sequence
from heapq import nsmallest

from voxml.diagnostics import SEVERITIES, Diagnostic, printable
from voxml.reporters import Style, Summary
from voxml.reporters.terminal.paint import Paint
from voxml.source import Source
from voxml.version import rule_url

#: GitHub shows at most 1 MiB of a summary; so many rows are far below that.
_SHOWN = 500


class Report:
    """All of it comes at the end, when it is known which diagnostics are the worst."""

    needs_source = False

    def __init__(self, style: Style) -> None:
        self._worst: list[tuple[int, int, Diagnostic]] = []
        self._count = 0

    def file(self, path: str, diagnostics: Sequence[Diagnostic], source: Source | None) -> str:
        """Return nothing yet."""
        for each in diagnostics:
            self._count += 1
            self._worst.append((SEVERITIES.index(each.severity), self._count, each))
        if len(self._worst) > 2 * _SHOWN:
            self._worst = nsmallest(_SHOWN, self._worst)
        return ""

    def end(self, summary: Summary) -> str:
        """Return the summary and the table."""
        text = f"### voxml lint\n\n{Paint(False).summary(summary) or 'Nothing to check.'}"
        if not self._worst:
            return text
        rows = ["", "| | Rule | Location | Message |", "| --- | --- | --- | --- |"]
        rows += [_row(each) for _, _, each in nsmallest(_SHOWN, self._worst)]
        if self._count > _SHOWN:
            rows += ["", f"{self._count - _SHOWN:,} more are not shown."]
        return text + "\n".join(rows) + "\n"


def _row(each: Diagnostic) -> str:
    location = f"{each.path}:{each.line}:{each.column}"
    rule = f"[{each.rule}]({rule_url(each.rule)})"
    return f"| {each.severity} | {rule} | {escape(location)} | {escape(each.message)} |"


def escape(text: str) -> str:
    """Return `text` for a cell of a table: nothing in it is Markdown or HTML."""
    text = re.sub(r"([\\`*_\[\]|~#])", r"\\\1", printable(text))
    # No tag, no mention, no link by itself.
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("@", "&#64;").replace("://", "&#58;//")
