"""Says in words what a member of the language is; the schemas, the docstrings and the manual all say it alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voxml.language.members import Member


def describe(member: Member) -> str:
    """A member in a sentence or two: meaning, what is allowed, what TryVox does without it."""
    parts = [member.doc.text]
    if member.kind is not None:
        parts.append(f"{member.kind.expected[0].upper()}{member.kind.expected[1:]}.")
    if member.doc.default is not None:
        parts.append(f"Not set: {show(member.doc.default)}.")
    return " ".join(parts)


def show(value: str | int | bool) -> str:
    """A value as both forms of a document write it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
