"""Where each card stands.

The flow is drawn as trees from left to right: each document once, beside the document from which a call first comes
to it. Every other way (back to the menu, across to another branch) is named in the card that it leaves, and not drawn
as a line: lines never cross, however many ways lead to one menu. A large site is cut into panels, each a part of the
tree that belongs together, and the panels are packed side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

#: Pixels.
CARD_WIDTH = 252.0
COLUMN_GAP = 64.0
ROW_GAP = 22.0
PANEL_PADDING = 22.0
PANEL_TITLE = 34.0
PANEL_GAP = 30.0
#: Sites of more cards than this are cut into panels.
MOST_IN_ONE = 36
#: A part of the tree of this many cards is worth a panel of its own.
PANEL_SIZE = 12
_SHAPE = 1.55


class Place(NamedTuple):
    """The upper left corner of a card."""

    x: float
    y: float


class Panel(NamedTuple):
    """A part of the tree, with its cards placed relative to it."""

    root: str
    places: dict[str, Place]
    width: float
    height: float
    #: Where the panel itself stands.
    x: float = 0.0
    y: float = 0.0


class Layout(NamedTuple):
    """The whole picture."""

    places: dict[str, Place]
    panels: tuple[Panel, ...]
    #: Whether panels are drawn around their cards.
    has_panels: bool
    width: float
    height: float
    #: The lines that are drawn: a card and the card that it leads to.
    lines: frozenset[tuple[str, str]]


def lay_out(heights: Mapping[str, float], ways: Mapping[str, Iterable[str]], roots: Iterable[str]) -> Layout:
    """Place all cards: `heights` in pixels by name, `ways` by name to the names that follow, `roots` first."""
    children = _spanning_trees(heights, ways, roots)
    tops = [name for name in children if name not in {kid for kids in children.values() for kid in kids}]
    has_panels = len(heights) > MOST_IN_ONE
    cuts = _cut(children, tops) if has_panels else set()
    panels = []
    for name in [*tops, *sorted(cuts, key=list(children).index)]:
        panels.append(_panel(name, children, cuts, heights))
    if has_panels:
        panels = _merge_small(panels)
    packed, width, height = _pack(panels, has_panels)
    places = {
        name: Place(panel.x + place.x, panel.y + place.y) for panel in packed for name, place in panel.places.items()
    }
    lines = frozenset((name, kid) for name, kids in children.items() for kid in kids if kid not in cuts)
    return Layout(places, tuple(packed), has_panels, width, height, lines)


def _spanning_trees(
    heights: Mapping[str, float], ways: Mapping[str, Iterable[str]], roots: Iterable[str]
) -> dict[str, list[str]]:
    """Each document's children: those that a call comes to first from it (breadth first, ways in their order)."""
    children: dict[str, list[str]] = {}
    seen: set[str] = set()
    for start in [*roots, *heights]:
        if start in seen or start not in heights:
            continue
        seen.add(start)
        queue = [start]
        for name in queue:
            children[name] = []
            for other in ways.get(name, ()):
                if other in heights and other not in seen:
                    seen.add(other)
                    children[name].append(other)
                    queue.append(other)
    return children


def _depth_first(children: Mapping[str, list[str]], root: str) -> list[str]:
    """All names below a root, a parent before its children."""
    order: list[str] = []
    stack = [root]
    while stack:
        name = stack.pop()
        order.append(name)
        stack += reversed(children[name])
    return order


def _cut(children: Mapping[str, list[str]], tops: Iterable[str]) -> set[str]:
    """Names at which the trees are cut, so that no part is much larger than a panel should be."""
    cuts: set[str] = set()
    for top in tops:
        sizes: dict[str, int] = {}
        for name in reversed(_depth_first(children, top)):
            size = 1 + sum(sizes[kid] for kid in children[name] if kid not in cuts)
            sizes[name] = size
            if size < PANEL_SIZE or name == top:
                continue
            cuts.add(name)
        # What is left at the top may still be too wide: its larger branches get panels of their own.
        queue = [top]
        left = sizes[top]
        while queue and left > MOST_IN_ONE:
            name = queue.pop(0)
            for kid in children[name]:
                if kid not in cuts and sizes[kid] >= PANEL_SIZE // 3:
                    cuts.add(kid)
                    left -= sizes[kid]
                elif kid not in cuts:
                    queue.append(kid)
    return cuts


def _panel(root: str, children: Mapping[str, list[str]], cuts: set[str], heights: Mapping[str, float]) -> Panel:
    """One tree, each subtree as close to the one above it as their outlines allow."""
    kids = {name: [kid for kid in children[name] if kid not in cuts] for name in children}
    order = _depth_first(kids, root)
    # For each name: its own y, and by depth below it the lowest free y of its subtree, all relative to its first y.
    offsets: dict[str, float] = {}
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
        height = heights[name]
        middle = _middle(kids[name], offsets, outlines)
        own = max(0.0, middle - height / 2) if kids[name] else 0.0
        if kids[name] and middle < height / 2:
            down = height / 2 - middle
            for kid in kids[name]:
                offsets[kid] += down
            outline = [(top + down, bottom + down) for top, bottom in outline]
        outlines[name] = [(own, own + height), *outline]
    return _placed(root, order, kids, offsets, outlines, heights)


def _middle(kids: list[str], offsets: Mapping[str, float], outlines: Mapping[str, list[tuple[float, float]]]) -> float:
    """Half way between the top of the first child's card and the bottom of the last one's."""
    if not kids:
        return 0.0
    first, last = kids[0], kids[-1]
    return (offsets[first] + outlines[first][0][0] + offsets[last] + outlines[last][0][1]) / 2


def _placed(
    root: str,
    order: list[str],
    kids: Mapping[str, list[str]],
    offsets: Mapping[str, float],
    outlines: Mapping[str, list[tuple[float, float]]],
    heights: Mapping[str, float],
) -> Panel:
    base = {root: (0, 0.0)}
    places: dict[str, Place] = {}
    for name in order:
        depth, y = base[name]
        places[name] = Place(depth * (CARD_WIDTH + COLUMN_GAP), y + outlines[name][0][0])
        for kid in kids[name]:
            base[kid] = (depth + 1, y + offsets[kid])
    top = min(place.y for place in places.values())
    places = {name: Place(x, y - top) for name, (x, y) in places.items()}
    width = max(place.x for place in places.values()) + CARD_WIDTH
    height = max(place.y + heights[name] for name, place in places.items())
    return Panel(root, places, width, height)


def _merge_small(panels: list[Panel]) -> list[Panel]:
    """Documents that stand alone share panels, in a grid."""
    alone = [panel for panel in panels if len(panel.places) == 1]
    others = [panel for panel in panels if len(panel.places) > 1]
    for start in range(0, len(alone), PANEL_SIZE):
        group = alone[start : start + PANEL_SIZE]
        columns = max(1, round(len(group) ** 0.5))
        tops = [0.0] * columns
        places: dict[str, Place] = {}
        for panel in group:
            column = tops.index(min(tops))
            places[panel.root] = Place(column * (CARD_WIDTH + ROW_GAP), tops[column])
            tops[column] += panel.height + ROW_GAP
        width = min(columns, len(group)) * (CARD_WIDTH + ROW_GAP) - ROW_GAP
        others.append(Panel(group[0].root, places, width, max(tops) - ROW_GAP))
    return others


def _pack(panels: list[Panel], has_panels: bool) -> tuple[list[Panel], float, float]:
    """Put panels where they fit, first come first served, on a page that is a little wider than it is high."""
    extra = (2 * PANEL_PADDING, 2 * PANEL_PADDING + PANEL_TITLE) if has_panels else (0.0, 0.0)
    boxes = [(panel.width + extra[0] + PANEL_GAP, panel.height + extra[1] + PANEL_GAP) for panel in panels]
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
        placed[index] = panels[index]._replace(x=x + inner[0] + PANEL_GAP, y=y + inner[1] + PANEL_GAP)
    width = max(panel.x + panel.width for panel in placed.values()) + extra[0] / 2 + PANEL_GAP
    height = max(panel.y + panel.height for panel in placed.values()) + extra[0] / 2 + PANEL_GAP
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
