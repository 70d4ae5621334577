"""What is open in the editor, the settings of each folder, and the site that a file belongs to."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from pygls.uris import from_fs_path, to_fs_path

from voxml import config
from voxml.config import Settings
from voxml.errors import VoxmlError
from voxml.files import read_regular_file
from voxml.lsp.open_text import OpenText
from voxml.lsp.site_index import SiteIndex, index_of

#: Files whose text is looked through are no longer than this, in bytes.
_LONGEST = 4 << 20


class Workspace:
    """The texts of one editor, by the paths of their files."""

    def __init__(self) -> None:
        self._open: dict[str, OpenText] = {}
        self._read: dict[str, tuple[tuple[int, int], OpenText]] = {}
        self._settings: dict[str, tuple[object, Settings]] = {}
        self._sites: dict[tuple[str, str | None], SiteIndex] = {}

    # --- texts ---

    def put(self, uri: str, text: str, version: int | None, language: str = "") -> OpenText:
        """Take a text that was opened or changed."""
        path = path_of(uri)
        known = self._open.get(path)
        self._open[path] = new = OpenText(uri, path, text, version, language or (known.language if known else ""))
        return new

    def close(self, uri: str) -> None:
        """Forget an open text: what counts is on the disk again."""
        self._open.pop(path_of(uri), None)

    def get(self, uri: str) -> OpenText | None:
        """Return an open text, or the one on the disk; None when there is none."""
        return self.text_at(path_of(uri), uri)

    def text_at(self, path: str, uri: str | None = None) -> OpenText | None:
        """Return the text of a file, open or on the disk; None when it can't be read."""
        held = self._open.get(path)
        if held is not None:
            return held
        try:
            status = os.stat(path)
            stamp = (status.st_mtime_ns, status.st_size)
            known = self._read.get(path)
            if known is not None and known[0] == stamp:
                return known[1]
            if status.st_size > _LONGEST:
                return None
            text = read_regular_file(path).decode("utf-8", "replace")
        except (OSError, ValueError, VoxmlError):
            return None
        found = OpenText(uri or uri_of(path), path, text)
        self._read[path] = (stamp, found)
        return found

    def open_texts(self) -> list[OpenText]:
        """Return all open texts."""
        return list(self._open.values())

    def is_current(self, document: OpenText) -> bool:
        """Tell whether no newer version of an open text has come, and it is still open."""
        return self._open.get(document.path) is document

    def unsaved(self) -> Mapping[str, bytes]:
        """Return what is open by path, for whatever reads files."""
        return {path: each.data for path, each in self._open.items()}

    def uri(self, path: str) -> str:
        """Return the address of a file as the editor wrote it, where it is open."""
        held = self._open.get(path)
        return held.uri if held is not None else uri_of(path)

    # --- settings ---

    def settings(self, path: str) -> Settings:
        """Return the settings for a file; the defaults where they are wrong, which their own text shows."""
        file = config.find(os.path.dirname(path))
        if file is None:
            return Settings()
        held = self._open.get(file)
        stamp = held or _stamp(file)
        known = self._settings.get(file)
        if known is None or known[0] != stamp:
            try:
                known = (stamp, config.load(file))
            except VoxmlError:
                known = (stamp, Settings(path=file, root=os.path.dirname(file)))
            self._settings[file] = known
        return known[1]

    # --- sites ---

    def site(self, path: str) -> SiteIndex:
        """Return the site that a file belongs to: the folder of its settings, else the file's own folder."""
        settings_file = config.find(os.path.dirname(path))
        folder = os.path.dirname(settings_file or path)
        known = self._sites.get((folder, settings_file))
        if known is None or not known.is_current():
            known = self._sites[(folder, settings_file)] = index_of(Path(folder), settings_file)
        return known

    def forget_sites(self) -> None:
        """Look for the files of sites anew: some came, went or got other names."""
        self._sites.clear()


def _stamp(path: str) -> object:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def path_of(uri: str) -> str:
    """Return the path of a file by its address; one that is nowhere on the disk has a path of its own."""
    path = to_fs_path(uri)
    return path if path else uri.replace(":", "/")


def uri_of(path: str) -> str:
    """Return the address of a file."""
    return from_fs_path(path) or path
