"""Check a site as a whole: names, sounds, url_for, and what a comment in a source suppresses."""

from __future__ import annotations

from collections.abc import Mapping

from voxml.diagnostics import Diagnostic
from voxml.files import read_regular_file
from voxml.files.sounds import check_sound_file
from voxml.language.spelling import did_you_mean
from voxml.linting.suppressions import suppress_in_source
from voxml.site.model import Missing, Page, Site, SourceResult
from voxml.site.site_rules import check_names, diagnostic
from voxml.site.sources import Source
from voxml.site.urls import published


def add_pages(site: Site, results: Mapping[str, SourceResult]) -> tuple[dict[str, Page], list[Diagnostic]]:
    """Return the pages of all sources by name, and the diagnostics of the sources."""
    pages: dict[str, Page] = {}
    found: list[Diagnostic] = []
    for path, result in results.items():
        found += result.diagnostics
        if result.skipped is not None:
            found.append(diagnostic("not-voxml", f"left out: {result.skipped}", path=f"{site.shown}/{path}"))
        for page in result.pages:
            other = pages.setdefault(page.name, page)
            if other is not page:
                message = f'"{page.name}" is also made from {site.shown}/{other.source}; a name comes from one source'
                found.append(diagnostic("duplicate-name", message, path=f"{site.shown}/{page.source}"))
    return pages, found


def read_sounds(site: Site, sources: list[Source]) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """Return the sounds by path, and their problems.

    Raises:
        InputError: one is too large to be read.
    """
    sounds: dict[str, bytes] = {}
    found: list[Diagnostic] = []
    for source in sources:
        if source.kind == "sound":
            problem = check_sound_file(site.folder / source.path)
            if problem is not None:
                rule = "not-audio" if problem.is_error else "large-audio"
                found.append(diagnostic(rule, problem.message, path=f"{site.shown}/{source.path}"))
            sounds[source.path] = read_regular_file(site.folder / source.path)
    return sounds, found


def check_published_names(site: Site, pages: Mapping[str, Page], sounds: Mapping[str, bytes]) -> list[Diagnostic]:
    """Return the problems of the names of documents and sounds."""
    names = {name: page.source for name, page in pages.items() if page.row is None}
    # The form decides the endings; the clashes are the same with either.
    return check_names(names, site.shown, [*(f"{name}.json" for name in pages), *sounds])


def missing_documents(sources: list[Source], results: Mapping[str, SourceResult]) -> Missing:
    """Return what has no page since its source has errors: every link to it would look broken too."""
    names, folders = set(), set()
    for source in sources:
        result = results.get(source.path)
        if result is None or not result.lacks_pages:
            continue
        if source.kind == "module":
            folders.add(f"{source.name}/" if source.name else "")
        else:
            names.add(source.name)
            if source.data is not None:
                # One document or one a row: data with errors does not say.
                folders.add(f"{source.name}/")
    return Missing(frozenset(names), tuple(sorted(folders)))


def check_wanted(
    site: Site,
    results: Mapping[str, SourceResult],
    pages: Mapping[str, Page],
    sounds: Mapping[str, bytes],
    missing: Missing,
) -> list[Diagnostic]:
    """Return the names given to url_for that nothing has, wherever the address went."""
    there = {published(name) for name in pages} | set(sounds)
    found = []
    for path, result in results.items():
        linked = {placed.link.url.partition("?")[0] for page in result.pages for placed in page.links}
        for name, line in result.wanted:
            address = published(name)
            if missing.holds(address) or address in there or any(url.endswith(f"/{address}") for url in linked):
                continue
            message = f'url_for: the site has no document "{name}"{did_you_mean(name, pages)}'
            found.append(diagnostic("broken-link", message, path=f"{site.shown}/{path}", line=line or 1))
    return found


def without_suppressed(
    site: Site, diagnostics: list[Diagnostic], results: Mapping[str, SourceResult]
) -> list[Diagnostic]:
    """Return the diagnostics about the whole site that no comment in their source suppresses."""
    files = {f"{site.shown}/{path}": site.folder / path for path, each in results.items() if each.has_comments}
    by_file: dict[str, list[Diagnostic]] = {}
    kept: list[Diagnostic] = []
    for each in diagnostics:
        (by_file.setdefault(each.path, []) if each.path in files else kept).append(each)
    for path, some in by_file.items():
        kept += suppress_in_source(some, read_regular_file(files[path]), path)
    return kept


def without_repeats(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Return diagnostics sorted by position, each once."""
    seen: set[tuple[str, str, int, int]] = set()
    rings = {each.path for each in diagnostics if each.rule == "redirect-cycle"}
    unique = []
    for each in sorted(diagnostics, key=lambda one: (one.path, one.line, one.column, one.rule)):
        # The smallest ring, a document that redirects to itself, is one mistake, though the document alone shows it too.
        if each.rule == "redirect-to-self" and each.path in rings:
            continue
        key = (each.rule, each.path, each.line, each.column)
        if key not in seen:
            seen.add(key)
            unique.append(each)
    return unique
