"""The command line: one file a command, and the only place that prints or chooses an exit code.

Exit codes: 0 clean, 1 findings, 2 usage, configuration or our own failure, 3 nothing to check.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

EXIT_CLEAN, EXIT_FINDINGS, EXIT_FAILURE, EXIT_NOTHING = 0, 1, 2, 3


class _Commands(click.Group):
    """Finds `voxml NAME` in the file `NAME.py` beside this one, and imports only the one that is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        here = os.path.dirname(__file__)  # noqa: PTH120 - pathlib costs start-up time
        names = (name[:-3] for name in os.listdir(here) if name.endswith(".py"))  # noqa: PTH208
        return sorted(name.replace("_", "-") for name in names if not name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name.startswith(("_", ".")) or not cmd_name.replace("-", "").isidentifier():
            return None
        from importlib import import_module
        from importlib.util import find_spec

        module = f"{__name__}.{cmd_name.replace('-', '_')}"
        if find_spec(module) is None:
            return None
        command = import_module(module).command
        assert isinstance(command, click.Command)
        return command

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

        click.echo(f"voxml {__version__}")
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


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave the process with its exit code."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; every failure is one clear message, never a traceback."""
    from voxml.errors import VoxmlError

    try:
        result = voxml.main(args=arguments, prog_name="voxml", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        error.show()
        return EXIT_FAILURE
    except VoxmlError as error:
        complain(str(error))
        return EXIT_FAILURE
    except (KeyboardInterrupt, click.Abort):
        complain("interrupted")
        return 130
    except BrokenPipeError:
        # Whoever read our output has had enough. Python would complain once more when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_FAILURE
    except OSError as error:
        complain(
            f"{error.filename + ': ' if isinstance(error.filename, str) else ''}{error.strerror or error}"
        )
        return EXIT_FAILURE
    except Exception as error:
        complain(_our_bug(error))
        return EXIT_FAILURE
    return result if isinstance(result, int) else EXIT_CLEAN


def complain(message: str) -> None:
    """Say on standard error what is wrong."""
    click.echo(f"voxml: {message}", err=True)


def _our_bug(error: Exception) -> str:
    if os.environ.get("VOXML_DEBUG"):
        import traceback

        traceback.print_exc()
    frames = []
    trace = error.__traceback__
    while trace is not None:
        frames.append(f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}")  # noqa: PTH119
        trace = trace.tb_next
    return (
        f"this is a bug in voxml, not in your files: {type(error).__name__} at {frames[-1]}: {error}\n"
        "Please report it with the command that you ran; VOXML_DEBUG=1 shows more."
    )
