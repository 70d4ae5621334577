"""What a build published, as far as a call needs to know it: addresses, names and the SHA-256 of the
bytes.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from voxml.errors import ConfigError
from voxml.source import read_file


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
            self._names = {str(row["name"]): row["url"] for row in rows}
        except (msgspec.DecodeError, KeyError, TypeError, AttributeError):
            problem = f"{path}: is not the manifest of a build; expected what `voxml build` writes"
        else:
            self._known = {document.url: document for document in known}
            return
        raise ConfigError(problem)

    def find(self, url: str) -> Document | None:
        """The document at an address, whatever its query string."""
        return self._known.get(url) or self._known.get(url.partition("#")[0].partition("?")[0])

    def url_of(self, name: str) -> str | None:
        """The address of the document called `name`, such as `menu.json` or `menu`."""
        return self._names.get(name) or self._names.get(f"{name}.json")

    def __len__(self) -> int:
        return len(self._known)
