"""mixed-dial-targets: A Dial that rings several kinds of targets."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "mixed-dial-targets"


def test_places() -> None:
    assert places(RULE, "xml") == [(2, 3, 2, 8)]
    assert places(RULE, "json") == [(2, 3, 2, 4)]


@pytest.mark.parametrize(
    "inside",
    [
        "<Dial><Sip>sip:a@e.com</Sip><Client>ann</Client></Dial>",
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        "<Dial><Number>+14155550100</Number><Number>+14155550101</Number></Dial>",
        "<Dial><Client>ann</Client><Client>bob</Client></Dial>",
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
