"""gather-two-prompts: A Gather with both a Say and a Play."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "gather-two-prompts"


def test_places() -> None:
    assert places(RULE, "xml") == [(2, 3, 2, 10)]
    assert places(RULE, "json") == [(2, 3, 2, 4)]


@pytest.mark.parametrize(
    "inside",
    [
        '<Gather action_url="https://e.com/"><Play>https://e.com/a.wav</Play><Say>Hi.</Say></Gather>',
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        '<Gather action_url="https://e.com/"><Play>https://e.com/a.wav</Play></Gather>',
        '<Gather action_url="https://e.com/"/>',
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
