"""Make an emulator that is a workbench: real time, the documents of a project, and the page."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voxml.emulator.server import Emulator
from voxml.emulator.workbench.desk import Desk
from voxml.emulator.workbench.project import FileProject, Project, SiteProject
from voxml.emulator.workbench.site_door import SiteDoor
from voxml.errors import VoxmlError
from voxml.site.hosts import load_host
from voxml.site.sources import is_source_folder
from voxml.site.static_folder import Folder

if TYPE_CHECKING:
    from voxml.emulator.emulator_settings import Settings


class Workbench(Emulator):
    """An emulator that has the workbench at its address, and watches its documents while it serves.

    `report` is called with each line about a build, `log` with each event on the line.

    Raises:
        InputError: there are no documents at `source`.
        ConfigError: the address is taken.
        MissingExtraError: starlette or uvicorn is not installed.
    """

    def __init__(
        self,
        source: str,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        start: str | None = None,
        base_url: str | None = None,
        platform: str | None = None,
        settings: Settings | None = None,
        allowed_hosts: Collection[str] = (),
        report: Callable[[str], None] = lambda _line: None,
        log: Callable[[str], None] | None = None,
    ) -> None:
        imitated = load_host(platform) if platform is not None else None
        project: Project
        directory = Path(source)
        is_site = directory.is_dir() and is_source_folder(directory)
        project = SiteProject(directory, report, start) if is_site else FileProject(source, start, base_url)
        if not is_site:
            project.load()  # so that a wrong name is reported before anything is served
        super().__init__(host=host, port=port, clock="real", settings=settings, allowed_hosts=allowed_hosts, log=log)
        note = f"served as {imitated.title}: {imitated.note}" if imitated is not None else ""
        if isinstance(project, SiteProject):
            project.live.base_url = self.url
        self.project = project
        try:
            self.desk = Desk(project, self.network, note)
            if start is not None:
                self.desk.loaded.library.start(start)
        except VoxmlError:
            self.server.close()
            project.close()
            raise
        inner = self.app
        inner.router.routes.extend(self.desk.routes())
        inner.router.lifespan_context = self._lifespan(inner.router.lifespan_context)
        if isinstance(project, SiteProject):
            live = project.live
            folder = Folder(live.root, host=imitated, rewrites=lambda: live.rewrites)
            door = SiteDoor(inner, folder, listens_on=host, allowed_hosts=allowed_hosts, log=log)
            self.app = door  # type: ignore[assignment]

    @property
    def failed(self) -> bool:
        """Whether the documents have errors."""
        return any(each.severity == "error" for each in self.desk.loaded.diagnostics) or bool(self.desk.loaded.error)

    def _lifespan(self, inner: Callable[[Any], Any]) -> Callable[[Any], Any]:
        """Watch the documents for as long as it serves."""

        @asynccontextmanager
        async def lifespan(app: Any) -> AsyncIterator[None]:
            until = threading.Event()
            loop = asyncio.get_running_loop()
            watcher = threading.Thread(target=self.desk.follow, args=(loop, until), daemon=True)
            watcher.start()
            try:
                async with inner(app):
                    yield
            finally:
                until.set()
                await asyncio.to_thread(watcher.join)
                self.project.close()

        return lifespan
