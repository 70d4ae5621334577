"""Keep the documents that can't be read in the flow, so that a syntax error breaks no link and hides no document."""

from __future__ import annotations

from collections.abc import Iterable

from voxml.diagnostics import Diagnostic
from voxml.site.flow import Edge, Flow, Stop, document_name

_ENDINGS = (".xml.j2", ".json.j2", ".xml", ".json")


def add_broken(flow: Flow, diagnostics: Iterable[Diagnostic], folder: str) -> Flow:
    """Return the flow with a node for each document below `folder` that has errors and is not in it.

    Links to such a document lead to its node. The node has no instructions; its diagnostics say why.
    """
    sources = {stop.source for stop in flow.stops.values()}
    broken: dict[str, str] = {}
    for each in diagnostics:
        source = each.path.removeprefix(f"{folder}/")
        name = _name_of(source)
        if each.severity == "error" and name is not None and source not in sources and name not in flow.stops:
            broken[name] = source
    if not broken:
        return flow
    stops = {
        name: stop._replace(edges=tuple(_to_broken(edge, broken) for edge in stop.edges))
        for name, stop in flow.stops.items()
    }
    stops |= {name: Stop(name, source, [], (), "broken", -1) for name, source in broken.items()}
    # The rows of a template stay in the order of its data: their own names are drawn at random.
    ordered = dict(sorted(stops.items(), key=lambda each: each[0] if each[1].row is None else each[1].source))
    return flow._replace(stops=ordered, entries=flow.entries or tuple(ordered)[:1])


def _name_of(source: str) -> str | None:
    return next((source.removesuffix(ending) for ending in _ENDINGS if source.endswith(ending)), None)


def _to_broken(edge: Edge, broken: dict[str, str]) -> Edge:
    if edge.target is not None or edge.path is None:
        return edge
    return edge._replace(target=document_name(edge.path, broken))
