"""polly-without-voice: Polly without a voice."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "polly-without-voice"


def test_places() -> None:
    assert places(RULE, "xml") == [(2, 8, 2, 22)]
    assert places(RULE, "json") == [(2, 68, 2, 85)]


@pytest.mark.parametrize(
    "inside",
    [
        '<Gather action_url="https://e.com/"><Say engine="polly">Hi.</Say></Gather>',
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        '<Say engine="google">Hi.</Say>',
        "<Say>Hi.</Say>",
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
