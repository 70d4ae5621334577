"""Edits of a text that change one thing of a document and keep its layout: what fixes are made of."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import accumulate
from typing import TYPE_CHECKING

from voxml.diagnostics import Edit
from voxml.formats.locate import JsonLocator, XmlLocator
from voxml.language.xml_text import escape_attribute, escape_text

if TYPE_CHECKING:
    from voxml.formats.json import Path
    from voxml.formats.tree import Node
    from voxml.formats.xml import XmlElement

Plain = str | int | bool


# --- XML --------------------------------------------------------------------------------------------------------------

_LAST_ATTRIBUTE = re.compile(r"""<[^\s/>]+(?P<all>(?P<space>\s+)[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*""")


class XmlEdits:
    """Edits of an XML text."""

    def __init__(self, locator: XmlLocator) -> None:
        self._text = locator.text
        self._locator = locator

    def set(self, node: Node, member: str, value: Plain) -> tuple[Edit, ...]:
        """Give an attribute or the text of an element another value, or add the attribute."""
        element: XmlElement = node.origin
        written = str(value).lower() if isinstance(value, bool) else str(value)
        if member in element.attributes:
            return self.set_attribute(element, member, written)
        if member in node.members:
            return self.set_content(element, written)
        start = self._locator.start(element)
        found = _LAST_ATTRIBUTE.match(self._text, start)
        at = found.end() if found is not None else start
        space = (found["space"] if found is not None else None) or " "
        return (Edit(at, at, f'{space}{member}="{escape_attribute(written)}"'),)

    def set_attribute(self, element: XmlElement, name: str, value: str) -> tuple[Edit, ...]:
        """Give an attribute another value, within the quotes that it has."""
        span = self._locator.attribute(element, name, value=True)
        quoted = escape_attribute(value)
        if self._text[span.end : span.end + 1] == "'":
            quoted = quoted.replace("'", "&apos;")
        return (Edit(span.start, span.end, quoted),)

    def set_content(self, element: XmlElement, value: str) -> tuple[Edit, ...]:
        """Give an element another text."""
        span = self._locator.content(element)
        return (Edit(span.start, span.end, escape_text(value)),)

    def rewrite(self, node: Node, member: str, change: Callable[[str], str]) -> tuple[Edit, ...]:
        """Change the words of an attribute or a text; a text keeps its lines and their indentation."""
        element: XmlElement = node.origin
        if member in element.attributes or not self.is_plain(element):
            return self.set(node, member, change(node.members[member]))
        span = self._locator.content(element)
        lines = self._text[span.start : span.end].splitlines(keepends=True)
        changed = [_with_words(line, change) for line in lines]
        return tuple(
            Edit(start, start + len(line), new)
            for start, line, new in zip(_starts(lines, span.start), lines, changed, strict=True)
            if new != line
        )

    def is_plain(self, element: XmlElement) -> bool:
        """Return whether the text of an element is one piece, written without entities."""
        span = self._locator.content(element)
        return self._text[span.start : span.end] == element.text.strip()

    def rename_attribute(self, element: XmlElement, name: str, new: str) -> tuple[Edit, ...]:
        """Give an attribute without a namespace another name."""
        start = self._locator.attribute(element, name).start
        return (Edit(start, start + len(name), new),)

    def rename_element(self, element: XmlElement, new: str) -> tuple[Edit, ...]:
        """Give an element without a namespace another name, in both of its tags; none when it is not found."""
        start = self._locator.start(element)
        extent = self._locator.layout.extents.get(start)
        if extent is None:
            return ()
        size = len(element.name)
        edits = [Edit(start + 1, start + 1 + size, new)]
        close = self._text.rfind("</", start, extent.end)
        if close > start and self._text.startswith(element.name, close + 2) and self._text[extent.end - 2] != "/":
            edits.append(Edit(close + 2, close + 2 + size, new))
        return tuple(edits)

    def remove(self, node: Node, member: str) -> tuple[Edit, ...]:
        """Remove an attribute, and the white space before it."""
        span = self._locator.attribute(node.origin, member)
        start = span.start
        while self._text[start - 1] in " \t\r\n":
            start -= 1
        return (Edit(start, span.end, ""),)

    def remove_nodes(self, nodes: list[Node]) -> tuple[Edit, ...]:
        """Remove elements, and the lines that they leave empty; comments between them stay."""
        extents = (self._locator.layout.extents[self._locator.start(node.origin)] for node in nodes)
        return tuple(_with_line(self._text, extent.start, extent.end) for extent in extents)


def _with_words(line: str, change: Callable[[str], str]) -> str:
    """Return a line with its words changed, and its white space as it was."""
    bare = line.strip()
    if not bare:
        return line
    before, _, after = line.partition(bare)
    return before + escape_text(change(bare)) + after


def _starts(lines: list[str], start: int) -> list[int]:
    """Return the offset of each line, of which the first begins at `start`."""
    return list(accumulate(map(len, lines[:-1]), initial=start))


def _with_line(text: str, start: int, end: int) -> Edit:
    """Return the removal of `start` to `end`, with its line when nothing else is on it."""
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
    """Return the removal of a comment, with its line when nothing else is on it."""
    edit = _with_line(text, start, end)
    if edit.start == start and start > 0 and text[start - 1] == " ":
        return Edit(start - 1, end, "")
    return edit


# --- JSON -------------------------------------------------------------------------------------------------------------


class JsonEdits:
    """Edits of a JSON text."""

    def __init__(self, locator: JsonLocator) -> None:
        self._text = locator.text
        self._locator = locator

    def set(self, node: Node, member: str, value: Plain) -> tuple[Edit, ...]:
        """Give a member another value, or add it as the last one."""
        if member in node.members:
            return self.set_value((*node.origin, member), value)
        return (self.insert(node.origin, member, json.dumps(value, ensure_ascii=False)),)

    def rewrite(self, node: Node, member: str, change: Callable[[str], str]) -> tuple[Edit, ...]:
        """Change the words of a member."""
        return self.set(node, member, change(node.members[member]))

    def set_value(self, path: Path, value: Plain) -> tuple[Edit, ...]:
        """Give a member another value."""
        span = self._locator.path(path, value=True)
        is_quoted = self._text[span.start - 1] == '"'
        return (Edit(span.start - is_quoted, span.end + is_quoted, json.dumps(value, ensure_ascii=False)),)

    def rename(self, path: Path, new: str) -> tuple[Edit, ...]:
        """Give a member another name."""
        span = self._locator.name(path)
        return (Edit(span.start, span.end, json.dumps(new)),)

    def insert(self, path: Path, member: str, written: str) -> Edit:
        """Add a member to the end of an object, laid out as the one before it."""
        whole = self._locator.path(path, value=True)
        close = whole.end - 1
        last = close
        while self._text[last - 1] in " \t\r\n":
            last -= 1
        if self._text[last - 1] == "{":
            return Edit(last, last, f"{json.dumps(member, ensure_ascii=False)}: {written}")
        # On a line of its own when the closing brace is on one.
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
        """Remove a member, with one comma."""
        span = self._locator.path((*node.origin, member))
        return (self._without_comma(span.start, span.end),)

    def remove_nodes(self, nodes: list[Node]) -> tuple[Edit, ...]:
        """Remove neighbouring items of an array, with their commas."""
        start = self._locator.path(nodes[0].origin, value=True).start
        end = self._locator.path(nodes[-1].origin, value=True).end
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


Edits = XmlEdits | JsonEdits


def edits_with(locator: XmlLocator | JsonLocator) -> Edits:
    """Return what makes edits of the document that a locator is for."""
    return XmlEdits(locator) if isinstance(locator, XmlLocator) else JsonEdits(locator)
