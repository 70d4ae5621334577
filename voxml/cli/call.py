"""`voxml call`: dial one number, or with --batch as many as a file has rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args, get_origin

import click

from voxml.cli import EXIT_CLEAN, EXIT_FAILURE, EXIT_FINDINGS, complain

if TYPE_CHECKING:
    from collections.abc import Callable

    from voxml.calls.errors import CallError


def _options_of_a_call(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that are parameters of the request, from the one list of them."""
    from voxml.calls.parameters import CREATE

    for parameter in reversed(CREATE):
        if parameter.is_secret:
            continue
        python = get_args(parameter.type)[0]
        type_ = click.Choice(get_args(python)) if get_origin(python) is not None else python
        add = click.option(parameter.option, parameter.argument, type=type_, help=parameter.doc)
        function = add(function)
    return function


@click.command()
@_options_of_a_call
@click.option("--dry-run", is_flag=True, help="Print the request, with the key masked, and send nothing.")
@click.option("--no-preflight", is_flag=True, help="Dial without fetching and checking the document first.")
@click.option(
    "--auth",
    type=click.Choice(["bearer", "basic"]),
    default="bearer",
    show_default=True,
    help="How the key is sent.",
)
@click.option("--tenant-id", metavar="ID", help="Sent as X-Tenant-ID.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(
    dry_run: bool, no_preflight: bool, auth: Any, tenant_id: str | None, output_format: str, **given: Any
) -> int:
    """Dial one number, or with --batch as many as a CSV file has rows.

    The account is TRYVOX_AUTH_ID and the key TRYVOX_API_KEY (or TRYVOX_API_KEY_FILE, or the keyring); neither
    is ever an option. TRYVOX_WEBHOOK_SECRET, when set, signs the webhooks of the call.
    """
    from voxml.calls.credentials import find_secret
    from voxml.calls.errors import CallError, InvalidCall
    from voxml.calls.operations import create_call
    from voxml.calls.shown import show_request

    secret = find_secret("TRYVOX_WEBHOOK_SECRET")
    if secret is not None:
        given["webhook_secret"] = secret.value
    try:
        operation = create_call(given)
    except InvalidCall as error:
        complain("nothing was sent: " + _in_lines(error))
        return EXIT_FAILURE
    if dry_run:
        _print(show_request(operation, auth=auth, tenant_id=tenant_id), output_format)
        return EXIT_CLEAN
    from voxml.calls.client import TryVox

    with TryVox(auth=auth, tenant_id=tenant_id) as tryvox:
        try:
            call = tryvox.run(operation)
        except CallError as error:
            complain(f"{error.outcome}: {error}")
            return EXIT_FINDINGS
    _print(call, output_format)
    return EXIT_CLEAN


def _in_lines(error: CallError) -> str:
    return "\n  ".join(["", *(str(each) for each in error.details)]).strip() if error.details else str(error)


def _print(thing: Any, output_format: str) -> None:
    import msgspec

    if output_format == "json":
        data = thing.to_dict() if hasattr(thing, "to_dict") else thing._asdict()
        click.echo(msgspec.json.format(msgspec.json.encode(data), indent=2))
    elif hasattr(thing, "to_dict"):
        for name, value in thing.__rich_repr__():
            click.echo(f"{name.rstrip('_')}: {value}")
    else:
        click.echo(str(thing))
