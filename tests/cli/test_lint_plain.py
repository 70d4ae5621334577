"""A usual `voxml lint` is read without click, as click would read it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.test_startup import imported
from voxml.cli import run
from voxml.cli._lint_run import PLAIN, read
from voxml.cli.lint import command


def test_the_plain_options_are_those_of_the_command() -> None:
    given = command.make_context("lint", ["a.xml"]).params
    assert given.pop("paths") == ("a.xml",)
    assert given.pop("watch") is False
    assert given == PLAIN


def test_click_is_not_imported_for_a_usual_run(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<Response><Hangup/></Response>")
    for arguments in (["lint", "a.xml"], ["lint", "a.xml", "--preset", "strict", "--output-format=concise"]):
        assert "click" not in imported(f"from voxml.cli import run\nassert run({arguments!r}) == 0", tmp_path)


WORDS = [
    "a.xml", "b", "-", "--fix", "--unsafe-fixes", "--diff", "--exit-zero", "--statistics", "--isolated", "--no-cache", "--preset",
    "static", "--preset=strict", "--preset=odd", "--output-format", "json", "--output-format=concise", "--select", "flow, input",
    "--select=long-pause", "--extend-select", "--ignore", "--ignore=", "--fail-on=error", "--fail-on", "--jobs", "2", "--jobs=0",
    "--jobs=-1", "-j", "-j2", "--stdin-filename", "x.xml", "--", "--help", "-h", "--watch", "--add-ignores", "--add-ignores=why",
    "--config", "--no_cache", "--fix=1", "--pre", "--baseline", "--engine", "xsd", "", "--stdin-filename=-", "-x", "--output-file=o",
]  # fmt: skip


def by_click(arguments: list[str]) -> tuple[tuple[str, ...], dict[str, object]]:
    given = command.make_context("lint", list(arguments)).params
    paths = given.pop("paths")
    assert given.pop("watch") is False
    return paths or (".",), given


def test_what_is_read_quickly_is_what_click_reads() -> None:
    chance = random.Random(3)
    quick = 0
    for _ in range(4000):
        arguments = chance.choices(WORDS, k=chance.randint(0, 4))
        usual = read(arguments)
        if usual is not None:
            quick += 1
            assert usual == by_click(arguments), arguments
    assert quick > 400


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], True), (["a.xml", "b"], True), (["-"], True), (["-", "--stdin-filename", "a.xml"], True), (["--help"], False),
        (["a.xml", "--fix"], True), (["a.xml", "--preset", "static", "--output-format=json", "--ignore", "flow"], True),
        (["-", "a.xml"], False), (["a.xml", "--preset", "odd"], False), (["--watch"], False), (["a.xml", "--jobs", "x"], False),
    ],
)  # fmt: skip
def test_what_is_read_quickly(arguments: list[str], expected: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (read(arguments) is not None) is expected
    monkeypatch.setenv("VOXML_CONFIG", "x.toml")
    assert read(arguments) is None


def test_both_ways_say_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<Response><Pause length='0'/></Response>")
    assert run(["lint", str(path)]) == 1
    plain = capsys.readouterr()
    assert run(["lint", "-j", "0", str(path)]) == 1
    assert capsys.readouterr() == plain
    assert run(["lint", str(tmp_path / "none.xml")]) == run(["lint", "-j", "0", str(tmp_path / "none.xml")])
