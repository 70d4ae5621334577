"""Report when files change, by looking at them several times a second."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

# Seconds between two looks, and how long a change must have settled.
_PAUSE = 0.3


class Watch:
    """The files of some folders as they were when this was made, and what changed since then."""

    def __init__(self, folders: Iterable[Path], *, leave_out: Iterable[Path] = ()) -> None:
        self._folders = [Path(folder) for folder in folders]
        self._ignored = {os.path.realpath(path) for path in leave_out}
        self._before = _look(self._folders, self._ignored)

    def changes(self, until: threading.Event | None = None) -> Iterator[set[str]]:
        """Yield sets of paths that were changed, made or removed since the last, until the event is set."""
        ended = until or threading.Event()
        while not ended.wait(_PAUSE):
            now = _look(self._folders, self._ignored)
            if now == self._before:
                continue
            # An editor that is in the middle of writing several files is given the time to finish.
            while not ended.wait(_PAUSE / 3):
                again = _look(self._folders, self._ignored)
                if again == now:
                    break
                now = again
            before, self._before = self._before, now
            yield {path for path in now.keys() | before.keys() if now.get(path) != before.get(path)}


def _look(folders: list[Path], ignored: set[str]) -> dict[str, tuple[int, int, int]]:
    seen: dict[str, tuple[int, int, int]] = {}
    for folder in folders:
        for where, inside, names in os.walk(folder):
            inside[:] = [
                name
                for name in inside
                if not name.startswith(".")
                and name not in ("__pycache__", "node_modules")
                and os.path.realpath(f"{where}/{name}") not in ignored
            ]
            for name in names:
                path = f"{where}/{name}"
                try:
                    status = os.stat(path)  # noqa: PTH116 - every file, several times a second
                except OSError:
                    continue
                if not name.startswith(".") and not name.endswith("~"):
                    seen[path] = (status.st_mtime_ns, status.st_size, status.st_ino)
    return seen
