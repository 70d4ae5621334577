"""What a text that may be broken looks like: its elements, and what is at a position in it.

The checker needs a document that can be parsed; while somebody types there is none. Both forms are scanned into the
same `Element`s, by their offsets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from voxml.schema.tables import MEMBERS

#: `element`: the name of an element or verb; `member`: that of an attribute or member; `value`: its value; `text`: between
#: the children of an element; `end`: the name of an end tag.
Kind = Literal["element", "member", "value", "text", "end", "none"]


class Part(NamedTuple):
    """A name or a value by its offsets, within its quotes."""

    text: str
    start: int
    end: int

    def holds(self, offset: int) -> bool:
        """Tell whether a cursor at an offset is in it, or at one of its ends."""
        return self.start <= offset <= self.end


class Attribute(NamedTuple):
    """An attribute of an element, or a plain member of an object."""

    name: Part
    value: Part | None


@dataclass(eq=False, slots=True)
class Element:
    """An element of XML, or an object of JSON that is a verb, a noun or the document."""

    name: Part
    start: int
    parent: Element | None
    end: int = -1
    #: Where the start tag ends; in JSON where the object begins.
    head_end: int = -1
    attributes: list[Attribute] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)
    #: In JSON the name of the member that holds it.
    member: Part | None = None

    def get(self, name: str) -> str | None:
        """Return the value of an attribute or member, as it is written."""
        return next(
            (each.value.text for each in self.attributes if each.name.text == name and each.value is not None), None
        )

    def walk(self) -> Iterator[Element]:
        """Yield this element and all within it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


class Cursor(NamedTuple):
    """What is at a position."""

    kind: Kind
    #: Around the position; of a name of an element its parent.
    element: Element | None = None
    #: The word or value that the position is in.
    part: Part = Part("", 0, 0)
    #: The member whose value it is.
    member: str = ""
    #: Whether the part has quotes around it.
    is_quoted: bool = False

    def prefix(self, offset: int) -> str:
        """Return what is written of the part before an offset."""
        return self.part.text[: max(offset - self.part.start, 0)]


class Scan(NamedTuple):
    """A scanned text."""

    form: Literal["xml", "json"]
    text: str
    roots: list[Element]

    def elements(self) -> Iterator[Element]:
        """Yield all elements."""
        for root in self.roots:
            yield from root.walk()

    def innermost(self, offset: int) -> Element | None:
        """Return the innermost element that an offset is in."""
        found: Element | None = None
        inside = self.roots
        while True:
            inner = next((each for each in inside if each.start < offset < each.end), None)
            if inner is None:
                return found
            found, inside = inner, inner.children


def word_before(text: str, offset: int, more: str = "_") -> Part:
    """Return the letters, digits and `more` characters right before an offset."""
    start = offset
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] in more):
        start -= 1
    return Part(text[start:offset], start, offset)


def element_inside(parent: str, member: str) -> str | None:
    """Return the element that a member of another holds: `Say` for `say` of a Gather; None for a plain member."""
    base, what, *_ = MEMBERS.get(parent, {}).get(member, ("", ""))
    return what if base in ("element", "list") else None


def children_of(name: str) -> dict[str, str]:
    """Return the elements that XML allows in another, with the members that they are in JSON."""
    found = {what: member for member, (base, what, *_) in MEMBERS.get(name, {}).items() if base in ("element", "list")}
    return {**found, "Parameter": "parameters"} if name == "Stream" else found
