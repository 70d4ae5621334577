"""GitLab's Code Quality report: one JSON array (docs.gitlab.com/ci/testing/code_quality)."""

from __future__ import annotations

from collections.abc import Sequence

from voxml.diagnostics import Diagnostic, printable_json
from voxml.linting.fingerprints import fingerprints, relative
from voxml.reporters import Style, Summary
from voxml.source import Source

_LEVELS = {"error": "critical", "warning": "minor", "info": "info"}


class Report:
    """The array; it is whole only after `end`."""

    needs_source = True

    def __init__(self, style: Style) -> None:
        self._before = "[\n"

    def file(self, path: str, diagnostics: Sequence[Diagnostic], source: Source | None) -> str:
        """Return the diagnostics of one file."""
        shown = relative(path)
        pieces: list[str] = []
        for each, fingerprint in zip(diagnostics, fingerprints(shown, diagnostics, source), strict=True):
            issue = {
                "description": each.message,
                "check_name": each.rule,
                "fingerprint": fingerprint,
                "severity": _LEVELS[each.severity],
                "location": {
                    "path": relative(each.path),
                    "lines": {"begin": each.line, "end": each.end_line},
                },
            }
            pieces += (self._before, "  ", printable_json(issue))
            self._before = ",\n"
        return "".join(pieces)

    def end(self, summary: Summary) -> str:
        """Return the closing bracket."""
        return "[]\n" if self._before == "[\n" else "\n]\n"
