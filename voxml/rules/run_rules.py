"""Run the selected rules on a document: one walk over its nodes, then the positions of what was found."""

from __future__ import annotations

import re
import time
from typing import NamedTuple

from voxml.diagnostics import SEVERITIES, Diagnostic, Related, Severity
from voxml.formats.tree import Node, Span
from voxml.language.xml_text import escape_text
from voxml.rules import RULES
from voxml.rules.facts import dialects
from voxml.rules.facts.placeholders import report_placeholders
from voxml.rules.facts.recognition import recognize
from voxml.rules.problem import Context, Problem, SiteContext
from voxml.rules.rule import Check
from voxml.rules.selection import Selection
from voxml.schema.checked import CheckedDocument
from voxml.schema.tables import MEMBERS

_DIALECT = "foreign-dialect"
#: The names of nodes that have nodes inside.
_HOLDS_NODES = {"Response"} | {
    name for name, members in MEMBERS.items() if any(base in ("element", "list") for base, *_ in members.values())
}


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
    """A rule that is run on a node."""

    name: str
    severity: Severity
    check: Check


class RuleRunner:
    """Runs the rules of a selection on any number of documents."""

    def __init__(self, selection: Selection, *, now: float | None = None) -> None:
        self.selection = selection
        #: The moment by which addresses have ended, in Unix seconds.
        self.now = time.time() if now is None else now
        #: By the name of a node and its fields.
        self._ready: dict[tuple[str, ...], list[_Ready]] = {}

    def run(self, checked: CheckedDocument, site: SiteContext) -> tuple[list[Diagnostic], list[Crash]]:
        """Return the diagnostics of a document by position, those of the schema among them, and the rules that failed."""
        errors = self._of_schema(checked)
        if checked.root is None:
            return self._dialect_of_broken(checked) or errors, []
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

    def _dialect_of_broken(self, checked: CheckedDocument) -> list[Diagnostic]:
        """Name the language of a text that can't be read: that SWML in YAML is no JSON is of no help."""
        severity = self.selection.severities.get(_DIALECT)
        if severity is None or checked.form != "json":
            return []
        found = recognize(checked.source.text.encode("utf-8", "replace"), "json")
        if found.kind != "dialect":
            return []
        message = f"found {found.what.removeprefix('it is ')}; `voxml import FILE` turns it into VoxML"
        return [Diagnostic(_DIALECT, severity, message, checked.source.path, 1, 1, 1, 2, "")]

    def _rules_for(self, node: str, fields: frozenset[str]) -> list[_Ready]:
        """Return the rules that are run on nodes of a name that have these fields."""
        return [
            _Ready(name, severity, rule.check)
            for name, severity in self.selection.severities.items()
            if (rule := RULES[name]).check is not None and node in rule.nodes and rule.fields <= fields
        ]

    def _visit(self, node: Node, context: Context, found: list[Found], crashes: dict[str, Crash], path: str) -> None:
        key = node.name, *node.members
        rules = self._ready.get(key)
        if rules is None:
            rules = self._ready[key] = self._rules_for(node.name, frozenset(node.members))
        for rule in rules:
            try:
                for problem in rule.check(node, context):
                    found.append(Found(rule.name, _lower(rule.severity, problem.severity), problem))
            except Exception as error:
                crashes.setdefault(rule.name, Crash(rule.name, path, _explain(error)))
        if node.name in _HOLDS_NODES:
            for value in node.members.values():
                for each in value if type(value) is list else (value,):
                    if type(each) is Node:
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


# --- positions ---


class Found(NamedTuple):
    """A problem, with the rule that found it."""

    rule: str
    severity: Severity
    problem: Problem


def locate(checked: CheckedDocument, found: list[Found]) -> list[Diagnostic]:
    """Return the diagnostics of problems."""
    is_json = checked.form == "json"
    edits = checked.edits
    diagnostics: list[Diagnostic] = []
    for rule, severity, problem in found:
        if problem.parameter is not None:
            span = checked.locate_parameter(problem.node, problem.parameter)
        else:
            span = checked.locate(problem.node, problem.field)
            span = (_in_json if is_json else _in_xml)(checked.source.text, span, problem)
        fix = problem.fix(edits) if problem.fix is not None else None
        diagnostic = checked.diagnostic(span, rule, problem.message, severity, fix)
        related = _related(checked, problem)
        diagnostics.append(diagnostic if related is None else diagnostic._replace(related=related))
    return diagnostics


def _related(checked: CheckedDocument, problem: Problem) -> Related | None:
    """Return the place with which this one disagrees, where it is written."""
    node = problem.other_node or problem.node
    if problem.other_field is None:
        if problem.other_node is None:
            return None
    elif not node.is_written(problem.other_field):
        return None
    span = checked.locate(node, problem.other_field)
    return Related(*checked.source.place(span.start), *checked.source.place(span.end), problem.other_label)


def _in_json(text: str, span: Span, problem: Problem) -> Span:
    if problem.field is None:
        # An object: its verb says best what is meant, and its brace is where it begins.
        return Span(span.start, span.start + 1, span.pointer)
    return _up_to_words(text, span, span.start, span.end, problem.words)


def _in_xml(text: str, span: Span, problem: Problem) -> Span:
    if problem.field is None or "/@" in span.pointer:
        return _up_to_words(text, span, span.start, span.end, problem.words)
    # The text of the element: the words that are meant, however the lines are broken.
    words = r"\s++".join(re.escape(escape_text(word)) for word in (problem.words or "").split())
    end = text.find(f"</{problem.node.name}", span.start)
    found = re.compile(words).search(text, span.start, end if end >= 0 else len(text)) if words else None
    return span if found is None else Span(found.start(), found.end(), span.pointer)


def _up_to_words(text: str, span: Span, start: int, end: int, words: str | None) -> Span:
    at = -1 if words is None else text.find(words, start, end)
    return span if words is None or at < 0 else Span(span.start, at + len(words), span.pointer)
