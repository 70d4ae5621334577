"""One JSON object a line for each diagnostic, with the members of the format `json`."""

from __future__ import annotations

from collections.abc import Sequence

from voxml.diagnostics import Diagnostic, printable_json
from voxml.reporters import Style, Summary
from voxml.reporters.json import plain
from voxml.source import Source


class Report:
    """The lines; each can be read as soon as it is there."""

    needs_source = False

    def __init__(self, style: Style) -> None:
        pass

    def file(self, path: str, diagnostics: Sequence[Diagnostic], source: Source | None) -> str:
        """Return a line for each diagnostic of one file."""
        return "".join(f"{printable_json(plain(each))}\n" for each in diagnostics)

    def end(self, summary: Summary) -> str:
        """Return nothing: every line is a diagnostic."""
        return ""
