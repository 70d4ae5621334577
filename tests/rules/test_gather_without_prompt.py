"""gather-without-prompt: A Gather before which the caller hears nothing."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "gather-without-prompt"


def test_places() -> None:
    assert places(RULE, "xml") == [(2, 3, 2, 10)]
    assert places(RULE, "json") == [(2, 3, 2, 4)]


@pytest.mark.parametrize(
    "inside",
    [
        '<Pause/><Gather action_url="https://e.com/"/>',
        '<Gather action_url="https://e.com/"/><Say>Goodbye.</Say>',
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        '<Say>Your number?</Say><Pause length="5"/><Gather action_url="https://e.com/"/>',
        '<Play>https://e.com/a.wav</Play><Gather action_url="https://e.com/"/>',
        '<Gather action_url="https://e.com/"><Say/></Gather>',
        '<Gather action_url="https://e.com/"><Say>1?</Say></Gather><Gather action_url="https://e.com/"/>',
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
