"""Webhooks are signed and sent again; faults strike when they are asked for, and only then."""

from __future__ import annotations

import contextlib
import time

import httpx2
import pytest

from tests.emulator.answers import Answers, api, make, over
from tests.waiting import until
from voxml import Response, webhooks
from voxml.emulator import running
from voxml.emulator.fault_injection import matches

HELLO = Response().say("Hello.").hangup()


@pytest.fixture
def answers():
    return Answers({"/answer": HELLO, "/hook": 200, "/ring": 200})


@pytest.fixture
def emulator(answers):
    with running(seed=7, transport=answers.transport) as running_emulator:
        yield running_emulator


@pytest.fixture
def client(emulator):
    with api(emulator) as made:
        yield made


def fault(emulator, **members):
    answer = httpx2.post(f"{emulator.url}/_emulator/faults", json=members, trust_env=False)
    assert answer.status_code == 201, answer.text


def count(emulator):
    return sum(httpx2.get(f"{emulator.url}/_emulator/numbers", trust_env=False).json().values())


def test_every_request_is_signed(emulator, client, answers):
    over(emulator, make(client, hangup_url="https://example.com/hook", webhook_secret="s3cret").json()["call_uuid"])
    for request in (answers.of("/answer")[0], answers.of("/hook")[0]):
        webhooks.verify(request.headers, request.content, "s3cret")
        with pytest.raises(webhooks.SignatureError):
            webhooks.verify(request.headers, request.content, "another")
        assert "tryvox" in request.headers["user-agent"].lower()


def test_a_webhook_is_sent_again_until_it_is_taken(emulator, client, answers):
    statuses = [500, 503, 200]
    answers.pages["/hook"] = lambda _request: statuses.pop(0)
    uuid = make(client, hangup_url="https://example.com/hook").json()["call_uuid"]
    over(emulator, uuid)
    until(lambda: not statuses)
    until(lambda: len(journal(emulator, uuid)[-1]["attempts"]) == 3)
    assert [each["status"] for each in journal(emulator, uuid)[-1]["attempts"]] == [500, 503, 200]


def journal(emulator, uuid):
    return httpx2.get(f"{emulator.url}/_emulator/calls/{uuid}/webhooks", trust_env=False).json()["webhooks"]


def test_a_webhook_is_given_up_in_the_end(emulator, client, answers):
    answers.pages["/hook"] = 500
    uuid = make(client, hangup_url="https://example.com/hook").json()["call_uuid"]
    over(emulator, uuid)
    until(lambda: len(answers.of("/hook")) == 4)
    time.sleep(0.1)
    assert len(answers.of("/hook")) == 4


@pytest.mark.parametrize(
    ("kind", "happens"),
    [("reset", 0), ("reset-after", 1), ("half", 1), ("time-out", 0), ("time-out-after", 1)],
)
def test_faults_that_break_the_connection(emulator, client, kind, happens):
    fault(emulator, kind=kind, times=1, seconds=0.05)
    with pytest.raises(httpx2.TransportError):
        make(client)
    assert count(emulator) == happens
    assert make(client).status_code == 201


@pytest.mark.parametrize(("kind", "happens"), [("status", 0), ("status-after", 1)])
def test_faults_that_answer_wrongly(emulator, client, kind, happens):
    fault(emulator, kind=kind, status=429, retry_after="7", times=1)
    answer = make(client)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
    assert answer.json()["error"]["code"] == "RATE_LIMITED"
    assert count(emulator) == happens


def test_an_answer_that_is_not_json(emulator, client):
    fault(emulator, kind="not-json", times=1)
    answer = make(client)
    assert (answer.status_code, count(emulator)) == (201, 1)
    with pytest.raises(ValueError):
        answer.json()


def test_delay(emulator, client):
    fault(emulator, kind="delay", seconds=0.05, times=1)
    assert make(client).status_code == 201


def refused(emulator):
    with api(emulator) as client, pytest.raises(httpx2.ConnectError):
        make(client)


def test_no_connection_is_taken_from_now_on(emulator):
    with httpx2.Client(trust_env=False) as control:  # its connection stays open
        for seconds in (3600, 3000):
            answer = control.post(f"{emulator.url}/_emulator/faults", json={"kind": "refuse", "seconds": seconds})
            assert (answer.status_code, answer.json()["struck"]) == (201, 1)
            refused(emulator)
        control.delete(f"{emulator.url}/_emulator/faults")
    with api(emulator) as client:
        until(lambda: takes(client))


def takes(client):
    with contextlib.suppress(httpx2.TransportError):
        return make(client).status_code == 201
    return False


def test_a_refusal_that_waits_for_a_request(emulator):
    with httpx2.Client(trust_env=False) as control:
        members = {"kind": "refuse", "seconds": 3600, "method": "POST", "path": "/calls$", "times": 1}
        control.post(f"{emulator.url}/_emulator/faults", json=members)
        with api(emulator) as client:
            assert client.get("calls").status_code == 200
            with pytest.raises(httpx2.TransportError):
                make(client)
        refused(emulator)
        control.delete(f"{emulator.url}/_emulator/faults")
    with api(emulator) as client:
        until(lambda: takes(client))


def test_connections_are_taken_again_after_that_time(emulator):
    fault(emulator, kind="refuse", seconds=0.01)
    with api(emulator) as client:
        until(lambda: takes(client))


def test_a_refusal_from_another_thread_and_an_end_during_it(answers):
    with running(seed=7, transport=answers.transport) as emulator:
        emulator.network.faults.add({"kind": "refuse", "seconds": 3600})
        refused(emulator)


@pytest.mark.parametrize(
    ("pattern", "text", "is_found"),
    [
        ("/calls", "/v1/calls/x", True),
        ("/calls$", "/v1/calls/x", False),
        ("/calls$", "/v1/calls", True),
        ("^/v1", "/v1/calls", True),
        ("^/calls", "/v1/calls", False),
        ("^/v1$", "/v1/v1", False),
        ("^/v1/*/calls$", "/v1/a/b/calls", True),
        ("a*b*c", "xaxxbxxcx", True),
        ("a*b*c", "acb", False),
        ("a*a$", "a", False),
        ("*", "", True),
        ("", "x", True),
    ],
)
def test_patterns_of_paths(pattern, text, is_found):
    assert matches(pattern, text) is is_found


def test_a_pattern_can_not_stop_the_emulator(emulator, client):
    url = f"{emulator.url}/_emulator/faults"
    for path in ("(a+)+$", "/calls/.*", "[a-z]", "a" * 1_001):
        answer = httpx2.post(url, json={"kind": "status", "path": path}, trust_env=False)
        assert answer.status_code == 400
        assert "path: found" in answer.json()["error"]["details"][0]["reason"]
    fault(emulator, kind="status", path="*a" * 400 + "$")
    assert client.get("calls/" + "a" * 1_500 + "b").status_code == 404
    script = {"turn": [{"hears_pattern": "(a+)+$", "press": "1"}]}
    answer = httpx2.post(f"{emulator.url}/_emulator/callees", json=script, trust_env=False)
    assert answer.json()["error"]["details"][0]["field"] == "hears_pattern"


def test_conditions(emulator, client):
    fault(emulator, kind="status", to="+14155550666", status=500)
    fault(emulator, kind="status", method="DELETE", path="/calls/", status=502, skip=1, times=1)
    assert make(client).status_code == 201
    assert make(client, to="+14155550666").status_code == 500
    assert [client.delete("calls/x").status_code for _ in range(3)] == [404, 502, 404]
    listed = httpx2.get(f"{emulator.url}/_emulator/faults", trust_env=False).json()["faults"]
    assert [each["struck"] for each in listed] == [1, 1]
    httpx2.delete(f"{emulator.url}/_emulator/faults", trust_env=False)
    assert make(client, to="+14155550666").status_code == 201


def test_chance_is_the_same_for_the_same_seed(answers):
    outcomes = []
    for _ in range(2):
        with running(seed=5, transport=answers.transport) as emulator, api(emulator) as client:
            fault(emulator, kind="status", probability=0.5, status=500)
            outcomes.append([make(client).status_code for _ in range(20)])
    assert outcomes[0] == outcomes[1]
    assert set(outcomes[0]) == {201, 500}


def test_faults_of_webhooks(emulator, client, answers):
    hooks = {"ring_url": "https://example.com/ring", "hangup_url": "https://example.com/hook"}
    fault(emulator, kind="webhook-drop", what="ringing", times=1)
    fault(emulator, kind="webhook-duplicate", what="ended", times=1)
    over(emulator, make(client, **hooks).json()["call_uuid"])
    assert (len(answers.of("/ring")), len(answers.of("/hook"))) == (0, 2)


def test_reordered_webhooks(emulator, client, answers):
    hooks = {"ring_url": "https://example.com/ring", "hangup_url": "https://example.com/hook"}
    fault(emulator, kind="webhook-reorder", what="ringing", times=1)
    over(emulator, make(client, **hooks).json()["call_uuid"])
    paths = [request.url.path for request in answers.requests if request.url.path != "/answer"]
    assert paths == ["/hook", "/ring"]


def test_a_bad_signature(emulator, client, answers):
    fault(emulator, kind="webhook-bad-signature", times=1)
    over(emulator, make(client, hangup_url="https://example.com/hook", webhook_secret="s").json()["call_uuid"])
    [request] = answers.of("/hook")
    with pytest.raises(webhooks.SignatureError):
        webhooks.verify(request.headers, request.content, "s")


def test_late_webhooks(emulator, client, answers):
    hooks = {"ring_url": "https://example.com/ring", "hangup_url": "https://example.com/hook"}
    fault(emulator, kind="webhook-late", what="ringing", seconds=3600, times=1)
    fault(emulator, kind="webhook-late", what="ended", seconds=0.01, times=1)
    uuid = make(client, **hooks).json()["call_uuid"]
    over(emulator, uuid)
    until(lambda: answers.of("/hook"))
    assert answers.of("/ring") == []
    assert [each["fault"] for each in journal(emulator, uuid)] == ["webhook-late"] * 2


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"kind": "rest"}, 'found "rest"; expected one of '),
        ({}, "kind"),
        ({"kind": "status", "tims": 1}, "tims"),
        ({"kind": "delay", "seconds": -1}, "seconds"),
    ],
)
def test_faults_that_are_not_described_rightly(emulator, members, words):
    answer = httpx2.post(f"{emulator.url}/_emulator/faults", json=members, trust_env=False)
    assert answer.status_code == 400
    assert words in answer.json()["error"]["details"][0]["reason"]
