"""Check the wire form quickly: msgspec decodes the bytes into structs that are made from the language.

It only says yes. For everything else the checker says where and why.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, reduce
from operator import or_
from typing import Annotated, Any, Literal

import msgspec

from voxml.language.limits import MAX_INTEGER
from voxml.language.members import Member
from voxml.language.model import ElementModel, elements

_CHARS = "\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff"
_TEXT = rf"^[ \t\n\r]*[!-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff][{_CHARS}]*\Z"


def is_surely_valid_json(data: bytes) -> bool:
    """Return whether `data` is surely a valid document in JSON; False means only that the checker has to look."""
    decode, encode = _codec()
    try:
        document = decode(data)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return False
    # A member that msgspec dropped (one that is there twice, one that is null) takes its quotes with it. Escapes could
    # hide a quote, so that a text with a backslash is left to the checker.
    return b"\\" not in data and data.count(b'"') == encode(document).count(b'"')


@cache
def document_type() -> Any:
    """Return the struct of a valid document: what msgspec decodes into it has no error that a type can see.

    Its members are in the order in which the language writes them.
    """
    verbs = [_struct(element, tag=element.name) for element in elements().values() if element.is_verb]
    return msgspec.defstruct(
        "Document",
        [("voxml_version", Literal["1.0"]), ("instructions", list[reduce(or_, verbs)])],  # type: ignore[misc]
        forbid_unknown_fields=True,
    )


@cache
def _codec() -> tuple[Callable[[bytes], Any], Callable[[Any], bytes]]:
    return msgspec.json.Decoder(document_type()).decode, msgspec.json.Encoder().encode


def _struct(element: ElementModel, *, tag: str | None) -> Any:
    required = [(member.name, _type(member)) for member in element.members if member.is_required]
    optional = [(member.name, _type(member) | None, None) for member in element.members if not member.is_required]
    namespace = {}
    if element.needs_one_of:

        def has_one(self: Any) -> None:
            if not any(getattr(self, name) for name in element.needs_one_of):
                raise ValueError("nobody to ring")

        namespace["__post_init__"] = has_one
    return msgspec.defstruct(
        element.name,
        [*required, *optional],
        namespace=namespace,
        tag=tag,
        tag_field="verb" if tag else None,
        forbid_unknown_fields=True,
        omit_defaults=True,
    )


def _type(member: Member) -> Any:
    if member.base == "element":
        return _struct(elements()[member.element or ""], tag=None)
    if member.base == "list":
        return list[_struct(elements()[member.element or ""], tag=None)]  # type: ignore[misc]
    text = Annotated[str, msgspec.Meta(pattern=_TEXT)]
    if member.base == "map":
        return dict[text, Annotated[str, msgspec.Meta(pattern=rf"^[{_CHARS}]*\Z")]]
    if member.base == "choice":
        return Literal[member.choices]
    if member.base == "bool":
        return bool
    assert member.kind is not None
    if member.base == "int":
        return Annotated[int, msgspec.Meta(ge=member.kind.minimum, le=MAX_INTEGER)]
    if member.kind.pattern is None:
        return text
    return Annotated[str, msgspec.Meta(pattern=rf"^(?:{member.kind.pattern})\Z")]
