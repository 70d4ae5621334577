"""What a batch will cost, by what the API said of calls that are over."""

from __future__ import annotations

import asyncio
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx2
import pytest

from voxml.calls.async_client import AsyncTryVox
from voxml.calls.client import TryVox
from voxml.calls.cost_estimate import CostEstimate, estimate
from voxml.calls.results import Call

KEY = "tvx_sk_test_0123456789abcdef"
US, UK, DE = "+14155550199", "+442079460123", "+493012345678"


def call(to: str, price: str | None, unit: str = "USD") -> Call:
    return Call(call_uuid="u", to=to, price=price, price_unit=unit)


def test_by_country() -> None:
    finished = [call(US, "0.0100"), call(US, "0.0300"), call(UK, "-0.1000"), call(US, None), call(US, "free")]
    assert estimate(finished, [US, US, UK]) == CostEstimate(Decimal("0.14"), "USD", 3, 3, 3)
    some = estimate(finished, [US, DE])
    assert (some.amount, some.covered, some.problem) == (Decimal("0.02"), 1, "no price of a call to +49 is known")
    assert str(some) == (
        "about 0.0200 USD for 1 of 2 calls, by the average of 2 finished calls; no price of a call to +49 is known"
    )


@pytest.mark.parametrize(
    ("finished", "words"),
    [
        ([], "no finished call has a price"),
        ([call(US, None)], "no finished call has a price"),
        ([call(UK, "0.1")], "no finished call to +1 has a price"),
        ([call(US, "0.1"), call(US, "0.1", "EUR")], "in EUR, USD"),
    ],
)
def test_what_is_not_known(finished: list[Call], words: str) -> None:
    found = estimate(finished, [US])
    assert found.amount is None and str(found).startswith("unknown: ") and words in str(found)


def _answer(request: httpx2.Request) -> httpx2.Response:
    """The documented list, whose rows have no price."""
    if request.url.path.endswith("/calls"):
        assert (request.url.params["status"], request.url.params["direction"]) == ("completed", "outbound")
        return httpx2.Response(200, json={"calls": [{"call_uuid": f"u-{n}", "to": US} for n in range(3)]})
    return httpx2.Response(200, json={"call_uuid": "u", "to": US, "price": "0.0130", "price_unit": "USD"})


def test_both_clients_ask_for_prices() -> None:
    async def main() -> CostEstimate:
        async with AsyncTryVox("AC1", KEY, transport=httpx2.MockTransport(_answer)) as tryvox:
            return await tryvox.calls.estimate_cost([US] * 100)

    with TryVox("AC1", KEY, transport=httpx2.MockTransport(_answer)) as tryvox:
        found = tryvox.calls.estimate_cost([US] * 100)
    assert found == asyncio.run(main()) == CostEstimate(Decimal("1.3"), "USD", 100, 100, 3)


def test_a_batch_that_is_only_checked(
    voxml: Any, tmp_path: Path, httpserver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "calls.csv").write_text(f"to\n{US}\n+14155550198\n")
    batch = ("batch", "calls.csv", "--from", "+14155550100", "--answer-url", "https://example.com/a.json")
    assert "cost: unknown: no account: set TRYVOX_AUTH_ID" in voxml(*batch).out
    calls = "/v1/voice/accounts/AC1/calls"
    rows = [{"call_uuid": "u-1", "to": US, "price": "0.0250", "price_unit": "USD"}]
    httpserver.expect_request(calls).respond_with_json({"calls": rows})
    for name, value in {"AUTH_ID": "AC1", "API_KEY": KEY, "BASE_URL": httpserver.url_for("").rstrip("/")}.items():
        monkeypatch.setenv(f"TRYVOX_{name}", value)
    assert "cost: about 0.0500 USD, by the average of 1 finished call\n" in voxml(*batch).out
    cost = json.loads(voxml(*batch, "--json").out)["cost"]
    assert (cost["amount"], cost["unit"], cost["sample"]) == ("0.0500", "USD", 1)
    assert {request.method for request, _ in httpserver.log} == {"GET"}
