"""voice-language-mismatch: A voice of another language."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "voice-language-mismatch"


def test_places() -> None:
    assert places(RULE, "xml") == [(2, 8, 2, 31)]
    assert places(RULE, "json") == [(2, 39, 2, 65)]


@pytest.mark.parametrize(
    "inside",
    [
        '<Say voice="en-US-Wavenet-D" language="en-IN">Hi.</Say>',
        '<Say engine="polly" voice="Joanna" language="hi-IN">Hi.</Say>',
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        '<Say voice="en-US-Wavenet-D" language="en-US">Hi.</Say>',
        '<Say voice="en-US-Wavenet-D" language="en">Hi.</Say>',
        '<Say voice="en-US-Wavenet-D" language="en-us">Hi.</Say>',
        '<Say voice="en-US-Wavenet-D">Hi.</Say>',
        '<Say language="hi-IN">Hi.</Say>',
        '<Say voice="cmn-CN-Wavenet-A" language="zh-CN">Hi.</Say>',
        '<Say voice="Aditi" language="hi-IN">Hi.</Say>',
        '<Say voice="Zeina" language="ar-EG">Hi.</Say>',
        '<Say voice="unknown" language="hi-IN">Hi.</Say>',
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
