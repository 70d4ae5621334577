"""Which files a run looks at: the ones that are named, and what a directory holds."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import NamedTuple

from voxml import config
from voxml.config import Settings
from voxml.linting.patterns import Pattern, compile_pattern, is_ignored, parse

#: What a directory walk takes by itself.
SUFFIXES = (".xml", ".json", ".voxml", ".xml.j2", ".json.j2")
#: The endings of templates.
TEMPLATES = (".j2", ".jinja", ".jinja2")
#: Folders that hold what others wrote.
_SKIPPED = frozenset(["node_modules", "__pycache__", "venv", "site-packages"])


class Found(NamedTuple):
    """A file to look at. One that was named is always judged; one from a walk only when it is VoxML."""

    path: str
    is_named: bool
    settings: Settings


class Finder:
    """Finds files, and the settings of each: those of the nearest folder at or above it that has any."""

    def __init__(self, adapt: Callable[[Settings], Settings], fixed: Settings | None, stdin_folder: str = "") -> None:
        """`adapt` applies what the command line says; with `fixed` settings no others are looked for.

        `stdin_folder` is where standard input is said to lie.
        """
        self._adapt = adapt
        self._fixed = fixed
        self._stdin_folder = stdin_folder
        self._known: dict[str | None, Settings] = {}
        self._by_folder: dict[str, Settings] = {}
        #: What could not be found or read.
        self.problems: list[str] = []

    def find(self, paths: tuple[str, ...]) -> Iterator[Found]:
        """The files that `paths` lead to, each once: files as they are named, directories in order of their names."""
        seen: set[str] = set()
        for path in paths:
            if path != "-" and not os.path.lexists(path):
                self.problems.append(f"{path}: no such file or directory")
            elif path == "-" or not os.path.isdir(path):  # noqa: PTH112 - pathlib costs start-up time
                if os.path.normpath(path) not in seen:
                    seen.add(os.path.normpath(path))
                    yield Found(path, True, self.settings_of(path))
            elif len(paths) == 1:
                yield from self._walk(path)
            else:
                for found in self._walk(path):
                    if os.path.normpath(found.path) not in seen:
                        seen.add(os.path.normpath(found.path))
                        yield found

    def settings_of(self, path: str) -> Settings:
        """The settings for a file, or for standard input as `-`.

        Raises:
            ConfigError: they are wrong.
        """
        return self.settings_for(self._stdin_folder if path == "-" else os.path.dirname(path))  # noqa: PTH120

    def settings_for(self, folder: str) -> Settings:
        """The settings for what is in `folder`.

        Raises:
            ConfigError: they are wrong.
        """
        if self._fixed is not None:
            return self._fixed
        known = self._by_folder.get(folder)
        if known is None:
            known = self._by_folder[folder] = self._load(config.find(folder or "."))
        return known

    def _load(self, path: str | None) -> Settings:
        if path not in self._known:
            settings = config.load(path) if path is not None else Settings()
            self._known[path] = self._adapt(settings)
        return self._known[path]

    def _walk(self, top: str) -> Iterator[Found]:
        settings = self.settings_for(top)
        prefix = "" if top == "." else top if top.endswith(os.sep) else top + os.sep
        yield from _Walk(self, settings).folder(top, prefix, self._ignores_above(top))

    def _ignores_above(self, top: str) -> tuple[_Ignores, ...]:
        """The .gitignore files between a folder and the top of its repository; none outside of one."""
        at = os.path.abspath(top)  # noqa: PTH100
        found: list[_Ignores] = []
        skip = 0 if top == "." else len(top) if top.endswith(os.sep) else len(top) + 1
        lead = ""
        while not os.path.exists(os.path.join(at, ".git")):  # noqa: PTH110, PTH118
            above, name = os.path.split(at)
            if above == at:
                return ()
            lead = f"{name}/{lead}"
            at = above
            path = os.path.join(at, ".gitignore")  # noqa: PTH118
            found[:0] = _read_ignores(path, skip, lead)
        return tuple(found)

    def nested(self, folder: str, outer: Settings) -> Settings:
        """The settings of a folder within a walk that has settings of its own."""
        if self._fixed is not None:
            return outer
        path = config.in_folder(folder)
        return outer if path is None else self._load(os.path.abspath(path))  # noqa: PTH100


class _Ignores(NamedTuple):
    """The patterns of one .gitignore, and where names begin to count for it."""

    patterns: tuple[Pattern, ...]
    #: Characters of a path before the part that the patterns see, or what to put before it when that lies above.
    skip: int
    lead: str


class _Walk:
    """One directory walk."""

    def __init__(self, finder: Finder, settings: Settings) -> None:
        self._finder = finder
        self._use(settings)

    def _use(self, settings: Settings) -> None:
        self._settings = settings
        self._exclude = tuple(filter(None, map(compile_pattern, settings.exclude)))
        self._include = tuple(filter(None, map(compile_pattern, settings.include)))

    def folder(self, folder: str, prefix: str, ignores: tuple[_Ignores, ...]) -> Iterator[Found]:
        """The files of one folder, then those of the folders in it."""
        try:
            with os.scandir(folder) as entries:
                every = sorted(entries, key=_name)
        except OSError as error:
            from voxml.source import explain

            self._finder.problems.append(f"{folder}: {explain(error)}")
            return
        names = {entry.name for entry in every}
        outer = self._settings
        if prefix and not names.isdisjoint(config.NAMES):
            inner = self._finder.nested(folder, outer)
            if inner is not outer:
                self._use(inner)
        if ".gitignore" in names:
            ignores = (*ignores, *_read_ignores(prefix + ".gitignore", len(prefix), ""))
        folders: list[str] = []
        for entry in every:
            name = entry.name
            if name[0] == ".":
                continue
            path = prefix + name
            if entry.is_dir(follow_symlinks=False):
                if name not in _SKIPPED and not self._is_left_out(path, True, ignores):
                    folders.append(path)
            elif (
                (name.endswith(SUFFIXES) or (self._include and self._is_included(path)))
                and entry.is_file()
                and not self._is_left_out(path, False, ignores)
            ):
                yield Found(path, False, self._settings)
        for path in folders:
            yield from self.folder(path, path + os.sep, ignores)
        if self._settings is not outer:
            self._use(outer)

    def _is_left_out(self, path: str, is_folder: bool, ignores: tuple[_Ignores, ...]) -> bool:
        for each in reversed(ignores):
            said = is_ignored(each.patterns, each.lead + path[each.skip :], is_folder)
            if said is not None:
                if said:
                    return True
                break
        return bool(self._exclude) and is_ignored(self._exclude, self._relative(path), is_folder) is True

    def _is_included(self, path: str) -> bool:
        return is_ignored(self._include, self._relative(path), False) is True

    def _relative(self, path: str) -> str:
        return os.path.relpath(path, self._settings.root or ".").replace(os.sep, "/")


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _read_ignores(path: str, skip: int, lead: str) -> tuple[_Ignores, ...]:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:  # noqa: PTH123
            patterns = parse(file.read())
    except OSError:
        return ()
    return (_Ignores(patterns, skip, lead),) if patterns else ()
