"""Remembers what a run over folders said, for as long as nothing that it looked at has changed.

Whether a file has changed is told by its status, without opening it, as version control does: size, inode, the time of its
last change, and the time of the last change of its status, which nobody can set. A run is remembered only when all of that
lies some time before its beginning, so that no later change can carry the same times. The folders are
watched too, for new files, and where settings or ignore files would be looked for and are not.
"""

from __future__ import annotations

import marshal
import os
import time
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from voxml import config
from voxml.linting.cache_folder import FOLDER, blake2b, fingerprint, make_folder, sealed, tidy, unsealed, write

if TYPE_CHECKING:
    from voxml.linting.files import Trail

#: Times of changes this close to the beginning of a run can't be trusted, in nanoseconds; file systems count in up to 2 s.
_RACY = 2_500_000_000
#: With fewer files and folders nothing is written.
_LEAST = 100
#: Of more files and folders nothing is remembered: their names alone would fill memory.
_MOST = 250_000

#: The times of its last change and of the last change of its status, size, inode, mode; None when it is not there.
_State = tuple[int, int, int, int, int] | None


class Said(NamedTuple):
    """What a run came to."""

    out: str
    err: str
    code: int


class WholeRun:
    """One run: the paths it is given, and what else its output depends on."""

    def __init__(self, paths: tuple[str, ...], circumstances: object) -> None:
        self._began = time.time_ns()
        found = config.find(paths[0])
        folder = os.path.dirname(found) if found is not None else os.getcwd()  # noqa: PTH109, PTH120
        self._folder = os.path.join(folder, FOLDER)  # noqa: PTH118
        self._about = (paths, os.getcwd(), circumstances)  # noqa: PTH109

    @cached_property
    def _path(self) -> str:
        return os.path.join(self._folder, f"run-{fingerprint(self._about)}.txt")  # noqa: PTH118

    def recall(self) -> Said | None:
        """What the last such run said, when it would say the same again."""
        if not os.path.isdir(self._folder):  # noqa: PTH112
            return None
        try:
            with open(self._path, "rb") as file:  # noqa: PTH123
                body = unsealed(file.read())
        except OSError:
            return None
        if body is None:
            return None
        state, code, out, err, count, *paths = body.decode("utf-8", "surrogatepass").split("\0")
        if state != _digest(_states(paths[: int(count)]), paths[int(count) :]):
            return None
        return Said(out, err, int(code))

    def remember(self, out: str | None, err: str | None, code: int, trail: Trail) -> None:
        """Keep what was said, with all that it depends on; with None it was too much."""
        from voxml.linting.files import TEMPLATES

        looked_at, looked_for = trail.looked_at, trail.looked_for
        if out is None or err is None or "\0" in out + err or not _LEAST <= len(looked_at) <= _MOST:
            return
        if any(path.endswith(TEMPLATES) for path in looked_at):
            return  # what a template is made of may lie anywhere
        try:
            state = _digest(self._settled(_states(looked_at)), looked_for)
            if make_folder(self._folder):
                return  # in one of the folders, perhaps: the next run sees it as it is now
            parts = (state, str(code), out, err, str(len(looked_at)), *looked_at, *looked_for)
            write(self._path, sealed("\0".join(parts).encode("utf-8", "surrogatepass")))
            tidy(self._folder)
        except (OSError, _Unsettled):
            return

    def _settled(self, states: Iterable[list[_State]]) -> Iterator[list[_State]]:
        """The same, as long as nothing has changed so late that it could change again unseen."""
        for some in states:
            if max((max(state[:2]) for state in some if state is not None), default=0) > self._began - _RACY:
                raise _Unsettled
            yield some


class _Unsettled(Exception):  # noqa: N818 - never leaves this module
    pass


def _states(paths: list[str]) -> Iterator[list[_State]]:
    """The status of each path, a thousand at a time."""
    for start in range(0, len(paths), 1000):
        yield [_status(path) for path in paths[start : start + 1000]]


def _status(path: str) -> _State:
    try:
        status = os.stat(path)  # noqa: PTH116 - pathlib costs start-up time
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino, status.st_mode


def _digest(states: Iterable[list[_State]], looked_for: list[str]) -> str:
    digest = blake2b(digest_size=16)
    for some in states:
        # In version 2 equal values are written alike, whoever else holds them.
        digest.update(marshal.dumps(some, 2))
    digest.update(marshal.dumps([os.path.lexists(path) for path in looked_for], 2))
    return digest.hexdigest()
