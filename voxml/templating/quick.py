"""From rendered XML to the wire form, quickly, for the ordinary document that has no fault.

libxml2 parses, the tree is copied into plain data, and msgspec judges that by the types of the language. Whatever is
not ordinary (a comment, a namespace, anything out of place) gives None, and the reader that knows every rule and place
takes over. It never says no, and when it says yes, the bytes are those that
`Response.to_json` gives: a property test holds the two together.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple, cast

import msgspec
from lxml import etree

from voxml.schema.grammar import VERBS, ElementRule, element_rule
from voxml.schema.is_valid import document_type

_SPACES = re.compile("[ \t\r\n]+")
_encode = msgspec.json.Encoder().encode
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
#: Longer texts are left to the reader that knows how to refuse them.
_MAX_LENGTH = 1_000_000


class _Unusual(Exception):  # noqa: N818 - never leaves this module
    pass


class _Shape(NamedTuple):
    """One element, as it is copied."""

    bases: dict[str, str]
    content: str | None
    #: Child element to its member, the base of that, and its place in the order of children.
    children: dict[str, tuple[str, str, int]]


def wire_form(text: str) -> bytes | None:
    """The document in XML as canonical JSON; None when it is not surely right."""
    if len(text) > _MAX_LENGTH or "<!" in text or "<?" in text or "xml:" in text or "xmlns" in text:
        return None
    try:
        root = etree.fromstring(text.encode(), PARSER)
        if (
            root.tag != "Response"
            or (root.attrib and dict(root.attrib) != {"version": "1.0"})
            or not _is_blank(root.text)
        ):
            return None
        instructions = [_verb(element) for element in root]
    except (etree.XMLSyntaxError, UnicodeEncodeError, _Unusual, RecursionError):
        return None
    try:
        document = msgspec.convert({"voxml_version": "1.0", "instructions": instructions}, document_type())
    except msgspec.ValidationError:
        return None
    return _encode(document)


def _verb(element: etree._Element) -> dict[str, Any]:
    tag = str(element.tag)
    if tag not in VERBS or not _is_blank(element.tail):
        raise _Unusual
    return _copy(element, _shape(tag), {"verb": tag})


def _copy(element: etree._Element, shape: _Shape, found: dict[str, Any]) -> dict[str, Any]:
    bases = shape.bases
    for name, value in cast("list[tuple[str, str]]", element.items()):
        base = bases.get(name)
        if base == "str":
            found[name] = value
        elif base == "int" and value.isdigit() and value.isascii() and len(value) < 16:
            found[name] = int(value)
        elif base == "bool" and value in ("true", "false"):
            found[name] = value == "true"
        else:
            raise _Unusual
    if shape.content is not None:
        if len(element) or element.text is None:
            raise _Unusual
        found[shape.content] = _collapsed(element.text)
    elif shape.children:
        _copy_children(element, shape, found)
    elif len(element) or element.text is not None:
        raise _Unusual
    return found


def _copy_children(element: etree._Element, shape: _Shape, found: dict[str, Any]) -> None:
    if not _is_blank(element.text):
        raise _Unusual
    last = -1
    for child in element:
        known = shape.children.get(child.tag)
        if known is None or not _is_blank(child.tail):
            raise _Unusual
        member, base, place = known
        if base == "element":
            if member in found:
                raise _Unusual
            found[member] = _copy(child, _shape(child.tag), {})
        elif base == "list":
            if place < last:
                raise _Unusual
            last = place
            found.setdefault(member, []).append(_copy(child, _shape(child.tag), {}))
        else:
            names = child.attrib
            if len(names) != 2 or len(child) or child.text is not None:
                raise _Unusual
            name, value = names.get("name"), names.get("value")
            parameters = found.setdefault(member, {})
            if name is None or value is None or name in parameters:
                raise _Unusual
            parameters[name] = value


@cache
def _shape(tag: str) -> _Shape:
    rule: ElementRule = element_rule(tag)
    bases = {name: "str" if member.base == "choice" else member.base for name, member in rule.attributes.items()}
    children = {child: (member.name, member.base, member.order) for child, member in rule.children.items()}
    return _Shape(bases, rule.content.name if rule.content else None, children)


def _collapsed(text: str) -> str:
    if "\n" in text or "\t" in text or "\r" in text or "  " in text:
        return " ".join(_SPACES.split(text.strip(" \t\r\n")))
    return text.strip(" ")


def _is_blank(text: str | None) -> bool:
    return text is None or not text.strip(" \t\r\n")
