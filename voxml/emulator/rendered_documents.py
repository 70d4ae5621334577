"""Documents that a template or a site gives, rendered without writing anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from voxml.emulator.facts import NOWHERE
from voxml.emulator.local_documents import ENDINGS, LocalDocuments
from voxml.errors import DocumentError, InputError, TemplateError
from voxml.site.build import check_site
from voxml.site.model import Page, Site
from voxml.site.site_settings import load_settings
from voxml.templating.shipped import shipped_names
from voxml.templating.site_url import EXAMPLE_SITE
from voxml.templating.templates import Templates


def of_template(
    path: str, base_url: str | None, sets: Mapping[str, Any], options: dict[str, Any]
) -> tuple[LocalDocuments, str]:
    """Return the document that a template gives, and its name.

    Raises:
        InputError: there is no such template.
        DocumentError: a value is refused, or the document is invalid.
    """

    if not path.endswith(".j2") and path not in shipped_names():
        raise InputError(f"{path}: no such file, folder or template")
    template = Templates(base_url=base_url or EXAMPLE_SITE).get(path)
    needed = {each.name: each.example for each in template.parameters if each.required and each.example is not None}
    try:
        wire = template.wire({**needed, **sets})
    except TemplateError as error:
        raise DocumentError(error.diagnostics) from None
    name = Path(path).name.partition(".")[0]
    library = LocalDocuments({name: wire}, shown={name: path}, base_urls=(base_url,) if base_url else (), **options)
    return library, name


def of_site(path: str, base_url: str | None, options: dict[str, Any]) -> LocalDocuments:
    """Return all documents of a site as it would be built.

    Raises:
        DocumentError: nothing in it is valid.
    """

    folder = Path(path)
    known = base_url or load_settings(folder).base_url
    site = Site(path, base_url=known or NOWHERE)
    checked = check_site(site)
    faults = [each for each in checked.diagnostics if each.severity == "error"]
    if faults and not checked.pages:
        raise DocumentError(faults)
    return library_of(site, checked.pages.values(), site.base_urls if known else (), **options)


def library_of(site: Site, pages: Iterable[Page], base_urls: Iterable[str], **options: Any) -> LocalDocuments:
    """Return the documents of a site's pages, with its menus."""
    files: dict[str, Path | bytes] = {}
    shown: dict[str, str] = {}
    nth: Counter[str] = Counter()
    listed = list(pages)
    pages_of = Counter(page.source for page in listed)
    for page in listed:
        source = site.folder / page.source
        is_plain = source.suffix in ENDINGS
        files[page.name] = source if is_plain else page.wire
        # A template with rows and a module give several pages; each needs a name of its own in transcripts.
        # The names of row documents are drawn anew where no build has kept them, so that rows are counted instead.
        nth[page.source] += 1
        part = page.name if page.row is None else f"row-{nth[page.source]}"
        shown[page.name] = str(source) if pages_of[page.source] == 1 else f"{source}#{part}"
    return LocalDocuments(
        files,
        shown=shown,
        base_urls=base_urls,
        menus=site.settings.menus,
        digits_parameter=site.settings.digits_parameter,
        **options,
    )
