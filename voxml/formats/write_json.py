"""Writes the wire form: one canonical JSON for every document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import json

from voxml.language.limits import VOXML_VERSION

if TYPE_CHECKING:
    from voxml.language.document import Document


_HEAD = f'{{"voxml_version":"{VOXML_VERSION}","instructions":'
_encode = json.Encoder().encode


def write(document: Document, indent: int | None = None) -> str:
    """The document as JSON: compact as it goes over the wire, or on lines of their own with `indent` spaces.

    Members are in the order of the language, unset ones are left out, text is UTF-8 and not escaped more than needed.
    """
    wire = f"{_HEAD}{_encode(document.held()).decode()}}}"
    if indent is None:
        return wire
    return json.format(wire, indent=indent) + "\n"
