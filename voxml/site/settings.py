"""Settings of a site: `[site]` in voxml.toml, or `[tool.voxml.site]` in pyproject.toml, beside the sources.

[site]
base_url = "https://voice.example.com"   # where the sources say they are
host = "nginx"                           # who will serve it
entries = ["welcome"]                    # documents at which calls begin
digits_parameter = "digits"

[site.menus.menu]                        # menu.json?digits=1 answers with sales.json
"1" = "sales"
"2" = "support"
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, Literal

import msgspec

from voxml.errors import ConfigError, InputError
from voxml.language.spelling import did_you_mean
from voxml.site.names import normalise_base_url
from voxml.source import read_file

Form = Literal["json", "xml", "both"]
FORMS: tuple[Form, ...] = ("json", "xml", "both")
_KEY = re.compile(r"[0-9*#]+")


class SiteSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What `[site]` may say; everything has a default."""

    #: Where the sources say that the site is. `--base-url` moves every link below it elsewhere.
    base_url: str | None = None
    host: str | None = None
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
    """The settings of the site in `folder`; all defaults when it has none.

    Raises:
        ConfigError: a key that does not exist, a wrong value, or a file that is not TOML.
    """
    for name, inside in (("voxml.toml", ("site",)), ("pyproject.toml", ("tool", "voxml", "site"))):
        path = folder / name
        if path.is_file():
            table: Any = _read_toml(path)
            top = table.get("base_url") if name == "voxml.toml" else None
            for key in inside:
                table = table.get(key, {}) if isinstance(table, dict) else {}
            if table or name == "voxml.toml":
                if isinstance(table, dict) and isinstance(top, str):
                    table = {"base_url": top, **table}
                return from_table(table, str(path))
    return SiteSettings()


def from_table(table: object, path: str) -> SiteSettings:
    """The settings that a table of TOML holds.

    Raises:
        ConfigError: a key that does not exist or a wrong value.
    """
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: [site]: found {type(table).__name__}; expected a table")
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
        return tomllib.loads(read_file(path).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not TOML: {error}") from None
    except InputError as error:
        raise ConfigError(str(error)) from None
