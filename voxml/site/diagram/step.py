"""Draw one instruction of a document: its icon, its words, and the targets of its keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from voxml.site.diagram.geometry import NODE_WIDTH
from voxml.site.diagram.labels import CALLBACK, INSIDE, MISSING, EdgeLabel, StepLabel, title_of
from voxml.site.diagram.text_width import fit, width, wrap

SIDE = 12.0
ICON = 24.0
STEP_GAP = 7.0
_LINE = 16.0
_DETAIL = 14.0
_EDGE = 23.0
_MAX_LINES = 3
_SIZE, _SMALL = 12.0, 10.5
_EDGE_SIGNS = {"added": "+", "removed": "−"}


class Targets(NamedTuple):
    """What the edges of one document lead to."""

    titles: Mapping[str, str]
    #: Documents that a line leads to from this one.
    drawn: frozenset[str] = frozenset()
    #: Documents that begin a panel of their own.
    roots: frozenset[str] = frozenset()
    #: The document itself.
    own: str = ""


class StepDrawing:
    """The drawing of one document's steps, from its top to its bottom."""

    def __init__(self, targets: Targets, y: float) -> None:
        self._targets = targets
        self.y = y
        self.parts: list[str] = []
        #: For each document inside: how far down the right edge a line to it leaves, in pixels.
        self.ports: dict[str, float] = {}

    def draw(self, step: StepLabel) -> None:
        """Draw a step at `y`, and move `y` below it."""
        left = SIDE + ICON
        room = NODE_WIDTH - left - SIDE
        if step.condition and step.is_reached:
            self.parts.append(f'<text class="when" x="{SIDE:g}" y="{self.y + 9:.1f}">{escape(step.condition)}:</text>')
            self.y += 15
        self.parts.append(
            f'<use class="icon {step.icon}" href="#i-{step.icon}" x="{SIDE:g}" y="{self.y - 1:.1f}" '
            'width="16" height="16"/>'
        )
        lines = wrap(step.text, _SIZE, room, _MAX_LINES)
        for line in lines:
            self._text(f"words {step.icon}", left, self.y + 11, line)
            self.y += _LINE
        if lines != [step.text] and lines[-1].endswith("…"):
            self.parts.append(f"<title>{escape(step.text)}</title>")
        if step.detail:
            self._text("detail", left, self.y + 9, fit(step.detail, _SMALL, room))
            self.y += _DETAIL
        for bundle in bundles(step.edges):
            self.y += 2
            beside = 0.0
            if step.icon == "redirect":
                # The only edge of a redirect is on the line of the redirect itself.
                beside = width(step.text, _SIZE) + 6
                self.y -= _LINE + 5
            self._bundle(bundle, left + beside, room - beside)

    def problem(self, severity: str, message: str) -> None:
        """Draw a problem in words below its step, so that a picture without a pointer says it."""
        left = SIDE + ICON
        for line in wrap(message, _SMALL, NODE_WIDTH - left - SIDE, 2):
            self._text(f"problem {severity}", left, self.y + 7, line)
            self.y += _DETAIL
        self.y += STEP_GAP

    def _text(self, look: str, x: float, y: float, text: str) -> None:
        self.parts.append(f'<text class="{look}" x="{x:g}" y="{y:.1f}">{escape(text)}</text>')

    def _bundle(self, bundle: list[EdgeLabel], left: float, room: float) -> None:
        """Draw the keys or the condition of one target, and the target's title beside them."""
        edge = bundle[0]
        keys = " ".join(each.on for each in bundle if each.is_key)
        look = f"edge {edge.kind} {edge.change}".strip()
        self.parts.append(
            f'<g class="{look}" {edge_data(self._targets.own, edge.to, keys)} '
            f'data-on="{escape(" ".join(each.on for each in bundle))}">'
        )
        x = self._conditions(bundle, left, left + room)
        middle = self.y + _EDGE / 2 - 1
        is_first = edge.kind == INSIDE and edge.to not in self.ports
        title, arrow = _title_of(edge, self._targets, is_first=is_first)
        if edge.change:
            self._text("change", x, middle + 4, _EDGE_SIGNS[edge.change])
            x += 15
        if arrow:
            self._text("arrow", x, middle + 4, arrow)
            x += 15
        label = f'<text class="to" x="{x:.1f}" y="{middle + 4:.1f}">{escape(fit(title, _SIZE, left + room - x))}</text>'
        self.parts.append(f'<a href="#d-{escape(edge.to, quote=True)}">{label}</a>' if edge.kind == INSIDE else label)
        if is_first:
            self.ports[edge.to] = middle
            if edge.to in self._targets.drawn:
                self.parts.append(f'<circle class="port" cx="{NODE_WIDTH:g}" cy="{middle:.1f}" r="3.5"/>')
        if edge.kind == MISSING:
            self.parts.append("<title>The site has no such document</title>")
        self.parts.append("</g>")
        self.y += _EDGE

    def _conditions(self, bundle: list[EdgeLabel], left: float, right: float) -> float:
        """Draw each key or condition as a pill; return where the target's title begins."""
        x = left
        for each in bundle if bundle[0].on else ():
            size, look = (11.5, "key") if each.is_key else (10.0, "on")
            pill = max(20.0, width(each.on, size) + 12)
            if x > left and x + pill > right - 60:
                x = left
                self.y += _EDGE
            middle = self.y + _EDGE / 2 - 1
            self.parts.append(
                f'<rect class="{look}" x="{x:g}" y="{middle - 9:.1f}" width="{pill:.1f}" height="18" '
                f'rx="{4 if each.is_key else 9}"/>'
                f'<text class="{look}" x="{x + pill / 2:.1f}" y="{middle + 4:.1f}">{escape(each.on)}</text>'
            )
            x += pill + 4
        return x + (4 if bundle[0].on else 0)


def bundles(edges: Sequence[EdgeLabel]) -> Iterator[list[EdgeLabel]]:
    """Yield the edges of a step in order, those of keys that lead to one target together."""
    bundled: dict[tuple[str, str, str] | int, list[EdgeLabel]] = {}
    for number, edge in enumerate(edges):
        bundled.setdefault((edge.kind, edge.to, edge.change) if edge.is_key else number, []).append(edge)
    yield from bundled.values()


def edge_data(source: str, target: str, keys: str) -> str:
    """Return the attributes by which a page knows an edge."""
    return f'data-from="{escape(source)}" data-to="{escape(target)}" data-keys="{escape(keys)}"'


def _title_of(edge: EdgeLabel, targets: Targets, *, is_first: bool) -> tuple[str, str]:
    """Return what an edge's target is called, and the arrow before it."""
    if edge.kind == MISSING:
        return f"{edge.to} (missing)", "✕"
    if edge.kind == INSIDE:
        if edge.to == targets.own:
            return "this again", "↻"
        # One line leads to each target: a second one from the same document would cross others.
        arrow = "" if is_first and edge.to in targets.drawn else "→" if edge.to in targets.roots else "↩"
        return targets.titles.get(edge.to, title_of(edge.to)), arrow
    return edge.to, "" if edge.kind == CALLBACK else "↗"
