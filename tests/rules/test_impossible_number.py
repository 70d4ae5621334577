"""impossible-number: A number that can't exist."""

from __future__ import annotations

import random
import subprocess
import sys
from typing import Any

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


def _made_up(plans: Any) -> list[str]:
    chance = random.Random(7)
    codes = sorted(plans.COUNTRY_CODE_TO_REGION_CODE)
    digits = ["".join(chance.choices("0123456789", k=chance.randint(1, 12))) for _ in range(3000)]
    return [f"+{chance.choice(codes)}{chance.choice(['', '0', '1', '8'])}{rest}"[:16] for rest in digits]


def test_counting_digits_says_what_taking_the_number_apart_says(monkeypatch: pytest.MonkeyPatch) -> None:
    plans = pytest.importorskip("phonenumbers.phonenumberutil", reason="needs the extra phone")
    from voxml.rules import impossible_number

    numbers = _made_up(plans)
    judge = impossible_number._problem.__wrapped__
    counted = [judge(number) for number in numbers]
    monkeypatch.setattr(impossible_number, "usual_lengths", lambda _code: ())
    apart = [judge(number) for number in numbers]
    assert {*map(bool, counted)} == {True, False}
    # Number plans change, and with them what a later release of the library says of a few numbers.
    differing = [number for number, one, other in zip(numbers, counted, apart, strict=True) if one != other]
    assert len(differing) <= len(numbers) // 100, differing
    stable = ("+1", "+33", "+34", "+44", "+49", "+61", "+91")
    assert not [number for number in differing if number.startswith(stable)]


def test_a_usual_number_does_not_load_the_number_plans() -> None:
    code = (
        "import sys; from voxml.rules.impossible_number import _problem; _problem('+14155550100'); "
        "assert 'phonenumbers' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
