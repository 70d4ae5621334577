"""What the tests of rules share."""

from __future__ import annotations

from voxml.diagnostics import Diagnostic
from voxml.linter import lint
from voxml.rules import RULES
from voxml.rules.manual import manual_of
from voxml.rules.problem import SiteContext
from voxml.rules.selection import Choice

Place = tuple[int, int, int, int]


def run(rule: str, text: str | bytes, **site: object) -> list[Diagnostic]:
    """What one rule alone finds in a document."""
    data = text.encode() if isinstance(text, str) else text
    return lint(data, choice=Choice(select=(rule,)), site=SiteContext(**site))  # type: ignore[arg-type]


def places(rule: str, form: str) -> list[Place]:
    """Where the rule fires on the bad sample of its manual."""
    manual = manual_of(rule)
    sample = next(each for each in manual.bad if each.form == form)
    found = run(rule, sample.document, **RULES[rule].sample_site._asdict())
    return [(each.line, each.column, each.end_line, each.end_column) for each in found]


def xml(inside: str) -> str:
    """A document in XML, all on one line."""
    return f'<Response version="1.0">{inside}</Response>'


def json(inside: str) -> str:
    """A document in JSON, all on one line."""
    return f'{{"voxml_version": "1.0", "instructions": [{inside}]}}'
