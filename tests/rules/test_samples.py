"""Every rule has a manual whose samples do what they say."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.helpers import run
from voxml import Response
from voxml.linter import lint
from voxml.linting.emit import artifacts
from voxml.linting.index import RULES
from voxml.linting.manual import entry_of, manual_of, rule_names
from voxml.linting.selection import Choice
from voxml.rules import CATEGORIES, PRESETS
from voxml.schema.tables import MEMBERS, TYPES
from voxml.testing import Faulty, documents, faulty_documents

SAMPLES = [
    pytest.param(rule, kind, number, id=f"{rule}-{kind}-{number}")
    for rule in rule_names()
    for kind, samples in (("bad", manual_of(rule).bad), ("good", manual_of(rule).good))
    for number in range(len(samples))
]


@pytest.mark.parametrize(("rule", "kind", "number"), SAMPLES)
def test_a_sample_does_what_the_manual_says(rule: str, kind: str, number: int) -> None:
    manual = manual_of(rule)
    sample = (manual.bad if kind == "bad" else manual.good)[number]
    found = run(rule, sample.document, **manual.sample._asdict())
    if kind == "bad":
        assert [each.rule for each in found] == [rule]
        assert found[0].severity == entry_of(rule).severity
    else:
        assert found == []


@pytest.mark.parametrize("rule", rule_names())
def test_a_good_sample_is_good_all_over(rule: str) -> None:
    manual = manual_of(rule)
    preset = entry_of(rule).preset
    for sample in manual.good:
        found = lint(sample.document.encode(), choice=Choice(preset), about=manual.sample)
        assert [str(each) for each in found if each.severity != "info"] == []


@pytest.mark.parametrize("rule", rule_names())
def test_a_manual_is_whole(rule: str) -> None:
    manual, entry = manual_of(rule), entry_of(rule)
    assert manual.summary.endswith(".") and len(manual.summary) < 90
    assert len(manual.reason) > 80
    for samples in (manual.bad, manual.good):
        assert {sample.form for sample in samples} == {"xml", "json"}
    assert entry.category in CATEGORIES and entry.preset in PRESETS and entry.severity in ("error", "warning", "info")
    assert entry.fixes in (None, "safe", "unsafe")
    for watch in entry.watches:
        name, _, member = watch.partition(".")
        assert (name in MEMBERS and (not member or member in MEMBERS[name])) or name in ("Response", *TYPES)


@pytest.mark.parametrize("rule", rule_names())
def test_a_rule_has_a_test(rule: str) -> None:
    assert Path(__file__).with_name(f"test_{rule.replace('-', '_')}.py").exists()


def test_what_is_emitted_is_current() -> None:
    top = Path(__file__).parents[2]
    stale = [name for name, text in artifacts().items() if (top / name).read_text(encoding="utf-8") != text]
    assert stale == [], "run `python -m voxml.linting.emit`"


@settings(deadline=None, max_examples=60)
@given(documents(), st.sampled_from(["xml", "json"]))
def test_no_rule_crashes_or_calls_a_right_document_an_error(document: Response, form: str) -> None:
    text = document.to_xml() if form == "xml" else document.to_json()
    found = lint(text.encode(), choice=Choice("strict"))
    assert [each for each in found if each.severity == "error" and RULES[each.rule].preset == "default"] == []


@settings(deadline=None, max_examples=60)
@given(faulty_documents())
def test_rules_leave_the_fault_of_a_faulty_document_standing(faulty: Faulty) -> None:
    found = [each.rule for each in lint(faulty.data, form=faulty.form, choice=Choice("strict"))]
    assert faulty.rule in found or found == ["foreign-dialect"]


@settings(deadline=None, max_examples=60)
@given(documents())
def test_both_forms_are_judged_alike(document: Response) -> None:
    def judged(text: str) -> list[tuple[str, str]]:
        return sorted((each.rule, each.message) for each in lint(text.encode(), choice=Choice("strict")))

    assert judged(document.to_xml()) == judged(document.to_json())
