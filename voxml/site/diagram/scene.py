"""Draw the scene that is seen near: panels, lines, and whole documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import NamedTuple

from voxml.site.diagram.geometry import PANEL_PADDING, PANEL_TITLE, Layout, Panel
from voxml.site.diagram.labels import INSIDE, NodeLabel, reached_edges
from voxml.site.diagram.layout import lay_out
from voxml.site.diagram.lines import Line, lines_without_crossings
from voxml.site.diagram.node import DrawnNode
from voxml.site.diagram.step import edge_data
from voxml.site.diagram.text_width import fit

_TITLE_SIZE = 24
_NOTE_SIZE = 12


class Scene(NamedTuple):
    """Hold the positions of all cards and lines."""

    labels: Mapping[str, NodeLabel]
    titles: Mapping[str, str]
    layout: Layout
    lines: list[Line]

    def targets(self) -> dict[str, frozenset[str]]:
        """Return by document those that a line leads to from it."""
        found: dict[str, set[str]] = {}
        for line in self.lines:
            found.setdefault(line.source, set()).add(line.target)
        return {name: frozenset(targets) for name, targets in found.items()}


def lay_out_scene(
    labels: Mapping[str, NodeLabel],
    entries: Iterable[str],
    heights: Mapping[str, float],
    ports: Mapping[str, Mapping[str, float]],
) -> Scene:
    """Position documents of the given heights, and the lines between them."""
    edges = {
        name: [edge.to for edge in reached_edges(label.steps) if edge.kind == INSIDE and edge.to in labels]
        for name, label in labels.items()
    }
    layout = lay_out(heights, edges, entries)
    return Scene(labels, titles_of(labels), layout, lines_without_crossings(layout, ports, edges))


def titles_of(labels: Mapping[str, NodeLabel]) -> dict[str, str]:
    """Return the title of each document, or its whole name where two have the same title."""
    counts: dict[str, int] = {}
    for label in labels.values():
        counts[label.title] = counts.get(label.title, 0) + 1
    return {name: label.title if counts[label.title] == 1 else name for name, label in labels.items()}


def draw_scene(scene: Scene, drawn: Mapping[str, DrawnNode], faint: frozenset[str]) -> list[str]:
    """Return the SVG of a scene, the documents of `faint` and their lines pale."""
    parts = [_draw_panel(panel, scene) for panel in scene.layout.panels] if scene.layout.has_panels else []
    parts += [_draw_line(line, scene.labels[line.source], faint) for line in scene.lines]
    # In the order in which it is read: panel by panel, a document before those that its keys lead to.
    for name in (name for panel in scene.layout.panels for name in panel.positions):
        node = drawn[name]
        x, y = scene.layout.positions[name]
        label = scene.labels[name]
        parts.append(
            f'<g id="d-{escape(name)}" class="{node.looks}{" faint" * (name in faint)}" data-document="{escape(name)}" '
            f'data-source="{escape(label.source)}" data-title="{escape(label.title)}" '
            f'transform="translate({x:.1f} {y:.1f})">{node.svg}</g>'
        )
    return parts


def _draw_panel(panel: Panel, scene: Scene) -> str:
    x, y = panel.x - PANEL_PADDING, panel.y - PANEL_PADDING - PANEL_TITLE
    count = len(panel.positions)
    is_mixed = not any(edge.to in panel.positions for edge in reached_edges(scene.labels[panel.root].steps))
    title = fit("Others" if is_mixed and count > 1 else scene.titles[panel.root], _TITLE_SIZE * 1.1, panel.width)
    note = f"{count} document{'s' * (count != 1)}{'' if is_mixed else _from(panel, scene)}"
    return (
        f'<rect class="panel" x="{x:.1f}" y="{y:.1f}" width="{panel.width + 2 * PANEL_PADDING:.1f}" '
        f'height="{panel.height + 2 * PANEL_PADDING + PANEL_TITLE:.1f}" rx="16"/>'
        f'<text class="panel-title" x="{panel.x:.1f}" y="{y + 40:.1f}">{escape(title)}</text>'
        f'<text class="panel-note" x="{panel.x:.1f}" y="{y + 60:.1f}">'
        f"{escape(fit(note, _NOTE_SIZE, panel.width))}</text>"
    )


def _from(panel: Panel, scene: Scene) -> str:
    """Return from where and on which key a call reaches a panel."""
    if scene.labels[panel.root].is_entry:
        return ""
    for name, label in scene.labels.items():
        for edge in reached_edges(label.steps):
            if edge.to == panel.root and name not in panel.positions:
                return f" · from {scene.titles[name]}{f' by {edge.on}' if edge.on else ''}"
    return ""


def _draw_line(line: Line, label: NodeLabel, faint: frozenset[str]) -> str:
    edges = [edge for edge in reached_edges(label.steps) if edge.to == line.target and edge.kind == INSIDE]
    keys = " ".join(dict.fromkeys(edge.on for edge in edges if edge.is_key))
    changes = {edge.change for edge in edges}
    look = f"line {changes.pop()}".strip() if len(changes) == 1 else "line"
    look += " faint" if {line.source, line.target} & faint else ""
    return (
        f'<g class="{look}" {edge_data(line.source, line.target, keys)}><path class="flow" d="{line.path()}"/>'
        f'<path class="tip" d="M{line.x2 - 1:.1f} {line.y2:.1f}l-8 -4.5v9z"/></g>'
    )
