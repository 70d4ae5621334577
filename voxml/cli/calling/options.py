"""The options of `voxml call`, `voxml batch` and `voxml calls`, and the settings of a batch that they give."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import click

from voxml.calls.credentials import find_secret
from voxml.calls.parameter_check import from_texts
from voxml.calls.parameters import CREATE, Parameter
from voxml.cli._json_option import json_option

F = TypeVar("F", bound=Callable[..., Any])
Auth = Literal["bearer", "basic"]
_GIVEN = "voxml.parameters"


class _Rate(click.FloatRange):
    """Calls a second: `nan` is within every range."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        rate = float(super().convert(value, param, ctx))
        if math.isnan(rate):
            self.fail(f"{value!r} is not a number of calls a second.", param, ctx)
        return rate


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountOptions:
    """What every command about calls takes."""

    show_numbers: bool
    auth: Auth
    tenant_id: str | None
    output_format: Literal["text", "json"]

    @property
    def is_json(self) -> bool:
        """Return whether a program reads what is printed."""
        return self.output_format == "json"


@dataclass(frozen=True, kw_only=True, slots=True)
class DialOptions(AccountOptions):
    """What every command takes that dials; the parameters of the call are `given_parameters`."""

    no_preflight: bool
    manifest: str | None
    dry_run: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class BatchOptions(DialOptions):
    """How a batch is to be run."""

    csv: str
    live: bool
    resume: bool
    rate: float | None
    concurrency: int
    limit: int | None
    stop_after: int
    journal: str | None
    reports: tuple[str, ...]
    do_not_call: str | None
    quiet_hours: str | None
    time_zone: str | None
    replace_rules: bool
    allow_repeats: bool
    template: str | None
    publish_to: str | None
    publish_url: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class CallOptions(BatchOptions):
    """Those of `voxml call`, which takes a batch's too, without showing them."""

    wait: bool


def parameter_options(function: F) -> F:
    """Add an option for each parameter of the request, from the one table of them."""
    for parameter in reversed(CREATE):
        if not parameter.is_secret:
            function = _parameter_option(parameter)(function)
    return function


def _parameter_option(parameter: Parameter) -> Callable[[F], F]:
    """Taken as a text: what is wrong with it is reported together with all else that is wrong with the request."""
    if parameter.choices:
        metavar = f"[{'|'.join(parameter.choices)}]"
    elif parameter.kind.name == "E164":
        metavar = "NUMBER"
    else:
        metavar = "SECONDS" if parameter.python is int else "URL"
    return click.option(
        parameter.option, parameter.argument, metavar=metavar, help=parameter.doc, expose_value=False, callback=_keep
    )


def _keep(context: click.Context, parameter: click.Parameter, text: str | None) -> None:
    if text is not None:
        context.meta.setdefault(_GIVEN, {})[parameter.name] = text


def given_parameters() -> dict[str, Any]:
    """Return the parameters of the request that this command was given, with the secret of the environment.

    Raises:
        InvalidCall: a text is no value of its parameter.
    """
    members = from_texts(CREATE, click.get_current_context().meta.get(_GIVEN, {}))
    secret = find_secret("TRYVOX_WEBHOOK_SECRET", use_keyring=False)
    if secret is not None:
        members["webhook_secret"] = secret.value
    return members


def document_options(function: F) -> F:
    """Add the options about the document that a call is answered with."""
    return _add(
        function,
        click.option("--no-preflight", is_flag=True, help="Dial without fetching and checking the document first."),
        click.option(
            "--manifest", metavar="FILE", help="What `voxml build` wrote: the document must be as it was built."
        ),
    )


def account_options(function: F) -> F:
    """Add the options that every command about calls has."""
    return _add(
        function,
        click.option("--show-numbers", is_flag=True, help="Telephone numbers in full in what is printed and reported."),
        click.option("--auth", type=click.Choice(["bearer", "basic"]), default="bearer", help="How the key is sent."),
        click.option("--tenant-id", metavar="ID", help="Sent as X-Tenant-ID."),
        output_options,
    )


def output_options(function: F) -> F:
    """Add `--output-format` and `--json`."""
    return _add(
        function,
        click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True),
        json_option,
    )


def batch_options(*, hidden: bool) -> Callable[[F], F]:
    """Add the options that only a batch has; `voxml call --batch` takes them without showing them."""
    option = functools.partial(click.option, hidden=hidden)
    return lambda function: _add(
        function,
        option("--live", is_flag=True, help="Dial; without it the rows are only checked."),
        option("--resume", is_flag=True, help="Go on where an earlier run ended, and repeat nothing."),
        option("--rate", type=_Rate(min=0, min_open=True), metavar="N", help="Calls a second at most."),
        option(
            "--concurrency",
            type=click.IntRange(1, 200),
            default=8,
            show_default=True,
            help="Calls submitted at a time.",
        ),
        option("--limit", type=click.IntRange(1), metavar="N", help="Calls in this run at most."),
        option("--journal", metavar="FILE", help="Where the batch is written down. Not set: CSV.journal."),
        option(
            "--report", "reports", multiple=True, metavar="FILE", help="Write a report, .csv or .html; may be repeated."
        ),
        option("--do-not-call", metavar="FILE", help="Numbers that are never dialled, one a line."),
        option("--quiet-hours", metavar="HH:MM-HH:MM", help="When nobody is dialled, by the clock of the callee."),
        option("--time-zone", metavar="ZONE", help="The callee's, such as Europe/Berlin, for numbers that tell none."),
        option(
            "--replace-rules",
            is_flag=True,
            help="With --resume: give up the do-not-call list, quiet hours and time zone of earlier runs.",
        ),
        option("--allow-repeats", is_flag=True, help="Dial a number as often as the file has it."),
        option(
            "--stop-after",
            type=click.IntRange(0),
            default=50,
            show_default=True,
            metavar="N",
            help="End the run after N rows in a row that got nowhere; 0 for never.",
        ),
        option("--template", metavar="NAME|FILE", help="A document for each row; its columns fill it."),
        option("--publish-to", metavar="DIR|s3://…", help="Where those documents are put: a folder or a bucket."),
        option("--publish-url", metavar="URL", help="Its address."),
    )


def _add(function: F, *options: Callable[[F], F]) -> F:
    for option in reversed(options):
        function = option(function)
    return function
