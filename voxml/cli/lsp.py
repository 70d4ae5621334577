"""`voxml lsp`: the language server."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import redirect_stdout

import click

from voxml.cli._help import Command
from voxml.cli._output import EXIT_CLEAN


@click.command("lsp", cls=Command, short_help="Run the language server for editors.")
@click.option("--stdio", is_flag=True, hidden=True, help="What it does anyway: some editors say so.")
def command(stdio: bool) -> int:
    """Run the language server, which editors start: it speaks the Language Server Protocol on standard input and output.

    docs/editors.md has the set-up of VS Code, JetBrains, Neovim, Emacs and Helix.
    """
    # What is imported and made now stays to the end: not looking through it saves a tenth of the start.
    gc.disable()
    try:
        from voxml.lsp.requests import make_server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        from voxml.errors import MissingExtraError

        raise MissingExtraError("the language server", "lsp") from None

    # The protocol has standard output for itself; whatever else would print goes to standard error.
    with open(os.dup(sys.stdout.fileno()), "wb") as out, redirect_stdout(sys.stderr):  # noqa: PTH123 - a number
        server = make_server()
        gc.freeze()
        gc.enable()
        try:
            server.start_io(stdout=out)
        finally:
            # An editor that ends without a word closes the pipe, and asks for no shutdown.
            server.workbenches.stop()
    return EXIT_CLEAN
