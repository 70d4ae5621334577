"""The phone in headless Chromium: by mouse, by keyboard, narrow, dark, and on its own without a network."""

from __future__ import annotations

import os
import time
from pathlib import Path

import httpx2
import pytest

from tests.emulator.browser import Browser, browsing
from voxml import Response, Say
from voxml.emulator import Settings
from voxml.emulator.phone.serving import phone
from voxml.emulator.server import in_thread

PICTURES = os.environ.get("VOXML_PICTURES")


@pytest.fixture(scope="module")
def browser():
    with browsing() as made:
        yield made


@pytest.fixture
def page(browser: Browser, tmp_path: Path):
    base = "https://voice.example.com"
    menu = (
        Response()
        .say("Welcome to Acme.", language="en-US")
        .gather(
            action_url=f"{base}/sales.json",
            num_digits=1,
            timeout=30,
            input="dtmf speech",
            say=Say("Press 1 for sales."),
        )
    )
    sales = (
        Response()
        .say("You are through to sales. Please leave a message.")
        .record(action_url=f"{base}/thanks.json", timeout=30)
    )
    (tmp_path / "menu.xml").write_text(menu.to_xml())
    (tmp_path / "sales.xml").write_text(sales.to_xml())
    (tmp_path / "thanks.json").write_text(Response().say("Thank you.").hangup().to_json())
    with in_thread(phone(str(tmp_path), start="menu", settings=Settings(words_per_minute=2000))) as emulator:
        browser.resize(1400, 950)
        browser.open(emulator.url)
        browser.wait_for("document.querySelector('#start').options.length === 3", "the list of documents")
        yield emulator


def says(browser: Browser, words: str) -> None:
    browser.wait_for(f"document.querySelector('#captions').innerText.includes({words!r})", words)


def test_a_call_by_mouse(browser, page):
    assert browser.text("#state") == "No call"
    browser.click("#ring")
    browser.wait_for("document.body.className === 'ringing'", "ringing")
    browser.click("#answer")
    says(browser, "Press 1 for sales")
    assert "Listening for keys and your voice" in browser.text("#listening")
    assert browser.run("return document.querySelector('#code .here').textContent.includes('<Gather')")
    browser.click("[data-key='1']")
    says(browser, "You are through to sales")
    assert browser.text("#path").endswith("sales.xml")
    browser.wait_for("document.querySelector('#listening').innerText.includes('your message')", "recording")
    browser.type("#words", "Please call me back.")
    browser.click("#say")
    says(browser, "Please call me back.")
    browser.click("[data-key='#']")
    says(browser, "Thank you.")
    browser.wait_for("document.body.className === 'over'", "the end")
    assert browser.text("#state") == "Call over: completed"
    requests = browser.run("return [...document.querySelectorAll('#webhooks summary')].map((each) => each.innerText)")
    assert [each.partition(" ")[0] for each in requests] == ["answer:", "gather:", "record:"]
    browser.click("#webhooks li:nth-child(2) summary")
    assert '"digits": "1"' in browser.text("#webhooks li:nth-child(2) pre")
    assert [entry for entry in browser.log() if entry["level"] == "SEVERE"] == []


def test_a_call_by_keyboard(browser, page):
    press = "document.dispatchEvent(new KeyboardEvent('keydown', {key: arguments[0], bubbles: true}))"
    browser.run("document.activeElement.blur()")
    browser.run(press.replace("document.", "document.body.", 1), "Enter")
    browser.wait_for("document.body.className === 'ringing'", "ringing")
    assert browser.run("return document.activeElement.id") == "answer"
    browser.run("document.activeElement.blur()")
    browser.run(press.replace("document.", "document.body.", 1), "Enter")
    says(browser, "Press 1 for sales")
    browser.run(press.replace("document.", "document.body.", 1), "1")
    says(browser, "You are through to sales")
    browser.run(press.replace("document.", "document.body.", 1), "Escape")
    browser.wait_for("document.body.className === 'over'", "the end")


def test_declining(browser, page):
    browser.click("#ring")
    browser.wait_for("document.body.className === 'ringing'", "ringing")
    browser.click("#hangup")
    browser.wait_for("document.querySelector('#state').innerText === 'Call over: no-answer'", "the end")


def test_everything_has_a_name(browser, page):
    nameless = browser.run(
        "return [...document.querySelectorAll('button, input, select')].filter((each) => "
        "!(each.getAttribute('aria-label') || each.textContent.trim() || (each.labels && each.labels.length)))"
        ".map((each) => each.outerHTML)"
    )
    assert nameless == []
    assert browser.run("return document.documentElement.lang") == "en"
    assert browser.run("return document.querySelector('#captions').getAttribute('aria-live')") == "polite"


@pytest.mark.parametrize("width", [360, 800])
def test_nothing_sticks_out_on_a_narrow_screen(browser, page, width):
    browser.resize(width, 900)
    browser.open(page.url)
    too_wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert browser.run(f"return {too_wide}") <= 0


def test_the_keypad_stays_where_it_is_on_a_small_screen(browser, page):
    browser.resize(500, 900)
    browser.click("#ring")
    browser.wait_for("document.body.className === 'ringing'", "ringing")
    browser.click("#answer")
    says(browser, "Press 1 for sales")
    assert browser.run("return window.scrollY") == 0
    browser.click("#hangup")
    browser.wait_for("document.body.className === 'over'", "the end")


def test_nothing_is_asked_of_anybody_else(browser, page):
    loaded = browser.run("return performance.getEntriesByType('resource').map((each) => each.name)")
    assert loaded
    assert all(name.startswith((page.url, "data:")) for name in loaded)


def answer(browser: Browser) -> None:
    browser.click("#ring")
    browser.wait_for("document.body.className === 'ringing'", "ringing")
    browser.click("#answer")


def test_a_browser_without_a_voice_says_so(browser, page):
    browser.wait_for("!document.querySelector('#notice').hidden || speechSynthesis.getVoices().length", "the notice")
    if not browser.run("return speechSynthesis.getVoices().length"):
        assert "has no voice" in browser.text("#notice")


def test_the_line_that_came_last_is_marked(browser, page):
    """Also where the source of another document comes late, and lines come meanwhile."""
    browser.run(
        "const real = window.fetch; window.late = [];"
        "window.fetch = (url, options) => String(url).includes('/source?') "
        "? new Promise((done) => late.push(() => done(real(url, options)))) : real(url, options);"
    )
    answer(browser)
    says(browser, "Press 1 for sales")
    browser.run("late.splice(0).forEach((each) => each())")
    browser.wait_for("document.querySelector('#code .here')", "the mark")
    assert browser.run("return document.querySelector('#code .here').textContent.includes('<Gather')")
    browser.click("[data-key='1']")
    browser.wait_for("document.querySelector('#listening').innerText.includes('your message')", "recording")
    browser.run("late.splice(0).reverse().forEach((each) => each())")
    browser.wait_for("document.querySelector('#code .here')", "the mark")
    assert browser.run("return document.querySelector('#code .here').textContent.includes('<Record')")
    assert browser.text("#path").endswith("sales.xml")


def test_the_page_lives_on_when_the_emulator_is_started_again(browser, tmp_path):
    (tmp_path / "menu.xml").write_text(Response().pause(60).hangup().to_xml())
    with in_thread(phone(str(tmp_path))) as emulator:
        browser.open(emulator.url)
        browser.wait_for("document.querySelector('#start').options.length === 1", "the list of documents")
        answer(browser)
        browser.wait_for("document.body.className === 'talking'", "the call")
    browser.wait_for("document.body.classList.contains('lost')", "the loss")
    (tmp_path / "other.xml").write_text(Response().say("It is back.").hangup().to_xml())
    with in_thread(phone(str(tmp_path), start="other", port=emulator.port)):
        browser.wait_for("document.querySelector('#start').options.length === 2", "the new list of documents")
        assert browser.run("return document.body.className") == "idle"
        assert browser.text("#state") == "The call is lost"
        browser.run("document.querySelector('#start').value = 'other'")
        answer(browser)
        says(browser, "It is back.")
        browser.wait_for("document.body.className === 'over'", "the end")
        browser.open(emulator.url)
        browser.wait_for("document.body.className === 'over'", "the same call after the page was loaded again")
        assert "It is back." in browser.text("#captions")


def test_the_page_can_not_be_framed(page):
    assert "frame-ancestors 'none'" in httpx2.get(page.url, trust_env=False).headers["content-security-policy"]
    for path in ("ring", "answer", "hold"):
        url = f"{page.url}/_emulator/phone/{path}"
        headers = {"content-type": "text/plain"}
        assert httpx2.post(url, content="{}", headers=headers, trust_env=False).status_code == 415
    headers = {"host": "evil.example"}
    assert httpx2.get(f"{page.url}/_emulator/phone/events", headers=headers, trust_env=False).status_code == 403


def test_another_site_can_not_ring(page):
    answer = httpx2.post(
        f"{page.url}/_emulator/phone/ring", json={}, headers={"origin": "https://evil.example"}, trust_env=False
    )
    assert answer.status_code == 403


def test_sources_of_other_files_are_not_shown(page):
    for path in ("/etc/passwd", "../../etc/passwd", ""):
        answer = httpx2.get(f"{page.url}/_emulator/phone/source", params={"path": path}, trust_env=False)
        assert answer.status_code == 404


@pytest.mark.skipif(PICTURES is None, reason="VOXML_PICTURES names the folder for pictures of the documentation")
def test_pictures():
    for name, dark in (("phone", False), ("phone-dark", True)):
        with in_thread(phone("examples/site", start="menu")) as emulator, browsing(dark=dark) as browser:
            browser.resize(1400, 900)
            browser.open(emulator.url)
            browser.wait_for("document.querySelector('#start').options.length", "the list of documents")
            browser.click("#ring")
            browser.wait_for("document.body.className === 'ringing'", "ringing")
            browser.click("#answer")
            browser.wait_for("document.querySelector('#listening').innerText.includes('Listening')", "the menu")
            time.sleep(1.5)
            browser.click("[data-key='2']")
            time.sleep(3)
            browser.screenshot(Path(PICTURES or ".") / f"{name}.png")
