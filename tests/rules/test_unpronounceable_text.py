"""unpronounceable-text: A text that is not heard as it was meant."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "unpronounceable-text"


def test_places() -> None:
    assert places(RULE, "xml") == [(2, 24, 2, 34)]
    assert places(RULE, "json") == [(2, 19, 2, 54)]


@pytest.mark.parametrize(
    "inside",
    [
        "<Say>Visit https://example.com/help.</Say>",
        "<Say>See www.example.com now.</Say>",
        "<Say>See example.com/help now.</Say>",
        "<Say>Call 1234567.</Say>",
        "<Say>Bad � byte.</Say>",
        "<Say>Zero\u200bwidth.</Say>",
        "<Say>C1 \x85 control.</Say>",
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        "<Say>Call 4 1 5 5 5 5 0 1 0 0.</Say>",
        "<Say>In 2026 there were 999999 of them.</Say>",
        "<Say>\u0915\u094d\u200d\u0937 and \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645</Say>",
        "<Say>Ask for Acme Inc. and/or Mr.Smith, on 24/7.</Say>",
        "<Say>Write to ann at example dot com.</Say>",
        '<Say xml:space="preserve">Two\nlines.</Say>',
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
