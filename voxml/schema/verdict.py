"""Whether a document is right, and nothing more: msgspec and libxml2 say yes, and the checker judges what they leave.

Nearly all that is asked about is right, and then these know it in a fraction of the checker's time.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from voxml.schema.checked import Form
from voxml.schema.validate import check, form_of, refuse_misuse
from voxml.schema.wire import is_right as is_surely_right_json

_MAX_BYTES = 1 << 20


def is_valid(data: bytes | str, form: Form | None) -> bool:
    """Whether `data` is a right document."""
    refuse_misuse(data, form)
    plain = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    form = form or form_of(plain)
    if is_surely_right_xml(plain) if form == "xml" else is_surely_right_json(plain):
        return True
    checked = check(data, form=form)
    return checked.root is not None and not checked.diagnostics


def is_surely_right_xml(data: bytes) -> bool:
    """Whether `data` is surely a right document in XML; False means only that the checker has to look."""
    # Left to the checker: a document type, an encoding of its own, and namespaces, since by those of XML Schema a
    # document could name schemas that libxml2 would go and fetch.
    if b"<!" in data or b"<?" in data or b"xmlns" in data or len(data) > _MAX_BYTES:
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
