"""What a static host responds for the files of a published folder: types, caches, redirects, menus, POST refused."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Mapping
from email.utils import formatdate
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from voxml.errors import InputError
from voxml.files import read_regular_file
from voxml.files.sounds import SOUND_TYPES
from voxml.site.hosts import ENTRY_CACHE, IMMUTABLE_CACHE, Host, Rewrite

TYPES: Mapping[str, str] = {
    ".json": "application/json",
    ".xml": "application/xml",
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    **SOUND_TYPES,
}


class StaticResponse(NamedTuple):
    """The response to a request."""

    status: int
    headers: dict[str, str]
    body: bytes


class Folder:
    """A published folder with the behaviour of a host."""

    def __init__(
        self,
        root: Path,
        *,
        host: Host | None = None,
        prefix: str = "",
        rewrites: Callable[[], tuple[Rewrite, ...]] = tuple,
        extra: Callable[[str], StaticResponse | None] | None = None,
    ) -> None:
        self._root = root
        self._host = host
        self._prefix = prefix
        self._rewrites = rewrites
        #: Pages of ours (an index, a picture) under paths that no document has.
        self._extra = extra

    def respond(self, method: str, target: str) -> StaticResponse:
        """Return the response to one request."""
        parts = urlsplit(target) if not target.startswith("//") else urlsplit("/" + target.lstrip("/"))
        try:
            path = unquote(parts.path, errors="strict")
        except UnicodeDecodeError:
            return plain_response(400, "Bad Request")
        if method not in ("GET", "HEAD"):
            return self._refuse(method, path)
        path = self._rewritten(path, parts.query)
        file = self._file(path)
        if file is None:
            found = self._extra(path) if self._extra is not None else None
            return found or self._missing(path)
        return self._serve(file)

    def _rewritten(self, path: str, query: str) -> str:
        if self._host is not None and self._host.no_branching is not None:
            return path
        pairs = parse_qsl(query, keep_blank_values=True)
        for rule in self._rewrites():
            if rule.path == path:
                given = next((value for name, value in pairs if name == rule.parameter), None)
                if given == rule.keys:
                    return rule.target
        return path

    def _file(self, path: str) -> Path | None:
        if not path.startswith(f"{self._prefix}/") or "\0" in path or "\\" in path:
            return None
        inside = posixpath.normpath(path[len(self._prefix) :]).lstrip("/")
        if path.endswith("/") or any(part.startswith(".") for part in inside.split("/")):
            return None
        file = self._root / inside
        try:
            real, root = os.path.realpath(file), os.path.realpath(self._root)
            is_inside = real.startswith(root + os.sep)
            # A link to a hidden file is as hidden as the file.
            is_hidden = any(part.startswith(".") for part in Path(real[len(root) :]).parts)
            return file if is_inside and not is_hidden and file.is_file() else None
        except (OSError, ValueError):
            # A name that is too long, or no name at all.
            return None

    def _serve(self, file: Path) -> StaticResponse:
        try:
            body, modified = read_regular_file(file), file.stat().st_mtime
        except InputError as error:
            return plain_response(500, str(error))
        except OSError:
            return plain_response(404, "Not Found")
        headers = {"Last-Modified": formatdate(modified, usegmt=True)}
        unknown = self._host.unknown_type if self._host is not None else "application/octet-stream"
        content_type = TYPES.get(file.suffix, unknown)
        if content_type is not None:
            headers["Content-Type"] = content_type
        cache = self._cache(file.name)
        if cache is not None:
            headers["Cache-Control"] = cache
        return StaticResponse(200, headers, body)

    def _cache(self, name: str) -> str | None:
        if self._host is not None and not self._host.sets_headers:
            return self._host.default_cache
        stem = name.split(".")
        is_hashed = len(stem) > 2 and len(stem[-2]) == 10 and not set(stem[-2]) - set("0123456789abcdef")
        return IMMUTABLE_CACHE if is_hashed else ENTRY_CACHE

    def _refuse(self, method: str, path: str) -> StaticResponse:
        status = 405
        if method == "POST" and self._host is not None:
            file = self._file(path)
            if file is not None and self._host.post == 200:
                return self._serve(file)
            status = self._host.post if file is not None else self._host.post_missing
        response = plain_response(status, f"{method} is refused: a static host serves documents by GET")
        if status == 405:
            response.headers["Allow"] = "GET, HEAD"
        return response

    def _missing(self, path: str) -> StaticResponse:
        redirect = self._host.folder_redirect if self._host is not None else None
        if redirect is not None and self._is_folder(path):
            response = plain_response(redirect, "Moved")
            # Made anew and escaped: the path as it was asked for could end the header, or begin with another host.
            inside = posixpath.normpath(path[len(self._prefix) :]).strip("/")
            response.headers["Location"] = f"{self._prefix}/{quote(inside)}/"
            return response
        return plain_response(404, "Not Found")

    def _is_folder(self, path: str) -> bool:
        inside = posixpath.normpath(path[len(self._prefix) :]).strip("/") if path.startswith(self._prefix) else ""
        try:
            return bool(inside) and not path.endswith("/") and (self._root / inside).is_dir()
        except (OSError, ValueError):
            return False


def plain_response(status: int, text: str) -> StaticResponse:
    """Return a line of text with this status."""
    return StaticResponse(status, {"Content-Type": "text/plain; charset=utf-8"}, f"{text}\n".encode())
