"""Writes the authoring form: one canonical XML for every document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxml.formats.xml_elements import WRITERS
from voxml.language.limits import VOXML_VERSION

if TYPE_CHECKING:
    from voxml.language.document import Document


def write(document: Document, indent: int | None = 2) -> str:
    """The document as XML: `indent` spaces a level, or all on one line with None.

    Attributes are in the order of the language, unset ones are left out. There is no XML declaration, as in Canonical
    XML; the encoding is UTF-8, which needs none.
    """
    step, newline = ("", "") if indent is None else (" " * indent, "\n")
    elements = [WRITERS[type(instruction)](instruction, step, step + step, newline) for instruction in document.held()]
    if not elements:
        return f'<Response version="{VOXML_VERSION}"/>\n'
    return f'<Response version="{VOXML_VERSION}">{newline}{"".join(elements)}</Response>\n'
