"""Judges the flow of a whole site: every finding at the line of the source that causes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from voxml.diagnostics import Diagnostic
from voxml.language.spelling import suggest
from voxml.site.graph import Edge, Flow, Stop, is_silent_redirect, placed_links, reachable, strongly_connected
from voxml.site.names import published_name
from voxml.site.pages import Page, Placed
from voxml.site.rules import RULES, finding

#: Verbs with which a call comes to an end, to other people, or to a server that decides.
_LEADS_OUT = frozenset(["Hangup", "Reject", "Dial", "Conference", "Stream", "Record"])


class Said(NamedTuple):
    """What is wrong with the flow, at a link or at a file: where the link stands in its source is looked up last.

    So that a change which only moves links leaves it as it is.
    """

    rule: str
    message: str
    #: The document that the link is in, and the link's pointer in the wire form; both "" for a file as a whole.
    document: str = ""
    pointer: str = ""
    #: The file, and the 1-based line in it, of what is said of a file.
    path: str = ""
    line: int = 1


def check_flow(flow: Flow, pages: Mapping[str, Page], shown: str) -> list[Diagnostic]:
    """Every finding about the links of a site, its rings and what can't be come to; `shown` names the folder."""
    return place(judge_flow(flow, shown), pages)


def judge_flow(flow: Flow, shown: str, *, judged: str | None = None, missing: Missing | None = None) -> list[Said]:
    """What is wrong with the links of a site, its rings and what can't be come to.

    `shown` names the folder. Links below the address `judged` have had their methods judged with their documents.
    With documents `missing` from the flow since their sources are faulty, only errors are told, and none about links to them.
    """
    said = [*_links(flow, judged, missing or Missing()), *_rings(flow)]
    if missing:
        return [each for each in said if RULES[each.rule].severity == "error"]
    return said + list(_lonely(flow, shown))


def place(every: Iterable[Said], pages: Mapping[str, Page]) -> list[Diagnostic]:
    """What was said, as findings in their sources, by place."""
    links: dict[str, dict[str, Placed]] = {}
    found: list[Diagnostic] = []
    for said in every:
        at = None
        if said.document:
            placed = links.get(said.document)
            if placed is None:
                placed = links[said.document] = placed_links(pages[said.document])
            at = placed.get(said.pointer)
        found.append(finding(said.rule, said.message, at, path=said.path, line=said.line))
    return sorted(found, key=lambda each: (each.path, each.line, each.column, each.rule))


class Missing(NamedTuple):
    """Documents that have no page since their sources are faulty: by name, and by the folder that they would stand in."""

    names: frozenset[str] = frozenset()
    folders: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.names or self.folders)

    def holds(self, path: str) -> bool:
        """Whether what is asked for by this published path may be one of them."""
        return path.rpartition(".")[0] in self.names or path.startswith(self.folders)


def _links(flow: Flow, judged: str | None, missing: Missing) -> Iterator[Said]:
    known: list[str] | None = None
    for stop in flow.stops.values():
        for edge in stop.edges:
            if edge.path is None or edge.keys is not None:
                continue
            if edge.target is None:
                if missing.holds(edge.path):
                    continue
                known = known or sorted(f"{name}.json" for name in flow.stops)
                yield _at(edge, "broken-link", _broken(edge, known))
            elif edge.link.method == "POST":
                if judged is None or published_name(edge.link.url, judged) is None:
                    yield _posted(edge)
            elif edge.link.verb == "Gather" and _wants_keys(stop, edge) and not _branches(stop, edge):
                yield _at(
                    edge,
                    "keys-not-told-apart",
                    f'whatever is pressed, "{edge.path}" answers; '
                    f"declare what each key means in [site.menus.{edge.target}], or ask a server",
                )


def _at(edge: Edge, rule: str, message: str) -> Said:
    return Said(rule, message, edge.source, edge.link.pointer)


def _broken(edge: Edge, known: list[str]) -> str:
    assert edge.path is not None
    if not edge.path:
        return "found the address of the site itself; expected one of its documents"
    if f"{edge.path}.json" in known:
        return f'found "{edge.path}", which the site does not have; did you mean "{edge.path}.json"?'
    # The endings are alike in all of them, and say nothing.
    stem, dot, ending = edge.path.rpartition(".")
    meant = suggest(stem, [each.removesuffix(".json") for each in known])
    if meant:
        return f'found "{edge.path}", which the site does not have; did you mean "{meant}{dot}{ending}"?'
    return f'found "{edge.path}", which the site does not have; expected one of its {len(known)} documents'


def _posted(edge: Edge) -> Said:
    link = edge.link
    if link.verb in ("Gather", "Redirect"):
        message = (
            f'TryVox asks for "{edge.path}" by POST, which a static host refuses; set method="GET" on the {link.verb}'
        )
        return _at(edge, "post-to-static-host", message)
    message = (
        f'TryVox sends POST to {link.member} of {link.verb}, and a static host refuses it at "{edge.path}"; '
        "give the address of a server"
    )
    return _at(edge, "static-callback-without-method", message)


def _wants_keys(stop: Stop, edge: Edge) -> bool:
    return bool(stop.instructions[edge.place].get("input", "dtmf") != "speech")


def _branches(stop: Stop, edge: Edge) -> bool:
    return any(other.keys is not None and other.place == edge.place for other in stop.edges)


def _rings(flow: Flow) -> Iterator[Said]:
    silent: dict[str, list[str]] = {}
    for stop in flow.stops.values():
        target = _redirect_of(stop)
        if target is not None and target.target is not None and is_silent_redirect(stop):
            silent[stop.name] = [target.target]
    for group in strongly_connected(silent):
        if len(group) > 1 or group[0] in silent.get(group[0], ()):
            ring = _around(silent, min(group))
            stop = flow.stops[ring[0]]
            edge = _redirect_of(stop)
            assert edge is not None
            message = f"{' → '.join([*ring, ring[0]])}: nothing is said or waited for in this ring of redirects"
            yield _at(edge, "redirect-cycle", message)
    yield from _traps(flow)


def _around(silent: Mapping[str, list[str]], start: str) -> list[str]:
    ring = [start]
    while silent[ring[-1]][0] != start:
        ring.append(silent[ring[-1]][0])
    return ring


def _redirect_of(stop: Stop) -> Edge | None:
    if stop.ending != "redirect":
        return None
    return next((edge for edge in stop.edges if edge.place == stop.last), None)


def _traps(flow: Flow) -> Iterator[Said]:
    """Groups of documents that a call never leaves once it is in one of them."""
    arrows = {name: [edge.target for edge in stop.edges if edge.target] for name, stop in flow.stops.items()}
    for group in strongly_connected(arrows):
        inside = set(group)
        stops = [flow.stops[name] for name in sorted(group)]
        if any(_leads_out(stop, inside) for stop in stops) or all(is_silent_redirect(stop) for stop in stops):
            continue
        first = stops[0]
        edge = first.edges[0] if first.edges else None
        if edge is None or any(other not in inside for name in group for other in arrows[name]):
            continue
        names = ", ".join(f'"{stop.name}"' for stop in stops[:4]) + (" …" if len(stops) > 4 else "")
        message = (
            f"a call that comes to {names} goes round there until the caller hangs up; give it a Hangup or a way on"
        )
        yield _at(edge, "no-way-out", message)


def _leads_out(stop: Stop, inside: set[str]) -> bool:
    if stop.ending == "silence" or any(verb["verb"] in _LEADS_OUT for verb in stop.instructions):
        return True
    return any(edge.link.purpose == "flow" and edge.target not in inside for edge in stop.edges)


def _lonely(flow: Flow, shown: str) -> Iterator[Said]:
    if len(flow.stops) < 2:
        return
    linked = {edge.target for edge in flow.edges() if edge.target != edge.source}
    reached = reachable(flow, flow.entries)
    for stop in flow.stops.values():
        path = f"{shown}/{stop.source}"
        if stop.name in reached or stop.row is not None:
            continue
        if stop.name not in linked:
            message = f'nothing leads to "{stop.name}"; if calls begin with it, name it in entries of [site]'
            yield Said("orphan-document", message, path=path)
        else:
            message = f'no call that begins at {_some(flow.entries)} can come to "{stop.name}"'
            yield Said("unreachable-document", message, path=path)


def _some(names: Iterable[str]) -> str:
    every = [f'"{name}"' for name in names]
    return ", ".join(every[:3]) + (" …" if len(every) > 3 else "")


def as_plain(diagnostic: Diagnostic) -> dict[str, Any]:
    """A finding as `--output-format json` shows it."""
    plain = diagnostic._asdict()
    plain["fix"] = None if diagnostic.fix is None else diagnostic.fix.message
    return plain
