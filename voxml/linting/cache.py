"""Keep the results of a run for the next one, by file and by content.

A file whose size, times and inode are as before has the result that it had; else its content is looked up by its hash.
A cache belongs to one version of voxml, one set of settings and one folder. It is sealed with a key of this machine:
one that comes with a checkout, or that was changed, is not used.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from voxml import version
from voxml.diagnostics import Diagnostic, Edit, Fix, Related
from voxml.files import machine_key
from voxml.linting.fingerprints import digest_of
from voxml.rules.facts.recognition import Recognition

if TYPE_CHECKING:
    from voxml.config import Settings

FOLDER = ".voxml_cache"
PURPOSE = "lint cache"
#: More contents than this are not kept; about 20 MB of memory.
MAX_ENTRIES = 100_000
#: With fewer new results than this, nothing is written.
WORTH_WRITING = 100
#: A file changed this close to a run may change again unseen, in nanoseconds: file systems count in up to 2 s.
_RACY = 2_500_000_000
#: The folders of the sources that results depend on.
_PARTS = ["", "files", "formats", "language", "linting", "net", "rules", "rules/facts", "schema", "../phonenumbers"]
#: Cache files that have not been written for this long are removed, in seconds.
_MAX_AGE = 30 * 24 * 3600


class Entry(NamedTuple):
    """What is known of a content: its diagnostics, or why it is passed over."""

    diagnostics: list[Diagnostic]
    skipped: Recognition | None


class Cache:
    """The results under one set of settings."""

    def __init__(self, settings: Settings, how: object) -> None:
        folder = os.path.join(settings.root or os.getcwd(), FOLDER)  # noqa: PTH109, PTH118 - pathlib costs start-up time
        self._path = os.path.join(folder, f"lint-{_fingerprint(settings, how)}.json")  # noqa: PTH118
        self._began = time.time_ns()
        self._new = 0
        #: By path: the status of the file, then the digest of its content.
        self._files: dict[str, list[Any]] = {}
        #: By digest: why the content is passed over, then its diagnostics without the path.
        self._results: dict[str, list[Any]] = {}
        self._load()

    @property
    def is_empty(self) -> bool:
        """Whether no content can be found."""
        return not self._results

    def of_file(self, path: str) -> Entry | None:
        """Return what is known of a file that is as it was; None when it has changed or is new."""
        known = self._files.get(path)
        if known is None or known[:4] != _status(path):
            return None
        return self.of_content(known[4], path)

    def of_content(self, digest: str, path: str) -> Entry | None:
        """Return what is known of a content, with diagnostics for the file `path`."""
        found = self._results.get(digest)
        if found is None:
            return None
        return Entry([_unpack(row, path) for row in found[1]], None if found[0] is None else Recognition(*found[0]))

    def put(self, path: str, digest: str, diagnostics: list[Diagnostic], skipped: Recognition | None) -> None:
        """Keep the result of a file."""
        if digest not in self._results:
            if len(self._results) >= MAX_ENTRIES:
                return
            self._results[digest] = [skipped, [_pack(each) for each in diagnostics]]
        status = _status(path)
        if status is not None and max(status[1], status[2]) < self._began - _RACY:
            self._new += self._files.get(path) != [*status, digest]
            self._files[path] = [*status, digest]
        else:
            self._new += self._files.pop(path, None) is None

    def save(self) -> None:
        """Write what is new; a folder that can't be written to is left as it is."""
        if self._new < WORTH_WRITING:
            return
        body = json.dumps({"files": self._files, "results": self._results}).encode()
        try:
            sealed = machine_key.seal(body, PURPOSE)
            folder = os.path.dirname(self._path)  # noqa: PTH120
            if not os.path.isdir(folder):  # noqa: PTH112
                os.mkdir(folder)  # noqa: PTH102
                _write(os.path.join(folder, ".gitignore"), b"*\n")  # noqa: PTH118
            _write(self._path, sealed)
            _remove_old(folder)
        except OSError:
            return

    def _load(self) -> None:
        try:
            if not os.path.isfile(self._path):  # noqa: PTH113
                return
            with open(self._path, "rb") as file:  # noqa: PTH123
                body = machine_key.unseal(file.read(), PURPOSE)
            if body is not None:
                value = json.loads(body)
                self._files, self._results = value["files"], value["results"]
        except (OSError, ValueError, KeyError, TypeError):
            return


def _status(path: str) -> list[int] | None:
    try:
        status = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


def _fingerprint(settings: Settings, how: object) -> str:
    """Name what the results depend on besides the files: settings, folder, Python, and the sources of voxml."""
    top = os.path.dirname(version.__file__)  # noqa: PTH120
    sources: list[tuple[str, int, int]] = []
    for part in _PARTS:
        try:
            with os.scandir(os.path.join(top, part)) as entries:  # noqa: PTH118
                status = [(each.name, each.stat()) for each in entries if each.name.endswith(".py")]
        except OSError:
            continue
        sources += sorted((f"{part}/{name}", each.st_size, each.st_mtime_ns) for name, each in status)
    # Whether an address has ended depends on the day.
    day = int(time.time() // 86_400)
    about = (settings, os.getcwd(), how, version.__version__, sys.version, sources, day)  # noqa: PTH109
    return digest_of(repr(about).encode("utf-8", "surrogatepass"))


def _pack(each: Diagnostic) -> list[Any]:
    return [*each[:3], *each[4:]]  # without the path, which is the file's


def _unpack(row: list[Any], path: str) -> Diagnostic:
    rule, severity, message, line, column, end_line, end_column, pointer, fix, _rendered, related = row
    if fix is not None:
        fix = Fix(fix[0], tuple(Edit(*edit) for edit in fix[1]), fix[2])
    place = (path, line, column, end_line, end_column, pointer)
    return Diagnostic(rule, severity, message, *place, fix, None, None if related is None else Related(*related))


def _write(path: str, data: bytes) -> None:
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        with open(temporary, "wb") as file:  # noqa: PTH123
            file.write(data)
        os.replace(temporary, path)  # noqa: PTH105
    except OSError:
        if os.path.exists(temporary):  # noqa: PTH110
            os.unlink(temporary)  # noqa: PTH108
        raise


def _remove_old(folder: str) -> None:
    oldest = time.time() - _MAX_AGE
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(("lint-", "run-")) and entry.stat().st_mtime < oldest:
                os.unlink(entry.path)  # noqa: PTH108
