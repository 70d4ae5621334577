"""redirect-to-self: A Redirect that leads back to its own document before anything has happened."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "redirect-to-self"
OWN = "https://example.com/menu.json"


def test_places() -> None:
    assert places(RULE, "xml") == [(2, 26, 2, 55)]
    assert places(RULE, "json") == [(2, 24, 2, 62)]


@pytest.mark.parametrize("url", [OWN, f"{OWN}?again=1", f"{OWN}#top"])
def test_fires(url: str) -> None:
    assert [each.rule for each in run(RULE, xml(f"<Redirect>{url}</Redirect>"), own_url=OWN)] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        f"<Say>Please hold.</Say><Redirect>{OWN}</Redirect>",
        f"<Pause/><Redirect>{OWN}</Redirect>",
        "<Redirect>https://example.com/other.json</Redirect>",
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside), own_url=OWN) == []


def test_says_nothing_where_the_own_address_is_not_known() -> None:
    assert run(RULE, xml(f"<Redirect>{OWN}</Redirect>")) == []
