"""Find templates: in the folders they may come from, in order.

Nothing outside these folders is opened by name, no hidden file, and no file whose name does not end with `.j2`; neither
through a link.
"""

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
    """A loader of templates by the full path of their file, which is also their name.

    A name in a template (`{% include "parts/footer.j2" %}`) means a file beside that template, else one in the search
    path, else a shipped one; in a shipped template, the search path comes first.
    """

    def __init__(self, search_path: Sequence[Path], max_length: int | None = None) -> None:
        self.search_path = tuple(search_path)
        #: The longest text of a template, in characters.
        self.max_length = max_length
        self.shipped = shipped_folder()
        # A full path written in a template is no name: only those that were found here are loaded.
        self._found: set[str] = set()
        self._texts: dict[str, str] = {}

    def admit(self, path: str, text: str | None = None) -> str:
        """Let the file at `path` be loaded; `text` is what it holds, when that is known already.

        Raises:
            ValueError: the text is too long.
        """
        self._found.add(path)
        if text is not None:
            self._keep(path, text)
        return path

    def _keep(self, path: str, text: str) -> None:
        if self.max_length is not None and len(text) > self.max_length:
            raise ValueError(f"found a template of more than {self.max_length:,} characters")
        self._texts[path] = text

    def read(self, path: str) -> str:
        """Return the text of a template file, read once, so that a pipe can be read too."""
        if path not in self._texts:
            self._keep(path, read_template(path))
        return self._texts[path]

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return the text of the file at the path `template`."""
        if template not in self._found:
            raise TemplateNotFound(template)
        try:
            return self.read(template), template, lambda: True
        except (InputError, ValueError) as error:
            raise TemplateNotFound(template, str(error)) from error

    def find(self, name: str, parent: str) -> str | None:
        """Return the path of the file that `name` means in the template at `parent`; None when there is none."""
        for folder in self._folders(Path(parent).parent):
            path = inside(folder, name)
            if path is not None:
                return self.admit(str(path))
        return None

    def candidates(self, name: str, parent: str) -> list[str]:
        """Return every path where `name` is looked for, in order; those before the found one decide if they appear."""
        if not is_template_name(name):
            return []
        return [str(folder / name) for folder in self._folders(Path(parent).parent)]

    def _folders(self, own: Path) -> list[Path]:
        if own == self.shipped or self.shipped in own.parents:
            return [*self.search_path, self.shipped]
        return [own, *self.search_path, self.shipped]


def inside(folder: Path, name: str) -> Path | None:
    """Return the template file called `name` in or under `folder`; None if there is none, or it leads elsewhere."""
    if not is_template_name(name):
        return None
    path = folder.joinpath(*name.split("/"))
    try:
        if not path.is_file():
            return None
        real, top = path.resolve(), folder.resolve()
    except OSError:
        return None
    is_below = top in real.parents and is_template_name(real.relative_to(top).as_posix())
    return path if is_below else None


def is_template_name(name: str) -> bool:
    """Return whether `name` can name a template in a folder: a relative path without hidden parts, ending with .j2."""
    if "\\" in name or "\0" in name or not name.endswith(".j2"):
        return False
    return not any(part.startswith(".") or not part for part in name.split("/"))


def find_by_name(name: str, search_path: Sequence[Path]) -> Path:
    """Return the file of the template called `name`, such as `menu`, `menu.xml.j2` or `parts/menu.xml.j2`.

    Raises:
        InputError: there is none in the search path or among the shipped ones; names a near one.
    """
    folders = [*search_path, shipped_folder()]
    for folder in folders:
        for each in (name, *(name + suffix for suffix in SUFFIXES)):
            path = inside(folder, each)
            if path is not None:
                return path.absolute()
    if not name or not name.isprintable() or Path(name).is_absolute() or ".." in name.split("/"):
        raise InputError(f"{name!r} is not the name of a template; expected one such as menu, or a pathlib.Path")
    bare = name.rpartition("/")[2].removesuffix(".j2").removesuffix(".xml").removesuffix(".json")
    known = sorted({each for folder in folders for each in templates_in(folder)})
    raise InputError(
        f"{name}: no such template{did_you_mean(bare, known) or '; voxml templates list shows those there are'}"
    )


def find_by_name_or_path(name: str, search_path: Sequence[Path]) -> Path:
    """Return the file that `name` means on a command line: a template's name, or the path of a file.

    Raises:
        InputError: there is none.
    """
    if not name or "\0" in name:
        raise InputError(f"{name!r} is not the name of a template")
    if not (name.endswith(".j2") or "/" in name or os.sep in name):
        for folder in (*search_path, shipped_folder()):
            if any(inside(folder, name + suffix) for suffix in SUFFIXES):
                return find_by_name(name, search_path)
    path = Path(name)
    if path.is_dir():
        raise InputError(f"{name}: is a directory, not a template")
    if path.exists():
        return path.absolute()  # a pipe, too: reading it will tell
    if path.is_absolute() or not is_template_name(name):
        bare = path.name.removesuffix(".j2").removesuffix(".xml").removesuffix(".json")
        if bare != name:
            raise InputError(f"{name}: no such file; voxml templates list shows the templates there are")
    return find_by_name(name, search_path)


def read_template(path: str) -> str:
    """Return the text of a template file.

    Raises:
        InputError: it can't be read.
        UnreadableTemplate: it is not UTF-8.
    """
    data = read_file(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableTemplate(path, data, error.start) from None
