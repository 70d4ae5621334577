"""The flow as Mermaid, which GitHub and GitLab draw in Markdown."""

from __future__ import annotations

from collections.abc import Mapping

from voxml.site.picture.card import Change, Mark
from voxml.site.picture.text import fit
from voxml.site.picture.words import ASIDE, INSIDE, MISSING, Story, shown_ways

_CLASSES = """\
  classDef entry stroke:#1a7f37,stroke-width:2px
  classDef added stroke:#1a7f37,stroke-width:3px
  classDef changed stroke:#9a6700,stroke-width:3px
  classDef removed stroke:#cf222e,stroke-width:3px,stroke-dasharray:6 4
  classDef fault stroke:#cf222e,stroke-width:3px
  classDef missing stroke:#cf222e,color:#cf222e,stroke-dasharray:4 3
  classDef outside stroke-dasharray:4 3"""
_HEARD = ("say", "gather", "play")


def draw_mermaid(
    stories: Mapping[str, Story],
    marks: Mapping[str, tuple[Mark, ...]],
    changes: Mapping[str, Change],
) -> str:
    """A flowchart: one node a document, one arrow for each way from one to another."""
    stories = _in_order_of_calls(stories)
    ids = {name: f"d{number}" for number, name in enumerate(stories)}
    nodes: list[str] = []
    arrows: list[str] = []
    outside: dict[tuple[str, str], str] = {}
    for name, story in stories.items():
        nodes.append(f'  {ids[name]}["{_label(story)}"]{_class(story, marks, changes)}')
        merged: dict[tuple[str, bool], list[str]] = {}
        for way in shown_ways(story.steps):
            if way.to == name and not way.is_key:
                # A menu that is asked again goes without saying, and its arrow would cross the others.
                continue
            if way.kind == INSIDE and way.to in ids:
                target = ids[way.to]
            else:
                target = outside.setdefault((way.kind, way.to), f"x{len(outside)}")
            merged.setdefault((target, way.kind == ASIDE), [])
            if way.on and way.on not in merged[target, way.kind == ASIDE]:
                merged[target, way.kind == ASIDE].append(way.on)
        for (target, is_aside), on in merged.items():
            arrow = "-.->" if is_aside else "-->"
            label = f'|"{_text(", ".join(on))}"|' if on else ""
            arrows.append(f"  {ids[name]} {arrow}{label} {target}")
    for (kind, to), identity in outside.items():
        shown = f"{to} is missing" if kind == MISSING else to
        nodes.append(f'  {identity}(["{_text(shown)}"]):::{"missing" if kind == MISSING else "outside"}')
    return "\n".join(["flowchart LR", *nodes, *arrows, _CLASSES, ""])


def _in_order_of_calls(stories: Mapping[str, Story]) -> dict[str, Story]:
    """The documents as calls come to them: Mermaid places what is named first at the beginning."""
    queue = [name for name, story in stories.items() if story.is_entry]
    reached = dict.fromkeys(queue)
    for name in queue:
        for way in shown_ways(stories[name].steps):
            if way.kind == INSIDE and way.to in stories and way.to not in reached:
                reached[way.to] = None
                queue.append(way.to)
    return {name: stories[name] for name in [*reached, *(name for name in stories if name not in reached)]}


def _label(story: Story) -> str:
    lines = [f"<b>{_text(story.title)}</b>"]
    lines += [_text(fit(step.text, 12, 260)) for step in story.steps if step.icon in _HEARD and step.is_reached][:3]
    last = next(
        (step for step in story.steps if step.icon in ("hangup", "dial", "record", "stream", "conference")), None
    )
    if last is not None:
        lines.append(_text(fit(last.text, 12, 260)))
    if any(way.to == story.name and not way.is_key for way in shown_ways(story.steps)):
        lines.append("↻ then this again")
    return "<br/>".join(lines)


def _class(story: Story, marks: Mapping[str, tuple[Mark, ...]], changes: Mapping[str, Change]) -> str:
    change = changes.get(story.name, "same")
    if change != "same":
        return f":::{change}"
    if any(mark.severity in ("error", "warning") for mark in marks.get(story.name, ())):
        return ":::fault"
    return ":::entry" if story.is_entry else ""


def _text(text: str) -> str:
    """Text that is safe inside the quotes of a label: HTML and Mermaid's own characters as entities."""
    safe = {"&": "#amp;", "<": "#lt;", ">": "#gt;", '"': "#quot;", "#": "#35;", "`": "#96;", "\\": "#92;"}
    return "".join(safe.get(char, char) for char in text)
