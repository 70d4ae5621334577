"""Turns checked pages into the files that are published: links moved to their final addresses.

Bytes named by content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from voxml.site.graph import document_name, site_path, strongly_connected
from voxml.site.links import with_urls
from voxml.site.manifest import Published
from voxml.site.pages import Page
from voxml.site.settings import Form

#: Hexadecimal digits of the SHA-256 in the name of a content-hashed file: 40 bits.
DIGITS = 10


class Finished(NamedTuple):
    """The published files of all documents, and what the manifest says of them."""

    files: dict[str, bytes]
    documents: list[Published]


class Finisher:
    """Makes the files of one build."""

    def __init__(
        self,
        pages: Iterable[Page],
        *,
        base_url: str,
        base_urls: tuple[str, ...],
        form: Form,
        hashed: bool,
        menus: Iterable[str],
    ) -> None:
        self._pages = {page.name: page for page in sorted(pages, key=lambda each: each.name)}
        self._base_url = base_url
        self._base_urls = base_urls
        self._form = form
        self._hashed = hashed
        # Which document answers a menu is chosen by the host under its stable name.
        self._stable = frozenset(menus)
        # Where the sources say what will be published, no link moves.
        moves = hashed or form != "json" or len(base_urls) > 1
        self._targets = {name: self._links_inside(page) if moves else {} for name, page in self._pages.items()}

    def _links_inside(self, page: Page) -> dict[str, str]:
        """Published paths that a page leads to, by the pointer of the link."""
        found: dict[str, str] = {}
        for placed in page.links:
            path = site_path(placed.link.url, self._base_urls) if placed.link.purpose != "socket" else None
            if path is not None:
                found[placed.link.pointer] = path
        return found

    def finish(self) -> Finished:
        """All files, by published path."""
        names = self._hashed_names() if self._hashed else {}
        done = Finished({}, [])
        for page in self._pages.values():
            wire = self._wire(page, names)
            for end, data in self._forms(wire):
                self._add(done, page, page.name + end, data)
                if page.name in names:
                    self._add(done, page, names[page.name] + end, data, immutable=True)
        return done

    def _add(self, done: Finished, page: Page, name: str, data: bytes, *, immutable: bool = False) -> None:
        done.files[name] = data
        done.documents.append(
            Published(
                name=name,
                source=page.source,
                url=f"{self._base_url}/{name}",
                sha256=hashlib.sha256(data).hexdigest(),
                size=len(data),
                content_type="application/json" if name.endswith(".json") else "application/xml",
                document=page.name,
                immutable=immutable,
                row=page.row,
            )
        )

    def _forms(self, wire: bytes) -> list[tuple[str, bytes]]:
        if self._form == "json":
            return [(".json", wire)]
        from voxml.schema.reading import loads

        xml = (".xml", loads(wire, form="json").to_xml().encode())
        return [xml] if self._form == "xml" else [(".json", wire), xml]

    def _wire(self, page: Page, names: Mapping[str, str]) -> bytes:
        """The wire form with every link into the site at its final address."""
        if not self._targets[page.name]:
            return page.wire
        replace: dict[str, str] = {}
        links = {placed.link.pointer: placed.link.url for placed in page.links}
        for pointer, path in self._targets[page.name].items():
            url = self._final_url(links[pointer], path, names)
            if url != links[pointer]:
                replace[pointer] = url
        return rewritten(page.wire, replace)

    def _final_url(self, url: str, path: str, names: Mapping[str, str]) -> str:
        target = document_name(path, self._pages)
        query = url[len(url) - len(url.partition("?")[2]) - 1 :] if "?" in url else ""
        if target is None:
            return f"{self._base_url}/{path}{query}"
        name = target if target in self._stable else names.get(target, target)
        end = ".xml" if self._form == "xml" or (self._form == "both" and path.endswith(".xml")) else ".json"
        return f"{self._base_url}/{name}{end}{query}"

    def _hashed_names(self) -> dict[str, str]:
        """`name.digest` for each document.

        Where documents that lead to each other share in each other's digest.
        """
        arrows = {
            name: [
                target
                for path in targets.values()
                if (target := document_name(path, self._pages)) is not None and target not in self._stable
            ]
            for name, targets in self._targets.items()
        }
        names: dict[str, str] = {}
        for group in strongly_connected(arrows):
            whole = hashlib.sha256()
            for name in sorted(group):
                whole.update(name.encode() + b"\0" + self._wire(self._pages[name], names) + b"\0")
            together = whole.digest()
            for name in group:
                digest = hashlib.sha256(together + name.encode()).hexdigest()[:DIGITS]
                names[name] = f"{name}.{digest}"
        return names


def rewritten(wire: bytes, replace: dict[str, str]) -> bytes:
    """A document in wire form with other addresses at some pointers."""
    if not replace:
        return wire
    document: dict[str, Any] = msgspec.json.decode(wire)
    document["instructions"] = with_urls(document["instructions"], replace)
    return msgspec.json.encode(document)
