"""empty-document: A document without instructions."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "empty-document"


def test_places() -> None:
    assert places(RULE, "xml") == [(1, 1, 1, 10)]
    assert places(RULE, "json") == [(1, 26, 1, 44)]


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "  ",
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        "<Pause/>",
        "<Say/>",
        "<Speak/>",
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
