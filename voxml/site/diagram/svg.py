"""Draw the flow as an SVG without scripts, fonts or images from elsewhere, which shows light and dark by itself.

It has two scenes: near, with everything that is said, and far, with titles alone. Each document is a
`<g class="card" data-document=…>` near and a `<g class="tile" …>` far, each instruction a `<g class="step" …>`, and each
edge has `data-from`, `data-to` and `data-keys`: flow.js and the pages around it find things by these.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import NamedTuple

from voxml.site.diagram.icons import symbols
from voxml.site.diagram.labels import NodeLabel, label_nodes
from voxml.site.diagram.node import Change, DrawnNode, Mark, draw_node
from voxml.site.diagram.overview import draw_overview
from voxml.site.diagram.scene import Scene, draw_scene, lay_out_scene, titles_of
from voxml.site.diagram.step import Targets
from voxml.site.diagram.style import FAR_SCALE, style
from voxml.site.flow import Flow

_HEADING = 58.0
_MIN_WIDTH = 460.0


class Diagram(NamedTuple):
    """What is drawn besides the flow itself."""

    heading: str = ""
    #: Diagnostics by document.
    marks: Mapping[str, tuple[Mark, ...]] = {}
    #: How documents differ from another site, and their instructions by index.
    changes: Mapping[str, Change] = {}
    step_changes: Mapping[str, Mapping[int, Change]] = {}
    #: Documents that are drawn faint, as neighbours of what changed.
    faint: frozenset[str] = frozenset()


def draw(flow: Flow, diagram: Diagram | None = None) -> str:
    """Return the diagram of a site."""
    return draw_labels(label_nodes(flow), diagram or Diagram(), flow.entries)


def draw_labels(labels: Mapping[str, NodeLabel], diagram: Diagram, entries: tuple[str, ...]) -> str:
    """Return the diagram of labelled documents."""
    near, nodes = _near(labels, diagram, entries)
    overview = draw_overview(near.layout, labels, nodes, diagram.faint)
    top = _HEADING if diagram.heading else 0.0
    width, height = max(near.layout.width, _MIN_WIDTH if diagram.heading else 0.0), near.layout.height + top
    heading = ""
    if diagram.heading:
        heading = (
            f'<text class="heading" x="30" y="34">{escape(diagram.heading)}</text>'
            f'<text class="legend" x="30" y="52">{_legend(diagram)}</text>'
        )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="vx still" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" data-far="{FAR_SCALE}" role="img">'
        f"<title>{escape(diagram.heading or 'Call flow')}</title>",
        f"<style>{style(width, overview.width)}</style>",
        f"<defs>{symbols()}</defs>",
        f'<rect class="bg" width="{width:.0f}" height="{height:.0f}"/>',
        f'<g class="near">{heading}<g class="scene" transform="translate(0 {top:g})">',
        *draw_scene(near, nodes, diagram.faint),
        "</g></g>",
        f'<svg class="far scene" viewBox="0 0 {overview.width:.0f} {overview.height:.0f}" '
        'preserveAspectRatio="xMidYMin meet">',
        *overview.svg,
        "</svg>",
    ]
    return "\n".join([*parts, "</svg>", ""])


def _near(
    labels: Mapping[str, NodeLabel], diagram: Diagram, entries: tuple[str, ...]
) -> tuple[Scene, dict[str, DrawnNode]]:
    """Return the scene of whole documents, which are drawn twice: first to know how high they are."""
    titles = titles_of(labels)
    measured = {name: _node(label, Targets(titles, own=name), diagram) for name, label in labels.items()}
    heights = {name: node.height for name, node in measured.items()}
    scene = lay_out_scene(labels, entries, heights, {name: node.ports for name, node in measured.items()})
    roots = frozenset(panel.root for panel in scene.layout.panels if len(panel.positions) > 1) - set(entries)
    targets = scene.targets()
    return scene, {
        name: _node(label, Targets(titles, targets.get(name, frozenset()), roots, name), diagram)
        for name, label in labels.items()
    }


def _node(label: NodeLabel, targets: Targets, diagram: Diagram) -> DrawnNode:
    return draw_node(
        label,
        targets,
        diagram.marks.get(label.name, ()),
        diagram.changes.get(label.name, "same"),
        diagram.step_changes.get(label.name),
    )


def _legend(diagram: Diagram) -> str:
    if diagram.changes:
        return "+ added (bold line) · ~ changed (long dashes) · − removed (dots)"
    return "▶ calls begin here · each box is one document · → another panel · ↩ a box drawn elsewhere"
