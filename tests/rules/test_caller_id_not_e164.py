"""caller-id-not-e164: A caller ID that is not a number in E.164 form."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "caller-id-not-e164"


def test_places() -> None:
    assert places(RULE, "xml") == [(2, 9, 2, 38)]
    assert places(RULE, "json") == [(2, 20, 2, 52)]


@pytest.mark.parametrize(
    "inside",
    [
        '<Dial caller_id="Acme"><Number>+14155550100</Number></Dial>',
        '<Dial caller_id="4155550100"><Number>+14155550100</Number></Dial>',
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        "<Dial><Number>+14155550100</Number></Dial>",
        '<Dial caller_id="+911234567890"><Number>+14155550100</Number></Dial>',
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
