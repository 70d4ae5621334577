"""insecure-url: An address without TLS."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "insecure-url"


def test_places() -> None:
    assert places(RULE, "xml") == [(2, 9, 2, 16)]
    assert places(RULE, "json") == [(2, 20, 2, 35)]


@pytest.mark.parametrize(
    "inside",
    [
        '<Gather action_url="http://e.com/"/>',
        "<Redirect>HTTP://e.com/</Redirect>",
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        "<Redirect>HTTPS://e.com/</Redirect>",
        "<Play>https://e.com/http://a.wav</Play>",
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
