"""Find the positions of problems in the text of a document."""

from __future__ import annotations

import re
from typing import NamedTuple

from voxml.diagnostics import Diagnostic, Related, Severity
from voxml.formats.tree import Span
from voxml.language.xml_text import escape_text
from voxml.rules.problem import Problem
from voxml.schema.checked import CheckedDocument


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
    """Return the place of the field with which another one disagrees, where it is written."""
    if problem.other_field is None or not problem.node.is_written(problem.other_field):
        return None
    span = checked.locate(problem.node, problem.other_field)
    return Related(*checked.source.place(span.start), *checked.source.place(span.end))


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
