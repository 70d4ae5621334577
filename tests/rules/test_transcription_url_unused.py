"""transcription-url-unused: An address for transcripts that are never made."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "transcription-url-unused"


def test_places() -> None:
    assert places(RULE, "xml") == [(2, 53, 2, 104)]
    assert places(RULE, "json") == [(3, 4, 3, 58)]


@pytest.mark.parametrize(
    "inside",
    [
        '<Record action_url="https://e.com/" transcribe="false" transcription_url="https://e.com/t"/>',
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        '<Record action_url="https://e.com/" transcribe="true" transcription_url="https://e.com/t"/>',
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
