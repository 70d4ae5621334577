"""Find the parts of a document in its text, when a diagnostic or a fix needs them."""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from voxml.formats.tree import Span
from voxml.formats.xml_layout import Layout

if TYPE_CHECKING:
    from voxml.formats.json import JsonDocument, Path
    from voxml.formats.tree import Node
    from voxml.formats.xml import XmlDocument, XmlElement

_START_TAG = re.compile(r"<([^\s/>]+)")
_ATTRIBUTE = re.compile(r"""\s+([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")
_SPACE = " \t\r\n"


class _Attribute(NamedTuple):
    """An attribute by its offsets: of its name, of the end of it all, and of its value within the quotes."""

    start: int
    end: int
    value_start: int
    value_end: int


class XmlLocator:
    """Finds elements, attributes and texts in the text of an XML document."""

    def __init__(self, document: XmlDocument) -> None:
        self._document = document
        self.text = document.source.text
        # What was found is kept, or a document of many problems would take the square of their number.
        self._indexes: dict[XmlElement, int] = {}
        self._attributes: dict[int, dict[str, _Attribute]] = {}

    @cached_property
    def layout(self) -> Layout:
        """The comments, extents and runs of text."""
        return Layout(self.text)

    def locate(self, node: Node, member: str | None = None, *, value: bool = False) -> Span:
        """Return the span of a node or of one of its members; with `value` of an attribute's value alone."""
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
        return self.content(element)

    def parameter(self, node: Node, name: str) -> Span:
        """Return the span of the `<Parameter` of that name in a Stream."""
        element: XmlElement = node.origin
        for child in element.children or ():
            if child.attributes.get("name") == name:
                return self.element(child)
        return self.element(element)

    def start(self, element: XmlElement) -> int:
        """Return the offset of the `<` of an element."""
        return self._document.offset(element.offset)

    def element(self, element: XmlElement) -> Span:
        """Return the span from the `<` of an element's start tag to the end of its name."""
        start = self.start(element)
        found = _START_TAG.match(self.text, start)
        return Span(start, found.end() if found else start + 1, self.pointer(element))

    def attribute(self, element: XmlElement, name: str, *, value: bool = False) -> Span:
        """Return the span of an attribute with its value, or with `value` of what is within the quotes."""
        head = self.element(element)
        written = name.rpartition(" ")[2]
        pointer = f"{head.pointer}/@{written}"
        if element.offset not in self._attributes:
            self._attributes[element.offset] = _attributes_at(self.text, head.end)
        found = self._attributes[element.offset].get(written)
        if found is None:
            return Span(head.start, head.end, pointer)
        return Span(found.value_start, found.value_end, pointer) if value else Span(found.start, found.end, pointer)

    def content(self, element: XmlElement) -> Span:
        """Return the span of the first run of an element's text without the white space around it, else its tag's."""
        extent = self.layout.extents.get(self.start(element))
        for start, end in extent.runs if extent is not None else ():
            run = self.text[start:end]
            if bare := run.strip(_SPACE):
                first = start + len(run) - len(run.lstrip(_SPACE))
                return Span(first, first + len(bare), self.pointer(element))
        return self.element(element)

    def pointer(self, element: XmlElement) -> str:
        """Return the XPath of an element, such as `/Response/Gather[1]/Say[1]`."""
        name = element.name.rpartition(" ")[2]
        if element.parent is None:
            return f"/{name}"
        if element not in self._indexes:
            counts: dict[str, int] = {}
            for each in element.parent.children:
                counts[each.name] = self._indexes[each] = counts.get(each.name, 0) + 1
        return f"{self.pointer(element.parent)}/{name}[{self._indexes[element]}]"


def _attributes_at(text: str, at: int) -> dict[str, _Attribute]:
    """Return the attributes written from `at` on, by their names with and without the prefix."""
    found: dict[str, _Attribute] = {}
    while match := _ATTRIBUTE.match(text, at):
        at = match.end()
        attribute = _Attribute(match.start(1), at, match.start(2) + 1, at - 1)
        found.setdefault(match[1].rpartition(":")[2], attribute)
        found.setdefault(match[1], attribute)
    return found


_BLANK = re.compile("[ \t\r\n]*").match
#: Reads a value to find its end; numbers stay as they are written, whatever their length.
_skip = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode


class _Part(NamedTuple):
    """A member or item by its offsets: of its name (an item has none) and of its value."""

    name_start: int
    name_end: int
    start: int
    end: int


class JsonLocator:
    """Finds members and items in the text of a JSON document; an object or array is read when one of its parts is asked for."""

    def __init__(self, document: JsonDocument) -> None:
        self.text = document.source.text
        self._parts: dict[Path, dict[str | int, list[_Part]]] = {}

    def locate(self, node: Node, member: str | None = None, *, value: bool = False) -> Span:
        """Return the span of a node or of one of its members; with `value` of the member's value, within its quotes."""
        path: Path = node.origin
        return self.path(path if member is None else (*path, member), value=value or member is None)

    def parameter(self, node: Node, name: str) -> Span:
        """Return the span of the parameter of that name of a Stream."""
        return self.path((*node.origin, "parameters", name))

    def path(self, path: Path, *, value: bool = False, occurrence: int = 0) -> Span:
        """Return the span from the quote before a member's name to the end of its value, or of the value alone."""
        part = self._part(path, occurrence)
        pointer = pointer_of(path)
        if part is None:
            return Span(0, 1, pointer)
        if value or part.name_start < 0:
            quoted = value and self.text[part.start] == '"'
            return Span(part.start + quoted, part.end - quoted, pointer)
        return Span(part.name_start, part.end, pointer)

    def name(self, path: Path, *, occurrence: int = 0) -> Span:
        """Return the span of a member's name with its quotes, or of the first character of an object or item."""
        part = self._part(path, occurrence)
        span = self.path(path, occurrence=occurrence)
        end = span.start + 1 if part is None or part.name_start < 0 else part.name_end
        return span._replace(end=end)

    def _part(self, path: Path, occurrence: int = 0) -> _Part | None:
        if not path:
            start = _after_blank(self.text, 0)
            return _Part(-1, -1, start, len(self.text.rstrip(_SPACE)))
        outer = path[:-1]
        if outer not in self._parts:
            whole = self._part(outer)
            self._parts[outer] = _parts_at(self.text, whole.start) if whole is not None else {}
        found = self._parts[outer].get(path[-1], [])
        return found[occurrence] if occurrence < len(found) else None


def pointer_of(path: Path) -> str:
    """Return the JSON Pointer (RFC 6901) of a path."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def _after_blank(text: str, at: int) -> int:
    found = _BLANK(text, at)
    assert found is not None
    return found.end()


def _parts_at(text: str, at: int) -> dict[str | int, list[_Part]]:
    """Return the parts of the object or array at an offset of a valid JSON text, by name or index."""
    found: dict[str | int, list[_Part]] = {}
    is_object = text[at] == "{"
    if not is_object and text[at] != "[":
        return found
    index = 0
    at = _after_blank(text, at + 1)
    while text[at] not in "}]":
        name_start = name_end = -1
        step: str | int = index
        if is_object:
            name_start = at
            step, name_end = _skip(text, at)
            at = _after_blank(text, _after_blank(text, name_end) + 1)
        end = _skip(text, at)[1]
        found.setdefault(step, []).append(_Part(name_start, name_end, at, end))
        index += 1
        at = _after_blank(text, end)
        if text[at] == ",":
            at = _after_blank(text, at + 1)
    return found
