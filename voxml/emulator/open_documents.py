"""Opens the documents of a file, a folder, a site or a template, without a server."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from voxml.emulator.local_documents import ENDINGS, LocalDocuments, without_ending
from voxml.errors import InputError
from voxml.source import read_bounded


def open_documents(
    path: str, *, base_url: str | None = None, sets: Mapping[str, Any] | None = None, **options: Any
) -> tuple[LocalDocuments, str | None]:
    """Return the documents of a file or folder, and the name of the one that was named.

    `-` is one document from standard input. A file brings the documents beside it along. A template, a file or a
    shipped one by its name, is rendered with `sets`, and with its own examples for what it needs beside them. A folder
    with settings, templates or Python modules is a site: its pages are made as `voxml build` makes them, but nothing
    is written.

    Raises:
        InputError: there is nothing there, or nothing that is a document.
        DocumentError: a page of the site has faults.
    """
    bases = (base_url,) if base_url else ()
    if path == "-":
        data = read_bounded(sys.stdin.buffer, "standard input")
        return LocalDocuments({"document": data}, shown={"document": "-"}, base_urls=bases, **options), "document"
    place = Path(path)
    is_template = path.endswith(".j2") or not place.exists()
    if is_template or (place.is_dir() and _is_site(place)):
        # Jinja and the site generator take a quarter of a second, which a plain document need not wait for.
        from voxml.emulator import rendered_documents

        if is_template:
            return rendered_documents.of_template(path, base_url, sets or {}, options)
        return rendered_documents.of_site(path, base_url, options), None
    files = _scan(place) if place.is_dir() else _beside(place)
    if not files:
        raise InputError(f"{path}: found no .xml or .json document in it")
    named = None if place.is_dir() else without_ending(place.name)
    return LocalDocuments(files, base_urls=bases, **options), named


def _beside(document: Path) -> dict[str, Path]:
    """Return a document and those in the same folder."""
    found = [each for each in sorted(document.parent.iterdir()) if each.suffix in ENDINGS and each.is_file()]
    return {without_ending(each.name): each for each in (*found, document)}


def _scan(folder: Path) -> dict[str, Path]:
    """Return all documents below a folder."""
    found: dict[str, Path] = {}
    for ending in ENDINGS:
        for each in sorted(folder.rglob(f"*{ending}")):
            relative = each.relative_to(folder)
            if each.is_file() and not any(part.startswith(".") for part in relative.parts):
                found[without_ending(relative.as_posix())] = each
    return found


def _is_site(folder: Path) -> bool:
    return (folder / "voxml.toml").is_file() or any(folder.rglob("*.j2")) or any(folder.glob("*.py"))
