"""Annotations for GitHub Actions: `::error file=…,line=…::message`.

GitHub shows ten annotations of each kind a step, so that the worst come first and the rest is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nsmallest

from voxml.diagnostics import SEVERITIES, Diagnostic, printable
from voxml.linting.fingerprints import relative
from voxml.reporters import Style, Summary
from voxml.source import Source

_SHOWN = 10
_KINDS = {"error": "error", "warning": "warning", "info": "notice"}


class Report:
    """The ten worst diagnostics, then how many there are."""

    needs_source = False

    def __init__(self, style: Style) -> None:
        self._worst: list[tuple[int, int, Diagnostic]] = []
        self._count = 0

    def file(self, path: str, diagnostics: Sequence[Diagnostic], source: Source | None) -> str:
        """Return nothing yet: what is worst is known at the end."""
        for each in diagnostics:
            self._count += 1
            self._worst.append((SEVERITIES.index(each.severity), self._count, each))
        if len(self._worst) > 10 * _SHOWN:
            self._worst = nsmallest(_SHOWN, self._worst)
        return ""

    def end(self, summary: Summary) -> str:
        """Return the annotations."""
        worst = nsmallest(_SHOWN - (self._count > _SHOWN), self._worst)
        lines = [_annotation(each) for _, _, each in worst]
        if self._count > len(worst):
            counts = ", ".join(f"{number} {name}" for name, number in summary.counts.items() if number)
            lines.append(
                f"::notice title=voxml::{self._count - len(worst)} more problems are not shown here ({counts} in all); "
                "the log of another format has them"
            )
        return "".join(f"{line}\n" for line in lines)


def _annotation(each: Diagnostic) -> str:
    properties = {
        "file": printable(relative(each.path)),
        "line": each.line,
        "endLine": each.end_line,
        "col": each.column,
        "endColumn": each.end_column,
        "title": f"voxml: {each.rule}",
    }
    if each.end_line != each.line:
        # GitHub takes columns only within one line.
        del properties["col"], properties["endColumn"]
    shown = ",".join(f"{name}={_escape_property(str(value))}" for name, value in properties.items())
    return f"::{_KINDS[each.severity]} {shown}::{_escape(printable(each.message))}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
