"""Build a site: collect, render and check the sources, link them, check the flow, write. All or nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from voxml.errors import ConfigError, NothingFoundError
from voxml.site.collect import collect, render
from voxml.site.document_checks import DocumentChecks
from voxml.site.flow import draw_flow
from voxml.site.flow_checks import check_flow
from voxml.site.manifest import DEFAULT, Manifest, load_if_there
from voxml.site.menus import check_menus
from voxml.site.model import Build, CheckedSite, Site
from voxml.site.output_files import write_site
from voxml.site.site_checks import (
    add_pages,
    check_published_names,
    check_wanted,
    missing_documents,
    read_sounds,
    without_repeats,
    without_suppressed,
)
from voxml.site.state import locked


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
    manifest_path = Path(manifest) if manifest is not None else site.folder / DEFAULT
    _refuse_overlap(site, target, manifest_path)
    with locked(site.state):
        previous = load_if_there(manifest_path)
        checked = check_site(site, previous, leave_out=(target,), jobs=jobs, use_cache=use_cache)
        result = Build(
            checked.diagnostics, None, None, checked.sources, checked.rendered, checked.flow, pages=checked.pages
        )
        if site.fails(checked.diagnostics):
            return result
        if not checked.pages:
            raise NothingFoundError("\n".join([*map(str, checked.diagnostics), f"{site.shown}: found no documents"]))
        written = write_site(site, checked, target, manifest_path, previous)
        return result._replace(manifest=written.manifest, change=written.change, beside=written.beside)


def check_site(
    site: Site,
    previous: Manifest | None = None,
    *,
    leave_out: Iterable[Path] = (),
    jobs: int = 1,
    use_cache: bool = True,
) -> CheckedSite:
    """Collect, render and check all sources, link them, and check the flow.

    Raises:
        InputError: a source can't be read, or leads out of the folder.
        NothingFoundError: there are no sources.
    """
    sources = collect(site, leave_out)
    checks = DocumentChecks.of(os.fspath(site.folder), site.base_urls)
    results, anew = render(site, checks, sources, previous, jobs=jobs, use_cache=use_cache)

    pages, diagnostics = add_pages(site, results)
    sounds, sound_problems = read_sounds(site, sources)
    diagnostics += check_published_names(site, pages, sounds)

    flow = draw_flow(
        pages.values(),
        base_urls=site.base_urls,
        sounds=frozenset(sounds),
        menus=site.settings.menus,
        entries=site.settings.entries,
    )
    missing = missing_documents(sources, results)
    about_site = check_flow(flow, pages, site.shown, checked_base=site.base_url, missing=missing)
    about_site += [*sound_problems, *check_wanted(site, results, pages, sounds, missing)]
    if not missing:
        about_site += check_menus(site, flow)
    about_site = checks.with_severities(about_site)
    diagnostics += without_suppressed(site, about_site, results)
    return CheckedSite(pages, sounds, without_repeats(diagnostics), flow, len(sources), anew)


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
