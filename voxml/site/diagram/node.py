"""Draw one document: its frame, its title, its steps, and where the lines to other documents leave it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Literal, NamedTuple

from voxml.diagnostics import SEVERITIES, Severity
from voxml.site.diagram.geometry import NODE_WIDTH
from voxml.site.diagram.labels import NodeLabel, StepLabel
from voxml.site.diagram.step import SIDE, STEP_GAP, StepDrawing, Targets
from voxml.site.diagram.text_width import fit

Change = Literal["added", "removed", "changed", "same"]

_HEAD = 40.0
_MAX_MESSAGES = 2
#: What is written where a change is drawn, so that a picture without colour shows it too.
SIGNS: Mapping[Change, str] = {"added": "+", "removed": "−", "changed": "~", "same": ""}


class Mark(NamedTuple):
    """A diagnostic at a document."""

    severity: Severity
    message: str
    #: Index of the instruction, or None for the document as a whole.
    place: int | None


class DrawnNode(NamedTuple):
    """A drawn document."""

    height: float
    svg: str
    #: For each document that an edge leads to: how far down the right edge a line to it leaves, in pixels.
    ports: Mapping[str, float]
    #: The words of its state, as classes: `card entry error`.
    looks: str
    #: A sign of its state, for where its title is all that is seen.
    sign: str


def draw_node(
    label: NodeLabel,
    targets: Targets,
    marks: Sequence[Mark] = (),
    change: Change = "same",
    step_changes: Mapping[int, Change] | None = None,
) -> DrawnNode:
    """Draw a node with its corner at 0, 0; the first edge to a document that a line leads to gets the line's port."""
    drawing = StepDrawing(targets, _HEAD + 9)
    by_step: dict[int | None, list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: SEVERITIES.index(mark.severity)):
        by_step.setdefault(mark.place, []).append(mark)
    for mark in by_step.get(None, ())[:_MAX_MESSAGES]:
        if mark.severity != "info":
            drawing.problem(mark.severity, mark.message)
    for step in label.steps:
        _draw_step(drawing, step, label.name, by_step.get(step.place, ()), (step_changes or {}).get(step.place, "same"))
    height = drawing.y + 4
    worst = next((word for word in ("error", "warning") for mark in marks if mark.severity == word), "")
    inner = _head(label, marks, worst, change) + "".join(drawing.parts)
    looks = ["card", change, *(["entry"] if label.is_entry else []), *([worst] if worst else [])]
    looks += ["broken"] if any(step.icon == "broken" for step in label.steps) else []
    sign = SIGNS[change] + ("!" if worst else "") or ("▶" if label.is_entry else "")
    svg = f"{_body(label, height)}{inner}{_box('frame', height)}"
    return DrawnNode(height, svg, drawing.ports, " ".join(looks), sign)


def _draw_step(drawing: StepDrawing, step: StepLabel, name: str, marks: Sequence[Mark], change: Change) -> None:
    top, begin = drawing.y, len(drawing.parts)
    drawing.draw(step)
    bottom = drawing.y + STEP_GAP
    bars = ""
    if change != "same":
        bars = _bar(change, top, bottom, SIGNS[change], "")
    if marks:
        bars += _bar(marks[0].severity, top, bottom, "", "\n".join(mark.message for mark in marks))
    drawing.y = bottom
    for mark in marks[:_MAX_MESSAGES]:
        if mark.severity != "info":
            drawing.problem(mark.severity, mark.message)
    never = "" if step.is_reached else " never"
    drawing.parts.insert(
        begin,
        f'<g class="step{never}" data-document="{escape(name)}" data-pointer="{escape(step.pointer)}" '
        f'data-step="{step.place if step.pointer else ""}">'
        f'<rect class="row" x="5" y="{top - 5:.1f}" width="{NODE_WIDTH - 10:g}" height="{drawing.y - top:.1f}" rx="6"/>{bars}',
    )
    drawing.parts.append("</g>")


def _bar(kind: str, top: float, bottom: float, sign: str, message: str) -> str:
    title = f"<title>{escape(message)}</title>" if message else ""
    bar = f'<rect class="bar {kind}" x="0.75" y="{top - 3:.1f}" width="4" height="{bottom - top:.1f}">{title}</rect>'
    if not sign:
        return bar
    return (
        f'{bar}<circle class="bar {kind}" cx="1" cy="{top + 6:.1f}" r="8"/>'
        f'<text class="sign" x="1" y="{top + 10:.1f}">{sign}</text>'
    )


def _box(look: str, height: float, shift: float = 0) -> str:
    return f'<rect class="{look}" x="{shift:g}" y="{-shift:g}" width="{NODE_WIDTH:g}" height="{height:.1f}" rx="10"/>'


def _body(label: NodeLabel, height: float) -> str:
    # A pile: the same template for many rows.
    pile = [_box("pile", height, shift) for shift in (8, 4)] if label.name.endswith("/*") else []
    return "".join([*pile, _box("body", height)])


def _head(label: NodeLabel, marks: Sequence[Mark], worst: str, change: Change) -> str:
    """Return the title and the name of the document, with the badges of its problems and of its change."""
    pieces = [
        f'<path class="head" d="M0.5 10A9.5 9.5 0 0 1 10 0.5H{NODE_WIDTH - 10:g}'
        f'A9.5 9.5 0 0 1 {NODE_WIDTH - 0.5:g} 10V{_HEAD:g}H0.5Z"/>'
    ]
    room = NODE_WIDTH - 2 * SIDE - (22 if worst else 0) - (22 if change != "same" else 0)
    x = SIDE
    if label.is_entry:
        pieces.append(f'<use class="start" href="#i-start" x="{x:g}" y="12" width="16" height="16"/>')
        x, room = x + 22, room - 22
    name = label.name
    if name.endswith("/*"):
        name = f"one of {label.copies:,} document{'s' * (label.copies != 1)}"
    pieces.append(
        f'<text class="title" x="{x:g}" y="18">{escape(fit(label.title, 13.5, room))}</text>'
        f'<text class="path" x="{x:g}" y="32">{escape(fit(name, 10, room))}</text>'
    )
    right = NODE_WIDTH - 22
    if worst:
        listed = "\n".join(f"{mark.severity}: {mark.message}" for mark in marks)
        pieces.append(_badge(worst, right, "!", listed))
        right -= 22
    if change != "same":
        pieces.append(_badge(change, right, SIGNS[change], change))
    return "".join(pieces)


def _badge(look: str, x: float, sign: str, title: str) -> str:
    return (
        f'<g class="badge {look}" transform="translate({x:g} 20)"><circle r="9"/>'
        f'<text y="4">{sign}</text><title>{escape(title)}</title></g>'
    )
