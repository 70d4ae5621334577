"""Find the sources of a site, and the kind of each.

Names that begin with a dot or an underscore are not published: they are for partial templates, macros and
notes. The same goes for the published folder itself when it lies among the sources.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal, NamedTuple

from voxml.errors import InputError
from voxml.files import link_problem
from voxml.files.sounds import SOUND_TYPES

Kind = Literal["document", "template", "module", "sound"]

_DOCUMENTS = (".xml", ".json")
_TEMPLATES = (".xml.j2", ".json.j2")
#: The endings of the data of a template, in the order in which they are looked for.
DATA = (".csv", ".jsonl", ".json")
_SETTINGS = ("voxml.toml", "pyproject.toml", "setup.py", "conftest.py", "package.json", "package-lock.json")


class Source(NamedTuple):
    """One file that documents are made from."""

    kind: Kind
    #: Relative to the folder of sources, with `/`.
    path: str
    #: What `url_for` calls the document; for a module the folder of its pages.
    name: str
    #: The data beside a template, relative to the folder of sources.
    data: str | None = None


def find_sources(folder: Path, *, leave_out: Collection[Path] = (), exclude: Collection[str] = ()) -> list[Source]:
    """Return all sources below `folder`, by path; `leave_out` are folders, `exclude` patterns of paths or names.

    Raises:
        InputError: a source is a link that leaves the folder, or leads to a hidden file.
    """
    files = dict(_iter_files(folder, {os.path.realpath(path) for path in leave_out}))
    paths = sorted(files)
    chosen = [path for path in paths if not any(_matches(path, pattern) for pattern in exclude)]
    templates = {_stem(path, _TEMPLATES): path for path in chosen if path.endswith(_TEMPLATES)}
    known = set(chosen)
    data = {stem: next((stem + end for end in DATA if stem + end in known), None) for stem in templates}
    taken = {path for path in data.values() if path is not None}
    found = (_source(path, data) for path in chosen if path not in taken)
    sources = [source for source in found if source is not None]
    for path in (*(source.path for source in sources), *taken):
        if files[path]:
            full = f"{folder}/{path}"
            problem = link_problem(full, os.fspath(folder))
            if problem is None and not Path(full).is_file():
                problem = "is a link to something that is no file; remove it"
            if problem is not None:
                raise InputError(f"{full}: {problem}")
    return sources


def is_source_folder(folder: Path) -> bool:
    """Return whether a folder holds sources (settings, templates or modules) and not published documents."""
    if (folder / "voxml.toml").is_file() or (folder / ".voxml").is_dir():
        return True
    kinds = {source.kind for source in find_sources(folder)}
    return bool(kinds & {"template", "module"})


def _source(path: str, data: dict[str, str | None]) -> Source | None:
    if path.endswith(_TEMPLATES):
        stem = _stem(path, _TEMPLATES)
        return Source("template", path, stem, data[stem])
    if path.endswith(_DOCUMENTS):
        return Source("document", path, _stem(path, _DOCUMENTS))
    if path.endswith(".py"):
        return Source("module", path, path.rpartition("/")[0])
    if path.endswith(tuple(SOUND_TYPES)):
        return Source("sound", path, path)
    return None


def _iter_files(folder: Path, leave_out: set[str], prefix: str = "") -> Iterator[tuple[str, bool]]:
    """Yield the paths of regular files and of links, and whether it is a link."""
    with os.scandir(f"{folder}/{prefix}") as entries:
        for entry in sorted(entries, key=lambda each: each.name):
            if _is_hidden(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                if os.path.realpath(entry.path) not in leave_out:
                    yield from _iter_files(folder, leave_out, f"{prefix}{entry.name}/")
            elif entry.name not in _SETTINGS and (entry.is_file() or (entry.is_symlink() and not entry.is_dir())):
                # A link to a device or a pipe is a source too, so that it is refused by name.
                yield prefix + entry.name, entry.is_symlink()


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "_")) or name == "node_modules"


def _matches(path: str, pattern: str) -> bool:
    return fnmatchcase(path, pattern) or fnmatchcase(path.rpartition("/")[2], pattern)


def _stem(path: str, endings: tuple[str, ...]) -> str:
    return next(path[: -len(end)] for end in endings if path.endswith(end))
