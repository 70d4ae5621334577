"""The commands, each found by its file's name, under click."""

from __future__ import annotations

import os

import click

from voxml.cli._help import Group
from voxml.cli._output import EXIT_FAILURE, complain_of_usage, echo

#: The commands as `voxml --help` shows them: in the order in which a document goes through them.
SECTIONS = {
    "Write": ("convert", "import", "fmt", "render", "schema", "templates"),
    "Check": ("lint", "explain", "rules", "lsp"),
    "Host": ("init", "build", "graph", "serve", "publish", "probe"),
    "Hear": ("simulate", "phone", "emulator", "demo"),
    "Call": ("call", "batch", "calls"),
    "Help": ("config", "completion", "help"),
}


class _Commands(Group):
    """Finds `voxml NAME` in the file `NAME.py` beside this one, and imports only the one that is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        here = os.path.dirname(__file__)  # noqa: PTH120 - pathlib costs start-up time
        names = (name[:-3] for name in os.listdir(here) if name.endswith(".py"))  # noqa: PTH208
        return sorted(name.rstrip("_").replace("_", "-") for name in names if not name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        from importlib import import_module

        # A keyword of Python can't name a module that is imported by name.
        module = "import_" if cmd_name == "import" else cmd_name.replace("-", "_")
        command = import_module(f"voxml.cli.{module}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        width = max(len(name) for names in SECTIONS.values() for name in names)
        for title, names in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(width), self._summary(ctx, name)) for name in names])

    def _summary(self, ctx: click.Context, name: str) -> str:
        command = self.get_command(ctx, name)
        return "" if command is None else command.get_short_help_str(limit=66)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            from voxml.language.spelling import did_you_mean

            ending = did_you_mean(args[0], self.list_commands(ctx))
            raise click.UsageError(f"unknown command {args[0]!r}{ending}", ctx) from None


def _print_version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from voxml.version import __version__

        echo(f"voxml {__version__}")
        ctx.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version.",
)
def voxml() -> None:
    """Author, check, host and use VoxML, the call-control documents of the TryVox voice API."""


def invoke(arguments: list[str] | None) -> object:
    """Parse the command line, run its command, and return what that returns: an exit code, as a rule.

    Raises:
        KeyboardInterrupt: somebody pressed Ctrl-C.
    """
    try:
        return voxml.main(args=arguments, prog_name="voxml", standalone_mode=False)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        _complain_of(error)
        return EXIT_FAILURE
    except click.Abort:
        raise KeyboardInterrupt from None


def _complain_of(error: click.ClickException) -> None:
    """Print a click error through our own output, which escapes what the command line brought."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        echo(f"Usage: {context.command_path} {' '.join(context.command.collect_usage_pieces(context))}", err=True)
        echo(f"Try '{context.command_path} {context.help_option_names[0]}' for help.\n", err=True)
    complain_of_usage(error.format_message())
