"""docs/linting.md does what it says, and the files for other programs are right."""

from __future__ import annotations

import re
from pathlib import Path

from tests.linting.helpers import Command
from voxml import config
from voxml.testing import assert_valid

TOP = Path(__file__).parents[2]
PAGE = (TOP / "docs" / "linting.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_first_sample(lint: Command) -> None:
    lint.write("menu.xml", blocks("xml")[0])
    command, _, output = blocks("console")[0].partition("\n")
    assert command == "$ voxml lint menu.xml"
    assert lint("menu.xml").out == output


def test_the_comment_silences(lint: Command) -> None:
    lint.write("hold.xml", blocks("xml")[1])
    assert lint("hold.xml").code == 0


def test_the_settings_are_right(lint: Command) -> None:
    settings = config.load(str(lint.write("voxml.toml", blocks("toml")[0])))
    assert settings.choice.preset == "static" and settings.site.direction == "outbound"
    lint.write("menu.xml", blocks("xml")[0])
    assert lint("menu.xml").code == 1


def test_the_python_runs() -> None:
    exec(compile(blocks("python")[0], "docs/linting.md", "exec"), {})


def test_every_rule_is_in_the_reference() -> None:
    from voxml.rules import RULES

    reference = (TOP / "docs" / "rules.md").read_text(encoding="utf-8")
    missing = [name for name in RULES if f"`{name}`" not in reference]
    assert missing == []


def test_assert_valid_shows_the_findings() -> None:
    import pytest

    with pytest.raises(AssertionError, match="long-pause") as caught:
        assert_valid('<Response version="1.0"><Pause length="60"/></Response>')
    assert '<Pause length="60"/>' in str(caught.value)
