"""Gives the reports of rules their places in the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from voxml.formats.tree import Span

if TYPE_CHECKING:
    from voxml.diagnostics import Diagnostic
    from voxml.rules import Note
    from voxml.schema.checked import Checked

_TAG_END = re.compile(r"""(?:[^>"']|"[^"]*"|'[^']*')*>""")


def place(checked: Checked, notes: list[Note]) -> list[Diagnostic]:
    """The diagnostics of a document's notes; all places are looked up in one pass."""
    places: Any = checked.places
    if checked.form == "json":
        places.find({note.node.origin if note.member is None else (*note.node.origin, note.member) for note in notes})
    found: list[Diagnostic] = []
    for note in notes:
        span = places.of(note.node, note.member)
        if checked.form == "json":
            span = _in_json(checked.source.text, span, note)
        else:
            span = _in_xml(checked.source.text, span, note)
        fix = note.mend() if note.mend is not None else None
        found.append(checked.diagnostic(span, note.rule, note.message, note.severity, fix))
    return found


def _in_json(text: str, span: Span, note: Note) -> Span:
    if note.member is None:
        # An object: its verb says best what is meant, and its brace is where it begins.
        return Span(span.start, span.start + 1, span.pointer)
    return _up_to_fragment(text, span, span.start, span.end, note.fragment)


def _in_xml(text: str, span: Span, note: Note) -> Span:
    if note.member is None or "/@" in span.pointer:
        return _up_to_fragment(text, span, span.start, span.end, note.fragment)
    # The text of the element: from its tag to the end of what is meant.
    tag = _TAG_END.match(text, span.end)
    if note.fragment is None or tag is None:
        return span
    end = text.find(f"</{note.node.name}", tag.end())
    return _up_to_fragment(text, span, tag.end(), end if end >= 0 else len(text), note.fragment)


def _up_to_fragment(text: str, span: Span, start: int, end: int, fragment: str | None) -> Span:
    if fragment is None:
        return span
    at = text.find(fragment, start, end)
    return span if at < 0 else Span(span.start, at + len(fragment), span.pointer)
