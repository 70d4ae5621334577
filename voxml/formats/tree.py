"""A document as its source has it: what the checker has judged right, and where every part stands.

Both forms give the same tree, so that a rule is written once. A broken document gives the tree of its right parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol


class Span(NamedTuple):
    """The characters from offset `start` up to `end` (0-based), and the pointer of what stands there."""

    start: int
    end: int
    pointer: str


class Places(Protocol):
    """Finds the parts of a document in its text."""

    def of(self, node: Node, member: str | None = None, *, value: bool = False) -> Span:
        """Where a node stands, or one of its members; with `value` the member's value alone, within its quotes."""
        ...


_NONE: frozenset[str] = frozenset()


class Node:
    """A verb, a noun, a prompt inside a Gather, or the envelope (named `Response`)."""

    __slots__ = ("members", "name", "origin", "parent", "wrong")

    def __init__(self, name: str, origin: Any, parent: Node | None) -> None:
        self.name = name
        #: The right members: str, int, bool, a Node, a list of Nodes, or a dict of texts.
        self.members: dict[str, Any] = {}
        #: The members that are written, but wrong or under a name that was probably meant for them. In the envelope
        #: `instructions` is among them when the last thing in it is no instruction.
        self.wrong: frozenset[str] = _NONE
        #: What the form needs to find the place again.
        self.origin = origin
        self.parent = parent

    def get(self, member: str) -> Any:
        """A member's value, or None when it is not set or was judged wrong."""
        return self.members.get(member)

    def is_written(self, member: str) -> bool:
        """Whether a member stands there at all, right or wrong: what is wrong has a finding of its own."""
        return member in self.members or member in self.wrong

    @property
    def instructions(self) -> list[Node]:
        """The instructions of the envelope, first to last."""
        found: list[Node] = self.members.get("instructions", [])
        return found

    def walk(self) -> Iterator[Node]:
        """This node and all nodes inside it, in document order."""
        yield self
        for value in self.members.values():
            if isinstance(value, Node):
                yield from value.walk()
            elif isinstance(value, list):
                for item in value:
                    yield from item.walk()

    def __repr__(self) -> str:
        return f"<{self.name} {self.members!r}>"
