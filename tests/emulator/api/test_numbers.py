"""Numbers are linked to applications, which answer the calls to them."""

from __future__ import annotations

import httpx2
import pytest

from tests.emulator.answers import HEADERS, Answers, over
from voxml import Response, webhooks
from voxml.emulator import running
from voxml.emulator.directory import NOT_OWNED

MINE = "/v1/account/AC1/numbers/+14155550101"


@pytest.fixture
def answers():
    return Answers({"/answer": Response().say("Hello."), "/application": Response().say("An application answers.")})


@pytest.fixture
def emulator(answers):
    with running(seed=7, transport=answers.transport) as made:
        yield made


@pytest.fixture
def client(emulator):
    with httpx2.Client(base_url=emulator.url, headers=HEADERS, trust_env=False, timeout=30) as made:
        yield made


def test_an_application_answers_a_number(emulator, client, answers):
    members = {"answer_url": "https://example.com/application", "webhook_secret": "s3cret"}
    changed = client.patch("/v1/voice/applications/app_1", json=members)
    assert (changed.status_code, changed.json()["answer_url"]) == (200, members["answer_url"])
    assert "s3cret" not in changed.text
    inbound = {"from": "+14155550100", "to": "+14155550101", "account_id": "AC1"}
    refused = client.post("/_emulator/inbound", json=inbound)
    assert "no application with an answer_url" in refused.json()["error"]["details"][0]["reason"]
    linked = client.post(f"{MINE}/application", json={"application_id": "app_1"})
    assert (linked.status_code, linked.json()["application_id"], linked.json()["trunk_id"]) == (200, "app_1", None)
    uuid = client.post("/_emulator/inbound", json=inbound).json()["call_uuid"]
    assert over(emulator, uuid)["heard"] == ["An application answers."]
    [request] = answers.of("/application")
    webhooks.verify(request.headers, request.content, "s3cret")
    assert client.delete(f"{MINE}/application").status_code == 204
    assert client.delete(f"{MINE}/application").status_code == 204
    assert client.post("/_emulator/inbound", json=inbound).status_code == 400


def test_a_call_overrides_its_application(emulator, client, answers):
    client.patch("/v1/voice/applications/app_1", json={"webhook_secret": "of the application"})
    client.post("/v1/account/AC1/numbers/+14155550100/application", json={"application_id": "app_1"})
    order = {"from": "+14155550100", "to": "+14155550101", "answer_url": "https://example.com/answer"}
    for secret in ({}, {"webhook_secret": "of the call"}):
        over(emulator, client.post("/v1/voice/accounts/AC1/calls", json={**order, **secret}).json()["call_uuid"])
    first, second = answers.of("/answer")
    webhooks.verify(first.headers, first.content, "of the application")
    webhooks.verify(second.headers, second.content, "of the call")


def test_numbers(client):
    number = client.get(MINE).json()
    assert (number["e164"], number["country"], number["application_id"]) == ("+14155550101", "US", None)
    client.get("/v1/account/AC1/numbers/%2B442079460999")
    listed = client.get("/v1/account/AC1/numbers", params={"country": "GB"}).json()
    assert [each["e164"] for each in listed["data"]] == ["+442079460999"]
    assert listed["pagination"] == {"total": 1, "count": 1, "per_page": 20, "current_page": 1, "total_pages": 1}
    assert client.get("/v1/account/AC2/numbers").json()["data"] == []
    assert client.delete(MINE).status_code == 204
    assert client.get(MINE).status_code == 404
    for e164 in (NOT_OWNED, "4155550101", "x"):
        assert client.get(f"/v1/account/AC1/numbers/{e164}").status_code == 404
        assert (
            client.post(f"/v1/account/AC1/numbers/{e164}/application", json={"application_id": "a"}).status_code == 404
        )


def test_what_is_refused(emulator, client):
    assert client.get("/v1/account/AC1/numbers?page=0").status_code == 400
    assert client.patch("/v1/voice/applications/app_1", json={"answer_url": "x"}).status_code == 400
    assert client.patch("/v1/voice/applications/app_1", json={"time_limit": 5}).status_code == 400
    assert client.post(f"{MINE}/application", json={}).status_code == 400
    for path in (MINE, "/v1/voice/applications/app_1"):
        assert httpx2.get(emulator.url + path, trust_env=False).status_code == 401
    with (
        running(auth_id="AC9", api_key="tvx_sk_test_9") as other,
        httpx2.Client(headers={"authorization": "Bearer tvx_sk_test_9"}, trust_env=False) as nine,
    ):
        assert nine.get(f"{other.url}/v1/account/AC1/numbers").status_code == 401
        assert nine.get(f"{other.url}/v1/account/AC9/numbers").status_code == 200
