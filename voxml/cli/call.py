"""`voxml call`: dial one number."""

from __future__ import annotations

from dataclasses import fields

import click

from voxml.cli._help import Command
from voxml.cli._options import as_options
from voxml.cli.calling.options import (
    BatchOptions,
    CallOptions,
    DialOptions,
    account_options,
    batch_options,
    document_options,
    given_parameters,
    parameter_options,
)


@click.command(cls=Command, short_help="Dial one number.")
@parameter_options
@click.option("--dry-run", is_flag=True, help="Print the request, with the key masked, and send nothing.")
@document_options
@click.option("--wait", is_flag=True, help="Follow the call until it is over.")
@account_options
@click.option("--batch", "csv", metavar="CSV", default="", hidden=True, help="Another spelling of `voxml batch CSV`.")
@batch_options(hidden=True)
@as_options(CallOptions)
def command(options: CallOptions) -> int:
    """Dial one number; `voxml batch` dials those of a CSV file.

    The account is TRYVOX_AUTH_ID and the key TRYVOX_API_KEY (or the file that TRYVOX_API_KEY_FILE names, or
    the keyring); neither is ever an option. TRYVOX_WEBHOOK_SECRET, when set, signs the webhooks of the call.

    A call that may have been dialled is never dialled again by itself: an error says what became of it.
    """
    from voxml.cli.calling.batch_run import run_batch
    from voxml.cli.calling.single import run_one

    members = given_parameters()
    given = _given_for_a_batch()
    if "csv" not in given:
        for option in given.values():
            raise click.UsageError(f"{option} is for a batch; use `voxml batch CSV`")
        return run_one(members, options)
    if options.wait:
        raise click.UsageError("--wait follows one call; `voxml calls list` shows those of a batch")
    return run_batch(options, members)


def _given_for_a_batch() -> dict[str, str]:
    """Return the options on the command line that mean nothing for one call: name and spelling."""
    context = click.get_current_context()
    only = {field.name for field in fields(BatchOptions)} - {field.name for field in fields(DialOptions)}
    return {
        str(parameter.name): parameter.opts[0]
        for parameter in context.command.params
        if parameter.name in only
        and context.get_parameter_source(parameter.name) == click.core.ParameterSource.COMMANDLINE
    }
