"""`voxml help`: the help of a command, as `voxml COMMAND --help` prints it."""

from __future__ import annotations

import click

from voxml.cli._help import Command
from voxml.cli._output import echo_styled


def _complete(ctx: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
    root = ctx.find_root()
    assert isinstance(root.command, click.Group)
    return [name for name in root.command.list_commands(root) if name.startswith(typed)]


@click.command(cls=Command, short_help="Show the help of a command.")
@click.argument("names", metavar="[COMMAND [SUBCOMMAND]]", nargs=-1, shell_complete=_complete)
def command(names: tuple[str, ...]) -> None:
    """Show the help of a command, such as `voxml help lint` or `voxml help calls list`."""
    context = click.get_current_context().find_root()
    for name in names:
        group = context.command
        if not isinstance(group, click.Group):
            raise click.UsageError(f"{context.command_path} has no subcommands")
        _, found, _ = group.resolve_command(context, [name])
        assert found is not None
        context = click.Context(found, parent=context, info_name=name)
    echo_styled(context.get_help())
