"""Link the documents of a site: which leads where, on which key, and where a call ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

import msgspec

from voxml.site.links import Link, iter_links
from voxml.site.model import Page
from voxml.site.names import published_name

#: How a document ends; `nothing`: no instruction is left, `broken`: it can't be read.
Ending = Literal["hangup", "reject", "redirect", "nothing", "broken"]
_HEARD = frozenset(["Say", "Play", "Gather", "Pause", "Dial", "Record", "Stream", "Conference"])
_LAST = {"Hangup": "hangup", "Reject": "reject", "Redirect": "redirect"}


class Edge(NamedTuple):
    """One way that a call can take."""

    #: Name of the document that it leaves, and the place of the instruction.
    source: str
    place: int
    link: Link
    #: Name of the document that it comes to; None when that is elsewhere, or not there.
    target: str | None
    #: The keys that choose it, where a menu table says so; None for whatever was pressed.
    keys: str | None = None
    #: The path below the published folder that it asks for; None when it is elsewhere.
    path: str | None = None

    @property
    def is_broken(self) -> bool:
        """Whether it asks the site for what the site does not have."""
        return self.path is not None and self.target is None


class Stop(NamedTuple):
    """A document in the flow."""

    name: str
    source: str
    instructions: list[dict[str, Any]]
    edges: tuple[Edge, ...]
    ending: Ending
    #: Instructions after this place are never reached.
    last: int
    row: str | None = None


class Flow(NamedTuple):
    """The whole site."""

    stops: Mapping[str, Stop]
    entries: tuple[str, ...]
    #: Whether the user named the entries, or they were guessed.
    entries_are_named: bool
    base_url: str

    def edges(self) -> Iterable[Edge]:
        """Return every edge, in the order of the documents."""
        for stop in self.stops.values():
            yield from stop.edges


def draw_flow(
    pages: Iterable[Page],
    *,
    base_urls: tuple[str, ...],
    sounds: frozenset[str] = frozenset(),
    menus: Mapping[str, Mapping[str, str]] | None = None,
    entries: tuple[str, ...] = (),
) -> Flow:
    """Return the flow of checked pages; `base_urls` are the addresses that mean this site."""
    chosen = list(pages)
    names = {page.name for page in chosen}
    stops = {}
    for page in sorted(chosen, key=_by_name):
        instructions = msgspec.json.decode(page.wire)["instructions"]
        last, ending = _end_of(instructions)
        edges: list[Edge] = []
        placed = [each.link for each in page.links] or list(iter_links(instructions))
        for link in placed:
            edges += _edges_of(page.name, link, names, sounds, base_urls, menus or {})
        stops[page.name] = Stop(page.name, page.source, instructions, tuple(edges), ending, last, page.row)
    named = tuple(name for name in entries if name in stops)
    return Flow(stops, named or _guess_entries(stops), bool(named), base_urls[0] if base_urls else "")


def _by_name(page: Page) -> str:
    # The rows of one template stay in the order of its data: their own names are drawn at random.
    return page.name if page.row is None else page.source


def _edges_of(
    source: str,
    link: Link,
    names: set[str],
    sounds: frozenset[str],
    base_urls: tuple[str, ...],
    menus: Mapping[str, Mapping[str, str]],
) -> list[Edge]:
    path = site_path(link.url, base_urls)
    if path is None or link.purpose == "socket":
        return [Edge(source, link.place, link, None)]
    if path in sounds:
        # It leads nowhere in the flow, and is there.
        return [Edge(source, link.place, link, None)]
    target = document_name(path, names)
    edges = [Edge(source, link.place, link, target, None, path)]
    if target is not None and target in menus and link.verb == "Gather" and link.method == "GET":
        by_key = [
            Edge(source, link.place, link, to if to in names else None, keys, f"{to}.json")
            for keys, to in menus[target].items()
        ]
        edges = by_key + edges
    return edges


def site_path(url: str, base_urls: tuple[str, ...]) -> str | None:
    """Return the path below the site that `url` asks for; None when it is elsewhere."""
    for base in base_urls:
        path = published_name(url, base)
        if path is not None:
            return path
    return None


def document_name(path: str, names: Iterable[str]) -> str | None:
    """Return the document that is published at `path`; None when there is none."""
    for end in (".json", ".xml"):
        if path.endswith(end) and path[: -len(end)] in names:
            return path[: -len(end)]
    return None


def _end_of(instructions: list[dict[str, Any]]) -> tuple[int, Ending]:
    for index, verb in enumerate(instructions):
        ending = _LAST.get(verb["verb"])
        if ending is not None:
            return index, ending  # type: ignore[return-value]
    return len(instructions) - 1, "nothing"


def is_silent_redirect(stop: Stop) -> bool:
    """Return whether a call passes through it without a sound and without time."""
    return stop.ending == "redirect" and not any(verb["verb"] in _HEARD for verb in stop.instructions[: stop.last])


def reachable(flow: Flow, starts: Iterable[str]) -> set[str]:
    """Return the names of all documents that a call can reach from `starts`."""
    seen = {name for name in starts if name in flow.stops}
    queue = list(seen)
    while queue:
        for edge in flow.stops[queue.pop()].edges:
            if edge.target is not None and edge.target in flow.stops and edge.target not in seen:
                seen.add(edge.target)
                queue.append(edge.target)
    return seen


def strongly_connected(arrows: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Return groups of names that all lead to each other, a group before those that lead to it (Tarjan, no recursion)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    groups: list[list[str]] = []
    for root in arrows:
        if root in order:
            continue
        work = [(root, iter(arrows[root]))]
        order[root] = low[root] = len(order)
        stack.append(root)
        on_stack.add(root)
        while work:
            name, ahead = work[-1]
            for other in ahead:
                if other not in order:
                    order[other] = low[other] = len(order)
                    stack.append(other)
                    on_stack.add(other)
                    work.append((other, iter(arrows.get(other, ()))))
                    break
                if other in on_stack:
                    low[name] = min(low[name], order[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                if low[name] == order[name]:
                    at = stack.index(name)
                    groups.append(stack[at:])
                    on_stack.difference_update(stack[at:])
                    del stack[at:]
    return groups


_ENTRY_NAMES = ("index", "welcome", "answer", "start", "main", "menu", "hello", "incoming", "inbound")


def _guess_entries(stops: Mapping[str, Stop]) -> tuple[str, ...]:
    """Return where calls begin when the settings do not say: what nothing leads to, or what is named like a start."""
    linked = {edge.target for stop in stops.values() for edge in stop.edges if edge.target != stop.name}
    leading = [name for name, stop in stops.items() if name not in linked and any(e.target for e in stop.edges)]
    if leading:
        return tuple(leading)
    named = [name for name in _ENTRY_NAMES if name in stops]
    alone = [name for name in stops if name not in linked]
    return tuple(named[:1] or alone or list(stops)[:1])
