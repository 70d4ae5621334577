"""The documents of a build, as far as a call needs to know them: addresses, names and the SHA-256 of the bytes."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from voxml.errors import VoxmlError
from voxml.rules.rule import PRESETS, Preset
from voxml.site.manifest import DEFAULT, Published, decode
from voxml.source import read_file


class BuiltSite:
    """The manifest of a build: what `voxml build` writes."""

    def __init__(self, path: str) -> None:
        """Read the manifest.

        Raises:
            InputError: there is no such file, or it is not a manifest.
        """
        self.path = path
        manifest = decode(read_file(path), path)
        #: The rules that its documents were checked by.
        self.preset: Preset = as_preset(manifest.preset)
        self._documents = {document.url: document for document in manifest.documents}
        self._urls = {document.name: document.url for document in manifest.documents}

    def find(self, url: str) -> Published | None:
        """Return the document at an address, whatever its query string."""
        return self._documents.get(url) or self._documents.get(url.partition("#")[0].partition("?")[0])

    def url_of(self, name: str) -> str | None:
        """Return the address of the document called `name`, such as `menu.json` or `menu`."""
        return self._urls.get(name) or self._urls.get(f"{name}.json")

    def __len__(self) -> int:
        return len(self._documents)


def as_preset(name: str) -> Preset:
    """Return a preset of this voxml, `default` for one that it does not have."""
    return PRESETS[PRESETS.index(name)] if name in PRESETS else PRESETS[0]


def manifests_near(folder: str = ".") -> list[BuiltSite]:
    """Return the manifests of builds whose sources are a folder, or right below it; those that can be read."""
    here = Path(folder)
    found: list[BuiltSite] = []
    for place in (here / DEFAULT, *sorted(here.glob(f"*/{DEFAULT}"))):
        # Nobody asked for it: one that can't be read says nothing about the document.
        with suppress(OSError, VoxmlError):
            if place.is_file():
                found.append(BuiltSite(str(place)))
    return found


def manifest_with(url: str, manifests: Iterable[BuiltSite]) -> BuiltSite | None:
    """Return the first that has the document at an address."""
    return next((each for each in manifests if each.find(url) is not None), None)
