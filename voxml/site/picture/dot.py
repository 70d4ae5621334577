"""The flow in the language of Graphviz."""

from __future__ import annotations

from collections.abc import Mapping

from voxml.site.picture.card import Change, Mark
from voxml.site.picture.text import fit
from voxml.site.picture.words import ASIDE, INSIDE, MISSING, Story, shown_ways

_COLOURS = {"added": "#1a7f37", "changed": "#9a6700", "removed": "#cf222e"}


def draw_dot(
    stories: Mapping[str, Story],
    marks: Mapping[str, tuple[Mark, ...]],
    changes: Mapping[str, Change],
) -> str:
    """A digraph: one node a document, folders as clusters."""
    lines = [
        "digraph voxml {",
        "  rankdir=LR;",
        '  node [shape=box, style="rounded,filled", fillcolor=white, color="#8693a5",',
        '    fontname="Helvetica", fontsize=11];',
        '  edge [color="#8693a5", fontname="Helvetica", fontsize=10];',
    ]
    folders: dict[str, list[str]] = {}
    for name, story in stories.items():
        folders.setdefault(name.rpartition("/")[0], []).append(
            f"{_quote(name)} [label={_label(story)}{_look(story, marks, changes)}];"
        )
    for number, (folder, nodes) in enumerate(folders.items()):
        if folder:
            lines.append(
                f'  subgraph cluster_{number} {{ label={_quote(folder)}; color="#d3d8e0"; fontname="Helvetica";'
            )
            lines += [f"    {node}" for node in nodes] + ["  }"]
        else:
            lines += [f"  {node}" for node in nodes]
    for name, story in stories.items():
        for way in shown_ways(story.steps):
            is_inside = way.kind == INSIDE and way.to in stories
            target = way.to if is_inside else f"{way.kind}: {way.to}"
            if not is_inside:
                colour = "#cf222e" if way.kind == MISSING else "#8693a5"
                shown = f"{way.to} is missing" if way.kind == MISSING else way.to
                lines.append(f'  {_quote(target)} [label={_quote(shown)}, style=dashed, color="{colour}"];')
            style = ", style=dashed" if way.kind == ASIDE else ""
            lines.append(f"  {_quote(name)} -> {_quote(target)} [label={_quote(way.on)}{style}];")
    return "\n".join([*lines, "}", ""])


def _label(story: Story) -> str:
    texts = [story.title, *(fit(step.text, 11, 260) for step in story.steps if step.is_reached)]
    return _quote("\n".join(texts), end="\\l")


def _look(story: Story, marks: Mapping[str, tuple[Mark, ...]], changes: Mapping[str, Change]) -> str:
    colour = _COLOURS.get(changes.get(story.name, "same"))
    if colour is None and any(mark.severity in ("error", "warning") for mark in marks.get(story.name, ())):
        colour = "#cf222e"
    if colour is None and story.is_entry:
        colour = "#1a7f37"
    return f', color="{colour}", penwidth=2' if colour else ""


def _quote(text: str, end: str = "\\n") -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    lines = escaped.split("\n")
    return f'"{end.join(lines)}{end if len(lines) > 1 else ""}"'
