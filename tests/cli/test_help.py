"""`voxml --help`: every command, in its section, each summary whole."""

from __future__ import annotations

import click

from tests.conftest import Voxml
from voxml.cli import _commands


def test_every_command_has_its_section(voxml: Voxml) -> None:
    names = [name for section in _commands.SECTIONS.values() for name in section]
    assert sorted(names) == _commands.voxml.list_commands(click.Context(_commands.voxml))
    result = voxml("--help")
    assert result.code == 0
    lines = result.out.splitlines()
    for name in names:
        (line,) = [line for line in lines if line.split()[:1] == [name]]
        assert line.endswith("."), line
        assert not line.endswith("..."), line
    assert max(map(len, lines)) <= 80
