"""The loop at the top of README: a slip in an editor, the caret under it, the fix, and the phone rings."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tools.pictures.browser import Browser, browsing
from tools.pictures.terminal import TOP, as_svg, put, run

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH, HEIGHT = 1000, 600
COLUMNS, ROWS = 88, 23
#: Of the editor, above the terminal.
TOP_ROWS = 9
TYPED = ' numDigits="1"'
MENU = """\
<Response version="1.0">
  <Gather{typed} action_url="https://acme.example/menu.json" method="GET">
    <Say language="en-US">Welcome to Acme. For sales, press 1.</Say>
  </Gather>
  <Say language="en-US">We did not hear you. Goodbye.</Say>
  <Hangup/>
</Response>
"""
FILES = {
    "calls/voxml.toml": '[site]\nbase_url = "https://acme.example"\nplatform = "nginx"\n\n[site.menus.menu]\n"1" = "sales"\n',
    "calls/sales.xml": """\
<Response version="1.0">
  <Say language="en-US">One moment. I am putting you through to sales.</Say>
  <Dial timeout="20">
    <Number>+14155550100</Number>
  </Dial>
</Response>
""",
}


class Shot(NamedTuple):
    """A picture, and for how many milliseconds it is shown."""

    image: Image
    time: int


def loop(folder: Path) -> None:
    """Draw the loop in both schemes as loop-light.webp and loop-dark.webp."""
    for scheme in ("light", "dark"):
        with browsing(dark=scheme == "dark") as browser, tempfile.TemporaryDirectory() as scratch:
            browser.resize(WIDTH, HEIGHT + 143)
            shots = [*_writing(browser, Path(scratch), scheme), *_calling(browser, Path(scratch))]
            first, *others = (each.image for each in shots)
            first.save(
                folder / f"loop-{scheme}.webp",
                save_all=True,
                append_images=others,
                duration=[each.time for each in shots],
                loop=0,
                lossless=True,
                method=6,
            )


def _writing(browser: Browser, folder: Path, scheme: str) -> Iterator[Shot]:
    """Yield the editor, and below it what the linter says and does."""
    put(folder, FILES)
    file = folder / "calls/menu.xml"

    def shot(terminal: str, milliseconds: int, *, typed: str | None = None) -> Shot:
        text = MENU.format(typed=f"{typed}\x00") if typed is not None else file.read_text()
        return _screen(browser, f"{_editor(text)}\n{terminal}", scheme, milliseconds)

    yield shot(_prompt("", ""), 500, typed="")
    for end in range(2, len(TYPED) + 1, 2):
        yield shot(_prompt("", ""), 90, typed=TYPED[:end])
    yield shot(_prompt("", ""), 400, typed=TYPED)
    put(folder, {"calls/menu.xml": MENU.format(typed=TYPED)})
    shown = ""
    for command, wait in (("voxml lint calls", 1_600), ("voxml lint --fix calls", 1_100)):
        for end in range(0, len(command) + 1, 6):
            yield shot(_prompt(shown, command[:end]), 60)
        shown = f"{_prompt(shown, command)}\n{run(command, COLUMNS, folder)}"
        yield shot(shown, wait)
    yield shot(_prompt(shown, "voxml phone calls --start menu"), 500)


def _calling(browser: Browser, folder: Path) -> Iterator[Shot]:
    """Yield the phone: it rings, is answered, and a key is pressed."""
    command = [sys.executable, "-m", "voxml", "phone", "calls", "--start", "menu", "--quiet"]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=_environment()
    )
    try:
        assert process.stdout is not None
        browser.open(process.stdout.readline().split()[-1])
        browser.wait_for("document.querySelectorAll('#keypad button').length >= 12", "the keypad")
        time.sleep(2)
        yield _shot(browser, 500)
        browser.click("#ring")
        browser.wait_for("!document.querySelector('#answer').hidden", "the ring")
        yield _shot(browser, 450)
        time.sleep(0.5)
        yield _shot(browser, 450)
        browser.click("#answer")
        browser.wait_for("document.querySelector('#heard').innerText.includes('Welcome')", "the greeting")
        time.sleep(0.5)
        yield _shot(browser, 700)
        time.sleep(0.7)
        yield _shot(browser, 700)
        browser.click("#keypad button:first-child")
        browser.wait_for("document.querySelector('#heard').innerText.includes('One moment')", "the next document")
        time.sleep(0.4)
        yield _shot(browser, 700)
        time.sleep(0.8)
        yield _shot(browser, 1_200)
    finally:
        process.terminate()
        process.wait(timeout=60)


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(TOP)}


def _editor(text: str) -> str:
    """Return a file with numbers of lines, and the cursor where there is a NUL."""
    rows = [f"\x1b[2m{'calls/menu.xml':^{COLUMNS}}\x1b[0m"]
    for number, line in enumerate(text.splitlines(), 1):
        left, cursor, right = line.partition("\x00")
        mark = f"\x1b[7m{right[:1]}\x1b[0m{right[1:]}" if cursor else ""
        rows.append(f"\x1b[2m{number:>3}\x1b[0m  {left}{mark}")
    rows += [""] * (TOP_ROWS - 1 - len(rows))
    return "\n".join([*rows, f"\x1b[2m{'─' * COLUMNS}\x1b[0m"])


def _prompt(before: str, command: str) -> str:
    return f"{before}\x1b[2m$\x1b[0m \x1b[1m{command}\x1b[0m"


def _screen(browser: Browser, text: str, scheme: str, milliseconds: int) -> Shot:
    lines = text.rstrip("\n").split("\n")
    lines = [*lines[:TOP_ROWS], *lines[TOP_ROWS:][TOP_ROWS - ROWS :]]
    svg = as_svg("\n".join([*lines, *[""] * (ROWS - len(lines))]), COLUMNS, scheme)
    background = svg.partition('rx="8" fill="')[2][:7]
    page = f"<!doctype html><body style='margin:0;background:{background};height:100vh;overflow:hidden'>{svg}</body>"
    browser.open("data:text/html;charset=utf-8," + page.replace("%", "%25").replace("#", "%23").replace("\n", "%0A"))
    browser.run("const s = document.querySelector('svg'); s.setAttribute('width', '100%'); s.removeAttribute('height')")
    return _shot(browser, milliseconds)


def _shot(browser: Browser, milliseconds: int) -> Shot:
    from PIL import Image

    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "shot.png"
        browser.screenshot(path)
        image = Image.open(io.BytesIO(path.read_bytes())).convert("RGB")
    return Shot(image.crop((0, 0, min(WIDTH, image.width), min(HEIGHT, image.height))), milliseconds)


PICTURES = {"loop": loop}
