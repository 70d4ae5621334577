"""What the last build made of each source, so that an unchanged one is not read, rendered or checked again.

An entry counts only while the source, everything that it was made from, the settings and this very voxml
are the same. A cache that can't be read, or that another machine wrote, is no cache: it is made anew.
"""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path
from typing import NamedTuple

import msgspec

from voxml.errors import InputError
from voxml.files import read_regular_file
from voxml.machine_key import seal, unseal
from voxml.site.checks import Said
from voxml.site.journal import replace_file
from voxml.site.pages import Outcome

_NAME = "cache.msgpack"
# A file that was changed within this many nanoseconds of being looked at can change again without a new
# time stamp.
_RACY = 2_000_000_000


class Stamp(NamedTuple):
    """A file as it was: quick to compare by its status, surely by its bytes."""

    modified: int
    size: int
    inode: int
    digest: bytes


class Entry(msgspec.Struct):
    """What became of one source, and of which files that was made."""

    files: dict[str, Stamp]
    outcome: Outcome


class Whole(msgspec.Struct):
    """What was found about the site as a whole, and for which shape of it; the places are looked up anew."""

    shape: bytes
    said: list[Said]
    entries: tuple[str, ...]


class Stored(msgspec.Struct):
    """The whole cache."""

    key: bytes
    written: int
    entries: dict[str, Entry]
    whole: Whole | None = None
    #: Published files as they were left, so that they need not be read to see that they are the same.
    published: dict[str, Stamp] = {}


class Cache:
    """The entries of one folder of sources."""

    def __init__(self, state: Path, folder: Path, key: bytes, *, use: bool = True) -> None:
        self._path = state / _NAME
        self._purpose = f"cache of {os.path.realpath(state)}"
        self._folder = folder
        self._key = key
        # One that is not to be used is made anew all the same, for the next build.
        self._old = self._load() if use else Stored(key, 0, {})
        self.entries: dict[str, Entry] = {}
        #: Sources that were taken from the cache.
        self.hits = 0
        self.whole = self._old.whole
        self.published = self._old.published
        self._is_changed = False

    def _load(self) -> Stored:
        try:
            data = unseal(read_regular_file(self._path), self._purpose)
            stored = msgspec.msgpack.decode(data or b"", type=Stored)
        except (InputError, msgspec.MsgspecError, ValueError):
            return Stored(self._key, 0, {})
        return stored if stored.key == self._key else Stored(self._key, 0, {})

    def get(self, path: str, others: list[str]) -> Outcome | None:
        """What the last build made of a source.

        `others` are files that must be among those it was made of.
        """
        entry = self._old.entries.get(path)
        if entry is None or path not in entry.files or not entry.files.keys() >= set(others):
            return None
        if entry.outcome.absent and any(os.path.lexists(self._folder / name) for name in entry.outcome.absent):
            return None
        for name, stamp in entry.files.items():
            fresh = self._check(name, stamp)
            if fresh is None:
                return None
            if fresh is not stamp:
                entry.files[name] = fresh
                self._is_changed = True
        self.entries[path] = entry
        self.hits += 1
        return entry.outcome

    def put(self, path: str, others: list[str], outcome: Outcome) -> None:
        """Remember what was made of a source."""
        files: dict[str, Stamp] = {}
        for name in {path, *others, *outcome.dependencies}:
            stamp = self._stamp(name)
            if stamp is None:
                return
            files[name] = stamp
        self.entries[path] = Entry(files, outcome)
        self._is_changed = True

    def save(self) -> None:
        """Write the cache, if it is not as it was."""
        old = self._old
        is_same = self.whole is old.whole and self.published is old.published
        if self._is_changed or not is_same or self.entries.keys() != old.entries.keys():
            stored = Stored(self._key, time.time_ns(), self.entries, self.whole, self.published)
            replace_file(self._path, seal(msgspec.msgpack.encode(stored), self._purpose))

    def _check(self, name: str, stamp: Stamp) -> Stamp | None:
        """The stamp when the file is as it was, a newer one when only its status changed.

        None when its bytes did.
        """
        try:
            # A name may be absolute: what a template was made from need not lie among the sources.
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
        except (OSError, InputError):
            return None
        return Stamp(status.st_mtime_ns, status.st_size, status.st_ino, hashlib.sha256(data).digest())


def key_of(*parts: object) -> bytes:
    """A digest of everything besides the sources that a page depends on."""
    return hashlib.sha256(repr(parts).encode()).digest()
