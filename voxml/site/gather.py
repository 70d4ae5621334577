"""Makes the pages of all sources, from the cache where nothing changed, and judges the site as a whole."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voxml import config
from voxml.diagnostics import Diagnostic
from voxml.errors import InputError
from voxml.files import read_regular_file
from voxml.site.cache import Cache, Whole, key_of
from voxml.site.checks import Missing, Said, place
from voxml.site.pages import Context, Outcome, Page, make_pages
from voxml.site.sources import Source
from voxml.site.urls import published
from voxml.sounds import check_sound_file

if TYPE_CHECKING:
    from voxml.site.build import Checked, Site
    from voxml.site.graph import Flow

# Fewer stale sources than this are done sooner here than other processes are started.
_WORTH_PROCESSES = 200


class Gathering:
    """One pass over the sources of a site."""

    def __init__(self, site: Site, context: Context, *, jobs: int, use_cache: bool) -> None:
        self._site = site
        self._context = context
        self._jobs = jobs
        self._cache = Cache(site.state, site.folder, _key(site, context), use=use_cache)

    def run(self, sources: list[Source]) -> Checked:
        """All pages, and all findings."""
        from voxml.site.build import Checked
        from voxml.site.graph import draw_flow
        from voxml.site.rules import finding

        outcomes = self._outcomes(sources)
        site = self._site
        pages: dict[str, Page] = {}
        found: list[Diagnostic] = []
        for path, outcome in outcomes.items():
            found += outcome.diagnostics
            if outcome.skipped is not None:
                found.append(finding("not-voxml", f"left out: {outcome.skipped}", path=f"{site.shown}/{path}"))
            found += self._add_pages(pages, outcome.pages)
        assets: dict[str, bytes] = {}
        for source in sources:
            if source.kind == "asset":
                found += self._sound_problems(source)
                assets[source.path] = read_regular_file(site.folder / source.path)
        found += self._names(pages, assets)

        def flow() -> Flow:
            return draw_flow(
                pages.values(),
                base_urls=site.base_urls,
                assets=frozenset(assets),
                menus=site.settings.menus,
                entries=site.settings.entries,
            )

        whole = self._whole(outcomes, pages, assets, _missing(sources, outcomes), flow)
        found += self._not_silenced(self._context.rules.on_site(place(whole.said, pages)), outcomes)
        rendered = len(outcomes) - self._cache.hits
        return Checked(pages, assets, _without_repeats(found), len(sources), rendered, whole.entries, flow, self._cache)

    def _sound_problems(self, source: Source) -> list[Diagnostic]:
        from voxml.site.rules import finding

        problem = check_sound_file(self._site.folder / source.path)
        if problem is None:
            return []
        rule = "not-audio" if problem.is_error else "large-audio"
        return self._context.rules.on_site([finding(rule, problem.message, path=f"{self._site.shown}/{source.path}")])

    def _not_silenced(self, findings: list[Diagnostic], outcomes: dict[str, Outcome]) -> list[Diagnostic]:
        """The findings about the site as a whole that no comment silences where they are."""
        site = self._site
        files = {f"{site.shown}/{path}": site.folder / path for path, each in outcomes.items() if each.has_comments}
        by_file: dict[str, list[Diagnostic]] = {}
        kept: list[Diagnostic] = []
        for each in findings:
            (by_file.setdefault(each.path, []) if each.path in files else kept).append(each)
        for path, some in by_file.items():
            from voxml.linting.suppressions import silence

            kept += silence(some, files[path].read_bytes(), path)
        return kept

    def _whole(
        self,
        outcomes: dict[str, Outcome],
        pages: dict[str, Page],
        assets: dict[str, bytes],
        missing: Missing,
        flow: Callable[[], Flow],
    ) -> Whole:
        """What is wrong with the site as a whole: judged anew only when something changed that it depends on."""
        told = (sorted(assets), self._site.settings, sorted(missing.names), missing.folders)
        shape = hashlib.sha256(repr(told).encode())
        for page in pages.values():
            shape.update(page.shape)
        for outcome in outcomes.values():
            if outcome.wanted:
                shape.update(repr(outcome.wanted).encode())
        known = self._cache.whole
        if known is not None and known.shape == shape.digest():
            return known
        from voxml.site.checks import judge_flow
        from voxml.site.menus import check_menus

        drawn = flow()
        said = judge_flow(drawn, self._site.shown, judged=self._site.base_url, missing=missing)
        said += self._wanted(outcomes, pages, assets, missing)
        if not missing:
            said += check_menus(self._site, drawn)
        self._cache.whole = Whole(shape.digest(), said, drawn.entries)
        return self._cache.whole

    def _outcomes(self, sources: list[Source]) -> dict[str, Outcome]:
        made = [source for source in sources if source.kind != "asset"]
        outcomes: dict[str, Outcome | None] = {}
        stale: list[Source] = []
        for source in made:
            others = [source.data] if source.data is not None else []
            outcomes[source.path] = kept = self._cache.get(source.path, others)
            if kept is None:
                stale.append(source)
        for source, outcome in zip(stale, self._make(stale), strict=True):
            outcomes[source.path] = outcome
            self._cache.put(source.path, [source.data] if source.data is not None else [], outcome)
        return {path: outcome for path, outcome in outcomes.items() if outcome is not None}

    def _make(self, stale: list[Source]) -> list[Outcome]:
        if len(stale) < _WORTH_PROCESSES or self._jobs < 2 or sys.platform == "win32":
            return [make_pages(source, self._context) for source in stale]
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor
        from functools import partial

        from voxml.processes import follow_the_parent

        work = partial(make_pages, context=self._context)
        # Modules run here: what they do to the process is theirs to see.
        here = [source for source in stale if source.kind == "module"]
        there = [source for source in stale if source.kind != "module"]
        fork = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(self._jobs, mp_context=fork, initializer=follow_the_parent) as pool:
            made = dict(zip([each.path for each in there], pool.map(work, there, chunksize=32), strict=True))
        made |= {source.path: work(source) for source in here}
        return [made[source.path] for source in stale]

    def _add_pages(self, pages: dict[str, Page], more: list[Page]) -> list[Diagnostic]:
        from voxml.site.rules import finding

        found = []
        for page in more:
            other = pages.get(page.name)
            if other is not None:
                message = (
                    f'"{page.name}" is also made from {self._site.shown}/{other.source}; a name comes from one source'
                )
                found.append(finding("duplicate-name", message, path=f"{self._site.shown}/{page.source}"))
            else:
                pages[page.name] = page
        return found

    def _names(self, pages: dict[str, Page], assets: dict[str, bytes]) -> list[Diagnostic]:
        from voxml.site.rules import name_faults

        names = {name: page.source for name, page in pages.items() if page.row is None}
        # The form decides the endings; the clashes are the same with either.
        return name_faults(names, self._site.shown, [*(f"{name}.json" for name in pages), *assets])

    def _wanted(
        self, outcomes: dict[str, Outcome], pages: dict[str, Page], assets: dict[str, bytes], missing: Missing
    ) -> list[Said]:
        """Names given to url_for that are nothing's, wherever the address went."""
        from voxml.language.spelling import did_you_mean

        there = {published(name) for name in pages} | set(assets)
        said = []
        for path, outcome in outcomes.items():
            linked = {placed.link.url for page in outcome.pages for placed in page.links}
            for name, line in outcome.wanted:
                address = published(name)
                if missing.holds(address):
                    continue
                if address not in there and not any(url.partition("?")[0].endswith(f"/{address}") for url in linked):
                    message = f'url_for: the site has no document "{name}"{did_you_mean(name, pages)}'
                    said.append(Said("broken-link", message, path=f"{self._site.shown}/{path}", line=line or 1))
        return said


def _missing(sources: list[Source], outcomes: dict[str, Outcome]) -> Missing:
    """What has no page since its source is faulty: with a source missing, every link to it would look broken too."""
    names, folders = set(), set()
    for source in sources:
        outcome = outcomes.get(source.path)
        if outcome is None or not outcome.lacks_pages:
            continue
        if source.kind == "module":
            folders.add(f"{source.name}/" if source.name else "")
        elif source.data is not None:
            # One document or one a row: with faulty data nobody knows.
            names.add(source.name)
            folders.add(f"{source.name}/")
        else:
            names.add(source.name)
    return Missing(frozenset(names), tuple(sorted(folders)))


def _key(site: Site, context: Context) -> bytes:
    from voxml.version import __version__

    row_key, shown = site.settings.row_key, site.shown
    found = config.find(os.fspath(site.folder))
    told = [found, _bytes_of(Path(found)) if found is not None else b""]
    return key_of(__version__, sys.version, _code_stamp(), row_key, shown, context.rules, told)


def _bytes_of(path: Path) -> bytes:
    try:
        return read_regular_file(path)
    except InputError:
        return b""


def _code_stamp() -> Any:
    """Changes when the code of voxml does, so that a developer of rules never meets an old verdict."""
    root = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 - pathlib costs start-up time
    newest = 0
    for folder in (
        root,
        f"{root}/language",
        f"{root}/schema",
        f"{root}/formats",
        f"{root}/rules",
        f"{root}/linting",
        f"{root}/site",
    ):
        try:
            with os.scandir(folder) as files:
                newest = max(newest, *(file.stat().st_mtime_ns for file in files if file.name.endswith(".py")), 0)
        except OSError:
            continue
    return newest


def _without_repeats(found: list[Diagnostic]) -> list[Diagnostic]:
    seen: set[tuple[str, str, int, int]] = set()
    rings = {each.path for each in found if each.rule == "redirect-cycle"}
    unique = []
    # The smallest ring, a document that redirects to itself, is one fault, though the document alone shows it too.
    found = [each for each in found if each.rule != "redirect-to-self" or each.path not in rings]
    for each in sorted(found, key=lambda one: (one.path, one.line, one.column, one.rule)):
        place = (each.rule, each.path, each.line, each.column)
        if place not in seen:
            seen.add(place)
            unique.append(each)
    return unique
