"""Put the panels of a diagram beside each other."""

from __future__ import annotations

from voxml.site.diagram.geometry import NODE_WIDTH, ROW_GAP, Panel, Position
from voxml.site.diagram.trees import PANEL_SIZE

_PANEL_GAP = 30.0
#: How much wider than high a page is.
_SHAPE = 1.55
#: Widths that are tried, in parts of the width of a page without gaps.
_PAGES = (0.9, 1.0, 1.1, 1.2, 1.35, 1.5, 1.7)


def merge_small(panels: list[Panel]) -> list[Panel]:
    """Put documents that nothing is linked with into shared panels, as a grid."""
    alone = [panel for panel in panels if len(panel.positions) == 1]
    others = [panel for panel in panels if len(panel.positions) > 1]
    for start in range(0, len(alone), PANEL_SIZE):
        group = alone[start : start + PANEL_SIZE]
        columns = max(1, round(len(group) ** 0.5))
        tops = [0.0] * columns
        positions: dict[str, Position] = {}
        for panel in group:
            column = tops.index(min(tops))
            positions[panel.root] = Position(column * (NODE_WIDTH + ROW_GAP), tops[column])
            tops[column] += panel.height + ROW_GAP
        width = min(columns, len(group)) * (NODE_WIDTH + ROW_GAP) - ROW_GAP
        others.append(Panel(group[0].root, positions, width, max(tops) - ROW_GAP))
    return others


def pack_panels(panels: list[Panel], padding: float, title: float) -> tuple[list[Panel], float, float]:
    """Put panels where they fit, the first one first, on the page that shows them largest.

    Each panel has a padding around its documents, and room for a title above them.
    """
    boxes = [
        (panel.width + 2 * padding + _PANEL_GAP, panel.height + 2 * padding + title + _PANEL_GAP) for panel in panels
    ]
    widest = max(width for width, _ in boxes)
    area = sum(width * height for width, height in boxes)
    pages = {max(widest, (area * _SHAPE) ** 0.5 * factor) for factor in _PAGES}
    tries = [_place(boxes, page) for page in sorted(pages)]
    corners, width, height = min(tries, key=lambda each: max(each[1] / _SHAPE, each[2]))
    placed = [
        panel._replace(x=x + padding + _PANEL_GAP, y=y + padding + title + _PANEL_GAP)
        for panel, (x, y) in zip(panels, corners, strict=True)
    ]
    return placed, width + _PANEL_GAP, height + _PANEL_GAP


def _place(boxes: list[tuple[float, float]], page: float) -> tuple[list[tuple[float, float]], float, float]:
    """Return the corners of boxes on a page of some width, and the width and height that they take."""
    # The skyline: stretches of the page (start, end) and how far down each is taken.
    skyline = [(0.0, page, 0.0)]
    corners = [(0.0, 0.0)] * len(boxes)
    for index in [0, *sorted(range(1, len(boxes)), key=lambda each: (-boxes[each][1], each))]:
        corners[index] = x, y = _lowest(skyline, boxes[index][0], page)
        skyline = _raise(skyline, x, x + boxes[index][0], y + boxes[index][1])
    width = max(x + box[0] for (x, _), box in zip(corners, boxes, strict=True))
    return corners, width, max(level for _, _, level in skyline)


def _lowest(skyline: list[tuple[float, float, float]], width: float, page: float) -> tuple[float, float]:
    best = (float("inf"), 0.0)
    for start, _, _ in skyline:
        if start + width > page + 0.5:
            continue
        y = max(level for left, right, level in skyline if left < start + width - 0.5 and right > start + 0.5)
        best = min(best, (y, start))
    return best[1], best[0]


def _raise(
    skyline: list[tuple[float, float, float]], left: float, right: float, level: float
) -> list[tuple[float, float, float]]:
    raised = []
    for start, end, old in skyline:
        if start < left:
            raised.append((start, min(end, left), old))
        if end > right:
            raised.append((max(start, right), end, old))
    raised.append((left, right, level))
    return sorted(stretch for stretch in raised if stretch[1] - stretch[0] > 0.01)
