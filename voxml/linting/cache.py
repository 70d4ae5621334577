"""Remembers findings by content, so that a file that was judged before is only read.

A cache file belongs to one version of voxml, one set of sources and one set of settings: its name is their
fingerprint, and its entries are named by a hash of what was judged. Anything that
is not as it was written is thrown away in silence.
"""

from __future__ import annotations

import json
import os
from typing import Any

from voxml.diagnostics import Diagnostic, Edit, Fix
from voxml.linting.cache_folder import blake2b, make_folder, sealed, tidy, unsealed, write

#: More than this many documents are not remembered; about 20 MB of memory.
MAX_ENTRIES = 100_000


def key_of(data: bytes, circumstances: str) -> str:
    """The name of a content judged under circumstances such as its form and its own address."""
    return blake2b(circumstances.encode("utf-8", "surrogatepass") + b"\n" + data, digest_size=16).hexdigest()


class Cache:
    """What is remembered under one fingerprint."""

    def __init__(self, folder: str, name: str) -> None:
        self._path = os.path.join(folder, f"lint-{name}.json")  # noqa: PTH118
        self._clean: set[str] = set()
        self._found: dict[str, list[list[Any]]] = {}
        self._new = 0
        self._load()

    def get(self, key: str, path: str) -> list[Diagnostic] | None:
        """The findings about a content that was judged before, as those of the file `path`."""
        if key in self._clean:
            return []
        rows = self._found.get(key)
        return None if rows is None else [_unpack(row, path) for row in rows]

    def put(self, key: str, diagnostics: list[Diagnostic]) -> None:
        """Remember the findings about a content."""
        if len(self._clean) + len(self._found) >= MAX_ENTRIES:
            return
        self._new += 1
        if diagnostics:
            self._found[key] = [_pack(each) for each in diagnostics]
        else:
            self._clean.add(key)

    def save(self) -> None:
        """Write what is new; a folder that can't be written to is no reason to complain."""
        if not self._new:
            return
        body = json.dumps({"clean": "".join(self._clean), "found": self._found}).encode()
        folder = os.path.dirname(self._path)  # noqa: PTH120
        try:
            make_folder(folder)
            write(self._path, sealed(body))
            tidy(folder)
        except OSError:
            return

    def _load(self) -> None:
        try:
            with open(self._path, "rb") as file:  # noqa: PTH123
                body = unsealed(file.read())
            if body is None:
                return
            value = json.loads(body)
            clean: str = value["clean"]
            self._clean = {clean[at : at + 32] for at in range(0, len(clean), 32)}
            self._found = value["found"]
        except (OSError, ValueError, KeyError, TypeError):
            return


def _pack(each: Diagnostic) -> list[Any]:
    # A tuple of tuples is written as lists of lists; the path is the reader's.
    return [*each[:3], *each[4:]]


def _unpack(row: list[Any], path: str) -> Diagnostic:
    fix = row[8]
    if fix is not None:
        fix = Fix(fix[0], tuple(Edit(*edit) for edit in fix[1]), fix[2])
    return Diagnostic(row[0], row[1], row[2], path, row[3], row[4], row[5], row[6], row[7], fix)
