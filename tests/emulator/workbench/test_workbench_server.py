"""What the workbench knows without a browser: lines of steps, broken documents, what it serves and what it refuses."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from tests.waiting import until
from voxml.emulator.server import in_thread
from voxml.emulator.simulation import Simulation
from voxml.emulator.workbench.call_page import recorded_data
from voxml.emulator.workbench.open_workbench import Workbench
from voxml.emulator.workbench.project import FileProject, SiteProject
from voxml.emulator.workbench.recorded_project import HeardProject
from voxml.errors import InputError

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLES / "site", tmp_path / "site", ignore=shutil.ignore_patterns(".voxml", "__pycache__"))
    return tmp_path / "site"


@pytest.fixture
def workbench(site: Path):
    with in_thread(Workbench(str(site))) as running:
        yield running


def get(workbench: Workbench, path: str, **headers: str) -> httpx2.Response:
    return httpx2.get(workbench.url + path, headers=headers, trust_env=False)


def lines(project: SiteProject | FileProject, name: str) -> list[tuple[str, int, str]]:
    """The line of each step and prompt, with what is written there."""
    source = project.source_of(project.load(), name)
    found = []
    for each in source.positions:
        text = source.text or Path(each.path).read_text()
        found.append((f"{each.step}{each.prompt}", each.line, text.splitlines()[each.line - 1].strip()[:12]))
    return found


def test_lines_of_steps_in_each_kind_of_source(site: Path) -> None:
    project = SiteProject(site, print, None)
    project.live.base_url = "http://127.0.0.1:5000"
    loaded = project.load()
    assert lines(project, "menu") == [
        ("0", 2, "<Gather acti"),
        ("0say", 3, "<Say voice=\""),
        ("1", 5, "<Say voice=\""),
        ("2", 6, "<Hangup/>"),
    ]  # fmt: skip
    assert lines(project, "hours") == [("0", 4, "{"), ("1", 10, "{")]
    assert [each[1:] for each in lines(project, "sales")] == [(4, "{"), (10, "{"), (23, "{"), (29, "{")]
    rows = [name for name in loaded.flow.stops if name.startswith("reminder/")]
    assert len(rows) == 2
    for row in rows:
        assert lines(project, row) == [("0", 19, '<Say voice="'), ("1", 20, "<Redirect me")]
    project.close()


def test_lines_of_a_template_that_repeats(tmp_path: Path) -> None:
    template = tmp_path / "loop.xml.j2"
    template.write_text(
        '{# voxml\ntitle = "Loop"\n#}\n<Response>\n{% for n in [1, 2] %}\n  <Say>{{ n }}</Say>\n{% endfor %}\n'
        "{% if true %}\n  <Hangup/>\n{% endif %}\n</Response>\n"
    )
    assert lines(FileProject(str(template), None, None), "loop") == [
        ("0", 6, "<Say>{{ n }}"),
        ("1", 6, "<Say>{{ n }}"),
        ("2", 9, "<Hangup/>"),
    ]


def test_a_broken_document_keeps_its_card_with_the_frame_of_the_terminal(site: Path) -> None:
    menu = site / "menu.xml"
    menu.write_text(menu.read_text().replace("<Hangup/>", "<Hangup/"))
    with in_thread(Workbench(str(site))) as workbench:
        state = get(workbench, "/_voxml/state").json()
        card = next(each for each in state["documents"] if each["name"] == "menu")
        assert card["is_broken"]
        assert card["counts"] == {"error": 1}
        problem = state["problems"][0]
        assert (problem["document"], problem["line"]) == ("menu", 6)
        assert "6 |   <Hangup/" in problem["frame"]
        welcome = next(each for each in state["documents"] if each["name"] == "welcome")
        assert [edge["to"] for step in welcome["steps"] for edge in step["edges"]] == ["menu"]


def test_settings_with_errors_are_reported_and_the_rest_stays(workbench: Workbench, site: Path) -> None:
    settings = (site / "voxml.toml").read_text()
    (site / "voxml.toml").write_text("[site]\nbase_urll = 1\n")
    until(lambda: "base_urll" in (get(workbench, "/_voxml/state").json()["error"] or ""), "the error")
    assert len(get(workbench, "/_voxml/state").json()["documents"]) == 5
    (site / "voxml.toml").write_text(settings)
    until(lambda: get(workbench, "/_voxml/state").json()["error"] is None, "the recovery")


def test_documents_stand_at_their_urls_and_the_page_beside_them(workbench: Workbench) -> None:
    menu = get(workbench, "/menu.json")
    assert (menu.status_code, menu.headers["content-type"]) == (200, "application/json")
    assert json.loads(menu.content)["instructions"][0]["verb"] == "Gather"
    assert "We are open" in get(workbench, "/menu.json?digits=1").text
    assert get(workbench, "/voxml.toml").status_code == 404
    refused = httpx2.post(f"{workbench.url}/menu.json", content=b"x=1", trust_env=False)
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD")
    for path in ("/", "/_voxml/"):
        page = get(workbench, path, accept="text/html")
        assert page.headers["content-type"].startswith("text/html")
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
        assert "script-src 'self';" in page.headers["content-security-policy"]


def test_requests_of_other_sites_are_refused(workbench: Workbench) -> None:
    ring = f"{workbench.url}/_voxml/ring"
    assert httpx2.post(ring, json={}, headers={"origin": "https://evil.example"}, trust_env=False).status_code == 403
    assert httpx2.post(ring, content="{}", headers={"content-type": "text/plain"}, trust_env=False).status_code == 415
    for path in ("/_voxml/events", "/_voxml/state", "/menu.json"):
        assert get(workbench, path, host="evil.example").status_code == 403


@pytest.mark.parametrize("path", ["/etc/passwd", "../../etc/passwd", "", "voxml.toml", "menu.json"])
def test_other_files_are_not_shown(workbench: Workbench, path: str) -> None:
    answer = httpx2.get(f"{workbench.url}/_voxml/source", params={"path": path}, trust_env=False)
    assert answer.status_code == 404


def test_wrong_starts(site: Path) -> None:
    with pytest.raises(InputError, match="no document 'nope'"):
        Workbench(str(site), start="nope")
    with pytest.raises(InputError, match="no such file"):
        Workbench(str(site / "none.xml"))


def test_words_as_sound(workbench: Workbench) -> None:
    if shutil.which("espeak-ng") is None:
        assert get(workbench, "/_voxml/speech?text=Hi").status_code == 404
        pytest.skip("espeak-ng is not installed")
    sound = get(workbench, "/_voxml/speech?text=Hello&language=en-US")
    assert (sound.headers["content-type"], sound.content[:4]) == ("audio/wav", b"RIFF")
    assert get(workbench, "/_voxml/speech?text=Hello&language=../x").status_code in (400, 422)


def test_a_site_that_begins_with_wrong_settings(tmp_path: Path) -> None:
    (tmp_path / "voxml.toml").write_text("[site]\nform = 3\n")
    (tmp_path / "menu.xml").write_text("<Response><Say>Hi</Say><Hangup/></Response>")
    with in_thread(Workbench(str(tmp_path))) as workbench:
        state = get(workbench, "/_voxml/state").json()
        assert "form" in state["error"]
        assert state["documents"] == []
        (tmp_path / "voxml.toml").write_text("[site]\n")
        until(lambda: get(workbench, "/_voxml/state").json()["documents"], "the document")
        ring = httpx2.post(f"{workbench.url}/_voxml/ring", json={"answers": True}, trust_env=False)
        assert ring.status_code == 201
        call = f"/_emulator/calls/{ring.json()['call_uuid']}/transcript?wait=ended"
        assert "Hi" in get(workbench, call).text


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_while_a_page_listens(site: Path, number: int) -> None:
    command = [sys.executable, "-m", "voxml", "serve", str(site)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().removeprefix("listening on ").strip()
        with httpx2.stream("GET", f"{url}/_voxml/events", timeout=300, trust_env=False) as events:
            assert next(events.iter_lines()).startswith('data: {"type":"hello"')
            process.send_signal(number)
            assert process.wait(300) == 0


def test_one_address_may_give_several_documents(workbench: Workbench) -> None:
    with Simulation(f"{workbench.url}/welcome.json", answer_method="GET", steps=[("press", "2")]) as simulation:
        simulation.keeps_responses = True
        call = simulation.play()
    data = recorded_data(HeardProject(f"{workbench.url}/welcome.json", call), call)
    said = [(row["text"], row["document"], row["line"]) for row in data["events"][1]["entries"] if row["kind"] == "say"]
    assert said[0] == ("Welcome to Acme Dental.", "welcome", 4)
    assert said[1][1] == "menu"
    assert said[2] == ("One moment, I am putting you through.", "menu-2", 4)
