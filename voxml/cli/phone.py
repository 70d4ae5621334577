"""`voxml phone`: a telephone in the browser."""

from __future__ import annotations

import click

from voxml.cli._output import echo, log_event


@click.command(short_help="Try documents on a telephone in the browser.")
@click.argument("source", metavar="FILE|DIR")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=0, show_default=True, help="The port; 0 is any free one."
)
@click.option("--start", metavar="NAME", help="The document of a folder with which calls begin.")
@click.option("--base-url", metavar="URL", help="Where the documents will be.")
@click.option("--open/--no-open", "opens", default=False, help="Open the page in your browser.")
@click.option("--allow-host", "allowed_hosts", multiple=True, metavar="NAME", help="Take requests for this name too.")
@click.option("-q", "--quiet", is_flag=True, help="Print the address only, not each event.")
def command(
    source: str,
    host: str,
    port: int,
    start: str | None,
    base_url: str | None,
    opens: bool,
    quiet: bool,
    allowed_hosts: tuple[str, ...],
) -> None:
    """Open a page with a phone that documents can be tried on: it rings, you pick up, listen, press keys and speak.

    The first line is the page's address. Nothing is called, and nothing leaves this machine. Ctrl-C ends it.
    """
    from voxml.emulator.phone.serving import phone
    from voxml.emulator.server import run

    emulator = phone(
        source,
        host=host,
        port=port,
        start=start,
        base_url=base_url,
        allowed_hosts=allowed_hosts,
        log=None if quiet else log_event,
    )

    def ready() -> None:
        echo(f"listening on {emulator.url}")
        if opens:
            import webbrowser

            webbrowser.open(emulator.url)

    run(emulator, ready)
