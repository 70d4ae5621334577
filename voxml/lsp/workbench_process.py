"""Start the workbench of a folder when a document is to be heard, and end it with the language server."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress
from urllib.parse import quote

from voxml.errors import InputError

#: Seconds for a site to be built and served.
_PATIENCE = 30.0


class Workbenches:
    """The servers that were started, one for each folder."""

    def __init__(self) -> None:
        self._running: dict[str, tuple[asyncio.subprocess.Process, str]] = {}
        self._drains: list[asyncio.Task[None]] = []
        self._lock = asyncio.Lock()

    async def url(self, folder: str, document: str, view: str) -> str:
        """Return the address of the workbench at a document; `view` is `hear` or `flow`.

        Raises:
            InputError: it does not start; the message has its own words.
        """
        async with self._lock:
            known = self._running.get(folder)
            if known is None or known[0].returncode is not None:
                known = self._running[folder] = await self._start(folder)
        return f"{known[1]}/_voxml/#document={quote(document)}&view={view}"

    async def _start(self, folder: str) -> tuple[asyncio.subprocess.Process, str]:
        # The folder may be a site, or just hold a document: `voxml phone` takes both.
        arguments = ("-m", "voxml", "phone", folder, "--port", "0", "--no-open", "--quiet")
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, stdin=asyncio.subprocess.DEVNULL, stdout=pipe, stderr=pipe
        )
        assert process.stdout is not None and process.stderr is not None
        try:
            line = await asyncio.wait_for(process.stdout.readline(), _PATIENCE)
        except TimeoutError:
            line = b""
        found = line.decode("utf-8", "replace").strip().removeprefix("listening on ")
        if not found.startswith("http"):
            self._end(process)
            said = (await process.stderr.read(4000)).decode("utf-8", "replace").strip()
            raise InputError(said or f"{os.path.basename(folder)}: the workbench did not start")
        # A pipe that nothing reads would stop the server when it is full.
        self._drains += [asyncio.create_task(_drain(each)) for each in (process.stdout, process.stderr)]
        return process, found.rstrip("/")

    def stop(self) -> None:
        """End all servers."""
        for process, _ in self._running.values():
            self._end(process)
        self._running.clear()

    @staticmethod
    def _end(process: asyncio.subprocess.Process) -> None:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.terminate()


async def _drain(stream: asyncio.StreamReader) -> None:
    while await stream.read(1 << 16):
        pass
