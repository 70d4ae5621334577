"""Addresses in documents that are imported: absolute, or resolved against where ours are published."""

from __future__ import annotations

import posixpath
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from voxml.importers.model import Options

#: Endings of documents, which are published as JSON.
DOCUMENT_SUFFIXES = (".xml", ".json", ".yaml", ".yml", ".twiml", ".bxml", ".ncco", ".swml")


class Link(NamedTuple):
    """An absolute address, and whether it is that of a document that is imported too."""

    url: str
    is_ours: bool


def published_name(name: str, suffix: str = ".json") -> str:
    """Return the name of a document after the import: `menus/main.xml` is `menus/main.json`."""
    stem, ending = posixpath.splitext(name)
    return (stem if ending.lower() in DOCUMENT_SUFFIXES else name) + suffix


def own_link(options: Options, name: str | None) -> Link | None:
    """Return the address of the document itself; None when it is not known."""
    if options.base_url is None or name is None:
        return None
    return Link(_folder(options.base_url) + published_name(name), True)


def resolve(url: str, options: Options, name: str | None) -> Link | None:
    """Return the absolute address of a link in the document `name`; None when that needs a base URL."""
    is_absolute = bool(urlsplit(url).scheme)
    if options.base_url is None:
        return Link(url, False) if is_absolute else None
    base = _folder(options.base_url)
    if url.startswith("//"):
        return Link("https:" + url, False)
    joined = url if is_absolute else urljoin(base + (name or ""), url)
    path, mark, query = joined.partition("?")
    target = path.removeprefix(base)
    if path.startswith(base) and target in options.names:
        return Link(base + published_name(target) + mark + query, True)
    return Link(joined, False)


def _folder(base_url: str) -> str:
    return base_url if base_url.endswith("/") else base_url + "/"
