"""long-pause: A Pause of more than ten seconds."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "long-pause"


def test_places() -> None:
    assert places(RULE, "xml") == [(3, 10, 3, 21)]
    assert places(RULE, "json") == [(3, 21, 3, 33)]


@pytest.mark.parametrize(
    "inside",
    [
        '<Pause length="11"/>',
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        "<Pause/>",
        '<Pause length="1"/>',
        '<Pause length="10"/>',
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
