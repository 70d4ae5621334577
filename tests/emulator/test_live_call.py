"""What ends or moves a call comes at once, whatever the call is doing: it rings, it asks a server, it is over."""

from __future__ import annotations

import asyncio

import httpx2
import pytest

from tests.emulator.answers import Answers, api, make, over
from tests.waiting import until
from voxml import Response
from voxml.emulator import Settings, running

HELLO = Response().say("Hello.")
PAGES = Answers({"/answer": HELLO, "/moved": Response().say("Moved."), "/told": 200})


async def slow(request: httpx2.Request) -> httpx2.Response:
    """A server that takes its time, where its path says so."""
    if request.url.path.startswith("/slow"):
        await asyncio.sleep(3600)
        return httpx2.Response(200, text=HELLO.to_json())
    return PAGES(request)


@pytest.fixture
def emulator():
    with running(seed=7, transport=httpx2.MockTransport(slow)) as made:
        yield made


@pytest.fixture
def client(emulator):
    with api(emulator) as made:
        yield made


def _until(client, uuid: str, status: str) -> None:
    until(lambda: client.get(f"calls/{uuid}").json()["status"] == status, status)


@pytest.mark.parametrize(
    ("members", "status"),
    [
        ({"path": "/slow"}, "in-progress"),
        ({"ring_url": "https://example.com/slow"}, "ringing"),
        ({"path": "/missing", "fallback_url": "https://example.com/slow"}, "in-progress"),
    ],
)
def test_a_call_that_waits_for_a_server_is_ended_at_once(client, members, status):
    uuid = make(client, **members).json()["call_uuid"]
    _until(client, uuid, status)
    assert client.delete(f"calls/{uuid}").status_code == 204
    call = client.get(f"calls/{uuid}").json()
    assert (call["status"], call["end_reason"]) == ("completed", "api-hangup")
    assert client.delete(f"calls/{uuid}").json()["error"] == "call_already_ended"


def test_its_webhooks_are_sent_all_the_same(emulator, client):
    uuid = make(client, "/slow", hangup_url="https://example.com/told").json()["call_uuid"]
    _until(client, uuid, "in-progress")
    client.delete(f"calls/{uuid}")
    over(emulator, uuid)
    assert [told["end_reason"] for told in PAGES.sent("/told") if told["call_uuid"] == uuid] == ["api-hangup"]


def test_a_transfer_while_a_server_is_asked(emulator, client):
    uuid = make(client, "/slow").json()["call_uuid"]
    _until(client, uuid, "in-progress")
    members = {"to": "+14155550103", "answer_url": "https://example.com/moved"}
    assert client.post(f"calls/{uuid}/transfer", json=members).status_code == 200
    assert over(emulator, uuid)["heard"] == ["Moved."]


def test_a_transfer_while_it_rings_takes_place_once_it_is_answered():
    with running(seed=7, clock="manual", transport=httpx2.MockTransport(slow)) as emulator, api(emulator) as client:
        uuid = make(client).json()["call_uuid"]
        _until(client, uuid, "ringing")
        client.post(f"calls/{uuid}/transfer", json={"to": "+14155550103", "answer_url": "https://example.com/moved"})
        httpx2.post(f"{emulator.url}/_emulator/clock", json={"advance": 60}, trust_env=False)
        told = over(emulator, uuid)
    assert (told["heard"], told["status"], told["problems"]) == (["Moved."], "completed", [])


def test_a_transfer_of_a_line_that_is_held_open():
    settings = Settings(document_end="hold")
    with running(seed=7, settings=settings, transport=httpx2.MockTransport(slow)) as emulator, api(emulator) as client:
        uuid = make(client).json()["call_uuid"]
        _until(client, uuid, "in-progress")
        client.post(f"calls/{uuid}/transfer", json={"to": "+14155550103", "answer_url": "https://example.com/moved"})
        url = f"{emulator.url}/_emulator/calls/{uuid}/transcript"
        until(lambda: "Moved." in httpx2.get(url, trust_env=False).json()["heard"])
        client.delete(f"calls/{uuid}")
        assert over(emulator, uuid)["heard"] == ["Hello.", "Moved."]
