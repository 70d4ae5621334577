"""endless-loop: A Say or Play that never ends by itself."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "endless-loop"


def test_places() -> None:
    assert places(RULE, "xml") == [(2, 8, 2, 16)]
    assert places(RULE, "json") == [(2, 52, 2, 61)]


@pytest.mark.parametrize(
    "inside",
    [
        '<Play loop="0">https://example.com/a.wav</Play>',
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        '<Say loop="1">Hi.</Say>',
        "<Say>Hi.</Say>",
        '<Gather action_url="https://e.com/"><Say loop="0">Press 1.</Say></Gather>',
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
