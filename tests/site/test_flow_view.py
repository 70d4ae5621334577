"""flow.js in a real browser: zoom, titles from afar, keyboard, search, the way of a call, replacing, differences."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from bench.ivr import ivr_files
from tests.emulator.browser import Browser, browsing
from tests.site.site_helpers import run, write_files

# One browser serves all of them.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("flow view")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The address of a page for each site: of 5, 50 and 300 documents, and of a difference."""
    folder = tmp_path_factory.mktemp("pages")
    made = {}
    for size in (5, 50, 300):
        write_files(folder / str(size), ivr_files(size))
        assert run("graph", str(size), "-o", f"{size}.html", cwd=folder).returncode == 0
        made[str(size)] = (folder / f"{size}.html").as_uri()
    new = ivr_files(50)
    new["cards-balance.json"] = new["cards-balance.json"].replace("Redirect", "Rediect")
    new["voxml.toml"] = new["voxml.toml"].replace('"5" = "cards-change-address"', "")
    write_files(folder / "new", new)
    assert run("graph", "--diff", "50", "new", "-o", "diff.html", cwd=folder).returncode == 0
    return made | {"diff": (folder / "diff.html").as_uri()}


def opened(browser: Browser, url: str, width: int = 1280, *, dark: bool = False) -> Browser:
    browser.open("about:blank")
    browser.emulate(width, 800, dark=dark)
    browser.open(url)
    browser.wait_for("globalThis.flow !== undefined", "the flow")
    return browser


def zoom_of(browser: Browser) -> str:
    return browser.run("return document.querySelector('svg.vx').dataset.zoom")


def press(browser: Browser, *keys: str) -> None:
    for key in keys:
        browser.run(
            "(document.activeElement.closest('svg.vx') ? document.activeElement : document.querySelector('svg.vx'))"
            ".dispatchEvent(new KeyboardEvent('keydown', { key: arguments[0], bubbles: true, cancelable: true }))",
            key,
        )


def focused(browser: Browser) -> str:
    return browser.run("return document.activeElement.closest('[data-document]')?.dataset.document ?? ''")


def settled(browser: Browser) -> None:
    """Wait until nothing moves."""
    browser.run("window.last = null")
    browser.wait_for(
        "(() => { const now = JSON.stringify(flow.state()); const same = now === window.last; window.last = now;"
        " return same; })()",
        "the end of the movement",
    )


SHOWN = (
    "const view = document.getElementById('view').getBoundingClientRect();"
    "const on = (each) => { const box = each.getBoundingClientRect(); return box.width > 0 && box.left >= view.left - 1"
    " && box.right <= view.right + 1 && box.top >= view.top - 1 && box.bottom <= view.bottom + 1; };"
)


@pytest.mark.parametrize("size", ["50", "300"])
def test_it_opens_at_the_entry_and_shows_titles_alone_from_afar(
    browser: Browser, pages: dict[str, str], size: str
) -> None:
    opened(browser, pages[size])
    assert zoom_of(browser) == "near"
    assert browser.run(f"{SHOWN} return on(document.querySelector('.card.entry'))")
    assert "Welcome to the Example Bank" in browser.run("return document.querySelector('.card.entry').textContent")
    press(browser, "0")
    settled(browser)
    assert zoom_of(browser) == "far"
    tiles = browser.run(f"{SHOWN} return [...document.querySelectorAll('.tile')].filter(on).length")
    assert tiles == int(size)
    assert not browser.run(
        "return [...document.querySelectorAll('.card')].some((each) => each.getClientRects().length)"
    )
    heights = browser.run(
        "return [...document.querySelectorAll('.tile text:not(.key)')].map((each) => each.getBoundingClientRect().height)"
    )
    assert min(heights) > 8
    assert sorted(heights)[len(heights) // 2] > (16 if size == "50" else 11)
    press(browser, "+", "+", "+", "+", "+", "+")
    settled(browser)
    assert zoom_of(browser) == "near"


def test_a_small_flow_is_shown_whole_and_needs_no_map(browser: Browser, pages: dict[str, str]) -> None:
    opened(browser, pages["5"])
    assert browser.run(f"{SHOWN} return [...document.querySelectorAll('.card')].filter(on).length") == 5
    assert browser.run("return document.querySelector('.vx-map').hasAttribute('hidden')")
    opened(browser, pages["50"])
    assert not browser.run("return document.querySelector('.vx-map').hasAttribute('hidden')")
    assert browser.run("return document.querySelectorAll('.vx-map .dot').length") == 50


def test_the_keyboard_walks_the_documents_and_their_steps(browser: Browser, pages: dict[str, str]) -> None:
    opened(browser, pages["50"])
    browser.run("document.querySelector('.card[tabindex=\"0\"]').focus()")
    assert focused(browser) == "welcome"
    press(browser, "ArrowRight")
    assert focused(browser) == "main"
    press(browser, "ArrowRight", "ArrowLeft")
    assert focused(browser) == "main"
    press(browser, "Enter")
    assert browser.run("return flow.state().selected") == {"document": "main", "pointer": None}
    press(browser, "Enter", "ArrowDown", "Enter")
    assert browser.run("return flow.state().selected") == {"document": "main", "pointer": "/instructions/1"}
    press(browser, "Escape", "End")
    last = focused(browser)
    assert last not in ("main", "")
    settled(browser)
    assert browser.run(f"{SHOWN} return on(document.activeElement)")
    # In the other scene the same document has the focus.
    press(browser, "0")
    settled(browser)
    assert focused(browser) == last
    assert browser.run("return document.activeElement.classList.contains('tile')")


def test_the_way_of_a_call_is_lit(browser: Browser, pages: dict[str, str]) -> None:
    opened(browser, pages["50"])
    lit = "return [...document.querySelectorAll('.card.on-path')].map((each) => each.dataset.document)"
    over = "document.querySelector('.card[data-document=\"{}\"]').dispatchEvent(new PointerEvent('pointerover', {{bubbles: true}}))"
    browser.run(over.format("cards-balance"))
    assert sorted(browser.run(lit)) == ["cards", "cards-balance", "main", "welcome"]
    browser.run("document.getElementById('view').dispatchEvent(new PointerEvent('pointerleave'))")
    assert browser.run(lit) == []
    browser.run("flow.path('operator')")
    browser.run(over.format("loans"))
    browser.run("document.getElementById('view').dispatchEvent(new PointerEvent('pointerleave'))")
    assert sorted(browser.run(lit)) == ["main", "operator", "welcome"]


def test_replacing_keeps_zoom_search_and_selection(browser: Browser, pages: dict[str, str]) -> None:
    opened(browser, pages["50"])
    browser.run("flow.select('cards-balance', '/instructions/0'); flow.search('balance')")
    settled(browser)
    place = (
        "const box = document.querySelector('.card[data-document=\"cards-balance\"]').getBoundingClientRect();"
        "return [Math.round(box.left), Math.round(box.top)]"
    )
    before, at = browser.run("return flow.state()"), browser.run(place)
    dimmed = "return document.querySelectorAll('.card.unmatched').length"
    count = browser.run(dimmed)
    assert count > 30
    browser.run("flow.replace(flowText.replaceAll('Here is what', 'This, in more words than before, is what'))")
    after = browser.run("return flow.state()")
    assert (after["k"], after["query"], after["selected"]) == (before["k"], before["query"], before["selected"])
    assert browser.run(place) == at
    assert browser.run(dimmed) == count
    assert browser.run("return document.querySelectorAll('.step.selected').length") == 1


def test_a_document_that_plays_is_lit_and_seen(browser: Browser, pages: dict[str, str]) -> None:
    opened(browser, pages["50"])
    browser.run("flow.light('transfers-balance', '/instructions/0')")
    settled(browser)
    assert browser.run(f"{SHOWN} return on(document.querySelector('.step.lit'))")
    browser.run("flow.light(null)")
    assert browser.run("return document.querySelectorAll('.lit').length") == 0


def test_a_difference_has_a_view_of_changes_only(browser: Browser, pages: dict[str, str]) -> None:
    opened(browser, pages["diff"])
    count = "return document.querySelectorAll('.card').length"
    everything = browser.run(count)
    browser.run("document.getElementById('only').click()")
    assert browser.run(count) < everything / 2
    assert browser.run("return document.querySelectorAll('.card.changed, .card.broken').length") >= 1
    assert browser.run("return document.querySelectorAll('.card.faint').length") >= 2


@pytest.mark.parametrize(("width", "dark"), [(1280, True), (390, False)])
def test_everybody_can_use_it(browser: Browser, pages: dict[str, str], width: int, dark: bool) -> None:
    pytest.importorskip("axe_core_python", reason="axe-core-python has the rules; it is in the group test")
    script = files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")
    for page, zoom in (("50", "near"), ("50", "far"), ("diff", "near")):
        opened(browser, pages[page], width, dark=dark)
        if zoom == "far":
            browser.run("flow.fit()")
            settled(browser)
        browser.run(
            f"{script}; window.found = null; axe.run().then((result) => {{ window.found = result.violations; }})"
        )
        browser.wait_for("window.found !== null", "axe-core")
        found: Any = browser.run("return window.found")
        assert [(each["id"], each["nodes"][0]["html"][:160]) for each in found] == [], (page, zoom)
    assert [entry["message"] for entry in browser.log() if entry["level"] == "SEVERE"] == []
