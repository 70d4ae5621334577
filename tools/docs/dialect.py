"""What GitHub reads in a page and Python's Markdown does not, rewritten so that both show the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

_CODE_WITH_BAR = re.compile(r"(?<!`)`(?!`)([^`\n]*\\\|[^`\n]*)`")


def as_github_reads_it(text: str) -> str:
    """Return a page's text, of which GitHub and Python's Markdown make the same."""
    return "\n".join(_lines(text))


def _lines(text: str) -> Iterator[str]:
    in_item = in_fence = False
    for line in text.split("\n"):
        if line.startswith("```"):
            in_fence = not in_fence
            in_item = False
        if in_fence:
            yield line
        elif line.startswith("|"):
            # In a table `a\|b` is the code a|b.
            yield _CODE_WITH_BAR.sub(_with_bar, line)
        elif re.match(r"\d+\. ", line):
            in_item = True
            yield line
        else:
            # What belongs to an item of a numbered list is indented by three spaces, and by four.
            in_item = in_item and (line.startswith("   ") or not line)
            yield f" {line}" if in_item and line else line


def _with_bar(match: re.Match[str]) -> str:
    return f"<code>{escape(match[1]).replace(chr(92) + '|', '&#124;')}</code>"
