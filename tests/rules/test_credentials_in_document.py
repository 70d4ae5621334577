"""credentials-in-document: A secret in a document."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "credentials-in-document"


def test_places() -> None:
    assert places(RULE, "xml") == [(3, 26, 3, 50)]
    assert places(RULE, "json") == [(3, 68, 3, 95)]


@pytest.mark.parametrize(
    "inside",
    [
        "<Dial><Sip>sip:desk:secret@pbx.example.com</Sip></Dial>",
        "<Play>https://ann:secret@example.com/a.wav</Play>",
        "<Play>https://example.com/a.wav?api_key=abcdef</Play>",
        "<Say>tvx_sk_live_abc123</Say>",
        '<Stream url="wss://example.com/s"><Parameter name="token" value="tvx_sk_test_9f"/></Stream>',
        '<Stream url="wss://example.com/s"><Parameter name="api_key" value="0123456789"/></Stream>',
        '<Stream url="wss://example.com/s?access_token=abcdefgh"/>',
        '<Stream url="wss://example.com/s"><Parameter name="tvx_sk_live_123" value="x"/></Stream>',
        '<Stream url="wss://example.com/s"><Parameter name="back" value="https://a:secret@e.com/"/></Stream>',
        '<Stream url="wss://example.com/s"><Parameter name="auth" value="Bearer 0123456789abcdef"/></Stream>',
        '<Stream url="wss://example.com/s" name="sk_live_0123456789abcd"/>',
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        '<Dial><Sip username="desk">sip:desk@pbx.example.com</Sip></Dial>',
        "<Play>https://ann@example.com/a.wav</Play>",
        "<Say>The password is on the letter that we sent.</Say>",
        '<Stream url="wss://example.com/s"><Parameter name="agent" value="ann"/></Stream>',
        "<Play>https://example.com/a.wav?key=1</Play>",
        "<Say>The bearer of Basic understanding</Say>",
        '<Stream url="wss://example.com/s"><Parameter name="api_key" value="{{ key }}"/></Stream>',
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
