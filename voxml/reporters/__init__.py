"""Reports of diagnostics: one module a format, each a class `Report` that turns results into text, piece by piece.

A report is asked for text after every file and once at the end, so that a run over any number of files needs the
memory of one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voxml.diagnostics import Diagnostic
    from voxml.source import Source


class Style:
    """What a report may assume of where it is shown."""

    __slots__ = ("has_color", "has_links", "width", "wraps")

    def __init__(
        self, *, has_color: bool = False, width: int = 100, has_links: bool = False, wraps: bool = False
    ) -> None:
        self.has_color = has_color
        #: Whether names of rules lead to their manuals.
        self.has_links = has_links
        #: Of the terminal, in characters.
        self.width = width
        #: Whether sentences are wrapped at words: in a terminal, not in a file or a pipe.
        self.wraps = wraps


class Summary:
    """The counts of a run."""

    __slots__ = ("counts", "files", "fixable", "rules")

    def __init__(self) -> None:
        self.files = 0
        self.counts = {"error": 0, "warning": 0, "info": 0}
        self.rules: dict[str, int] = {}
        self.fixable = 0

    def add(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Count one file and its diagnostics."""
        self.files += 1
        for each in diagnostics:
            self.counts[each.severity] += 1
            self.rules[each.rule] = self.rules.get(each.rule, 0) + 1
            if each.fix is not None and each.fix.is_safe:
                self.fixable += 1


class Report(Protocol):
    """One way to show diagnostics."""

    #: Whether `file` needs the source of a file with diagnostics, to show lines of it.
    needs_source: bool

    def file(self, path: str, diagnostics: Sequence[Diagnostic], source: Source | None) -> str:
        """Return the text for one file that was checked."""
        ...

    def end(self, summary: Summary) -> str:
        """Return the text that comes last."""
        ...


def make(name: str, style: Style) -> Report:
    """Return the report of the format called `name`, one of `voxml.config.FORMATS`."""
    module = import_module(f"voxml.reporters.{name.removesuffix('-v1')}")
    report: Report = module.Report(style)
    return report
