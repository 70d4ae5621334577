"""Every rule has a manual whose samples do what they say."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.helpers import run
from voxml import Response, rules
from voxml.linter import lint
from voxml.rules import RULES
from voxml.rules.manual import manual_of
from voxml.rules.reference import PAGE, reference
from voxml.rules.rule import CATEGORIES, PRESETS
from voxml.rules.selection import Choice
from voxml.schema.tables import MEMBERS
from voxml.testing import Faulty, documents, faulty_documents

#: The rules that are modules.
NAMES = [name for name, rule in RULES.items() if rule.check is not None]
SAMPLES = [
    pytest.param(rule, kind, number, id=f"{rule}-{kind}-{number}")
    for rule in NAMES
    for kind, samples in (("bad", manual_of(rule).bad), ("good", manual_of(rule).good))
    for number in range(len(samples))
]


@pytest.mark.parametrize(("rule", "kind", "number"), SAMPLES)
def test_a_sample_does_what_the_manual_says(rule: str, kind: str, number: int) -> None:
    manual = manual_of(rule)
    sample = (manual.bad if kind == "bad" else manual.good)[number]
    found = run(rule, sample.document, **RULES[rule].sample_site._asdict())
    if kind == "bad":
        assert [each.rule for each in found] == [rule]
        assert found[0].severity == RULES[rule].severity
    else:
        assert found == []


@pytest.mark.parametrize("rule", NAMES)
def test_a_good_sample_is_good_all_over(rule: str) -> None:
    manual = manual_of(rule)
    preset = RULES[rule].preset
    for sample in manual.good:
        found = lint(sample.document.encode(), choice=Choice(preset), site=RULES[rule].sample_site)
        assert [str(each) for each in found if each.severity != "info"] == []


@pytest.mark.parametrize("rule", NAMES)
def test_a_manual_is_whole(rule: str) -> None:
    manual, found = manual_of(rule), RULES[rule]
    assert len(found.summary) < 90
    assert len(manual.reason) > 80
    for samples in (manual.bad, manual.good):
        assert {sample.form for sample in samples} == {"xml", "json"}
    assert found.category in CATEGORIES and found.preset in PRESETS and found.severity in ("error", "warning", "info")
    assert found.fix in (None, "safe", "unsafe")
    assert found.nodes and all(name in MEMBERS or name == "Response" for name in found.nodes)


def test_every_module_is_in_the_registry() -> None:
    helpers = {
        "__init__",
        "problem",
        "rule",
        "selection",
        "run_rules",
        "positions",
        "manual",
        "reference",
    }
    folder = Path(rules.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - helpers
    assert modules == {name.replace("-", "_") for name in NAMES}


def test_the_page_of_the_rules_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), "run `python -m voxml.rules.reference`"


@given(documents(), st.sampled_from(["xml", "json"]))
def test_no_rule_crashes_or_calls_a_right_document_an_error(document: Response, form: str) -> None:
    text = document.to_xml() if form == "xml" else document.to_json()
    found = lint(text.encode(), choice=Choice("strict"))
    assert [each for each in found if each.severity == "error" and RULES[each.rule].preset == "default"] == []


@given(faulty_documents())
def test_rules_leave_the_fault_of_a_faulty_document_standing(faulty: Faulty) -> None:
    found = [each.rule for each in lint(faulty.data, form=faulty.form, choice=Choice("strict"))]
    assert faulty.rule in found or found == ["foreign-dialect"]


@given(documents())
def test_both_forms_are_judged_alike(document: Response) -> None:
    def judged(text: str) -> list[tuple[str, str]]:
        return sorted((each.rule, each.message) for each in lint(text.encode(), choice=Choice("strict")))

    assert judged(document.to_xml()) == judged(document.to_json())
