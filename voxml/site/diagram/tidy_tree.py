"""Lay out one tree from left to right, each subtree as close to the one above it as their outlines allow."""

from __future__ import annotations

from collections.abc import Mapping

from voxml.site.diagram.geometry import COLUMN_GAP, NODE_WIDTH, ROW_GAP, Panel, Position
from voxml.site.diagram.trees import depth_first


def lay_out_tree(root: str, children: Mapping[str, list[str]], cuts: set[str], heights: Mapping[str, float]) -> Panel:
    """Lay out one tree: each document level with the first one that follows it, so that the root is at the top left."""
    kids = {name: [kid for kid in children[name] if kid not in cuts] for name in children}
    order = depth_first(kids, root)
    offsets: dict[str, float] = {root: 0.0}
    # By name, for each depth below it: where its subtree begins and ends, from the top of the name itself.
    outlines: dict[str, list[tuple[float, float]]] = {}
    for name in reversed(order):
        outline: list[tuple[float, float]] = []
        for kid in kids[name]:
            shift = 0.0
            for (_, bottom), (top, _) in zip(outline, outlines[kid], strict=False):
                shift = max(shift, bottom + ROW_GAP - top)
            offsets[kid] = shift
            moved = [(top + shift, bottom + shift) for top, bottom in outlines[kid]]
            merged = [(min(a[0], b[0]), max(a[1], b[1])) for a, b in zip(outline, moved, strict=False)]
            longer = outline if len(outline) > len(moved) else moved
            outline = merged + longer[len(merged) :]
        outlines[name] = [(0.0, heights[name]), *outline]
    positions = {root: Position(0.0, 0.0)}
    for name in order:
        x, y = positions[name]
        for kid in kids[name]:
            positions[kid] = Position(x + NODE_WIDTH + COLUMN_GAP, y + offsets[kid])
    return _panel(root, {name: positions[name] for name in order}, heights)


def _panel(root: str, positions: dict[str, Position], heights: Mapping[str, float]) -> Panel:
    width = max(x for x, _ in positions.values()) + NODE_WIDTH
    height = max(y + heights[name] for name, (_, y) in positions.items())
    return Panel(root, positions, width, height)


def with_greetings(panel: Panel, greetings: Mapping[str, list[list[str]]], heights: Mapping[str, float]) -> Panel:
    """Return the panel with the greetings of its documents: left of what they lead to, below what is there."""
    positions = dict(panel.positions)
    for target, chains in greetings.items():
        for chain in chains if target in panel.positions else ():
            step = NODE_WIDTH + COLUMN_GAP
            left = positions[target].x - len(chain) * step
            taken = [
                y + heights[name] + ROW_GAP
                for name, (x, y) in positions.items()
                if left - 1 < x < positions[target].x - 1
            ]
            y = max(taken, default=positions[target].y)
            positions |= {name: Position(left + step * number, y) for number, name in enumerate(chain)}
    first = min(x for x, _ in positions.values())
    positions = {name: Position(x - first, y) for name, (x, y) in positions.items()}
    return _panel(panel.root, positions, heights)
