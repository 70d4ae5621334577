"""`voxml simulate`: scripts, transcripts, judgements, golden files, exploration."""

from __future__ import annotations

import io
import json
import re
import shutil
import wave
from pathlib import Path

import pytest

from voxml.cli import run
from voxml.templating.shipped import shipped_names

MENU = """\
<Response>
  <Say language="en-US">Welcome to Acme.</Say>
  <Gather action_url="https://example.com/v/choice.json" num_digits="1" method="GET">
    <Say>Press 1 for sales.</Say>
  </Gather>
  <Say>We did not hear you.</Say>
  <Hangup/>
</Response>
"""
CHOICE = """\
<Response>
  <Dial action_url="https://example.com/v/after.json"><Number>+14155550123</Number></Dial>
</Response>
"""
AFTER = (
    '{"voxml_version": "1.0", "instructions": [\n{"verb": "Say", "text": "Goodbye."},\n{"verb": "Hangup"},\n'
    '{"verb": "Pause"}]}'
)


@pytest.fixture
def flow(tmp_path, monkeypatch):
    (tmp_path / "menu.xml").write_text(MENU)
    (tmp_path / "choice.xml").write_text(CHOICE)
    (tmp_path / "after.json").write_text(AFTER)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def simulate(capsys, *arguments: str) -> tuple[int, str, str]:
    code = run(["simulate", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_a_call_as_text(flow, capsys):
    code, out, err = simulate(capsys, "menu.xml", "--press", "1")
    assert (code, err) == (0, "")
    assert '0:00.0  TryVox   "Welcome to Acme."  [menu.xml:2]' in out
    assert "presses 1  [menu.xml:3]" in out
    assert '"Goodbye."  [after.json:2]' in out
    assert "first word after 0.0 s" in out


def test_the_script_keeps_its_order(flow, capsys):
    code, out, _ = simulate(capsys, "menu.xml", "--press", "1", "--wait=3", "--hang-up")
    assert code == 0
    assert "(callee-hangup)" in out
    assert simulate(capsys, "menu.xml", "--hang-up", "--press", "1")[0] == 1


def test_json(flow, capsys):
    _, out, _ = simulate(capsys, "menu.xml", "--press", "1", "--output-format", "json")
    told = json.loads(out)
    assert told["heard"] == ["Welcome to Acme.", "Press 1 for sales.", "Goodbye."]
    assert told["faults"] == []
    [said] = [entry for entry in told["entries"] if entry["text"] == "Goodbye."]
    assert (said["path"], said["line"]) == ("after.json", 2)


def test_html(flow, capsys):
    _, out, _ = simulate(capsys, "menu.xml", "--output-format", "html", "-o", "call.html")
    assert out == ""
    page = (flow / "call.html").read_text()
    assert page.startswith("<!doctype html>")
    assert "Welcome to Acme." in page
    assert "default-src 'none'" in page
    assert not re.search(r"<(script|link|img)\b[^>]*\b(src|href)=\"(?!data:)", page)


def test_html_in_a_text_stays_text(tmp_path, capsys):
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"voxml_version": "1.0", "instructions": [{"verb": "Say", "text": "<script>"}]}))
    _, out, _ = simulate(capsys, str(path), "--output-format", "html")
    assert "\\u003cscript>" in out
    assert out.count("<script") == 3  # the call as data, the map of modules, and the module


def test_dial_outcomes(flow, capsys):
    _, out, _ = simulate(capsys, "menu.xml", "--press", "1", "--dial", "busy")
    assert "the far side is busy" in out


def test_a_script_file(flow, capsys):
    (flow / "good.toml").write_text(
        '[[turn]]\nhears = "press 1"\nwithin = "5s"\npress = "1"\n[[turn]]\nhears = "goodbye"\n'
    )
    assert simulate(capsys, "menu.xml", "--script", "good.toml")[0] == 0
    (flow / "bad.toml").write_text('[[turn]]\nhears = "lottery"\nwithin = 2\n')
    code, _, err = simulate(capsys, "menu.xml", "--script", "bad.toml")
    assert code == 1
    assert 'not-met: turn 1: did not hear "lottery" within 2 s' in err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[turn]]\nhear = 'x'\n", 'did you mean "hears"'),
        ("[[turn]]\npress = 'A'\n", "press"),
        ("[[turn", "not TOML"),
        ("pick_up = 'maybe'", "maybe"),
        ("[[turn]]\nhears_pattern = '('\n", "turn 1: hears_pattern: not a regular expression"),
        ("[[turn]]\n[[turn]]\npress = '1'\nsay = 'x'\n", "turn 2: found press and say; expected one of them"),
        ("[[turn]]\nwithin = 'soon'\n", 'turn 1: within: expected seconds, such as 5 or "5s"'),
        ("[far_end.'*']\noutcome = 'bsy'\n", 'outcome: found "bsy"; expected answers, busy, no-answer or fails'),
        ("[far_end.'*']\ntalk = 3\n", 'did you mean "talks"'),
    ],
)
def test_scripts_with_faults(flow, capsys, text, words):
    (flow / "script.toml").write_text(text)
    code, _, err = simulate(capsys, "menu.xml", "--script", "script.toml")
    assert code == 2
    assert words in err


def test_settings_with_faults(flow, capsys):
    for text, words in (
        ("ring_seconds=abc", "setting ring_seconds: expected a number"),
        ("webhook_retries=99", "setting webhook_retries: expected a whole number <= 20"),
        ("sign_get=perhaps", "setting sign_get: expected true or false"),
    ):
        code, _, err = simulate(capsys, "menu.xml", "--setting", text)
        assert (code, words in err) == (2, True), err


def test_seconds_may_say_so(flow, capsys):
    text = "ring_seconds = '4s'\n[[turn]]\nwait = '2 s'\npress = '1'\n[far_end.'*']\nafter = '1s'\ntalks = 3\n"
    (flow / "script.toml").write_text(text)
    code, out, _ = simulate(capsys, "menu.xml", "--script", "script.toml")
    assert code == 0
    assert "talks with" in out


def test_hanging_up_comes_after_the_reply_has_been_heard(flow, capsys):
    (flow / "choice.xml").write_text("<Response><Say>One moment please.</Say><Pause length='9'/></Response>")
    (flow / "menu.xml").write_text(MENU.replace('method="GET"', 'method="GET" input="dtmf speech"'))
    for act in (("--press", "1"), ("--say", "sales")):
        code, out, _ = simulate(capsys, "menu.xml", *act, "--hang-up")
        assert code == 0
        assert '"One moment please."  [choice.xml:1]' in out
        assert "silence of" not in out
    assert (
        '"One moment please." (cut short)' in simulate(capsys, "menu.xml", "--press", "1", "--hang-up", "--barge-in")[1]
    )


def test_a_call_that_is_over_need_not_be_hung_up(flow, capsys):
    (flow / "choice.xml").write_text("<Response><Hangup/></Response>")
    assert simulate(capsys, "menu.xml", "--press", "1", "--hang-up")[0] == 0


def test_a_golden_file_does_not_hide_what_is_wrong(flow, capsys):
    (flow / "menu.xml").write_text("<Response><Say>Hello.</Say><Pause length='30'/></Response>")
    code, out, err = simulate(capsys, "menu.xml", "--expect", "golden.txt")
    assert (code, out) == (2, "")
    assert "--update writes it" in err
    code, _, err = simulate(capsys, "menu.xml", "--expect", "golden.txt", "--update")
    assert code == 0
    assert "long-silence" in err
    code, out, err = simulate(capsys, "menu.xml", "--expect", "golden.txt")
    assert (code, out) == (1, "")
    assert "long-silence" in err
    assert simulate(capsys, "menu.xml", "--update")[0] == 2


def test_expectations_of_a_golden_file(flow, capsys):
    assert simulate(capsys, "menu.xml", "--expect", "golden.txt", "--update")[0] == 0
    assert simulate(capsys, "menu.xml", "--expect", "golden.txt")[:2] == (0, "")
    (flow / "menu.xml").write_text(MENU.replace("Welcome", "Good morning, welcome"))
    code, out, _ = simulate(capsys, "menu.xml", "--expect", "golden.txt")
    assert code == 1
    assert '-0:00.0  TryVox   "Welcome to Acme."' in out
    assert '+0:00.0  TryVox   "Good morning, welcome to Acme."' in out


def test_a_post_that_a_static_host_refuses(flow, capsys):
    code, out, err = simulate(capsys, "menu.xml", "--press", "1", "--as", "s3")
    assert code == 1
    assert "status 405" in out
    assert "dead-end" in err


def test_silence_over_the_limit(flow, capsys):
    (flow / "quiet.xml").write_text("<Response><Say>Hi</Say><Pause length='12'/><Say>Bye</Say></Response>")
    code, _, err = simulate(capsys, "quiet.xml")
    assert code == 1
    assert "quiet.xml:1: long-silence: nothing is heard for 12.0 s" in err
    assert simulate(capsys, "quiet.xml", "--max-silence", "12")[0] == 0


def test_no_input_that_nothing_follows_is_a_dead_end(flow, capsys):
    (flow / "dead.xml").write_text('<Response><Gather action_url="https://example.com/v/after.json"/></Response>')
    code, _, err = simulate(capsys, "dead.xml")
    assert code == 1
    assert "dead-end: after no input nothing follows" in err


def test_a_menu_that_repeats_for_ever(flow, capsys):
    (flow / "loop.xml").write_text(
        "<Response><Say>Again</Say><Redirect>https://example.com/loop.json</Redirect></Response>"
    )
    code, out, err = simulate(capsys, "loop.xml")
    assert code == 1
    assert "endless-loop" in err
    assert out.count('"Again"') == 3


def test_links_below_the_base_url_must_be_there(flow, capsys):
    code, _, err = simulate(capsys, "menu.xml", "--press", "1", "--base-url", "https://example.com/v/")
    assert code == 0, err
    (flow / "after.json").unlink()
    code, _, err = simulate(capsys, "menu.xml", "--press", "1", "--base-url", "https://example.com/v/")
    assert code == 1
    assert "status 404" in err


def test_links_elsewhere_are_the_edge_of_the_flow(flow, capsys):
    (flow / "away.xml").write_text("<Response><Redirect>https://other.example/x</Redirect></Response>")
    code, out, _ = simulate(capsys, "away.xml")
    assert code == 0
    assert "not among the documents here" in out


def test_a_faulty_document(flow, capsys):
    (flow / "bad.xml").write_text("<Response><Sey>Hi</Sey></Response>")
    code, out, err = simulate(capsys, "bad.xml")
    assert code == 1
    assert "bad.xml:1:11" in out
    assert "dead-end" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["nowhere.xml"],
        ["menu.xml", "--press", "A"],
        ["menu.xml", "--wait", "x"],
        ["menu.xml", "--setting", "nothing=1"],
        ["menu.xml", "--as", "mars"],
        ["."],
        ["menu.xml", "--script", "none.toml"],
    ],
)
def test_misuse(flow, capsys, arguments):
    code, out, err = simulate(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("voxml: ")


def test_lines_of_standard_input_are_a_script(flow, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("1\nwait 2\nhang up\n"))
    code, out, _ = simulate(capsys, "menu.xml", "--interactive")
    assert code == 0
    assert "(callee-hangup)" in out


def test_spoken(flow, capsys):
    if shutil.which("espeak-ng") is None:
        pytest.skip("espeak-ng is not installed")
    assert simulate(capsys, "menu.xml", "--wav", "call.wav")[0] == 0
    with wave.open(str(flow / "call.wav")) as sound:
        assert sound.getnframes() / sound.getframerate() > 8
        assert any(sound.readframes(20_000))


def test_exploring(flow, capsys):
    code, out, _ = simulate(capsys, ".", "--start", "menu", "--explore")
    assert code == 0
    assert "press 1, busy → completed" in out
    assert "press 2 3 4 5 6 7 8 9 0 * # → as from choice.xml[0]" in out
    assert "6 of 7 instructions reached" not in out
    assert "never reached: Pause at after.json:4" in out


def test_exploring_in_a_terminal_and_as_a_page(flow, capsys):
    from voxml.emulator import exploration_tree
    from voxml.emulator.simulation import Simulation
    from voxml.reporters.terminal.paint import Paint
    from voxml.reporters.terminal.screen import Screen

    with Simulation(".", start="menu") as simulation:
        text = exploration_tree.as_tree(simulation.explore(max_paths=100), Screen(Paint(False), 80, True))
    lines = text.splitlines()
    at = lines.index("├─ press 1")
    assert any(line.startswith("│  ├─ busy → completed") for line in lines[at:])
    assert "    never reached: Pause in line 4" in lines
    assert max(map(len, lines)) <= 80
    code, out, _ = simulate(capsys, ".", "--start", "menu", "--explore", "--output-format", "html")
    assert code == 0
    assert "<summary>press 1</summary>" in out and "never reached: Pause in line 4" in out and "http" not in out


def test_exploring_as_json(flow, capsys):
    code, out, _ = simulate(capsys, ".", "--start", "menu", "--explore", "--output-format", "json")
    told = json.loads(out)
    assert (code, told["is_whole"]) == (0, True)
    assert told["reached"] == told["total"] - 1
    ends = {(path["choices"][-1]["what"], path["end"]) for path in told["paths"] if path["choices"]}
    assert {("busy", "completed"), ("no input", "completed"), ("hangs up", "callee-hangup")} <= ends


def test_where_callers_get_stuck(flow, capsys):
    (flow / "a.xml").write_text(
        '<Response><Gather action_url="https://example.com/b.json" num_digits="1"/>'
        "<Redirect>https://example.com/a.json</Redirect></Response>"
    )
    (flow / "b.xml").write_text(
        '<Response><Gather action_url="https://example.com/a.json" num_digits="1"/>'
        "<Redirect>https://example.com/b.json</Redirect></Response>"
    )
    code, out, _ = simulate(capsys, "a.xml", "--explore")
    assert code == 1
    assert "no way leads to an end other than hanging up" in out
    assert "a caller who does nothing goes round" in out


@pytest.mark.parametrize("name", shipped_names())
def test_every_shipped_template_is_explored_to_its_end(name, capsys):
    code, out, err = simulate(capsys, name, "--explore", "--output-format", "json", "--max-silence", "20")
    assert out, err
    told = json.loads(out)
    assert told["is_whole"], err
    assert code == 0, told["faults"]


def test_the_example_site_is_explored_to_its_end(capsys):
    code, out, _ = simulate(capsys, "examples/site", "--explore", "--output-format", "json")
    told = json.loads(out)
    assert (code, told["is_whole"]) == (0, True)


def test_numbers_of_several_keys(flow, capsys):
    (flow / "pin.xml").write_text(
        '<Response><Gather action_url="https://example.com/v/after.json" num_digits="4"/><Say>Bye</Say></Response>'
    )
    code, out, _ = simulate(capsys, "pin.xml", "--explore")
    assert code == 0
    assert "press 1234 → completed" in out
    assert "press 1 → completed" in out


@pytest.mark.parametrize(("digits", "tried"), [("", {"1", "2", "11"}), ('num_digits="2"', {"11", "12"})])
def test_declared_entries_of_several_keys_are_tried(tmp_path, capsys, digits, tried):
    (tmp_path / "voxml.toml").write_text(
        '[site]\nbase_url = "https://voice.example.com"\n[site.menus.menu]\n"1" = "one"\n"11" = "eleven"\n'
    )
    gather = f'<Gather action_url="https://voice.example.com/menu.json" method="GET" timeout="2" {digits}/>'
    (tmp_path / "menu.xml").write_text(f"<Response>{gather}<Hangup/></Response>")
    for name in ("one", "eleven"):
        (tmp_path / f"{name}.xml").write_text(f"<Response><Say>This is {name}.</Say><Hangup/></Response>")
    _, out, _ = simulate(capsys, str(tmp_path), "--start", "menu", "--explore", "--output-format", "json")
    told = json.loads(out)
    first = {path["choices"][0]["what"].removeprefix("press ") for path in told["paths"]}
    assert tried <= first
    reached = {Path(each["path"]).stem for each in told["instructions"] if each["is_reached"]}
    assert "eleven" in reached


def test_explore_is_its_own_person(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "menu.xml"
    path.write_text("<Response><Say>Hello.</Say><Hangup/></Response>")
    assert run(["simulate", str(path), "--explore", "--press", "1"]) == 2
    assert "--explore presses every key by itself; leave out what the callee does" in capsys.readouterr().err


def test_a_document_without_an_address_is_told_by_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "menu.xml"
    path.write_text("<Response><Say>Hello.</Say><Hangup/></Response>")
    assert run(["simulate", str(path)]) == 0
    told = capsys.readouterr().out
    assert "GET menu.json" in told
    assert "invalid" not in told
