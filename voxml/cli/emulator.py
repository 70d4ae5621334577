"""`voxml emulator`: TryVox on this machine."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal

import click

from voxml.cli import _completing
from voxml.cli._event_lines import event_printer, json_lines_option
from voxml.cli._help import Command
from voxml.cli._options import as_options
from voxml.cli._output import echo


@dataclass(frozen=True, kw_only=True, slots=True)
class EmulatorOptions:
    """One field for each option."""

    host: str
    port: int
    seed: int | None
    clock: Literal["virtual", "real", "manual"]
    reply: Literal["documented", "observed"]
    platform: str | None
    persona: str | None
    state: str | None
    keep: int
    script_file: str | None
    press: str | None
    routes: tuple[str, ...]
    settings: tuple[str, ...]
    allowed_hosts: tuple[str, ...]
    quiet: bool
    as_json: bool


@click.command(cls=Command, short_help="Run the calls API of TryVox on this machine.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=0,
    show_default=True,
    help="The port; 0 is any free one.",
)
@click.option("--seed", type=int, help="Makes ids and times the same on every run.")
@click.option(
    "--clock",
    type=click.Choice(["virtual", "real", "manual"]),
    default="virtual",
    show_default=True,
    help="Whether calls take no time, real time, or time that only /_emulator/clock moves.",
)
@click.option(
    "--reply",
    type=click.Choice(["documented", "observed"]),
    default="documented",
    show_default=True,
    help="Which of the two shapes that are known of replies and callbacks.",
)
@click.option(
    "--platform",
    metavar="NAME",
    shell_complete=_completing.platforms,
    help="Refuse POST for documents as s3, nginx, github-pages … do.",
)
@click.option("--as", "persona", hidden=True)
@click.option("--state", metavar="FILE", help="Keep calls in this file, and go on with those that are in it.")
@click.option(
    "--keep",
    type=click.IntRange(1),
    default=20_000,
    show_default=True,
    help="How many calls are remembered; the oldest are forgotten first.",
)
@click.option("--script", "script_file", metavar="FILE", help="A TOML file of turns that every callee follows.")
@click.option("--press", metavar="KEYS", help="Keys that every callee presses, one for each menu.")
@click.option(
    "--route",
    "routes",
    multiple=True,
    metavar="FROM=TO",
    help="Send requests for URLs that begin with FROM to TO instead: https://api.example.com=http://127.0.0.1:8000.",
)
@click.option(
    "--setting",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="What the vendor leaves open; docs/emulator.md.",
)
@click.option(
    "--allow-host",
    "allowed_hosts",
    multiple=True,
    metavar="NAME",
    help="Take requests that are addressed to this name too, beside those of this machine.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print the address only, not each event.")
@json_lines_option
@as_options(EmulatorOptions)
def command(options: EmulatorOptions) -> None:
    """Run the TryVox voice API on this machine: it takes calls, fetches their documents and plays them.

    The first line is its address. TRYVOX_AUTH_ID and TRYVOX_API_KEY say who may call; without them any account may,
    with any key that begins with tvx_sk_test_. Ctrl-C ends it.
    """
    from voxml.emulator.emulator_settings import settings_from
    from voxml.emulator.server import Emulator, run

    emulator = Emulator(
        host=options.host,
        port=options.port,
        seed=options.seed,
        clock=options.clock,
        reply=options.reply,
        settings=settings_from(pairs(options.settings, "--setting")),
        auth_id=os.environ.get("TRYVOX_AUTH_ID"),
        api_key=os.environ.get("TRYVOX_API_KEY"),
        webhook_secret=os.environ.get("TRYVOX_WEBHOOK_SECRET"),
        routes=_routes(options.routes),
        state=options.state,
        keep=options.keep,
        platform=options.platform or options.persona,
        script=options.script_file,
        press=options.press,
        allowed_hosts=options.allowed_hosts,
        log=None if options.quiet else event_printer(as_json=options.as_json),
    )

    def ready() -> None:
        echo(f"listening on {emulator.url}")

    run(emulator, ready)


def pairs(texts: tuple[str, ...], option: str) -> dict[str, str]:
    """NAME=VALUE texts as a dictionary."""
    found = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise click.UsageError(f"{option} {text!r} has no value; write NAME=VALUE")
        found[name.strip().replace("-", "_")] = value
    return found


def _routes(texts: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for text in texts:
        start, equals, instead = text.partition("=")
        if not equals or "://" not in start or "://" not in instead:
            raise click.UsageError(f"--route {text!r}: write FROM=TO, each with its scheme")
        found[start] = instead
    return found
