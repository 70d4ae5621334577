"""`voxml init`: writes a starter site."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from voxml.cli._help import Command
from voxml.cli._output import EXIT_CLEAN, echo
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
    echo(f"now look at it:  voxml serve {shown}\nor build it:     voxml build {shown} -o {shown}/_site")
    return EXIT_CLEAN
