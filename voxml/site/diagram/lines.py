"""Choose and route the edges that are drawn as lines: all that cross no other line and run over no document.

A line leads from the right side of a document, down or up in the gap between two columns, to the left side of a
document in the next column. The edges of the trees end in the order in which they begin. Any other edge is drawn when
it keeps that order; else the document that it leaves names its target. Lines of one gap have lanes of their own.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from voxml.site.diagram.geometry import COLUMN_GAP, HEAD_MIDDLE, NODE_WIDTH, Layout

#: Pixels between two lanes, and between the first lane and a document.
_LANE = 8.0
_LANES_FROM = 14.0
_RADIUS = 8.0


class Line(NamedTuple):
    """A line from a document's right side to another one's left side, in pixels."""

    source: str
    target: str
    x1: float
    y1: float
    x2: float
    y2: float
    #: Where it runs down or up.
    lane: float = 0.0

    def path(self) -> str:
        """Return the line as the data of an SVG path, with round corners; it ends where its tip begins."""
        end = self.x2 - 8
        down = self.y2 - self.y1
        if abs(down) < 1:
            return f"M{self.x1:.1f} {self.y1:.1f}H{end:.1f}"
        radius = min(_RADIUS, abs(down) / 2)
        turn = radius if down > 0 else -radius
        return (
            f"M{self.x1:.1f} {self.y1:.1f}H{self.lane - radius:.1f}Q{self.lane:.1f} {self.y1:.1f} "
            f"{self.lane:.1f} {self.y1 + turn:.1f}V{self.y2 - turn:.1f}Q{self.lane:.1f} {self.y2:.1f} "
            f"{self.lane + radius:.1f} {self.y2:.1f}H{end:.1f}"
        )


def lines_without_crossings(
    layout: Layout,
    ports: Mapping[str, Mapping[str, float]],
    edges: Mapping[str, Iterable[str]],
) -> list[Line]:
    """Return the lines that are drawn, those of the trees first.

    `ports` says by document and target how far down a line leaves.
    """
    drawn: set[tuple[str, str]] = set()
    gaps: dict[tuple[int, float], list[tuple[float, float, Line]]] = {}
    panel_of = {name: number for number, panel in enumerate(layout.panels) for name in panel.positions}
    others = [(name, kid) for name in sorted(panel_of) for kid in edges.get(name, ())]
    for number, (name, kid) in enumerate([*sorted(layout.lines), *others]):
        start, end = layout.positions[name], layout.positions[kid]
        is_next = abs(end.x - start.x - NODE_WIDTH - COLUMN_GAP) < 1
        if (name, kid) in drawn or panel_of[name] != panel_of[kid] or not is_next:
            continue
        line = Line(name, kid, start.x + NODE_WIDTH, start.y + ports[name][kid], end.x, end.y + HEAD_MIDDLE)
        gap = gaps.setdefault((panel_of[name], start.x), [])
        if number < len(layout.lines) or _is_free(gap, line):
            insort(gap, (line.y1, line.y2, line))
            drawn.add((name, kid))
    return sorted(line for gap in gaps.values() for line in _with_lanes([each[2] for each in gap]))


def _is_free(gap: list[tuple[float, float, Line]], line: Line) -> bool:
    """Return whether a line keeps the order of the lines in its gap, which have that order themselves."""
    at = bisect_left(gap, (line.y1, line.y2, line))
    return (at == 0 or gap[at - 1][1] <= line.y2) and (at == len(gap) or gap[at][1] >= line.y2)


def _with_lanes(lines: list[Line]) -> list[Line]:
    """Return the lines of one gap, from the top, each in a lane in which it crosses none.

    Of lines that lead down, a later one turns down before an earlier one, further left; of lines that lead up, after.
    """
    lanes = [0] * len(lines)
    down = [number for number, line in enumerate(lines) if line.y2 >= line.y1]
    up = [number for number, line in enumerate(lines) if line.y2 < line.y1]
    for order in (down[::-1], up):
        for at, number in enumerate(order):
            own = lines[number]
            for other in reversed(order[:at]):
                if not _overlap(own, lines[other]):
                    break
                lanes[number] = max(lanes[number], lanes[other] + 1)
    most = max(lanes)
    room = COLUMN_GAP - 2 * _LANES_FROM - _LANE
    step = min(_LANE, room / most) if most else 0.0
    first = _LANES_FROM + (room - most * step) / 2
    return [line._replace(lane=line.x1 + first + lane * step) for line, lane in zip(lines, lanes, strict=True)]


def _overlap(one: Line, other: Line) -> bool:
    return min(one.y1, one.y2) <= max(other.y1, other.y2) and min(other.y1, other.y2) <= max(one.y1, one.y2)
