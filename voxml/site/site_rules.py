"""Make the diagnostics of the rules that look at a whole site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from voxml.diagnostics import Diagnostic
from voxml.rules import RULES as ALL_RULES
from voxml.site.model import PlacedLink
from voxml.site.names import iter_clashes, name_problem

#: The rules that look at a whole site.
RULES = {name: rule for name, rule in ALL_RULES.items() if rule.scope in ("site", "both")}


def diagnostic(
    rule: str, message: str, placed: PlacedLink | None = None, *, path: str = "", line: int = 1
) -> Diagnostic:
    """Return a diagnostic at a link, or at a line of a file."""
    severity = RULES[rule].severity
    if placed is None:
        return Diagnostic(rule, severity, message, path, line, 1, line, 1, "")
    where = (placed.path, placed.line, placed.column, placed.end_line, placed.end_column, placed.pointer)
    return Diagnostic(rule, severity, message, *where)


def check_names(sources: Mapping[str, str], shown: str, published: Iterable[str]) -> list[Diagnostic]:
    """Return the problems of names: `sources` has the source of each document, `published` all published paths."""
    found = []
    for name, source in sources.items():
        reason = name_problem(name)
        if reason is not None:
            found.append(diagnostic("unservable-name", reason, path=f"{shown}/{source}"))
    ends = {f"{name}.json": source for name, source in sources.items()}
    for clash in iter_clashes(published):
        source = ends.get(clash.second) or ends.get(clash.first) or clash.second
        found.append(diagnostic(clash.rule, clash.message, path=f"{shown}/{source}"))
    return found
