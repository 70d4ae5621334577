"""A session in an editor: Monaco with the language server, by Monaco's own client; its messages are kept, too."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from tools.pictures.browser import Browser, browsing

TOP = Path(__file__).parents[3]
MONACO = TOP / "tools" / "pictures" / "monaco"
SIZE = (1180, 560)
MENU = """\
<Response version="1.0">
  <Gather action_url="https://voice.example.com/menu.json" method="GET" numDigits="1" timeout="1">
    <Say engine="polly" language="en-US" voice="">For our opening hours, press 1.</Say>
  </Gather>
  <Say voice="en-US-Wavenet-D" language="en-US">We did not hear from you. Goodbye.</Say>
  <Hangup reason="Completed"/>
</Response>
"""
#: In characters: longer messages are cut in the record.
LONGEST = 220


class Session:
    """One page, one language server, and what they say to each other."""

    def __init__(self, folder: Path, pages: Path) -> None:
        self.record: list[tuple[str, dict[str, Any]]] = []
        start = {"folder": str(folder), "file": "menu.xml", "text": MENU}
        routes = [
            Route("/session.json", lambda _request: JSONResponse(start)),
            WebSocketRoute("/server", self._bridge),
            Mount("/", StaticFiles(directory=pages, html=True)),
        ]
        self.app = Starlette(routes=routes)

    async def _bridge(self, page: WebSocket) -> None:
        """Carry messages between the page and a language server of its own."""
        await page.accept()
        pipe = asyncio.subprocess.PIPE
        server = await asyncio.create_subprocess_exec(sys.executable, "-m", "voxml", "lsp", stdin=pipe, stdout=pipe)
        answers = asyncio.create_task(self._answers(server, page))
        assert server.stdin is not None
        with suppress(WebSocketDisconnect):
            while True:
                text = await page.receive_text()
                self.record.append(("→", json.loads(text)))
                data = text.encode()
                server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
                await server.stdin.drain()
        answers.cancel()
        server.stdin.close()
        await server.wait()

    async def _answers(self, server: asyncio.subprocess.Process, page: WebSocket) -> None:
        assert server.stdout is not None
        while head := await server.stdout.readuntil(b"\r\n\r\n"):
            found = re.search(rb"Content-Length: (\d+)", head)
            assert found is not None
            text = (await server.stdout.readexactly(int(found[1]))).decode()
            self.record.append(("←", json.loads(text)))
            await page.send_text(text)

    def recorded(self) -> str:
        """Return the messages, a line each."""
        methods = {
            each["id"]: each["method"] for way, each in self.record if way == "→" and "id" in each and "method" in each
        }
        lines = []
        for way, message in self.record:
            method = message.get("method") or methods.get(message.get("id"), "")
            content = message.get("params", message.get("result"))
            text = json.dumps(content, ensure_ascii=False)
            text = re.sub(r'file://[^"]*/', "file:///calls/", text)
            lines.append(f"{way} {method} {text if len(text) <= LONGEST else text[:LONGEST] + '…'}")
        return "\n".join(lines) + "\n"


@contextmanager
def serving(app: Starlette) -> Iterator[str]:
    """Serve an application on this machine meanwhile."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(30)


def bundle(folder: Path) -> None:
    """Put the page into a folder; npm fetches Monaco the first time."""
    if not (MONACO / "node_modules").is_dir():
        subprocess.run(["npm", "ci", "--silent"], cwd=MONACO, check=True)
    subprocess.run(["node", "build.mjs", os.fspath(folder)], cwd=MONACO, check=True)
    shutil.copy(MONACO / "index.html", folder)


def editor(folder: Path) -> None:
    """Draw an editor with completion and with hover, and write down the messages of the session."""
    # Monaco's client writes addresses in small letters.
    with TemporaryDirectory(prefix="voxml") as scratch, TemporaryDirectory(prefix="voxml-", dir="/tmp") as lower:
        pages = Path(scratch)
        bundle(pages)
        site = Path(lower.lower())
        site.mkdir(exist_ok=True)
        shutil.copytree(TOP / "examples" / "site", site, dirs_exist_ok=True)
        for dark in (False, True):
            session = Session(site, pages)
            with serving(session.app) as url, browsing(dark=dark) as browser:
                browser.emulate(*SIZE, dark=dark)
                browser.open(url)
                _play(browser, folder, "dark" if dark else "light")
        (folder / "editor-session.txt").write_text(session.recorded(), encoding="utf-8")
        if site != Path(lower):
            shutil.rmtree(site)


def _play(browser: Browser, folder: Path, name: str) -> None:
    browser.wait_for("window.editor && document.querySelectorAll('#problems li').length > 3", "the problems")
    browser.wait_for("document.querySelector('.codelens-decoration a')", "the lenses")
    _put_cursor(browser, 'voice=""', len('voice="'))
    browser.run("editor.trigger('keyboard', 'editor.action.triggerSuggest')")
    browser.wait_for("document.querySelectorAll('.suggest-widget.visible .monaco-list-row').length > 5", "completion")
    time.sleep(1)
    browser.screenshot(folder / f"editor-completion-{name}.png")
    browser.run("editor.trigger('keyboard', 'acceptSelectedSuggestion')")
    browser.wait_for("editor.getValue().includes('voice=\"Danielle\"')", "the voice")
    _put_cursor(browser, "timeout=", 3)
    browser.run("editor.trigger('keyboard', 'editor.action.showHover')")
    browser.wait_for("document.querySelector('.monaco-hover:not(.hidden) .hover-contents')", "hover")
    time.sleep(1.5)
    browser.screenshot(folder / f"editor-hover-{name}.png")
    browser.run("editor.trigger('keyboard', 'editor.action.hideHover')")
    _put_cursor(browser, "numDigits", 3)
    browser.run("editor.trigger('keyboard', 'editor.action.quickFix')")
    browser.wait_for("document.querySelector('.action-widget')", "the quick fixes")


def _put_cursor(browser: Browser, text: str, after: int) -> None:
    at = MENU.index(text) + after
    line = MENU.count("\n", 0, at) + 1
    column = at - MENU.rfind("\n", 0, at)
    browser.run(f"editor.setPosition({{lineNumber: {line}, column: {column}}}); editor.focus()")


PICTURES = {"editor": editor}
