"""Serve a folder on this machine as a web host would: a published one, or sources that are built once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from voxml.errors import InputError, VoxmlError
from voxml.site.diagram.labels import title_of
from voxml.site.hosts import Host, Rewrite, load_host
from voxml.site.index_page import draw_index
from voxml.site.live_site import LiveSite
from voxml.site.manifest import Manifest
from voxml.site.menus import rewrites_of_published
from voxml.site.open_site import open_site
from voxml.site.publish.upload import files_of, manifest_near
from voxml.site.sources import is_source_folder
from voxml.site.static_folder import Folder, StaticResponse
from voxml.site.static_server import Server


class DevServer:
    """A server of one folder, until it is closed; `report` is called with each line about a build, `log` with each request.

    Raises:
        InputError: there is no such folder.
    """

    def __init__(
        self,
        directory: Path,
        *,
        host: str,
        port: int,
        platform: str | None,
        report: Callable[[str], None],
        allowed_hosts: Collection[str] = (),
        log: Callable[[str], None] | None = None,
    ) -> None:
        require_folder(directory)
        self._directory = directory
        self._host: Host | None = load_host(platform) if platform is not None else None
        self._menus: tuple[Rewrite, ...] = ()
        self._live = LiveSite(directory, report) if is_source_folder(directory) else None
        root = directory if self._live is None else self._live.root
        folder = Folder(root, host=self._host, rewrites=self._rewrites, extra=self._index_page)
        self._server = Server(folder, host=host, port=port, allowed_hosts=allowed_hosts, log=log)
        self.url = self._server.url

    @property
    def manifest(self) -> Manifest | None:
        """The manifest of a folder of sources; None when it has errors."""
        return None if self._live is None else self._live.manifest

    def __enter__(self) -> DevServer:
        if self._live is not None:
            self._live.base_url = self.url
            self._live.build()
        else:
            self._read_menus()
        self._server.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.close()
        if self._live is not None:
            self._live.close()

    def _rewrites(self) -> tuple[Rewrite, ...]:
        return self._menus if self._live is None else self._live.rewrites

    def _read_menus(self) -> None:
        """Let the keypad menus of a published folder branch, where the manifest of its build has them."""
        _path, manifest = manifest_near(self._directory, files_of(self._directory))
        if manifest is not None:
            self._menus = rewrites_of_published(manifest)

    def _index_page(self, path: str) -> StaticResponse | None:
        if path != "/" or self._live is not None:
            return None
        title = title_of(self._directory.resolve().name)
        note = f"served as {self._host.title}: {self._host.note}" if self._host is not None else ""
        try:
            flow, diagnostics = open_site(self._directory)
        except VoxmlError as error:
            return StaticResponse(500, {"Content-Type": "text/plain; charset=utf-8"}, f"{error}\n".encode())
        page = draw_index(title, flow, diagnostics, folder=str(self._directory), note=note).encode()
        headers = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}
        return StaticResponse(200, headers, page)


def require_folder(directory: Path) -> None:
    """Make sure that there is a folder to serve.

    Raises:
        InputError: there is none.
    """
    if not directory.is_dir():
        what = "is a file" if directory.exists() else "no such folder"
        raise InputError(f"{directory}: {what}; expected a published folder or a folder of sources")
