"""Documents that differ only in their texts: checked once, filled in for every row.

The rows of a mailing give the same document again and again, but for a name or a date in a spoken text. A skeleton is
such a document in its wire form, with holes where free text stands (a Say's text, a voice, a name). It was made, and
judged, by the ordinary way with a mark in each hole; a row's texts are put into the holes when each is a text that any
member may hold and that white space rules leave as it is. Everything else about the row (which branches it took, its
addresses and numbers) is part of the skeleton's key: what differs in any of that is another skeleton.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

import msgspec
from lxml import etree
from markupsafe import Markup

from voxml.schema.grammar import ELEMENTS, element_rule
from voxml.templating.quick import PARSER, wire_form

#: As many are kept; a template with more kinds of documents than this goes the ordinary way with the others.
MAX_SKELETONS = 256
#: Texts up to this length are remembered as they are encoded, and no more of them than skeletons.
_SHORT = 500
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_WIRE_MARK = re.compile(f"{_OPEN}([0-9]+){_CLOSE}".encode())
_encode = msgspec.json.Encoder().encode

#: The literal pieces of an output, with None where a value stood.
Literals = tuple[str | None, ...]


class Skeleton:
    """A document with holes: the bytes between them, and which value goes into which."""

    __slots__ = ("_holes", "_known", "_parts")

    def __init__(self, wire: bytes) -> None:
        parts = _WIRE_MARK.split(wire)
        self._parts = parts
        #: Where a hole is among the parts, and which piece of an output goes there.
        self._holes = [(at, int(parts[at])) for at in range(1, len(parts), 2)]
        #: What went into the holes before: many rows have the same voice, and some the same text.
        self._known: dict[str, bytes] = {}

    def fill(self, pieces: Sequence[str]) -> bytes | None:
        """The document with these pieces in its holes; None when one of them is not ordinary."""
        out = self._parts.copy()
        known = self._known
        if len(known) > MAX_SKELETONS:
            known = self._known = {}
        for at, place in self._holes:
            value = pieces[place]
            encoded = known.get(value)
            if encoded is None:
                encoded = _ordinary(value)
                if not encoded:
                    return None
                if len(value) <= _SHORT:
                    known[value] = encoded
            out[at] = encoded
        return b"".join(out)


def _ordinary(value: str) -> bytes:
    """An escaped value as the inside of a JSON string; nothing when it is not one that any text may be."""
    value = str.__str__(value)  # out of its Markup
    if "<" in value:
        return b""  # a part that Jinja wrote by itself, such as a recursive loop; data is escaped
    if "&" in value:
        value = _unescaped(value)
    if not value or not value.isprintable() or value[0] == " " or value[-1] == " " or "  " in value:
        return b""
    return _encode(value)[1:-1]


class _Plan(NamedTuple):
    """What is known of all outputs with the same literals."""

    #: The places, among the pieces, of the values that are free texts, and of the others.
    free: tuple[int, ...]
    fixed: tuple[int, ...]
    #: A skeleton for each choice of the others that has come; None where the ordinary way has to be gone.
    skeletons: dict[tuple[str, ...], Skeleton | None]


class Skeletons:
    """The skeletons of one XML template."""

    def __init__(self) -> None:
        self._plans: dict[Literals, _Plan] = {}
        self._count = 0

    def wire(self, pieces: Sequence[str]) -> bytes | None:
        """The wire form of an output that is given in pieces; None when the ordinary way has to be gone.

        Values are the pieces that are `Markup`, as the way out of the environment makes them; all others are literal.
        """
        literals = tuple([None if type(piece) is Markup else piece for piece in pieces])
        plan = self._plans.get(literals)
        if plan is None:
            if len(self._plans) >= MAX_SKELETONS:
                return None
            plan = self._plans[literals] = _plan(literals)
        fixed = tuple([pieces[place] for place in plan.fixed])
        if fixed not in plan.skeletons:
            if self._count >= MAX_SKELETONS:
                return None
            self._count += 1
            plan.skeletons[tuple(map(str.__str__, fixed))] = _skeleton(pieces, plan.free)
        skeleton = plan.skeletons[fixed]
        return None if skeleton is None else skeleton.fill(pieces)


def _plan(literals: Literals) -> _Plan:
    values = [place for place, piece in enumerate(literals) if piece is None]
    texts = _free_texts(literals)
    return _Plan(tuple(p for p in values if p in texts), tuple(p for p in values if p not in texts), {})


def _marked(pieces: Sequence[str | None], marked: Collection[int]) -> str:
    """The output, with its number as a mark in place of each piece that is `marked`, or not known."""
    out = [
        f"{_OPEN}{place}{_CLOSE}" if piece is None or place in marked else piece for place, piece in enumerate(pieces)
    ]
    return "".join(out).lstrip()


def _free_texts(literals: Literals) -> frozenset[int]:
    """The places of the values that stand only where any text may stand."""
    if any(piece is not None and (_OPEN in piece or _CLOSE in piece) for piece in literals):
        return frozenset()
    try:
        root = etree.fromstring(_marked(literals, ()).encode(), PARSER)
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


def _skeleton(pieces: Sequence[str], free: tuple[int, ...]) -> Skeleton | None:
    if any(_OPEN in piece or _CLOSE in piece for piece in pieces):
        return None
    wire = wire_form(_marked(pieces, free))
    if wire is None or {int(number) for number in _WIRE_MARK.findall(wire)} != set(free):
        return None
    return Skeleton(wire)


def _unescaped(value: str) -> str:
    """What markupsafe's `escape` was given: it writes these five, and no other."""
    value = value.replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'").replace("&#34;", '"')
    return value.replace("&amp;", "&")
