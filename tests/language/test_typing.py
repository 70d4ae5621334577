"""mypy and pyright flag each wrong line of a user's code, and no right one."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]

CODE = """\
from __future__ import annotations

import voxml
from voxml import Client, Dial, Gather, Hangup, Number, Play, Response, Say, Sip, Stream, Verb

base: Response = Response()
doc: Response = base.say("Welcome.", voice="en-US-Wavenet-D", language="en-US", loop=2, engine="google")
doc = doc.play("https://example.com/a.wav").pause().pause(2).redirect("https://example.com/b", method="GET")
doc = doc.gather(action_url="https://example.com/c", input="dtmf speech", num_digits=1, say=Say("Press 1."))
doc = doc.dial(numbers=[Number("+14155550100", send_digits="1#")], sip=[Sip("sip:a@b.c")], client=(Client("anna"),))
doc = doc.record(action_url="https://example.com/d", trim="do-not-trim", play_beep=False)
doc = doc.stream("wss://example.com/e", parameters={"a": "b"}, track="both_tracks").conference("room", muted=True)
doc = doc.hangup(reason="busy").reject().append(Hangup()).extend([Say("Bye."), Play("https://example.com/f")])
verbs: tuple[Verb, ...] = doc.instructions
first: Verb = doc[0]
some: Response = doc[1:] + doc.copy().insert(0, first) + [Hangup()]
doc += some
media: str = voxml.MEDIA_TYPE
mapping: dict[str, object] = {**doc.to_dict()}
raw: bytes = bytes(doc)
from_verbs: Response = Response(Say("Hi"), Hangup(), voice="en-US-Wavenet-D", language="en-US", engine="google")
doc.dial("+14155550100").dial(Number("+14155550100")).dial(["+14155550100"]).dial(numbers=["+14155550100"], timeout=5)
doc.gather(action_url="https://example.com/c", say="Press 1.", play="https://example.com/d")
text: str = doc.to_json(indent=2) + doc.to_xml(indent=None)
read: Response = voxml.loads(text)
for verb in doc:
    if isinstance(verb, Say):
        words: str = verb.text
        times: int | None = verb.loop
    elif isinstance(verb, Gather) and verb.say is not None:
        words = verb.say.text
    elif isinstance(verb, Dial) and verb.numbers is not None:
        words = verb.numbers[0].number


class Menu(Response):
    def please(self) -> Menu:
        return self.say("Please.")


base.say()  # wrong
base.say("Hi", "there")  # wrong
base.say("Hi", voices="x")  # wrong
base.say(5)  # wrong
base.say("Hi", loop="2")  # wrong
base.say("Hi", engine="amazon")  # wrong
base.gather(num_digits=1)  # wrong
base.gather(action_url="https://a.b", method="get")  # wrong
base.gather(action_url="https://a.b", say=5)  # wrong
base.dial(numbers=[5])  # wrong
base.dial(5)  # wrong
Response([Say("Hi")])  # wrong
Response(voise="x")  # wrong
Response(engine="amazon")  # wrong
base.insert(Say("Hi"))  # wrong
Dial(numbers=["+14155550100"])  # wrong
base.record(action_url="https://a.b", play_beep="true")  # wrong
base.stream("wss://a.b", parameters={"a": 1})  # wrong
base.hangup("busy")  # wrong
base.hangup(reason="tired")  # wrong
base.speak("Hi")  # wrong
base.append(Number("+14155550100"))  # wrong
Say()  # wrong
Say(5)  # wrong
Say("Hi", voices="x")  # wrong
Say("Hi", engine="amazon")  # wrong
Gather()  # wrong
Number(14155550100)  # wrong
Stream("wss://a.b", parameters=[("a", "b")])  # wrong
Say("Hi").text = "Ho"  # wrong
doc[0] = Say("Hi")  # wrong
number: int = Say("Hi").text  # wrong
base.to_json(indent="2")  # wrong
voxml.loads(5)  # wrong
"""
LINES = CODE.splitlines()
WRONG = [number for number, line in enumerate(LINES, start=1) if line.endswith("# wrong")]


@pytest.fixture
def user_code(tmp_path: Path) -> Path:
    (tmp_path / "voxml").symlink_to(TOP / "voxml")
    path = tmp_path / "user_code.py"
    path.write_text(CODE, encoding="utf-8")
    return path


def test_mypy_strict(user_code: Path) -> None:
    if importlib.util.find_spec("mypy") is None:
        pytest.skip("mypy is not installed")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--config-file=",
        "--cache-dir",
        str(TOP / ".mypy_cache" / "user"),
    ]
    # Only what a user sees: faults inside of voxml are another job's.
    command += ["--follow-imports=silent", "--no-error-summary", "--output=json", user_code.name]
    result = subprocess.run(command, cwd=user_code.parent, capture_output=True, text=True, timeout=300, check=False)
    assert result.returncode in (0, 1), result.stderr
    items = map(json.loads, result.stdout.splitlines())
    found = {(item["line"], item["message"]) for item in items if item["severity"] == "error"}
    check(found)


def test_pyright_strict(user_code: Path) -> None:
    if importlib.util.find_spec("pyright") is None and shutil.which("pyright") is None:
        pytest.skip("pyright is not installed")
    settings = {"typeCheckingMode": "strict", "include": [user_code.name], "pythonVersion": "3.11"}
    (user_code.parent / "pyrightconfig.json").write_text(json.dumps(settings))
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable]
    result = subprocess.run(command, cwd=user_code.parent, capture_output=True, text=True, timeout=300, check=False)
    try:
        report = json.loads(result.stdout)
    except ValueError:
        pytest.skip(f"pyright does not run here: {result.stdout[-200:]}{result.stderr[-200:]}")
    found = {
        (item["range"]["start"]["line"] + 1, item["message"])
        for item in report["generalDiagnostics"]
        if item["severity"] == "error"
    }
    check(found)


def check(found: set[tuple[int, str]]) -> None:
    flagged = {line for line, _ in found}
    missed = [LINES[line - 1] for line in WRONG if line not in flagged]
    assert not missed
    needless = [(LINES[line - 1], message) for line, message in sorted(found) if line not in WRONG]
    assert not needless
