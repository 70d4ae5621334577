"""The manuals of rules that have no file of their own: their samples do what they say, at their places."""

from __future__ import annotations

import pytest

from voxml.linter import lint
from voxml.rules import RULES
from voxml.rules.manual import MANUALS, manual_of
from voxml.rules.selection import Choice
from voxml.schema.grammar import SCHEMA_RULES

PLACES = {
    ("syntax", "xml"): (2, 14),
    ("syntax", "json"): (2, 45),
    ("duplicate-member", "xml"): (4, 16),
    ("duplicate-member", "json"): (2, 34),
    ("unknown-verb", "xml"): (2, 3),
    ("unknown-verb", "json"): (2, 4),
    ("unknown-member", "xml"): (2, 10),
    ("unknown-member", "json"): (2, 21),
    ("missing-member", "xml"): (2, 3),
    ("missing-member", "json"): (2, 3),
    ("wrong-type", "xml"): (2, 10),
    ("wrong-type", "json"): (2, 21),
    ("invalid-value", "xml"): (2, 13),
    ("invalid-value", "json"): (2, 59),
    ("wrong-place", "xml"): (3, 5),
    ("unused-suppression", "xml"): (2, 3),
}


WITH_SAMPLES = {*SCHEMA_RULES, "unused-suppression"}


def test_every_rule_of_the_schema_has_one() -> None:
    assert MANUALS.keys() >= WITH_SAMPLES
    assert MANUALS.keys() <= RULES.keys()


@pytest.mark.parametrize("rule", sorted(WITH_SAMPLES))
def test_the_samples(rule: str) -> None:
    manual = manual_of(rule)
    found = {}
    for sample in manual.bad:
        findings = lint(sample.document, choice=Choice(ignore=("no-way-out",)))
        assert [each.rule for each in findings] == [rule], sample.text
        found[rule, sample.form] = (findings[0].line, findings[0].column)
    assert found == {key: place for key, place in PLACES.items() if key[0] == rule}
    for sample in manual.good:
        assert [each for each in lint(sample.document) if each.rule in WITH_SAMPLES] == [], sample.text
    assert len(manual.reason) > 80


def test_severities_are_those_of_the_findings() -> None:
    levels = {name: rule.severity for name, rule in RULES.items()}
    assert levels["untried-template"] == levels["unused-parameter"] == levels["unreached-branch"] == "info"
    assert levels["undeclared-parameter"] == levels["unused-suppression"] == "warning"
    assert levels["template-syntax"] == levels["syntax"] == "error"
