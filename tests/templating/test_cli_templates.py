from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from voxml.cli import run
from voxml.templating.shipped import shipped_names

KEYS = {"name", "type", "required", "default", "description", "example"}


def test_list(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["templates", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == shipped_names()
    assert run(["templates", "list", "--output-format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [each["name"] for each in listed] == shipped_names()
    (tmp_path / "mine.json.j2").write_text('{"voxml_version": "1.0", "instructions": []}')
    assert run(["templates", "list", "--search-path", str(tmp_path)]) == 0
    assert "mine" in capsys.readouterr().out.split()


def test_pipes_and_devices_are_no_templates(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xml.j2")
    (tmp_path / "zero.xml.j2").symlink_to("/dev/zero")
    assert run(["templates", "list", "--search-path", str(tmp_path)]) == 0
    assert not {"pipe", "zero"} & set(capsys.readouterr().out.split())
    assert run(["render", "pipe", "--search-path", str(tmp_path)]) == 2


@pytest.mark.parametrize("name", shipped_names())
def test_show(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["templates", "show", name]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"{name}: ")
    assert "Parameters:" in shown and "<Response" in shown and "What it says:" in shown
    assert run(["templates", "show", name, "--output-format", "json"]) == 0
    about = json.loads(capsys.readouterr().out)
    assert about["name"] == name
    assert about["document"]["instructions"]
    assert about["says"]
    for parameter in about["parameters"]:
        assert set(parameter) >= KEYS


def test_copy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["templates", "copy", "voicemail", str(tmp_path)]) == 0
    copy = tmp_path / "voicemail.xml.j2"
    assert run(["render", str(copy), "--set", "action_url=https://example.com/r"]) == 0
    copy.write_text("changed")
    assert run(["templates", "copy", "voicemail", str(tmp_path)]) == 2
    assert "--force" in capsys.readouterr().err
    assert copy.read_text() == "changed"
    assert run(["templates", "copy", "voicemail", str(copy), "--force"]) == 0
    assert copy.read_text() != "changed"
    assert run(["templates", "copy", "voicemail", str(tmp_path / "no" / "where.xml.j2")]) == 2


def test_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["templates", "show", "voicemial"]) == 2
    assert 'did you mean "voicemail"' in capsys.readouterr().err


def test_show_without_good_examples(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "t.xml.j2"
    path.write_text("<Response><Redirect>{{ url }}</Redirect></Response>")
    assert run(["templates", "show", str(path)]) == 0
    shown = capsys.readouterr().out
    assert "url  (any; required)" in shown
    assert "give no document" in shown and "invalid-value" in shown
    assert run(["templates", "show", str(path), "--output-format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["document"] is None
