"""The flow of sites of 5, 50 and 300 documents, near and from afar, and of a difference."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.ivr import ivr_files
from tools.pictures.browser import Browser, browsing

_TITLE = "Example Bank"


def _graph(where: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "voxml", "graph", "--title", _TITLE, *arguments]
    subprocess.run(command, cwd=where, check=True, stderr=subprocess.DEVNULL)


def _write(folder: Path, files: dict[str, str]) -> None:
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")


def _shoot(folder: Path, name: str, page: Path, act: Callable[[Browser], None], width: int, height: int) -> None:
    """Write NAME-light.png and NAME-dark.png of a page after something was done on it."""
    with browsing() as browser:
        for scheme in ("light", "dark"):
            browser.emulate(width, height, dark=scheme == "dark")
            browser.open(page.as_uri())
            browser.wait_for("globalThis.flow !== undefined", "the flow")
            act(browser)
            browser.run("return new Promise((done) => setTimeout(done, 600))")
            browser.screenshot(folder / f"{name}-{scheme}.png")


def _site(size: int, name: str, act: Callable[[Browser], None], width: int, height: int) -> Callable[[Path], None]:
    def draw(folder: Path) -> None:
        with TemporaryDirectory() as scratch:
            where = Path(scratch)
            _write(where / "site", ivr_files(size))
            _graph(where, "site", "-o", "flow.html")
            _shoot(folder, name, where / "flow.html", act, width, height)

    return draw


def _as_it_opens(_browser: Browser) -> None:
    """Change nothing."""


def _whole(browser: Browser) -> None:
    browser.run("flow.fit()")


def _way(browser: Browser) -> None:
    browser.run("flow.fit(); flow.path('insurance-balance-opening-hours')")


def difference(folder: Path) -> None:
    """Draw what changed between two sites, as an image for a pull request would show it."""
    with TemporaryDirectory() as scratch:
        where = Path(scratch)
        old = ivr_files(16)
        new = dict(old)
        del new["accounts-lost-or-stolen.json"]
        new["voxml.toml"] = new["voxml.toml"].replace('"3" = "accounts-lost-or-stolen"', '"3" = "accounts-fraud"')
        new["accounts-fraud.json"] = new["operator.json"].replace("operator", "fraud")
        new["cards-balance.json"] = new["cards-balance.json"].replace("cards.json", "nowhere.json")
        _write(where / "old", old)
        _write(where / "new", new)
        _graph(where, "--diff", "old", "new", "--changes-only", "-o", "flow.html")
        _shoot(folder, "flow-diff", where / "flow.html", _as_it_opens, 1280, 860)


PICTURES = {
    "flow-50": _site(50, "flow-50", _as_it_opens, 1280, 760),
    "flow-50-far": _site(50, "flow-50-far", _whole, 1280, 760),
    "flow-50-narrow": _site(50, "flow-50-narrow", _as_it_opens, 390, 700),
    "flow-300-far": _site(300, "flow-300-far", _way, 1440, 860),
    "flow-diff": difference,
}
