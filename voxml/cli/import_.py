"""`voxml import`: documents of other call-control languages as VoxML, with a report of what is lost."""

from __future__ import annotations

from dataclasses import dataclass

import click

from voxml.cli._help import Command
from voxml.cli._json_option import json_option
from voxml.cli._options import as_options
from voxml.config import FORMATS


class _DialectName(click.Choice[str]):
    """A vendor, or the name of its language."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from voxml.importers.importing import dialect_called

        return super().convert(dialect_called(value), param, ctx)


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportOptions:
    """One field for each option."""

    files: tuple[str, ...]
    dialect: str | None
    base_url: str | None
    country: str | None
    output: str | None
    form: str | None
    report: bool
    allow_loss: bool
    output_format: str | None


@click.command("import", cls=Command, short_help="Turn TwiML, Plivo XML, NCCO, BXML, jambonz or SWML into VoxML.")
@click.argument("files", metavar="FILE…|-", nargs=-1, required=True)
@click.option(
    "--from",
    "dialect",
    type=_DialectName(["twilio", "plivo", "vonage", "bandwidth", "jambonz", "signalwire"]),
    help="The vendor whose language it is, or the language: TwiML, NCCO, BXML, SWML …; recognised without.",
)
@click.option("--base-url", metavar="URL", help="Where the documents will be published; relative addresses need it.")
@click.option("--country", metavar="US", help="The country of numbers without a country code.")
@click.option("-o", "--output", metavar="DIR|FILE", help="Write there; without it, one document is printed.")
@click.option("--to", "form", type=click.Choice(["xml", "json", "python"]), help="The form to write.  [default: xml]")
@click.option("--report", is_flag=True, help="Write no document: show the score and what is missing, by frequency.")
@click.option("--allow-loss", is_flag=True, help="Also write documents that would do something else.")
@click.option(
    "--output-format",
    type=click.Choice(FORMATS),
    help="How losses are shown; without -o in place of the document.",
)
@json_option
@as_options(ImportOptions)
def command(options: ImportOptions) -> int:
    """Turn documents of another call-control language into VoxML, and report what is lost.

    FILEs are files and folders; - is standard input. Every loss has its line and column: an error where the call would
    behave differently, a warning where less is recorded or reported or another voice speaks, info where nothing is heard
    of it. A document with errors is not written.

    The exit code is 0 when nothing is lost, 1 with losses, 2 when a file is no such document.
    """
    from voxml.cli._importing import Import

    return Import(options).run()
