"""Find the documents to import: named files, and those in folders."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from voxml.errors import InputError
from voxml.importers.links import DOCUMENT_SUFFIXES, published_name


class SourceFile(NamedTuple):
    """A file to import."""

    path: str
    #: Its name relative to the folder that was named, with `/`; None for standard input.
    name: str | None
    #: Whether it was named itself, and not found in a folder.
    is_named: bool


def find_sources(paths: tuple[str, ...]) -> list[SourceFile]:
    """Return the files that are named, and in folders those that may be documents; each once.

    Raises:
        InputError: a path does not exist.
    """
    found: dict[str, SourceFile] = {}
    for path in paths:
        if path == "-":
            found.setdefault(path, SourceFile(path, None, True))
        elif Path(path).is_dir():
            for each in _walk(path):
                found.setdefault(each.path, each)
        elif Path(path).exists():
            found.setdefault(path, SourceFile(path, Path(path).name, True))
        else:
            raise InputError(f"{path}: no such file")
    return list(found.values())


def _walk(top: str) -> Iterator[SourceFile]:
    for folder, folders, files in os.walk(top):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "node_modules")
        inner = os.path.relpath(folder, top).replace(os.sep, "/")
        for name in sorted(files):
            path = Path(folder, name)
            if name.lower().endswith(DOCUMENT_SUFFIXES) and not name.startswith(".") and path.is_file():
                yield SourceFile(str(path), posixpath.normpath(posixpath.join(inner, name)), False)


def output_name(name: str, form: str) -> str:
    """Return the name of the file that a document is written to, by the form it has there."""
    return published_name(name, ".py" if form == "python" else f".{form}")
