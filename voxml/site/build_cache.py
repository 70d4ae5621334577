"""What the last build made of each source, so that an unchanged one is not read, rendered or checked again.

An entry counts only while the source, everything that it was made from, the settings and this very voxml are the same.
A cache that can't be read, or that another machine wrote, is made anew.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from pathlib import Path
from typing import NamedTuple

import msgspec

from voxml import config
from voxml.errors import InputError
from voxml.files import read_regular_file
from voxml.files.machine_key import seal, unseal
from voxml.site.atomic import replace_file
from voxml.site.model import Site, SourceResult
from voxml.site.state import make_state_folder
from voxml.version import __version__

_NAME = "cache.msgpack"
# A file that was changed within this many nanoseconds of being looked at can change again without a new time stamp.
_RACY = 2_000_000_000
_PACKAGE = str(Path(__file__).parents[1])


class Stamp(NamedTuple):
    """A file as it was: quick to compare by its status, surely by its bytes."""

    modified: int
    size: int
    inode: int
    digest: bytes


class Entry(msgspec.Struct):
    """The result of one source, and the files that it was made of."""

    files: dict[str, Stamp]
    result: SourceResult


class Stored(msgspec.Struct):
    """The whole cache."""

    key: bytes
    written: int
    entries: dict[str, Entry]


class BuildCache:
    """The entries of one site. One that is not to be used is made anew all the same, for the next build."""

    def __init__(self, site: Site, *, use: bool = True) -> None:
        self._path = site.state / _NAME
        self._purpose = f"cache of {os.path.realpath(site.state)}"
        self._folder = site.folder
        self._key = _key_of(site)
        self._old = self._load() if use else Stored(self._key, 0, {})
        self._entries: dict[str, Entry] = {}
        self._is_changed = False

    def _load(self) -> Stored:
        empty = Stored(self._key, 0, {})
        try:
            data = unseal(read_regular_file(self._path), self._purpose)
            stored = msgspec.msgpack.decode(data or b"", type=Stored)
        except (InputError, msgspec.MsgspecError, ValueError):
            return empty
        return stored if stored.key == self._key else empty

    def get(self, path: str, others: list[str]) -> SourceResult | None:
        """Return what the last build made of a source; `others` are files that must be among those it was made of."""
        entry = self._old.entries.get(path)
        if entry is None or path not in entry.files or not entry.files.keys() >= set(others):
            return None
        if any(os.path.lexists(self._folder / name) for name in entry.result.absent):
            return None
        for name, stamp in entry.files.items():
            fresh = self._check(name, stamp)
            if fresh is None:
                return None
            if fresh is not stamp:
                entry.files[name] = fresh
                self._is_changed = True
        self._entries[path] = entry
        return entry.result

    def put(self, path: str, others: list[str], result: SourceResult) -> None:
        """Remember what was made of a source."""
        files: dict[str, Stamp] = {}
        for name in {path, *others, *result.dependencies}:
            stamp = self._stamp(name)
            if stamp is None:
                return
            files[name] = stamp
        self._entries[path] = Entry(files, result)
        self._is_changed = True

    def save(self) -> None:
        """Write the cache, if it changed."""
        if self._is_changed or self._entries.keys() != self._old.entries.keys():
            try:
                data = msgspec.msgpack.encode(Stored(self._key, time.time_ns(), self._entries))
            except UnicodeEncodeError:
                # A file name that is not UTF-8, which is reported: such a site is not kept.
                return
            make_state_folder(self._path.parent)
            replace_file(self._path, seal(data, self._purpose))

    def _check(self, name: str, stamp: Stamp) -> Stamp | None:
        """Return the stamp of a file as it was, a newer one when only its status changed, None when its bytes did."""
        try:
            # A name may be absolute: what a template was made from need not be among the sources.
            status = os.stat(os.path.join(self._folder, name))  # noqa: PTH116, PTH118 - a thousand of these are run
        except OSError:
            return None
        now = (status.st_mtime_ns, status.st_size, status.st_ino)
        if now == stamp[:3] and self._old.written - status.st_mtime_ns > _RACY:
            return stamp
        fresh = self._stamp(name)
        return fresh if fresh is not None and fresh.digest == stamp.digest else None

    def _stamp(self, name: str) -> Stamp | None:
        path = self._folder / name
        try:
            status = path.stat()
            data = read_regular_file(path)
        except OSError:
            return None
        return Stamp(status.st_mtime_ns, status.st_size, status.st_ino, hashlib.sha256(data).digest())


def _key_of(site: Site) -> bytes:
    """Return a digest of all that a page depends on besides its sources: settings, addresses, the code of voxml."""
    path = config.find(os.fspath(site.folder))
    try:
        settings = read_regular_file(path) if path is not None else b""
    except InputError:
        settings = b""
    # So that a developer of rules never meets an old result.
    newest = max(
        os.stat(f"{folder}/{name}").st_mtime_ns  # noqa: PTH116
        for folder, _, names in os.walk(_PACKAGE)
        for name in names
        if name.endswith(".py")
    )
    parts = (__version__, sys.version, newest, site.shown, site.base_urls, site.settings.row_key, path, settings)
    return hashlib.sha256(repr(parts).encode()).digest()
