"""Where row documents are put: a folder of this machine, or whatever else keeps bytes under a name."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from voxml.errors import InputError


class Store(Protocol):
    """A store of documents. A reader sees all of a document, or what was there before."""

    def make(self) -> None:
        """Make sure that it is there.

        Raises:
            InputError: it can't be made.
        """
        ...

    def size(self, name: str) -> int | None:
        """Return the bytes of the document of that name; None when there is none."""
        ...

    def write(self, documents: Mapping[str, bytes]) -> None:
        """Put documents under their names; once more gives the same.

        Raises:
            InputError: one can't be written, such as on a full disk.
        """
        ...


class Folder:
    """A folder of this machine."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def make(self) -> None:
        """Make it where it is not there; see `Store`."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(f"{self.path}: can't be made: {(error.strerror or str(error)).lower()}") from error

    def size(self, name: str) -> int | None:
        """Return the bytes of a file in it."""
        try:
            return os.stat(self.path / name).st_size  # noqa: PTH116 - one call a row
        except OSError:
            return None

    def write(self, documents: Mapping[str, bytes]) -> None:
        """Write files that are whole whenever they are there."""
        for name, data in documents.items():
            path = self.path / name
            part = self.path / f".{name.rpartition('.')[0]}.part"
            try:
                with open(part, "wb") as file:  # noqa: PTH123 - one call a row
                    file.write(data)
                os.replace(part, path)  # noqa: PTH105 - one call a row
            except OSError as error:
                part.unlink(missing_ok=True)
                raise InputError(f"{path}: can't be written: {(error.strerror or str(error)).lower()}") from error
