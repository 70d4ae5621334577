"""Whether a document is valid: msgspec and libxml2 say yes, and the checker decides what they leave.

Nearly all documents that are asked about are valid, and then these know it in a fraction of the checker's time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from voxml.schema.check import check, form_of, refuse_misuse
from voxml.schema.checked import Form
from voxml.schema.wire import is_surely_valid_json

_MAX_BYTES = 1 << 20
#: An XML declaration that changes nothing: the version and the encoding are those that a document has without one.
_DECLARATION = re.compile(
    rb"""<\?xml\s++version\s*+=\s*+["']1\.0["'](?:\s++encoding\s*+=\s*+["'](?i:utf-?8|us-ascii)["'])?+"""
    rb"""(?:\s++standalone\s*+=\s*+["'](?:yes|no)["'])?+\s*+\?>"""
).match


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


def is_surely_valid_xml(data: bytes) -> bool:
    """Return whether `data` is surely a valid document in XML; False means only that the checker has to look."""
    # Left to the checker: a document type, an encoding of its own, and namespaces, since by those of XML Schema a
    # document could name schemas that libxml2 would go and fetch.
    if b"<!D" in data or b"xmlns" in data or len(data) > _MAX_BYTES:
        return False
    if data[:5] == b"<?xml" and _DECLARATION(data) is None:
        return False
    parse, parser, validate, not_well_formed = _libxml2()
    try:
        root = parse(data, parser)
    except not_well_formed:
        return False
    return validate(root)


@cache
def _libxml2() -> tuple[Callable[..., Any], Any, Callable[[Any], bool], type[Exception]]:
    from lxml import etree

    from voxml.schema.load import libxml2_schema, safe_parser

    return etree.fromstring, safe_parser(), libxml2_schema().validate, etree.XMLSyntaxError
