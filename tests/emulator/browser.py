"""Headless Chromium by its driver's own protocol (W3C WebDriver): nothing to install beside the browser."""

from __future__ import annotations

import base64
import contextlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Browser:
    """One window."""

    def __init__(self, client: httpx2.Client, session: str) -> None:
        self._client = client
        self._session = session

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        answer = self._client.request(method, f"/session/{self._session}{path}", json=body)
        value = answer.json()["value"]
        assert answer.status_code == 200, value
        return value

    def open(self, url: str) -> None:
        self._ask("POST", "/url", {"url": url})

    def run(self, script: str, *arguments: Any) -> Any:
        return self._ask("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def click(self, selector: str) -> None:
        self._ask("POST", f"/element/{self._find(selector)}/click", {})

    def type(self, selector: str, text: str) -> None:
        self._ask("POST", f"/element/{self._find(selector)}/value", {"text": text})

    def text(self, selector: str) -> str:
        return self._ask("GET", f"/element/{self._find(selector)}/text")

    def _find(self, selector: str) -> str:
        return self._ask("POST", "/element", {"using": "css selector", "value": selector})[_ELEMENT]

    def wait_for(self, script: str, what: str, seconds: float = 120.0) -> Any:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.run(f"return {script}")
            if found:
                return found
            time.sleep(0.05)
        raise AssertionError(f"{what} did not come; the page says:\n{self.run('return document.body.innerText')}")

    def devtools(self, command: str, **parameters: Any) -> Any:
        """Send a command of the Chrome DevTools Protocol."""
        return self._ask("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def emulate(self, width: int, height: int, *, dark: bool = False) -> None:
        """Show pages in a viewport of this very size, in light or dark."""
        self.devtools(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.devtools("Emulation.setEmulatedMedia", features=[scheme])

    def resize(self, width: int, height: int) -> None:
        self._ask("POST", "/window/rect", {"width": width, "height": height})

    def screenshot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self._ask("GET", "/screenshot")))

    def log(self) -> list[dict[str, Any]]:
        return self._ask("POST", "/se/log", {"type": "browser"})


@contextlib.contextmanager
def browsing(*, dark: bool = False) -> Iterator[Browser]:
    driver, chromium = shutil.which("chromedriver"), shutil.which("chromium")
    if driver is None or chromium is None:
        pytest.skip("chromium and chromedriver are not installed (apt-get install chromium chromium-driver)")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([driver, f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1400,1000", "--mute-audio"]
    if dark:
        arguments.append("--force-dark-mode")
    try:
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=300, trust_env=False) as client:
            for _ in range(100):
                with contextlib.suppress(httpx2.HTTPError):
                    if client.get("/status").json()["value"]["ready"]:
                        break
                time.sleep(0.1)
            options = {"args": arguments, "binary": chromium}
            wanted = {
                "browserName": "chrome",
                "goog:chromeOptions": options,
                # A busy machine is no failure; what hangs ends by the client's own limit.
                "timeouts": {"script": 600_000, "pageLoad": 600_000},
                "goog:loggingPrefs": {"browser": "ALL"},
            }
            made = client.post("/session", json={"capabilities": {"alwaysMatch": wanted}}).json()["value"]
            browser = Browser(client, made["sessionId"])
            try:
                yield browser
            finally:
                client.delete(f"/session/{made['sessionId']}")
    finally:
        process.terminate()
        process.wait(timeout=120)
