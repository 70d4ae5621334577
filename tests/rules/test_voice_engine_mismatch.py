"""voice-engine-mismatch: A voice that the engine does not have."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "voice-engine-mismatch"


def test_places() -> None:
    assert places(RULE, "xml") == [(2, 23, 2, 46)]
    assert places(RULE, "json") == [(2, 47, 2, 73)]


@pytest.mark.parametrize(
    "inside",
    [
        '<Say engine="google" voice="Joanna">Hi.</Say>',
        '<Say engine="polly" voice="hi-IN-Neural2-A">Hi.</Say>',
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        '<Say engine="polly">Hi.</Say>',
        '<Say engine="google" voice="nobody">Hi.</Say>',
        '<Say engine="polly" voice="Kajal">Hi.</Say>',
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
