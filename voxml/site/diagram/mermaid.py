"""Write the flow as Mermaid, which GitHub and GitLab draw in Markdown."""

from __future__ import annotations

from collections.abc import Mapping

from voxml.diagnostics import printable
from voxml.site.diagram.labels import CALLBACK, INSIDE, MISSING, NodeLabel, reached_edges
from voxml.site.diagram.node import Change, Mark
from voxml.site.diagram.text_width import fit

_CLASSES = """\
  classDef entry stroke:#1a7f37,stroke-width:2px
  classDef added stroke:#1a7f37,stroke-width:3px
  classDef changed stroke:#9a6700,stroke-width:3px
  classDef removed stroke:#cf222e,stroke-width:3px,stroke-dasharray:6 4
  classDef problem stroke:#cf222e,stroke-width:3px
  classDef missing stroke:#cf222e,color:#cf222e,stroke-dasharray:4 3
  classDef outside stroke-dasharray:4 3"""
_SIGNS: Mapping[str, str] = {"added": "+ ", "removed": "− ", "changed": "~ "}
#: How many steps a node shows: the first of them, and the last one, which says how the document ends.
_MAX_STEPS = 5


def draw_mermaid(
    labels: Mapping[str, NodeLabel],
    marks: Mapping[str, tuple[Mark, ...]],
    changes: Mapping[str, Change],
) -> str:
    """Return a flowchart: one node a document, one arrow for each pair of documents with an edge."""
    labels = _in_order_of_calls(labels)
    ids = {name: f"d{number}" for number, name in enumerate(labels)}
    nodes: list[str] = []
    arrows: list[str] = []
    outside: dict[tuple[str, str], str] = {}
    for name, label in labels.items():
        nodes.append(f'  {ids[name]}["{_node(label, marks, changes)}"]{_class(label, marks, changes)}')
        for (target, is_callback), on in _arrows_from(label, ids, outside).items():
            arrow = "-.->" if is_callback else "-->"
            text = f'|"{_text(", ".join(on))}"|' if on else ""
            arrows.append(f"  {ids[name]} {arrow}{text} {target}")
    for (kind, to), identity in outside.items():
        shown = f"{to} is missing" if kind == MISSING else to
        nodes.append(f'  {identity}(["{_text(shown)}"]):::{"missing" if kind == MISSING else "outside"}')
    return "\n".join(["flowchart LR", *nodes, *arrows, _CLASSES, ""])


def _arrows_from(
    label: NodeLabel, ids: Mapping[str, str], outside: dict[tuple[str, str], str]
) -> dict[tuple[str, bool], list[str]]:
    """Return the conditions by target, and whether that is a callback; targets elsewhere get an id in `outside`."""
    merged: dict[tuple[str, bool], list[str]] = {}
    for edge in reached_edges(label.steps):
        if edge.to == label.name and not edge.is_key:
            # The node says it: an arrow to itself would cross the others.
            continue
        if edge.kind == INSIDE and edge.to in ids:
            target = ids[edge.to]
        else:
            target = outside.setdefault((edge.kind, edge.to), f"x{len(outside)}")
        conditions = merged.setdefault((target, edge.kind == CALLBACK), [])
        if edge.on and edge.on not in conditions:
            conditions.append(edge.on)
    return merged


def _in_order_of_calls(labels: Mapping[str, NodeLabel]) -> dict[str, NodeLabel]:
    """Return the documents in the order in which calls reach them: Mermaid puts first what is named first."""
    queue = [name for name, label in labels.items() if label.is_entry]
    reached = dict.fromkeys(queue)
    for name in queue:
        for edge in reached_edges(labels[name].steps):
            if edge.kind == INSIDE and edge.to in labels and edge.to not in reached:
                reached[edge.to] = None
                queue.append(edge.to)
    return {name: labels[name] for name in [*reached, *(name for name in labels if name not in reached)]}


def _node(label: NodeLabel, marks: Mapping[str, tuple[Mark, ...]], changes: Mapping[str, Change]) -> str:
    """Return the text of a node: its title, its steps in the order in which they run, and its worst problem."""
    lines = [f"<b>{_SIGNS.get(changes.get(label.name, 'same'), '')}{_text(label.title)}</b>"]
    steps = [step for step in label.steps if step.is_reached and step.icon != "redirect"]
    shown = [_text(fit(step.text, 12, 260)) for step in steps]
    if len(shown) > _MAX_STEPS:
        shown = [*shown[: _MAX_STEPS - 1], "…", shown[-1]]
    lines += shown
    if any(edge.to == label.name and not edge.is_key for edge in reached_edges(label.steps)):
        lines.append("↻ then this again")
    problem = next(
        (mark for word in ("error", "warning") for mark in marks.get(label.name, ()) if mark.severity == word), None
    )
    if problem is not None:
        lines.append(f"<i>{problem.severity}: {_text(fit(problem.message, 12, 320))}</i>")
    return "<br/>".join(lines)


def _class(label: NodeLabel, marks: Mapping[str, tuple[Mark, ...]], changes: Mapping[str, Change]) -> str:
    change = changes.get(label.name, "same")
    if change != "same":
        return f":::{change}"
    if any(mark.severity in ("error", "warning") for mark in marks.get(label.name, ())):
        return ":::problem"
    return ":::entry" if label.is_entry else ""


def _text(text: str) -> str:
    """Return text that is safe inside the quotes of a label: HTML and Mermaid's own characters as entities."""
    safe = {"&": "#amp;", "<": "#lt;", ">": "#gt;", '"': "#quot;", "#": "#35;", "`": "#96;", "\\": "#92;"}
    return "".join(safe.get(char, char) for char in printable(text))
