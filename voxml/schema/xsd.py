"""What libxml2 says of a document by the shipped XSD, with xmlschema for the reason where the two of us disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxml.formats.tree import Span

if TYPE_CHECKING:
    from voxml.diagnostics import Diagnostic
    from voxml.schema.checked import CheckedDocument


def libxml2_errors(utf8: bytes) -> list[tuple[int, str]]:
    """What libxml2 finds wrong by the XSD: line and message; none when the document is right."""
    from lxml import etree

    from voxml.schema.load import libxml2_schema, safe_parser

    try:
        root = etree.fromstring(utf8, safe_parser())
    except etree.XMLSyntaxError as error:
        return [(error.lineno or 1, str(error.msg))]
    schema = libxml2_schema()
    if schema.validate(root):
        return []
    return [(entry.line, entry.message) for entry in schema.error_log]  # type: ignore[attr-defined]  # stubs lack it


def disagreement(checked: CheckedDocument, utf8: bytes) -> list[Diagnostic]:
    """A finding where the XSD and the tables judge a document differently: a fault of ours, never of the document."""
    errors = libxml2_errors(utf8)
    if bool(errors) == bool(checked.diagnostics):
        return []
    span = Span(0, 1, "/Response")
    if not errors:
        message = "the XSD allows this document, but voxml does not; please report this as a bug in voxml"
        return [checked.diagnostic(span, "engines-disagree", message)]
    line, reason = errors[0]
    second = _second_opinion(utf8)
    words = f"{reason} ({second})" if second else reason
    found = checked.diagnostic(
        span,
        "engines-disagree",
        f"the XSD refuses what voxml allows: {words}; please report this as a bug in voxml",
    )
    return [found._replace(line=line, column=1, end_line=line, end_column=1)]


def _second_opinion(utf8: bytes) -> str | None:
    from lxml import etree

    from voxml.schema.load import safe_parser, xmlschema_schema

    try:
        root = etree.fromstring(utf8, safe_parser())
        return next((str(error.reason) for error in xmlschema_schema().iter_errors(root)), None)
    except etree.XMLSyntaxError:
        return None
