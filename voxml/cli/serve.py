"""`voxml serve`: looks at a site as a web host would serve it."""

from __future__ import annotations

import signal
import threading
from dataclasses import dataclass
from pathlib import Path

import click

from voxml.cli import _completing
from voxml.cli._event_lines import event_printer, json_lines_option
from voxml.cli._help import Command
from voxml.cli._options import as_options
from voxml.cli._output import EXIT_CLEAN, echo


@dataclass(frozen=True, kw_only=True, slots=True)
class ServeOptions:
    """One field for each option."""

    directory: Path | None
    host: str
    port: int
    platform: str | None
    old_platform: str | None
    opens: bool
    allowed_hosts: tuple[str, ...]
    quiet: bool
    as_json: bool


@click.command("serve", cls=Command, short_help="Serve a site on this machine.")
@click.argument("directory", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", "-p", type=click.IntRange(0, 65535), default=0, help="Port to listen on.  [a free one]")
@click.option(
    "--platform",
    metavar="NAME",
    shell_complete=_completing.platforms,
    help="Behave like nginx, apache, caddy, s3, github-pages …",
)
@click.option("--as", "old_platform", hidden=True)
@click.option("--open/--no-open", "opens", default=False, help="Open the page in your browser.")
@click.option(
    "--allow-host",
    "allowed_hosts",
    metavar="NAME",
    multiple=True,
    help="Another name to answer to, such as a tunnel's.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print the address and what builds say only, not each request.")
@json_lines_option
@as_options(ServeOptions)
def command(options: ServeOptions) -> int:
    """Serve a published folder, or build a folder of sources and serve the result, again whenever it changes.

    GET and HEAD are answered, everything else is refused as static hosts refuse it. For a folder of sources the page
    at / is the workbench: documents, flow, phone, source, problems and requests.
    """
    from voxml.site.dev_server import DevServer, require_folder
    from voxml.site.site_settings import default_src
    from voxml.site.sources import is_source_folder

    chosen = options.directory or default_src()
    require_folder(chosen)
    show = event_printer(as_json=options.as_json)
    if is_source_folder(chosen):
        from voxml.cli._workbench import run_workbench

        return run_workbench(
            str(chosen),
            opens=options.opens,
            host=options.host,
            port=options.port,
            platform=options.platform or options.old_platform,
            allowed_hosts=options.allowed_hosts,
            report=show,
            log=None if options.quiet else show,
        )
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with DevServer(
        chosen,
        host=options.host,
        port=options.port,
        platform=options.platform or options.old_platform,
        allowed_hosts=options.allowed_hosts,
        report=show,
        log=None if options.quiet else show,
    ) as session:
        echo(f"listening on {session.url}")
        while not stop.wait(0.2):
            pass
    return EXIT_CLEAN
