"""The documents of a site by their names, and the places where texts lead to them."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from voxml import config
from voxml.errors import ConfigError, VoxmlError
from voxml.files.sounds import SOUND_TYPES
from voxml.site.module_pages import find_lines
from voxml.site.names import normalise_base_url
from voxml.site.sources import Source, find_sources

#: Seconds after which a folder is looked at again.
_FRESH = 2.0
_ENDINGS = (".json", ".xml")
_URL_FOR = re.compile(r"""\burl_for\(\s*(?P<quote>["'])(?P<name>[^"'?\n]*)""")
_ADDRESS = re.compile(r"""https?://[^\s"'<>{}?#\\]+""")
_TABLE = re.compile(r"^[ \t]*+\[(?P<name>[^\[\]\n]++)\]", re.MULTILINE)
_ENTRY = re.compile(r"""^[ \t]*+["']?[\w*#-]++["']?[ \t]*+=[ \t]*+["'](?P<name>[^"'\n]++)["']""", re.MULTILINE)
_ENTRIES = re.compile(r"^[ \t]*+entries[ \t]*+=[ \t]*+\[(?P<names>[^\[\]]*+)\]", re.MULTILINE)
_WORD = re.compile(r"""["']([^"'\n]+)["']""")


class Target(NamedTuple):
    """A document of a site: its file, and in a Python module its line (from 1)."""

    name: str
    path: str
    line: int = 1
    is_page: bool = False
    data: str | None = None


class Place(NamedTuple):
    """Where a text leads to a document: the offsets of the name in it, without its ending."""

    name: str
    start: int
    end: int
    #: Around it: the whole address, or what is in the quotes.
    whole_start: int
    whole_end: int


class SiteIndex:
    """The sources of one site."""

    def __init__(self, folder: Path, settings: str | None, bases: tuple[str, ...], sources: list[Source]) -> None:
        self.folder = folder
        self.settings = settings
        #: The addresses that mean this site; none when nothing says where it is.
        self.bases = bases
        self._made = time.monotonic()
        self.files = [os.path.join(folder, each.path) for each in sources if each.kind != "sound"]
        self.sounds = [each.name for each in sources if each.kind == "sound"]
        self.targets: dict[str, Target] = {}
        for source in sources:
            for target in _targets(folder, source):
                self.targets.setdefault(target.name, target)

    def is_current(self) -> bool:
        """Tell whether the folder was looked at just now."""
        return time.monotonic() - self._made < _FRESH

    def name_of(self, path: str) -> str | None:
        """Return the name of the document that a file gives."""
        return next((each.name for each in self.targets.values() if each.path == path and not each.is_page), None)

    def url(self, name: str) -> str:
        """Return the address of a document or sound, as sources write it."""
        ending = "" if name.endswith((*_ENDINGS, *SOUND_TYPES)) else ".json"
        return f"{self.bases[0] if self.bases else 'https://example.com'}/{name}{ending}"

    def places(self, path: str, text: str) -> Iterator[Place]:
        """Yield every place where a text leads into the site, there or not."""
        if path.endswith(".toml"):
            yield from _places_in_settings(text)
            return
        for found in _URL_FOR.finditer(text):
            start, end = found.span("name")
            yield _place(text, start, end, start, end)
        for found in _ADDRESS.finditer(text):
            name_start = self._start_of_name(found[0])
            if name_start is not None:
                yield _place(text, found.start() + name_start, found.end(), *found.span())

    def _start_of_name(self, url: str) -> int | None:
        """Return where in an address the name of a document of this site begins."""
        for base in self.bases:
            if url.startswith(f"{base}/"):
                return len(base) + 1
        if self.bases:
            return None
        # Nothing says where the site is: what ends with the name of a document here means it.
        path = url.partition("://")[2].partition("/")[2]
        for name in self.targets:
            for ending in _ENDINGS:
                if path == f"{name}{ending}" or path.endswith(f"/{name}{ending}"):
                    return len(url) - len(name) - len(ending)
        return None


def _place(text: str, start: int, end: int, whole_start: int, whole_end: int) -> Place:
    ending = next((each for each in _ENDINGS if text.endswith(each, start, end)), "")
    stop = end - len(ending)
    return Place(text[start:stop], start, stop, whole_start, whole_end)


def _places_in_settings(text: str) -> Iterator[Place]:
    """Yield the documents that menus and entries name."""
    tables = [*_TABLE.finditer(text)]
    for number, table in enumerate(tables):
        parts = [part.strip(" \"'") for part in table["name"].split(".")]
        end = tables[number + 1].start() if number + 1 < len(tables) else len(text)
        if "menus" not in parts or "site" not in parts:
            continue
        name = ".".join(parts[parts.index("menus") + 1 :])
        if name:
            at = text.rindex(name, table.start(), table.end()) if name in table[0] else table.start("name")
            yield _place(text, at, at + len(name), at, at + len(name))
        for entry in _ENTRY.finditer(text, table.end(), end):
            yield _place(text, *entry.span("name"), *entry.span("name"))
    for entries in _ENTRIES.finditer(text):
        for word in _WORD.finditer(text, *entries.span("names")):
            yield _place(text, *word.span(1), *word.span(1))


def _targets(folder: Path, source: Source) -> Iterator[Target]:
    path = os.path.join(folder, source.path)
    if source.kind in ("document", "template"):
        yield Target(source.name, path, data=None if source.data is None else os.path.join(folder, source.data))
    elif source.kind == "module":
        try:
            lines = find_lines(Path(path).read_bytes())
        except (OSError, SyntaxError, ValueError, RecursionError):
            return
        for name, line in lines.names.items() if lines is not None else ():
            yield Target(f"{source.name}/{name}" if source.name else name, path, line, True)


def index_of(folder: Path, settings: str | None) -> SiteIndex:
    """Return the index of a site by its folder and settings; of a folder without settings its own files alone."""
    values: dict[str, Any] = {}
    if settings is not None:
        try:
            values = config.read(settings).values
        except VoxmlError:
            values = {}
    site = values.get("site", {})
    if site.get("src"):
        folder = folder / site["src"]
    bases = []
    for base in (site.get("base_url"), values.get("base_url")):
        try:
            bases += [normalise_base_url(base)] if base else []
        except ConfigError:
            continue
    try:
        is_deep = settings is not None
        sources = find_sources(folder, exclude=site.get("exclude", ())) if is_deep else _flat(folder)
    except (OSError, VoxmlError):
        sources = _flat(folder)
    return SiteIndex(folder, settings, tuple(bases), sources)


def _flat(folder: Path) -> list[Source]:
    """Return the documents and templates that lie in a folder itself, which may be anything."""
    found = []
    try:
        names = sorted(os.listdir(folder))[:2000]
    except OSError:
        return []
    for name in names:
        for ending, kind in (
            (".xml.j2", "template"),
            (".json.j2", "template"),
            (".xml", "document"),
            (".json", "document"),
        ):
            if name.endswith(ending):
                found.append(Source(kind, name, name.removesuffix(ending)))  # type: ignore[arg-type]
                break
    return found
