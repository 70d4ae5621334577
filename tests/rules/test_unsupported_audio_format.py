"""unsupported-audio-format: Audio in a format that TryVox does not play."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "unsupported-audio-format"


def test_places() -> None:
    assert places(RULE, "xml") == [(2, 36, 2, 40)]
    assert places(RULE, "json") == [(2, 20, 2, 59)]


@pytest.mark.parametrize(
    "inside",
    [
        "<Play>https://e.com/a.AAC?x=1</Play>",
        "<Play>https://e.com/list.m3u8#t</Play>",
        '<Gather action_url="https://e.com/"><Play>https://e.com/a.flac</Play></Gather>',
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        "<Play>https://e.com/a.wav</Play>",
        "<Play>https://e.com/a.MP3</Play>",
        "<Play>https://e.com/a.ogg</Play>",
        "<Play>https://e.com/audio</Play>",
        "<Play>https://e.mp4</Play>",
        "<Play>https://e.com/v1.m4a/audio</Play>",
        "<Play>https://e.com/a?f=b.m4a</Play>",
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
