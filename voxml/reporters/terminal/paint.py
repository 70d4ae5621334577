"""Colours and links for a terminal, as plain escape sequences that read well on a light and on a dark background."""

from __future__ import annotations

from voxml.reporters import Summary
from voxml.version import rule_url

_SEVERITIES = {"error": "1;31", "warning": "1;33", "info": "1;36"}


class Paint:
    """Wraps text in colour, or leaves it as it is."""

    __slots__ = ("has_links", "is_on")

    def __init__(self, is_on: bool, *, has_links: bool = False) -> None:
        self.is_on = is_on
        self.has_links = has_links

    def _wrap(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.is_on and text else text

    def bold(self, text: str) -> str:
        """For what matters."""
        return self._wrap("1", text)

    def dim(self, text: str) -> str:
        """For line numbers and other scaffolding."""
        return self._wrap("2", text)

    def accent(self, text: str) -> str:
        """For the margin of a snippet."""
        return self._wrap("1;34", text)

    def removed(self, text: str) -> str:
        """For a line that a fix takes out."""
        return self._wrap("31", text)

    def removed_words(self, text: str) -> str:
        """For the words of a line that a fix takes out."""
        return self._wrap("7;31", text)

    def added_words(self, text: str) -> str:
        """For the words that a fix puts into a line."""
        return self._wrap("7;32", text)

    def link(self, url: str, text: str) -> str:
        """For a text that leads to `url` (OSC 8)."""
        return f"\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\" if self.has_links else text

    def rule(self, severity: str, name: str) -> str:
        """For `severity[rule]`, the rule's name leading to its manual."""
        return self.severity(severity, f"{severity}[{self.link(rule_url(name), name)}]")

    def name(self, text: str) -> str:
        """For what can be typed: a command, a rule, an option, an id."""
        return self._wrap("36", text)

    def bad(self, text: str) -> str:
        """For failure."""
        return self._wrap("31", text)

    def warn(self, text: str) -> str:
        """For what needs a look."""
        return self._wrap("33", text)

    def status(self, status: str) -> str:
        """For the status of a response: green up to 299, yellow up to 499, red from 500."""
        paint = self.bad if status >= "5" else self.warn if status >= "3" else self.good
        return paint(status)

    def good(self, text: str) -> str:
        """For help and for success."""
        return self._wrap("32", text)

    def severity(self, severity: str, text: str) -> str:
        """In the colour of a severity."""
        return self._wrap(_SEVERITIES[severity], text)

    def summary(self, summary: Summary) -> str:
        """Return the line that counts: problems by severity, and files."""
        if not summary.files:
            return ""
        files = count(summary.files, "file")
        found = [
            self.severity(name, count(number, name) if name != "info" else f"{number} info")
            for name, number in summary.counts.items()
            if number
        ]
        if not found:
            return f"{self.good('No problems')} in {files}.\n"
        line = f"Found {', '.join(found)} in {files}"
        if summary.fixable:
            line += f"; {summary.fixable:,} can be fixed with {self.bold('--fix')}"
        return line + ".\n"


def count(number: int, what: str, plural: str = "") -> str:
    """`1 file`, `2 files`."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {plural or f'{what}s'}"
