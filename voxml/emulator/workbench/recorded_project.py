"""The documents of a call that was played in virtual time: those of its source, or those that were heard."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from voxml.emulator.call import Call
from voxml.emulator.facts import NOWHERE
from voxml.emulator.local_documents import LocalDocuments
from voxml.emulator.workbench.project import DocumentSource, FileProject, Loaded, Project, made_by, source_in_site
from voxml.schema.check import check
from voxml.site.build import check_site
from voxml.site.diagram.broken import add_broken
from voxml.site.diagram.labels import title_of
from voxml.site.flow import draw_flow
from voxml.site.manifest import DEFAULT, load_if_there
from voxml.site.model import Page, Site
from voxml.site.pages import page_of
from voxml.site.site_settings import load_settings
from voxml.site.sources import is_source_folder


def recorded_project(source: str, call: Call, library: LocalDocuments | None, base_url: str | None) -> Project:
    """Return the project of a call: `source` is what was played, `library` its documents, None for a URL."""
    if library is None:
        return HeardProject(source, call)
    folder = Path(source)
    if folder.is_dir() and is_source_folder(folder):
        return CheckedProject(folder, library, base_url)
    return FileProject(source, None, base_url)


class _Still:
    """A project that does not change."""

    def follow(self, until: threading.Event, changed: Callable[[], None]) -> None:
        """Return at once."""

    def close(self) -> None:
        """Nothing is held."""


class CheckedProject(_Still):
    """A folder of sources, checked and not written."""

    def __init__(self, folder: Path, library: LocalDocuments, base_url: str | None) -> None:
        self.title, self.shown = title_of(folder.resolve().name), str(folder)
        self._library = library
        self._site = Site(folder, base_url=base_url or load_settings(folder).base_url or NOWHERE)
        self._manifest = load_if_there(folder / DEFAULT)
        self._pages: Mapping[str, Page] = {}

    def path_of(self, source: str) -> str:
        """Return the path of a source in the folder."""
        return f"{self.shown}/{source}"

    def load(self) -> Loaded:
        """Check the sources."""
        checked = check_site(self._site, self._manifest)
        self._pages = checked.pages
        flow = add_broken(checked.flow, checked.diagnostics, self.shown)
        return Loaded(self._library, next(iter(flow.entries), ""), flow, checked.diagnostics)

    def source_of(self, loaded: Loaded, name: str) -> DocumentSource:
        """Return where a document comes from."""
        path = self.path_of(loaded.flow.stops[name].source)
        if name not in self._pages:
            return DocumentSource(path, [])
        rows = self._manifest.rows if self._manifest is not None else {}
        return source_in_site(self._site, self._pages[name], path, rows)


class HeardProject(_Still):
    """The documents that were fetched from a server in a call."""

    def __init__(self, url: str, call: Call) -> None:
        parts = urlsplit(url)
        self.title, self.shown = parts.hostname or url, f"{parts.scheme}://{parts.netloc}"
        self._pages: dict[str, Page] = {}
        #: The source of the document that each entry is in, by number: one address may give several documents.
        self.paths: dict[int, str] = {}
        current = None
        for number, entry in enumerate(call.transcript.entries):
            response = (entry.detail or {}).get("response") if entry.kind == "fetch" else None
            if response and response["problem"] is None:
                current = self._add(entry.text.partition(" ")[2], response["body"])
            if current is not None:
                self.paths[number] = current

    def _add(self, url: str, body: str) -> str | None:
        """Add a document, and return its source: its address, with a number where that gave another one before."""
        checked = check(body, path=url)
        if checked.root is None or not checked.is_valid:
            return None
        stem = urlsplit(url).path.strip("/").removesuffix(".json") or "index"
        for count in itertools.count(1):
            name, source = (stem, url) if count == 1 else (f"{stem}-{count}", f"{url}#{count}")
            page = page_of(checked, name, source)
            if self._pages.setdefault(name, page).wire == page.wire:
                return source
        raise AssertionError

    def path_of(self, source: str) -> str:
        """Return the address of a document."""
        return source

    def load(self) -> Loaded:
        """Return the documents, by the paths of their addresses."""
        flow = draw_flow(self._pages.values(), base_urls=(self.shown,))
        files: dict[str, Path | bytes] = {name: page.wire for name, page in self._pages.items()}
        library = LocalDocuments(files, shown={name: page.source for name, page in self._pages.items()})
        return Loaded(library, next(iter(self._pages), ""), flow, [])

    def source_of(self, loaded: Loaded, name: str) -> DocumentSource:
        """Return the wire form of a document."""
        return made_by(name, self._pages[name].wire, self._pages[name].source)
