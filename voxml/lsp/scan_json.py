"""Scan JSON that may be broken."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from voxml.lsp.scan import Attribute, Cursor, Element, Part, Scan, element_inside

_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*+"?|[{}\[\]:,]|[^\s{}\[\]:,"]++')


@dataclass(eq=False, slots=True)
class _Value:
    """An object, an array, a string or another literal, by its offsets with its quotes."""

    kind: str
    start: int
    parent: _Value | None
    end: int = -1
    key: _Value | None = None
    text: str = ""
    items: list[_Value] = field(default_factory=list)

    def part(self) -> Part:
        """Return what is within its quotes."""
        if self.kind != "string":
            return Part(self.text, self.start, self.end)
        return Part(_unquoted(self.text), self.start + 1, max(self.start + 1, self.end - self.text[1:].endswith('"')))


def _unquoted(text: str) -> str:
    try:
        value = json.loads(text)
    except ValueError:
        value = text[1:].removesuffix('"')
    return value if isinstance(value, str) else text


def scan_json(text: str) -> Scan:
    """Return the elements of a JSON text."""
    top = _read(text)
    roots = [_document(value) for value in top.items if value.kind in "{["]
    return Scan("json", text, roots)


def _read(text: str) -> _Value:
    top = here = _Value("top", -1, None, len(text) + 1)
    key: _Value | None = None
    for found in _TOKEN.finditer(text):
        mark, start, end = found[0], found.start(), found.end()
        if mark in "}]":
            if here.parent is not None:
                here.end, here, key = end, here.parent, None
        elif mark == ",":
            key = None
        elif mark != ":":
            kind = "string" if mark[0] == '"' else mark if mark in "{[" else "literal"
            value = _Value(kind, start, here, end, key if here.kind == "{" else None, mark)
            if here.kind == "{" and (key is None or here.items[-1].kind != "none"):
                value.key = key = _Value(kind, start, here, end, None, mark)
                value.kind = "none"
                here.items.append(value)
            elif here.kind == "{":
                here.items[-1] = value
            else:
                here.items.append(value)
            if kind in "{[" and value.kind == kind:
                value.end = len(text) + 1
                here, key = value, None
    return top


def _document(value: _Value) -> Element:
    root = _element(value, "Response", None)
    for item in value.items if value.kind == "[" else _items(value, "instructions"):
        if item.kind == "{":
            root.children.append(_verb(item, root))
    return root


def _items(value: _Value, name: str) -> list[_Value]:
    found = next((each for each in value.items if each.key is not None and each.key.part().text == name), None)
    return found.items if found is not None and found.kind == "[" else []


def _verb(value: _Value, parent: Element) -> Element:
    verb = next((each for each in value.items if each.key is not None and each.key.part().text == "verb"), None)
    element = _element(value, "", parent)
    if verb is not None and verb.kind == "string":
        element.name = verb.part()
    _fill(element, value)
    return element


def _element(value: _Value, name: str, parent: Element | None) -> Element:
    element = Element(Part(name, value.start, value.start + 1), value.start, parent, value.end, value.start + 1)
    element.member = value.key.part() if value.key is not None else None
    if name == "Response":
        _fill(element, value)
    return element


def _fill(element: Element, value: _Value) -> None:
    for item in value.items:
        if item.key is None:
            continue
        key = item.key.part()
        inner = element_inside(element.name.text, key.text)
        if item.kind in ("{", "[") and inner is not None:
            for each in [item] if item.kind == "{" else [one for one in item.items if one.kind == "{"]:
                child = _element(each, inner, element)
                child.member = key
                _fill(child, each)
                element.children.append(child)
        element.attributes.append(Attribute(key, item.part() if item.kind in ("string", "literal") else None))


def json_cursor(scan: Scan, offset: int) -> Cursor:
    """Return what is at an offset of a JSON text."""
    top = _read(scan.text)
    value = _innermost(top, offset)
    element = _element_at(scan, offset)
    for item in value.items:
        if item.key is not None and item.key.start < offset <= item.key.end:
            is_quoted = item.key.kind == "string"
            return Cursor("member", element, item.key.part(), is_quoted=is_quoted)
        if item.kind in ("string", "literal") and item.start < offset <= item.end:
            return _value_cursor(element, value, item)
    if value.kind == "{":
        return _in_object(scan.text, element, value, offset)
    if value.kind == "[":
        return Cursor("text", element, Part("", offset, offset), _name_of(value))
    return Cursor("none")


def _value_cursor(element: Element | None, value: _Value, item: _Value) -> Cursor:
    is_quoted = item.kind == "string"
    part = item.part()
    if is_quoted and item.text == '"':
        part = Part("", item.start + 1, item.start + 1)
    name = _name_of(item) if value.kind == "{" else _name_of(value)
    if name == "verb" and value.kind == "{":
        return Cursor("element", element.parent if element is not None else None, part, "verb", is_quoted)
    return Cursor("value", element, part, name, is_quoted)


def _in_object(text: str, element: Element | None, value: _Value, offset: int) -> Cursor:
    before = text[:offset].rstrip()
    if before.endswith(":"):
        last = next((each for each in reversed(value.items) if each.key is not None and each.key.start < offset), None)
        name = _name_of(last) if last is not None else ""
        kind, around = ("element", element.parent) if name == "verb" and element is not None else ("value", element)
        return Cursor(kind, around, Part("", offset, offset), name)  # type: ignore[arg-type]
    if before.endswith(("{", ",")):
        return Cursor("member", element, Part("", offset, offset))
    return Cursor("none", element)


def _name_of(value: _Value) -> str:
    return value.key.part().text if value.key is not None else ""


def _innermost(top: _Value, offset: int) -> _Value:
    here = top
    while True:
        inner = next((each for each in here.items if each.kind in ("{", "[") and each.start < offset < each.end), None)
        if inner is None:
            return here
        here = inner


def _element_at(scan: Scan, offset: int) -> Element | None:
    return scan.innermost(offset)
