"""Check the flow of a whole site: every problem at the line of the source that causes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from voxml.diagnostics import Diagnostic
from voxml.language.spelling import suggest
from voxml.site.flow import Edge, Flow, Stop, is_silent_redirect, reachable, strongly_connected
from voxml.site.model import Missing, Page, PlacedLink
from voxml.site.names import published_name
from voxml.site.site_rules import RULES, diagnostic

#: Verbs with which a call comes to an end, to other people, or to a server that decides.
_LEADS_OUT = frozenset(["Hangup", "Reject", "Dial", "Conference", "Stream", "Record"])


def check_flow(
    flow: Flow,
    pages: Mapping[str, Page],
    shown: str,
    *,
    checked_base: str | None = None,
    missing: Missing | None = None,
) -> list[Diagnostic]:
    """Return the problems of the links of a site, its rings and what can't be reached, sorted by position.

    `shown` names the folder. The methods of links below `checked_base` were checked with their documents. With documents
    `missing` since their sources have errors, only errors are reported, and none about links to them.
    """
    checks = _FlowChecks(flow, pages, checked_base, missing or Missing())
    found = [*checks.links(), *checks.rings()]
    if missing:
        found = [each for each in found if RULES[each.rule].severity == "error"]
    else:
        found += checks.lonely(shown)
    return sorted(found, key=lambda each: (each.path, each.line, each.column, each.rule))


class _FlowChecks:
    def __init__(self, flow: Flow, pages: Mapping[str, Page], checked_base: str | None, missing: Missing) -> None:
        self._flow = flow
        self._pages = pages
        self._checked_base = checked_base
        self._missing = missing
        self._placed: dict[str, dict[str, PlacedLink]] = {}
        self._paths = sorted(f"{name}.json" for name in flow.stops)

    def _at(self, edge: Edge, rule: str, message: str) -> Diagnostic:
        if edge.source not in self._placed:
            self._placed[edge.source] = {each.link.pointer: each for each in self._pages[edge.source].links}
        return diagnostic(rule, message, self._placed[edge.source].get(edge.link.pointer))

    def links(self) -> Iterator[Diagnostic]:
        """Yield the problems of single links."""
        for stop in self._flow.stops.values():
            for edge in stop.edges:
                if edge.path is None or edge.keys is not None:
                    continue
                if edge.target is None:
                    if not self._missing.holds(edge.path):
                        yield self._at(edge, "broken-link", _broken(edge, self._paths))
                elif edge.link.method == "POST":
                    if self._checked_base is None or published_name(edge.link.url, self._checked_base) is None:
                        yield self._at(edge, *_posted(edge))
                elif edge.link.verb == "Gather" and _wants_keys(stop, edge) and not _branches(stop, edge):
                    message = (
                        f'whatever is pressed, the response is "{edge.path}"; '
                        f"declare what each key means in [site.menus.{edge.target}], or ask a server"
                    )
                    yield self._at(edge, "keys-not-told-apart", message)

    def rings(self) -> Iterator[Diagnostic]:
        """Yield rings of redirects without a word, and groups of documents that a call never leaves."""
        silent: dict[str, list[str]] = {}
        for stop in self._flow.stops.values():
            target = _redirect_of(stop)
            if target is not None and target.target is not None and is_silent_redirect(stop):
                silent[stop.name] = [target.target]
        for group in strongly_connected(silent):
            if len(group) > 1 or group[0] in silent.get(group[0], ()):
                ring = _around(silent, min(group))
                edge = _redirect_of(self._flow.stops[ring[0]])
                assert edge is not None
                message = f"{' → '.join([*ring, ring[0]])}: nothing is said or waited for in this ring of redirects"
                yield self._at(edge, "redirect-cycle", message)
        yield from self._traps()

    def _traps(self) -> Iterator[Diagnostic]:
        stops = self._flow.stops
        arrows = {name: [edge.target for edge in stop.edges if edge.target] for name, stop in stops.items()}
        for group in strongly_connected(arrows):
            inside = set(group)
            members = [stops[name] for name in sorted(group)]
            if any(_leads_out(stop, inside) for stop in members) or all(is_silent_redirect(stop) for stop in members):
                continue
            edge = members[0].edges[0] if members[0].edges else None
            if edge is None or any(other not in inside for name in group for other in arrows[name]):
                continue
            names = ", ".join(f'"{stop.name}"' for stop in members[:4]) + (" …" if len(members) > 4 else "")
            message = (
                f"a call that comes to {names} goes round there until the caller hangs up; give it a Hangup or a way on"
            )
            yield self._at(edge, "no-way-out", message)

    def lonely(self, shown: str) -> Iterator[Diagnostic]:
        """Yield documents that no call reaches."""
        flow = self._flow
        if len(flow.stops) < 2:
            return
        linked = {edge.target for edge in flow.edges() if edge.target != edge.source}
        reached = reachable(flow, flow.entries)
        for stop in flow.stops.values():
            if stop.name in reached or stop.row is not None:
                continue
            if stop.name not in linked:
                rule = "orphan-document"
                message = f'nothing leads to "{stop.name}"; if calls begin with it, name it in entries of [site]'
            else:
                rule = "unreachable-document"
                message = f'no call that begins at {_some(flow.entries)} can come to "{stop.name}"'
            yield diagnostic(rule, message, path=f"{shown}/{stop.source}")


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
    documents = f"one of its {len(known)} documents" if len(known) != 1 else f'"{known[0]}", its one document'
    return f'found "{edge.path}", which the site does not have; expected {documents}'


def _posted(edge: Edge) -> tuple[str, str]:
    """Return the rule and the message about a link that asks a static host by POST."""
    link = edge.link
    if link.verb in ("Gather", "Redirect"):
        message = (
            f'TryVox asks for "{edge.path}" by POST, which a static host refuses; set method="GET" on the {link.verb}'
        )
        return "post-to-static-host", message
    message = (
        f'TryVox sends POST to {link.member} of {link.verb}, and a static host refuses it at "{edge.path}"; '
        "give the address of a server"
    )
    return "static-callback-without-method", message


def _wants_keys(stop: Stop, edge: Edge) -> bool:
    return bool(stop.instructions[edge.place].get("input", "dtmf") != "speech")


def _branches(stop: Stop, edge: Edge) -> bool:
    return any(other.keys is not None and other.place == edge.place for other in stop.edges)


def _around(silent: Mapping[str, list[str]], start: str) -> list[str]:
    ring = [start]
    while silent[ring[-1]][0] != start:
        ring.append(silent[ring[-1]][0])
    return ring


def _redirect_of(stop: Stop) -> Edge | None:
    if stop.ending != "redirect":
        return None
    return next((edge for edge in stop.edges if edge.place == stop.last), None)


def _leads_out(stop: Stop, inside: set[str]) -> bool:
    if stop.ending == "nothing" or any(verb["verb"] in _LEADS_OUT for verb in stop.instructions):
        return True
    return any(edge.link.purpose == "flow" and edge.target not in inside for edge in stop.edges)


def _some(names: Iterable[str]) -> str:
    every = [f'"{name}"' for name in names]
    return ", ".join(every[:3]) + (" …" if len(every) > 3 else "")


def as_plain(each: Diagnostic) -> dict[str, Any]:
    """Return a diagnostic as `--output-format json` shows it."""
    plain = each._asdict()
    plain["fix"] = None if each.fix is None else each.fix.message
    return plain
