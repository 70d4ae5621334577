"""Settings: `voxml.toml`, or `[tool.voxml]` in pyproject.toml, found beside the files or in a folder above them.

base_url = "https://voice.example.com"     # our own site; also read from [site]
static_hosts = ["files.example.com"]       # more hosts that serve files only
direction = "outbound"                     # or "inbound": whose calls fetch these documents

[lint]
preset = "static"                          # default, static or strict
select = ["flow"]                          # rules or categories, in place of the preset's
extend-select = ["default-voice"]
ignore = ["long-pause"]
fail-on = "warning"                        # error, warning or info
include = ["*.vxm"]                        # more names that a walk takes
exclude = ["drafts/"]                      # what it leaves out, as in .gitignore
baseline = "voxml-baseline.json"

[lint.severity]
short-timeout = "info"

[lint.per-file-ignores]
"legacy/*.json" = ["speech"]
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from voxml.diagnostics import SEVERITIES, Severity
from voxml.errors import ConfigError, InputError
from voxml.language.spelling import did_you_mean
from voxml.rules.problem import SiteContext
from voxml.rules.selection import Choice, select

#: The files that hold settings, best first.
NAMES = ("voxml.toml", "pyproject.toml")
#: What findings can be written as; `json-v1` is the promise that never changes, `json` is the same today.
FORMATS = (
    "full", "concise", "json", "json-v1", "jsonl", "sarif", "github", "gitlab", "junit", "rdjson", "markdown",
)  # fmt: skip
#: Tables of the settings that other parts of voxml read.
_ELSEWHERE = ("site", "calls", "call", "emulator", "fmt", "templates", "render", "probe", "publish", "serve")
_ABOUT = ("base_url", "static_hosts", "direction")
_LINT = (
    "preset",
    "select",
    "extend_select",
    "ignore",
    "severity",
    "per_file_ignores",
    "fail_on",
    "include",
    "exclude",
    "baseline",
    "output_format",
    "cache",
    *_ABOUT,
)


class Settings(NamedTuple):
    """What the linter does where nothing else is said."""

    choice: Choice = Choice()
    site: SiteContext = SiteContext()
    fail_on: Severity = "warning"
    #: Patterns of files, each with the rules and categories that do not judge them.
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    baseline: str | None = None
    output_format: str | None = None
    cache: bool = True
    #: The file that these came from; empty when there is none.
    path: str = ""
    #: The folder that patterns and addresses are relative to.
    root: str = ""


def find(folder: str) -> str | None:
    """The settings file for what is in `folder`: in it, or in the nearest folder above that has one."""
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
    """The settings file of one folder: voxml.toml, or a pyproject.toml that speaks of voxml."""
    path = os.path.join(folder, NAMES[0])  # noqa: PTH118
    if os.path.isfile(path):  # noqa: PTH113
        return path
    path = os.path.join(folder, NAMES[1])  # noqa: PTH118
    try:
        # A pipe of that name would hold the process.
        if not os.path.isfile(path):  # noqa: PTH113
            return None
        with open(path, "rb") as file:  # noqa: PTH123
            return path if b"tool.voxml" in file.read(1 << 20) else None
    except OSError:
        return None


def load(path: str) -> Settings:
    """The settings of one file.

    Raises:
        ConfigError: the file is not TOML, a key does not exist, or a value is wrong.
        InputError: it can't be read.
    """
    import tomllib

    try:
        with open(path, "rb") as file:  # noqa: PTH123
            table = tomllib.load(file)
    except OSError as error:
        from voxml.source import explain

        raise InputError(f"{path}: {explain(error)}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: found text that is not TOML: {error}") from error
    ours = table.get("tool", {}).get("voxml") if isinstance(table.get("tool"), dict) else None
    if ours is None:
        ours = {} if os.path.basename(path) == NAMES[1] else table  # noqa: PTH119
    try:
        settings = _Reader(path).settings(_expect_table(ours, "tool.voxml"))
        _check_names(settings)
        return settings
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from None


def _check_names(settings: Settings) -> None:
    """Rules, categories and the preset must exist.

    Raises:
        ConfigError: one does not.
    """
    try:
        selection = select(settings.choice)
        for _, names in settings.per_file_ignores:
            selection.without(names)
    except ConfigError as error:
        raise ConfigError(f"lint.{error}") from None


class _Reader:
    """Turns a table into settings, and says what is wrong with it by the key."""

    def __init__(self, path: str) -> None:
        self._path = path

    def settings(self, table: Mapping[str, Any]) -> Settings:
        """All settings of the table `voxml`."""
        top = _normal(table, "")
        known = ("lint", *_ABOUT, *_ELSEWHERE)
        for key in top:
            if key not in known:
                where = f"; it belongs in [lint]: lint.{key}" if key in _LINT else did_you_mean(key, known)
                raise ConfigError(f'unknown key "{key}"{where}')
        lint = _normal(_expect_table(top.get("lint", {}), "lint"), "lint.")
        for key in lint:
            if key not in _LINT:
                raise ConfigError(f'unknown key "lint.{key}"{did_you_mean(key, _LINT)}')
        site = top.get("site", {})
        about = {**({"base_url": site["base_url"]} if isinstance(site, dict) and "base_url" in site else {})}
        about.update((key, holder[key]) for holder in (top, lint) for key in _ABOUT if key in holder)
        return self._lint(lint)._replace(site=_site(about))

    def _lint(self, lint: Mapping[str, Any]) -> Settings:
        default = Settings()
        severity = _expect_table(lint.get("severity", {}), "lint.severity")
        per_file = _expect_table(lint.get("per_file_ignores", {}), "lint.per-file-ignores")
        choice = Choice(
            _text(lint, "preset", "default") or "default",
            _texts(lint, "select"),
            _texts(lint, "extend_select"),
            _texts(lint, "ignore"),
            tuple((name, _severity(level, f"lint.severity.{name}")) for name, level in severity.items()),
        )
        cache = lint.get("cache", True)
        if not isinstance(cache, bool):
            raise ConfigError(f"lint.cache: found {cache!r}; expected true or false")
        return default._replace(
            choice=choice,
            fail_on=_severity(lint.get("fail_on", default.fail_on), "lint.fail-on"),
            per_file_ignores=tuple((name, _texts(per_file, name)) for name in per_file),
            include=_texts(lint, "include"),
            exclude=_texts(lint, "exclude"),
            baseline=_text(lint, "baseline", None),
            output_format=_word(lint, "output_format", FORMATS),
            cache=cache,
            path=self._path,
            root=os.path.dirname(os.path.abspath(self._path)),  # noqa: PTH100, PTH120
        )


def _normal(table: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """The table with its keys in one spelling: hyphens count as underscores."""
    found: dict[str, Any] = {}
    for key, value in table.items():
        plain = key.replace("-", "_")
        if plain in found:
            raise ConfigError(f'found "{prefix}{key}" twice, with a hyphen and with an underscore')
        found[plain] = value
    return found


def _site(table: Mapping[str, Any]) -> SiteContext:
    base_url = _text(table, "base_url", None)
    if base_url is not None:
        if not base_url.lower().startswith(("http://", "https://")):
            raise ConfigError(f'base_url: found "{base_url}"; expected an absolute http:// or https:// URL')
        base_url = base_url.rstrip("/")
    direction = table.get("direction")
    if direction not in (None, "outbound", "inbound"):
        raise ConfigError(f'direction: found {direction!r}; expected "outbound" or "inbound"')
    hosts = tuple(host.lower().partition("://")[2] or host.lower() for host in _texts(table, "static_hosts"))
    return SiteContext(base_url, tuple(host.rstrip("/") for host in hosts), direction)


def _expect_table(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ConfigError(f"{where}: found {value!r}; expected a table")
    return value


def _text(table: Mapping[str, Any], key: str, default: str | None) -> str | None:
    value = table.get(key, default)
    if value is not None and not isinstance(value, str):
        raise ConfigError(f"{key}: found {value!r}; expected a string")
    return value


def _word(table: Mapping[str, Any], key: str, known: tuple[str, ...]) -> str | None:
    word = _text(table, key, None)
    if word is not None and word not in known:
        raise ConfigError(
            f"lint.{key.replace('_', '-')}: found {word!r}; expected one of {', '.join(known)}{did_you_mean(word, known)}"
        )
    return word


def _texts(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ConfigError(f"{key}: found {value!r}; expected an array of strings")
    return tuple(value)


def _severity(value: Any, where: str) -> Severity:
    if value not in SEVERITIES:
        raise ConfigError(f"{where}: found {value!r}; expected one of {', '.join(SEVERITIES)}")
    level: Severity = value
    return level
