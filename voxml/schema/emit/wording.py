"""The words for members and types that the schemas, the docstrings and the manual share."""

from voxml.language.members import Member
from voxml.language.types import OURS, Kind


def describe(member: Member) -> str:
    """Return a member in a few sentences: its meaning, what is allowed, what TryVox does without it."""
    parts = [member.doc.text]
    if member.kind is not None:
        parts.append(f"{member.kind.expected[0].upper()}{member.kind.expected[1:]}.")
    if member.doc.default is not None:
        parts.append(f"Not set: {show(member.doc.default)}.")
    return " ".join(parts)


def show(value: str | int | bool) -> str:
    """Return a value as both forms of a document write it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def source_of(kind: Kind) -> str:
    """Return where the limits of a type come from."""
    return OURS if kind.page == OURS else f"https://docs.tryvox.io/{kind.page}"
