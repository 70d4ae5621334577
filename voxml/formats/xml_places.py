"""Where the parts of an XML document stand in its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from voxml.formats.tree import Span
from voxml.formats.xml_tree import XmlElement, number_siblings

if TYPE_CHECKING:
    from voxml.formats.tree import Node
    from voxml.formats.xml import XmlText

_START_TAG = re.compile(r"<([^\s/>]+)")
_ATTRIBUTE = re.compile(r"""\s+([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")


def _attribute_places(text: str, at: int) -> dict[str, tuple[int, int, int, int]]:
    """The attributes written from `at` on, with and without their prefix: start, end, start and end of the value."""
    places: dict[str, tuple[int, int, int, int]] = {}
    while found := _ATTRIBUTE.match(text, at):
        at = found.end()
        place = (found.start(1), at, found.start(2) + 1, at - 1)
        places.setdefault(found[1].rpartition(":")[2], place)
        places.setdefault(found[1], place)
    return places


class XmlPlaces:
    """Finds elements and attributes in the text of an `XmlText`."""

    def __init__(self, document: XmlText) -> None:
        self._document = document
        self._numbered: set[int] = set()
        # Each is found once, or a document of many faults would take the square of their number.
        self._attributes: dict[int, dict[str, tuple[int, int, int, int]]] = {}
        self._runs: dict[int, list[tuple[int, int]]] | None = None

    def of(self, node: Node, member: str | None = None, *, value: bool = False) -> Span:
        """Where a node stands, or one of its members; with `value` the member's value alone."""
        element: XmlElement = node.origin
        if member is None:
            return self.element(element)
        inner = node.members.get(member)
        if not isinstance(inner, (str, int)) and inner:
            first = inner[0] if isinstance(inner, list) else inner
            if hasattr(first, "origin"):
                return self.element(first.origin)
        if member in element.attributes:
            return self.attribute(element, member, value=value)
        return self.content(element) if value else self.element(element)

    def element(self, element: XmlElement) -> Span:
        """From the `<` of an element's start tag to the end of its name."""
        start = self._document.start(element)
        found = _START_TAG.match(self._document.source.text, start)
        return Span(start, found.end() if found else start + 1, self.pointer(element))

    def attribute(self, element: XmlElement, name: str, *, value: bool = False) -> Span:
        """An attribute from its name to the quote after its value, or the value within the quotes."""
        head = self.element(element)
        written = name.rpartition(" ")[2]
        pointer = f"{head.pointer}/@{written}"
        if element.offset not in self._attributes:
            self._attributes[element.offset] = _attribute_places(self._document.source.text, head.end)
        place = self._attributes[element.offset].get(written)
        if place is None:
            return Span(head.start, head.end, pointer)
        return Span(place[2], place[3], pointer) if value else Span(place[0], place[1], pointer)

    def content(self, element: XmlElement) -> Span:
        """The first run of an element's text, without the white space around it; the element when it has none."""
        for run in self.text_runs(element):
            start, end = run
            text = self._document.source.text
            while start < end and text[start] in " \t\r\n":
                start += 1
            while end > start and text[end - 1] in " \t\r\n":
                end -= 1
            if start < end:
                return Span(start, end, self.pointer(element))
        return self.element(element)

    def text_runs(self, element: XmlElement) -> list[tuple[int, int]]:
        """The places of all runs of text directly inside an element, white space and all."""
        if self._runs is None:
            offset = self._document.offset
            self._runs = {
                offset(start): [(offset(begin), offset(end)) for begin, end in runs]
                for start, runs in _runs(self._document.utf8).items()
            }
        return self._runs.get(self._document.start(element), [])

    def pointer(self, element: XmlElement) -> str:
        """The XPath of an element, such as `/Response/Gather[1]/Say[1]`."""
        steps: list[str] = []
        at: XmlElement | None = element
        while at is not None:
            name = at.name.rpartition(" ")[2]
            if at.parent is None:
                steps.append(name)
            else:
                if id(at.parent) not in self._numbered:
                    number_siblings(at.parent.children or [])
                    self._numbered.add(id(at.parent))
                steps.append(f"{name}[{at.index}]")
            at = at.parent
        return "/" + "/".join(reversed(steps))


def _runs(utf8: bytes) -> dict[int, list[tuple[int, int]]]:
    """Where text stands, in bytes: by the offset of the `<` of the element that it stands directly in."""
    runs: dict[int, list[tuple[int, int]]] = {}
    opened: list[int] = []
    begun = -1
    parser = expat.ParserCreate("utf-8", " ")

    def mark(*_event: object) -> None:
        nonlocal begun
        if begun >= 0:
            runs.setdefault(opened[-1], []).append((begun, parser.CurrentByteIndex))
            begun = -1

    def start(_name: str, _attributes: object) -> None:
        mark()
        opened.append(parser.CurrentByteIndex)

    def end(_name: str) -> None:
        mark()
        opened.pop()

    def data(_text: str) -> None:
        nonlocal begun
        if begun < 0:
            begun = parser.CurrentByteIndex

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, data
    parser.CommentHandler = parser.ProcessingInstructionHandler = mark
    parser.Parse(utf8, True)
    return runs
