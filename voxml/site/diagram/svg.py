"""Draw the flow as an SVG without scripts, fonts or images from elsewhere, which shows light and dark by itself.

Each document is a `<g class="card" data-document=…>`, each of its instructions a `<g class="step" data-pointer=…>`, each
edge has `data-from`, `data-to` and `data-keys`: flow.js and the pages around it find things by these.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import NamedTuple

from voxml.site.diagram.geometry import PANEL_PADDING, PANEL_TITLE, Layout, Panel
from voxml.site.diagram.icons import symbols
from voxml.site.diagram.labels import INSIDE, NodeLabel, label_nodes, reached_edges
from voxml.site.diagram.layout import lay_out
from voxml.site.diagram.lines import Line, lines_without_crossings
from voxml.site.diagram.node import Change, DrawnNode, Mark, draw_node
from voxml.site.diagram.step import Targets, edge_data
from voxml.site.diagram.style import FAR_SCALE, FAR_SIZES, MAP_SCALE, style
from voxml.site.diagram.text_width import fit, width
from voxml.site.flow import Flow

_HEADING = 58.0
_MIN_WIDTH = 460.0


class Diagram(NamedTuple):
    """What is drawn besides the flow itself."""

    heading: str = ""
    #: Diagnostics by document.
    marks: Mapping[str, tuple[Mark, ...]] = {}
    #: How documents differ from another site, and their instructions by index.
    changes: Mapping[str, Change] = {}
    step_changes: Mapping[str, Mapping[int, Change]] = {}
    #: Documents that are drawn faint, as neighbours of what changed.
    faint: frozenset[str] = frozenset()


def draw(flow: Flow, diagram: Diagram | None = None) -> str:
    """Return the diagram of a site."""
    return draw_labels(label_nodes(flow), diagram or Diagram(), flow.entries)


def draw_labels(labels: Mapping[str, NodeLabel], diagram: Diagram, entries: tuple[str, ...]) -> str:
    """Return the diagram of labelled documents."""
    edges = {
        name: [edge.to for edge in reached_edges(label.steps) if edge.kind == INSIDE and edge.to in labels]
        for name, label in labels.items()
    }
    titles = _titles(labels)
    measured = {name: _node(label, Targets(titles, own=name), diagram) for name, label in labels.items()}
    layout = lay_out({name: node.height for name, node in measured.items()}, edges, entries)
    lines = lines_without_crossings(layout, {name: node.ports for name, node in measured.items()}, edges)
    drawn: dict[str, set[str]] = {}
    for line in lines:
        drawn.setdefault(line.source, set()).add(line.target)
    roots = frozenset(panel.root for panel in layout.panels if len(panel.positions) > 1) - set(entries)
    nodes = {
        name: _node(label, Targets(titles, frozenset(drawn.get(name, ())), roots, name), diagram)
        for name, label in labels.items()
    }
    return _assemble(nodes, layout, lines, diagram, titles)


def _node(label: NodeLabel, targets: Targets, diagram: Diagram) -> DrawnNode:
    return draw_node(
        label,
        targets,
        diagram.marks.get(label.name, ()),
        diagram.changes.get(label.name, "same"),
        diagram.step_changes.get(label.name),
    )


def _titles(labels: Mapping[str, NodeLabel]) -> dict[str, str]:
    """Return the title of each document, or its whole name where two have the same title."""
    counts: dict[str, int] = {}
    for label in labels.values():
        counts[label.title] = counts.get(label.title, 0) + 1
    return {name: label.title if counts[label.title] == 1 else name for name, label in labels.items()}


def _assemble(
    nodes: Mapping[str, DrawnNode], layout: Layout, lines: list[Line], diagram: Diagram, titles: Mapping[str, str]
) -> str:
    top = _HEADING if diagram.heading else 0.0
    width, height = max(layout.width, _MIN_WIDTH), layout.height + top
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="vx still" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" data-far="{FAR_SCALE}" data-map="{MAP_SCALE}" role="img">'
        f"<title>{escape(diagram.heading or 'Call flow')}</title>",
        f"<style>{style(width)}</style>",
        f"<defs>{symbols()}</defs>",
        f'<rect class="bg" width="{width:.0f}" height="{height:.0f}"/>',
    ]
    if diagram.heading:
        parts.append(
            f'<text class="heading" x="30" y="34">{escape(diagram.heading)}</text>'
            f'<text class="legend" x="30" y="52">{_legend(diagram)}</text>'
        )
    parts.append(f'<g class="world" transform="translate(0 {top:g})">')
    if layout.has_panels:
        parts += [_draw_panel(panel, nodes, titles) for panel in layout.panels]
    parts += [_draw_line(line, nodes[line.source], diagram) for line in lines]
    parts += [_draw_card(name, nodes[name], layout, diagram) for name in _reading_order(layout)]
    if layout.has_panels:
        parts += [_draw_region(panel, nodes, titles) for panel in layout.panels]
    return "\n".join([*parts, "</g></svg>", ""])


def _reading_order(layout: Layout) -> list[str]:
    """Return the documents as they are read: panel by panel, a document before those that its keys lead to."""
    return [name for panel in layout.panels for name in panel.positions]


def _draw_card(name: str, node: DrawnNode, layout: Layout, diagram: Diagram) -> str:
    position = layout.positions[name]
    faint = " faint" if name in diagram.faint else ""
    return (
        f'<g id="d-{escape(name)}" class="{node.looks}{faint}" data-document="{escape(name)}" '
        f'data-source="{escape(node.label.source)}" data-title="{escape(node.label.title)}" '
        f'transform="translate({position.x:.1f} {position.y:.1f})">{node.svg}</g>'
    )


def _legend(diagram: Diagram) -> str:
    if diagram.changes:
        return "+ added (bold line) · ~ changed (long dashes) · − removed (dots)"
    return "▶ calls begin here · each box is one document · → another panel · ↩ a box drawn elsewhere"


def _panel_title(panel: Panel, nodes: Mapping[str, DrawnNode], titles: Mapping[str, str]) -> tuple[str, str]:
    """Return what a panel is called, and how many documents it holds and from where a call reaches it."""
    count = len(panel.positions)
    is_mixed = not any(edge.to in panel.positions for edge in reached_edges(nodes[panel.root].label.steps))
    title = "Others" if is_mixed and count > 1 else titles[panel.root]
    return title, f"{count} document{'s' * (count != 1)}{'' if is_mixed else _from(panel, nodes, titles)}"


def _draw_panel(panel: Panel, nodes: Mapping[str, DrawnNode], titles: Mapping[str, str]) -> str:
    x, y = panel.x - PANEL_PADDING, panel.y - PANEL_PADDING - PANEL_TITLE
    title, note = _panel_title(panel, nodes, titles)
    return (
        f'<rect class="panel" x="{x:.1f}" y="{y:.1f}" width="{panel.width + 2 * PANEL_PADDING:.1f}" '
        f'height="{panel.height + 2 * PANEL_PADDING + PANEL_TITLE:.1f}" rx="16"/>'
        f'<text class="panel-title" x="{panel.x:.1f}" y="{y + 46:.1f}">{escape(title)} '
        f'<tspan class="panel-note" dx="6">{escape(note)}</tspan></text>'
    )


def _draw_region(panel: Panel, nodes: Mapping[str, DrawnNode], titles: Mapping[str, str]) -> str:
    """Return the name of a panel across its middle, as on a map: the only text that is seen from very far."""
    title, _ = _panel_title(panel, nodes, titles)
    size = next((size for size in FAR_SIZES if width(title, size * 4) <= panel.width), FAR_SIZES[-1])
    return (
        f'<text class="region r{size}" x="{panel.x + panel.width / 2:.1f}" y="{panel.y + panel.height / 2:.1f}">'
        f"{escape(fit(title, size * 4, panel.width))}</text>"
    )


def _from(panel: Panel, nodes: Mapping[str, DrawnNode], titles: Mapping[str, str]) -> str:
    """Return from where and on which key a call reaches a panel."""
    if nodes[panel.root].label.is_entry:
        return ""
    for name, node in nodes.items():
        for edge in reached_edges(node.label.steps):
            if edge.to == panel.root and name not in panel.positions:
                return f" · from {titles[name]}{f' by {edge.on}' if edge.on else ''}"
    return ""


def _draw_line(line: Line, node: DrawnNode, diagram: Diagram) -> str:
    x1, x2, y1, y2 = line.x1 + 3, line.x2 - 7, line.y1, line.y2
    bend = (x2 - x1) * 0.55
    curve = f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    edges = [edge for edge in reached_edges(node.label.steps) if edge.to == line.target and edge.kind == INSIDE]
    keys = " ".join(dict.fromkeys(edge.on for edge in edges if edge.is_key))
    faint = " faint" if {line.source, line.target} <= diagram.faint else ""
    return (
        f'<g class="line{faint}" {edge_data(line.source, line.target, keys)}><path class="flow" d="{curve}"/>'
        f'<path class="tip" d="M{x2 + 6:.1f} {y2:.1f}l-8 -4.5v9z"/></g>'
    )
