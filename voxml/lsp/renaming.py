"""Give a document another name, and every link to it with it."""

from __future__ import annotations

import os

from lsprotocol import types

from voxml.lsp.navigation import leading_to, place_at
from voxml.lsp.open_text import OpenText
from voxml.lsp.site_index import SiteIndex
from voxml.lsp.workspace import Workspace, path_of, uri_of
from voxml.site.names import name_problem


class RefusedRename(ValueError):  # noqa: N818 - the editor shows its words
    """A document can't be given this name; the message says why."""


def prepare_rename(workspace: Workspace, document: OpenText, offset: int) -> types.PrepareRenamePlaceholder | None:
    """Return the name that can be changed at an offset: the one of a document that a link leads to."""
    place = place_at(workspace, document, offset)
    site = workspace.site(document.path)
    if place is None or place.name not in site.targets:
        return None
    return types.PrepareRenamePlaceholder(document.positions.range(place.start, place.end), place.name)


def rename(workspace: Workspace, document: OpenText, offset: int, new: str) -> types.WorkspaceEdit:
    """Return the edits that give the document under the cursor another name: its file, its data, and all links to it.

    Raises:
        RefusedRename: there is no document there, the name is taken, or no host would serve it.
    """
    site = workspace.site(document.path)
    place = place_at(workspace, document, offset)
    target = site.targets.get(place.name) if place is not None else None
    if target is None:
        raise RefusedRename("found no document of this site here; expected the cursor on a link to one")
    new = new.strip().removesuffix(".json").removesuffix(".xml")
    problem = name_problem(new)
    if problem is not None:
        raise RefusedRename(problem)
    if new in site.targets and new != target.name:
        raise RefusedRename(f'found "{new}", which is a document already; expected another name')
    if target.is_page:
        raise RefusedRename(f"{target.name} is made by {os.path.basename(target.path)}; rename it there")
    changes: list[types.TextDocumentEdit | types.RenameFile] = [*_links(workspace, site, {target.name: new})]
    for path in (target.path, target.data):
        if path is not None:
            stem = os.path.join(site.folder, target.name)
            changes.append(
                types.RenameFile(workspace.uri(path), uri_of(f"{os.path.join(site.folder, new)}{path[len(stem) :]}"))
            )
    return types.WorkspaceEdit(document_changes=changes)


def links_of_renamed_files(workspace: Workspace, files: list[types.FileRename]) -> types.WorkspaceEdit | None:
    """Return the edits of all links to files that are given other names."""
    changes: list[types.TextDocumentEdit] = []
    for site, names in _renamed(workspace, files):
        changes += _links(workspace, site, names)
    return types.WorkspaceEdit(document_changes=[*changes]) if changes else None


def _renamed(workspace: Workspace, files: list[types.FileRename]) -> list[tuple[SiteIndex, dict[str, str]]]:
    found: dict[int, tuple[SiteIndex, dict[str, str]]] = {}
    for file in files:
        old, new = path_of(file.old_uri), path_of(file.new_uri)
        site = workspace.site(old)
        names = found.setdefault(id(site), (site, {}))[1]
        for target in site.targets.values():
            if target.is_page or (target.path != old and not target.path.startswith(old + os.sep)):
                continue
            moved = os.path.relpath(new + target.path[len(old) :], site.folder).replace(os.sep, "/")
            name = next((moved.removesuffix(end) for end in _ENDINGS if moved.endswith(end)), None)
            if name is not None and not moved.startswith("../"):
                names[target.name] = name
    return [each for each in found.values() if each[1]]


_ENDINGS = (".xml.j2", ".json.j2", ".xml", ".json")


def _links(workspace: Workspace, site: SiteIndex, names: dict[str, str]) -> list[types.TextDocumentEdit]:
    edits: dict[str, tuple[OpenText, list[types.TextEdit]]] = {}
    for found in leading_to(workspace, site, set(names)):
        span = found.document.positions.range(found.place.start, found.place.end)
        edits.setdefault(found.document.uri, (found.document, []))[1].append(
            types.TextEdit(span, names[found.place.name])
        )
    return [
        types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(uri, document.version), [*several])
        for uri, (document, several) in edits.items()
    ]
