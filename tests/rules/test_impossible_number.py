"""impossible-number: A number that can't exist."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "impossible-number"


def test_places() -> None:
    assert places(RULE, "xml") == [(3, 13, 3, 24)]
    assert places(RULE, "json") == [(2, 33, 2, 56)]


@pytest.mark.parametrize(
    "inside",
    [
        "<Dial><Number>+2101234567</Number></Dial>",
        "<Dial><Number>+91</Number></Dial>",
        '<Dial caller_id="+9991234567"><Number>+14155550100</Number></Dial>',
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        "<Dial><Number>+14155551234</Number></Dial>",
        "<Dial><Number>+919876543210</Number></Dial>",
        "<Dial><Number>+911234567890</Number></Dial>",
        '<Dial caller_id="Acme"><Number>+442071838750</Number></Dial>',
        "<Dial><Number>+80012345678</Number></Dial>",
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []


@pytest.mark.parametrize(("number", "is_impossible"), [("+4402079460123", True), ("+390612345678", False)])
def test_the_zero_that_is_dialled_within_the_country(number: str, is_impossible: bool) -> None:
    found = run(RULE, xml(f"<Dial><Number>{number}</Number></Dial>"))
    assert [each.rule for each in found] == [RULE] * is_impossible
