"""Formatting: the canonical form of `voxml fmt`."""

from __future__ import annotations

from lsprotocol import types

from voxml.formats.formatter import format_document
from voxml.lsp.edits_of import changed
from voxml.lsp.open_text import OpenText
from voxml.rules.facts.recognition import recognize


def formatting(document: OpenText) -> list[types.TextEdit]:
    """Return the edit that brings a document into canonical form; none for a template, or what is not VoxML."""
    if document.kind != "document" or recognize(document.data, document.form).kind != "voxml":
        return []
    text, _ = format_document(document.data, document.name, document.form)
    if text is None:
        return []
    return changed(document, text.replace("\n", "\r\n") if "\r\n" in document.text else text)
