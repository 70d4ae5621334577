"""The options of `voxml lint` that say what is looked at and what is shown."""

from __future__ import annotations

import os

import pytest

from tests.linting.helpers import BAD, GOOD, WARNED, Command
from voxml.cli.lint import PRESETS as SHOWN
from voxml.rules.rule import PRESETS


def test_the_presets_of_the_option_are_those_that_there_are() -> None:
    assert SHOWN == PRESETS


def test_force_exclude_treats_a_named_file_as_a_walk_does(lint: Command) -> None:
    lint.write("voxml.toml", '[lint]\nexclude = ["drafts/"]\n')
    lint.write("drafts/half.xml", BAD)
    lint.write("package.json", '{"name": "site"}')
    assert lint("drafts/half.xml", "package.json").code == 1
    for paths in (("drafts/half.xml",), ("package.json",), (".",), ("drafts/half.xml", "package.json")):
        result = lint(*paths, "--force-exclude")
        assert (result.code, result.out) == (0, "")
    lint.write("a.xml", BAD)
    assert lint("a.xml", "drafts/half.xml", "--force-exclude").code == 1


def test_show_files_lists_all_with_the_reason(lint: Command) -> None:
    lint.write("site/a.xml", GOOD)
    lint.write("site/b.json", '[{"action": "talk", "text": "Hi."}]')
    lint.write("site/c.xml", "<project/>")
    result = lint("site", "--show-files")
    assert result.code == 0
    assert result.out.splitlines() == [
        "site/a.xml: checked",
        "site/b.json: passed over: it is NCCO (Vonage)",
        "site/c.xml: passed over: its root is <project>, not <Response>",
    ]


def test_a_directory_of_other_dialects_says_which(lint: Command) -> None:
    lint.write("site/b.json", '[{"action": "talk", "text": "Hi."}]')
    lint.write("site/c.xml", "")
    result = lint("site")
    assert result.code == 3
    assert "site/b.json: it is NCCO (Vonage)" in result.err and "site/c.xml: it is empty" in result.err
    assert lint("site", "-q").err == "voxml: found nothing to check: no file here is VoxML\n"
    lint.write("site/d.xml", "<project/>")
    assert "<project>" not in lint("site").err and "<project>" in lint("site", "-v").err


def test_min_severity_reports_nothing_below(lint: Command) -> None:
    lint.write("a.xml", WARNED)
    assert lint("a.xml").code == 1
    result = lint("a.xml", "--min-severity", "error")
    assert (result.code, result.out) == (0, "No problems in 1 file.\n")


def test_no_ignores_reports_what_is_suppressed(lint: Command) -> None:
    lint.write("a.xml", WARNED.replace(b"<Pause", b"<!-- voxml: ignore[long-pause] --><Pause"))
    lint.write("b.xml", WARNED)
    lint.write("voxml.toml", '[lint.per-file-ignores]\n"b.xml" = ["long-pause"]\n')
    assert lint("a.xml", "b.xml").code == 0
    assert lint.json("a.xml", "b.xml", "--no-ignores").rules == ["long-pause", "long-pause"]


def test_exit_non_zero_on_fix(lint: Command) -> None:
    lint.write("a.xml", BAD)
    assert lint("a.xml", "--fix", "--exit-non-zero-on-fix").code == 1
    assert lint("a.xml", "--fix", "--exit-non-zero-on-fix").code == 0


def test_color(lint: Command) -> None:
    lint.write("a.xml", BAD)
    assert "\x1b[" in lint("a.xml", "--color", "always").out
    assert "\x1b[" not in lint("a.xml", "--color", "never").out


def test_quiet_and_verbose_exclude_each_other(lint: Command) -> None:
    assert lint(".", "-q", "-v").code == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_pipes_and_devices_hold_no_walk(lint: Command) -> None:
    lint.write("site/a.xml", GOOD)
    for name in ("site/pipe.xml", "site/.gitignore", "site/voxml.toml", "site/pyproject.toml"):
        os.mkfifo(lint.folder / name)
    (lint.folder / "site/endless.xml").symlink_to("/dev/zero")
    (lint.folder / "site/pyproject.toml").unlink()
    for name in ("voxml.toml", ".gitignore"):
        result = lint("site")
        assert result.code == 2 and f"{name}: found a device, a pipe or a folder" in result.err
        (lint.folder / "site" / name).unlink()
    assert lint("site").code == 0


def test_patterns_of_gitignore_take_no_time(lint: Command) -> None:
    lint.write("site/.gitignore", "*a*a*a*b\n*a*a*a*a*a*a*b\n**/a/**/a/**/a/**/b\n[\n!\n\\\n")
    lint.write(f"site/{'a' * 120}.xml", GOOD)
    lint.write("site/aaab.xml", BAD)
    lint.write("site/x-a-a-a-b", BAD)
    assert lint("site", "--exit-zero").err == ""
    lint.write("site/.gitignore", "*a*a*b.xml\n")
    assert [each["path"] for each in lint.json("site").json] == []
