"""short-timeout: A Gather that gives the caller less than two seconds."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "short-timeout"


def test_places() -> None:
    assert places(RULE, "xml") == [(2, 49, 2, 60)]
    assert places(RULE, "json") == [(2, 64, 2, 76)]


@pytest.mark.parametrize(
    "inside",
    [
        '<Gather action_url="https://e.com/" timeout="1"/>',
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        '<Gather action_url="https://e.com/" timeout="2"/>',
        '<Gather action_url="https://e.com/"/>',
        '<Dial timeout="1"><Client>a</Client></Dial>',
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
