"""Compute the position of each node.

The flow is drawn as trees from left to right: each document once, beside the document from which a call first reaches
it. One line leads to each document. Every other edge (back to the menu, across to another branch) is named in the node
that it leaves and has no line, so lines never cross. A large site is cut into panels, each a part of the tree that
belongs together, and the panels are packed side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

#: Pixels.
NODE_WIDTH = 252.0
COLUMN_GAP = 64.0
ROW_GAP = 22.0
PANEL_PADDING = 22.0
PANEL_TITLE = 34.0
PANEL_GAP = 30.0
#: Sites of more nodes than this are cut into panels.
MAX_WITHOUT_PANELS = 36
#: A part of the tree of this many nodes is worth a panel of its own.
PANEL_SIZE = 12
#: The panel of an entry has at least this many nodes.
_MIN_BESIDE_ENTRY = 3
_SHAPE = 1.55


class Position(NamedTuple):
    """The upper left corner of a node, in pixels."""

    x: float
    y: float


class Panel(NamedTuple):
    """A part of the tree, with its nodes placed relative to it."""

    root: str
    positions: dict[str, Position]
    width: float
    height: float
    #: The position of the panel itself.
    x: float = 0.0
    y: float = 0.0


class Layout(NamedTuple):
    """The positions of all nodes, panels and lines."""

    positions: dict[str, Position]
    panels: tuple[Panel, ...]
    #: Whether panels are drawn around their nodes.
    has_panels: bool
    width: float
    height: float
    #: The lines that are drawn: a node and the node that it leads to.
    lines: frozenset[tuple[str, str]]


def lay_out(heights: Mapping[str, float], edges: Mapping[str, Iterable[str]], roots: Iterable[str]) -> Layout:
    """Position all nodes: `heights` in pixels by name, `edges` by name to the names that follow, `roots` first."""
    children = _spanning_trees(heights, edges, roots)
    tops = [name for name in children if name not in {kid for kids in children.values() for kid in kids}]
    has_panels = len(heights) > MAX_WITHOUT_PANELS
    cuts = _cut(children, tops) if has_panels else set()
    panels = []
    for name in [*tops, *sorted(cuts, key=list(children).index)]:
        panels.append(_panel(name, children, cuts, heights))
    if has_panels:
        panels = _merge_small(panels)
    packed, width, height = _pack(panels, has_panels)
    positions = {
        name: Position(panel.x + position.x, panel.y + position.y)
        for panel in packed
        for name, position in panel.positions.items()
    }
    lines = frozenset((name, kid) for name, kids in children.items() for kid in kids if kid not in cuts)
    return Layout(positions, tuple(packed), has_panels, width, height, lines)


def _spanning_trees(
    heights: Mapping[str, float], edges: Mapping[str, Iterable[str]], roots: Iterable[str]
) -> dict[str, list[str]]:
    """Return each document's children: those that a call first reaches from it (breadth first, edges in order)."""
    children: dict[str, list[str]] = {}
    seen: set[str] = set()
    for start in [*roots, *heights]:
        if start in seen or start not in heights:
            continue
        seen.add(start)
        queue = [start]
        for name in queue:
            children[name] = []
            for other in edges.get(name, ()):
                if other in heights and other not in seen:
                    seen.add(other)
                    children[name].append(other)
                    queue.append(other)
    return children


def _depth_first(children: Mapping[str, list[str]], root: str) -> list[str]:
    """Return all names below a root, a parent before its children."""
    order: list[str] = []
    stack = [root]
    while stack:
        name = stack.pop()
        order.append(name)
        stack += reversed(children[name])
    return order


def _cut(children: Mapping[str, list[str]], tops: Iterable[str]) -> set[str]:
    """Return the names at which the trees are cut, so that no part is much larger than a panel should be."""
    cuts: set[str] = set()
    for top in tops:
        sizes: dict[str, int] = {}
        trunk = _trunk(children, top)
        for name in reversed(_depth_first(children, top)):
            sizes[name] = 1 + sum(sizes[kid] for kid in children[name] if kid not in cuts)
            if sizes[name] >= PANEL_SIZE and name not in trunk:
                cuts.add(name)
        # The rest at the top may still be too wide: its larger branches get panels of their own.
        queue = [top]
        left = sizes[top]
        while queue and left > MAX_WITHOUT_PANELS:
            name = queue.pop(0)
            for kid in children[name]:
                if kid in cuts:
                    continue
                if sizes[kid] >= PANEL_SIZE // 3 and kid not in trunk:
                    cuts.add(kid)
                    left -= sizes[kid]
                else:
                    queue.append(kid)
        _keep_company(children, trunk, cuts)
    return cuts


def _trunk(children: Mapping[str, list[str]], top: str) -> list[str]:
    """Return the entry and what follows it without a choice: a greeting is drawn with the menu that it leads to."""
    trunk = [top]
    while len(children[trunk[-1]]) == 1:
        trunk.append(children[trunk[-1]][0])
    return trunk


def _keep_company(children: Mapping[str, list[str]], trunk: list[str], cuts: set[str]) -> None:
    """Remove one cut when nearly nothing would be left beside the entry: the smallest of its branches stays."""
    own = {name: [kid for kid in kids if kid not in cuts] for name, kids in children.items()}
    cut = [kid for kid in children[trunk[-1]] if kid in cuts]
    if cut and len(_depth_first(own, trunk[0])) < _MIN_BESIDE_ENTRY:
        cuts.discard(min(cut, key=lambda kid: len(_depth_first(own, kid))))


def _panel(root: str, children: Mapping[str, list[str]], cuts: set[str], heights: Mapping[str, float]) -> Panel:
    """Lay out one tree, each subtree as close to the one above it as their outlines allow."""
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
    """Return the middle between the top of the first child and the bottom of the last one."""
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
    positions: dict[str, Position] = {}
    for name in order:
        depth, y = base[name]
        positions[name] = Position(depth * (NODE_WIDTH + COLUMN_GAP), y + outlines[name][0][0])
        for kid in kids[name]:
            base[kid] = (depth + 1, y + offsets[kid])
    top = min(position.y for position in positions.values())
    positions = {name: Position(x, y - top) for name, (x, y) in positions.items()}
    width = max(position.x for position in positions.values()) + NODE_WIDTH
    height = max(position.y + heights[name] for name, position in positions.items())
    return Panel(root, positions, width, height)


def _merge_small(panels: list[Panel]) -> list[Panel]:
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
