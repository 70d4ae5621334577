"""Publish into a folder, such as a web server's root on this machine or on a mounted disk."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from voxml.site.atomic import replace_tree
from voxml.site.publish.upload import UploadFile


class FolderTarget:
    """A folder whose files all change at once, where the file system can do that."""

    def __init__(self, folder: Path, state: Path) -> None:
        self._folder = folder
        self._state = state
        self.name = os.path.abspath(folder)  # noqa: PTH100 - a symlink is where its user put it

    def present(self) -> Mapping[str, str]:
        """Return every file with the digest of its bytes; links are none of ours."""
        return {
            path.relative_to(self._folder).as_posix(): self.fingerprint(path.read_bytes())
            for path in self._folder.rglob("*")
            if not path.is_symlink() and path.is_file() and ".git" not in path.parts
        }

    def fingerprint(self, data: bytes) -> str:
        """Return a digest of the bytes."""
        return hashlib.sha256(data).hexdigest()

    def send(self, files: Iterable[UploadFile], sent: Callable[[UploadFile], None]) -> None:
        """Put all files there at once, or else one by one, each atomically."""
        due = list(files)
        tree = {file.name: file.data for file in due}
        replace_tree(self._folder, tree, owned=(), order=list(tree), beside={}, state=self._state)
        for file in due:
            sent(file)

    def remove(self, names: Iterable[str]) -> None:
        """Remove files, and folders that are empty then."""
        for name in names:
            path = self._folder / name
            path.unlink(missing_ok=True)
            for parent in path.relative_to(self._folder).parents:
                if parent == Path() or any((self._folder / parent).iterdir()):
                    break
                (self._folder / parent).rmdir()
