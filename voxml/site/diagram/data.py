"""Return the flow as data for other programs: documents, steps, edges, and how two sites differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from voxml.site.diagram.labels import EdgeLabel, NodeLabel, node_name
from voxml.site.diagram.node import Change, Mark
from voxml.site.flow import Flow


def flow_as_data(
    flow: Flow,
    labels: Mapping[str, NodeLabel],
    marks: Mapping[str, tuple[Mark, ...]],
    changes: Mapping[str, Change],
) -> dict[str, Any]:
    """Return what `voxml graph --output-format json` prints."""
    documents = [_document(flow, label, marks, changes) for label in labels.values()]
    edges = [
        _edge(name, step.place, edge)
        for name, label in labels.items()
        for step in label.steps
        if step.is_reached
        for edge in step.edges
    ]
    return {"entries": list(flow.entries), "documents": documents, "edges": edges}


def _document(
    flow: Flow, label: NodeLabel, marks: Mapping[str, tuple[Mark, ...]], changes: Mapping[str, Change]
) -> dict[str, Any]:
    stop = next((each for each in flow.stops.values() if node_name(each) == label.name), None)
    plain: dict[str, Any] = {
        "name": label.name,
        "title": label.title,
        "source": stop.source if stop is not None else None,
        "is_entry": label.is_entry,
        "ending": stop.ending if stop is not None else None,
        "count": label.copies,
        "steps": [
            {
                "place": step.place,
                "kind": step.icon,
                "text": step.text,
                "detail": step.detail,
                "reached": step.is_reached,
            }
            for step in label.steps
        ],
        "findings": [
            {"severity": mark.severity, "message": mark.message, "place": mark.place}
            for mark in marks.get(label.name, ())
        ],
    }
    if changes:
        plain["change"] = changes.get(label.name, "same")
    return plain


def _edge(name: str, place: int, label: EdgeLabel) -> dict[str, Any]:
    link = label.edge.link
    plain: dict[str, Any] = {
        "from": name,
        "instruction": place,
        "verb": link.verb,
        "member": link.member,
        "on": label.on,
        "keys": label.edge.keys,
        "kind": label.kind,
        "to": label.to,
        "url": link.url,
        "method": link.method,
        "purpose": link.purpose,
    }
    if label.change:
        plain["change"] = label.change
    return plain
