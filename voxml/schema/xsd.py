"""Ask libxml2 about a document by the shipped XSD, and xmlschema for the reason where libxml2 and the checker disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from voxml.formats.tree import Span
from voxml.schema.load import libxml2_schema, safe_parser, xmlschema_schema

if TYPE_CHECKING:
    from voxml.diagnostics import Diagnostic
    from voxml.schema.checked import CheckedDocument


def libxml2_errors(utf8: bytes) -> list[tuple[int, str]]:
    """Return line and message of each error by the XSD; none when the document is valid."""
    try:
        root = etree.fromstring(utf8, safe_parser())
    except etree.XMLSyntaxError as error:
        return [(error.lineno or 1, str(error.msg))]
    schema = libxml2_schema()
    if schema.validate(root):
        return []
    return [(entry.line, entry.message) for entry in schema.error_log]  # type: ignore[attr-defined]  # stubs lack it


def disagreement(checked: CheckedDocument, utf8: bytes) -> list[Diagnostic]:
    """Return a diagnostic where the XSD and the checker disagree about a document: a bug of ours."""
    errors = libxml2_errors(utf8)
    if bool(errors) == bool(checked.errors):
        return []
    if not errors:
        message = "the XSD allows this document, but voxml does not; please report this as a bug in voxml"
        return [checked.diagnostic(Span(0, 1, "/Response"), "engines-disagree", message)]
    line, reason = errors[0]
    second = _second_opinion(utf8)
    words = f"{reason} ({second})" if second else reason
    message = f"the XSD refuses what voxml allows: {words}; please report this as a bug in voxml"
    found = checked.diagnostic(Span(0, 1, "/Response"), "engines-disagree", message)
    return [found._replace(line=line, column=1, end_line=line, end_column=1)]


def _second_opinion(utf8: bytes) -> str | None:
    try:
        root = etree.fromstring(utf8, safe_parser())
    except etree.XMLSyntaxError:
        return None
    return next((str(error.reason) for error in xmlschema_schema().iter_errors(root)), None)
