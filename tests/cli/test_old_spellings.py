"""Old spellings of options go on working, and are not shown."""

from __future__ import annotations

import json
import shlex
import shutil
from pathlib import Path

import pytest

from tests.conftest import Voxml

DOCUMENT = '<Response version="1.0"><Say>Hello.</Say><Hangup/></Response>'
#: What was typed once, the spelling of today, and a file that both write.
SPELLINGS = [
    ("lint a.xml --output-file r.json --output-format json", "lint a.xml -o r.json --json", "r.json"),
    ("lint a.xml --output-format json-v1", "lint a.xml --output-format json", None),
    ("build . --out out --base-url https://e.com", "build . -o out --base-url https://e.com", "out/a.json"),
    (
        "build . -o out --base-url https://e.com --host s3",
        "build . -o out --base-url https://e.com --platform s3",
        "out/a.json",
    ),
    ("graph a.xml --output-file g.svg", "graph a.xml -o g.svg", "g.svg"),
    ("simulate a.xml --output-file t.txt", "simulate a.xml -o t.txt", "t.txt"),
    ("simulate a.xml --as s3", "simulate a.xml --platform s3", None),
    (
        "call --batch c.csv --from +14155550100 --answer-url https://e.com/a.json",
        "batch c.csv --from +14155550100 --answer-url https://e.com/a.json",
        None,
    ),
    (
        "batch c.csv --from +14155550100 --answer-url https://e.com/a.json --dry-run",
        "batch c.csv --from +14155550100 --answer-url https://e.com/a.json",
        None,
    ),
]


@pytest.mark.parametrize(("old", "new", "file"), SPELLINGS, ids=[old for old, _new, _file in SPELLINGS])
def test_the_old_spelling_does_the_same(voxml: Voxml, tmp_path: Path, old: str, new: str, file: str | None) -> None:
    (tmp_path / "a.xml").write_text(DOCUMENT)
    (tmp_path / "c.csv").write_text("to\n+14155550199\n")
    seen = []
    for command in (old, new):
        result = voxml(*shlex.split(command))
        assert result.code in (0, 1), result.err
        seen.append((result.code, result.out, None if file is None else (tmp_path / file).read_text()))
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        shutil.rmtree(tmp_path / ".voxml", ignore_errors=True)
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("command", "old"),
    [
        ("lint", "--output-file"),
        ("build", "--out"),
        ("build", "--host"),
        ("graph", "--output-file"),
        ("simulate", "--output-file"),
        ("simulate", "--as"),
        ("serve", "--as"),
        ("emulator", "--as"),
        ("call", "--batch"),
        ("batch", "--dry-run"),
    ],
)
def test_it_is_not_shown(voxml: Voxml, command: str, old: str) -> None:
    assert old not in voxml(command, "--help").out.replace(",", " ").split()


def test_old_names_of_settings(voxml: Voxml, tmp_path: Path) -> None:
    (tmp_path / "voxml.toml").write_text('[site]\nhost = "s3"\n')
    shown = json.loads(voxml("config", "show", "--json").out)
    assert [each["value"] for each in shown if each["name"] == "site.platform"] == ["s3"]
