"""Find the positions of problems in the text of a document."""

from __future__ import annotations

import re
from typing import NamedTuple

from voxml.diagnostics import Diagnostic, Severity
from voxml.formats.tree import Span
from voxml.rules.problem import Problem
from voxml.schema.checked import CheckedDocument

_TAG_END = re.compile(r"""(?:[^>"']|"[^"]*"|'[^']*')*>""")


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
        span = checked.locate(problem.node, problem.field)
        span = (_in_json if is_json else _in_xml)(checked.source.text, span, problem)
        fix = problem.fix(edits) if problem.fix is not None else None
        diagnostics.append(checked.diagnostic(span, rule, problem.message, severity, fix))
    return diagnostics


def _in_json(text: str, span: Span, problem: Problem) -> Span:
    if problem.field is None:
        # An object: its verb says best what is meant, and its brace is where it begins.
        return Span(span.start, span.start + 1, span.pointer)
    return _up_to_words(text, span, span.start, span.end, problem.words)


def _in_xml(text: str, span: Span, problem: Problem) -> Span:
    if problem.field is None or "/@" in span.pointer:
        return _up_to_words(text, span, span.start, span.end, problem.words)
    # The text of the element: from its tag to the end of what is meant.
    tag = _TAG_END.match(text, span.end)
    if problem.words is None or tag is None:
        return span
    end = text.find(f"</{problem.node.name}", tag.end())
    return _up_to_words(text, span, tag.end(), end if end >= 0 else len(text), problem.words)


def _up_to_words(text: str, span: Span, start: int, end: int, words: str | None) -> Span:
    at = -1 if words is None else text.find(words, start, end)
    return span if words is None or at < 0 else Span(span.start, at + len(words), span.pointer)
