"""The workbench in headless Chromium: one session from the first call to the one after a restart; and each state."""

from __future__ import annotations

import os
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from tests.emulator.browser import Browser, browsing
from voxml.emulator import Settings
from voxml.emulator.server import in_thread
from voxml.emulator.workbench.open_workbench import Workbench

EXAMPLES = Path(__file__).parents[3] / "examples"
QUICK = Settings(words_per_minute=2000)


@pytest.fixture(scope="module")
def browser():
    with browsing() as made:
        yield made


@pytest.fixture
def site(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLES / "site", tmp_path / "site", ignore=shutil.ignore_patterns(".voxml", "__pycache__"))
    return tmp_path / "site"


def open_page(browser: Browser, url: str, width: int = 1400, height: int = 900, *, dark: bool = False) -> None:
    """Open the page without sound, so that no test waits for a voice."""
    browser.emulate(width, height, dark=dark)
    browser.open(f"{url}/_voxml/workbench.css")
    browser.run("localStorage.setItem('voxml sound', '{\"voice\": false, \"tones\": false}'); sessionStorage.clear()")
    browser.open(url)
    browser.wait_for("document.querySelectorAll('#documents > li').length", "the list of documents")


def phase(browser: Browser, name: str) -> None:
    browser.wait_for(f"document.body.dataset.phase === '{name}'", name)


def hears(browser: Browser, words: str) -> None:
    browser.wait_for(f"document.querySelector('#heard').innerText.includes({words!r})", words)


def lit(browser: Browser) -> list[str]:
    """What plays in the flow: the documents of cards and the pointers of steps."""
    found = "[...document.querySelector('#flow').shadowRoot.querySelectorAll('svg.vx .card.lit, svg.vx .step.lit')]"
    return browser.run(f"return {found}.map((each) => each.dataset.pointer || each.dataset.document)")


def listens(browser: Browser, words: str = "Listens for a key") -> None:
    browser.wait_for(f"document.querySelector('#listening').innerText === {words!r}", words)


def press_on(browser: Browser, selector: str, key: str) -> None:
    browser.run(
        "const at = arguments[0] ? document.querySelector(arguments[0]) : document.body;"
        "at.dispatchEvent(new KeyboardEvent('keydown', {key: arguments[1], bubbles: true, cancelable: true}))",
        selector,
        key,
    )


def test_a_session(browser: Browser, site: Path) -> None:
    with in_thread(Workbench(str(site), settings=QUICK)) as workbench:
        open_page(browser, workbench.url)
        # A call: what plays is lit, in the flow and in its source; the keypad says where each key leads.
        browser.click("#ring")
        phase(browser, "ringing")
        browser.click("#answer")
        listens(browser)
        assert lit(browser) == ["menu", "/Response/Gather[1]"]
        here = browser.text("#code .here.playing .text")
        assert here.startswith("<Say") or here.lstrip().startswith("<Say")
        leads = "return [...document.querySelectorAll('#keypad .leads')].map((each) => each.textContent).join(' ')"
        assert browser.run(leads).split() == ["Hours", "Sales"]
        browser.click("[data-key='1']")
        hears(browser, "We are open")
        listens(browser)
        # Broken while the call goes on: the card is red, with the frame of the terminal; the call stays.
        menu = site / "menu.xml"
        good = menu.read_text()
        menu.write_text(good.replace("<Hangup/>", "<Hangup/"))
        browser.wait_for("document.querySelector('#documents .broken')", "the broken card")
        browser.click("#document-menu")
        assert "6 |   <Hangup/" in browser.text("#card-bar .frame")
        assert browser.run("return document.body.dataset.phase") == "talking"
        browser.click("[data-key='1']")  # opening hours, and from there back to the menu
        hears(browser, "invalid document")
        phase(browser, "over")
        # Fixed, and heard from there.
        menu.write_text(good)
        browser.wait_for("!document.querySelector('#documents .broken')", "the mended card")
        step = "document.querySelector('#flow').shadowRoot.querySelector('.card[data-document=menu] .step[data-step=\"1\"]')"
        browser.wait_for(step, "the step in the flow")
        browser.run(f"{step}.focus(); {step}.dispatchEvent(new KeyboardEvent('keydown', {{key: 'h', bubbles: true}}))")
        hears(browser, "We did not hear from you")
        phase(browser, "over")
        assert "Welcome" not in browser.text("#heard")
    # The server is gone; the call that was heard stays.
    browser.wait_for("!document.querySelector('#banner').hidden", "the loss")
    assert "The server is gone" in browser.text("#banner")
    with in_thread(Workbench(str(site), settings=QUICK, port=workbench.port)) as workbench:
        browser.wait_for("document.querySelector('#banner').hidden", "the server")
        assert "We did not hear from you" in browser.text("#heard")
        browser.click("#ring")
        phase(browser, "ringing")
        browser.click("#answer")
        listens(browser)
        browser.click("[data-key='2']")
        hears(browser, "putting you through")
        assert [each for each in browser.log() if "flow" in each["message"]] == []


def test_nothing_is_lost_by_a_reload(browser: Browser, site: Path) -> None:
    with in_thread(Workbench(str(site), settings=QUICK)) as workbench:
        open_page(browser, workbench.url)
        browser.type("#search", "hours")
        browser.click("[data-tab='requests']")
        press_on(browser, "", "Enter")
        phase(browser, "ringing")
        press_on(browser, "", "Enter")
        listens(browser)
        browser.open(workbench.url)
        listens(browser)
        assert lit(browser) == ["menu", "/Response/Gather[1]"]
        assert browser.run("return document.querySelector('#search').value") == "hours"
        assert browser.run("return document.querySelector('[data-tab=requests]').ariaSelected") == "true"
        assert browser.run("return document.querySelectorAll('#documents > li').length") == 2
        press_on(browser, "", "1")
        hears(browser, "We are open")
        press_on(browser, "", "Escape")
        phase(browser, "over")
    browser.wait_for("!document.querySelector('#banner').hidden", "the loss")


def test_a_moment_leads_to_its_line_its_card_and_its_request(browser: Browser, site: Path) -> None:
    with in_thread(Workbench(str(site), settings=QUICK)) as workbench:
        open_page(browser, workbench.url)
        browser.click("#ring")
        phase(browser, "ringing")
        browser.click("#answer")
        listens(browser)
        browser.click("[data-key='2']")
        hears(browser, "putting you through")
        browser.click("#hangup")
        phase(browser, "over")
        assert "completed" in browser.text("#state")
        # From the line of the call to all others.
        browser.click("#heard li:first-child button")
        browser.wait_for("document.querySelector('#source-path').innerText === 'welcome.xml'", "the source")
        assert lit(browser) == ["welcome", "/Response/Say[1]"]
        assert browser.run("return document.querySelector('#document-welcome').ariaCurrent") == "true"
        browser.click("[data-tab='requests']")
        assert "/welcome.json" in browser.text("#requests .related summary")
        # By keyboard along the call.
        before = float(browser.run("return document.querySelector('#track').ariaValueNow"))
        press_on(browser, "#track", "ArrowRight")
        press_on(browser, "#track", "ArrowRight")
        assert lit(browser)[0] == "menu"
        assert float(browser.run("return document.querySelector('#track').ariaValueNow")) > before
        press_on(browser, "#track", "Home")
        browser.click("#replay")
        played = "Number(document.querySelector('#track').ariaValueNow)"
        at = browser.run(f"return {played}")
        browser.wait_for(f"{played} > {at} + 0.2", "the call played again")
        press_on(browser, "#track", "End")
        # A request has what was sent and what came back.
        browser.click("#requests li:nth-child(3) summary")
        opened = browser.text("#requests li:nth-child(3)")
        assert '"digits": "2"' in opened
        assert "putting you through" in opened
        assert "200" in opened
        # A line of the source leads to its step.
        browser.click("#document-menu")
        browser.click("[data-tab='source']")
        browser.wait_for("document.querySelector('#source-path').innerText === 'menu.xml'", "the source")
        browser.click("#code [data-line='6'] .text")
        browser.wait_for("document.querySelector('#step-menu-2').ariaCurrent === 'true'", "the step")


def test_an_address_leads_to_a_document(browser: Browser, site: Path) -> None:
    with in_thread(Workbench(str(site), settings=QUICK)) as workbench:
        open_page(browser, workbench.url)
        browser.open(f"{workbench.url}/_voxml/#document=hours.json&view=hear")
        browser.wait_for("document.querySelector('#document-hours')?.ariaCurrent === 'true'", "the selection")
        assert browser.run("return document.querySelector('#start').value") == "hours"
        assert browser.run("return document.activeElement.id") == "ring"


def test_settings_with_errors_stand_at_the_top(browser: Browser, site: Path) -> None:
    with in_thread(Workbench(str(site), settings=QUICK)) as workbench:
        open_page(browser, workbench.url)
        (site / "voxml.toml").write_text("[site]\nbase_urll = 1\n")
        browser.wait_for("document.querySelector('#banner-text').textContent.includes('base_urll')", "the error")
        assert browser.run("return document.querySelectorAll('#documents > li').length") == 5


def test_nothing_is_asked_of_anybody_else(browser: Browser, site: Path) -> None:
    with in_thread(Workbench(str(site), settings=QUICK)) as workbench:
        open_page(browser, workbench.url)
        names = browser.run("return performance.getEntriesByType('resource').map((each) => each.name)")
        assert len(names) > 10
        assert all(name.startswith((workbench.url, "data:")) for name in names)


def test_a_recorded_call_is_one_file_that_asks_for_nothing(browser: Browser, site: Path, voxml) -> None:
    file = site.parent / "call.html"
    done = voxml("simulate", str(site), "--press", "2", "--wait", "3", "--hang-up", "--html", str(file))
    assert done.code == 0, done
    browser.emulate(1400, 900)
    browser.log()  # what earlier tests left
    browser.open(file.as_uri())
    browser.wait_for("document.querySelectorAll('#heard > li').length > 4", "the call")
    assert browser.text("#state") == "Call over: completed"
    browser.click("#heard li:nth-child(3) button")
    assert lit(browser) == ["menu", "/Response/Gather[1]"]
    assert browser.run("return document.querySelector('#code .here.playing').dataset.line") == "2"
    assert (
        browser.run("return performance.getEntriesByType('resource').filter((each) => !each.name.startsWith('data:'))")
        == []
    )
    assert [entry for entry in browser.log() if entry["level"] == "SEVERE"] == []


def violations(browser: Browser) -> list[str]:
    """What axe-core finds."""
    pytest.importorskip("axe_core_python", reason="axe-core-python has the rules; it is in the group test")
    if not browser.run("return Boolean(window.axe)"):
        chosen = os.environ.get("VOXML_AXE")
        browser.run(Path(chosen).read_text() if chosen else files("axe_core_python").joinpath("axe.min.js").read_text())
    browser.run(
        "window.found = null; axe.run().then((result) => { window.found = result.violations; })"
        ".catch((error) => { window.found = [{ id: String(error), nodes: [{}] }]; });"
    )
    browser.wait_for("window.found !== null", "axe-core")
    return browser.run(
        "return found.flatMap((each) => each.nodes.map((node) => `${each.id}: ${node.target} ${node.failureSummary}`))"
    )


@pytest.mark.parametrize(("width", "dark"), [(1400, False), (390, False), (1920, True)])
def test_each_state_is_accessible(browser: Browser, site: Path, width: int, dark: bool) -> None:
    with in_thread(Workbench(str(site), settings=QUICK)) as workbench:
        open_page(browser, workbench.url, width, 844 if width < 500 else 1000, dark=dark)
        views = ["flow", "phone", "source", "problems", "requests"] if width < 500 else ["source"]
        bar = "#bottom-tabs" if width < 500 else "#tabs"

        def check(state: str) -> None:
            for view in views:
                browser.click(f"{bar} [data-tab='{view}']")
                too_wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                assert browser.run(f"return {too_wide}") <= 0, (state, view)
                assert violations(browser) == [], (state, view)

        check("idle")
        press_on(browser, "", "Enter")
        phase(browser, "ringing")
        press_on(browser, "", "Enter")
        listens(browser)
        check("in a call")
        (site / "menu.xml").write_text("<Response><Say>Hi<Say></Response>")
        browser.wait_for("document.querySelector('#documents .broken')", "the broken card")
        browser.run("document.querySelector('#document-menu').click()")
        check("broken")
        press_on(browser, "", "Escape")
        phase(browser, "over")
        check("over")
