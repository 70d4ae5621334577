"""What the workbench shows and plays: a folder of sources that is built again after each change, or single documents."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

import msgspec

from voxml.diagnostics import Diagnostic
from voxml.emulator.local_documents import LocalDocuments
from voxml.emulator.open_documents import open_documents
from voxml.emulator.rendered_documents import library_of
from voxml.errors import InputError, VoxmlError
from voxml.schema.check import check
from voxml.site.diagram.broken import add_broken
from voxml.site.diagram.labels import title_of
from voxml.site.document_checks import DocumentChecks
from voxml.site.flow import Flow
from voxml.site.live_site import LiveSite
from voxml.site.model import Page, Site
from voxml.site.open_site import open_published, open_site, open_template
from voxml.site.pages import RenderContext
from voxml.site.sources import find_sources
from voxml.site.step_positions import StepPosition, positions_in, positions_in_row, positions_in_template
from voxml.site.template_pages import TemplatePages
from voxml.site.watch import Watch
from voxml.source import read_file
from voxml.templating import Templates
from voxml.templating.header import sample_values
from voxml.templating.shipped import shipped_folder, templates_in

NO_FLOW = Flow({}, (), False, "")


class Loaded(NamedTuple):
    """A project as it is now."""

    library: LocalDocuments
    #: The document with which calls begin; "" when there is none.
    start: str
    flow: Flow
    diagnostics: list[Diagnostic]
    #: Why nothing newer could be loaded, such as settings that are wrong.
    error: str | None = None


class Place(NamedTuple):
    """Where an instruction is: the document's name, and the file and line of it that are shown."""

    document: str
    path: str
    line: int | None


class DocumentSource(NamedTuple):
    """Where a document comes from: its file as it is shown, and the positions of its instructions."""

    path: str
    positions: list[StepPosition]
    #: Set when what is shown is no file but `text`, the wire form that a module made.
    note: str = ""
    text: str = ""

    def place(self, name: str, step: int, prompt: str) -> Place:
        """Return the place of an instruction of the document, or of the prompt in it."""
        of_step = [each for each in self.positions if each.step == step]
        found = next((each for each in of_step if each.prompt == prompt), of_step[0] if of_step else None)
        return Place(name, self.path, None) if found is None else Place(name, found.path, found.line)


class Project(Protocol):
    """A source of documents that may change."""

    title: str
    #: The folder or file, as the user named it.
    shown: str

    def path_of(self, source: str) -> str:
        """Return the path of a source in the folder, as diagnostics name it."""
        ...

    def load(self) -> Loaded:
        """Return the project as it is now; errors are in it, never raised."""
        ...

    def source_of(self, loaded: Loaded, name: str) -> DocumentSource:
        """Return where a document of the flow comes from."""
        ...

    def follow(self, until: threading.Event, changed: Callable[[], None]) -> None:
        """Call `changed` after each change, until the event is set."""
        ...

    def close(self) -> None:
        """Free what it holds."""
        ...


class SiteProject:
    """A folder of sources, built for the address at which it is served."""

    def __init__(self, directory: Path, report: Callable[[str], None], start: str | None) -> None:
        self.live = LiveSite(directory, report)
        self.title = title_of(directory.resolve().name)
        self.shown = str(directory)
        self._start = start
        self._watch: Watch | None = None

    def path_of(self, source: str) -> str:
        """Return the path of a source in the folder."""
        return f"{self.shown}/{source}"

    def load(self) -> Loaded:
        """Build, the first time, and return the result."""
        if self._watch is None:
            self._watch = self.live.watch()
            self.live.build()
        return self._loaded()

    def _loaded(self) -> Loaded:
        live = self.live
        flow = add_broken(live.flow or NO_FLOW, live.diagnostics, self.shown)
        if live.site is None:
            return Loaded(LocalDocuments({}), "", flow, live.diagnostics, live.error)
        settings = live.site.settings
        library = library_of(live.site, live.pages.values(), live.site.base_urls)
        library.problems = _problems_of(flow, live.diagnostics)
        named = self._start or (settings.entries[0] if settings.entries else None)
        return Loaded(library, _start_of(library, named, flow), flow, live.diagnostics, live.error)

    def source_of(self, loaded: Loaded, name: str) -> DocumentSource:
        """Return where a document comes from; the positions in a template are those of this very row."""
        stop = loaded.flow.stops.get(name)
        path = self.path_of(stop.source if stop is not None else name)
        page = self.live.pages.get(name)
        if page is None or self.live.site is None:
            return DocumentSource(path, [])
        rows = self.live.manifest.rows if self.live.manifest is not None else {}
        return source_in_site(self.live.site, page, path, rows)

    def follow(self, until: threading.Event, changed: Callable[[], None]) -> None:
        """Build after each change."""
        assert self._watch is not None
        self.live.follow(self._watch, until, changed)

    def close(self) -> None:
        """Remove what was published."""
        self.live.close()


class FileProject:
    """A document with those beside it, a folder of documents, or a template with its own examples."""

    def __init__(self, source: str, start: str | None, base_url: str | None) -> None:
        self.shown = source
        self.title = title_of(Path(source).name.partition(".")[0] or source)
        self._start = start
        self._base_url = base_url
        place = Path(source)
        shipped = None if place.exists() else templates_in(shipped_folder()).get(source)
        self._template = shipped or (place if source.endswith(".j2") else None)
        self._folder = place if place.is_dir() else place.parent
        self._last: Loaded | None = None

    def path_of(self, source: str) -> str:
        """Return the path of a source in the folder."""
        return str(self._template or self._folder / source)

    def load(self) -> Loaded:
        """Read the documents anew; what was there last stays when they can't be read at all.

        Raises:
            VoxmlError: they can't be read the first time.
        """
        try:
            self._last = self._read()
        except VoxmlError as error:
            if self._last is None:
                raise
            return self._last._replace(error=str(error))
        return self._last

    def _read(self) -> Loaded:
        library, named = open_documents(self.shown, base_url=self._base_url)
        if self._template is not None:
            opened = open_template(self._template, self._base_url)
        elif Path(self.shown).is_dir():
            opened = open_site(Path(self.shown), self._base_url)
        else:
            beside = [each for each in library.files.values() if isinstance(each, Path)]
            opened = open_published(self._folder, beside, self._base_url)
        start = library.start(self._start or named)
        library.problems = _problems_of(opened.flow, opened.diagnostics)
        return Loaded(library, start, opened.flow, opened.diagnostics)

    def source_of(self, loaded: Loaded, name: str) -> DocumentSource:
        """Return where a document comes from."""
        if self._template is not None:
            template = Templates([self._template.parent]).get(self._template)
            values = template.check(sample_values(template.parameters))
            checked = check(template.text(values), path=str(self._template))
            return DocumentSource(str(self._template), positions_in_template(template, values, checked))
        content = loaded.library.files.get(name)
        if isinstance(content, Path):
            return DocumentSource(str(content), positions_in(check(read_file(content), path=str(content))))
        return made_by(name, content or b"", self.shown)

    def follow(self, until: threading.Event, changed: Callable[[], None]) -> None:
        """Watch the folder; nothing below it, where a document was named."""
        for _ in Watch([self._folder], is_deep=Path(self.shown).is_dir()).changes(until):
            changed()

    def close(self) -> None:
        """Nothing is held."""


def source_in_site(site: Site, page: Page, path: str, rows: Mapping[str, dict[str, str]]) -> DocumentSource:
    """Return where a page of a site comes from; the positions in a template are those of this very row.

    Raises:
        VoxmlError: its template fails.
    """
    source = next((each for each in find_sources(site.folder) if each.path == page.source), None)
    if source is None:
        return DocumentSource(path, [])
    if source.kind == "module":
        return made_by(page.name, page.wire, path)
    if source.kind == "template":
        context = RenderContext(site, DocumentChecks.of(site.shown, site.base_urls), dict(rows))
        return DocumentSource(path, positions_in_row(TemplatePages(source, context), page.row))
    return DocumentSource(path, positions_in(check(read_file(site.folder / page.source), path=path)))


def made_by(name: str, wire: bytes, path: str) -> DocumentSource:
    """Return the source of a document that code made: its wire form, one member a line, under its published name."""
    text = msgspec.json.format(wire, indent=2).decode()
    shown = f"{name}.json"
    return DocumentSource(shown, positions_in(check(text, path=shown)), f"made by {path}", text)


def _start_of(library: LocalDocuments, named: str | None, flow: Flow) -> str:
    """Return where calls begin: what was named, else what is named like a start, else the first entry of the flow."""
    try:
        return library.start(named)
    except InputError:
        known = [*flow.entries, *library.files]
        return known[0] if known else ""


def _problems_of(flow: Flow, diagnostics: list[Diagnostic]) -> dict[str, str]:
    """Return why a document can't be played, for each that is broken."""
    found: dict[str, str] = {}
    for name, stop in flow.stops.items():
        if stop.ending == "broken":
            first = next((d for d in diagnostics if d.severity == "error" and d.path.endswith(stop.source)), None)
            found[name] = f"invalid document: {first}" if first is not None else "invalid document"
    return found
