"""Reviewdog's Diagnostic Format: one JSON object (github.com/reviewdog/reviewdog, proto/rdf).

Lines count from 1 and so do columns, but columns count the bytes of UTF-8.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from voxml.diagnostics import Diagnostic, printable_json
from voxml.linting.fingerprints import relative
from voxml.reporters import Style, Summary
from voxml.source import Source
from voxml.version import HOME, rule_url

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


class Report:
    """The object; it is whole only after `end`."""

    needs_source = True

    def __init__(self, style: Style) -> None:
        self._before = f'{{"source": {printable_json({"name": "voxml", "url": HOME})}, "diagnostics": [\n'

    def file(self, path: str, diagnostics: Sequence[Diagnostic], source: Source | None) -> str:
        """Return the diagnostics of one file."""
        pieces: list[str] = []
        for each in diagnostics:
            pieces += (self._before, printable_json(_diagnostic(each, source)))
            self._before = ",\n"
        return "".join(pieces)

    def end(self, summary: Summary) -> str:
        """Return the closing brackets."""
        return ("\n]}\n" if self._before == ",\n" else f"{self._before}]}}\n").replace("[\n]", "[]")


def _diagnostic(each: Diagnostic, source: Source | None) -> dict[str, Any]:
    if source is not None and source.path != each.path:
        source = None  # the source is of the file that was checked, the diagnostic is in another
    value: dict[str, Any] = {
        "message": each.message,
        "location": {
            "path": relative(each.path),
            "range": {
                "start": _position(each.line, each.column, source),
                "end": _position(each.end_line, each.end_column, source),
            },
        },
        "severity": _SEVERITIES[each.severity],
        "code": {"value": each.rule, "url": rule_url(each.rule)},
    }
    if each.fix is not None and source is not None:
        value["suggestions"] = [
            {
                "range": {
                    "start": _position(*source.place(edit.start), source),
                    "end": _position(*source.place(edit.end), source),
                },
                "text": edit.text,
            }
            for edit in each.fix.edits
        ]
    return value


def _position(line: int, column: int, source: Source | None) -> dict[str, int]:
    if source is not None:
        column = len(source.line(line)[: column - 1].encode("utf-8", "replace")) + 1
    return {"line": line, "column": column}
