"""The wire form: reads JSON with the place of every part, writes it in one canonical way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from voxml.language.document import Document
    from voxml.language.verbs import Gather

_encode = msgspec.json.Encoder().encode
_HEAD = b'{"voxml_version":"1.0","instructions":'


def write(document: Document, *, indent: int | None = None) -> str:
    """The document as JSON: compact as it goes over the wire, or on lines of their own with `indent` spaces.

    Members are in the order of the language, unset ones are left out, text is UTF-8 and not escaped more than needed.
    """
    from voxml.language.verbs import Gather

    instructions: list[Any] = [
        _without_inner_verbs(verb) if type(verb) is Gather else verb for verb in document.instructions
    ]
    wire = _HEAD + _encode(instructions) + b"}"
    if indent is not None:
        wire = msgspec.json.format(wire, indent=indent) + b"\n"
    return wire.decode()


def _without_inner_verbs(gather: Gather) -> object:
    """A Gather as it is written: its prompts are objects without `verb` (https://docs.tryvox.io/voxml/gather)."""
    if gather.say is None and gather.play is None:
        return gather
    members: dict[str, object] = {"verb": "Gather"}
    for name in gather.__struct_fields__:
        value = getattr(gather, name)
        if value is None:
            continue
        if name in ("say", "play"):
            value = {
                inner: part
                for inner in value.__struct_fields__
                if (part := getattr(value, inner)) is not None
            }
        members[name] = value
    return members
