"""A problem in a document: what, how bad, where, and how to fix it."""

from __future__ import annotations

from typing import Literal, NamedTuple

from voxml.printable import printable

Severity = Literal["error", "warning", "info"]

#: From worst to mildest; the order in which reports count and sort.
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Edit(NamedTuple):
    """Replace the characters from offset `start` up to `end` (0-based, of the decoded text) by `text`."""

    start: int
    end: int
    text: str


class Fix(NamedTuple):
    """The fix of one problem: edits that belong together, applied all or not at all."""

    message: str
    edits: tuple[Edit, ...]
    is_safe: bool = True


class Rendered(NamedTuple):
    """Where a diagnostic located in a template is in the text that was rendered from it, 1-based.

    `sample` says with which values that was: `examples`, a sample of the header, or a row such as `rows.csv:17`.
    """

    line: int
    column: int
    sample: str = ""


class Related(NamedTuple):
    """Another place in the same text that a diagnostic is about, 1-based."""

    line: int
    column: int
    end_line: int
    end_column: int
    message: str = ""


class Diagnostic(NamedTuple):
    """One diagnostic.

    `line` and `column` are 1-based and count characters; `end_line` and `end_column` point just past the last one.
    `pointer` is a JSON Pointer in a JSON document and an XPath such as `/Response/Gather[1]/@timeout` in XML.
    `path` is the file as it was named, `-` for standard input, `<bytes>` for a document given in memory. `rendered` is set
    for one that was made in the output of a template: the rest then is its location in the template.
    """

    rule: str
    severity: Severity
    message: str
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    pointer: str
    fix: Fix | None = None
    rendered: Rendered | None = None
    related: Related | None = None

    def __str__(self) -> str:
        place = f"{printable(self.path)}:{self.line}:{self.column}"
        return f"{place}: {self.severity}[{self.rule}] {printable(self.message)}"
