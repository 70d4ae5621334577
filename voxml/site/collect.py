"""Collect the sources of a site, and render and check each: from the cache where nothing changed, else in processes."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

from voxml.errors import NothingFoundError
from voxml.processes import follow_the_parent
from voxml.site.build_cache import BuildCache
from voxml.site.document_checks import DocumentChecks
from voxml.site.manifest import Manifest
from voxml.site.model import Site, SourceResult
from voxml.site.module_pages import module_pages
from voxml.site.pages import RenderContext, document_page
from voxml.site.sources import Source, find_sources

# Fewer sources than this are rendered sooner here than other processes are started.
_WORTH_PROCESSES = 200


class Rendered(NamedTuple):
    """The result of each source by its path, and how many of them were made anew."""

    results: dict[str, SourceResult]
    anew: int


def collect(site: Site, leave_out: Iterable[Path]) -> list[Source]:
    """Return all sources of a site, by path.

    Raises:
        InputError: a source is a link that leaves the folder.
        NothingFoundError: there is none.
    """
    outs = [*leave_out, *site.known_outs(), site.state]
    sources = find_sources(site.folder, leave_out=outs, exclude=site.settings.exclude)
    if not sources:
        raise NothingFoundError(f"{site.shown}: found no sources; expected .xml, .json, templates or Python modules")
    return sources


def render(
    site: Site,
    checks: DocumentChecks,
    sources: Iterable[Source],
    previous: Manifest | None,
    *,
    jobs: int = 1,
    use_cache: bool = True,
) -> Rendered:
    """Render and check every source; `previous` knows the names that were drawn for rows."""
    context = RenderContext(site, checks, dict(previous.rows) if previous is not None else {})
    cache = BuildCache(site, use=use_cache)
    results: dict[str, SourceResult | None] = {}
    stale: list[Source] = []
    for source in sources:
        if source.kind == "sound":
            continue
        kept = cache.get(source.path, _data_of(source))
        results[source.path] = kept if kept is not None and _has_names(kept, context.rows.get(source.path)) else None
        if results[source.path] is None:
            stale.append(source)
    for source, result in zip(stale, _render_all(stale, context, jobs), strict=True):
        results[source.path] = result
        cache.put(source.path, _data_of(source), result)
    cache.save()
    return Rendered({path: each for path, each in results.items() if each is not None}, len(stale))


def _data_of(source: Source) -> list[str]:
    return [source.data] if source.data is not None else []


def _has_names(result: SourceResult, names: dict[str, str] | None) -> bool:
    """Return whether the pages of rows have the names of the manifest, which may come from elsewhere."""
    return not names or all(page.row is None or names.get(page.row, page.name) == page.name for page in result.pages)


def _render_all(sources: list[Source], context: RenderContext, jobs: int) -> list[SourceResult]:
    if len(sources) < _WORTH_PROCESSES or jobs < 2 or sys.platform == "win32":
        return [render_source(source, context) for source in sources]
    work = partial(render_source, context=context)
    # Modules run here: what they do to the process is theirs to see.
    there = [source for source in sources if source.kind != "module"]
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, mp_context=fork, initializer=follow_the_parent) as pool:
        try:
            made = dict(zip([each.path for each in there], pool.map(work, there, chunksize=32), strict=True))
        except BaseException:
            # Ctrl-C or SIGTERM: what waits is not begun any more.
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [made[source.path] if source.path in made else work(source) for source in sources]


def render_source(source: Source, context: RenderContext) -> SourceResult:
    """Return the pages of one source, checked; what the schema does not allow gives diagnostics and no page."""
    if source.kind == "document":
        return document_page(source, context)
    if source.kind == "module":
        return module_pages(source, context)
    # Jinja takes half of the time in which a small site without templates is built.
    from voxml.site.template_pages import template_pages

    return template_pages(source, context)
