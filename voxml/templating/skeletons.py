"""Documents that differ only in their texts: checked once, filled in for every row.

The rows of a mailing give the same document again and again, but for a name or a date in a spoken text. A skeleton is
such a document in its wire form, with holes where free text stands (a Say's text, a voice, a name). It was made, and
judged, by the ordinary way with a mark in each hole; a row's texts are put into the holes when each is a text that any
member may hold and that white space rules leave as it is. Everything else about the row (which branches it took, its
addresses and numbers) is part of the skeleton's key: what differs in any of that is another skeleton.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec
from lxml import etree
from markupsafe import Markup

from voxml.schema.vocabulary import ELEMENTS, element_rule
from voxml.templating.quick import PARSER, wire_form

#: As many are kept; a template with more kinds of documents than this goes the ordinary way with the others.
MAX_SKELETONS = 256
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_WIRE_MARK = re.compile(f"{_OPEN}([0-9]+){_CLOSE}".encode())
_encode = msgspec.json.Encoder().encode

#: The literal pieces of an output, with None where a value stood.
Literals = tuple[str | None, ...]


class Skeleton:
    """A document with holes: the bytes between them, and which value goes into which."""

    __slots__ = ("_between", "_values")

    def __init__(self, wire: bytes) -> None:
        parts = _WIRE_MARK.split(wire)
        self._between = parts[::2]
        self._values = [int(number) for number in parts[1::2]]

    def fill(self, values: Sequence[str]) -> bytes | None:
        """The document with these values in its holes; None when one of them is not ordinary."""
        out = [self._between[0]]
        known: dict[str, bytes] = {}  # a value often stands in several holes
        for number, rest in zip(self._values, self._between[1:], strict=True):
            value = values[number]
            encoded = known.get(value)
            if encoded is None:
                encoded = known[value] = _ordinary(value)
                if not encoded:
                    return None
            out.append(encoded)
            out.append(rest)
        return b"".join(out)


def _ordinary(value: str) -> bytes:
    """An escaped value as the inside of a JSON string; nothing when it is not one that any text may be."""
    if "<" in value:
        return b""  # a part that Jinja wrote by itself, such as a recursive loop; data is escaped
    if "&" in value:
        value = _unescaped(value)
    if not value or not value.isprintable() or value[0] == " " or value[-1] == " " or "  " in value:
        return b""
    return _encode(value)[1:-1]


class Skeletons:
    """The skeletons of one XML template."""

    def __init__(self) -> None:
        #: Which values are free texts, by the literals around them.
        self._texts: dict[Literals, frozenset[int]] = {}
        self._known: dict[tuple[Literals, tuple[str, ...]], Skeleton | None] = {}

    def wire(self, pieces: Sequence[str]) -> bytes | None:
        """The wire form of an output that is given in pieces; None when the ordinary way has to be gone.

        Values are the pieces that are `Markup`, as the way out of the environment makes them; all others are literal.
        """
        literals = tuple(None if type(piece) is Markup else piece for piece in pieces)
        values = [str.__str__(piece) for piece in pieces if type(piece) is Markup]
        texts = self._texts.get(literals)
        if texts is None:
            if len(self._texts) >= MAX_SKELETONS:
                return None
            texts = self._texts[literals] = _free_texts(literals)
        fixed = tuple(value for number, value in enumerate(values) if number not in texts)
        key = (literals, fixed)
        if key not in self._known:
            if len(self._known) >= MAX_SKELETONS:
                return None
            self._known[key] = _skeleton(literals, values, texts)
        skeleton = self._known[key]
        return None if skeleton is None else skeleton.fill(values)


def _marked(literals: Literals, values: Sequence[str] | None, texts: frozenset[int] | None) -> str:
    """The output with marks in place of the values, or of those that are free texts."""
    out: list[str] = []
    number = 0
    for piece in literals:
        if piece is not None:
            out.append(piece)
            continue
        is_marked = texts is None or number in texts
        out.append(f"{_OPEN}{number}{_CLOSE}" if is_marked or values is None else values[number])
        number += 1
    return "".join(out).lstrip()


def _free_texts(literals: Literals) -> frozenset[int]:
    """The numbers of the values that stand only where any text may stand."""
    if any(piece is not None and (_OPEN in piece or _CLOSE in piece) for piece in literals):
        return frozenset()
    try:
        root = etree.fromstring(_marked(literals, None, None).encode(), PARSER)
    except (etree.XMLSyntaxError, UnicodeEncodeError):
        return frozenset()
    free: set[int] = set()
    other: set[int] = set()
    for element in root.iter():
        tag = str(element.tag)
        rule = element_rule(tag) if tag in ELEMENTS and tag not in ("Parameter", "Response") else None
        content = None if rule is None else rule.content
        is_free = content is not None and content.pattern is None and content.base == "str"
        (free if is_free else other).update(_numbers(element.text))
        other.update(_numbers(element.tail))
        for name, value in element.items():
            member = None if rule is None else rule.attributes.get(str(name))
            is_free = member is not None and member.pattern is None and member.base == "str"
            is_free = is_free or (tag == "Parameter" and name == "value")
            (free if is_free else other).update(_numbers(str(value)))
    return frozenset(free - other)


def _numbers(text: str | None) -> set[int]:
    return {int(number) for number in _MARK.findall(text)} if text else set()


def _skeleton(literals: Literals, values: Sequence[str], texts: frozenset[int]) -> Skeleton | None:
    if any(_OPEN in value or _CLOSE in value for value in values):
        return None
    wire = wire_form(_marked(literals, values, texts))
    if wire is None or {int(number) for number in _WIRE_MARK.findall(wire)} != texts:
        return None
    return Skeleton(wire)


def _unescaped(value: str) -> str:
    """What markupsafe's `escape` was given: it writes these five, and no other."""
    value = value.replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'").replace("&#34;", '"')
    return value.replace("&amp;", "&")
