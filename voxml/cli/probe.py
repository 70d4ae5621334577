"""`voxml probe`: fetches published documents as TryVox will."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from voxml.cli._output import EXIT_CLEAN, EXIT_FINDINGS, EXIT_NOTHING, echo, echo_json
from voxml.printable import printable

if TYPE_CHECKING:
    from voxml.site.probe import Probed


@click.command("probe", short_help="Fetch published documents as TryVox will.")
@click.argument("targets", metavar="URL|MANIFEST", nargs=-1, required=True)
@click.option("--timeout", type=click.FloatRange(0.1, 120), default=10.0, show_default=True, help="Seconds to wait.")
@click.option("--no-post", is_flag=True, help="Do not try what POST would do.")
@click.option("--output-format", type=click.Choice(["full", "json"]), default="full", help="How the result is printed.")
def command(targets: tuple[str, ...], timeout: float, no_post: bool, output_format: str) -> int:
    """Fetch each document by GET as TryVox will, and say what it would meet.

    Status, redirects, TLS, type, size, time, what POST would do, and whether the bytes are those that were checked.
    TARGET is an address, the manifest of a build, or the folder of its sources. Exit 1 when a call would fail.
    """
    from voxml.site.probe import expected_of, probe

    expected = [each for target in targets for each in expected_of(target)]
    if not expected:
        echo("voxml: the manifest has no documents", err=True)
        return EXIT_NOTHING
    results = []
    for each in probe(expected, timeout=timeout, post=not no_post):
        results.append(each)
        if output_format == "full":
            _show(each)
    bad = sum(bool(each.problems) for each in results)
    if output_format == "json":
        echo_json([{"ok": not each.problems, **each._asdict()} for each in results])
    else:
        _show_notes(results)
        echo(f"{len(results) - bad} of {len(results)} documents are as a call needs them")
    return EXIT_FINDINGS if bad else EXIT_CLEAN


def _show(each: Probed) -> None:
    word = click.style("bad", fg="red", bold=True) if each.problems else click.style("ok ", fg="green")
    parts = [
        str(each.status or "---"),
        f"{each.milliseconds:>5} ms",
        f"{each.size:>7,} B",
        each.tls or "no TLS",
        (each.content_type or "no type").partition(";")[0],
        f"POST {each.post}" if each.post is not None else "",
    ]
    echo(f"{word} {'  '.join(part for part in parts if part)}  {printable(each.url)}")
    for problem in each.problems:
        echo(f"      {printable(problem)}")


def _show_notes(results: list[Probed]) -> None:
    """Each note once, with how many documents it is about."""
    counts: dict[str, int] = {}
    for each in results:
        for note in each.notes:
            counts[note] = counts.get(note, 0) + 1
    for note, count in counts.items():
        echo(f"note: {note}" + (f" ({count} documents)" if count > 1 else ""))
