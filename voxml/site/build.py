"""Builds a site: sources in, checked files out, all or nothing."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from voxml.diagnostics import Diagnostic
from voxml.errors import ConfigError, InputError, NothingFoundError
from voxml.files import read_regular_file
from voxml.site.commit import Change, commit, stamps_of
from voxml.site.journal import locked
from voxml.site.judging import Rules
from voxml.site.manifest import DEFAULT, VERSION, Manifest, Published, load_if_there
from voxml.site.names import normalise_base_url
from voxml.site.pages import Context, Page
from voxml.site.settings import FORMS, SiteSettings, load_settings
from voxml.site.sources import find_sources
from voxml.sounds import SOUND_TYPES

if TYPE_CHECKING:
    from voxml.site.cache import Cache
    from voxml.site.graph import Flow


class Build(NamedTuple):
    """What a build found and did."""

    diagnostics: list[Diagnostic]
    #: None when nothing was written, since something is wrong.
    manifest: Manifest | None
    change: Change | None
    #: How many sources there are, and how many of them were rendered and checked anew.
    sources: int
    rendered: int
    flow: Callable[[], Flow] | None = None
    #: Files beside the published folder, for the host.
    beside: tuple[Path, ...] = ()


class Checked(NamedTuple):
    """The pages of a site, and everything that is wrong with them."""

    pages: dict[str, Page]
    assets: dict[str, bytes]
    diagnostics: list[Diagnostic]
    sources: int
    rendered: int
    #: Documents at which calls begin.
    entries: tuple[str, ...]
    #: Draws the flow when it is wanted.
    flow: Callable[[], Flow]
    cache: Cache


def build(
    src: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    base_url: str | None = None,
    manifest: str | os.PathLike[str] | None = None,
    jobs: int = 1,
    use_cache: bool = True,
    **overrides: Any,
) -> Build:
    """Build the site in `src` into `out`; the settings of the site can be overridden by name (`form`, `platform` …).

    Raises:
        ConfigError: settings that are wrong, or no base URL.
        InputError: a folder that can't be read or written.
        NothingFoundError: no source gives a document.
    """
    site = Site(src, base_url=base_url, **overrides)
    target = Path(out)
    place = Path(manifest) if manifest is not None else site.folder / DEFAULT
    _refuse_overlap(site, target, place)
    with locked(site.state):
        previous = load_if_there(place)
        checked = site.check(previous, leave_out=(target,), jobs=jobs, use_cache=use_cache)
        build = Build(checked.diagnostics, None, None, checked.sources, checked.rendered, checked.flow)
        if site.fails(checked.diagnostics):
            return build
        if not checked.pages:
            raise NothingFoundError("\n".join([*map(str, checked.diagnostics), f"{site.shown}: found no documents"]))
        return _write(site, checked, build, target, place, previous)


class Site:
    """A folder of sources with its settings."""

    def __init__(self, src: str | os.PathLike[str], *, base_url: str | None = None, **overrides: Any) -> None:
        self.folder = Path(src)
        self.shown = os.fspath(src).rstrip("/") or "/"
        if not self.folder.is_dir():
            raise InputError(
                f"{self.shown}: {'is a file' if self.folder.exists() else 'no such folder'}; expected a folder"
            )
        settings = load_settings(self.folder)
        given = {name: value for name, value in overrides.items() if value is not None}
        self.settings: SiteSettings = msgspec.structs.replace(settings, **given)
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
        self.state = self.folder / ".voxml"

    def _known_outs(self) -> list[Path]:
        """Folders among the sources that were built into: what is in them is no source."""
        try:
            lines = read_regular_file(self.state / "outs").decode("utf-8", "replace").splitlines()
            return [self.folder / line for line in lines]
        except InputError:
            return []

    def remember_out(self, out: Path) -> None:
        """Remember a folder that was built into, when it lies among the sources."""
        inside = os.path.relpath(os.path.realpath(out), os.path.realpath(self.folder))
        if inside.startswith("..") or self.folder / inside in self._known_outs():
            return
        with (self.state / "outs").open("a", encoding="utf-8") as file:
            file.write(f"{inside}\n")

    def fails(self, diagnostics: Iterable[Diagnostic]) -> bool:
        """Whether these findings stop a build."""
        bad = ("error", "warning") if self.settings.strict else ("error",)
        return any(each.severity in bad for each in diagnostics)

    def check(
        self,
        previous: Manifest | None,
        *,
        leave_out: Iterable[Path] = (),
        jobs: int = 1,
        use_cache: bool = True,
    ) -> Checked:
        """Make and judge all pages."""
        from voxml.site.gather import Gathering

        outs = [*leave_out, *self._known_outs(), self.state]
        sources = find_sources(self.folder, leave_out=outs, exclude=self.settings.exclude)
        if not sources:
            raise NothingFoundError(
                f"{self.shown}: found no sources; expected .xml, .json, templates or Python modules"
            )
        context = Context(
            self.folder,
            self.shown,
            self.base_url,
            Rules(os.fspath(self.folder), self.base_urls),
            dict(previous.rows) if previous is not None else {},
            self.settings.row_key,
        )
        gathering = Gathering(self, context, jobs=jobs, use_cache=use_cache)
        return gathering.run(sources)


def _write(site: Site, checked: Checked, build: Build, target: Path, place: Path, previous: Manifest | None) -> Build:
    from voxml.site.finish import Finisher
    from voxml.site.host_files import HOST_FILES, host_files
    from voxml.site.menus import rewrites_of
    from voxml.version import __version__

    settings = site.settings
    finished = Finisher(
        checked.pages.values(),
        base_url=site.base_url,
        base_urls=site.base_urls,
        form=settings.form,
        hashed=settings.hashed,
        menus=settings.menus,
    ).finish()
    files = dict(finished.files)
    assets = [_asset(site, name, data) for name, data in checked.assets.items()]
    files |= checked.assets
    rows: dict[str, dict[str, str]] = {}
    for page in checked.pages.values():
        if page.row is not None:
            rows.setdefault(page.source, {})[page.row] = page.name
    manifest = Manifest(
        version=VERSION,
        base_url=site.base_url,
        documents=tuple(finished.documents),
        assets=tuple(assets),
        rows=rows,
        voxml=__version__,
        rules=__version__,
        platform=settings.platform,
        entries=checked.entries,
        menus=settings.menus,
        digits_parameter=settings.digits_parameter,
    )
    inside, beside = host_files(site, manifest, target, rewrites_of(site))
    files |= inside
    owned = {each.name for each in previous.files()} | HOST_FILES if previous is not None else set()
    order = [each.name for each in manifest.files() if each.immutable]
    order += [each.name for each in manifest.files() if not each.immutable]
    change = commit(
        target,
        files,
        owned=owned,
        order=order,
        beside={**beside, place: manifest.to_bytes()},
        state=site.state,
        known=checked.cache.published,
    )
    site.remember_out(target)
    checked.cache.published = stamps_of(target, files, change, checked.cache.published)
    checked.cache.save()
    written = tuple(path for path, data in beside.items() if data is not None)
    return build._replace(manifest=manifest, change=change, beside=written)


def _asset(site: Site, name: str, data: bytes) -> Published:
    content_type = SOUND_TYPES[Path(name).suffix]
    digest = hashlib.sha256(data).hexdigest()
    return Published(name, name, f"{site.base_url}/{name}", digest, len(data), content_type)


def _refuse_overlap(site: Site, out: Path, manifest: Path) -> None:
    target = os.path.realpath(out)
    if _is_inside(site.folder, target):
        raise ConfigError(f"{out}: is or holds the folder of sources; expected another folder to build into")
    if _is_inside(out, os.path.realpath(site.state)):
        raise ConfigError(f"{out}: is where voxml keeps its state; expected another folder to build into")
    if _is_inside(manifest, target):
        raise ConfigError(f"{manifest}: would be published with {out}; expected a place outside it for the manifest")


def _is_inside(path: Path, folder: str) -> bool:
    return os.path.commonpath([os.path.realpath(path), folder]) == folder
