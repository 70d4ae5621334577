"""The site in a browser: search, "Hear it", and whether everybody can use it."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.documentation.conftest import Site
from tests.emulator.browser import Browser, browsing

#: What stands in for the voices that a headless browser does not have; it notes what it is told to say.
VOICE = """
window.spoken = [];
const voice = { lang: "en-US", name: "Test" };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [voice],
  speak: (each) => { window.spoken.push([each.lang, each.text]); setTimeout(() => each.onend && each.onend(), 5); },
  cancel: () => {},
}, configurable: true });
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(site.folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as opened:
        yield opened


def choose(browser: Browser, scheme: str) -> None:
    browser.run(
        "const still = document.createElement('style'); still.textContent = '* { transition: none !important }';"
        "document.head.append(still); document.body.setAttribute('data-md-color-scheme', arguments[0])",
        scheme,
    )


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("menu", "menus.html"),
        ("do not call", "calls.html#do-not-call-quiet-hours"),
        ("POST", "why-get.html"),
        ("long-pause", "rules.html#long-pause"),
        ("pytest", "testing.html"),
        ("nginx", "hosting.html"),
        ("webhook", "webhooks.html"),
        ("tutorial", "tutorial.html"),
    ],
)
def test_the_search_finds_the_right_page_first(address: str, browser: Browser, words: str, page: str) -> None:
    browser.open(f"{address}/index.html?q={words.replace(' ', '%20')}")
    first = ".md-search-result__item a"
    browser.wait_for(f"document.querySelector('{first}') !== null", f"a result for {words}")
    links = browser.run(
        "return [...document.querySelector('.md-search-result__item').querySelectorAll('a')].map((each) => each.href)"
    )
    found = [
        each.removeprefix(f"{address}/").partition("?")[0] + each[each.find("#") :] * ("#" in each) for each in links
    ]
    assert found[0].partition("#")[0] == page.partition("#")[0], found
    if "#" in page:
        assert page in found


def test_without_a_voice_the_captions_run_and_the_page_says_so(address: str, browser: Browser) -> None:
    browser.open(f"{address}/index.html")
    browser.run("Object.defineProperty(window, 'speechSynthesis', { value: undefined, configurable: true })")
    player = "document.querySelector('.hear')"
    assert browser.run(f"return {player}.querySelector('.hear-said').hidden")
    browser.click(".hear-play")
    browser.wait_for(f"{player}.querySelector('[aria-current]') !== null", "a caption")
    assert "no voice" in browser.text(".hear-status")
    assert not browser.run(f"return {player}.querySelector('.hear-said').hidden")
    browser.click(".hear-play")
    assert browser.text(".hear-status") == "Stopped"
    assert browser.text(".hear-play") == "Hear it"


def test_with_a_voice_the_transcript_is_spoken(address: str, browser: Browser) -> None:
    browser.open(f"{address}/index.html")
    # Before the page's own script looks: it is loaded a second time, behind the voice.
    browser.run(VOICE + "for (const each of document.querySelectorAll('.hear')) each.outerHTML = each.outerHTML;")
    browser.run(
        "const again = document.createElement('script'); again.src = 'assets/hear.js'; document.body.append(again)"
    )
    browser.wait_for("!document.querySelector('.hear-play').hidden", "the button")
    browser.run("document.querySelector('.hear-play').click()")
    browser.wait_for("document.querySelector('.hear-status').textContent === 'The call is over.'", "the end")
    spoken = browser.run("return window.spoken")
    assert [language for language, _ in spoken] == ["en-US"] * len(spoken)
    assert spoken[0][1].startswith("Welcome to Acme") and spoken[-1][1].endswith("Goodbye.")


def test_it_works_by_keyboard(address: str, browser: Browser) -> None:
    browser.open(f"{address}/index.html")
    for tab in ("said", "flow"):
        button = f"[aria-controls$='-{tab}']"
        browser.run(f'document.querySelector("{button}").focus()')
        browser.type(button, "\ue007")  # Enter
        assert browser.run(f"return document.querySelector(\"{button}\").getAttribute('aria-expanded')") == "true"
    picture = "[...document.querySelectorAll('.hear-flow img')].find((each) => each.offsetParent !== null)"
    browser.wait_for(f"{picture} && {picture}.complete && {picture}.naturalWidth > 100", "the picture of the flow")


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize("page", ["index", "tutorial", "settings", "calls"])
def test_everybody_can_use_it(address: str, browser: Browser, page: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_core_python", reason="axe-core-python is not installed")
    source = Path(axe.__file__).with_name("axe.min.js").read_text("utf-8")
    browser.open(f"{address}/{page}.html")
    choose(browser, scheme)
    browser.run("for (const each of document.querySelectorAll('.hear-tab')) each.click()")
    browser.run(
        "window.result = null; const made = document.createElement('script'); made.textContent = arguments[0];"
        "document.head.append(made);"
        "axe.run(document, { resultTypes: ['violations'] }).then((each) => { window.result = each.violations; })",
        source,
    )
    browser.wait_for("window.result !== null", "axe's result")
    found = browser.run("return window.result")
    assert [(each["id"], [node["html"][:120] for node in each["nodes"]][:3]) for each in found] == []


def test_nothing_is_asked_of_other_hosts(address: str, browser: Browser) -> None:
    for page in ("index", "rules", "python"):
        browser.open(f"{address}/{page}.html?q=menu")
        browser.wait_for("document.querySelector('.md-search-result__item a') !== null", "a result")
        asked = browser.run("return performance.getEntriesByType('resource').map((each) => each.name)")
        assert asked
        assert [each for each in asked if not each.startswith((address, "data:", "blob:"))] == []
        assert [entry["message"] for entry in browser.log() if entry["level"] == "SEVERE"] == []


@pytest.mark.parametrize("page", ["index", "tutorial", "rules", "commands", "python"])
def test_narrow_screens_don_t_scroll_sideways(address: str, browser: Browser, page: str) -> None:
    browser.resize(390, 844)
    try:
        browser.open(f"{address}/{page}.html")
        width = browser.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0
    finally:
        browser.resize(1400, 1000)
