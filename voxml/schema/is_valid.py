"""Whether a document is valid: msgspec and libxml2 say yes, and the checker decides what they leave.

Nearly all documents that are asked about are valid, and then these know it in a fraction of the checker's time.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache, reduce
from operator import or_
from typing import Annotated, Any, Literal

import msgspec

from voxml.language.elements import ElementModel, elements
from voxml.language.limits import MAX_INTEGER
from voxml.language.members import Member
from voxml.schema.check import check, form_of, refuse_misuse
from voxml.schema.checked import Form

_MAX_BYTES = 1 << 20
#: An XML declaration that changes nothing: the version and the encoding are those that a document has without one.
_DECLARATION = re.compile(
    rb"""<\?xml\s++version\s*+=\s*+["']1\.0["'](?:\s++encoding\s*+=\s*+["'](?i:utf-?8)["'])?+"""
    rb"""(?:\s++standalone\s*+=\s*+["'](?:yes|no)["'])?+\s*+"""
)


def is_valid(data: bytes | str, *, form: Form | None = None) -> bool:
    """Return whether `data` is a valid VoxML document, in either form.

    Raises:
        VoxmlTypeError: `data` is neither bytes nor text.
        VoxmlValueError: there is no such form.
    """
    refuse_misuse(data, form)
    plain = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    form = form or form_of(plain)
    if is_surely_valid_xml(plain) if form == "xml" else is_surely_valid_json(plain):
        return True
    return check(data, form=form).is_valid


# --- XML --------------------------------------------------------------------------------------------------------------


def is_surely_valid_xml(data: bytes) -> bool:
    """Return whether `data` is surely a valid document in XML; False means only that the checker has to look."""
    # Left to the checker: a document type, an encoding of its own, and namespaces, since by those of XML Schema a
    # document could name schemas that libxml2 would go and fetch.
    if b"<!D" in data or b"xmlns" in data or len(data) > _MAX_BYTES:
        return False
    if data[:5] == b"<?xml" and not _changes_nothing(data[: data.find(b"?>", 0, 200)]):
        return False
    parse, parser, validate, not_well_formed = _libxml2()
    try:
        root = parse(data, parser)
    except not_well_formed:
        return False
    return validate(root)


@lru_cache(maxsize=64)
def _changes_nothing(declaration: bytes) -> bool:
    return _DECLARATION.fullmatch(declaration) is not None


@cache
def _libxml2() -> tuple[Callable[..., Any], Any, Callable[[Any], bool], type[Exception]]:
    from lxml import etree

    from voxml.schema.load import libxml2_schema, safe_parser

    return etree.fromstring, safe_parser(), libxml2_schema().validate, etree.XMLSyntaxError


# --- JSON -------------------------------------------------------------------------------------------------------------

_CHARS = "\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff"
_TEXT = rf"^[ \t\n\r]*[!-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff][{_CHARS}]*\Z"


def is_surely_valid_json(data: bytes) -> bool:
    """Return whether `data` is surely a valid document in JSON; False means only that the checker has to look."""
    decode, encode = _codec()
    try:
        document = decode(data)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return False
    # A member that msgspec dropped (one that is there twice, one that is null) takes its quotes with it. A quote that
    # is written as its code could make up for them: that is left to the checker.
    return b"\\u0022" not in data and data.count(b'"') == encode(document).count(b'"')


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
                raise ValueError("no target")

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
