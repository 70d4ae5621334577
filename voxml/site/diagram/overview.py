"""Draw the scene that is seen from afar: an outline of titles, each below the document whose key leads to it.

It has the panels and the order of the scene near, and is so much denser that the titles of 300 documents are read on one
screen. Its lines run left of what they pass, so none crosses another or runs over a title.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import NamedTuple

from voxml.site.diagram.geometry import Layout, Panel, Position
from voxml.site.diagram.labels import INSIDE, NodeLabel, reached_edges
from voxml.site.diagram.node import DrawnNode
from voxml.site.diagram.packing import pack_panels
from voxml.site.diagram.step import edge_data
from voxml.site.diagram.text_width import fit, width

#: The sizes of titles, in units of the diagram; the first one that a title has room for is taken.
TITLE_SIZES = (34, 31, 28, 26)
_ROW = 48.0
_GAP = 7.0
_INDENT = 34.0
_WIDTH = 350.0
_SIDE = 12.0
_PADDING = 20.0
_KEY = 24
_MAX_KEYS = 3
#: How much wider bold type is.
_BOLD = 1.06


class Overview(NamedTuple):
    """The drawn outline and its size."""

    svg: list[str]
    width: float
    height: float


def draw_overview(
    layout: Layout, labels: Mapping[str, NodeLabel], nodes: Mapping[str, DrawnNode], faint: frozenset[str]
) -> Overview:
    """Draw the outline of a flow that is laid out near, the documents of `faint` pale."""
    panels = []
    for panel in layout.panels:
        rows = _rows(panel, layout)
        indents = (depth * _INDENT for depth in rows.values())
        positions = {
            name: Position(x, y * (_ROW + _GAP)) for y, (name, x) in enumerate(zip(rows, indents, strict=True))
        }
        across = max(x for x, _ in positions.values()) + _WIDTH
        panels.append(Panel(panel.root, positions, across, len(rows) * (_ROW + _GAP) - _GAP))
    packed, across, down = pack_panels(panels, _PADDING, 0.0)
    parts: list[str] = []
    for panel in packed:
        parts.append(
            f'<rect class="panel" x="{panel.x - _PADDING:.1f}" y="{panel.y - _PADDING:.1f}" '
            f'width="{panel.width + 2 * _PADDING:.1f}" height="{panel.height + 2 * _PADDING:.1f}" rx="16"/>'
        )
        for name, position in panel.positions.items():
            before = layout.parents.get(name)
            keys = _keys(labels[before], name) if before is not None else []
            title = labels[name].title
            if before in panel.positions:
                parts.append(_line(before, name, keys, panel))
                title = short_title(title, labels[before].title)
            tile = _tile(labels[name], title, keys, nodes[name], panel.width - position.x)
            x, y = panel.x + position.x, panel.y + position.y
            look = f"{nodes[name].looks.replace('card', 'tile', 1)}{' faint' * (name in faint)}"
            parts.append(
                f'<g class="{look}" data-document="{escape(name)}" data-title="{escape(labels[name].title)}" '
                f'transform="translate({x:.1f} {y:.1f})">{tile}</g>'
            )
    return Overview(parts, across, down)


def _rows(panel: Panel, layout: Layout) -> dict[str, int]:
    """Return the documents of a panel from the top, each with its depth."""
    kids: dict[str | None, list[str]] = {}
    for name in panel.positions:
        before = layout.parents.get(name)
        kids.setdefault(before if before in panel.positions else None, []).append(name)
    rows: dict[str, int] = {}
    stack = [(name, 0) for name in reversed(kids[None])]
    while stack:
        name, depth = stack.pop()
        rows[name] = depth
        stack += [(kid, depth + 1) for kid in reversed(kids.get(name, []))]
    return rows


def _keys(label: NodeLabel, target: str) -> list[str]:
    """Return the keys by which a call comes from one document to another."""
    edges = [edge for edge in reached_edges(label.steps) if edge.to == target and edge.kind == INSIDE and edge.is_key]
    return list(dict.fromkeys(edge.on for edge in edges))


def short_title(title: str, before: str) -> str:
    """Return a title without the words of the document before it: "Clinic" for "Heart clinic" below "Heart"."""
    rest = title.removeprefix(f"{before} ")
    return rest[:1].upper() + rest[1:]


def _tile(label: NodeLabel, title: str, keys: list[str], node: DrawnNode, across: float) -> str:
    """Draw the keys, the sign and the title of a document in one row."""
    box = f'width="{across:.1f}" height="{_ROW:g}" rx="10"'
    parts = [f'<rect class="pile" x="6" y="-6" {box}/>'] if label.name.endswith("/*") else []
    parts.append(f'<rect class="body" {box}/>')
    x = _SIDE
    shown = keys if len(keys) <= _MAX_KEYS else [*keys[: _MAX_KEYS - 1], "…"]
    for key in shown:
        pill = max(32.0, width(key, _KEY) + 12)
        parts.append(
            f'<rect class="key" x="{x - 3:.1f}" y="9" width="{pill:.1f}" height="30" rx="6"/>'
            f'<text class="key k{_KEY}" x="{x - 3 + pill / 2:.1f}" y="{_ROW / 2:g}" dy=".35em">{escape(key)}</text>'
        )
        x += pill + 4
    x += 4 if keys else 0
    if node.sign:
        parts.append(f'<text class="mark f{TITLE_SIZES[0]}" x="{x:.1f}" y="{_ROW / 2:g}" dy=".35em">{node.sign}</text>')
        x += 22.0 * len(node.sign) + 8
    room = (across - x - _SIDE) / _BOLD
    size = next((size for size in TITLE_SIZES if width(title, size) <= room), TITLE_SIZES[-1])
    parts.append(
        f'<text class="f{size}" x="{x:.1f}" y="{_ROW / 2:g}" dy=".35em">{escape(fit(title, size, room))}</text>'
        f'<rect class="frame" {box}/><title>{escape(label.title)}</title>'
    )
    return "".join(parts)


def _line(before: str, name: str, keys: list[str], panel: Panel) -> str:
    start, end = panel.positions[before], panel.positions[name]
    x, y = panel.x + start.x + _INDENT / 2, panel.y + end.y + _ROW / 2
    path = f"M{x:.1f} {panel.y + start.y + _ROW:.1f}V{y - 8:.1f}Q{x:.1f} {y:.1f} {x + 8:.1f} {y:.1f}"
    return (
        f'<g class="line" {edge_data(before, name, " ".join(keys))}>'
        f'<path class="flow" d="{path}H{panel.x + end.x:.1f}"/></g>'
    )
