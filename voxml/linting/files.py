"""Which files a run looks at: the ones that are named, and what a directory holds."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from voxml import config
from voxml.config import Settings
from voxml.errors import InputError
from voxml.files import read_regular_file
from voxml.files.sounds import is_sound
from voxml.source import explain

if TYPE_CHECKING:
    from voxml.linting.gitignore import Patterns

#: What a directory walk takes by itself.
SUFFIXES = (".xml", ".json", ".voxml", ".xml.j2", ".json.j2")
#: The endings of templates.
TEMPLATES = (".j2", ".jinja", ".jinja2")
#: Folders that hold what others wrote.
_SKIPPED = frozenset(["node_modules", "__pycache__", "venv", "site-packages"])
#: Lines of a .gitignore.
_MOST_PATTERNS = 10_000


class Found(NamedTuple):
    """A file to look at. One that was named is always checked; one from a walk only when it is VoxML."""

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
        #: Sounds that a walk came to.
        self.sounds: list[Found] = []
        #: What could not be found or read.
        self.problems: list[str] = []

    def find(self, paths: tuple[str, ...], *, force_exclude: bool = False) -> Iterator[Found]:
        """Yield the files that `paths` lead to, each once: files as they are named, directories in order of their names.

        With `force_exclude` a file that is named is treated as one that a walk comes to.
        """
        seen: set[str] = set()
        for path in paths:
            if path != "-" and not os.path.lexists(path):
                self.problems.append(f"{path}: no such file or directory")
                continue
            for found in self._found(path, force_exclude):
                name = os.path.normpath(found.path) if len(paths) > 1 else found.path
                if name not in seen:
                    seen.add(name)
                    yield found

    def _found(self, path: str, force_exclude: bool) -> Iterator[Found]:
        if path != "-" and os.path.isdir(path):  # noqa: PTH112 - pathlib costs start-up time
            yield from self._walk(path)
            return
        settings = self.settings_of(path)
        if not force_exclude or path == "-":
            yield Found(path, True, settings)
        elif not is_excluded(path, settings):
            yield Found(path, False, settings)

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
        prefix = "" if top == "." else top if top.endswith(os.sep) else top + os.sep
        yield from _Walk(self, self.settings_for(top)).folder(top, prefix, self._ignores_above(top))

    def _ignores_above(self, top: str) -> tuple[_Ignores, ...]:
        """Return the .gitignore files between a folder and the top of its repository; none outside of one."""
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
            found[:0] = self.read_ignores(os.path.join(at, ".gitignore"), skip, lead)  # noqa: PTH118
        return tuple(found)

    def read_ignores(self, path: str, skip: int, lead: str) -> tuple[_Ignores, ...]:
        """Return the patterns of a .gitignore, if it is there and has any."""
        if not os.path.lexists(path) or os.path.isdir(path):  # noqa: PTH112
            return ()
        try:
            lines = read_regular_file(path).decode("utf-8", "replace").splitlines()
        except InputError as error:
            self.problems.append(str(error))
            return ()
        if len(lines) > _MOST_PATTERNS:
            self.problems.append(f"{path}: found {len(lines):,} lines; expected at most {_MOST_PATTERNS:,} patterns")
            return ()
        if not any(line.strip() for line in lines):
            return ()
        from voxml.linting.gitignore import Patterns

        return (_Ignores(Patterns(lines), skip, lead),)

    def nested(self, folder: str, outer: Settings) -> Settings:
        """Return the settings of a folder within a walk that has settings of its own."""
        if self._fixed is not None:
            return outer
        path = config.in_folder(folder)
        return outer if path is None else self._load(os.path.abspath(path))  # noqa: PTH100


class _Ignores(NamedTuple):
    """The patterns of one .gitignore, and where names begin to count for it."""

    patterns: Patterns
    #: Characters of a path before the part that the patterns see, or what to put before it when that lies above.
    skip: int
    lead: str


class _Walk:
    """One directory walk."""

    def __init__(self, finder: Finder, settings: Settings) -> None:
        self._finder = finder
        self._settings = settings

    def folder(self, folder: str, prefix: str, ignores: tuple[_Ignores, ...]) -> Iterator[Found]:
        """Yield the files of one folder, then those of the folders in it."""
        try:
            with os.scandir(folder) as entries:
                every = sorted(entries, key=_name)
        except OSError as error:
            self._finder.problems.append(f"{folder}: {explain(error)}")
            return
        names = {entry.name for entry in every}
        outer = self._settings
        if prefix and not names.isdisjoint(config.NAMES):
            self._settings = self._finder.nested(folder, outer)
        if ".gitignore" in names:
            ignores = (*ignores, *self._finder.read_ignores(prefix + ".gitignore", len(prefix), ""))
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
                (name.endswith(SUFFIXES) or is_sound(name) or is_included(path, self._settings))
                and entry.is_file()
                and not self._is_left_out(path, False, ignores)
            ):
                found = Found(path, False, self._settings)
                if is_sound(name):
                    self._finder.sounds.append(found)
                else:
                    yield found
        for path in folders:
            yield from self.folder(path, path + os.sep, ignores)
        self._settings = outer

    def _is_left_out(self, path: str, is_folder: bool, ignores: tuple[_Ignores, ...]) -> bool:
        for each in reversed(ignores):
            decision = each.patterns.decide(each.lead + path[each.skip :], is_folder)
            if decision is not None:
                if decision:
                    return True
                break
        return is_excluded(path, self._settings, is_folder)


def is_excluded(path: str, settings: Settings, is_folder: bool = False) -> bool:
    """Tell whether the setting `exclude` leaves a file or a folder out."""
    return _matches(settings.exclude, path, settings, is_folder)


def is_included(path: str, settings: Settings) -> bool:
    """Tell whether the setting `include` takes a file whose ending is not one of ours."""
    return _matches(settings.include, path, settings, False)


def rules_ignored_for(path: str, settings: Settings) -> tuple[str, ...]:
    """Return the rules and categories that `per-file-ignores` leaves out for a file."""
    if not settings.per_file_ignores:
        return ()
    return tuple(
        rule
        for pattern, rules in settings.per_file_ignores
        if _matches((pattern,), path, settings, False)
        for rule in rules
    )


def _matches(patterns: tuple[str, ...], path: str, settings: Settings, is_folder: bool) -> bool:
    if not patterns:
        return False
    from voxml.linting.gitignore import patterns_of

    name = os.path.relpath(path, settings.root or ".").replace(os.sep, "/")
    return patterns_of(patterns).decide(name, is_folder) is True


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name
