"""Every command that prints JSON for programs takes the short option, too."""

from __future__ import annotations

from collections.abc import Iterator

import click

from voxml.cli import _commands


def commands(command: click.Command, context: click.Context, path: str) -> Iterator[tuple[str, click.Command]]:
    """Yield every command below one, with its name."""
    yield path, command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from commands(inner, click.Context(inner, parent=context, info_name=name), f"{path} {name}")


def test_json_is_short_for_the_format() -> None:
    found = 0
    root = _commands.voxml
    for path, command in commands(root, click.Context(root), "voxml"):
        names = {name for each in command.params for name in each.opts}
        formats = next((each.type for each in command.params if "--output-format" in each.opts), None)
        if isinstance(formats, click.Choice) and "json" in formats.choices:
            found += 1
            assert "--json" in names, path
    assert found > 10
