"""Remembers findings by content, so that a file that was judged before is only read.

A cache file belongs to one version of voxml, one set of sources and one set of settings: its name is their
fingerprint, and its entries are named by a hash of what was judged. Anything that
is not as it was written is thrown away in silence.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from voxml.diagnostics import Diagnostic, Edit, Fix

try:
    # hashlib costs 3 ms of start-up, for the sake of OpenSSL.
    import _blake2 as _hashes
except ImportError:  # pragma: no cover - another Python
    import hashlib as _hashes  # type: ignore[no-redef]

blake2b = _hashes.blake2b

#: More than this many documents are not remembered; about 20 MB of memory.
MAX_ENTRIES = 100_000
#: Cache files that have not been used for this long are removed, in seconds.
_MAX_AGE = 30 * 24 * 3600
FOLDER = ".voxml_cache"


def key_of(data: bytes, circumstances: str) -> str:
    """The name of a content judged under circumstances such as its form and its own address."""
    return blake2b(circumstances.encode("utf-8", "surrogatepass") + b"\n" + data, digest_size=16).hexdigest()


def fingerprint(settings: object) -> str:
    """What a cache may be used for: these settings, judged by these very sources, under this Python."""
    digest = blake2b(digest_size=12)
    digest.update(repr((settings, sys.version, _sources(), _phone_numbers())).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _sources() -> list[tuple[str, int, int]]:
    """Name, size and time of every file that a finding may come from."""
    from voxml import version

    top = os.path.dirname(version.__file__)  # noqa: PTH120 - pathlib costs start-up time
    found = [(version.__version__, 0, 0)]
    for folder in ("", "formats", "language", "linting", "rules", "rules/facts", "schema"):
        with os.scandir(os.path.join(top, folder)) as entries:  # noqa: PTH118
            for entry in entries:
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    found.append((f"{folder}/{entry.name}", status.st_size, status.st_mtime_ns))
    return sorted(found)


def _phone_numbers() -> tuple[str, int] | None:
    """Which phonenumberslite judges numbers, if any."""
    for folder in sys.path:
        path = os.path.join(folder, "phonenumbers", "__init__.py")  # noqa: PTH118
        try:
            return path, os.stat(path).st_mtime_ns  # noqa: PTH116
        except OSError:
            continue
    return None


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
        head = blake2b(body, digest_size=16).hexdigest().encode() + b"\n"
        folder = os.path.dirname(self._path)  # noqa: PTH120
        try:
            if not os.path.isdir(folder):  # noqa: PTH112
                os.mkdir(folder)  # noqa: PTH102
                _write(os.path.join(folder, ".gitignore"), b"*\n")  # noqa: PTH118
            _write(self._path, head + body)
            _tidy(folder)
        except OSError:
            return

    def _load(self) -> None:
        try:
            with open(self._path, "rb") as file:  # noqa: PTH123
                head, _, body = file.read().partition(b"\n")
            if head.decode("ascii", "replace") != blake2b(body, digest_size=16).hexdigest():
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


def _write(path: str, data: bytes) -> None:
    """Write a file so that whoever reads it sees all of it or what was there before."""
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        with open(temporary, "wb") as file:  # noqa: PTH123
            file.write(data)
        os.replace(temporary, path)  # noqa: PTH105
    except OSError:
        _remove(temporary)
        raise


def _remove(path: str) -> None:
    try:
        os.unlink(path)  # noqa: PTH108
    except OSError:
        return


def _tidy(folder: str) -> None:
    from time import time

    oldest = time() - _MAX_AGE
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("lint-") and entry.stat().st_mtime < oldest:
                _remove(entry.path)
