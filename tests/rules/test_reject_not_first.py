"""reject-not-first: A Reject that comes too late."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "reject-not-first"


def test_places() -> None:
    assert places(RULE, "xml") == [(3, 3, 3, 10)]
    assert places(RULE, "json") == [(3, 3, 3, 4)]


@pytest.mark.parametrize(
    "inside",
    [
        "<Pause/><Reject/>",
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        "<Reject/>",
        "<Reject/><Reject/>",
        "<Hangup/>",
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
