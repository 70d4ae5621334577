"""`voxml batch`: check the calls of a CSV file, and with --live make them."""

from __future__ import annotations

import click

from voxml.cli._help import Command
from voxml.cli._options import as_options
from voxml.cli.calling.options import (
    BatchOptions,
    account_options,
    batch_options,
    document_options,
    given_parameters,
    parameter_options,
)


@click.command(cls=Command, short_help="Dial the numbers of a CSV file, each once.")
@click.argument("csv", metavar="CSV")
@batch_options(hidden=False)
@click.option("--dry-run", is_flag=True, hidden=True, help="What is done without --live.")
@document_options
@parameter_options
@account_options
@as_options(BatchOptions)
def command(options: BatchOptions) -> int:
    """Check every row of a CSV file, and with --live dial each number once.

    A column may be any parameter of the call: to, from, answer_url, answer_method. What all rows share may be an option.

    \b
        voxml batch calls.csv --from +14155550100 --answer-url https://voice.example.com/menu.json
        voxml batch calls.csv … --live --report report.csv
        voxml batch calls.csv … --live --resume

    A run that ends early is resumed; a number that may have been dialled is never dialled again.
    """
    from voxml.cli.calling.batch_run import run_batch

    return run_batch(options, given_parameters())
