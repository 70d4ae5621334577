"""One document as a card: its rows, their heights, and where its ways out leave it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Literal, NamedTuple

from voxml.site.picture.layout import CARD_WIDTH
from voxml.site.picture.text import fit, width, wrap
from voxml.site.picture.words import ASIDE, INSIDE, MISSING, Step, Story, Way, title_of

Change = Literal["added", "removed", "changed", "same"]

_HEAD = 40.0
_SIDE = 12.0
_ICON = 24.0
_LINE = 16.0
_DETAIL = 14.0
_WAY = 23.0
_STEP_GAP = 7.0
_MOST_LINES = 3
_SIZE, _SMALL = 12.0, 10.5


class Mark(NamedTuple):
    """A finding at a document: how bad it is, and what it says."""

    severity: str
    message: str
    #: Place of the instruction, or None for the document as a whole.
    place: int | None


class Card(NamedTuple):
    """A drawn document."""

    story: Story
    height: float
    svg: str
    #: Documents that it leads to, and how far down its right edge the ways there leave.
    ports: Mapping[str, list[float]]


class Aims(NamedTuple):
    """How cards refer to each other."""

    titles: Mapping[str, str]
    #: Documents that a line leads to from this card.
    drawn: frozenset[str] = frozenset()
    #: Documents that begin a panel of their own.
    roots: frozenset[str] = frozenset()
    #: The card itself.
    own: str = ""


def draw_card(
    story: Story,
    aims: Aims,
    marks: tuple[Mark, ...] = (),
    change: Change = "same",
    step_changes: Mapping[int, Change] | None = None,
) -> Card:
    """Draw a card with its corner at 0, 0; ways to the documents that are drawn get a port where their line begins."""
    parts: list[str] = []
    ports: dict[str, list[float]] = {}
    faulty = {mark.place: mark for mark in marks if mark.place is not None}
    y = _HEAD + 9
    for step in story.steps:
        top = y
        y = _draw_step(parts, ports, step, y, aims)
        colour = (step_changes or {}).get(step.place)
        if colour not in (None, "same"):
            parts.append(f'<rect class="bar {colour}" x="0.75" y="{top - 3:.1f}" width="4" height="{y - top:.1f}"/>')
        if step.place in faulty:
            mark = faulty[step.place]
            parts.append(
                f'<rect class="bar {mark.severity}" x="0.75" y="{top - 3:.1f}" width="4" height="{y - top:.1f}">'
                f"<title>{escape(mark.message)}</title></rect>"
            )
    height = y + 4
    return Card(story, height, _frame(story, height, marks, change) + "".join(parts), ports)


def _frame(story: Story, height: float, marks: tuple[Mark, ...], change: Change) -> str:
    kinds = ["card", change, *(["entry"] if story.is_entry else [])]
    pieces = []
    if story.name.endswith("/*"):
        # A pile: the same template for many people.
        for shift in (8, 4):
            pieces.append(
                f'<rect class="pile" x="{shift}" y="{-shift}" width="{CARD_WIDTH:g}" height="{height:.1f}" rx="10"/>'
            )
    pieces.append(
        f'<rect class="{" ".join(kinds)}" width="{CARD_WIDTH:g}" height="{height:.1f}" rx="10"/>'
        f'<path class="head" d="M0.5 10 A9.5 9.5 0 0 1 10 0.5 H{CARD_WIDTH - 10:g} '
        f"A9.5 9.5 0 0 1 {CARD_WIDTH - 0.5:g} 10 "
        f'V{_HEAD:g} H0.5 Z"/>'
    )
    worst = next((mark for word in ("error", "warning") for mark in marks if mark.severity == word), None)
    room = CARD_WIDTH - 2 * _SIDE - (22 if worst else 0)
    x = _SIDE
    if story.is_entry:
        pieces.append(f'<use class="start" href="#i-start" x="{x:g}" y="12" width="16" height="16"/>')
        x, room = x + 22, room - 22
    name = (
        story.name if not story.name.endswith("/*") else f"one of {story.copies:,} document{'s' * (story.copies != 1)}"
    )
    pieces.append(
        f'<text class="title" x="{x:g}" y="18">{escape(fit(story.title, 13.5, room))}</text>'
        f'<text class="path" x="{x:g}" y="32">{escape(fit(name, 10, room))}</text>'
    )
    if worst is not None:
        told = "\n".join(f"{mark.severity}: {mark.message}" for mark in marks)
        pieces.append(
            f'<g class="badge {worst.severity}" transform="translate({CARD_WIDTH - 22:g} 20)"><circle r="9"/>'
            f'<text y="4">!</text><title>{escape(told)}</title></g>'
        )
    return "".join(pieces)


def _draw_step(
    parts: list[str],
    ports: dict[str, list[float]],
    step: Step,
    y: float,
    aims: Aims,
) -> float:
    left = _SIDE + _ICON
    room = CARD_WIDTH - left - _SIDE
    begin = len(parts)
    if step.occasion and step.is_reached:
        parts.append(f'<text class="when" x="{_SIDE:g}" y="{y + 9:.1f}">{escape(step.occasion)}:</text>')
        y += 15
    parts.append(
        f'<use class="icon {step.icon}" href="#i-{step.icon}" x="{_SIDE:g}" y="{y - 1:.1f}" width="16" height="16"/>'
    )
    lines = wrap(step.text, _SIZE, room, _MOST_LINES)
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
    for way in step.ways:
        y += 2
        beside = 0.0
        if step.icon == "redirect":
            # The one way of a redirect stands on the line of the redirect itself.
            beside, y = width(step.text, _SIZE) + 6, y - _LINE - 5
        parts.append(_draw_way(way, left + beside, y, room - beside, aims))
        if way.kind == INSIDE and way.to in aims.drawn:
            ports.setdefault(way.to, []).append(y + _WAY / 2 - 1)
        y += _WAY
    tell = "" if step.is_reached else ' class="never"'
    parts[begin:] = [f"<g{tell}>", *parts[begin:], "</g>"]
    return y + _STEP_GAP


def _draw_way(way: Way, left: float, y: float, room: float, aims: Aims) -> str:
    pieces = [f'<g class="way {way.kind}">']
    middle = y + _WAY / 2 - 1
    x = left
    if way.on:
        size, look = (11.5, "key") if way.is_key else (10.0, "on")
        pill = max(20.0, width(way.on, size) + 12)
        pieces.append(
            f'<rect class="{look}" x="{x:g}" y="{middle - 9:.1f}" width="{pill:.1f}" height="18" '
            f'rx="{4 if way.is_key else 9}"/>'
            f'<text class="{look}" x="{x + pill / 2:.1f}" y="{middle + 4:.1f}">{escape(way.on)}</text>'
        )
        x += pill + 8
    title, arrow = _aim(way, aims)
    if arrow:
        pieces.append(f'<text class="arrow" x="{x:.1f}" y="{middle + 4:.1f}">{arrow}</text>')
        x += 15
    shown = escape(fit(title, _SIZE, left + room - x))
    label = f'<text class="to" x="{x:.1f}" y="{middle + 4:.1f}">{shown}</text>'
    if way.kind == INSIDE:
        label = f'<a href="#d-{escape(way.to, quote=True)}">{label}</a>'
    pieces.append(label)
    if way.kind == INSIDE and way.to in aims.drawn:
        pieces.append(f'<circle class="port" cx="{CARD_WIDTH:g}" cy="{middle:.1f}" r="3.5"/>')
    if way.kind == MISSING:
        pieces.append("<title>The site has no such document</title>")
    pieces.append("</g>")
    return "".join(pieces)


def _aim(way: Way, aims: Aims) -> tuple[str, str]:
    if way.kind == MISSING:
        return way.to, "✕"
    if way.kind == INSIDE:
        if way.to == aims.own:
            return "this again", "↻"
        arrow = "" if way.to in aims.drawn else "→" if way.to in aims.roots else "↩"
        return aims.titles.get(way.to, title_of(way.to)), arrow
    return way.to, "" if way.kind == ASIDE else "↗"
