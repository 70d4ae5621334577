"""Draw the flow of a site as one SVG file: no script, no font, no network; light and dark."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import NamedTuple

from voxml.diagnostics import Diagnostic
from voxml.site.diagram.labels import INSIDE, NodeLabel, label_nodes, node_name, reached_edges
from voxml.site.diagram.layout import NODE_WIDTH, PANEL_PADDING, PANEL_TITLE, Layout, Panel, lay_out
from voxml.site.diagram.node import Change, DrawnNode, Mark, Targets, draw_node
from voxml.site.flow import Flow

_STYLE = """
svg{--bg:#f6f7f9;--fill:#fff;--edge:#d3d8e0;--head:#eef1f6;--text:#1b2430;--soft:#66717f;--line:#8693a5;--say:#2f6fb3;
--ask:#7a3fb8;--dial:#0b7a5e;--end:#b3372d;--key:#1b2430;--keytext:#fff;--panel:#eceff4;--on:#e6eaf1;--good:#1a7f37;
--warn:#9a6700;--bad:#cf222e;--start:#1a7f37}
@media(prefers-color-scheme:dark){svg{--bg:#0e1319;--fill:#18202a;--edge:#303c4b;--head:#202a36;--text:#e4eaf1;
--soft:#93a1b1;--line:#5f6e80;--say:#79b4f2;--ask:#c79bf5;--dial:#4fd0a9;--end:#f1857c;--key:#dfe6ee;--keytext:#12181f;
--panel:#131a22;--on:#2a3644;--good:#3fb950;--warn:#d29922;--bad:#f85149;--start:#3fb950}}
text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;fill:var(--text)}
.bg{fill:var(--bg)}.node{fill:var(--fill);stroke:var(--edge);stroke-width:1}.pile{fill:var(--fill);stroke:var(--edge)}
.head{fill:var(--head)}.node.entry{stroke:var(--start);stroke-width:1.5}.start{color:var(--start)}
.node.broken{stroke:var(--bad);stroke-width:2;stroke-dasharray:5 3}
.node.added{stroke:var(--good);stroke-width:2.5}.node.changed{stroke:var(--warn);stroke-width:2.5}
.node.removed{stroke:var(--bad);stroke-width:2.5;stroke-dasharray:6 4}.ghost{opacity:.65}
.title{font-size:13.5px;font-weight:600}.path,.detail{font-size:10px;fill:var(--soft)}.detail{font-size:10.5px}
.line{font-size:12px}.line.hangup,.line.end,.line.broken{fill:var(--end)}.line.end{fill:var(--soft);font-style:italic}
.when{font-size:10px;fill:var(--soft);font-style:italic}.to{font-size:12px}.inside .to{fill:var(--text);font-weight:500}
.outside .to,.aside .to{fill:var(--soft)}.missing .to,.missing .arrow{fill:var(--bad);font-weight:600}
.arrow{font-size:12px;fill:var(--soft)}a:hover .to{text-decoration:underline}.port{fill:var(--line)}
rect.key{fill:var(--key)}text.key{fill:var(--keytext);font-size:11.5px;font-weight:700;text-anchor:middle}
rect.on{fill:var(--on)}text.on{font-size:10px;fill:var(--soft);text-anchor:middle}
.icon{color:var(--soft)}.icon.say,.icon.play{color:var(--say)}.icon.gather,.icon.record{color:var(--ask)}
.icon.dial,.icon.conference,.icon.stream{color:var(--dial)}.icon.hangup,.icon.broken{color:var(--end)}
.flow{fill:none;stroke:var(--line);stroke-width:1.6}.tip{fill:var(--line)}.never{opacity:.4}
.panel{fill:var(--panel);stroke:var(--edge);stroke-dasharray:1 0}.paneltitle{font-size:21px;font-weight:650}
.panelnote{font-size:11px;fill:var(--soft)}.bar{fill:var(--warn)}.bar.added{fill:var(--good)}
.bar.removed,.bar.error{fill:var(--bad)}.bar.info{fill:var(--say)}.badge circle{fill:var(--warn)}
.badge.error circle{fill:var(--bad)}.badge text{fill:#fff;font-size:12px;font-weight:700;text-anchor:middle}
.badge.added circle{fill:var(--good)}.badge.removed circle{fill:var(--bad)}.badge.changed circle{fill:var(--warn)}
.sign{font-size:11px;font-weight:700;fill:#fff;text-anchor:middle}.problem{font-size:10.5px;fill:var(--warn)}
.problem.error{fill:var(--bad)}.heading{font-size:17px;font-weight:650}.legend{font-size:11px;fill:var(--soft)}
""".replace("\n", "")

_STROKE = 'fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"'
_ICONS = {
    "say": '<path d="M2 3.5h12v7H7l-3 3v-3H2z"/>',
    "play": '<path d="M6 12V3.5l7-1.5v8.5"/><circle cx="4.3" cy="12" r="1.8"/><circle cx="11.3" cy="10.5" r="1.8"/>',
    "gather": "".join(
        f'<circle cx="{x}" cy="{y}" r=".9" fill="currentColor"/>' for y in (3, 8, 13) for x in (3, 8, 13)
    ),
    "dial": '<path d="M3 2.5h3l1 3-1.7 1.4a8 8 0 0 0 3.8 3.8L10.5 9l3 1v3c-5.5 1.5-12-5-10.5-10.500z"/>',
    "record": '<circle cx="8" cy="8" r="5.5"/><circle cx="8" cy="8" r="2.3" fill="currentColor"/>',
    "stream": '<path d="M2 8h1.500M5 5v6M8 2.500v11M11 5v6M14 8h-.5"/>',
    "conference": '<circle cx="5.5" cy="5.5" r="2.3"/><circle cx="11.5" cy="6" r="1.8"/>'
    '<path d="M1.5 13c0-5 8-5 8 0M10.5 9.600c2 0 4 .9 4 3.4"/>',
    "redirect": '<path d="M2 8h11M9 4l4 4-4 4"/>',
    "pause": '<circle cx="8" cy="8" r="6"/><path d="M8 4.500V8l2.5 1.5"/>',
    "hangup": '<path d="M2 9.500c0-4 12-4 12 0v1.500l-3.3-.6V8.600a9 9 0 0 0-5.4 0v1.800L2 11z" fill="currentColor"/>',
    "end": '<path d="M3 8h10"/>',
    "broken": '<path d="M8 2l6.500 11.500h-13zM8 6.500v3.500M8 11.800v.2"/>',
    "start": '<circle cx="8" cy="8" r="6.5"/><path d="M6.5 5l4 3-4 3z" fill="currentColor"/>',
}
_HEADING = 58.0


class Diagram(NamedTuple):
    """What is drawn besides the flow itself."""

    heading: str = ""
    #: Diagnostics by document.
    marks: Mapping[str, tuple[Mark, ...]] = {}
    #: How documents differ from another site, and their instructions by index.
    changes: Mapping[str, Change] = {}
    step_changes: Mapping[str, Mapping[int, Change]] = {}


def draw(flow: Flow, diagram: Diagram | None = None) -> str:
    """Return the diagram of a site."""
    return draw_labels(label_nodes(flow), diagram or Diagram(), flow.entries)


def draw_labels(labels: Mapping[str, NodeLabel], diagram: Diagram, entries: tuple[str, ...]) -> str:
    """Return the diagram of labelled documents."""
    edges = {
        name: [edge.to for edge in reached_edges(label.steps) if edge.kind == INSIDE and edge.to in labels]
        for name, label in labels.items()
    }
    titles = _titles(labels)
    heights = {name: _node(label, Targets(titles), diagram).height for name, label in labels.items()}
    layout = lay_out(heights, edges, entries)
    drawn: dict[str, set[str]] = {}
    for name, kid in layout.lines:
        drawn.setdefault(name, set()).add(kid)
    roots = frozenset(panel.root for panel in layout.panels if len(panel.positions) > 1) - set(entries)
    nodes = {
        name: _node(label, Targets(titles, frozenset(drawn.get(name, ())), roots, name), diagram)
        for name, label in labels.items()
    }
    return _assemble(nodes, layout, diagram, titles)


def _node(label: NodeLabel, targets: Targets, diagram: Diagram) -> DrawnNode:
    return draw_node(
        label,
        targets,
        diagram.marks.get(label.name, ()),
        diagram.changes.get(label.name, "same"),
        diagram.step_changes.get(label.name),
    )


def _titles(labels: Mapping[str, NodeLabel]) -> dict[str, str]:
    """Return the title of each document, or its whole name where two have the same title."""
    counts: dict[str, int] = {}
    for label in labels.values():
        counts[label.title] = counts.get(label.title, 0) + 1
    return {name: label.title if counts[label.title] == 1 else name for name, label in labels.items()}


def _assemble(nodes: Mapping[str, DrawnNode], layout: Layout, diagram: Diagram, titles: Mapping[str, str]) -> str:
    top = _HEADING if diagram.heading else 0.0
    width, height = max(layout.width, 460.0), layout.height + top
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="img"><title>{escape(diagram.heading or "Call flow")}</title>',
        f"<style>{_STYLE}</style>",
        "<defs>",
        *(
            f'<symbol id="i-{name}" viewBox="0 0 16 16"><g {_STROKE}>{shape}</g></symbol>'
            for name, shape in _ICONS.items()
        ),
        "</defs>",
        f'<rect class="bg" width="{width:.0f}" height="{height:.0f}"/>',
    ]
    if diagram.heading:
        parts.append(
            f'<text class="heading" x="30" y="34">{escape(diagram.heading)}</text>'
            f'<text class="legend" x="30" y="52">{_legend(diagram)}</text>'
        )
    parts.append(f'<g transform="translate(0 {top:g})">')
    if layout.has_panels:
        parts += [_draw_panel(panel, nodes, titles) for panel in layout.panels]
    parts += [_draw_line(name, kid, nodes, layout) for name, kid in sorted(layout.lines)]
    for name, node in nodes.items():
        position = layout.positions[name]
        ghost = ' class="ghost"' if diagram.changes.get(name) == "removed" else ""
        parts.append(
            f'<g id="d-{escape(name, quote=True)}" transform="translate({position.x:.1f} {position.y:.1f})"{ghost}>'
            f"{node.svg}</g>"
        )
    return "\n".join([*parts, "</g></svg>", ""])


def _legend(diagram: Diagram) -> str:
    if diagram.changes:
        return "+ added (green) · ~ changed (amber) · − removed (red, dashed)"
    return "▶ calls begin here · each box is one document · → another panel · ↩ a box drawn elsewhere"


def _draw_panel(panel: Panel, nodes: Mapping[str, DrawnNode], titles: Mapping[str, str]) -> str:
    x, y = panel.x - PANEL_PADDING, panel.y - PANEL_PADDING - PANEL_TITLE
    count = len(panel.positions)
    is_mixed = not any(edge.to in panel.positions for edge in reached_edges(nodes[panel.root].label.steps))
    title = "Others" if is_mixed and count > 1 else titles[panel.root]
    note = f"{count} document{'s' * (count != 1)}{'' if is_mixed else _from(panel, nodes, titles)}"
    return (
        f'<rect class="panel" x="{x:.1f}" y="{y:.1f}" width="{panel.width + 2 * PANEL_PADDING:.1f}" '
        f'height="{panel.height + 2 * PANEL_PADDING + PANEL_TITLE:.1f}" rx="16"/>'
        f'<text class="paneltitle" x="{panel.x:.1f}" y="{y + 34:.1f}">{escape(title)} '
        f'<tspan class="panelnote" dx="6">{escape(note)}</tspan></text>'
    )


def _from(panel: Panel, nodes: Mapping[str, DrawnNode], titles: Mapping[str, str]) -> str:
    """Return from where and on which key a call reaches a panel."""
    if nodes[panel.root].label.is_entry:
        return ""
    for name, node in nodes.items():
        for edge in reached_edges(node.label.steps):
            if edge.to == panel.root and name not in panel.positions:
                return f" · from {titles[name]}{f' by {edge.on}' if edge.on else ''}"
    return ""


def _draw_line(name: str, kid: str, nodes: Mapping[str, DrawnNode], layout: Layout) -> str:
    start, end = layout.positions[name], layout.positions[kid]
    x1, x2, y2 = start.x + NODE_WIDTH + 3, end.x - 7, end.y + 20
    bend = (x2 - x1) * 0.55
    y1 = start.y + nodes[name].ports.get(kid, 20.0)
    curve = f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    return f'<path class="flow" d="{curve}"/><path class="tip" d="M{x2 + 6:.1f} {y2:.1f}l-8 -4.5v9z"/>'


def marks_of(flow: Flow, diagnostics: list[Diagnostic]) -> dict[str, tuple[Mark, ...]]:
    """Return the diagnostics by document, as far as their document is known."""
    by_source: dict[str, list[str]] = {}
    for stop in flow.stops.values():
        names = by_source.setdefault(stop.source, [])
        if node_name(stop) not in names:
            names.append(node_name(stop))
    marks: dict[str, list[Mark]] = {}
    for each in diagnostics:
        names = _names_of(each.path, by_source)
        if len(names) > 1:
            names = [name for name in names if repr(name.rpartition("/")[2]) in each.pointer] or names[:1]
        for name in names:
            marks.setdefault(name, []).append(
                Mark(each.severity, _worded(each, flow, name), _index_of(each, flow, name))
            )
    return {name: tuple(found) for name, found in marks.items()}


def _names_of(path: str, by_source: Mapping[str, list[str]]) -> list[str]:
    """Return the documents of the source that `path` names: the longest source that the path ends with."""
    while path not in by_source and "/" in path:
        path = path.partition("/")[2]
    return by_source.get(path, [])


def _worded(diagnostic: Diagnostic, flow: Flow, name: str) -> str:
    """Return the message, with its line where the document has no instruction that says the place."""
    is_broken = name in flow.stops and flow.stops[name].ending == "broken"
    return f"line {diagnostic.line}: {diagnostic.message}" if is_broken else diagnostic.message


def _index_of(diagnostic: Diagnostic, flow: Flow, name: str) -> int | None:
    """Return the index of the instruction that a JSON Pointer or an XPath names."""
    pointer = diagnostic.pointer
    if name in flow.stops and flow.stops[name].ending == "broken":
        return 0
    found = re.search(r"/instructions/(\d+)", pointer)
    if found:
        return int(found[1])
    found = re.match(r"/Response/(\w+)(?:\[(\d+)\])?", pointer)
    if found is None or name not in flow.stops:
        return None
    same = [position for position, verb in enumerate(flow.stops[name].instructions) if verb["verb"] == found[1]]
    number = int(found[2] or 1) - 1
    return same[number] if number < len(same) else None
