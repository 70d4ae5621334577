"""empty-document: A document without instructions."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml
from voxml.linter import lint

RULE = "empty-document"


def test_places() -> None:
    assert places(RULE, "xml") == [(1, 1, 1, 10)]
    assert places(RULE, "json") == [(1, 26, 1, 44)]


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "  ",
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        "<Pause/>",
        "<Say/>",
        "<Speak/>",
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []


@pytest.mark.parametrize(
    "text",
    [
        '{"voxml_version": "1.0"}',
        '{"voxml_version": "1.0", "instruction": []}',
        '{"voxml_version": "1.0", "instructions": {}}',
        '{"voxml_version": "1.0", "instructions": [], "instructions": []}',
        "[]",
    ],
)
def test_a_fault_is_told_once(text: str) -> None:
    assert run(RULE, text) == []
    assert len(lint(text)) == 1


def test_what_has_other_faults_is_still_empty() -> None:
    found = lint(b'{"voxml_version": "2.0", "instructions": []}')
    assert [each.rule for each in found] == ["invalid-value", RULE]
