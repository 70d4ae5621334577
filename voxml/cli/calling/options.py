"""The options of `voxml call`, `voxml batch` and `voxml calls`, and the settings of a batch that they give."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import click

from voxml.calls.parameter_check import from_texts
from voxml.calls.parameters import CREATE, Parameter
from voxml.cli._json_option import json_option

F = TypeVar("F", bound=Callable[..., Any])


class _Rate(click.FloatRange):
    """Calls a second: `nan` is within every range."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        rate = float(super().convert(value, param, ctx))
        if math.isnan(rate):
            self.fail(f"{value!r} is not a number of calls a second.", param, ctx)
        return rate


class BatchOptions(NamedTuple):
    """How a batch is to be run."""

    path: str
    live: bool
    resume: bool
    no_preflight: bool
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
    show_numbers: bool
    manifest: str | None
    template: str | None
    publish_to: str | None
    publish_url: str | None
    output_format: str
    auth: Any
    tenant_id: str | None


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
    return click.option(parameter.option, parameter.argument, metavar=metavar, help=parameter.doc)


def split_parameters(options: dict[str, Any]) -> dict[str, Any]:
    """Take the parameters of the request out of the options of a command; the secret is found elsewhere."""
    given = {parameter.argument: options.pop(parameter.argument) for parameter in CREATE if not parameter.is_secret}
    return from_texts(CREATE, {name: text for name, text in given.items() if text is not None})


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

    def add(function: F) -> F:
        return _add(function, *(click.option(*names, hidden=hidden, **more) for names, more in _BATCH))

    return add


def _add(function: F, *options: Callable[[F], F]) -> F:
    for option in reversed(options):
        function = option(function)
    return function


_BATCH: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (("--live",), {"is_flag": True, "help": "Dial; without it the rows are only checked."}),
    (("--resume",), {"is_flag": True, "help": "Go on where an earlier run ended, and repeat nothing."}),
    (("--rate",), {"type": _Rate(min=0, min_open=True), "metavar": "N", "help": "Calls a second at most."}),
    (
        ("--concurrency",),
        {"type": click.IntRange(1, 200), "default": 8, "show_default": True, "help": "Calls submitted at a time."},
    ),
    (("--limit",), {"type": click.IntRange(1), "metavar": "N", "help": "Calls in this run at most."}),
    (("--journal",), {"metavar": "FILE", "help": "Where the batch is written down. Not set: CSV.journal."}),
    (
        ("--report", "reports"),
        {"multiple": True, "metavar": "FILE", "help": "Write a report, .csv or .html; may be repeated."},
    ),
    (("--do-not-call",), {"metavar": "FILE", "help": "Numbers that are never dialled, one a line."}),
    (("--quiet-hours",), {"metavar": "HH:MM-HH:MM", "help": "When nobody is dialled, by the clock of the callee."}),
    (
        ("--time-zone",),
        {"metavar": "ZONE", "help": "The callee's, such as Europe/Berlin, for numbers that tell none."},
    ),
    (
        ("--replace-rules",),
        {
            "is_flag": True,
            "help": "With --resume: give up the do-not-call list, quiet hours and time zone of earlier runs.",
        },
    ),
    (("--allow-repeats",), {"is_flag": True, "help": "Dial a number as often as the file has it."}),
    (
        ("--stop-after",),
        {
            "type": click.IntRange(0), "default": 50, "show_default": True, "metavar": "N",
            "help": "End the run after N rows in a row that got nowhere; 0 for never.",
        },
    ),
    (("--template",), {"metavar": "NAME|FILE", "help": "A document for each row; its columns fill it."}),
    (("--publish-to",), {"metavar": "DIR|s3://…", "help": "Where those documents are put: a folder or a bucket."}),
    (("--publish-url",), {"metavar": "URL", "help": "Its address."}),
)  # fmt: skip
#: By their names in Python, those that mean nothing for one call, with their option.
BATCH_ONLY = {names[-1].removeprefix("--").replace("-", "_"): names[0] for names, _more in _BATCH}
