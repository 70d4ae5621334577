"""`voxml phone`: a telephone in the browser."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import click

from voxml.cli._event_lines import event_printer, json_lines_option
from voxml.cli._help import Command
from voxml.cli._options import as_options


@dataclass(frozen=True, kw_only=True, slots=True)
class PhoneOptions:
    """One field for each option."""

    source: str | None
    host: str
    port: int
    start: str | None
    base_url: str | None
    opens: bool
    quiet: bool
    as_json: bool
    allowed_hosts: tuple[str, ...]


@click.command(cls=Command, short_help="Try documents on a telephone in the browser.")
@click.argument("source", metavar="[FILE|DIR|TEMPLATE]", required=False)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=0, show_default=True, help="The port; 0 is any free one."
)
@click.option("--start", metavar="NAME", help="The document of a folder with which calls begin.")
@click.option("--base-url", metavar="URL", help="Where the documents will be.")
@click.option("--open/--no-open", "opens", default=False, help="Open the page in your browser.")
@click.option("--allow-host", "allowed_hosts", multiple=True, metavar="NAME", help="Take requests for this name too.")
@click.option("-q", "--quiet", is_flag=True, help="Print the address only, not each event.")
@json_lines_option
@as_options(PhoneOptions)
def command(options: PhoneOptions) -> int:
    """Open the workbench with its phone ready: it rings, you pick up, listen, press keys and speak.

    Without a source, a copy of the example site is used. The first line is the page's address. Nothing is called, and
    nothing leaves this machine. Ctrl-C ends it.
    """
    from voxml.cli._workbench import run_workbench

    show = event_printer(as_json=options.as_json)
    with tempfile.TemporaryDirectory(prefix="voxml-phone-") as scratch:
        source = options.source
        if source is None:
            source = _copied_example(Path(scratch))
            show(f"the example site is in {source}: change a file there, and the page shows it")
        elif source == "-":
            source = _piped(Path(scratch))
        return run_workbench(
            source,
            opens=options.opens,
            at="/#phone",
            host=options.host,
            port=options.port,
            start=options.start,
            base_url=options.base_url,
            allowed_hosts=options.allowed_hosts,
            report=show,
            log=None if options.quiet else show,
        )


def _copied_example(scratch: Path) -> str:
    from voxml.cli.demo import example_site

    site = scratch / "site"
    shutil.copytree(example_site(), site, ignore=shutil.ignore_patterns(".voxml", "__pycache__"))
    return str(site)


def _piped(scratch: Path) -> str:
    """Return a file with the document from standard input."""
    import sys

    from voxml.schema.check import form_of
    from voxml.source import read_bounded

    data = read_bounded(sys.stdin.buffer, "standard input")
    file = scratch / f"document.{form_of(data)}"
    file.write_bytes(data)
    return str(file)
