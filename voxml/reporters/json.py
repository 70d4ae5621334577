"""One JSON array with an object for each diagnostic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from voxml.diagnostics import Diagnostic, printable_json
from voxml.reporters import Style, Summary
from voxml.source import Source


class Report:
    """The array, on one line a diagnostic; it is whole only after `end`."""

    needs_source = False

    def __init__(self, style: Style) -> None:
        self._before = "[\n"

    def file(self, path: str, diagnostics: Sequence[Diagnostic], source: Source | None) -> str:
        """Return the diagnostics of one file, each with the comma that parts it from the one before."""
        pieces: list[str] = []
        for each in diagnostics:
            pieces += (self._before, "  ", printable_json(plain(each)))
            self._before = ",\n"
        return "".join(pieces)

    def end(self, summary: Summary) -> str:
        """Return the closing bracket."""
        return "[]\n" if self._before == "[\n" else "\n]\n"


def plain(diagnostic: Diagnostic) -> dict[str, Any]:
    """Return a diagnostic as the value that JSON shows; edits count characters of the decoded text, from 0."""
    value: dict[str, Any] = diagnostic._asdict()
    fix = diagnostic.fix
    if fix is not None:
        edits = [edit._asdict() for edit in fix.edits]
        value["fix"] = {"message": fix.message, "is_safe": fix.is_safe, "edits": edits}
    if diagnostic.rendered is None:
        del value["rendered"]  # only what came out of a template has two places
    else:
        value["rendered"] = diagnostic.rendered._asdict()
    if diagnostic.related is None:
        del value["related"]
    else:
        value["related"] = diagnostic.related._asdict()
    return value
