"""Where a document leads, and what leads to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lsprotocol import types

from voxml.lsp.open_text import OpenText
from voxml.lsp.site_index import Place, SiteIndex, Target
from voxml.lsp.workspace import Workspace


class Found(NamedTuple):
    """A place that leads to a document, and the text that it is in."""

    document: OpenText
    place: Place


def place_at(workspace: Workspace, document: OpenText, offset: int) -> Place | None:
    """Return the place under a cursor that leads to a document of the site."""
    for place in workspace.site(document.path).places(document.path, document.text):
        if place.whole_start <= offset <= place.whole_end:
            return place
    return None


def definition(workspace: Workspace, document: OpenText, offset: int) -> list[types.Location]:
    """Return the document that an address, a menu key or `url_for` leads to."""
    place = place_at(workspace, document, offset)
    target = workspace.site(document.path).targets.get(place.name) if place is not None else None
    return [] if target is None else [_location(workspace, target)]


def references(workspace: Workspace, document: OpenText, offset: int, *, with_target: bool) -> list[types.Location]:
    """Return every place that leads to the document under the cursor; without one, to this document."""
    site = workspace.site(document.path)
    place = place_at(workspace, document, offset)
    name = place.name if place is not None else _name_at(site, document, offset)
    if name is None:
        return []
    found = [
        types.Location(each.document.uri, each.document.positions.range(each.place.start, each.place.end))
        for each in leading_to(workspace, site, {name})
    ]
    if with_target and name in site.targets:
        found.insert(0, _location(workspace, site.targets[name]))
    return found


def document_links(workspace: Workspace, document: OpenText) -> list[types.DocumentLink]:
    """Return the links of a document to others of its site."""
    site = workspace.site(document.path)
    return [
        types.DocumentLink(
            document.positions.range(place.whole_start, place.whole_end),
            target=workspace.uri(site.targets[place.name].path),
        )
        for place in site.places(document.path, document.text)
        if place.name in site.targets
    ]


def leading_to(workspace: Workspace, site: SiteIndex, names: set[str]) -> Iterator[Found]:
    """Yield the places of a site, its settings included, that lead to one of some documents."""
    paths = [*site.files] if site.settings is None else [*site.files, site.settings]
    for path in paths:
        text = workspace.text_at(path)
        if text is not None and any(name in text.text for name in names):
            for place in site.places(path, text.text):
                if place.name in names:
                    yield Found(text, place)


def _name_at(site: SiteIndex, document: OpenText, offset: int) -> str | None:
    """Return the document that a file gives; in a Python module the page whose line it is."""
    line = document.text.count("\n", 0, offset) + 1
    for target in site.targets.values():
        if target.path == document.path and target.is_page and target.line == line:
            return target.name
    return site.name_of(document.path)


def _location(workspace: Workspace, target: Target) -> types.Location:
    start = types.Position(target.line - 1, 0)
    return types.Location(workspace.uri(target.path), types.Range(start, start))
