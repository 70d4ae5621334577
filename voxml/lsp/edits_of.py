"""The one edit that makes a text another."""

from __future__ import annotations

from lsprotocol import types

from voxml.lsp.open_text import OpenText


def changed(document: OpenText, text: str) -> list[types.TextEdit]:
    """Return the smallest single edit that makes a document this text; none where it is this text already."""
    old = document.text
    if old == text:
        return []
    start = _common(old, text)
    end = _common(old[start:][::-1], text[start:][::-1])
    # A line end of two characters is never cut in two.
    if start and old[start - 1] == "\r":
        start -= 1
    if end and old[len(old) - end] == "\n" and old[len(old) - end - 1] == "\r":
        end -= 1
    return [types.TextEdit(document.positions.range(start, len(old) - end), text[start : len(text) - end])]


def _common(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    most = min(len(one), len(other))
    return next((at for at in range(most) if one[at] != other[at]), most)
