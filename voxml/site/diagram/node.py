"""Draw one document: its steps, their heights, and where the lines to other documents leave it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Literal, NamedTuple

from voxml.diagnostics import SEVERITIES, Severity
from voxml.site.diagram.labels import CALLBACK, INSIDE, MISSING, EdgeLabel, NodeLabel, StepLabel, title_of
from voxml.site.diagram.layout import NODE_WIDTH
from voxml.site.diagram.text_width import fit, width, wrap

Change = Literal["added", "removed", "changed", "same"]

_HEAD = 40.0
_SIDE = 12.0
_ICON = 24.0
_LINE = 16.0
_DETAIL = 14.0
_EDGE = 23.0
_STEP_GAP = 7.0
_MAX_LINES = 3
_MAX_MESSAGES = 2
_SIZE, _SMALL = 12.0, 10.5
#: What is written where a change or a problem is drawn, so that a picture without colour shows it too.
_SIGNS: Mapping[Change, str] = {"added": "+", "removed": "−", "changed": "~", "same": ""}


class Mark(NamedTuple):
    """A diagnostic at a document."""

    severity: Severity
    message: str
    #: Index of the instruction, or None for the document as a whole.
    place: int | None


class DrawnNode(NamedTuple):
    """A drawn document."""

    label: NodeLabel
    height: float
    svg: str
    #: For each document that a line leads to: how far down the right edge that line leaves, in pixels.
    ports: Mapping[str, float]


class Targets(NamedTuple):
    """What the edges of one node lead to."""

    titles: Mapping[str, str]
    #: Documents that a line leads to from this node.
    drawn: frozenset[str] = frozenset()
    #: Documents that begin a panel of their own.
    roots: frozenset[str] = frozenset()
    #: The node itself.
    own: str = ""


def draw_node(
    label: NodeLabel,
    targets: Targets,
    marks: Sequence[Mark] = (),
    change: Change = "same",
    step_changes: Mapping[int, Change] | None = None,
) -> DrawnNode:
    """Draw a node with its corner at 0, 0; the first edge to a document that a line leads to gets the line's port."""
    parts: list[str] = []
    ports: dict[str, float] = {}
    by_step: dict[int, list[Mark]] = {}
    for mark in marks:
        if mark.place is not None:
            by_step.setdefault(mark.place, []).append(mark)
    y = _HEAD + 9
    for step in label.steps:
        top = y
        y = _draw_step(parts, ports, step, y, targets)
        step_change = (step_changes or {}).get(step.place, "same")
        if step_change != "same":
            parts.append(_bar(step_change, top, y, _SIGNS[step_change], ""))
        own = sorted(by_step.get(step.place, ()), key=lambda mark: SEVERITIES.index(mark.severity))
        if own:
            parts.append(_bar(own[0].severity, top, y, "", "\n".join(mark.message for mark in own)))
        for mark in own[:_MAX_MESSAGES]:
            y = _draw_message(parts, mark, y)
    height = y + 4
    return DrawnNode(label, height, _frame(label, height, marks, change) + "".join(parts), ports)


def _bar(kind: str, top: float, bottom: float, sign: str, message: str) -> str:
    title = f"<title>{escape(message)}</title>" if message else ""
    return (
        f'<rect class="bar {kind}" x="0.75" y="{top - 3:.1f}" width="4" height="{bottom - top:.1f}">{title}</rect>'
        if not sign
        else f'<rect class="bar {kind}" x="0.75" y="{top - 3:.1f}" width="10" height="{bottom - top:.1f}"/>'
        f'<text class="sign" x="5.75" y="{top + 9:.1f}">{sign}</text>'
    )


def _draw_message(parts: list[str], mark: Mark, y: float) -> float:
    """Draw a problem in words below its step, so that a picture without a pointer says it."""
    if mark.severity == "info":
        return y
    left = _SIDE + _ICON
    for line in wrap(mark.message, _SMALL, NODE_WIDTH - left - _SIDE, 2):
        parts.append(f'<text class="problem {mark.severity}" x="{left:g}" y="{y + 7:.1f}">{escape(line)}</text>')
        y += _DETAIL
    return y + _STEP_GAP


def _frame(label: NodeLabel, height: float, marks: Sequence[Mark], change: Change) -> str:
    is_broken = any(step.icon == "broken" for step in label.steps)
    kinds = ["node", change, *(["entry"] if label.is_entry else []), *(["broken"] if is_broken else [])]
    pieces = []
    if label.name.endswith("/*"):
        # A pile: the same template for many rows.
        for shift in (8, 4):
            pieces.append(
                f'<rect class="pile" x="{shift}" y="{-shift}" width="{NODE_WIDTH:g}" height="{height:.1f}" rx="10"/>'
            )
    pieces.append(
        f'<rect class="{" ".join(kinds)}" width="{NODE_WIDTH:g}" height="{height:.1f}" rx="10"/>'
        f'<path class="head" d="M0.5 10 A9.5 9.5 0 0 1 10 0.5 H{NODE_WIDTH - 10:g} '
        f"A9.5 9.5 0 0 1 {NODE_WIDTH - 0.5:g} 10 "
        f'V{_HEAD:g} H0.5 Z"/>'
    )
    worst = next((word for word in ("error", "warning") for mark in marks if mark.severity == word), None)
    room = NODE_WIDTH - 2 * _SIDE - (22 if worst else 0) - (18 if change != "same" else 0)
    x = _SIDE
    if label.is_entry:
        pieces.append(f'<use class="start" href="#i-start" x="{x:g}" y="12" width="16" height="16"/>')
        x, room = x + 22, room - 22
    name = (
        label.name if not label.name.endswith("/*") else f"one of {label.copies:,} document{'s' * (label.copies != 1)}"
    )
    pieces.append(
        f'<text class="title" x="{x:g}" y="18">{escape(fit(label.title, 13.5, room))}</text>'
        f'<text class="path" x="{x:g}" y="32">{escape(fit(name, 10, room))}</text>'
    )
    right = NODE_WIDTH - 22
    if worst is not None:
        listed = "\n".join(f"{mark.severity}: {mark.message}" for mark in marks)
        pieces.append(
            f'<g class="badge {worst}" transform="translate({right:g} 20)"><circle r="9"/>'
            f'<text y="4">!</text><title>{escape(listed)}</title></g>'
        )
        right -= 20
    if change != "same":
        pieces.append(
            f'<g class="badge {change}" transform="translate({right:g} 20)"><circle r="9"/>'
            f'<text y="4">{_SIGNS[change]}</text><title>{change}</title></g>'
        )
    return "".join(pieces)


def _draw_step(parts: list[str], ports: dict[str, float], step: StepLabel, y: float, targets: Targets) -> float:
    left = _SIDE + _ICON
    room = NODE_WIDTH - left - _SIDE
    begin = len(parts)
    if step.condition and step.is_reached:
        parts.append(f'<text class="when" x="{_SIDE:g}" y="{y + 9:.1f}">{escape(step.condition)}:</text>')
        y += 15
    parts.append(
        f'<use class="icon {step.icon}" href="#i-{step.icon}" x="{_SIDE:g}" y="{y - 1:.1f}" width="16" height="16"/>'
    )
    lines = wrap(step.text, _SIZE, room, _MAX_LINES)
    for line in lines:
        parts.append(f'<text class="line {step.icon}" x="{left:g}" y="{y + 11:.1f}">{escape(line)}</text>')
        y += _LINE
    if lines != [step.text] and lines[-1].endswith("…"):
        parts.append(f"<title>{escape(step.text)}</title>")
    if step.detail:
        parts.append(
            f'<text class="detail" x="{left:g}" y="{y + 9:.1f}">{escape(fit(step.detail, _SMALL, room))}</text>'
        )
        y += _DETAIL
    for bundle in bundles(step.edges):
        y += 2
        beside = 0.0
        if step.icon == "redirect":
            # The only edge of a redirect is on the line of the redirect itself.
            beside, y = width(step.text, _SIZE) + 6, y - _LINE - 5
        y = _draw_bundle(parts, ports, bundle, left + beside, y, room - beside, targets)
    never = "" if step.is_reached else ' class="never"'
    parts[begin:] = [f"<g{never}>", *parts[begin:], "</g>"]
    return y + _STEP_GAP


def bundles(edges: Sequence[EdgeLabel]) -> Iterator[list[EdgeLabel]]:
    """Yield the edges of a step in order, those of keys that lead to one target together."""
    bundled: dict[tuple[str, str] | int, list[EdgeLabel]] = {}
    for number, edge in enumerate(edges):
        bundled.setdefault((edge.kind, edge.to) if edge.is_key else number, []).append(edge)
    yield from bundled.values()


def _draw_bundle(
    parts: list[str],
    ports: dict[str, float],
    bundle: list[EdgeLabel],
    left: float,
    y: float,
    room: float,
    targets: Targets,
) -> float:
    """Draw the keys or the condition of one target, and the target's title beside them."""
    edge = bundle[0]
    x, right = left, left + room
    parts.append(f'<g class="edge {edge.kind}">')
    for each in bundle if edge.on else ():
        size, look = (11.5, "key") if edge.is_key else (10.0, "on")
        pill = max(20.0, width(each.on, size) + 12)
        if x > left and x + pill > right - 60:
            x, y = left, y + _EDGE
        middle = y + _EDGE / 2 - 1
        parts.append(
            f'<rect class="{look}" x="{x:g}" y="{middle - 9:.1f}" width="{pill:.1f}" height="18" '
            f'rx="{4 if each.is_key else 9}"/>'
            f'<text class="{look}" x="{x + pill / 2:.1f}" y="{middle + 4:.1f}">{escape(each.on)}</text>'
        )
        x += pill + 4
    x += 4 if edge.on else 0
    middle = y + _EDGE / 2 - 1
    title, arrow = _title_of(edge, targets)
    is_drawn = edge.kind == INSIDE and edge.to in targets.drawn
    if is_drawn and edge.to in ports:
        # One line leads to each document: a second one would cross others.
        arrow = "↩"
    if arrow:
        parts.append(f'<text class="arrow" x="{x:.1f}" y="{middle + 4:.1f}">{arrow}</text>')
        x += 15
    label = f'<text class="to" x="{x:.1f}" y="{middle + 4:.1f}">{escape(fit(title, _SIZE, right - x))}</text>'
    if edge.kind == INSIDE:
        label = f'<a href="#d-{escape(edge.to, quote=True)}">{label}</a>'
    parts.append(label)
    if is_drawn and edge.to not in ports:
        ports[edge.to] = middle
        parts.append(f'<circle class="port" cx="{NODE_WIDTH:g}" cy="{middle:.1f}" r="3.5"/>')
    if edge.kind == MISSING:
        parts.append("<title>The site has no such document</title>")
    parts.append("</g>")
    return y + _EDGE


def _title_of(edge: EdgeLabel, targets: Targets) -> tuple[str, str]:
    """Return what an edge's target is called, and the arrow before it."""
    if edge.kind == MISSING:
        return f"{edge.to} (missing)", "✕"
    if edge.kind == INSIDE:
        if edge.to == targets.own:
            return "this again", "↻"
        arrow = "" if edge.to in targets.drawn else "→" if edge.to in targets.roots else "↩"
        return targets.titles.get(edge.to, title_of(edge.to)), arrow
    return edge.to, "" if edge.kind == CALLBACK else "↗"
