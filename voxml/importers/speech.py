"""Spoken text: SSML is reduced to its words, and a break of a second and more becomes a Pause."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from voxml.formats.xml import XmlDocument, XmlElement
from voxml.importers.model import Made, SourceNode

if TYPE_CHECKING:
    from voxml.importers.engine import Conversion

#: The elements of SSML 1.1 and the additions of Amazon and Google; https://www.w3.org/TR/speech-synthesis11/
_NAMES = """
speak break emphasis lang p s w phoneme prosody say-as sub voice audio mark desc par seq media lexicon meta metadata
amazon:effect amazon:domain amazon:auto-breaths amazon:breath google:style mstts:express-as
effect domain auto-breaths breath style cons vox
"""
SSML = frozenset(_NAMES.split())
_STRENGTHS = {"none": 0.0, "x-weak": 0.0, "weak": 0.25, "medium": 0.5, "strong": 0.75, "x-strong": 1.2}
_TIME = re.compile(r"\+?(\.[0-9]++|[0-9]++(?:\.[0-9]++)?+)\s*+(ms|s)")


def spoken(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    """Return a Say for the text of a node, or Say, Pause, Say where it has long breaks."""
    fields = with_language(fields)
    parts: list[str | float] = [""]
    _flatten(conversion, node, node.pieces, parts)
    return _made(conversion, node, fields, parts)


def spoken_text(conversion: Conversion, node: SourceNode, text: str, fields: dict[str, Any]) -> list[Made]:
    """Return a Say for a text that is a member of JSON: SSML where it is written as `<speak>…</speak>`."""
    fields = with_language(fields)
    parts: list[str | float] = [""]
    bare = text.strip()
    if bare.startswith("<speak"):
        document = XmlDocument(bare, "<speak>")
        if document.root is not None:
            _flatten(conversion, node, [_piece(document.root, node)], parts)
            return _made(conversion, node, fields, parts)
        conversion.lose(node, "warning", "found SSML that is not well-formed; its marks are left out", None)
        text = re.sub(r"<[^<>]{0,200}>", " ", bare)
    parts[0] = text
    return _made(conversion, node, fields, parts)


def with_language(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the members of a Say with a language: the one that is written, the voice's, or that of the default."""
    implied = fields.pop("\0language", None)
    fallback = fields.pop("\0default_language", None)
    if "language" not in fields and (implied or fallback):
        fields["language"] = implied or fallback
    if fields.get("engine") == "google":
        del fields["engine"]  # it is the default
    order = ("voice", "language", "loop", "engine")
    return {name: fields[name] for name in order if name in fields}


def _piece(element: XmlElement, place: SourceNode) -> SourceNode:
    tails = "".join(child.tail for child in element.children)
    pieces: list[str | SourceNode] = [element.text.removesuffix(tails)]
    for child in element.children:
        pieces += [_piece(child, place), child.tail]
    attributes: dict[str, Any] = {name.rpartition(" ")[2]: value for name, value in element.attributes.items()}
    return SourceNode(element.name.rpartition(" ")[2], attributes, lambda _: place.span(), pieces)


def _flatten(
    conversion: Conversion, node: SourceNode, pieces: list[str | SourceNode], parts: list[str | float]
) -> None:
    for piece in pieces:
        if isinstance(piece, str):
            _add(parts, piece)
        elif piece.name not in SSML:
            conversion.lose(piece, "error", f"found <{piece.name}> in spoken text; expected words or SSML")
        else:
            _element(conversion, piece, parts)


def _element(conversion: Conversion, element: SourceNode, parts: list[str | float]) -> None:
    if element.name == "break":
        length = _length(element)
        if length >= 1:
            parts += [length, ""]
            return
        conversion.lose(element, "info", "found a break of less than a second; it is left out")
        _add(parts, " ")
    elif element.name == "sub" and element.attributes.get("alias"):
        _add(parts, str(element.attributes["alias"]))
    elif element.name in ("audio", "media"):
        conversion.lose(element, "error", "found an audio file in spoken text; write a Play between two Says")
    else:
        if element.name in ("p", "s"):
            _add(parts, " ")
        elif element.name not in ("speak", "mark", "w", "metadata", "meta", "sub"):
            conversion.lose(element, "warning", f"found SSML <{element.name}>; VoxML reads its text plainly")
        _flatten(conversion, element, element.pieces, parts)
        if element.name in ("p", "s"):
            _add(parts, " ")


def _add(parts: list[str | float], text: str) -> None:
    last = parts[-1]
    assert isinstance(last, str)
    parts[-1] = last + text


def _length(element: SourceNode) -> float:
    found = _TIME.fullmatch(str(element.attributes.get("time", "")).strip())
    if found is not None:
        return float(found[1]) / (1000 if found[2] == "ms" else 1)
    return _STRENGTHS.get(str(element.attributes.get("strength", "medium")), 0.5)


def _made(conversion: Conversion, node: SourceNode, fields: dict[str, Any], parts: list[str | float]) -> list[Made]:
    made: list[Made] = []
    for part in parts:
        if isinstance(part, str):
            words = " ".join(part.split())
            if words:
                made.append(Made("Say", {"text": words, **fields}, node))
        else:
            made.append(Made("Pause", {"length": math.ceil(part)}, node))
    if len(made) > 1 and fields.get("loop", 1) != 1:
        conversion.lose(node, "error", "found a loop over text with long breaks; each part is spoken by itself", None)
        for each in made:
            each.fields.pop("loop", None)
    if not made:
        conversion.lose(node, "info", "found nothing to speak; it is left out")
    return made
