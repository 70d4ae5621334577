"""Serve a published folder as a static host would: GET and HEAD, the right types, and POST refused as there.

Only for looking and for tests: it listens on this machine only, unless `host` is another address.
"""

from __future__ import annotations

import os
import posixpath
import threading
from collections.abc import Callable, Collection, Mapping
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from voxml.errors import InputError
from voxml.files import read_regular_file
from voxml.files.sounds import SOUND_TYPES
from voxml.net.log_line import request_line
from voxml.net.same_origin import FRAME_POLICY, refusal
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
            return _plain(400, "Bad Request")
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
            return _plain(500, str(error))
        except OSError:
            return _plain(404, "Not Found")
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
        response = _plain(status, f"{method} is refused: a static host serves documents by GET")
        if status == 405:
            response.headers["Allow"] = "GET, HEAD"
        return response

    def _missing(self, path: str) -> StaticResponse:
        redirect = self._host.folder_redirect if self._host is not None else None
        if redirect is not None and self._is_folder(path):
            response = _plain(redirect, "Moved")
            # Made anew and escaped: the path as it was asked for could end the header, or begin with another host.
            inside = posixpath.normpath(path[len(self._prefix) :]).strip("/")
            response.headers["Location"] = f"{self._prefix}/{quote(inside)}/"
            return response
        return _plain(404, "Not Found")

    def _is_folder(self, path: str) -> bool:
        inside = posixpath.normpath(path[len(self._prefix) :]).strip("/") if path.startswith(self._prefix) else ""
        try:
            return bool(inside) and not path.endswith("/") and (self._root / inside).is_dir()
        except (OSError, ValueError):
            return False


def _plain(status: int, text: str) -> StaticResponse:
    return StaticResponse(status, {"Content-Type": "text/plain; charset=utf-8"}, f"{text}\n".encode())


class Server:
    """A server of a folder on a port and in a thread of its own, until it is closed."""

    def __init__(
        self,
        folder: Folder,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        allowed_hosts: Collection[str] = (),
        log: Callable[[str], None] | None = None,
    ) -> None:
        self._http = _Http((host, port), _Handler)
        self._http.listens_on = host
        self._http.allowed_hosts = frozenset(name.lower() for name in allowed_hosts)
        self._http.folder = folder
        self._http.log = log
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.1,), daemon=True)

    @property
    def url(self) -> str:
        """The address on which it listens, without a slash at the end."""
        host, port = self._http.server_address[:2]
        shown = f"[{host!s}]" if ":" in str(host) else str(host)
        return f"http://{shown}:{port}"

    def start(self) -> Server:
        """Begin to respond."""
        self._thread.start()
        return self

    def close(self) -> None:
        """Stop and free the port."""
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def __enter__(self) -> Server:
        return self.start()

    def __exit__(self, *_error: object) -> None:
        self.close()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    folder: Folder
    listens_on: str
    allowed_hosts: frozenset[str]
    log: Callable[[str], None] | None

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A client that goes away in the middle is no news.
        return


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Headers and body go out in one packet each; without this they wait for each other.
    disable_nagle_algorithm = True
    timeout = 60
    server: _Http  # pyright: ignore[reportIncompatibleVariableOverride]

    def version_string(self) -> str:
        return "voxml"

    def log_message(self, format: str, *args: Any) -> None:
        return

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):
            return self._respond
        raise AttributeError(name)

    def _respond(self) -> None:
        # Nothing here changes anything, so that POST is refused as a host refuses it, whatever its body is.
        headers = {name.lower(): value for name, value in self.headers.items()}
        refused = refusal("GET", headers, listens_on=self.server.listens_on, allowed_hosts=self.server.allowed_hosts)
        self._skip_body()
        if refused is not None:
            hint = "; allow a name with voxml serve --allow-host NAME" if "Host" in refused.message else ""
            response = _plain(refused.status, refused.message + hint)
        else:
            response = self.server.folder.respond(self.command, self.path)
        self.send_response(response.status)
        for name, value in {**response.headers, "Content-Security-Policy": FRAME_POLICY}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)
        if self.server.log is not None:
            self.server.log(request_line(self.command, self.path.partition("?")[0], response.status))

    def _skip_body(self) -> None:
        """Read the body of a request, so that the next request on the connection begins where it should."""
        try:
            length = int(self.headers.get("Content-Length") or 0)
        except ValueError:
            length = -1
        if length < 0 or length > 1 << 20 or self.headers.get("Transfer-Encoding"):
            self.close_connection = True
            return
        self.rfile.read(length)
