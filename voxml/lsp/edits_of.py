"""Changes of a text: those that an editor sends, and the one edit that makes a text another."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from voxml.lsp.open_text import OpenText
from voxml.lsp.positions import Positions


def after_changes(text: str, changes: Sequence[types.TextDocumentContentChangeEvent]) -> str:
    """Return a text after the changes that an editor sends, one after another; one without a range is the whole text."""
    for change in changes:
        if isinstance(change, types.TextDocumentContentChangePartial):
            positions = Positions(text)
            start, end = positions.offset(change.range.start), positions.offset(change.range.end)
            text = text[:start] + change.text + text[end:]
        else:
            text = change.text
    return text


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
