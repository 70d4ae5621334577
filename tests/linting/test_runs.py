"""Whole runs: the cache, several processes, many files, and a rule that crashes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import voxml
from tests.linting.helpers import BAD, GOOD, Command
from voxml import linter
from voxml.linting import cache as cache_module
from voxml.linting import session as session_module
from voxml.rules import RULES
from voxml.rules.run_rules import RuleRunner


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cache and workers even for a handful of files."""
    monkeypatch.setattr(cache_module, "WORTH_WRITING", 1)
    monkeypatch.setattr(session_module, "WORTH_WORKERS", 2)
    monkeypatch.setattr(session_module, "BATCH", 5)


def tree(lint: Command, count: int) -> None:
    for number in range(count):
        lint.write(
            f"site/{number % 7}/{number:04}.xml", BAD.replace(b"1?", f"{number}?".encode()) if number % 2 else GOOD
        )


def caches(lint: Command) -> list[Path]:
    return sorted((lint.folder / ".voxml_cache").glob("lint-*.json"))


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize("jobs", ["1", "3"])
def test_a_cached_run_says_the_same(lint: Command, jobs: str) -> None:
    tree(lint, 60)
    fresh = lint.json("site", "--no-cache", "--jobs", "1")
    assert len(fresh.json) == 30 and fresh.code == 1
    assert caches(lint) == []
    for format_name in ("json", "full", "sarif", "gitlab"):
        plain = lint("site", "--no-cache", "--jobs", "1", "--output-format", format_name).out
        assert lint("site", "--jobs", jobs, "--output-format", format_name).out == plain
        assert lint("site", "--jobs", jobs, "--output-format", format_name).out == plain
    assert len(caches(lint)) == 1
    assert (lint.folder / ".voxml_cache" / ".gitignore").read_text() == "*\n"


@pytest.mark.usefixtures("eager")
def test_a_cache_is_of_its_settings(lint: Command) -> None:
    tree(lint, 10)
    lint("site")
    assert lint.json("site", "--select", "long-pause").json == []
    assert len(lint.json("site").json) == 5
    assert len(caches(lint)) == 2


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize("damage", [b"", b"{", b"0" * 40, b"\xff\xfe\x00"])
def test_a_damaged_cache_is_made_anew(lint: Command, damage: bytes) -> None:
    tree(lint, 10)
    before = lint.json("site")
    (path,) = caches(lint)
    whole = path.read_bytes()
    path.write_bytes(damage)
    after = lint.json("site")
    assert (after.json, after.err) == (before.json, before.err)
    assert len(path.read_bytes()) == len(whole)
    path.write_bytes(whole.replace(b"unknown-member", b"unknown-number"))
    assert lint.json("site").json == before.json, "what was changed is not believed"


@pytest.mark.usefixtures("eager")
def test_a_changed_file_is_judged_anew(lint: Command) -> None:
    path = lint.write("site/a.xml", BAD)
    status = path.stat()
    assert len(lint.json("site").json) == 1
    path.write_bytes(BAD.replace(b"numDigits", b"numdigits"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert '"numdigits"' in lint.json("site").json[0]["message"]


@pytest.mark.usefixtures("eager")
def test_a_folder_that_cannot_be_written_is_no_trouble(lint: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(lint, 6)
    lint.write(".voxml_cache", "a file where the folder should be")
    result = lint.json("site")
    assert len(result.json) == 3 and result.err == ""


@pytest.mark.usefixtures("eager")
def test_the_place_of_a_file_counts_where_rules_know_it(lint: Command) -> None:
    text = '<Response version="1.0"><Redirect method="GET">https://e.com/a.json</Redirect></Response>'
    lint.write("voxml.toml", 'base_url = "https://e.com"\n')
    lint.write("a.xml", text)
    lint.write("b.xml", text)
    for _ in range(2):
        assert [(each["path"], each["rule"]) for each in lint.json(".").json] == [("a.xml", "redirect-to-self")]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_crash_is_ours_and_stops_nothing(
    lint: Command, monkeypatch: pytest.MonkeyPatch, jobs: str, eager: None
) -> None:
    def crash(*_arguments: object) -> None:
        raise ZeroDivisionError("no reason")

    monkeypatch.setitem(RULES, "short-timeout", RULES["short-timeout"]._replace(check=crash))
    lint.write("site/a.xml", '<Response version="1.0"><Gather action_url="https://e.com/" timeout="1"/></Response>')
    lint.write("site/b.xml", BAD)
    lint.write("site/c.xml", '<Response version="1.0"><Pause length="60"/></Response>')
    for _ in range(2):
        result = lint.json("site", "--jobs", jobs)
        assert result.code == 2
        assert "this is a bug in voxml" in result.err and "short-timeout" in result.err and "a.xml" in result.err
        assert "ZeroDivisionError" in result.err and "Traceback" not in result.err
        rules = {each["rule"] for each in result.json}
        assert {"gather-without-prompt", "unknown-member", "long-pause"} <= rules


def test_a_crash_in_the_library_names_the_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RULES, "short-timeout", RULES["short-timeout"]._replace(check=lambda *_: 1 // 0))
    with pytest.raises(linter.RuleCrash, match="short-timeout") as caught:
        linter.lint('<Response version="1.0"><Gather action_url="https://e.com/" timeout="1"/></Response>')
    assert "gather-without-prompt" in [each.rule for each in caught.value.diagnostics]


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_worker_that_dies_is_told(lint: Command, monkeypatch: pytest.MonkeyPatch, eager: None) -> None:
    tree(lint, 10)
    parent = os.getpid()
    run_rules = RuleRunner.run

    def die(*arguments: object) -> object:
        if os.getpid() != parent:
            os._exit(3)
        return run_rules(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(RuleRunner, "run", die)
    result = lint("site", "--jobs", "2", "--no-cache")
    assert result.code == 2 and "was ended from outside" in result.err and "--jobs 1" in result.err
    assert "bug" not in result.err


@pytest.mark.slow
def test_ten_thousand_files(lint: Command) -> None:
    good = json.dumps({"voxml_version": "1.0", "instructions": [{"verb": "Hangup"}]})
    for number in range(10_000):
        form, wrong = ("xml", BAD) if number % 2 else ("json", good.replace("Hangup", "Hnagup").encode())
        right = GOOD if form == "xml" else good.encode()
        lint.write(f"site/{number // 500}/{number}.{form}", wrong if number % 4 < 2 else right)
    result = lint("site", "--output-format", "concise", "--statistics")
    assert result.code == 1
    assert result.out.splitlines()[-2:] == ["2500  unknown-member", "2500  unknown-verb"]
    assert "Found 5,000 errors in 10,000 files" in result.err


def test_sounds_are_checked_beside_and_below_documents(lint: Command) -> None:
    lint.write("site/menu.xml", GOOD)
    lint.write("site/ok.wav", b"RIFFxxxxWAVE")
    lint.write("site/hold.wav", b"<!DOCTYPE html><html>")
    lint.write("site/audio/empty.mp3", b"")
    lint.write("site/audio/large.ogg", b"OggS" + bytes(5_000_001))
    lint.write("music/other.ogg", b"version https://git-lfs.github.com/spec/v1")
    for _ in range(2):  # from the cache, too
        found = lint.json(".").json
        assert [(each["path"], each["rule"]) for each in found] == [
            ("site/hold.wav", "not-audio"),
            ("site/audio/empty.mp3", "not-audio"),
            ("site/audio/large.ogg", "large-audio"),
        ]
    assert lint("site", "--ignore", "not-audio,large-audio").code == 0
    assert lint("music").code == 3
    assert [each["rule"] for each in lint.json("music/other.ogg").json] == ["not-audio"]
    assert lint("site/ok.wav").code == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no FIFOs")
def test_a_walk_takes_no_pipe_for_a_sound(lint: Command) -> None:
    lint.write("site/menu.xml", GOOD)
    os.mkfifo(lint.folder / "site/hold.wav")
    assert lint("site").code == 0
    assert [each["rule"] for each in lint.json("site/hold.wav").json] == ["not-audio"]


def test_swml_in_yaml_is_named(lint: Command) -> None:
    lint.write("call.yaml", "version: 1.0.0\nsections:\n  main:\n    - answer: {}\n")
    found = lint.json("call.yaml")
    assert [(each["rule"], each["line"]) for each in found.json] == [("foreign-dialect", 1)]
    assert "SWML" in found.json[0]["message"]
    # The library says the same as the command.
    assert [each.message for each in voxml.lint(lint.folder / "call.yaml")] == [found.json[0]["message"]]
