"""What the tests of rules share."""

from __future__ import annotations

from voxml.diagnostics import Diagnostic
from voxml.linter import lint
from voxml.linting.manual import manual_of
from voxml.linting.selection import Choice
from voxml.rules import Circumstances

Place = tuple[int, int, int, int]


def run(rule: str, text: str | bytes, **about: object) -> list[Diagnostic]:
    """What one rule alone finds in a document."""
    data = text.encode() if isinstance(text, str) else text
    return lint(data, choice=Choice(select=(rule,)), about=Circumstances(**about))  # type: ignore[arg-type]


def places(rule: str, form: str) -> list[Place]:
    """Where the rule fires on the bad sample of its manual."""
    manual = manual_of(rule)
    sample = next(each for each in manual.bad if each.form == form)
    found = run(rule, sample.document, **manual.sample._asdict())
    return [(each.line, each.column, each.end_line, each.end_column) for each in found]


def xml(inside: str) -> str:
    """A document in XML, all on one line."""
    return f'<Response version="1.0">{inside}</Response>'


def json(inside: str) -> str:
    """A document in JSON, all on one line."""
    return f'{{"voxml_version": "1.0", "instructions": [{inside}]}}'
