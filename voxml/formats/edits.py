"""Edits of a text that change one thing of a document and keep its layout: what fixes are made of."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Protocol

from voxml.diagnostics import Edit

if TYPE_CHECKING:
    from voxml.formats.json import Path
    from voxml.formats.json_places import JsonPlaces
    from voxml.formats.tree import Node
    from voxml.formats.xml_places import XmlPlaces
    from voxml.formats.xml_tree import XmlElement
    from voxml.schema.checked import Checked

Plain = str | int | bool


class Edits(Protocol):
    """Makes the edits in one form."""

    def set(self, node: Node, member: str, value: Plain) -> tuple[Edit, ...]:
        """Give a member another value, or add it."""
        ...

    def remove(self, node: Node, member: str) -> tuple[Edit, ...]:
        """Take a member away."""
        ...

    def remove_nodes(self, nodes: list[Node]) -> tuple[Edit, ...]:
        """Take away neighbours, such as the instructions after a Hangup."""
        ...


def edits_of(checked: Checked) -> Edits:
    """What makes edits of a document that could be parsed."""
    places: Any = checked.places
    return JsonEdits(checked.source.text, places) if checked.form == "json" else XmlEdits(checked.source.text, places)


# --- XML --------------------------------------------------------------------------------------------------------------

_LAST_ATTRIBUTE = re.compile(r"""<[^\s/>]+(?P<all>(?P<space>\s+)[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*""")


class XmlEdits:
    """Edits of an XML text."""

    def __init__(self, text: str, places: XmlPlaces) -> None:
        self._text = text
        self._places = places

    def set(self, node: Node, member: str, value: Plain) -> tuple[Edit, ...]:
        """Give an attribute or the text of an element another value, or add the attribute."""
        from voxml.language.xml_text import escape_attribute, escape_text

        element: XmlElement = node.origin
        written = str(value).lower() if isinstance(value, bool) else str(value)
        if member in element.attributes:
            span = self._places.attribute(element, member, value=True)
            quoted = escape_attribute(written)
            if self._text[span.end : span.end + 1] == "'":
                quoted = quoted.replace("'", "&apos;")
            return (Edit(span.start, span.end, quoted),)
        if member in node.members:
            span = self._places.content(element)
            return (Edit(span.start, span.end, escape_text(written)),)
        start = self._places.element(element).start
        found = _LAST_ATTRIBUTE.match(self._text, start)
        at = found.end() if found is not None else start
        space = (found["space"] if found is not None else None) or " "
        return (Edit(at, at, f'{space}{member}="{escape_attribute(written)}"'),)

    def remove(self, node: Node, member: str) -> tuple[Edit, ...]:
        """Take an attribute away, and the white space before it."""
        span = self._places.attribute(node.origin, member)
        start = span.start
        while self._text[start - 1] in " \t\r\n":
            start -= 1
        return (Edit(start, span.end, ""),)

    def remove_nodes(self, nodes: list[Node]) -> tuple[Edit, ...]:
        """Take elements away, and the lines that they leave empty; comments between them stay."""
        from voxml.formats.comments import Layout

        extents = Layout(self._text).extents
        edits: list[Edit] = []
        for node in nodes:
            extent = extents[self._places.element(node.origin).start]
            edits.append(_with_line(self._text, extent.start, extent.end))
        return tuple(edits)


def _with_line(text: str, start: int, end: int) -> Edit:
    """The removal of `start` to `end`, with its line when nothing else stands on it."""
    before = start
    while before > 0 and text[before - 1] in " \t":
        before -= 1
    after = end
    while after < len(text) and text[after] in " \t":
        after += 1
    begins_line = before == 0 or text[before - 1] in "\r\n"
    ends_line = after == len(text) or text[after] in "\r\n"
    if not (begins_line and ends_line):
        return Edit(start, end, "")
    if text.startswith("\r\n", after):
        after += 2
    elif after < len(text):
        after += 1
    return Edit(before, after, "")


def remove_comment(text: str, start: int, end: int) -> Edit:
    """The removal of a comment, with its line when nothing else stands on it."""
    edit = _with_line(text, start, end)
    if edit.start == start and start > 0 and text[start - 1] == " ":
        return Edit(start - 1, end, "")
    return edit


# --- JSON -------------------------------------------------------------------------------------------------------------


class JsonEdits:
    """Edits of a JSON text."""

    def __init__(self, text: str, places: JsonPlaces) -> None:
        self._text = text
        self._places = places

    def set(self, node: Node, member: str, value: Plain) -> tuple[Edit, ...]:
        """Give a member another value, or add it as the last one."""
        written = json.dumps(value, ensure_ascii=False)
        if member in node.members:
            span = self._places.path((*node.origin, member), value=True)
            is_quoted = self._text[span.start - 1] == '"'
            return (Edit(span.start - is_quoted, span.end + is_quoted, written),)
        return (self.insert(node.origin, member, written),)

    def insert(self, path: Path, member: str, written: str) -> Edit:
        """Add a member to the end of an object, laid out as the one before it."""
        whole = self._places.path(path, value=True)
        close = whole.end - 1
        last = close
        while self._text[last - 1] in " \t\r\n":
            last -= 1
        if self._text[last - 1] == "{":
            return Edit(last, last, f"{json.dumps(member, ensure_ascii=False)}: {written}")
        # On a line of its own when the closing brace stands on one.
        gap = self._text[last:close]
        if "\n" in gap:
            line = self._text.rfind("\n", 0, last) + 1
            indent = re.match(r"[ \t]*", self._text[line:])
            lead = gap[: gap.index("\n") + 1] + (indent[0] if indent is not None else "")
        else:
            lead = " " if ", " in self._text[whole.start : close] or ": " in self._text[whole.start : close] else ""
        colon = ": " if ": " in self._text[whole.start : close] else ":"
        return Edit(last, last, f",{lead}{json.dumps(member, ensure_ascii=False)}{colon}{written}")

    def remove(self, node: Node, member: str) -> tuple[Edit, ...]:
        """Take a member away, with one comma."""
        span = self._places.path((*node.origin, member))
        return (self._without_comma(span.start, span.end),)

    def remove_nodes(self, nodes: list[Node]) -> tuple[Edit, ...]:
        """Take neighbouring items of an array away, with their commas."""
        start = self._places.path(nodes[0].origin, value=True).start
        end = self._places.path(nodes[-1].origin, value=True).end
        return (self._without_comma(start, end),)

    def _without_comma(self, start: int, end: int) -> Edit:
        text = self._text
        before = start
        while text[before - 1] in " \t\r\n":
            before -= 1
        if text[before - 1] == ",":
            return Edit(before - 1, end, "")
        after = end
        while text[after] in " \t\r\n":
            after += 1
        if text[after] == ",":
            after += 1
            while text[after] in " \t\r\n":
                after += 1
            return Edit(start, after, "")
        return Edit(start, end, "")
