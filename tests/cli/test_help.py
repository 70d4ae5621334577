"""`voxml --help`: every command, in its section, each summary whole."""

from __future__ import annotations

import click

from tests.conftest import Voxml
from voxml.cli import _commands


def commands(group: click.Group, name: str = "") -> list[tuple[str, click.Command]]:
    """Return each command and each command of a command, with what is typed to run it."""
    found = []
    for each in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), each)
        assert command is not None
        found.append((f"{name}{each}", command))
        if isinstance(command, click.Group):
            found += commands(command, f"{name}{each} ")
    return found


def test_every_command_has_colors_to_choose_and_help_in_groups(voxml: Voxml) -> None:
    for name, command in commands(_commands.voxml):
        text = voxml(*name.split(), "--help").out
        shown = [line.split()[0] for line in text.splitlines() if line.startswith("  -")]
        hidden = [each for each in command.params if getattr(each, "hidden", False)]
        options = [each for each in command.params if isinstance(each, click.Option) and each not in hidden]
        # With --color and --help; none is left out, none is there twice.
        assert len(shown) == len(options) + 2, name
        assert "--color" in text and "\x1b" not in text, name
    assert "\nThe callee:\n" in voxml("simulate", "--help").out


def test_color_is_obeyed_everywhere(voxml: Voxml) -> None:
    assert "\x1b[1mUsage:" in voxml("rules", "--color", "always", "--help").out
    assert voxml("lint", "--color", "always", "nothing.xml").err.startswith("\x1b[1;31mvoxml:\x1b[0m nothing.xml")
    assert voxml("lint", "nothing.xml").err.startswith("voxml: nothing.xml")


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
