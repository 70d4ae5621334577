"""reject-outbound: A Reject in a document for outbound calls."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "reject-outbound"


def test_places() -> None:
    assert places(RULE, "xml") == [(2, 3, 2, 10)]
    assert places(RULE, "json") == [(2, 3, 2, 4)]


@pytest.mark.parametrize("direction", [None, "inbound"])
def test_stays_quiet(direction: str | None) -> None:
    assert run(RULE, xml("<Reject/>"), direction=direction) == []
