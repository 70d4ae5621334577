"""`voxml call`: dial one number, or with --batch as many as a file has rows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, get_args, get_origin

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from voxml.calls.parameters import Parameter


def _options_of_a_call(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that are parameters of the request, from the one list of them."""
    from voxml.calls.parameters import CREATE

    for parameter in reversed(CREATE):
        if not parameter.is_secret:
            function = _option(parameter)(function)
    return function


def _option(parameter: Parameter) -> Callable[..., Any]:
    """Taken as a text: what is wrong with it is told together with all else that is wrong with the request."""
    python = get_args(parameter.type)[0]
    if get_origin(python) is not None:
        metavar = f"[{'|'.join(get_args(python))}]"
    else:
        metavar = _METAVARS.get(parameter.name, "SECONDS" if python is int else "URL")
    return click.option(parameter.option, parameter.argument, metavar=metavar, help=parameter.doc)


class _Rate(click.FloatRange):
    """Calls a second: `nan` is within every range."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        rate = float(super().convert(value, param, ctx))
        if math.isnan(rate):
            self.fail(f"{value!r} is not a number of calls a second.", param, ctx)
        return rate


_METAVARS = {"from": "NUMBER", "to": "NUMBER"}


@click.command(short_help="Dial one number, or those of a CSV file.")
@_options_of_a_call
@click.option("--dry-run", is_flag=True, help="Print the request, with the key masked, and send nothing.")
@click.option("--no-preflight", is_flag=True, help="Dial without fetching and checking the document first.")
@click.option("--manifest", metavar="FILE", help="What `voxml build` wrote: the document must be as it was built.")
@click.option("--wait", is_flag=True, help="Follow the call until it is over.")
@click.option("--batch", metavar="CSV", help="Dial each row of this file; without --live only check them.")
@click.option("--live", is_flag=True, help="With --batch: dial.")
@click.option("--resume", is_flag=True, help="With --batch: go on where an earlier run ended, and repeat nothing.")
@click.option("--rate", type=_Rate(min=0, min_open=True), metavar="N", help="Calls a second at most.")
@click.option(
    "--concurrency",
    type=click.IntRange(1, 200),
    default=8,
    show_default=True,
    help="Calls that are being submitted at a time.",
)
@click.option("--journal", metavar="FILE", help="Where the batch is written down. Not set: CSV.journal.")
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FILE",
    help="Write a report, .csv or .html; may be repeated.",
)
@click.option("--do-not-call", metavar="FILE", help="Numbers that are never dialled, one a line.")
@click.option("--quiet-hours", metavar="HH:MM-HH:MM", help="When nobody is dialled, by the clock of the callee.")
@click.option(
    "--time-zone", metavar="ZONE", help="The callee's, such as Europe/Berlin, where the number does not tell."
)
@click.option(
    "--replace-rules",
    is_flag=True,
    help="With --resume: give up the do-not-call list, quiet hours and time zone of earlier runs.",
)
@click.option("--allow-repeats", is_flag=True, help="Dial a number as often as the file has it.")
@click.option(
    "--stop-after",
    type=click.IntRange(0),
    default=50,
    show_default=True,
    metavar="N",
    help="End a batch after N rows in a row that got nowhere; 0 for never.",
)
@click.option("--template", metavar="NAME|FILE", help="With --batch: a document for each row; its columns fill it.")
@click.option("--publish-to", metavar="DIR|s3://…", help="Where those documents are put: a published folder, or S3.")
@click.option("--publish-url", metavar="URL", help="Its address.")
@click.option("--show-numbers", is_flag=True, help="Telephone numbers in full in what is printed and reported.")
@click.option("--auth", type=click.Choice(["bearer", "basic"]), default="bearer", help="How the key is sent.")
@click.option("--tenant-id", metavar="ID", help="Sent as X-Tenant-ID.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--json", "output_format", flag_value="json", help="The same as --output-format json.")
def command(batch: str | None, dry_run: bool, wait: bool, **options: Any) -> int:
    """Dial one number, or with --batch as many as a CSV file has rows.

    The account is TRYVOX_AUTH_ID and the key TRYVOX_API_KEY (or the file that TRYVOX_API_KEY_FILE names, or
    the keyring); neither is ever an option. TRYVOX_WEBHOOK_SECRET, when set, signs the webhooks of the call.

    A call that may have been dialled is never dialled again by itself: an error says what became of it.
    """
    from voxml.calls.parameters import CREATE, from_texts

    given = {parameter.argument: options.pop(parameter.argument) for parameter in CREATE if not parameter.is_secret}
    members = from_texts(CREATE, {name: text for name, text in given.items() if text is not None})
    _add_secret(members)
    if batch is not None:
        if wait:
            raise click.UsageError("--wait follows one call; `voxml calls list` shows those of a batch")
        return _run_batch(batch, dry_run, members, options)
    _refuse_batch_options(options)
    from voxml.cli.calling.one import run_one

    return run_one(members, dry_run=dry_run, wait=wait, options=options)


def _add_secret(members: dict[str, Any]) -> None:
    from voxml.calls.credentials import find_secret

    secret = find_secret("TRYVOX_WEBHOOK_SECRET", use_keyring=False)
    if secret is not None:
        members["webhook_secret"] = secret.value


def _run_batch(path: str, dry_run: bool, members: dict[str, Any], options: dict[str, Any]) -> int:
    from voxml.cli.calling.batch import run_batch
    from voxml.cli.calling.options import Options

    live, no_preflight = options.pop("live"), options.pop("no_preflight")
    if live and dry_run:
        raise click.UsageError("--live and --dry-run: expected one of the two")
    return run_batch(Options(path, is_live=live, preflight=not no_preflight, **options), members)


#: Options that mean nothing without --batch.
_BATCH_ONLY = (
    *("live", "resume", "rate", "journal", "reports", "do_not_call", "quiet_hours", "time_zone"),
    *("replace_rules", "allow_repeats", "template", "publish_to", "publish_url"),
)


def _refuse_batch_options(options: dict[str, Any]) -> None:
    for name in _BATCH_ONLY:
        if options.pop(name):
            option = "report" if name == "reports" else name.replace("_", "-")
            raise click.UsageError(f"--{option} is for a batch; give --batch CSV")
