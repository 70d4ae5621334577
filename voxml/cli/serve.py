"""`voxml serve`: looks at a site as a host would serve it."""

from __future__ import annotations

from pathlib import Path

import click

from voxml.cli._output import EXIT_CLEAN, echo


@click.command("serve", short_help="Serve a site on this machine.")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", "-p", type=click.IntRange(0, 65535), default=0, help="Port to listen on.  [a free one]")
@click.option("--as", "host_name", metavar="HOST", help="Behave like nginx, apache, caddy, s3, github-pages …")
def command(directory: Path, host: str, port: int, host_name: str | None) -> int:
    """Serve a published folder, or build a folder of sources and serve what it gives, again whenever it
    changes.

    GET and HEAD are answered, everything else is refused as static hosts refuse it. The page at / shows
    every document, what is wrong with it, and how they lead to each other.
    """
    import signal
    import threading

    from voxml.site.session import ServeSession

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with ServeSession(directory, host=host, port=port, host_name=host_name, say=_say) as session:
        echo(f"listening on {session.url}")
        import sys

        sys.stdout.flush()
        if session.failed:
            echo("the site has faults; see the page at /", err=True)
        while not stop.wait(0.2):
            pass
    return EXIT_CLEAN


def _say(message: str) -> None:
    echo(message, err=True)
