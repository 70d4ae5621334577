"""`voxml graph`: a picture of a site's flow."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from voxml.cli._output import EXIT_CLEAN, EXIT_FINDINGS, echo, write_output
from voxml.printable import printable

if TYPE_CHECKING:
    from voxml.site.graph import Flow

_FORMATS = ("mermaid", "dot", "svg", "html", "json")


@click.command("graph", short_help="Draw who hears what, and which key leads where.")
@click.argument("sources", metavar="SRC", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--output-format", type=click.Choice(_FORMATS), help="How it is drawn.  [by the name of -o, or mermaid]")
@click.option(
    "-o", "--output", "--output-file", type=click.Path(path_type=Path), help="File to write; - is standard output."
)
@click.option("--base-url", metavar="URL", help="Where the site is, if its settings do not say.")
@click.option("--diff", is_flag=True, help="Draw what changed from the first SRC to the second.")
@click.option("--title", help="Heading of the picture.  [the folder's name]")
@click.option("--exit-code", is_flag=True, help="With --diff: exit 1 when anything changed.")
def command(
    sources: tuple[Path, ...],
    output_format: str | None,
    output: Path | None,
    base_url: str | None,
    diff: bool,
    title: str | None,
    exit_code: bool,
) -> int:
    """Draw the flow of SRC: a folder of sources, a published folder, or one document.

    Everyone can read it: what is said, which key leads where, where a call ends. Faults are marked in it. SVG and HTML
    stand alone and need no other program; Mermaid is drawn by GitHub and GitLab.
    """
    if len(sources) != (2 if diff else 1):
        raise click.UsageError("--diff takes two: OLD and NEW" if diff else f"found {len(sources)} sites; expected one")
    chosen = output_format or _by_name(output)
    from voxml.site.opening import open_site
    from voxml.site.picture import svg

    opened = open_site(sources[-1], base_url)
    heading = title or _title(sources[-1])
    picture = svg.Picture(heading, svg.marks_of(opened.flow, opened.diagnostics))
    if diff:
        from voxml.site.picture.diff import compare

        difference = compare(open_site(sources[0], base_url).flow, opened.flow)
        picture = picture._replace(changes=difference.changes, step_changes=difference.step_changes)
        echo(difference.summary(), err=True)
        has_changed = any(each != "same" for each in difference.changes.values())
        _write(_drawn(chosen, opened.flow, difference.stories, picture, opened.diagnostics), output)
        return EXIT_FINDINGS if exit_code and has_changed else EXIT_CLEAN
    from voxml.site.picture.words import tell

    _write(_drawn(chosen, opened.flow, tell(opened.flow), picture, opened.diagnostics), output)
    return EXIT_CLEAN


def _by_name(output: Path | None) -> str:
    ending = output.suffix.lstrip(".") if output is not None else ""
    return {"svg": "svg", "html": "html", "htm": "html", "dot": "dot", "gv": "dot", "json": "json"}.get(
        ending, "mermaid"
    )


def _title(path: Path) -> str:
    from voxml.site.picture.words import title_of

    return title_of(path.resolve().name)


def _drawn(chosen: str, flow: Flow, stories: dict, picture: object, diagnostics: list) -> str:  # type: ignore[type-arg]
    from voxml.site.picture import svg

    assert isinstance(picture, svg.Picture)
    if chosen == "svg":
        return svg.draw_stories(stories, picture, flow.entries)
    if chosen == "html":
        from voxml.site.picture.page import draw_page

        drawn = svg.draw_stories(stories, picture._replace(heading=""), flow.entries)
        return draw_page(picture.heading, drawn, stories, diagnostics)
    if chosen == "dot":
        from voxml.site.picture.dot import draw_dot

        return draw_dot(stories, picture.marks, picture.changes)
    if chosen == "json":
        import json

        from voxml.site.picture.plain import flow_as_data

        plain = flow_as_data(flow, stories, picture.marks, picture.changes)
        return json.dumps(plain, indent=2, ensure_ascii=False) + "\n"
    from voxml.site.picture.mermaid import draw_mermaid

    return draw_mermaid(stories, picture.marks, picture.changes)


def _write(text: str, output: Path | None) -> None:
    if output is None or str(output) == "-":
        write_output(text)
        return
    from voxml.site.journal import replace_file

    replace_file(output, text.encode())
    echo(f"wrote {printable(str(output))}", err=True)
