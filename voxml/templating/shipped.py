"""The shipped templates: where they are, and what they are called."""

from __future__ import annotations

from functools import cache
from pathlib import Path

#: What a template's file name ends with, and the form of document that it gives.
SUFFIXES = {".xml.j2": "xml", ".json.j2": "json"}


@cache
def shipped_folder() -> Path:
    """Return the folder of shipped templates: inside the installed package, or at the top of a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_data" / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


def shipped_names() -> list[str]:
    """Return the names of the shipped templates, in alphabetical order; parts of templates are left out."""
    return sorted(templates_in(shipped_folder()))


def templates_in(folder: Path) -> dict[str, Path]:
    """Return the templates that are in a folder itself, by name; a name that begins with `_` is a part of others."""
    if not folder.is_dir():
        return {}
    # A pipe or a device would never end.
    entries = (entry for entry in folder.iterdir() if not entry.name.startswith(("_", ".")) and entry.is_file())
    return {name: entry for entry in entries if (name := bare_name(entry.name)) is not None}


def bare_name(file: str) -> str | None:
    """Return `menu` for `menu.xml.j2` or `menu.json.j2`; None for any other file."""
    for suffix in SUFFIXES:
        if file.endswith(suffix) and len(file) > len(suffix):
            return file[: -len(suffix)]
    return None
