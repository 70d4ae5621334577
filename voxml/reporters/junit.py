"""JUnit's XML, which every CI server reads: a suite a file, a failed case a diagnostic."""

from __future__ import annotations

from collections.abc import Sequence

from voxml.diagnostics import Diagnostic, printable
from voxml.reporters import Style, Summary
from voxml.source import Source

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


class Report:
    """The suites; the document is whole only after `end`."""

    needs_source = False

    def __init__(self, style: Style) -> None:
        self._before = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="voxml">\n'

    def file(self, path: str, diagnostics: Sequence[Diagnostic], source: Source | None) -> str:
        """Return the suite of one file; a file without diagnostics has one case, which passes."""
        name = escape(path)
        failed = sum(each.severity != "info" for each in diagnostics)
        counts = f'tests="{max(1, len(diagnostics))}" failures="{failed}" errors="0"'
        lines = [f'{self._before}  <testsuite name="{name}" {counts}>']
        self._before = ""
        lines += [_case(each, name) for each in diagnostics]
        if not diagnostics:
            lines.append(f'    <testcase name="voxml" classname="{name}"/>')
        lines.append("  </testsuite>\n")
        return "\n".join(lines)

    def end(self, summary: Summary) -> str:
        """Return the end tag."""
        return f"{self._before}</testsuites>\n"


def _case(each: Diagnostic, name: str) -> str:
    head = f'    <testcase name="{each.rule} at {each.line}:{each.column}" classname="{name}" line="{each.line}"'
    message = escape(each.message)
    if each.severity == "info":
        return f"{head}>\n      <system-out>{escape(str(each))}</system-out>\n    </testcase>"
    return (
        f'{head}>\n      <failure type="{each.severity}" message="{message}">{escape(str(each))}</failure>\n'
        "    </testcase>"
    )


def escape(text: str) -> str:
    """Return `text` for an attribute or between tags, on one line; control characters are escaped as Python does."""
    return "".join(_ESCAPES.get(char, char) for char in printable(text))
