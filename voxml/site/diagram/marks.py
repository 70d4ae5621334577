"""Put diagnostics at the documents and instructions of the diagram that they are about."""

from __future__ import annotations

import re
from collections.abc import Mapping

from voxml.diagnostics import Diagnostic
from voxml.site.diagram.labels import node_name
from voxml.site.diagram.node import Mark
from voxml.site.flow import Flow, Stop


def marks_of(flow: Flow, diagnostics: list[Diagnostic]) -> dict[str, tuple[Mark, ...]]:
    """Return the diagnostics by document, as far as their document is known."""
    stops: dict[str, Stop] = {}
    by_source: dict[str, list[str]] = {}
    for stop in flow.stops.values():
        name = node_name(stop)
        if name not in stops:
            stops[name] = stop
            by_source.setdefault(stop.source, []).append(name)
    marks: dict[str, list[Mark]] = {}
    for each in diagnostics:
        names = _names_of(each.path, by_source)
        if len(names) > 1:
            names = [name for name in names if repr(name.rpartition("/")[2]) in each.pointer] or names[:1]
        for name in names:
            marks.setdefault(name, []).append(_mark(each, stops[name]))
    return {name: tuple(found) for name, found in marks.items()}


def _names_of(path: str, by_source: Mapping[str, list[str]]) -> list[str]:
    """Return the documents of the source that `path` names: the longest source that the path ends with."""
    while path not in by_source and "/" in path:
        path = path.partition("/")[2]
    return by_source.get(path, [])


def _mark(diagnostic: Diagnostic, stop: Stop) -> Mark:
    """Return a mark, with its line where the document has no instruction that says the position."""
    if stop.ending == "broken":
        return Mark(diagnostic.severity, f"line {diagnostic.line}: {diagnostic.message}", 0)
    return Mark(diagnostic.severity, diagnostic.message, _index_of(diagnostic.pointer, stop))


def _index_of(pointer: str, stop: Stop) -> int | None:
    """Return the index of the instruction that a JSON Pointer or an XPath names."""
    found = re.search(r"/instructions/(\d+)", pointer)
    if found:
        return int(found[1])
    found = re.match(r"/Response/(\w+)(?:\[(\d+)\])?", pointer)
    if found is None:
        return None
    same = [position for position, verb in enumerate(stop.instructions) if verb["verb"] == found[1]]
    number = int(found[2] or 1) - 1
    return same[number] if number < len(same) else None
