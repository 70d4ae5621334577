"""What a build published, as far as a call needs to know it: addresses, names and the SHA-256 of the
bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, get_args

import msgspec

from voxml.errors import ConfigError, VoxmlError
from voxml.rules.rule import Preset
from voxml.source import read_file

#: Where `voxml build` leaves it, in the folder of the sources.
PLACE = ".voxml/manifest.json"


class Document(NamedTuple):
    """A published document as the manifest of its build has it."""

    source: str
    url: str
    sha256: str
    size: int


class Manifest:
    """The documents of a build by their address: what `voxml build` writes."""

    def __init__(self, path: str) -> None:
        """Read the manifest.

        Raises:
            InputError: there is no such file.
            ConfigError: it is not a manifest.
        """
        self.path = path
        try:
            sent = msgspec.json.decode(read_file(path))
            rows = sent["documents"]
            known = [Document(str(row.get("source", "")), row["url"], row["sha256"], row["size"]) for row in rows]
            self.preset: Preset = sent["preset"] if sent.get("preset") in get_args(Preset) else "default"
            self._names = {str(row["name"]): row["url"] for row in rows}
        except (msgspec.DecodeError, KeyError, TypeError, AttributeError):
            problem = f"{path}: is not the manifest of a build; expected what `voxml build` writes"
        else:
            self._known = {document.url: document for document in known}
            return
        raise ConfigError(problem)

    def find(self, url: str) -> Document | None:
        """Return the document at an address, whatever its query string."""
        return self._known.get(url) or self._known.get(url.partition("#")[0].partition("?")[0])

    def url_of(self, name: str) -> str | None:
        """Return the address of the document called `name`, such as `menu.json` or `menu`."""
        return self._names.get(name) or self._names.get(f"{name}.json")

    def __len__(self) -> int:
        return len(self._known)


def manifests_near(folder: str = ".") -> list[Manifest]:
    """Return the manifests of builds whose sources are a folder, or right below it; those that can be read."""
    here = Path(folder)
    found: list[Manifest] = []
    for place in (here / PLACE, *sorted(here.glob(f"*/{PLACE}"))):
        # Nobody asked for it: one that can't be read says nothing about the document.
        with suppress(OSError, VoxmlError):
            if place.is_file():
                found.append(Manifest(str(place)))
    return found


def manifest_with(url: str, manifests: Iterable[Manifest]) -> Manifest | None:
    """Return the first that has the document at an address."""
    return next((each for each in manifests if each.find(url) is not None), None)
