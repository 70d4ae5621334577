"""Run the selected rules on a document: one walk over its nodes, then the positions of what was found."""

from __future__ import annotations

import time
from typing import NamedTuple

from voxml.diagnostics import SEVERITIES, Diagnostic, Severity
from voxml.formats.tree import Node
from voxml.rules import RULES
from voxml.rules.facts import dialects
from voxml.rules.facts.placeholders import report_placeholders
from voxml.rules.positions import Found, locate
from voxml.rules.problem import Context, SiteContext
from voxml.rules.rule import Check
from voxml.rules.selection import Selection
from voxml.schema.checked import CheckedDocument

_DIALECT = "foreign-dialect"


class Crash(NamedTuple):
    """A rule that failed on a document: our bug, and not an error in the document."""

    rule: str
    path: str
    problem: str

    def __str__(self) -> str:
        return (
            f"this is a bug in voxml, not in your file: the rule {self.rule} failed on {self.path}: {self.problem}\n"
            "Please report it with the file; the other rules have checked it."
        )


class _Ready(NamedTuple):
    """A rule that is run on the nodes of one name."""

    name: str
    severity: Severity
    check: Check


class RuleRunner:
    """Runs the rules of a selection on any number of documents."""

    def __init__(self, selection: Selection, *, now: float | None = None) -> None:
        self.selection = selection
        #: The moment by which addresses have ended, in Unix seconds.
        self.now = time.time() if now is None else now
        self._by_node: dict[str, list[_Ready]] = {}
        for name, severity in selection.severities.items():
            rule = RULES[name]
            if rule.check is not None:
                for node in rule.nodes:
                    self._by_node.setdefault(node, []).append(_Ready(name, severity, rule.check))

    def run(self, checked: CheckedDocument, site: SiteContext) -> tuple[list[Diagnostic], list[Crash]]:
        """Return the diagnostics of a document by position, those of the schema among them, and the rules that failed."""
        errors = self._of_schema(checked)
        if checked.root is None:
            return errors, []
        dialect = dialects.of_document(checked) if checked.diagnostics else None
        context = Context(site, checked.diagnostics, checked.form == "json", dialect, self.now)
        found: list[Found] = []
        crashes: dict[str, Crash] = {}
        self._visit(checked.root, context, found, crashes, checked.source.path)
        if dialect is not None and dialect.is_sure and _DIALECT in self.selection.severities:
            # Nothing else that was found means anything.
            found, errors = [each for each in found if each.rule == _DIALECT], []
        if found:
            errors = sorted([*locate(checked, found), *errors], key=_by_position)
        return errors, list(crashes.values())

    def _of_schema(self, checked: CheckedDocument) -> list[Diagnostic]:
        found: list[Diagnostic] = []
        is_active = "unrendered-placeholder" in self.selection.severities
        for each in report_placeholders(checked) if is_active else checked.diagnostics:
            severity = self.selection.severity_of(each.rule, each.severity)
            if severity is not None:
                found.append(each if severity == each.severity else each._replace(severity=severity))
        return found

    def _visit(self, node: Node, context: Context, found: list[Found], crashes: dict[str, Crash], path: str) -> None:
        for rule in self._by_node.get(node.name, ()):
            try:
                found += [
                    Found(rule.name, _lower(rule.severity, problem.severity), problem)
                    for problem in rule.check(node, context)
                ]
            except Exception as error:
                crashes.setdefault(rule.name, Crash(rule.name, path, _explain(error)))
        for value in node.members.values():
            if type(value) is Node:
                self._visit(value, context, found, crashes, path)
            elif type(value) is list:
                for each in value:
                    self._visit(each, context, found, crashes, path)


def _lower(severity: Severity, wanted: Severity | None) -> Severity:
    if wanted is not None and SEVERITIES.index(wanted) > SEVERITIES.index(severity):
        return wanted
    return severity


def _explain(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" at line {trace.tb_lineno}" if trace is not None else ""
    return f"{type(error).__name__}{where}: {' '.join(str(error).split())}"


def _by_position(diagnostic: Diagnostic) -> tuple[int, int, str]:
    return diagnostic.line, diagnostic.column, diagnostic.rule
