"""`voxml batch`: check the calls of a CSV file, and with --live make them."""

from __future__ import annotations

from typing import Any

import click

from voxml.cli.calling.options import (
    BatchOptions,
    account_options,
    batch_options,
    document_options,
    parameter_options,
    split_parameters,
)


@click.command(short_help="Dial the numbers of a CSV file, each once.")
@click.argument("csv", metavar="CSV")
@batch_options(hidden=False)
@click.option("--dry-run", is_flag=True, hidden=True, help="What is done without --live.")
@document_options
@parameter_options
@account_options
def command(csv: str, dry_run: bool, **options: Any) -> int:
    """Check every row of a CSV file, and with --live dial each number once.

    A column may be any parameter of the call: to, from, answer_url, answer_method. What all rows share may be an option.

    \b
        voxml batch calls.csv --from +14155550100 --answer-url https://voice.example.com/menu.json
        voxml batch calls.csv … --live --report report.csv
        voxml batch calls.csv … --live --resume

    A run that ends early is resumed; a number that may have been dialled is never dialled again.
    """
    from voxml.cli.calling.batch_run import run_batch
    from voxml.cli.calling.webhook_secret import add_webhook_secret

    if options["live"] and dry_run:
        raise click.UsageError("--live and --dry-run: expected one of the two")
    members = split_parameters(options)
    add_webhook_secret(members)
    return run_batch(BatchOptions(csv, **options), members)
