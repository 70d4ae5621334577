"""Put the panels of a diagram beside each other."""

from __future__ import annotations

from voxml.site.diagram.geometry import NODE_WIDTH, PANEL_PADDING, PANEL_TITLE, ROW_GAP, Panel, Position
from voxml.site.diagram.trees import PANEL_SIZE

_PANEL_GAP = 30.0
#: How much wider than high a page is.
_SHAPE = 1.55


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


def pack_panels(panels: list[Panel], has_panels: bool) -> tuple[list[Panel], float, float]:
    """Put panels where they fit, first come first served, on a page that is a little wider than it is high."""
    extra = (2 * PANEL_PADDING, 2 * PANEL_PADDING + PANEL_TITLE) if has_panels else (0.0, 0.0)
    boxes = [(panel.width + extra[0] + _PANEL_GAP, panel.height + extra[1] + _PANEL_GAP) for panel in panels]
    area = sum(width * height for width, height in boxes)
    page = max([width for width, _ in boxes] + [(area * _SHAPE) ** 0.5])
    # The skyline: stretches of the page (start, end) and how far down each is taken.
    skyline = [(0.0, page, 0.0)]
    order = [0, *sorted(range(1, len(panels)), key=lambda each: (-boxes[each][1], each))]
    placed: dict[int, Panel] = {}
    inner = (PANEL_PADDING, PANEL_PADDING + PANEL_TITLE) if has_panels else (0.0, 0.0)
    for index in order:
        x, y = _lowest(skyline, boxes[index][0], page)
        skyline = _raise(skyline, x, x + boxes[index][0], y + boxes[index][1])
        placed[index] = panels[index]._replace(x=x + inner[0] + _PANEL_GAP, y=y + inner[1] + _PANEL_GAP)
    width = max(panel.x + panel.width for panel in placed.values()) + extra[0] / 2 + _PANEL_GAP
    height = max(panel.y + panel.height for panel in placed.values()) + extra[0] / 2 + _PANEL_GAP
    return [placed[index] for index in range(len(panels))], width, height


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
