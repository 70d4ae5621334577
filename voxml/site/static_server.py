"""Serve a published folder as a static host would: GET and HEAD, the right types, and POST refused as there.

Only for looking and for tests: it listens on this machine only, unless `host` is another address.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from voxml.net.log_line import request_line
from voxml.net.same_origin import FRAME_POLICY, refusal
from voxml.site.static_folder import Folder, plain_response


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
            response = plain_response(refused.status, refused.message + hint)
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
