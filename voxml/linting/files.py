"""Which files a run looks at: the ones that are named, and what a directory holds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from voxml.errors import InputError

#: What a directory walk takes by itself.
SUFFIXES = (".xml", ".json", ".voxml", ".xml.j2", ".json.j2")


class Found(NamedTuple):
    """A file to look at. One that was named is always judged; one from a walk only when it is VoxML."""

    path: str
    is_named: bool


def find(paths: tuple[str, ...]) -> Iterator[Found]:
    """The files that `paths` lead to, each once: files as they are named, directories in order of their names.

    Raises:
        InputError: a path does not exist.
    """
    seen: set[str] = set()
    for path in paths:
        if path == "-" or not os.path.isdir(path):  # noqa: PTH112 - pathlib costs start-up time
            if path != "-" and not os.path.lexists(path):
                raise InputError(f"{path}: no such file")
            if path not in seen:
                seen.add(path)
                yield Found(path, True)
        else:
            for name in walk(path):
                if name not in seen:
                    seen.add(name)
                    yield Found(name, False)


def walk(top: str) -> Iterator[str]:
    """The regular files below a directory that may hold documents, in order of their names."""
    folders: list[str] = []
    with os.scandir(top) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.name)
            elif entry.name.endswith(SUFFIXES) and entry.is_file():
                yield entry.name if top == "." else os.path.join(top, entry.name)  # noqa: PTH118
    for folder in folders:
        yield from walk(folder if top == "." else os.path.join(top, folder))  # noqa: PTH118
