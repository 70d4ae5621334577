"""Scan XML that may be broken."""

from __future__ import annotations

import re

from voxml.lsp.scan import Attribute, Cursor, Element, Part, Scan, word_before
from voxml.schema.tables import CONTENT

_TOKEN = re.compile(
    r"<!--(?:(?!-->).)*+(?:-->)?|<!\[CDATA\[(?:(?!\]\]>).)*+(?:\]\]>)?|<[?!][^>]*+>?"
    r"|</(?P<end>[\w.:-]*+)[^<>]*+>?|<(?P<start>[^\W\d][\w.:-]*+)?",
    re.DOTALL,
)
# A value without its closing quote ends where the next tag begins.
_ATTRIBUTE = re.compile(r"""\s+([\w.:-]+)(?:\s*+=\s*+(?:"([^"<]*+)("?)|'([^'<]*+)('?))?)?""")
_HEAD_END = re.compile(r"\s*+(/?>)?")


def scan_xml(text: str) -> Scan:
    """Return the elements of an XML text."""
    roots: list[Element] = []
    stack: list[Element] = []
    at = 0
    while (found := _TOKEN.search(text, at)) is not None:
        at = found.end()
        if found["end"] is not None:
            _close(stack, found["end"], found.start(), at)
        elif found["start"] is not None or found[0] == "<":
            parent = stack[-1] if stack else None
            name = Part(found["start"] or "", found.start() + 1, at)
            element = Element(name, found.start(), parent)
            at, is_open = _read_head(element, text, at)
            (parent.children if parent is not None else roots).append(element)
            if is_open:
                stack.append(element)
    for element in stack:
        element.end = len(text) + 1
    return Scan("xml", text, roots)


def _close(stack: list[Element], name: str, start: int, end: int) -> None:
    """Close the nearest open element of a name, and those inside it; an end tag without one closes nothing."""
    if any(each.name.text == name for each in stack):
        while stack:
            element = stack.pop()
            if element.name.text == name:
                element.end = end
                return
            element.end = start


def _read_head(element: Element, text: str, at: int) -> tuple[int, bool]:
    """Read the attributes of a start tag; return where it ends, and whether it opens an element."""
    while (found := _ATTRIBUTE.match(text, at)) is not None:
        at = found.end()
        name = Part(found[1], found.start(1), found.end(1))
        group = 2 if found[2] is not None else 4
        written = found[group]
        value = None if written is None else Part(written, found.start(group), found.end(group))
        element.attributes.append(Attribute(name, value))
    close = _HEAD_END.match(text, at)
    assert close is not None
    at = close.end()
    element.head_end = element.end = at
    # A head without its end is one that is being written: what follows is not inside.
    return at, close[1] == ">" and bool(element.name.text)


def xml_cursor(scan: Scan, offset: int) -> Cursor:
    """Return what is at an offset of an XML text."""
    element = _at(scan, offset)
    if element is None:
        return Cursor("text", part=word_before(scan.text, offset))
    if element.name.holds(offset):
        return Cursor("element", element.parent, element.name)
    if offset < element.head_end or (offset == element.head_end and scan.text[offset - 1 : offset] != ">"):
        for name, value in element.attributes:
            if name.holds(offset):
                return Cursor("member", element, name)
            if value is not None and value.holds(offset):
                return Cursor("value", element, value, name.text, True)
        return Cursor("member", element, Part("", offset, offset))
    return _in_content(scan.text, element, offset)


def _in_content(text: str, element: Element, offset: int) -> Cursor:
    start = text.rfind("</", element.head_end, offset)
    if start >= 0 and ">" not in text[start:offset]:
        end = offset
        while end < len(text) and (text[end].isalnum() or text[end] in "_-.:"):
            end += 1
        return Cursor("end", element, Part(text[start + 2 : end], start + 2, end))
    content = CONTENT.get(element.name.text)
    if content is not None and not element.children:
        end = text.find("<", element.head_end)
        end = min(element.end, len(text)) if end < 0 else end
        inner = text[element.head_end : end]
        begin = element.head_end + len(inner) - len(inner.lstrip())
        stop = max(begin, element.head_end + len(inner.rstrip()))
        if not begin <= offset <= stop:
            begin = stop = offset
        return Cursor("value", element, Part(text[begin:stop], begin, stop), content)
    return Cursor("text", element, word_before(text, offset))


def _at(scan: Scan, offset: int) -> Element | None:
    """Return the innermost element at an offset; one whose head is not closed reaches up to the next tag."""
    found: Element | None = None
    inside = scan.roots
    while True:
        inner = next((each for each in inside if each.start < offset < _reach(scan.text, each)), None)
        if inner is None:
            return found
        found, inside = inner, inner.children


def _reach(text: str, element: Element) -> int:
    is_open = text[element.head_end - 1 : element.head_end] != ">"
    return element.head_end + 1 if is_open and element.end == element.head_end else element.end
