"""Open a site for looking at it: a folder of sources is checked, a published folder is read as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from voxml.diagnostics import Diagnostic
from voxml.errors import InputError, NothingFoundError
from voxml.files import link_problem, read_regular_file
from voxml.files.sounds import SOUND_TYPES
from voxml.site.build import check_site
from voxml.site.diagram.broken import add_broken
from voxml.site.document_checks import DocumentChecks
from voxml.site.flow import Flow, draw_flow
from voxml.site.flow_checks import check_flow
from voxml.site.manifest import DEFAULT, load_if_there
from voxml.site.model import Page, PlacedLink, Site
from voxml.site.pages import page_of, why_not_voxml
from voxml.site.site_settings import load_settings
from voxml.site.sources import is_source_folder
from voxml.site.urls import Urls
from voxml.templating import Templates
from voxml.templating.header import sample_values

# The address of a site that names none.
_NOWHERE = "https://site.invalid"


class Opened(NamedTuple):
    """A site's flow and its diagnostics."""

    flow: Flow
    diagnostics: list[Diagnostic]


def open_site(path: Path, base_url: str | None = None) -> Opened:
    """Return the flow of a folder of sources, of a published folder, of one document, or of a template's examples.

    Raises:
        InputError: there is nothing that can be drawn.
    """
    if path.is_file() and path.name.endswith(".j2"):
        return open_template(path, base_url)
    if path.is_file():
        return open_published(path.parent, [path], base_url)
    if not path.is_dir():
        raise InputError(f"{path}: no such file or folder")
    if is_source_folder(path) or not any(path.rglob("*.json")):
        checked = check_site(Site(path, base_url=base_url or _any_base(path)), load_if_there(path / DEFAULT))
        if not checked.pages and not checked.diagnostics:
            raise NothingFoundError(f"{path}: found no documents")
        return Opened(add_broken(checked.flow, checked.diagnostics, str(path)), checked.diagnostics)
    return open_published(path, sorted(path.rglob("*.json")), base_url)


def open_template(path: Path, base_url: str | None) -> Opened:
    """Return the flow of the document that a template gives with the examples of its header."""
    base = base_url or _NOWHERE
    template = Templates([path.parent], globals={"url_for": Urls(base).url_for}).get(path)
    document = template.render(sample_values(template.parameters))
    name = path.name.partition(".")[0]
    checks = DocumentChecks.of(str(path.parent), (base,))
    checked, _ = checks.check(document.to_json(), str(path), f"{base}/{name}.json")
    pages = {name: page_of(checked, name, path.name)}
    flow = draw_flow(pages.values(), base_urls=(base,))
    return Opened(flow, check_flow(flow, pages, str(path)))


def _any_base(path: Path) -> str | None:
    """Return an address for sources that name none: the one that their own links have in common."""
    if load_settings(path).base_url is not None:
        return None
    files = [*path.rglob("*.xml"), *path.rglob("*.json")]
    return _common_base(
        path, files, [read_regular_file(file).decode("utf-8", "replace") for file in files if file.is_file()]
    )


def _common_base(root: Path, files: Iterable[Path], texts: Iterable[str]) -> str:
    names = {file.relative_to(root).with_suffix("").as_posix() for file in files}
    counts: dict[str, int] = {}
    for text in texts:
        for url in re.findall(r"https?://[^\s\"'<>]+", text):
            bare = url.partition("?")[0].partition("#")[0]
            for name in names:
                if bare.endswith((f"/{name}.json", f"/{name}.xml")):
                    base = bare[: bare.rindex(f"/{name}.")]
                    counts[base] = counts.get(base, 0) + 1
    return max(counts, key=lambda base: (counts[base], -len(base))) if counts else _NOWHERE


def open_published(root: Path, files: list[Path], base_url: str | None) -> Opened:
    """Return the flow of some documents below a folder, as they are.

    Raises:
        NothingFoundError: none of them is VoxML.
    """
    pages: dict[str, Page] = {}
    found: list[Diagnostic] = []
    everything = {file: read_regular_file(file) for file in files if link_problem(str(file), str(root)) is None}
    texts = [data.decode("utf-8", "replace") for data in everything.values()]
    base = base_url or _common_base(root, list(everything), texts)
    checks = DocumentChecks.of(str(root), (base,))
    for file, data in everything.items():
        if why_not_voxml(data, file.name) is not None:
            continue
        inside = file.relative_to(root)
        name = inside.with_suffix("").as_posix()
        checked, is_valid = checks.check(data, str(file), f"{base}/{inside.as_posix()}")
        found += checked.diagnostics
        if is_valid:
            pages[name] = page_of(checked, name, inside.as_posix())
    if not pages and not found:
        raise NothingFoundError(f"{root}: found no VoxML documents")
    flow = draw_flow(_without_hashed(pages).values(), base_urls=(base,), sounds=_sounds(root))
    shown = add_broken(flow, found, str(root))
    return Opened(shown, found + check_flow(flow, pages, str(root)))


def _sounds(root: Path) -> frozenset[str]:
    return frozenset(
        path.relative_to(root).as_posix() for path in root.rglob("*") if path.suffix in SOUND_TYPES and path.is_file()
    )


def _without_hashed(pages: dict[str, Page]) -> dict[str, Page]:
    """Return pages under their stable names: a copy named by its content is the same document."""
    stable: dict[str, Page] = {}
    alias = re.compile(r"(.*)\.[0-9a-f]{10}")
    for name, page in pages.items():
        match = alias.fullmatch(name)
        if match is not None and match[1] in pages:
            continue
        links = tuple(_unhashed(placed) for placed in page.links)
        stable[name] = Page(page.name, page.source, page.wire, links, page.row)
    return stable


def _unhashed(placed: PlacedLink) -> PlacedLink:
    url = re.sub(r"\.[0-9a-f]{10}(\.(?:json|xml)(?:[?#].*)?)$", r"\1", placed.link.url)
    return placed._replace(link=placed.link._replace(url=url))
