"""`voxml graph`: draw a site's flow."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voxml.cli._help import Command
from voxml.cli._json_option import json_option
from voxml.cli._options import Renamed, as_options
from voxml.cli._output import EXIT_CLEAN, EXIT_FINDINGS, echo, write_output
from voxml.diagnostics import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voxml.diagnostics import Diagnostic
    from voxml.site.diagram.labels import NodeLabel
    from voxml.site.diagram.svg import Diagram
    from voxml.site.flow import Flow

_ENDINGS = {
    ".svg": "svg",
    ".html": "html",
    ".htm": "html",
    ".dot": "dot",
    ".gv": "dot",
    ".json": "json",
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".png": "png",
}
_FORMATS = ("mermaid", "dot", "svg", "html", "json", "png")


@dataclass(frozen=True, kw_only=True, slots=True)
class GraphOptions:
    """One field for each option."""

    sources: tuple[Path, ...]
    output_format: str | None
    output: Path | None
    base_url: str | None
    diff: bool
    changes_only: bool
    title: str | None
    exit_code: bool


@click.command("graph", cls=Command, short_help="Draw what callers hear, and which key leads where.")
@click.argument("sources", metavar="SRC", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--output-format", type=click.Choice(_FORMATS), help="How it is drawn.  [by the name of -o, or mermaid]")
@json_option
@click.option(
    "-o",
    "--output",
    "--output-file",
    cls=Renamed,
    old=["--output-file"],
    type=click.Path(path_type=Path),
    help="File to write; - is standard output.",
)
@click.option("--base-url", metavar="URL", help="Address of the site, if its settings do not say.")
@click.option("--diff", is_flag=True, help="Draw what changed from the first SRC to the second.")
@click.option("--changes-only", is_flag=True, help="With --diff: what changed, and what is linked with it.")
@click.option("--title", help="Heading of the diagram.  [the folder's name]")
@click.option("--exit-code", is_flag=True, help="With --diff: exit 1 when anything changed.")
@as_options(GraphOptions)
def command(options: GraphOptions) -> int:
    """Draw the flow of SRC: a folder of sources, a published folder, one document or one template.

    The diagram says what is spoken, which key leads where, and where a call ends. Problems are marked in it. SVG and
    HTML need no other program; Mermaid is drawn by GitHub and GitLab.
    """
    sources, output = options.sources, options.output
    if options.changes_only and not options.diff:
        raise click.UsageError("--changes-only goes with --diff OLD NEW")
    if len(sources) != (2 if options.diff else 1):
        raise click.UsageError(
            "--diff takes two: OLD and NEW" if options.diff else f"found {len(sources)} sites; expected one"
        )
    chosen = options.output_format or _format_of(output)
    if chosen == "png" and (output is None or str(output) == "-"):
        raise click.UsageError("a PNG is written to a file: add -o FLOW.png")
    from voxml.site.diagram.labels import label_nodes, title_of
    from voxml.site.diagram.marks import marks_of
    from voxml.site.diagram.svg import Diagram
    from voxml.site.open_site import open_site

    opened = open_site(sources[-1], options.base_url)
    heading = options.title or title_of(sources[-1].resolve().name)
    diagram = Diagram(heading, marks_of(opened.flow, opened.diagnostics))
    if not options.diff:
        _write(_drawn(chosen, opened.flow, label_nodes(opened.flow), diagram, opened.diagnostics), output)
        return EXIT_CLEAN
    from voxml.site.diagram.diff import changes_only, compare

    difference = compare(open_site(sources[0], options.base_url).flow, opened.flow)
    diagram = diagram._replace(changes=difference.changes, step_changes=difference.step_changes)
    echo(difference.summary(), err=True)
    shown, faint = changes_only(difference, opened.flow.entries)
    changed = (shown.labels or difference.labels, diagram._replace(faint=faint))
    if options.changes_only:
        _write(_drawn(chosen, opened.flow, *changed, opened.diagnostics), output)
    else:
        _write(_drawn(chosen, opened.flow, difference.labels, diagram, opened.diagnostics, changed), output)
    has_changed = any(each != "same" for each in difference.changes.values())
    return EXIT_FINDINGS if options.exit_code and has_changed else EXIT_CLEAN


def _format_of(output: Path | None) -> str:
    if output is None or str(output) == "-":
        return "mermaid"
    chosen = _ENDINGS.get(output.suffix.lower())
    if chosen is None:
        raise click.UsageError(
            f'found "{output.name}", whose ending names no format; expected {", ".join(_ENDINGS)}, or --output-format'
        )
    return chosen


def _drawn(
    chosen: str,
    flow: Flow,
    labels: Mapping[str, NodeLabel],
    diagram: Diagram,
    diagnostics: list[Diagnostic],
    changed: tuple[Mapping[str, NodeLabel], Diagram] | None = None,
) -> str | bytes:
    """Return the drawing; `changed` is what an HTML page shows of a difference when asked for changes only."""
    from voxml.site.diagram import data, dot, html, mermaid, png, svg

    if chosen == "svg":
        return svg.draw_labels(labels, diagram, flow.entries)
    if chosen == "png":
        return png.draw_png(svg.draw_labels(labels, diagram, flow.entries))
    if chosen == "html":
        drawn = svg.draw_labels(labels, diagram._replace(heading=""), flow.entries)
        if changed is None:
            return html.draw_page(diagram.heading, drawn, labels, diagnostics)
        less = svg.draw_labels(changed[0], changed[1]._replace(heading=""), flow.entries)
        return html.draw_page(diagram.heading, drawn, labels, diagnostics, changes=diagram.changes, changes_only=less)
    if chosen == "dot":
        return dot.draw_dot(labels, diagram.marks, diagram.changes)
    if chosen == "json":
        import json

        plain = data.flow_as_data(flow, labels, diagram.marks, diagram.changes)
        return json.dumps(plain, indent=2, ensure_ascii=False) + "\n"
    return mermaid.draw_mermaid(labels, diagram.marks, diagram.changes)


def _write(drawn: str | bytes, output: Path | None) -> None:
    if output is None or str(output) == "-":
        write_output(drawn)
        return
    from voxml.site.atomic import replace_file

    replace_file(output, drawn.encode() if isinstance(drawn, str) else drawn)
    echo(f"wrote {printable(str(output))}", err=True)
