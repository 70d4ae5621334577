"""Opens a site for looking at it: a folder of sources is checked, a published folder is read as it is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from voxml.diagnostics import Diagnostic
from voxml.errors import InputError, NothingFoundError
from voxml.site.diagram.broken import add_broken
from voxml.site.graph import Flow, draw_flow
from voxml.site.pages import Page, Placed


class Opened(NamedTuple):
    """A site's flow and what is wrong with it."""

    flow: Flow
    diagnostics: list[Diagnostic]


def open_site(path: Path, base_url: str | None = None) -> Opened:
    """Return the flow of a folder of sources, of a published folder, of one document, or of a template's examples.

    Raises:
        InputError: there is nothing that can be drawn.
    """
    if path.is_file() and path.name.endswith(".j2"):
        return _open_template(path, base_url)
    if path.is_file():
        return _open_published(path.parent, [path], base_url)
    if not path.is_dir():
        raise InputError(f"{path}: no such file or folder")
    from voxml.site.sources import is_source_folder

    if is_source_folder(path) or not any(path.rglob("*.json")):
        from voxml.site.build import Site
        from voxml.site.manifest import DEFAULT, load_if_there

        checked = Site(path, base_url=base_url or _any_base(path)).check(load_if_there(path / DEFAULT))
        if not checked.pages and not checked.diagnostics:
            raise NothingFoundError(f"{path}: found no documents")
        return Opened(add_broken(checked.flow(), checked.diagnostics, str(path)), checked.diagnostics)
    return _open_published(path, sorted(path.rglob("*.json")), base_url)


def _open_template(path: Path, base_url: str | None) -> Opened:
    """Return the flow of the document that a template gives with the examples of its header."""
    from voxml import linter
    from voxml.site.checks import check_flow
    from voxml.site.pages import page_of
    from voxml.site.urls import Urls
    from voxml.templating import Templates
    from voxml.templating.header import sample_values

    base = base_url or "https://site.invalid"
    template = Templates([path.parent], globals={"url_for": Urls(base).url_for}).get(path)
    document = template.render(sample_values(template.parameters))
    checked = linter.examine(document.to_json().encode(), path=str(path))
    name = path.name.partition(".")[0]
    pages = {name: page_of(checked, name, path.name)}
    flow = draw_flow(pages.values(), base_urls=(base,))
    return Opened(flow, check_flow(flow, pages, str(path)))


def _any_base(path: Path) -> str | None:
    """An address for sources that name none: the one that their own links have in common."""
    from voxml.site.settings import load_settings

    if load_settings(path).base_url is not None:
        return None
    files = [*path.rglob("*.xml"), *path.rglob("*.json")]
    return _common_base(path, files, [file.read_text(encoding="utf-8", errors="replace") for file in files])


def _common_base(root: Path, files: Iterable[Path], texts: Iterable[str]) -> str:
    import re

    names = {file.relative_to(root).with_suffix("").as_posix() for file in files}
    counts: dict[str, int] = {}
    for text in texts:
        for url in re.findall(r"https?://[^\s\"'<>]+", text):
            bare = url.partition("?")[0].partition("#")[0]
            for name in names:
                if bare.endswith((f"/{name}.json", f"/{name}.xml")):
                    base = bare[: bare.rindex(f"/{name}.")]
                    counts[base] = counts.get(base, 0) + 1
    return max(counts, key=lambda base: (counts[base], -len(base))) if counts else "https://site.invalid"


def _open_published(root: Path, files: list[Path], base_url: str | None) -> Opened:
    from voxml import linter
    from voxml.schema.check import check
    from voxml.site.checks import check_flow
    from voxml.site.pages import page_of, why_not_voxml

    pages: dict[str, Page] = {}
    found: list[Diagnostic] = []
    everything = {file: file.read_bytes() for file in files}
    texts = [data.decode("utf-8", "replace") for data in everything.values()]
    base = base_url or _common_base(root, files, texts)
    for file, data in everything.items():
        if why_not_voxml(data, file.name) is not None:
            continue
        checked = linter.examine(data, path=str(file))
        found += checked.diagnostics
        if check(data, form=checked.form).is_valid:
            inside = file.relative_to(root)
            name = inside.with_suffix("").as_posix()
            pages[name] = page_of(checked, name, inside.as_posix())
    if not pages and not found:
        raise NothingFoundError(f"{root}: found no VoxML documents")
    flow = draw_flow(_without_hashed(pages).values(), base_urls=(base,), assets=_assets(root))
    shown = add_broken(flow, found, str(root))
    return Opened(shown, found + check_flow(flow, pages, str(root)))


def _assets(root: Path) -> frozenset[str]:
    from voxml.sounds import SOUND_TYPES

    return frozenset(
        path.relative_to(root).as_posix() for path in root.rglob("*") if path.suffix in SOUND_TYPES and path.is_file()
    )


def _without_hashed(pages: dict[str, Page]) -> dict[str, Page]:
    """Pages under their stable names: a copy named by its content is the same document."""
    import re

    stable: dict[str, Page] = {}
    alias = re.compile(r"(.*)\.[0-9a-f]{10}")
    for name, page in pages.items():
        match = alias.fullmatch(name)
        if match is not None and match[1] in pages:
            continue
        links = tuple(_unhashed(placed) for placed in page.links)
        stable[name] = Page(page.name, page.source, page.wire, links, page.row)
    return stable


def _unhashed(placed: Placed) -> Placed:
    import re

    url = re.sub(r"\.[0-9a-f]{10}(\.(?:json|xml)(?:[?#].*)?)$", r"\1", placed.link.url)
    return placed._replace(link=placed.link._replace(url=url))
