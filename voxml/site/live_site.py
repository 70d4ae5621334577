"""Build a folder of sources while its author works on it, again after each change."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from voxml.diagnostics import Diagnostic
from voxml.errors import VoxmlError
from voxml.net.log_line import LogLine
from voxml.site.build import build
from voxml.site.flow import Flow
from voxml.site.flow_checks import as_plain
from voxml.site.hosts import Rewrite
from voxml.site.manifest import Manifest
from voxml.site.menus import rewrites_of
from voxml.site.model import Page, Site
from voxml.site.watch import Watch


class LiveSite:
    """A folder of sources and what its last build made; `root` is the published folder.

    What was published stays when the sources have errors. `report` is called with each line about a build.
    """

    def __init__(self, directory: Path, report: Callable[[str], None]) -> None:
        self.directory = directory
        self._report = report
        self._temporary = tempfile.TemporaryDirectory(prefix="voxml-serve-")
        self.root = Path(self._temporary.name) / "site"
        self.root.mkdir()
        self.base_url = ""
        self.rewrites: tuple[Rewrite, ...] = ()
        self.manifest: Manifest | None = None
        #: The site with its settings, its valid pages, flow and diagnostics, as of the last build that got so far.
        self.site: Site | None = None
        self.pages: Mapping[str, Page] = {}
        self.flow: Flow | None = None
        self.diagnostics: list[Diagnostic] = []
        #: Why the last build could not begin, such as settings that are wrong.
        self.error: str | None = None
        #: Whether the last build published nothing.
        self.failed = False

    @property
    def manifest_path(self) -> Path:
        """Where the names of row documents are kept."""
        return Path(self._temporary.name) / "manifest.json"

    def build(self) -> None:
        """Build the sources for `base_url`."""
        self.error = None
        try:
            result = build(self.directory, self.root, base_url=self.base_url, manifest=self.manifest_path, hashed=False)
            self.site = Site(self.directory, base_url=self.base_url)
            self.rewrites = rewrites_of(self.site)
        except (VoxmlError, OSError) as error:
            # A file may be replaced just while it is read.
            self.failed, self.error = True, str(error)
            self._report(LogLine(f"voxml: {error}", "failure", message=str(error)))
            return
        self.failed = result.manifest is None
        self.pages, self.flow, self.diagnostics = result.pages, result.flow, result.diagnostics
        for each in result.diagnostics:
            self._report(LogLine(str(each), "diagnostic", **as_plain(each)))
        if result.manifest is not None:
            self.manifest = result.manifest
            count = len({each.document for each in result.manifest.documents})
            text = f"built {count} document{'s' * (count != 1)}"
            self._report(LogLine(text, "build", documents=count))

    def watch(self) -> Watch:
        """Return a watch of the sources; make it before a build, so that no change meanwhile is missed."""
        return Watch([self.directory], leave_out=[self.directory / ".voxml"])

    def follow(self, watch: Watch, until: threading.Event, changed: Callable[[], None]) -> None:
        """Build after each change, and call `changed`, until the event is set."""
        for paths in watch.changes(until):
            names = sorted(paths)
            text = f"changed: {', '.join(names[:3])}{' …' if len(names) > 3 else ''}"
            self._report(LogLine(text, "change", paths=names))
            self.build()
            changed()

    def close(self) -> None:
        """Remove the published folder."""
        self._temporary.cleanup()
