"""The manifest: what was built, from which source, and the SHA-256 of each published file.

It is beside the published folder, never in it: it names the sources.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from voxml.errors import InputError
from voxml.files import is_safe_path, read_regular_file
from voxml.site.atomic import recover

VERSION = 1
#: Where it is, below the folder of sources, unless the user says otherwise.
DEFAULT = ".voxml/manifest.json"


class Published(msgspec.Struct, frozen=True, omit_defaults=True):
    """One published file. Keys of later versions are left alone by this one."""

    #: The path below the published folder and below `base_url`.
    name: str
    #: The file that it was made from, relative to the folder of sources.
    source: str
    url: str
    sha256: str
    #: In bytes.
    size: int
    content_type: str = "application/json"
    #: What `url_for` calls the document; the stable name of a content-hashed file.
    document: str = ""
    #: Whether its bytes never change under this name, so that it may be cached for ever.
    immutable: bool = False
    #: The row of the data, by its key, that a row document was made from.
    row: str | None = None


class Manifest(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a site consists of."""

    version: int
    base_url: str
    documents: tuple[Published, ...]
    #: Audio and other files that are published as they are.
    assets: tuple[Published, ...] = ()
    #: Names that were drawn for rows: source, then key of the row, then name.
    rows: dict[str, dict[str, str]] = {}
    #: Which voxml, and which rules, checked the documents.
    voxml: str = ""
    rules: str = ""
    preset: str = "static"
    platform: str | None = None
    #: Documents at which calls begin.
    entries: tuple[str, ...] = ()
    #: Menus without a server: document, then key, then document.
    menus: dict[str, dict[str, str]] = {}
    digits_parameter: str = "digits"

    def files(self) -> Iterator[Published]:
        """Yield every published file, documents first."""
        yield from self.documents
        yield from self.assets

    def find(self, url: str) -> Published | None:
        """Return the published file at `url`, whatever its query string."""
        bare = url.partition("#")[0].partition("?")[0]
        return next((each for each in self.files() if each.url == bare), None)

    def to_bytes(self) -> bytes:
        """Return the manifest as JSON, the same bytes for the same manifest."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n"


def load(path: str | Path) -> Manifest:
    """Read a manifest; one that a killed build left half put in place is completed first.

    Raises:
        InputError: there is none, or it is not a manifest that this version can read.
    """
    path = Path(path)
    recover(path.parent)
    return decode(read_regular_file(path), str(path))


def decode(data: bytes, path: str) -> Manifest:
    """Return the manifest that `data` holds.

    Raises:
        InputError: it is not a manifest that this version can read.
    """
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise InputError(f"{path}: not a manifest of voxml build: {error}") from None
    if manifest.version != VERSION:
        raise InputError(f"{path}: found manifest version {manifest.version}; this voxml reads version {VERSION}")
    _check_names(manifest, path)
    return manifest


def _check_names(manifest: Manifest, path: str) -> None:
    """Refuse a manifest with names that lead out of the published folder.

    Raises:
        InputError: it has one.
    """
    rows = (name for names in manifest.rows.values() for name in names.values())
    for name in (*(each.name for each in manifest.files()), *rows):
        if not is_safe_path(name):
            raise InputError(f'{path}: found the name "{name}"; expected a path below the published folder')


def load_if_there(path: str | Path) -> Manifest | None:
    """Return the manifest at `path`; None when there is none. One that can't be read is an error: it knows names.

    Raises:
        InputError: it is not a manifest that this version can read.
    """
    recover(Path(path).parent)
    return load(path) if os.path.lexists(path) else None
