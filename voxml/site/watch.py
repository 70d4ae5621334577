"""Report when files change, by looking at them several times a second."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

# Seconds between two looks, and how long a change must have settled.
_PAUSE = 0.12
# A look at very many files takes long: then at most this share of the time is spent looking.
_SHARE = 0.1


class Watch:
    """The files of some folders as they were when this was made, and what changed since then."""

    def __init__(self, folders: Iterable[Path], *, leave_out: Iterable[Path] = (), is_deep: bool = True) -> None:
        self._folders = [Path(folder) for folder in folders]
        self._is_deep = is_deep
        self._ignored = {os.path.realpath(path) for path in leave_out}
        self._before = self._look()

    def changes(self, until: threading.Event | None = None) -> Iterator[set[str]]:
        """Yield sets of paths that were changed, made or removed since the last, until the event is set."""
        ended = until or threading.Event()
        pause = _PAUSE
        while not ended.wait(pause):
            began = time.perf_counter()
            now = self._look()
            pause = max(_PAUSE, (time.perf_counter() - began) / _SHARE)
            if now == self._before:
                continue
            # An editor that is in the middle of writing several files is given the time to finish.
            while not ended.wait(_PAUSE / 3):
                again = self._look()
                if again == now:
                    break
                now = again
            before, self._before = self._before, now
            yield {path for path in now.keys() | before.keys() if now.get(path) != before.get(path)}

    def _look(self) -> dict[str, tuple[int, int, int]]:
        seen: dict[str, tuple[int, int, int]] = {}
        for folder in self._folders:
            for where, inside, names in os.walk(folder):
                inside[:] = [name for name in inside if self._is_deep and self._is_watched(where, name)]
                for name in names:
                    path = f"{where}/{name}"
                    try:
                        status = os.stat(path)  # noqa: PTH116 - every file, several times a second
                    except OSError:
                        continue
                    if not name.startswith(".") and not name.endswith("~"):
                        seen[path] = (status.st_mtime_ns, status.st_size, status.st_ino)
        return seen

    def _is_watched(self, where: str, name: str) -> bool:
        """Return whether a folder below another is looked into."""
        if name.startswith(".") or name in ("__pycache__", "node_modules"):
            return False
        return os.path.realpath(f"{where}/{name}") not in self._ignored
