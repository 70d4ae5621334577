"""A run over folders in which nothing has changed says again what it said, and reads nothing."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.linter.helpers import BAD, GOOD, WARNED, Command, Result
from voxml.linting import run as run_module
from voxml.linting import whole_runs


@pytest.fixture(autouse=True)
def _eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remember even small runs over files that are new."""
    monkeypatch.setattr(whole_runs, "_LEAST", 1)
    monkeypatch.setattr(whole_runs, "_RACY", 0)


def settle() -> None:
    """Let the clock of the file system go on, so that what is done next has another time."""
    time.sleep(0.02)


def tree(lint: Command) -> None:
    lint.write("voxml.toml", "")
    lint.write("site/a.xml", BAD)
    lint.write("site/b.xml", GOOD)
    lint.write("site/deep/c.xml", WARNED)
    lint.write("site/deep/other.json", "{}")
    (lint.folder / ".voxml_cache").mkdir()
    settle()


def remembered(lint: Command) -> list[Path]:
    return sorted((lint.folder / ".voxml_cache").glob("run-*.txt"))


class Judged:
    """Counts the runs that judge."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        verdicts = run_module.Run.verdicts

        def counted(run: run_module.Run) -> object:
            self.count += 1
            return verdicts(run)

        monkeypatch.setattr(run_module.Run, "verdicts", counted)


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Judged:
    return Judged(monkeypatch)


@pytest.mark.parametrize("output_format", ["full", "concise", "json", "sarif", "github"])
def test_the_second_run_says_what_the_first_said(lint: Command, judged: Judged, output_format: str) -> None:
    tree(lint)
    first = lint("site", "--output-format", output_format)
    assert first.code == 1 and "long-pause" in first.out and judged.count == 1
    assert lint("site", "--output-format", output_format) == first
    assert judged.count == 1


def test_other_options_folders_and_places_are_other_runs(
    lint: Command, judged: Judged, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree(lint)
    lint("site")
    for count, arguments in enumerate(
        [["site", "--preset", "strict"], ["site/deep"], ["site", "--exit-zero"], ["."]], 2
    ):
        lint(*arguments)
        assert judged.count == count
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in lint("site").out and judged.count == 6
    monkeypatch.chdir(lint.folder / "site")
    lint(".")
    assert judged.count == 7


@pytest.mark.parametrize(
    "arguments",
    [["--no-cache"], ["--fix"], ["--diff"], ["--output-file", "x.txt"], ["--write-baseline", "b.json"]],
)
def test_a_run_that_does_more_than_speak_is_run_again(lint: Command, judged: Judged, arguments: list[str]) -> None:
    tree(lint)
    for count in (1, 2):
        lint("site", *arguments)
        settle()
        assert judged.count == count


def edit_in_place(folder: Path) -> None:
    """Other bytes of the same length, and the old times again."""
    path = folder / "site/b.xml"
    before = path.stat()
    data = path.read_bytes()
    new = data.replace(b"<Hangup/>", b"<hangup/>") if b"<Hangup/>" in data else data.replace(b"<hangup/>", b"<Hangup/>")
    path.write_bytes(new)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replace_by_old(folder: Path) -> None:
    other = folder / "aside.xml"
    other.write_bytes(BAD)
    os.utime(other, (1, 1))
    other.replace(folder / "site/b.xml")


def toggle(name: str, text: str | bytes) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            path.unlink()
        else:
            path.write_bytes(text.encode() if isinstance(text, str) else text)

    change.__name__ = f"toggle {name}"
    return change


def link(folder: Path) -> None:
    path = folder / "site/link.xml"
    path.unlink(missing_ok=True)
    path.symlink_to(random.choice(["a.xml", "b.xml", "deep/c.xml"]))


CHANGES = [
    edit_in_place,
    replace_by_old,
    link,
    toggle("site/new.xml", BAD),
    toggle("site/deep/deeper/new.json", '{"voxml_version": "1.0", "instructions": []}'),
    toggle("site/.gitignore", "a.xml\n"),
    toggle(".gitignore", "c.xml\n"),
    toggle(".git", ""),
    toggle("site/voxml.toml", '[lint]\nignore = ["flow"]\n'),
    toggle("site/deep/voxml.toml", '[lint]\nignore = ["long-pause"]\n'),
    toggle("site/deep/pyproject.toml", "[tool.voxml.lint]\nselect = ['long-pause']\n"),
    lambda folder: (folder / "voxml.toml").write_text(
        random.choice(["", '[lint]\npreset = "strict"\n', "[lint]\nignore=['input']"])
    ),
    lambda folder: (folder / "site/a.xml").write_bytes(random.choice([GOOD, BAD, WARNED])),
]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_changes_is_seen(lint: Command, judged: Judged, seed: int) -> None:
    random.seed(seed)
    tree(lint)
    for number in range(40):
        change = random.choice(CHANGES)
        change(lint.folder)
        settle()
        fresh = lint("site", "--no-cache")
        assert lint("site") == fresh, (number, change)
        settle()
        # Where there was no folder to remember in, the first run makes it.
        assert lint("site") == fresh, (number, change)
        before = judged.count
        assert lint("site") == fresh, (number, change)
        # Without documents there is nothing to say, and exit code 3.
        assert judged.count == before + (fresh.code == 3), (number, change)


def test_a_change_of_this_moment_may_be_followed_by_another(
    lint: Command, judged: Judged, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole_runs, "_RACY", 2_500_000_000)
    tree(lint)
    assert lint("site") == lint("site")
    assert remembered(lint) == [] and judged.count == 2


def test_templates_baselines_and_failures_are_not_remembered(lint: Command) -> None:
    tree(lint)
    lint.write("site/t.xml.j2", "{# voxml 1 #}<Response><Hangup/></Response>")
    settle()
    lint("site")
    (lint.folder / "site/t.xml.j2").unlink()
    os.mkfifo(lint.folder / "site/pipe.xml")
    settle()
    assert lint("site", "--baseline", "none.json").code == 2
    assert remembered(lint) == []
    lint("site")
    assert len(remembered(lint)) == 1


def test_cache_false_and_a_spoilt_memory(lint: Command, judged: Judged) -> None:
    tree(lint)
    first = lint("site")
    (path,) = remembered(lint)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert lint("site") == first and judged.count == 2
    path.write_bytes(b"")
    assert lint("site") == first and judged.count == 3
    lint.write("voxml.toml", "[lint]\ncache = false\n")
    settle()
    assert lint("site") == lint("site") and judged.count == 5


def test_small_runs_write_nothing(lint: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_runs, "_LEAST", 100)
    lint.write("site/a.xml", BAD)
    settle()
    assert isinstance(lint("site"), Result)
    assert not (lint.folder / ".voxml_cache").exists()


def test_only_the_latest_runs_are_kept(lint: Command) -> None:
    tree(lint)
    for number in range(12):
        lint("site", "--ignore", f"flow,{'input,' * number}media")
    assert len(remembered(lint)) == 8
