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
from pathlib import Path
from typing import Literal

import msgspec

from voxml import config
from voxml.errors import ConfigError
from voxml.site.names import normalise_base_url

Form = Literal["json", "xml", "both"]
FORMS: tuple[Form, ...] = ("json", "xml", "both")


class SiteSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings in `[site]`; everything has a default."""

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
    #: The column that identifies a row.
    row_key: str = "id"
    #: The file that these came from, for messages.
    path: str = ""


def load_settings(folder: Path) -> SiteSettings:
    """Return the settings of the site in `folder`, from the file that every command takes; all defaults without one.

    Raises:
        ConfigError: a key that does not exist, a wrong value, or a file that is not TOML.
        InputError: the file can't be read.
    """
    path = config.find(os.fspath(folder))
    if path is None:
        return SiteSettings()
    # As the user would name it.
    shown = Path(path) if Path(path).parent != folder.absolute() else folder / Path(path).name
    values = config.read(os.fspath(shown)).values
    table = {"base_url": values.get("base_url"), **values.get("site", {}), "path": os.fspath(shown)}
    if table["base_url"] is not None:
        table["base_url"] = normalise_base_url(table["base_url"])
    return msgspec.convert(table, SiteSettings)


def default_src() -> Path:
    """Return the folder of sources when none is named: that of the settings, or else the current folder.

    Raises:
        ConfigError: the settings are wrong, or name a folder outside their own.
    """
    settings = load_settings(Path())
    return _below(settings, "src", settings.src) or Path()


def default_out(src: Path) -> Path | None:
    """Return the folder to build into when none is named: that of the settings, or none.

    Raises:
        ConfigError: the settings are wrong, or name a folder outside their own.
    """
    settings = load_settings(src)
    return _below(settings, "out", settings.out)


def _below(settings: SiteSettings, key: str, value: str | None) -> Path | None:
    """Return a folder that the settings name. A checkout brings them: they must not choose any folder here."""
    if value is None:
        return None
    root = Path(settings.path).parent
    inside = os.path.relpath(os.path.realpath(root / value), os.path.realpath(root))
    if os.path.isabs(value) or Path(inside).parts[:1] == ("..",):  # noqa: PTH117
        raise ConfigError(
            f'{settings.path}: [site] {key}: found "{value}"; expected a folder below that of the settings'
        )
    return root / value
