"""markup-in-text: Markup in a spoken text."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "markup-in-text"


def test_places() -> None:
    assert places(RULE, "xml") == [(2, 21, 2, 45)]
    assert places(RULE, "json") == [(2, 19, 2, 59)]


@pytest.mark.parametrize(
    "inside",
    [
        "<Say>&lt;speak&gt;Hello&lt;/speak&gt;</Say>",
        "<Say>AT&amp;amp;T</Say>",
        "<Say>Hello &lt;name&gt;</Say>",
        "<Say><![CDATA[<b>Hello</b>]]></Say>",
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        "<Say>Fish &amp; chips</Say>",
        "<Say>2 &lt; 3 and 5 &gt; 4</Say>",
        "<Say>I &lt;3 you; R&amp;D; done</Say>",
        "<Say>mail to &lt;ann@example.com&gt;</Say>",
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []
