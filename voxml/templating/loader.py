"""Finds templates: the folders they may come from, in order, and nothing outside of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from pathlib import Path

from jinja2 import BaseLoader, Environment, TemplateNotFound

from voxml.errors import InputError
from voxml.language.spelling import did_you_mean
from voxml.source import read_file
from voxml.templating.shipped import SUFFIXES, shipped_folder, templates_in

#: While a render is watched, the files that Jinja was asked for in the course of it.
loaded: ContextVar[set[str] | None] = ContextVar("loaded", default=None)


class UnreadableTemplate(ValueError):  # noqa: N818 - turned into a diagnostic
    """A template whose bytes are no text; `offset` is the first wrong byte."""

    def __init__(self, path: str, data: bytes, offset: int) -> None:
        super().__init__("the template is not UTF-8; save it as UTF-8")
        self.path = path
        self.before = data[:offset].decode("utf-8", "replace")


class FolderLoader(BaseLoader):
    """Loads templates by the full path of their file, which is also their name.

    A name in a template (`{% include "parts/footer.j2" %}`) means a file beside that template, else one in the search
    path, else a shipped one; in a shipped template, the search path comes first.
    """

    def __init__(self, search_path: Sequence[Path]) -> None:
        self.search_path = tuple(search_path)
        self.shipped = shipped_folder()
        # A full path written in a template is no name: only those that were found here are loaded.
        self._found: set[str] = set()
        self._texts: dict[str, str] = {}

    def admit(self, path: str, text: str | None = None) -> str:
        """Let the file at `path` be loaded; `text` is what it holds, when that is known already."""
        self._found.add(path)
        if text is not None:
            self._texts[path] = text
        return path

    def read(self, path: str) -> str:
        """The text of a template file, read once: so that all parts of the work see the same, and a pipe will do."""
        if path not in self._texts:
            self._texts[path] = read_template(path)
        return self._texts[path]

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The text of the file at the path `template`."""
        if template not in self._found:
            raise TemplateNotFound(template)
        try:
            return self.read(template), template, lambda: True
        except InputError as error:
            raise TemplateNotFound(template, str(error)) from error

    def find(self, name: str, parent: str) -> str:
        """The path of the file that `name` means in the template at `parent`; `name` itself when there is none."""
        for folder in self._folders(Path(parent).parent):
            path = inside(folder, name)
            if path is not None:
                return self.admit(str(path))
        return name

    def candidates(self, name: str, parent: str) -> list[Path]:
        """Every path where `name` is looked for, in order; those before the found one decide if they come to be."""
        return [folder / name for folder in self._folders(Path(parent).parent)]

    def _folders(self, own: Path) -> list[Path]:
        if own == self.shipped or self.shipped in own.parents:
            return [*self.search_path, self.shipped]
        return [own, *self.search_path, self.shipped]


def inside(folder: Path, name: str) -> Path | None:
    """The file called `name` in or under `folder`; None when it does not exist or would lie outside."""
    parts = name.split("/")
    if not name or "\\" in name or "\0" in name or any(part in ("", ".", "..") for part in parts):
        return None
    path = folder.joinpath(*parts)
    try:
        if not path.is_file() or folder.resolve() not in path.resolve().parents:
            return None
    except OSError:
        return None
    return path


def find_template(name: str, search_path: Sequence[Path]) -> Path:
    """The file that `name` means: a template's name, or a path.

    Raises:
        InputError: there is none; says which names there are when one is near.
    """
    if not name or "\0" in name:
        raise InputError(f"{name!r} is not the name of a template")
    folders = [*search_path, shipped_folder()]
    looks_like_path = name.endswith(".j2") or "/" in name or os.sep in name
    if not looks_like_path:
        for folder in folders:
            for suffix in SUFFIXES:
                path = inside(folder, name + suffix)
                if path is not None:
                    return path.absolute()
    path = Path(name)
    if path.is_file():
        return path.absolute()
    for folder in folders:
        found = inside(folder, name)
        if found is not None:
            return found.absolute()
    if path.is_dir():
        raise InputError(f"{name}: is a directory, not a template")
    if looks_like_path and path.exists():
        return path.absolute()  # a pipe or a device: reading it will tell
    known = sorted({each for folder in folders for each in templates_in(folder)})
    bare = path.name.removesuffix(".j2").removesuffix(".xml").removesuffix(".json")
    what = "no such file" if looks_like_path else "no such template"
    raise InputError(f"{name}: {what}{did_you_mean(bare, known) or '; voxml templates list shows those there are'}")


def read_template(path: str) -> str:
    """The text of a template file.

    Raises:
        InputError: it can't be read.
        UnreadableTemplate: it is not UTF-8.
    """
    data = read_file(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableTemplate(path, data, error.start) from None
