"""One run of `voxml serve`: builds sources when there are any, serves, and keeps both up to date."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from voxml.errors import InputError, VoxmlError
from voxml.site.hosts import Host, Rewrite, load_host
from voxml.site.manifest import Manifest
from voxml.site.serve import Folder, Reply, Server
from voxml.site.sources import find_sources

Say = Callable[[str], None]


class ServeSession:
    """Serves a folder until it is closed."""

    def __init__(
        self, directory: Path, *, host: str, port: int, host_name: str | None, say: Say, watch: bool = True
    ) -> None:
        if not directory.is_dir():
            what = "is a file" if directory.exists() else "no such folder"
            raise InputError(f"{directory}: {what}; expected a published folder or a folder of sources")
        self._directory = directory
        self._host: Host | None = load_host(host_name) if host_name is not None else None
        self._say = say
        self._rewrites: tuple[Rewrite, ...] = ()
        self._closing = threading.Event()
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self.is_source = is_source_folder(directory)
        self.manifest: Manifest | None = None
        root = directory
        if self.is_source:
            self._temporary = tempfile.TemporaryDirectory(prefix="voxml-serve-")
            root = Path(self._temporary.name) / "site"
            root.mkdir()
        self._root = root
        folder = Folder(root, host=self._host, rewrites=lambda: self._rewrites, extra=self._extra)
        self._server = Server(folder, host=host, port=port)
        self.url = self._server.url
        self.failed = False
        self._watcher = (
            threading.Thread(target=self._watch, daemon=True) if self.is_source and watch else None
        )

    def __enter__(self) -> ServeSession:
        if self.is_source:
            self._build()
        self._server.start()
        if self._watcher is not None:
            self._watcher.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._closing.set()
        self._server.close()
        if self._watcher is not None:
            self._watcher.join()
        if self._temporary is not None:
            self._temporary.cleanup()

    def _build(self) -> None:
        """Build the sources for this address; what was served stays when they have faults."""
        from voxml.site.build import Site, build
        from voxml.site.menus import rewrites_of

        assert self._temporary is not None
        try:
            result = build(
                self._directory,
                self._root,
                base_url=self.url,
                manifest=Path(self._temporary.name) / "manifest.json",
                hashed=False,
            )
            self._rewrites = rewrites_of(Site(self._directory, base_url=self.url))
        except VoxmlError as error:
            self.failed = True
            self._say(f"voxml: {error}")
            return
        self.failed = result.manifest is None
        for each in result.diagnostics:
            self._say(str(each))
        if result.manifest is not None:
            self.manifest = result.manifest

    def _watch(self) -> None:
        from voxml.site.watch import iter_changes

        for paths in iter_changes(
            [self._directory], leave_out=[self._directory / ".voxml"], until=self._closing
        ):
            self._say(f"changed: {', '.join(sorted(paths)[:3])}{' …' if len(paths) > 3 else ''}")
            self._build()

    def _extra(self, _path: str) -> Reply | None:
        return None


def is_source_folder(directory: Path) -> bool:
    """Whether a folder holds sources (settings, XML, templates or modules) and not published documents."""
    if (directory / "voxml.toml").is_file():
        return True
    kinds = {source.kind: source for source in find_sources(directory)}
    return bool(kinds.keys() & {"template", "module"})
