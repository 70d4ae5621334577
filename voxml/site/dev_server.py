"""Serve a site while its author works on it: build the sources, serve the result, and again after each change."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from voxml.diagnostics import Diagnostic
from voxml.errors import InputError, VoxmlError
from voxml.site.build import build
from voxml.site.diagram.labels import title_of
from voxml.site.flow import Flow
from voxml.site.hosts import Host, Rewrite, load_host
from voxml.site.index_page import draw_index
from voxml.site.manifest import Manifest
from voxml.site.menus import rewrites_of, rewrites_of_published
from voxml.site.model import Site
from voxml.site.open_site import open_site
from voxml.site.publish.upload import files_of, manifest_near
from voxml.site.sources import is_source_folder
from voxml.site.static_server import Folder, Server, StaticResponse
from voxml.site.watch import Watch

# Seconds after which a waiting page gets a sign that the server is still there.
_KEEP_ALIVE = 10


class DevServer:
    """A server of one folder, until it is closed; `report` is called with each line about a build."""

    def __init__(
        self,
        directory: Path,
        *,
        host: str,
        port: int,
        platform: str | None,
        report: Callable[[str], None],
        watch: bool = True,
        allowed_hosts: Collection[str] = (),
    ) -> None:
        if not directory.is_dir():
            what = "is a file" if directory.exists() else "no such folder"
            raise InputError(f"{directory}: {what}; expected a published folder or a folder of sources")
        self._directory = directory
        self._host: Host | None = load_host(platform) if platform is not None else None
        self._report = report
        self._rewrites: tuple[Rewrite, ...] = ()
        self._closing = threading.Event()
        self._changed = threading.Condition()
        self._generation = 0
        #: The flow and the diagnostics of the last build.
        self._last: tuple[Flow, list[Diagnostic]] | None = None
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self.is_source = is_source_folder(directory)
        self.manifest: Manifest | None = None
        root = directory
        if self.is_source:
            self._temporary = tempfile.TemporaryDirectory(prefix="voxml-serve-")
            root = Path(self._temporary.name) / "site"
            root.mkdir()
        self._root = root
        folder = Folder(root, host=self._host, rewrites=lambda: self._rewrites, extra=self._index_page)
        self._server = Server(folder, host=host, port=port, events=self._send_events, allowed_hosts=allowed_hosts)
        self.url = self._server.url
        #: Whether the last build has errors.
        self.failed = False
        self._is_watching = self.is_source and watch
        self._watcher: threading.Thread | None = None

    def __enter__(self) -> DevServer:
        # Made before the first build, so that nothing that changes meanwhile is missed.
        watch = Watch([self._directory], leave_out=[self._directory / ".voxml"]) if self._is_watching else None
        if self.is_source:
            self._build()
        else:
            self._read_menus()
        self._server.start()
        if watch is not None:
            self._watcher = threading.Thread(target=self._follow, args=(watch,), daemon=True)
            self._watcher.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._closing.set()
        with self._changed:
            self._changed.notify_all()
        self._server.close()
        if self._watcher is not None:
            self._watcher.join()
        if self._temporary is not None:
            self._temporary.cleanup()

    def _build(self) -> None:
        """Build the sources for this address; what was served stays when they have errors."""
        assert self._temporary is not None
        manifest = Path(self._temporary.name) / "manifest.json"
        try:
            result = build(self._directory, self._root, base_url=self.url, manifest=manifest, hashed=False)
            self._rewrites = rewrites_of(Site(self._directory, base_url=self.url))
        except VoxmlError as error:
            self.failed = True
            self._report(f"voxml: {error}")
            return
        self.failed = result.manifest is None
        self._last = (result.flow, result.diagnostics) if result.flow is not None else None
        for each in result.diagnostics:
            self._report(str(each))
        if result.manifest is not None:
            self.manifest = result.manifest

    def _read_menus(self) -> None:
        """Let the keypad menus of a published folder branch, where the manifest of its build has them."""
        _path, manifest = manifest_near(self._root, files_of(self._root))
        if manifest is not None:
            self._rewrites = rewrites_of_published(manifest)

    def _follow(self, watch: Watch) -> None:
        for paths in watch.changes(self._closing):
            self._report(f"changed: {', '.join(sorted(paths)[:3])}{' …' if len(paths) > 3 else ''}")
            self._build()
            with self._changed:
                self._generation += 1
                self._changed.notify_all()

    def _index_page(self, path: str) -> StaticResponse | None:
        if path != "/":
            return None
        title = title_of(self._directory.resolve().name)
        note = f"served as {self._host.title}: {self._host.note}" if self._host is not None else ""
        try:
            flow, diagnostics = self._last or open_site(self._root)
        except VoxmlError as error:
            return StaticResponse(500, {"Content-Type": "text/plain; charset=utf-8"}, f"{error}\n".encode())
        page = draw_index(title, flow, diagnostics, folder=str(self._directory), note=note).encode()
        headers = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}
        return StaticResponse(200, headers, page)

    def _send_events(self, handler: Any) -> None:
        """Keep a page waiting until there is something new to show."""
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Cache-Control", "no-store")
        handler.end_headers()
        handler.close_connection = True
        seen = self._generation
        try:
            while not self._closing.is_set():
                with self._changed:
                    if self._generation == seen:
                        self._changed.wait(_KEEP_ALIVE)
                    is_new, seen = self._generation != seen, self._generation
                handler.wfile.write(b"data: changed\n\n" if is_new else b": still here\n\n")
                handler.wfile.flush()
        except OSError:
            return
