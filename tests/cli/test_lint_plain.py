"""`voxml lint PATH…` runs without click, as if it had been parsed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_startup import imported
from voxml.cli import run
from voxml.cli._lint_run import PLAIN, is_plain
from voxml.cli.lint import command


def test_the_plain_options_are_those_of_the_command() -> None:
    given = command.make_context("lint", ["a.xml"]).params
    assert given.pop("paths") == ("a.xml",)
    assert given.pop("watch") is False
    assert given == PLAIN


def test_click_is_not_imported_for_paths_alone(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<Response><Hangup/></Response>")
    assert "click" not in imported("from voxml.cli import run\nassert run(['lint', 'a.xml']) == 0", tmp_path)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["lint"], True), (["lint", "a.xml", "b"], True), (["lint", "-"], False), (["lint", "--help"], False),
        (["lint", "a.xml", "--fix"], False), (["fmt", "a.xml"], False), ([], False), (["--version"], False),
    ],
)  # fmt: skip
def test_what_is_plain(arguments: list[str], expected: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_plain(arguments) is expected
    monkeypatch.setenv("VOXML_CONFIG", "x.toml")
    assert not is_plain(arguments)


def test_both_ways_say_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<Response><Pause length='0'/></Response>")
    assert run(["lint", str(path)]) == 1
    plain = capsys.readouterr()
    assert run(["lint", "--jobs", "0", str(path)]) == 1
    assert capsys.readouterr() == plain
    assert run(["lint", str(tmp_path / "none.xml")]) == run(["lint", "--jobs", "0", str(tmp_path / "none.xml")])
