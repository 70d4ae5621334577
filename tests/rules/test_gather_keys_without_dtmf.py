"""gather-keys-without-dtmf: Settings for keys in a Gather that listens for speech only."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "gather-keys-without-dtmf"


def test_places() -> None:
    assert places(RULE, "xml") == [(2, 64, 2, 78)]
    assert places(RULE, "json") == [(2, 83, 2, 98)]


@pytest.mark.parametrize(
    "inside",
    [
        '<Gather action_url="https://e.com/" input="speech" finish_on_key="*"/>',
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        '<Gather action_url="https://e.com/" num_digits="1"/>',
        '<Gather action_url="https://e.com/" input="speech"/>',
        '<Gather action_url="https://e.com/" input="dtmf" num_digits="1"/>',
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
