"""The report for people in a narrow terminal: what is meant is in view."""

from __future__ import annotations

import re

import pytest

import voxml
from voxml.diagnostics import Diagnostic
from voxml.reporters import Style
from voxml.reporters.full import Report
from voxml.source import Source

TEXT = (
    '<Response version="1.0"><Say language="de-DE" voice="en-US-Wavenet-D">Hello, and thank you for the call to us, '
    "your number is 1234567890, goodbye.</Say><Hangup/></Response>"
)


def block(rule: str, width: int) -> list[str]:
    """Return the lines that a terminal of this width shows of the one diagnostic of a rule."""
    found: list[Diagnostic] = [each for each in voxml.lint(TEXT.encode()) if each.rule == rule]
    assert len(found) == 1
    style = Style(has_color=False, has_links=False, width=width)
    return Report(style).file(found[0].path, found, Source(TEXT, found[0].path)).splitlines()


@pytest.mark.parametrize("width", [50, 80, 120])
def test_the_change_of_a_fix_is_in_view(width: int) -> None:
    lines = block("unpronounceable-text", width)
    assert any(line.startswith("  - ") and "1234567890" in line for line in lines)
    assert any(line.startswith("  + ") and "1 2 3 4 5 6 7 8 9 0" in line for line in lines)
    assert all(len(line) <= width for line in lines if line.startswith(("  - ", "  + ", "1 |")))


@pytest.mark.parametrize("width", [50, 80, 120])
def test_both_places_that_disagree_are_in_view(width: int) -> None:
    lines = block("voice-language-mismatch", width)
    at = next(index for index, line in enumerate(lines) if "^" in line)
    marks = {match[0][0]: match.span() for match in re.finditer(r"\^+|-+", lines[at])}
    assert lines[at - 1][slice(*marks["-"])] == 'language="de-DE"'
    assert lines[at - 1][slice(*marks["^"])] == 'voice="en-US-Wavenet-D"'
