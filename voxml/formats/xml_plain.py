"""Reads plain XML quickly: the documents that people write, cut into tags by one pattern.

Plain is UTF-8 text with start tags, end tags, text, comments without tags in them, processing instructions and the five
entities that XML itself has. Whatever else there is (CDATA, namespaces, character references, a DOCTYPE, carriage
returns), and whatever is wrong, gives None: expat reads that, and says what is wrong. A property test holds the two
together: what is read here is what expat reads.
"""

from __future__ import annotations

import re
from itertools import islice

from voxml.formats.syntax import MAX_DEPTH
from voxml.formats.xml_tree import StartTag, XmlElement
from voxml.language.texts import XML_SPACE

_NAME = "[A-Za-z_][A-Za-z0-9_.-]*"
_SPACE = "[ \t\n]"
_ATTRIBUTE = rf"""{_SPACE}+({_NAME}){_SPACE}*={_SPACE}*("[^"\t\n]*"|'[^'\t\n]*')"""
_HEAD = re.compile(rf"({_NAME})((?:{_ATTRIBUTE})*){_SPACE}*(/?)")
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_DECLARATION = re.compile(r"""\?xml version="1\.0"(?: encoding="[Uu][Tt][Ff]-8")?(?: standalone="(?:yes|no)")? ?\?""")
_INSTRUCTION = re.compile(rf"\?({_NAME})(?:{_SPACE}[^?]*)?\?")
_REFERENCE = re.compile("&(?:amp|lt|gt|quot|apos);")
#: All bytes but those of what XML can't hold, and of carriage returns, which it reads as line ends.
_USUAL_BYTES = bytes([0x09, 0x0A, *range(0x20, 0x100)])

#: As many start tags are remembered, and none that is longer: the files of a site have nearly all of theirs in common.
_MOST, _LONGEST = 4096, 512
_known: dict[str, StartTag] = {}
#: End tags with the white space after them, as they are written; the names that they end.
_ends: dict[str, str] = {}


def read_plain(text: str, utf8: bytes) -> XmlElement | None:  # noqa: PLR0912 - one loop, which every byte of a run passes
    """The root of a plain document, its offsets in characters; None when the document is not plain, or not right.

    `utf8` is `text` in bytes.
    """
    if utf8.translate(None, _USUAL_BYTES) or "\ufffe" in text or "\uffff" in text or "]]>" in text:
        return None
    pieces = text.split("<")
    at = len(pieces[0])
    if pieces[0].strip(XML_SPACE):
        return None
    root: XmlElement | None = None
    top: XmlElement | None = None
    depth = 0
    known = _known
    for piece in islice(pieces, 1, None):
        if piece in _ends:
            # An end tag with white space after it, which never counts behind a child.
            if top is None or _ends[piece] != top.name:
                return None
            top = top.parent
            depth -= 1
            at += len(piece) + 1
            continue
        head, end, data = piece.partition(">")
        tag = known.get(head)
        if tag is None:
            if not end:
                return None
            if head[:1] == "/":
                if top is None or head[1:].rstrip(" \t\n") != top.name:
                    return None
                if len(_ends) < _MOST and len(piece) <= _LONGEST and not data.strip(XML_SPACE):
                    _ends[piece] = top.name
                top = top.parent
                depth -= 1
            elif not _is_passed_over(head, at):
                tag = _learn(head)
                if tag is None:
                    return None
        if tag is not None:
            if depth >= MAX_DEPTH or not end:
                return None
            element = XmlElement(tag.name, tag.attributes, top, at, tag)
            if top is None:
                if root is not None:
                    return None
                root = element
            elif top.children is None:
                top.children = [element]
            else:
                top.children.append(element)
            if not tag.is_empty:
                top = element
                depth += 1
        # White space between children never counts.
        if data and (top is None or top.children is None or data.strip(XML_SPACE)) and not _add_text(top, data):
            return None
        at += len(piece) + 1
    return root if top is None else None


def _add_text(element: XmlElement | None, data: str) -> bool:
    """Add the text after a tag to the element that it stands in; False when it may not stand there."""
    if element is None:
        return not data.strip(XML_SPACE)
    if "&" in data:
        plain = _unescaped(data)
        if plain is None:
            return False
        data = plain
    element.text = element.text + data if element.text else data
    return True


def _is_passed_over(head: str, at: int) -> bool:
    """Whether a tag is the XML declaration, a processing instruction or a comment."""
    if head[:1] == "?":
        if at == 0 and _DECLARATION.fullmatch(head):
            return True
        found = _INSTRUCTION.fullmatch(head)
        return found is not None and found[1].lower() != "xml"
    return head[:3] == "!--" and len(head) >= 5 and head[-2:] == "--" and "--" not in head[3:-2] + head[-2:-1]


def _learn(head: str) -> StartTag | None:
    """What a start tag says, from the characters between its angle brackets; None when it is not plain."""
    found = _HEAD.fullmatch(head)
    if found is None:
        return None
    attributes: dict[str, str] = {}
    for name, quoted in _ATTRIBUTES.findall(found[2]):
        value = quoted[1:-1]
        if "&" in value:
            value = _unescaped(value)
        if value is None or name in attributes or name == "xmlns":
            return None
        attributes[name] = value
    tag = StartTag(found[1], attributes, found[5] == "/")
    if len(head) <= _LONGEST:
        if len(_known) >= _MOST:
            _known.clear()
        _known[head] = tag
    return tag


def _unescaped(text: str) -> str | None:
    """`text` with its entities replaced; None when it has one that is not XML's own."""
    if text.count("&") != len(_REFERENCE.findall(text)):
        return None
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text
