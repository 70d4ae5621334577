"""Publishes into a folder, such as a web server's root on this machine or on a mounted disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from voxml.site.commit import commit
from voxml.site.publishing.plan import Item


class FolderTarget:
    """A folder whose files all change at once, where the file system can do that."""

    def __init__(self, folder: Path, state: Path) -> None:
        self._folder = folder
        self._state = state
        self.name = os.path.abspath(folder)  # noqa: PTH100 - a symlink stands where its user put it

    def present(self) -> Mapping[str, str]:
        """Files by their size and time, which `fingerprint` can't know: so by their bytes."""
        return {
            path.relative_to(self._folder).as_posix(): self.fingerprint(path.read_bytes())
            for path in self._folder.rglob("*")
            if path.is_file() and ".git" not in path.parts
        }

    def fingerprint(self, data: bytes) -> str:
        """A digest of the bytes."""
        import hashlib

        return hashlib.sha256(data).hexdigest()

    def send(self, items: Iterable[Item], sent: Callable[[Item], None]) -> None:
        """Put all files there at once, or else one by one, each atomically."""
        due = list(items)
        files = {item.name: item.data for item in due}
        commit(self._folder, files, owned=(), order=list(files), beside={}, state=self._state)
        for item in due:
            sent(item)

    def remove(self, names: Iterable[str]) -> None:
        """Take files away, and folders that are empty then."""
        for name in names:
            path = self._folder / name
            path.unlink(missing_ok=True)
            for parent in path.relative_to(self._folder).parents:
                if parent == Path() or any((self._folder / parent).iterdir()):
                    break
                (self._folder / parent).rmdir()
