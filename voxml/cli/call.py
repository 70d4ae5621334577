"""`voxml call`: dial one number."""

from __future__ import annotations

from typing import Any

import click

from voxml.cli.calling.options import (
    BATCH_ONLY,
    BatchOptions,
    account_options,
    batch_options,
    document_options,
    parameter_options,
    split_parameters,
)


@click.command(short_help="Dial one number.")
@parameter_options
@click.option("--dry-run", is_flag=True, help="Print the request, with the key masked, and send nothing.")
@document_options
@click.option("--wait", is_flag=True, help="Follow the call until it is over.")
@account_options
@click.option("--batch", metavar="CSV", hidden=True, help="Another spelling of `voxml batch CSV`.")
@batch_options(hidden=True)
def command(batch: str | None, dry_run: bool, wait: bool, **options: Any) -> int:
    """Dial one number; `voxml batch` dials those of a CSV file.

    The account is TRYVOX_AUTH_ID and the key TRYVOX_API_KEY (or the file that TRYVOX_API_KEY_FILE names, or
    the keyring); neither is ever an option. TRYVOX_WEBHOOK_SECRET, when set, signs the webhooks of the call.

    A call that may have been dialled is never dialled again by itself: an error says what became of it.
    """
    from voxml.cli.calling.batch_run import run_batch
    from voxml.cli.calling.single import run_one
    from voxml.cli.calling.webhook_secret import add_webhook_secret

    members = split_parameters(options)
    add_webhook_secret(members)
    if batch is None:
        _refuse_batch_options()
        return run_one(members, dry_run=dry_run, wait=wait, options=options)
    if wait:
        raise click.UsageError("--wait follows one call; `voxml calls list` shows those of a batch")
    if options["live"] and dry_run:
        raise click.UsageError("--live and --dry-run: expected one of the two")
    return run_batch(BatchOptions(batch, **options), members)


def _refuse_batch_options() -> None:
    context = click.get_current_context()
    for name, option in BATCH_ONLY.items():
        if context.get_parameter_source(name) == click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError(f"{option} is for a batch; use `voxml batch CSV`")
