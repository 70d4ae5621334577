"""The lines that a fix takes out and puts in, and which words of them it changes."""

from __future__ import annotations

from typing import NamedTuple

from voxml.diagnostics import Fix
from voxml.source import Source


class Lines(NamedTuple):
    """Lines of a text, and the columns from and up to which the first of them is changed."""

    lines: list[str]
    column: int
    end: int


#: More lines than this of a fix are not shown.
_MOST_LINES = 6


def changed_lines(fix: Fix, source: Source) -> tuple[Lines, Lines]:
    """Return the lines that a fix changes, as they are and as they will be."""
    edits = sorted(fix.edits)
    begin, stop = edits[0].start, max(edit.end for edit in edits)
    first, column = source.place(begin)
    last, _ = source.place(stop)
    start = source.offset(first, 1)
    end = source.offset(last, 1) + len(source.line(last))
    pieces: list[str] = []
    at = begin
    for edit in edits:
        pieces += (source.text[at : edit.start], edit.text)
        at = edit.end
    old, new = source.text[begin:stop], "".join(pieces)
    before = source.text[start:end].splitlines()
    after = (source.text[start:begin] + new + source.text[stop:end]).splitlines()
    while before and after and before[-1] == after[-1]:
        before, after = before[:-1], after[:-1]
    words = changed_words(old, new)
    ends = column + words.old_end, column + words.new_end
    column += words.start
    while before and after and before[0] == after[0]:
        before, after, column, ends = before[1:], after[1:], 1, (1, 1)
    kept = shorten([line for line in after if line.strip()])
    return Lines(shorten(before), column, ends[0]), Lines(kept, column, ends[1])


class Words(NamedTuple):
    """From where up to where the words of a text are changed, in the old text and in the new one."""

    start: int
    old_end: int
    new_end: int


def changed_words(old: str, new: str) -> Words:
    """Return which words differ between two texts."""
    same = _same(old, new)
    tail = _same(old[same:][::-1], new[same:][::-1])
    # Whole words: what else is in them on the left and on the right is in both.
    left = min(_word(old[:same][::-1]), _word(new[:same][::-1]))
    right = min(_word(old[len(old) - tail :]), _word(new[len(new) - tail :]))
    touches_left = _word(old[same:]) or _word(new[same:])
    touches_right = _word(old[: len(old) - tail][::-1]) or _word(new[: len(new) - tail][::-1])
    same, tail = same - (left if touches_left else 0), tail - (right if touches_right else 0)
    return Words(same, len(old) - tail, len(new) - tail)


def _same(one: str, other: str) -> int:
    """Return with how many of the same characters two texts begin."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _word(text: str) -> int:
    """Return how many letters and digits a text begins with."""
    return next((at for at, char in enumerate(text) if not (char.isalnum() or char == "_")), len(text))


def shorten(lines: list[str]) -> list[str]:
    """Return at most `_MOST_LINES` lines, the last of which may be an ellipsis."""
    return lines if len(lines) <= _MOST_LINES else [*lines[: _MOST_LINES - 1], "…"]
