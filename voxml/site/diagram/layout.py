"""Compute the position of each document.

The flow is drawn as trees from left to right: each document once, beside the document from which a call first reaches
it. The edges of these trees never cross. A large site is cut into panels, each a part of the tree that belongs
together, and the panels are packed side by side. The panel of the entry is the first one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from voxml.site.diagram.geometry import PANEL_PADDING, PANEL_TITLE, Layout, Position
from voxml.site.diagram.packing import merge_small, pack_panels
from voxml.site.diagram.tidy_tree import lay_out_tree, with_greetings
from voxml.site.diagram.trees import MAX_WITHOUT_PANELS, cut_trees, find_greetings, spanning_trees


def lay_out(heights: Mapping[str, float], edges: Mapping[str, Iterable[str]], roots: Iterable[str]) -> Layout:
    """Position all nodes: `heights` in pixels by name, `edges` by name to the names that follow, `roots` first."""
    children = spanning_trees(heights, edges, roots)
    inner = {kid for kids in children.values() for kid in kids}
    tops = [name for name in children if name not in inner]
    greetings = find_greetings(children, tops, edges)
    beside = {name for chains in greetings.values() for chain in chains for name in chain}
    tops = [name for name in tops if name not in beside]
    has_panels = len(heights) > MAX_WITHOUT_PANELS
    cuts = cut_trees(children, tops) if has_panels else set()
    order = {name: number for number, name in enumerate(children)}
    panels = []
    for name in [*tops, *sorted(cuts, key=order.__getitem__)]:
        panels.append(with_greetings(lay_out_tree(name, children, cuts, heights), greetings, heights))
    if has_panels:
        panels = merge_small(panels)
    packed, width, height = pack_panels(panels, PANEL_PADDING * has_panels, PANEL_TITLE * has_panels)
    positions = {
        name: Position(panel.x + position.x, panel.y + position.y)
        for panel in packed
        for name, position in panel.positions.items()
    }
    parents = {kid: name for name, kids in children.items() for kid in kids}
    lines = frozenset((name, kid) for kid, name in parents.items() if kid not in cuts)
    return Layout(positions, tuple(packed), has_panels, width, height, lines, parents)
