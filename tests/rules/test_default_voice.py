"""default-voice: A Say that leaves voice and language to TryVox."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "default-voice"


def test_places() -> None:
    assert places(RULE, "xml") == [(2, 3, 2, 7)]
    assert places(RULE, "json") == [(2, 3, 2, 4)]


@pytest.mark.parametrize(
    "inside",
    [
        '<Gather action_url="https://e.com/"><Say>Press 1.</Say></Gather>',
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        '<Say language="en-US">Hi.</Say>',
        '<Say voice="en-US-Wavenet-D">Hi.</Say>',
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
