"""Write the flow in the language of Graphviz."""

from __future__ import annotations

from collections.abc import Mapping

from voxml.diagnostics import printable
from voxml.site.diagram.labels import CALLBACK, INSIDE, MISSING, NodeLabel, reached_edges
from voxml.site.diagram.node import Change, Mark
from voxml.site.diagram.text_width import fit

_COLOURS = {"added": "#1a7f37", "changed": "#9a6700", "removed": "#cf222e"}


def draw_dot(
    labels: Mapping[str, NodeLabel],
    marks: Mapping[str, tuple[Mark, ...]],
    changes: Mapping[str, Change],
) -> str:
    """Return a digraph: one node a document, folders as clusters."""
    lines = [
        "digraph voxml {",
        "  rankdir=LR;",
        '  node [shape=box, style="rounded,filled", fillcolor=white, color="#8693a5",',
        '    fontname="Helvetica", fontsize=11];',
        '  edge [color="#8693a5", fontname="Helvetica", fontsize=10];',
    ]
    folders: dict[str, list[str]] = {}
    for name, label in labels.items():
        folders.setdefault(name.rpartition("/")[0], []).append(
            f"{_quote(name)} [label={_node(label)}{_look(label, marks, changes)}];"
        )
    for number, (folder, nodes) in enumerate(folders.items()):
        if folder:
            lines.append(
                f'  subgraph cluster_{number} {{ label={_quote(folder)}; color="#d3d8e0"; fontname="Helvetica";'
            )
            lines += [f"    {node}" for node in nodes] + ["  }"]
        else:
            lines += [f"  {node}" for node in nodes]
    for name, label in labels.items():
        for edge in reached_edges(label.steps):
            is_inside = edge.kind == INSIDE and edge.to in labels
            target = edge.to if is_inside else f"{edge.kind}: {edge.to}"
            if not is_inside:
                colour = "#cf222e" if edge.kind == MISSING else "#8693a5"
                shown = f"{edge.to} is missing" if edge.kind == MISSING else edge.to
                lines.append(f'  {_quote(target)} [label={_quote(shown)}, style=dashed, color="{colour}"];')
            style = ", style=dashed" if edge.kind == CALLBACK else ""
            lines.append(f"  {_quote(name)} -> {_quote(target)} [label={_quote(edge.on)}{style}];")
    return "\n".join([*lines, "}", ""])


def _node(label: NodeLabel) -> str:
    texts = [label.title, *(fit(step.text, 11, 260) for step in label.steps if step.is_reached)]
    return _quote("\n".join(texts), end="\\l")


def _look(label: NodeLabel, marks: Mapping[str, tuple[Mark, ...]], changes: Mapping[str, Change]) -> str:
    colour = _COLOURS.get(changes.get(label.name, "same"))
    if colour is None and any(mark.severity in ("error", "warning") for mark in marks.get(label.name, ())):
        colour = "#cf222e"
    if colour is None and label.is_entry:
        colour = "#1a7f37"
    return f', color="{colour}", penwidth=2' if colour else ""


def _quote(text: str, end: str = "\\n") -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    lines = [printable(line) for line in escaped.split("\n")]
    return f'"{end.join(lines)}{end if len(lines) > 1 else ""}"'
