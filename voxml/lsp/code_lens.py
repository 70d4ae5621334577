"""Lenses above a document: hear it, and see where it leads."""

from __future__ import annotations

from lsprotocol import types

from voxml.lsp.open_text import OpenText

HEAR = "voxml.hear"
FLOW = "voxml.showFlow"


def code_lenses(document: OpenText) -> list[types.CodeLens]:
    """Return the lenses of a document or template, above its root."""
    roots = [each for each in document.scan.roots if each.name.text == "Response"]
    if not roots or (document.form == "json" and '"instructions"' not in document.text):
        return []
    if document.path.rpartition("/")[2].startswith("_"):
        return []  # a part of other templates
    here = document.positions.range(roots[0].start, roots[0].start)
    return [
        types.CodeLens(here, types.Command("▶ Hear it", HEAR, arguments=[document.uri])),
        types.CodeLens(here, types.Command("Show the flow", FLOW, arguments=[document.uri])),
    ]
