"""The flow as data, for other programs: documents, steps, ways, and how two sites differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from voxml.site.graph import Flow
from voxml.site.picture.card import Change, Mark
from voxml.site.picture.words import Story, Way, story_name


def flow_as_data(
    flow: Flow,
    stories: Mapping[str, Story],
    marks: Mapping[str, tuple[Mark, ...]],
    changes: Mapping[str, Change],
) -> dict[str, Any]:
    """What `voxml graph --output-format json` prints."""
    documents = [_document(flow, story, marks, changes) for story in stories.values()]
    edges = [
        _edge(name, step.place, way)
        for name, story in stories.items()
        for step in story.steps
        if step.is_reached
        for way in step.ways
    ]
    return {"entries": list(flow.entries), "documents": documents, "edges": edges}


def _document(
    flow: Flow, story: Story, marks: Mapping[str, tuple[Mark, ...]], changes: Mapping[str, Change]
) -> dict[str, Any]:
    stop = next((each for each in flow.stops.values() if story_name(each) == story.name), None)
    plain: dict[str, Any] = {
        "name": story.name,
        "title": story.title,
        "source": stop.source if stop is not None else None,
        "is_entry": story.is_entry,
        "ending": stop.ending if stop is not None else None,
        "count": story.copies,
        "steps": [
            {
                "place": step.place,
                "kind": step.icon,
                "text": step.text,
                "detail": step.detail,
                "reached": step.is_reached,
            }
            for step in story.steps
        ],
        "findings": [mark._asdict() for mark in marks.get(story.name, ())],
    }
    if changes:
        plain["change"] = changes.get(story.name, "same")
    return plain


def _edge(name: str, place: int, way: Way) -> dict[str, Any]:
    link = way.edge.link
    return {
        "from": name,
        "instruction": place,
        "verb": link.verb,
        "member": link.member,
        "on": way.on,
        "keys": way.edge.keys,
        "kind": way.kind,
        "to": way.to,
        "url": link.url,
        "method": link.method,
        "purpose": link.purpose,
    }
