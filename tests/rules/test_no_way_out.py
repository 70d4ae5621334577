"""no-way-out: A document that ends in a Gather."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "no-way-out"


def test_places() -> None:
    assert places(RULE, "xml") == [(2, 3, 2, 10)]
    assert places(RULE, "json") == [(2, 3, 2, 4)]


@pytest.mark.parametrize(
    "inside",
    [
        '<Say>Hi.</Say><Gather action_url="https://e.com/"/>',
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        '<Gather action_url="https://e.com/"/><Say>Goodbye.</Say>',
        "<Say>Goodbye.</Say>",
        '<Stream url="wss://e.com/"/>',
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
