r"""Problems in a document, and how text of others is printed.

A `Diagnostic` says what is wrong, how bad, where, and how to fix it. `printable` escapes file names, headings, values and
replies of servers before they are printed: a control character can move the cursor, hide text or, at the start of a line in a
CI log, run a command. Escaped are control characters (C0, DEL, C1), line and paragraph separators, lone surrogates and
invisible format characters, the controls of writing direction among them. The joiners that Indic scripts and emoji need are
kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "info"]

#: From the most severe to the least; the order in which reports count and sort.
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


# --- text of others ---

_HIDDEN = (
    "\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0001\U000e0020-\U000e007f"
)
#: What begins a command in the log of a CI job: `::error::`, `##[error]`, `##vso[`, `##teamcity[`.
_COMMAND = re.compile(r"^([ \t]*)(?=::|##[a-z]*\[)", re.MULTILINE)


@cache
def _hidden(kept: str) -> re.Pattern[str]:
    # Compiled when it is needed: the class takes a millisecond.
    return re.compile(f"(?![{kept}])[{_HIDDEN}]" if kept else f"[{_HIDDEN}]")


def printable(text: str) -> str:
    r"""Return `text` on one line: line ends and tabs are escaped too, as `\n` and `\t`."""
    return text if text.isprintable() else _hidden("").sub(_escape, text)


def printable_lines(text: str) -> str:
    """Return `text` with its line ends and tabs kept, and no line that a CI job takes for a command."""
    text = _COMMAND.sub(r"\1\\", text)
    return text if text.isprintable() else _hidden("\n\t").sub(_escape, text)


def printable_json(value: object, *, indent: int | None = None) -> str:
    r"""Return `value` as JSON that a terminal may show: the same characters are written as `\uXXXX`."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return text if text.isprintable() else _hidden("\n").sub(_escape_in_json, text)


def first_lines(lines: Sequence[str], most: int = 20) -> list[str]:
    """Return the first lines of a message, and how many more there are."""
    return list(lines) if len(lines) <= most else [*lines[:most], f"… and {len(lines) - most:,} more"]


def _escape(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()


def _escape_in_json(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code > 0xFFFF:
        return f"\\u{0xD800 + (code - 0x10000 >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
    return f"\\u{code:04x}"
