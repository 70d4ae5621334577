"""The data of a site build, in the order in which it comes to be: settings, pages, problems, the result."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from voxml.diagnostics import Diagnostic
from voxml.errors import ConfigError, InputError
from voxml.files import read_regular_file
from voxml.site.atomic import Change
from voxml.site.links import Link
from voxml.site.manifest import Manifest
from voxml.site.names import normalise_base_url
from voxml.site.site_settings import FORMS, SiteSettings, load_settings

if TYPE_CHECKING:
    from voxml.site.flow import Flow


class Site:
    """A folder of sources with its settings.

    Raises:
        ConfigError: settings that are wrong, or no base URL.
        InputError: there is no such folder.
    """

    def __init__(self, src: str | os.PathLike[str], *, base_url: str | None = None, **overrides: Any) -> None:
        self.folder = Path(src)
        self.shown = os.fspath(src).rstrip("/") or "/"
        if not self.folder.is_dir():
            raise InputError(
                f"{self.shown}: {'is a file' if self.folder.exists() else 'no such folder'}; expected a folder"
            )
        given = {name: value for name, value in overrides.items() if value is not None}
        self.settings: SiteSettings = msgspec.structs.replace(load_settings(self.folder), **given)
        if self.settings.form not in FORMS:
            raise ConfigError(f'form: found "{self.settings.form}"; expected one of {", ".join(FORMS)}')
        chosen = base_url or self.settings.base_url
        if chosen is None:
            raise ConfigError(
                f"{self.shown}: where will the site be? Give --base-url, or base_url in [site] of voxml.toml"
            )
        self.base_url = normalise_base_url(chosen)
        written = self.settings.base_url or self.base_url
        #: The addresses that mean this site: where it will be, and where its sources say that it is.
        self.base_urls = (self.base_url,) if written == self.base_url else (self.base_url, written)
        #: The folder of the cache, the lock and, unless the user says otherwise, the manifest.
        self.state = self.folder / ".voxml"

    def fails(self, diagnostics: Iterable[Diagnostic]) -> bool:
        """Return whether these diagnostics stop a build."""
        bad = ("error", "warning") if self.settings.strict else ("error",)
        return any(each.severity in bad for each in diagnostics)

    def known_outs(self) -> list[Path]:
        """Return folders among the sources that were built into: what is in them is no source."""
        try:
            lines = read_regular_file(self.state / "outs").decode("utf-8", "replace").splitlines()
        except InputError:
            return []
        return [self.folder / line for line in lines]

    def remember_out(self, out: Path) -> None:
        """Remember a folder that was built into, when it lies among the sources."""
        inside = os.path.relpath(os.path.realpath(out), os.path.realpath(self.folder))
        if inside.startswith("..") or self.folder / inside in self.known_outs():
            return
        with (self.state / "outs").open("a", encoding="utf-8") as file:
            file.write(f"{inside}\n")


class PlacedLink(NamedTuple):
    """A link, and the position of its value in the source."""

    link: Link
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    pointer: str


class Page(msgspec.Struct, frozen=True):
    """One checked document."""

    name: str
    #: Relative to the folder of sources.
    source: str
    #: The canonical wire form, with its links as the source has them.
    wire: bytes
    links: tuple[PlacedLink, ...]
    row: str | None = None


class SourceResult(msgspec.Struct):
    """The pages and problems of one source."""

    pages: list[Page] = []
    diagnostics: list[Diagnostic] = []
    #: Whether a document is not among the pages since it has too many errors to have one.
    lacks_pages: bool = False
    #: Other files that it was made from, relative to the folder of sources or absolute.
    dependencies: list[str] = []
    #: Files that are not there, and would be used instead of one of these if they were.
    absent: list[str] = []
    #: Names given to url_for, and the line of the source where that was, 0 if that is not known.
    wanted: list[tuple[str, int]] = []
    #: Why it is left out, for a file that only looks like a source.
    skipped: str | None = None
    #: Whether it may hold comments that suppress diagnostics.
    has_comments: bool = False


class Missing(NamedTuple):
    """Documents without a page since their sources have errors: by name, and by the folder that they would be in."""

    names: frozenset[str] = frozenset()
    folders: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.names or self.folders)

    def holds(self, path: str) -> bool:
        """Return whether a published path may be one of them."""
        return path.rpartition(".")[0] in self.names or path.startswith(self.folders)


class CheckedSite(NamedTuple):
    """The pages of a site, how they lead to each other, and all problems."""

    pages: dict[str, Page]
    sounds: dict[str, bytes]
    diagnostics: list[Diagnostic]
    flow: Flow
    #: How many sources there are, and how many of them were rendered and checked anew.
    sources: int
    rendered: int


class Build(NamedTuple):
    """The result of a build."""

    diagnostics: list[Diagnostic]
    #: None when nothing was written, since there are errors.
    manifest: Manifest | None
    change: Change | None
    sources: int
    rendered: int
    flow: Flow | None = None
    #: Files beside the published folder, for the host.
    beside: tuple[Path, ...] = ()
    #: The valid pages, by name.
    pages: Mapping[str, Page] = {}
