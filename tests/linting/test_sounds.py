"""Lint looks at sounds: those that are named, and those that lie with documents."""

from __future__ import annotations

import pytest

from tests.linting.helpers import GOOD, Command

PAGE = b"<!doctype html><title>Log in</title>"


def test_a_walk_takes_the_sounds_that_lie_with_documents(lint: Command) -> None:
    lint.write("site/menu.xml", GOOD)
    lint.write("site/sounds/hold.WAV", PAGE)
    lint.write("site/sounds/good.ogg", b"OggS" + bytes(30))
    lint.write("elsewhere/broken.mp3", b"")
    found = lint.json()
    assert [(each["rule"], each["path"]) for each in found.json] == [("not-audio", "site/sounds/hold.WAV")]
    assert found.code == 1


@pytest.mark.parametrize(
    "output_format", ["full", "concise", "sarif", "github", "gitlab", "junit", "markdown", "jsonl"]
)
def test_every_report_names_a_sound(lint: Command, output_format: str) -> None:
    lint.write("hold.mp3", b"")
    result = lint("hold.mp3", "--output-format", output_format)
    assert result.code == 1
    assert "found an empty file" in result.out and "hold.mp3" in result.out


def test_settings_choose_the_rules_of_sounds(lint: Command) -> None:
    lint.write("menu.xml", GOOD)
    lint.write("hold.mp3", b"")
    lint.write("voxml.toml", '[lint]\nignore = ["not-audio"]\n')
    assert lint.json().json == []
