"""Turn the tree of a valid document into verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxml.language import verbs
from voxml.language.element import Verb

if TYPE_CHECKING:
    from voxml.formats.tree import Node


def build_instructions(root: Node) -> list[Verb]:
    """Return the verbs of a valid document."""
    return [_build(node) for node in root.instructions]


def _build(node: Node) -> Any:
    return getattr(verbs, node.name)(**{name: _value(value) for name, value in node.members.items()})


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_build(item) for item in value)
    if hasattr(value, "members"):
        return _build(value)
    return value
