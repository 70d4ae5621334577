"""The outline of a document: its instructions, with what each says or where it leads."""

from __future__ import annotations

from lsprotocol import types

from voxml.lsp.open_text import OpenText
from voxml.lsp.scan import Element
from voxml.schema.tables import CONTENT

_KINDS = {
    "Response": types.SymbolKind.File,
    "Gather": types.SymbolKind.Array,
    "Redirect": types.SymbolKind.Event,
    "Dial": types.SymbolKind.Interface,
}
#: The attribute that says most about a verb, besides its content.
_TELLING = ("action_url", "url", "reason", "length", "name", "uri")
_LONGEST = 80


def outline(document: OpenText) -> list[types.DocumentSymbol]:
    """Return the elements of a document as a tree."""
    if not document.is_ours:
        return []
    return [_symbol(document, root) for root in document.scan.roots if root.name.text or root.children]


def _symbol(document: OpenText, element: Element) -> types.DocumentSymbol:
    positions = document.positions
    size = len(document.text)
    end = min(element.end, size)
    start = min(element.start, end)
    name_start, name_end = max(start, min(element.name.start, end)), max(start, min(element.name.end, end))
    return types.DocumentSymbol(
        name=element.name.text or "?",
        detail=_detail(document, element),
        kind=_KINDS.get(element.name.text, types.SymbolKind.Method),
        range=positions.range(start, end),
        selection_range=positions.range(name_start, name_end),
        children=[_symbol(document, child) for child in element.children],
    )


def _detail(document: OpenText, element: Element) -> str:
    content = CONTENT.get(element.name.text)
    written = None
    if content is not None:
        written = element.get(content)
        if written is None and document.form == "xml" and not element.children:
            inner = document.text[element.head_end : element.end]
            written = " ".join(inner.partition("</")[0].split())
    if not written:
        written = next((value for name in _TELLING if (value := element.get(name))), "")
    return written if len(written) <= _LONGEST else f"{written[: _LONGEST - 1]}…"
