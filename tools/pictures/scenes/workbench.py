"""The workbench: idle, in a call, with a broken document, on a small screen, in the dark; and a session from end to end."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.pictures.animation import Frame, animate
from tools.pictures.browser import Browser, browsing
from voxml.emulator.server import in_thread
from voxml.emulator.workbench.open_workbench import Workbench

EXAMPLE = Path(__file__).parents[3] / "examples" / "site"
#: The folder of the example as the page shows it.
NAME = "acme"
IN_FLOW = "document.querySelector('#flow').shadowRoot.querySelector"


@contextlib.contextmanager
def example() -> Iterator[Path]:
    """Yield a copy of the example site, with a short name, in the current folder."""
    with TemporaryDirectory() as scratch, contextlib.chdir(scratch):
        shutil.copytree(EXAMPLE, NAME, ignore=shutil.ignore_patterns(".voxml", "__pycache__"))
        yield Path(NAME)


def show(browser: Browser, url: str, width: int, height: int, *, dark: bool = False) -> None:
    """Open the page as if for the first time."""
    browser.emulate(width, height, dark=dark)
    browser.open(f"{url}/_voxml/workbench.css")
    browser.run("localStorage.clear(); sessionStorage.clear()")
    browser.open(url)
    browser.wait_for("document.querySelectorAll('#documents > li').length", "the list of documents")
    browser.run("document.activeElement.blur()")


def call(browser: Browser) -> None:
    """Ring, pick up, and wait for the menu."""
    browser.click("#ring")
    browser.wait_for("document.body.dataset.phase === 'ringing'", "ringing")
    browser.click("#answer")
    browser.wait_for("document.querySelector('#listening').innerText", "the menu")


def spoil(site: Path, browser: Browser) -> str:
    """Break the menu, wait until the page shows it, select it, and return what was in the file."""
    menu = site / "menu.xml"
    good = menu.read_text()
    menu.write_text(good.replace("<Hangup/>", "<Hangup/"))
    browser.wait_for("document.querySelector('#documents .broken')", "the broken document")
    browser.run("document.querySelector('#document-menu').click()")
    browser.wait_for("!document.querySelector('#card-bar').hidden", "the code frame")
    return good


def hang_up(browser: Browser) -> None:
    """End the call."""
    browser.run("document.querySelector('#hangup').click()")
    browser.wait_for("document.body.dataset.phase === 'over'", "the end")


def settle(browser: Browser, seconds: float = 0.6) -> None:
    """Wait until nothing moves any more."""
    began = browser.run("return performance.now()")
    browser.wait_for(f"performance.now() > {began + 1000 * seconds}", "the picture")


def workbench(folder: Path) -> None:
    """Draw each state by itself."""
    with example() as site, in_thread(Workbench(NAME)) as running, browsing() as browser:

        def picture(name: str, width: int, height: int, state: Callable[[], None], *, dark: bool = False) -> None:
            show(browser, running.url, width, height, dark=dark)
            state()
            settle(browser)
            browser.screenshot(folder / f"workbench-{name}.png")

        def ask() -> None:
            call(browser)
            settle(browser, 3)

        def narrow() -> None:
            browser.click("#bottom-tabs [data-tab='phone']")
            ask()

        for dark in (False, True):
            end = "-dark" if dark else ""
            picture(f"idle{end}", 1440, 900, lambda: None, dark=dark)
            picture(f"call{end}", 1440, 900, ask, dark=dark)
            hang_up(browser)
        picture("narrow", 390, 844, narrow)
        hang_up(browser)
        picture("broken", 1440, 900, lambda: spoil(site, browser) and None)


def session(folder: Path) -> None:
    """Record a session: call, keys, break, fix, hear it from there, restart the server, go on."""
    frames: list[Frame] = []
    with example() as site, browsing() as browser:

        def frame(seconds: float) -> None:
            settle(browser)
            file = site / "frame"
            browser.screenshot(file)
            frames.append(Frame(file.read_bytes(), seconds))
            file.unlink()

        with in_thread(Workbench(NAME)) as running:
            show(browser, running.url, 1180, 740)
            frame(1.2)
            call(browser)
            frame(1.5)
            browser.click("[data-key='1']")
            browser.wait_for("document.querySelector('#heard').innerText.includes('We are open')", "the hours")
            frame(1.5)
            good = spoil(site, browser)
            frame(2.0)
            (site / "menu.xml").write_text(good)
            browser.wait_for("!document.querySelector('#documents .broken')", "the fixed document")
            frame(1.2)
            browser.wait_for(f"{IN_FLOW}('.card[data-document=menu] .step[data-step=\"1\"]')", "its steps in the flow")
            browser.run("document.querySelector('#step-menu-1').click()")
            browser.run(f"{IN_FLOW}('.vx-hear').click()")
            browser.wait_for("document.querySelector('#heard').innerText.startsWith('0:00.0')", "the call from there")
            frame(1.5)
            browser.wait_for("document.body.dataset.phase === 'over'", "the end")
        browser.wait_for("!document.querySelector('#banner').hidden", "the loss of the server")
        frame(1.5)
        with in_thread(Workbench(NAME, port=running.port)):
            browser.wait_for("document.querySelector('#banner').hidden", "the server")
            call(browser)
            browser.click("[data-key='2']")
            browser.wait_for("document.querySelector('#heard').innerText.includes('One moment')", "the sales team")
            frame(2.0)
    animate(folder / "workbench-session.png", frames)


PICTURES = {"workbench": workbench, "workbench-session": session}
