"""The sizes of the diagram, and the positions that a layout gives its documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

#: Pixels.
NODE_WIDTH = 252.0
COLUMN_GAP = 68.0
ROW_GAP = 22.0
#: How far below the top of a document the lines to it end.
HEAD_MIDDLE = 20.0
PANEL_PADDING = 22.0
PANEL_TITLE = 56.0


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
    #: The edges of the trees within panels: a node and the node that it leads to.
    lines: frozenset[tuple[str, str]]
    #: For each node the one from which a call first reaches it.
    parents: Mapping[str, str]
