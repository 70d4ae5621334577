"""text-too-long: A text that is longer than the provider of the voice takes at once."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "text-too-long"


def test_places() -> None:
    assert places(RULE, "xml") == [(2, 38, 2, 3039)]
    assert places(RULE, "json") == [(2, 19, 2, 3030)]


@pytest.mark.parametrize(
    "inside",
    [
        "<Say>" + "a " * 2500 + "a</Say>",
        "<Say>" + "न" * 1667 + "</Say>",
        '<Say engine="google">' + "a " * 2500 + "a</Say>",
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        "<Say>" + "a " * 2499 + "a</Say>",
        "<Say>" + "न" * 1666 + "</Say>",
        '<Say engine="polly" voice="Aditi">' + "न " * 1499 + "</Say>",
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
