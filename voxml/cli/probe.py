"""`voxml probe`: fetches published documents as TryVox will."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

import click

from voxml.cli._help import Command
from voxml.cli._json_option import json_option
from voxml.cli._output import EXIT_CLEAN, EXIT_FINDINGS, EXIT_NOTHING, complain, echo, echo_json, echo_styled
from voxml.cli._terminal import screen
from voxml.diagnostics import printable
from voxml.reporters.terminal.wrapping import hang

if TYPE_CHECKING:
    from voxml.site.probe import Probed


@click.command("probe", cls=Command, short_help="Fetch published documents as TryVox will.")
@click.argument("targets", metavar="URL|MANIFEST|SRC", nargs=-1)
@click.option("--timeout", type=click.FloatRange(0.1, 120), default=10.0, show_default=True, help="Seconds a request.")
@click.option("--post/--no-post", default=None, help="Try POST too.  [where the bytes are those that were built]")
@click.option("--output-format", type=click.Choice(["text", "full", "json"]), default="text", help="How to print it.")
@json_option
def command(targets: tuple[str, ...], timeout: float, post: bool | None, output_format: str) -> int:
    """Fetch each document by GET as TryVox will, and report what it would meet.

    Status, redirects, TLS, type, size, time, the response to POST, and whether the bytes are those that were checked.
    The target is an address, the manifest of a build, or the folder of its sources. Exit 1 when a call would fail.
    """
    from voxml.site.probe import expected_of, probe
    from voxml.site.site_settings import default_src

    expected = [each for target in targets or (str(default_src()),) for each in expected_of(target)]
    if not expected:
        complain("the manifest has no documents")
        return EXIT_NOTHING
    is_text = output_format != "json"
    results = []
    for each in probe(expected, timeout=timeout, post=post):
        results.append(each)
        if is_text:
            _show(each)
    bad = sum(bool(each.problems) for each in results)
    if is_text:
        _show_notes(results)
        echo(f"{len(results) - bad} of {len(results)} documents are as a call needs them")
    else:
        echo_json([{"ok": not each.problems, **each._asdict()} for each in results])
    return EXIT_FINDINGS if bad else EXIT_CLEAN


def _show(each: Probed) -> None:
    parts = [
        str(each.status or "---"),
        f"{each.milliseconds:>5} ms",
        f"{each.size:>7,} B",
        each.tls or "no TLS",
        (each.content_type or "no type").partition(";")[0],
        f"POST {each.post}" if each.post is not None else "",
    ]
    shown = "  ".join(printable(part) for part in parts if part)
    terminal = screen(sys.stdout)
    paint = terminal.paint
    echo_styled(f"{paint.bad('bad') if each.problems else paint.good('ok ')} {shown}  {printable(each.url)}")
    for problem in each.problems:
        text = (
            hang("      ", printable(problem), terminal.width)
            if terminal.is_terminal
            else f"      {printable(problem)}"
        )
        echo_styled(paint.bad(text))


def _show_notes(results: list[Probed]) -> None:
    """Print each note once, with how many documents it is about."""
    for note, count in Counter(note for each in results for note in each.notes).items():
        echo(f"note: {printable(note)}" + (f" ({count} documents)" if count > 1 else ""))
