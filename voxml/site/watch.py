"""Tells when files change: with watchfiles when it is installed.

By looking at them again and again when it is not.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

# Seconds between two looks, and how long a change must have settled.
_PAUSE = 0.3


def iter_changes(
    folders: Iterable[Path], *, leave_out: Iterable[Path] = (), until: threading.Event | None = None
) -> Iterator[set[str]]:
    """Sets of paths that were changed, made or removed since the last, until the event is set."""
    ended = until or threading.Event()
    ignored = {os.path.realpath(path) for path in leave_out}
    chosen = [Path(folder) for folder in folders]
    before = _look(chosen, ignored)
    while not ended.wait(_PAUSE):
        now = _look(chosen, ignored)
        if now == before:
            continue
        # An editor that is in the middle of writing several files is given the time to finish.
        while not ended.wait(_PAUSE / 3):
            again = _look(chosen, ignored)
            if again == now:
                break
            now = again
        changed = {path for path in now.keys() | before.keys() if now.get(path) != before.get(path)}
        before = now
        yield changed


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
