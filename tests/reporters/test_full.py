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


LINT = """\
<Response>
  <Say voice="en-US-Wavenet-D" language="de-DE">Call 4155550100 now.</Say>
  <Pause lenght="30"/>
</Response>
"""


def in_terminal(width: int, *, has_color: bool = False) -> str:
    """Return what a terminal of this width shows of `LINT`."""
    style = Style(has_color=has_color, has_links=has_color, width=width, wraps=True)
    found = voxml.lint(LINT.encode())
    return Report(style).file(found[0].path, found, Source(LINT, found[0].path))


@pytest.mark.parametrize("width", [50, 80])
def test_sentences_are_wrapped_at_words(width: int) -> None:
    text = in_terminal(width)
    assert max(map(len, text.splitlines())) <= width
    words = " ".join(text.split())
    assert "(--fix --unsafe-fixes)" in words and 'found language "de-DE" with voice "en-US-Wavenet-D"' in words


def test_what_to_do_is_at_the_caret_and_the_other_place_is_named() -> None:
    lines = in_terminal(80).splitlines()
    assert lines[6:9] == [
        "  |        ^^^^^^^^^^^^^^^^^^^^^^^ ---------------- the language",
        "  |        |",
        "  |        the voice speaks en-US",
    ]
    assert '  |          ^^^^^^^^^^^ did you mean "length"?' in lines


def test_the_words_that_a_fix_changes_are_marked_and_rules_are_linked() -> None:
    text = in_terminal(80, has_color=True)
    assert "\x1b[7;31mlenght\x1b[0m" in text and "\x1b[7;32mlength\x1b[0m" in text
    assert "\x1b[7;31m4155550100\x1b[0m" in text and "\x1b[7;32m4 1 5 5 5 5 0 1 0 0\x1b[0m" in text
    assert "\x1b]8;;" in text


def test_a_difference_marks_the_words_that_change() -> None:
    from voxml.reporters.terminal.paint import Paint
    from voxml.reporters.terminal.painted_diff import painted_diff

    before, after = "a\nGather numDigits\nz\n::error::no", "a\nGather num_digits\nz\n"
    text = painted_diff(before, after, "a.xml", "a.xml", Paint(True))
    assert "\x1b[31m-Gather \x1b[0m\x1b[7;31mnumDigits\x1b[0m\n" in text
    assert "\x1b[32m+Gather \x1b[0m\x1b[7;32mnum_digits\x1b[0m\n" in text
    plain = painted_diff(before, after, "a.xml", "a.xml", Paint(False))
    assert plain == (
        "--- a.xml\n+++ a.xml\n@@ -1,4 +1,3 @@\n a\n-Gather numDigits\n+Gather num_digits\n z\n-::error::no\n"
        "\\ No newline at end of file\n"
    )
