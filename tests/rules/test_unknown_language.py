"""unknown-language: A language that does not exist."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "unknown-language"


def test_places() -> None:
    assert places(RULE, "xml") == [(2, 8, 2, 24)]
    assert places(RULE, "json") == [(2, 47, 2, 66)]


@pytest.mark.parametrize(
    "inside",
    [
        '<Say language="eng-US">Hi.</Say>',
        '<Say language="jp-JP">Hi.</Say>',
        '<Say language="en-XX">Hi.</Say>',
        '<Say language="qq">Hi.</Say>',
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        '<Say language="en">Hi.</Say>',
        '<Say language="en-us">Hi.</Say>',
        '<Say language="es-419">Hi.</Say>',
        '<Say language="cmn-CN">Hi.</Say>',
        '<Say language="zh-Hans-CN">Hi.</Say>',
        '<Say language="yue-HK">Hi.</Say>',
        '<Say language="fil-PH">Hi.</Say>',
        '<Say language="en-GB-WLS">Hi.</Say>',
        '<Say language="ca-ES-valencia">Hi.</Say>',
        '<Say language="hi-IN">Hi.</Say>',
        '<Say language="sr-Latn-RS">Hi.</Say>',
        '<Say language="en-x-UK">Hi.</Say>',
        '<Say language="ar-XA">Hi.</Say>',
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
