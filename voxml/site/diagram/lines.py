"""Choose the edges that are drawn as lines: all that cross no other line and run over no document.

A line leads from the right side of a document to the left side of one in the next column. All lines between two columns
have the same shape, so two of them cross only when they end in another order than they begin. The edges of the trees
never do. Any other edge is drawn when it crosses none; else the document that it leaves names its target.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from voxml.site.diagram.geometry import COLUMN_GAP, HEAD_MIDDLE, NODE_WIDTH, Layout


class Line(NamedTuple):
    """A line from a document's right side to another one's left side, in pixels."""

    source: str
    target: str
    x1: float
    y1: float
    x2: float
    y2: float


def lines_without_crossings(
    layout: Layout, ports: Mapping[str, Mapping[str, float]], edges: Mapping[str, Iterable[str]]
) -> list[Line]:
    """Return the lines that are drawn, those of the trees first; `ports` says how far down each line leaves."""
    drawn: dict[tuple[str, str], Line] = {}
    gaps: dict[tuple[int, float], list[tuple[float, float]]] = {}
    panel_of = {name: number for number, panel in enumerate(layout.panels) for name in panel.positions}
    others = ((name, kid) for name in sorted(panel_of) for kid in edges.get(name, ()))
    for is_tree, pairs in ((True, sorted(layout.lines)), (False, others)):
        for name, kid in pairs:
            start, end = layout.positions[name], layout.positions[kid]
            is_next = abs(end.x - start.x - NODE_WIDTH - COLUMN_GAP) < 1
            if (name, kid) in drawn or panel_of[name] != panel_of[kid] or not is_next:
                continue
            line = Line(name, kid, start.x + NODE_WIDTH, start.y + ports[name][kid], end.x, end.y + HEAD_MIDDLE)
            gap = gaps.setdefault((panel_of[name], start.x), [])
            if is_tree or _is_free(gap, line):
                insort(gap, (line.y1, line.y2))
                drawn[name, kid] = line
    return sorted(drawn.values())


def _is_free(gap: list[tuple[float, float]], line: Line) -> bool:
    """Return whether a line keeps the order of the lines in its gap, which have that order themselves."""
    at = bisect_left(gap, (line.y1, line.y2))
    return (at == 0 or gap[at - 1][1] <= line.y2) and (at == len(gap) or gap[at][1] >= line.y2)
