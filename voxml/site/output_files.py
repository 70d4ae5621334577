"""Write the files that are published: links moved to their final addresses, names by content, the manifest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from voxml.errors import InputError
from voxml.files import read_regular_file
from voxml.files.sounds import SOUND_TYPES
from voxml.schema.reading import loads
from voxml.site.atomic import Change, replace_tree
from voxml.site.flow import document_name, site_path, strongly_connected
from voxml.site.host_files import HOST_FILES, host_files, is_host_file
from voxml.site.links import with_urls
from voxml.site.manifest import VERSION, Manifest, Published
from voxml.site.menus import rewrites_of
from voxml.site.model import CheckedSite, Page, Site
from voxml.version import __version__

#: Hexadecimal digits of the SHA-256 in the name of a content-hashed file: 40 bits.
DIGITS = 10


class Written(NamedTuple):
    """What was written: the manifest, what changed in the folder, and the files beside it for the host."""

    manifest: Manifest
    change: Change
    beside: tuple[Path, ...]


def write_site(
    site: Site, checked: CheckedSite, target: Path, manifest_path: Path, previous: Manifest | None
) -> Written:
    """Write a checked site into `target`, with its manifest, all at once.

    Raises:
        InputError: `target` is no folder.
        OSError: it could not be written; what was there is still there.
    """
    output = _Documents(site, checked.pages).output()
    files = {**output.files, **checked.sounds}
    manifest = _manifest(site, checked, output)
    inside, beside = host_files(site, manifest, target, rewrites_of(site))
    files |= inside
    order = sorted(manifest.files(), key=lambda each: not each.immutable)
    change = replace_tree(
        target,
        files,
        owned=_left_over(target, files, previous),
        order=[each.name for each in order],
        beside={**beside, manifest_path: manifest.to_bytes()},
        state=site.state,
    )
    site.remember_out(target)
    return Written(manifest, change, tuple(path for path, data in beside.items() if data is not None))


def _left_over(target: Path, files: Mapping[str, bytes], previous: Manifest | None) -> list[str]:
    """Return what earlier builds wrote and this one does not, as long as it is as they left it.

    A manifest that a checkout brings could name any file in the folder.
    """
    known = {each.name: each.sha256 for each in previous.files()} if previous is not None else {}
    left = [name for name, digest in known.items() if name not in files and _digest(target / name) == digest]
    return left + [name for name in HOST_FILES if name not in files and is_host_file(target / name)]


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(read_regular_file(path)).hexdigest()
    except InputError:
        return None


def _manifest(site: Site, checked: CheckedSite, output: Output) -> Manifest:
    rows: dict[str, dict[str, str]] = {}
    for page in checked.pages.values():
        if page.row is not None:
            rows.setdefault(page.source, {})[page.row] = page.name
    return Manifest(
        version=VERSION,
        base_url=site.base_url,
        documents=tuple(output.documents),
        assets=tuple(_sound(site, name, data) for name, data in checked.sounds.items()),
        rows=rows,
        voxml=__version__,
        rules=__version__,
        platform=site.settings.platform,
        entries=checked.flow.entries,
        menus=site.settings.menus,
        digits_parameter=site.settings.digits_parameter,
    )


def _sound(site: Site, name: str, data: bytes) -> Published:
    content_type = SOUND_TYPES[Path(name).suffix]
    return Published(name, name, f"{site.base_url}/{name}", hashlib.sha256(data).hexdigest(), len(data), content_type)


class Output(NamedTuple):
    """The published files of all documents, and their entries in the manifest."""

    files: dict[str, bytes]
    documents: list[Published]


class _Documents:
    """The documents of one build on their way to files."""

    def __init__(self, site: Site, pages: Mapping[str, Page]) -> None:
        self._pages = dict(sorted(pages.items()))
        self._base_url = site.base_url
        self._base_urls = site.base_urls
        self._form = site.settings.form
        self._hashed = site.settings.hashed
        # Which document is served for a menu is chosen by the host under its stable name.
        self._stable = frozenset(site.settings.menus)
        # Where the sources say what will be published, no link moves.
        moves = self._hashed or self._form != "json" or len(self._base_urls) > 1
        self._targets = {name: self._links_inside(page) if moves else {} for name, page in self._pages.items()}

    def _links_inside(self, page: Page) -> dict[str, str]:
        """Return published paths that a page leads to, by the pointer of the link."""
        found: dict[str, str] = {}
        for placed in page.links:
            path = site_path(placed.link.url, self._base_urls) if placed.link.purpose != "socket" else None
            if path is not None:
                found[placed.link.pointer] = path
        return found

    def output(self) -> Output:
        """Return all files, by published path."""
        names = self._hashed_names() if self._hashed else {}
        done = Output({}, [])
        for page in self._pages.values():
            wire = self._wire(page, names)
            for end, data in self._forms(wire):
                self._add(done, page, page.name + end, data)
                if page.name in names:
                    self._add(done, page, names[page.name] + end, data, immutable=True)
        return done

    def _add(self, done: Output, page: Page, name: str, data: bytes, *, immutable: bool = False) -> None:
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
        xml = (".xml", loads(wire, form="json").to_xml().encode())
        return [xml] if self._form == "xml" else [(".json", wire), xml]

    def _wire(self, page: Page, names: Mapping[str, str]) -> bytes:
        """Return the wire form with every link into the site at its final address."""
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
        """Return `name.digest` for each document; documents that lead to each other share in each other's digest."""
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
    """Return a document in wire form with other addresses at some pointers."""
    if not replace:
        return wire
    document: dict[str, Any] = msgspec.json.decode(wire)
    document["instructions"] = with_urls(document["instructions"], replace)
    return msgspec.json.encode(document)
