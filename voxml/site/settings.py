"""Settings of a site: `[site]` in voxml.toml, or `[tool.voxml.site]` in pyproject.toml, beside the sources.

[site]
src = "calls"                            # where the sources are, and where the site is built into: below this file
out = "_site"
base_url = "https://voice.example.com"   # where the sources say they are
platform = "nginx"                       # who will serve it
entries = ["welcome"]                    # documents at which calls begin
digits_parameter = "digits"

[site.menus.menu]                        # menu.json?digits=1 answers with sales.json
"1" = "sales"
"2" = "support"
"""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Any, Literal

import msgspec

from voxml import config
from voxml.errors import ConfigError, InputError
from voxml.files import read_regular_file
from voxml.language.spelling import did_you_mean
from voxml.site.names import normalise_base_url

Form = Literal["json", "xml", "both"]
FORMS: tuple[Form, ...] = ("json", "xml", "both")
_KEY = re.compile(r"[0-9*#]+")


class SiteSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What `[site]` may say; everything has a default."""

    #: Where the sources say that the site is. `--base-url` moves every link below it elsewhere.
    base_url: str | None = None
    #: The folder of sources and the folder to build into, relative to the folder of the settings.
    src: str | None = None
    out: str | None = None
    platform: str | None = None
    form: Form = "json"
    hashed: bool = False
    #: Whether warnings fail a build.
    strict: bool = False
    entries: tuple[str, ...] = ()
    #: Names, with * as in a shell, that are not built.
    exclude: tuple[str, ...] = ()
    #: The query parameter in which TryVox sends the keys of a Gather by GET. No public page names it.
    digits_parameter: str = "digits"
    #: Document, then keys, then document.
    menus: dict[str, dict[str, str]] = {}
    #: Row documents are published below this folder: template, then folder.
    row_key: str = "id"
    #: The file that these came from, for messages.
    path: str = ""


KEYS = frozenset(SiteSettings.__struct_fields__) - {"path"}


def load_settings(folder: Path) -> SiteSettings:
    """The settings of the site in `folder`, from the file that every command would take; all defaults without one.

    Raises:
        ConfigError: a key that does not exist, a wrong value, or a file that is not TOML.
    """
    path = config.find(os.fspath(folder))
    if path is None:
        return SiteSettings()
    # As the user would name it.
    shown = Path(path) if Path(path).parent != folder.absolute() else folder / Path(path).name
    table: Any = _read_toml(shown)
    if shown.name == "pyproject.toml":
        tool = table.get("tool")
        table = tool.get("voxml") if isinstance(tool, dict) else None
    top = table if isinstance(table, dict) else {}
    found: Any = top.get("site", {})
    if isinstance(found, dict) and isinstance(top.get("base_url"), str):
        found = {"base_url": top["base_url"], **found}
    return from_table(found, str(shown))


def default_src() -> Path:
    """The folder of sources when none is named: that of the settings, or else the current folder.

    Raises:
        ConfigError: the settings are wrong, or name a folder outside their own.
    """
    settings = load_settings(Path())
    return _below(settings, "src", settings.src) or Path()


def default_out(src: Path) -> Path | None:
    """The folder to build into when none is named: that of the settings, or none.

    Raises:
        ConfigError: the settings are wrong, or name a folder outside their own.
    """
    settings = load_settings(src)
    return _below(settings, "out", settings.out)


def _below(settings: SiteSettings, key: str, value: str | None) -> Path | None:
    """A folder that the settings name. A checkout brings them: they must not choose any folder of this machine."""
    if value is None:
        return None
    root = Path(settings.path).parent
    inside = os.path.relpath(os.path.realpath(root / value), os.path.realpath(root))
    if os.path.isabs(value) or Path(inside).parts[:1] == ("..",):  # noqa: PTH117
        raise ConfigError(
            f'{settings.path}: [site] {key}: found "{value}"; expected a folder below that of the settings'
        )
    return root / value


def from_table(table: object, path: str) -> SiteSettings:
    """The settings that a table of TOML holds.

    Raises:
        ConfigError: a key that does not exist or a wrong value.
    """
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: [site]: found {type(table).__name__}; expected a table")
    if "host" in table:
        # What `platform` was called.
        table = {"platform": table["host"], **table}
        del table["host"]
    for key in table:
        if key not in KEYS:
            raise ConfigError(f'{path}: [site]: unknown key "{key}"{did_you_mean(key, KEYS)}')
    try:
        settings = msgspec.convert({**table, "path": path}, SiteSettings)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `$")
        where = place.rstrip("`").lstrip(".")
        raise ConfigError(f"{path}: [site] {where}: {reason[:1].lower()}{reason[1:]}") from None
    if settings.base_url is not None:
        url = normalise_base_url(settings.base_url)
        settings = msgspec.structs.replace(settings, base_url=url)
    check(settings)
    return settings


def check(settings: SiteSettings) -> None:
    """Refuse what no host could do.

    Raises:
        ConfigError: a key of a menu that no telephone has, or a parameter name that can't stand in a URL.
    """
    path = settings.path or "settings"
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", settings.digits_parameter):
        raise ConfigError(
            f'{path}: [site] digits_parameter: found "{settings.digits_parameter}"; '
            "expected letters, digits and _ that do not begin with a digit"
        )
    for name, table in settings.menus.items():
        for keys in table:
            if not _KEY.fullmatch(keys):
                raise ConfigError(f'{path}: [site.menus.{name}]: found "{keys}"; expected keys from 0-9 * #')


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_regular_file(path).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigError(f"{path}: not TOML: {error}") from None
    except InputError as error:
        raise ConfigError(str(error)) from None
