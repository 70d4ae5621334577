"""transcription-unheard: A transcript that is made and sent nowhere."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "transcription-unheard"


def test_places() -> None:
    assert places(RULE, "xml") == [(2, 53, 2, 70)]
    assert places(RULE, "json") == [(2, 68, 2, 86)]


@pytest.mark.parametrize(
    "inside",
    [
        '<Record action_url="https://e.com/" transcribe="true"/>',
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        '<Record action_url="https://e.com/" transcribe="false"/>',
        '<Record action_url="https://e.com/"/>',
        '<Record action_url="https://e.com/" transcribe="true" transcription_url="nowhere"/>',
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
