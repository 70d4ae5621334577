"""impossible-number: A number that can't exist."""

from __future__ import annotations

import random

import pytest

from tests.rules.helpers import places, run, xml

RULE = "impossible-number"


def test_places() -> None:
    assert places(RULE, "xml") == [(3, 5, 3, 12)]
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


def test_counting_digits_says_what_taking_the_number_apart_says(monkeypatch: pytest.MonkeyPatch) -> None:
    plans = pytest.importorskip("phonenumbers.phonenumberutil", reason="needs the extra phone")
    from voxml.rules import impossible_number

    chance = random.Random(7)
    codes = sorted(plans.COUNTRY_CODE_TO_REGION_CODE)
    digits = ["".join(chance.choices("0123456789", k=chance.randint(1, 12))) for _ in range(3000)]
    numbers = [f"+{chance.choice(codes)}{chance.choice(['', '0', '1', '8'])}{rest}"[:16] for rest in digits]
    judge = impossible_number._problem.__wrapped__
    counted = [judge(number) for number in numbers]
    monkeypatch.setattr(impossible_number, "_usual_lengths", lambda _code: ())
    assert counted == [judge(number) for number in numbers]
    assert {*map(bool, counted)} == {True, False}
