"""A unified diff in colour, with the words of a line that are changed marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from difflib import unified_diff

from voxml.diagnostics import printable_lines
from voxml.reporters.terminal.changed_lines import changed_words
from voxml.reporters.terminal.paint import Paint

_NO_END = "\\ No newline at end of file"


def painted_diff(before: str, after: str, name: str, new_name: str, paint: Paint) -> str:
    """Return the difference between two texts as `diff -u` writes it, escaped for a terminal."""
    lines = unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), name, new_name)
    return "".join(_painted(lines, paint))


def _painted(lines: Iterable[str], paint: Paint) -> Iterator[str]:
    removed: list[str] = []
    added: list[str] = []
    for number, line in enumerate(lines):
        if number >= 2 and line.startswith("-"):
            yield from _block(removed, added, paint) if added else ()
            if added:
                removed, added = [], []
            removed.append(line)
        elif number >= 2 and line.startswith("+"):
            added.append(line)
        else:
            yield from _block(removed, added, paint)
            removed, added = [], []
            role = paint.bold if number < 2 else paint.accent if line.startswith("@@") else _plain
            yield _row(line, role)
    yield from _block(removed, added, paint)


def _block(removed: list[str], added: list[str], paint: Paint) -> Iterator[str]:
    """Yield the lines that are taken out, then those that are put in; where they are as many, their words are marked."""
    has_pairs = len(removed) == len(added)
    spans = [changed_words(old[1:], new[1:]) for old, new in zip(removed, added, strict=has_pairs)] if has_pairs else []
    for number, line in enumerate(removed):
        start, end = (spans[number].start, spans[number].old_end) if spans else (0, 0)
        yield _row(line, paint.removed, paint.removed_words, start + 1, end + 1)
    for number, line in enumerate(added):
        start, end = (spans[number].start, spans[number].new_end) if spans else (0, 0)
        yield _row(line, paint.good, paint.added_words, start + 1, end + 1)


def _plain(text: str) -> str:
    return text


def _row(
    line: str,
    role: Callable[[str], str],
    words: Callable[[str], str] = _plain,
    start: int = 0,
    end: int = 0,
) -> str:
    text = line.removesuffix("\n")
    end = min(end, len(text))
    # Escaped as a whole where nothing is marked: a line that looks like a command of a CI job is one from its start.
    if start < end:
        parts = [role(printable_lines(text[:start])), words(printable_lines(text[start:end]))]
        shown = "".join([*parts, role(printable_lines(text[end:]))])
    else:
        shown = role(printable_lines(text))
    return f"{shown}\n" if line.endswith("\n") else f"{shown}\n{_NO_END}\n"
