"""`voxml init`: writes a starter site."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from voxml.cli._help import Command
from voxml.cli._output import EXIT_CLEAN, echo, echo_styled
from voxml.cli._terminal import screen
from voxml.diagnostics import printable


@click.command("init", cls=Command, short_help="Write a starter site.")
@click.argument("directory", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
def command(directory: Path) -> int:
    """Write a small telephone menu into DIR: XML, JSON, a template and Python, with its settings.

    It builds as it is.
    """
    from voxml.site.starter import write_starter

    for name in write_starter(directory):
        echo(f"wrote {printable(str(directory / name))}")
    shown = shlex.quote(str(directory))
    typed = screen(sys.stdout).paint.name
    serve, build = printable(f"voxml serve {shown}"), printable(f"voxml build {shown} -o {shown}/_site")
    echo_styled(f"now look at it:  {typed(serve)}\nor build it:     {typed(build)}")
    return EXIT_CLEAN
