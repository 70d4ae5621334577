"""Turns the tree of a right document into verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxml.language import verbs

if TYPE_CHECKING:
    from voxml.formats.tree import Node


def build_instructions(root: Node) -> list[verbs.Verb]:
    """The verbs of a document that has no faults."""
    return [_build(node) for node in root.instructions]


def _build(node: Node) -> Any:
    members = {name: _value(value) for name, value in node.members.items()}
    cls = getattr(verbs, node.name)
    content = members.pop(cls.__struct_fields__[0]) if _has_positional(cls, members) else None
    return cls(**members) if content is None else cls(content, **members)


def _has_positional(cls: Any, members: dict[str, Any]) -> bool:
    fields = cls.__mro__[1].__struct_fields__
    return bool(fields) and fields[0] in members


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_build(item) for item in value)
    if hasattr(value, "members"):
        return _build(value)
    return value
