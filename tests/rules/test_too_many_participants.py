"""too-many-participants: A conference for more people than TryVox says it holds."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "too-many-participants"


def test_places() -> None:
    assert places(RULE, "xml") == [(2, 15, 2, 38)]
    assert places(RULE, "json") == [(2, 47, 2, 71)]


@pytest.mark.parametrize(
    "inside",
    [
        '<Conference max_participants="251">room</Conference>',
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        "<Conference>room</Conference>",
        '<Conference max_participants="250">room</Conference>',
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
