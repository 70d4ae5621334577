"""static-callback-without-method: A callback that a host of files can't take."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "static-callback-without-method"


def test_places() -> None:
    assert places(RULE, "xml") == [(2, 9, 2, 55)]
    assert places(RULE, "json") == [(2, 20, 2, 69)]


@pytest.mark.parametrize(
    "inside",
    [
        '<Record action_url="https://a.github.io/x"/>',
        '<Record action_url="https://e.com/" transcription_url="https://a.github.io/x"/>',
        '<Stream url="wss://e.com/" status_callback_url="https://a.github.io/x"/>',
        '<Conference wait_url="https://a.github.io/x">room</Conference>',
        '<Conference status_callback_url="https://a.github.io/x">room</Conference>',
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        '<Record action_url="https://e.com/"/>',
        '<Gather action_url="https://a.github.io/x" method="GET"/>',
        "<Play>https://a.github.io/a.wav</Play>",
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
