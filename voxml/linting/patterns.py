"""Patterns of file names as .gitignore writes them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


class Pattern(NamedTuple):
    """One line of a .gitignore, made ready."""

    regex: re.Pattern[str]
    is_negated: bool
    is_for_folders: bool


def parse(text: str) -> tuple[Pattern, ...]:
    """The patterns of a .gitignore."""
    found = []
    for line in text.splitlines():
        pattern = compile_pattern(line)
        if pattern is not None:
            found.append(pattern)
    return tuple(found)


def compile_pattern(line: str) -> Pattern | None:
    """One line; None for an empty one and for a comment."""
    if not line.endswith("\\ "):
        line = line.rstrip()
    if not line or line.startswith("#"):
        return None
    is_negated = line.startswith("!")
    if is_negated or line.startswith(("\\#", "\\!")):
        line = line[1:]
    is_for_folders = line.endswith("/")
    line = line.rstrip("/")
    if not line:
        return None
    # A pattern with a slash counts from the folder of its .gitignore; one without is a name at any depth.
    anchored = "/" in line
    regex = _translate(line.lstrip("/"))
    try:
        compiled = re.compile(regex if anchored else f"(?:.*/)?{regex}", re.DOTALL)
    except re.error:
        return None
    return Pattern(compiled, is_negated, is_for_folders)


_PIECE = re.compile(r"\*\*/|/\*\*|\*+|\?|\[(?:[!^]?\]?[^\]]*)\]|\\.|.", re.DOTALL)


def _translate(glob: str) -> str:
    pieces: list[str] = []
    for found in _PIECE.finditer(glob):
        piece = found[0]
        if piece == "**/":
            pieces.append("(?:.*/)?")
        elif piece == "/**":
            pieces.append("/.*")
        elif piece[0] == "*":
            pieces.append("[^/]*")
        elif piece == "?":
            pieces.append("[^/]")
        elif piece[0] == "[" and len(piece) > 2:
            inner = piece[1:-1].replace("\\", "\\\\")
            pieces.append(f"[{'^' + inner[1:] if inner[0] in '!^' else inner}]")
        elif piece[0] == "\\" and len(piece) == 2:
            pieces.append(re.escape(piece[1]))
        else:
            pieces.append(re.escape(piece))
    return "".join(pieces)


def is_ignored(patterns: tuple[Pattern, ...], name: str, is_folder: bool) -> bool | None:
    """What the last pattern that matches says of a name relative to its .gitignore; None when none does."""
    for pattern in reversed(patterns):
        if (is_folder or not pattern.is_for_folders) and pattern.regex.fullmatch(name):
            return not pattern.is_negated
    return None


@lru_cache(maxsize=4096)
def matches(pattern: str, name: str) -> bool:
    """Whether a file's name, or the folder that it is in, matches one pattern of the settings."""
    compiled = _compiled(pattern)
    if compiled is None:
        return False
    if not compiled.is_for_folders and compiled.regex.fullmatch(name):
        return True
    at = name.rfind("/")
    while at > 0:
        if compiled.regex.fullmatch(name[:at]):
            return True
        at = name.rfind("/", 0, at)
    return False


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> Pattern | None:
    return compile_pattern(pattern.removeprefix("./"))
