"""Find a settings file, read it, and report everything that is wrong in it at once, each with its line."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from voxml.config.kinds import RULES, TEXTS, shown
from voxml.config.known import TABLES, plain, settings_of
from voxml.diagnostics import first_lines, printable
from voxml.errors import ConfigError
from voxml.language.spelling import did_you_mean

#: The files that hold settings, best first.
NAMES = ("voxml.toml", "pyproject.toml")


class SettingsFile(NamedTuple):
    """What one settings file says, in plain names: `values["lint"]["fail_on"]`."""

    path: str
    text: str
    values: dict[str, Any]

    def line_of(self, *names: str) -> int:
        """Return the line at which a setting is, or the table that it is in."""
        return _line_of(_first_lines(self.text), _prefix(self.path) + names)


def find(folder: str) -> str | None:
    """Return the settings file for what is in `folder`: in it, or in the nearest folder above that has one.

    The environment variable `VOXML_CONFIG` names another one for every command.
    """
    named = os.environ.get("VOXML_CONFIG")
    if named:
        return named
    at = os.path.abspath(folder)  # noqa: PTH100 - pathlib costs start-up time
    while True:
        found = in_folder(at)
        if found is not None:
            return found
        above = os.path.dirname(at)  # noqa: PTH120
        if above == at:
            return None
        at = above


def in_folder(folder: str) -> str | None:
    """Return the settings file of one folder: voxml.toml, or a pyproject.toml that names voxml."""
    path = os.path.join(folder, NAMES[0])  # noqa: PTH118
    if os.path.lexists(path):
        # What is no file is refused by the reader: settings are never passed over in silence.
        return path
    path = os.path.join(folder, NAMES[1])  # noqa: PTH118
    try:
        if os.path.isfile(path):  # noqa: PTH113
            with open(path, "rb") as file:  # noqa: PTH123
                return path if b"tool.voxml" in file.read(1 << 20) else None
    except OSError:
        pass
    return None


def read(path: str) -> SettingsFile:
    """Return what a settings file says.

    Raises:
        ConfigError: it is not TOML, a key does not exist, or a value is wrong; all of them with their lines.
        InputError: it can't be read.
    """
    # tomllib takes ten milliseconds of each start.
    from voxml.files import read_regular_file
    from voxml.files.toml import parse_toml

    try:
        text = read_regular_file(path).decode("utf-8")
        top: Any = parse_toml(text)
    except UnicodeDecodeError:
        raise ConfigError(f"{printable(path)}: found text that is not TOML: it is not UTF-8") from None
    except ValueError as error:
        raise ConfigError(f"{printable(path)}: found text that is not TOML: {error}") from None
    for name in _prefix(path):
        top = top.get(name, {}) if isinstance(top, dict) else {}
    problems: list[tuple[tuple[str, ...], str]] = []
    values = dict(_tables(top, problems))
    if problems:
        prefix = _prefix(path)
        first = _first_lines(text)
        lines = sorted((_line_of(first, prefix + names), message) for names, message in problems)
        messages = [f"{printable(path)}:{line}: {printable(message)}" for line, message in lines]
        raise ConfigError("\n".join(first_lines(messages)))
    return SettingsFile(path, text, values)


def _prefix(path: str) -> tuple[str, ...]:
    return ("tool", "voxml") if os.path.basename(path) == NAMES[1] else ()  # noqa: PTH119


def _tables(top: Any, problems: list[tuple[tuple[str, ...], str]]) -> Iterator[tuple[str, Any]]:
    """Yield the settings of the top and of each table, by plain names, and collect what is wrong."""
    if not isinstance(top, dict):
        problems.append(((), f"tool.voxml: found {shown(top)}; expected a table"))
        return
    yield from _table("", {key: value for key, value in top.items() if plain(key) not in TABLES}, problems)
    for key, value in top.items():
        if plain(key) not in TABLES:
            continue
        if isinstance(value, dict):
            yield plain(key), dict(_table(plain(key), value, problems))
        else:
            problems.append(((key,), f"{key}: found {shown(value)}; expected a table"))


def _table(
    table: str, given: Mapping[str, Any], problems: list[tuple[tuple[str, ...], str]]
) -> Iterator[tuple[str, Any]]:
    known = settings_of(table)
    place = (table,) if table else ()
    seen: set[str] = set()
    for key, value in given.items():
        setting = known.get(plain(key))
        if setting is None:
            problems.append(((*place, key), f'unknown key "{".".join((*place, key))}"{_advice(table, key)}'))
            continue
        name = plain(setting.name.rpartition(".")[2])
        if name in seen:
            problems.append(((*place, key), f'found "{".".join((*place, key))}" twice, in two spellings'))
        seen.add(name)
        shown_name = setting.name if setting.name.startswith(f"{table}.") else ".".join((*place, setting.name))
        for names, message in setting.kind.check(value):
            problems.append(((*place, key, *names), f"{'.'.join((shown_name, *names))}: {message}"))
        # One text means an array of one.
        yield name, [value] if setting.kind in (TEXTS, RULES) and isinstance(value, str) else value


def _advice(table: str, key: str) -> str:
    for other in TABLES:
        if other != table and plain(key) in settings_of(other):
            where = f"it belongs in [{other}]: {other}.{key}" if other else f"it belongs above all tables: {key}"
            return f"; {where}"
    return did_you_mean(key, [*settings_of(table), *([name for name in TABLES if name] if not table else [])])


#: Parts of a name that are looked at; no setting is deeper.
_MOST_PARTS = 8
_PART = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*(\.|$|[=\]])""")


def _first_lines(text: str) -> dict[tuple[str, ...], int]:
    """Return the first line of each key and table, by the parts of its name."""
    first: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith("["):
            table = here = _parts(stripped.lstrip("["))
        else:
            here = table + _parts(stripped)
        for length in range(1, min(len(here), _MOST_PARTS) + 1):
            first.setdefault(here[:length], number)
    return first


def _line_of(first: Mapping[tuple[str, ...], int], names: tuple[str, ...]) -> int:
    """Return the line of the key or table that leads farthest to `names`; 1 where none does."""
    wanted = tuple(map(plain, names[:_MOST_PARTS]))
    return next((first[wanted[:length]] for length in range(len(wanted), 0, -1) if wanted[:length] in first), 1)


def _parts(text: str) -> tuple[str, ...]:
    parts: list[str] = []
    at = 0
    while (found := _PART.match(text, at)) is not None:
        parts.append(plain(found[1] or found[2] or found[3] or ""))
        at = found.end()
        if found[4] != ".":
            break
    return tuple(parts)
