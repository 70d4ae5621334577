"""The tree of a document that both forms give, so that a rule is written once.

A document with errors gives the tree of its valid parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

#: A valid document is 3 levels deep in XML and 5 in JSON; what is deeper than this is an attack or a mistake.
MAX_DEPTH = 100


class SyntaxProblem(NamedTuple):
    """Why a text can't be parsed, the offset where that showed, and the offset of a comma to remove."""

    rule: str
    message: str
    offset: int
    comma: int | None = None


class Span(NamedTuple):
    """The characters from offset `start` up to `end` (0-based), and the pointer of what they are."""

    start: int
    end: int
    pointer: str


_NONE: frozenset[str] = frozenset()


class Node:
    """A verb, a noun, a prompt inside a Gather, or the envelope (named `Response`)."""

    __slots__ = ("invalid", "members", "name", "origin", "parent")

    def __init__(self, name: str, origin: Any, parent: Node | None) -> None:
        self.name = name
        #: The valid members: str, int, bool, a Node, a list of Nodes, or a dict of texts.
        self.members: dict[str, Any] = {}
        #: The members that are written, but invalid or under a name that was probably meant for them. In the envelope
        #: `instructions` is among them when the last thing in it is no instruction.
        self.invalid: frozenset[str] = _NONE
        #: What the form's locator finds it by: an element in XML, a path in JSON.
        self.origin = origin
        self.parent = parent

    def get(self, member: str) -> Any:
        """Return a member's value, or None when it is not set or not valid."""
        return self.members.get(member)

    def is_written(self, member: str) -> bool:
        """Return whether a member is in the text at all, valid or not: an invalid one has a diagnostic of its own."""
        return member in self.members or member in self.invalid

    @property
    def instructions(self) -> list[Node]:
        """The instructions of the envelope, first to last."""
        found: list[Node] = self.members.get("instructions", [])
        return found

    def walk(self) -> Iterator[Node]:
        """Yield this node and all nodes inside it, in document order."""
        yield self
        for value in self.members.values():
            if isinstance(value, Node):
                yield from value.walk()
            elif isinstance(value, list):
                for item in value:
                    yield from item.walk()

    def __repr__(self) -> str:
        return f"<{self.name} {self.members!r}>"
