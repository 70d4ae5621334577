"""unreachable-instruction: An instruction that never runs."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "unreachable-instruction"


def test_places() -> None:
    assert places(RULE, "xml") == [(3, 3, 3, 7)]
    assert places(RULE, "json") == [(3, 3, 3, 4)]


@pytest.mark.parametrize(
    "inside",
    [
        "<Redirect>https://e.com/</Redirect><Say>Hi.</Say>",
        "<Reject/><Hangup/>",
        '<Say loop="0">Hi.</Say><Hangup/>',
        '<Play loop="0">https://e.com/a.wav</Play><Pause/>',
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        "<Hangup/>",
        "<Say>Hi.</Say><Hangup/>",
        '<Say loop="0">Hi.</Say>',
        "<Dial><Client>a</Client></Dial><Say>Nobody.</Say>",
        '<Gather action_url="https://e.com/"/><Say>Bye.</Say>',
        '<Gather action_url="https://e.com/"><Say loop="0">1?</Say></Gather><Say>Bye.</Say>',
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
