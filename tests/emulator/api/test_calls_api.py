"""The calls API over loopback: statuses, errors, both ways of authorization, rooms, recordings, transfers."""

from __future__ import annotations

import base64

import httpx2
import pytest

from tests.emulator.answers import HEADERS, Answers, api, make, over
from tests.waiting import until
from voxml import Number, Response, Say
from voxml.emulator import ScriptedCallee, Settings, Turn, running

HELLO = Response().say("Hello.").hangup()
ROOM = Response().conference("lobby", status_callback_url="https://example.com/room")


@pytest.fixture
def answers():
    return Answers({"/answer": HELLO, "/room": ROOM, "/hook": 200, "/room-events": 200})


@pytest.fixture
def emulator(answers):
    with running(seed=7, transport=answers.transport) as running_emulator:
        yield running_emulator


@pytest.fixture
def client(emulator):
    with api(emulator) as made:
        yield made


def test_a_call_from_beginning_to_end(emulator, client, answers):
    answer = make(client, hangup_url="https://example.com/hook")
    assert answer.status_code == 201
    created = answer.json()
    assert set(created) == {"request_uuid", "call_uuid", "from", "to", "direction", "status", "created_at"}
    assert created["status"] == "ringing"
    told = over(emulator, created["call_uuid"])
    assert told["heard"] == ["Hello."]
    call = client.get(f"calls/{created['call_uuid']}").json()
    assert (call["status"], call["end_reason"], call["direction"]) == ("completed", "completed", "outbound")
    assert (call["duration"], call["billed_duration"], call["price"]) == (1, 6, "0.0006")
    assert call["ring_time"] == call["start_time"] == created["created_at"]
    assert answers.sent("/answer")[0] == {
        "event": "call.answered",
        "call_uuid": created["call_uuid"],
        "account_id": "AC1",
        "from": "+14155550100",
        "to": "+14155550101",
        "direction": "outbound",
        "status": "answered",
        "timestamp": "2026-01-01T09:00:03.000Z",
    }
    [ended] = answers.sent("/hook")
    assert (ended["event"], ended["end_reason"]) == ("call.ended", "completed")


def test_the_answer_by_get_has_four_members_in_its_query(emulator, client, answers):
    over(emulator, make(client, "/answer?a=1", answer_method="GET").json()["call_uuid"])
    [request] = answers.of("/answer")
    assert (request.method, request.content) == ("GET", b"")
    assert "a=1&call_uuid=" in str(request.url)
    assert "from=%2B14155550100" in str(request.url)
    assert set(request.url.params) == {"a", "call_uuid", "account_id", "from", "to"}


def test_the_same_seed_gives_the_same_ids(answers):
    ids = []
    for _ in range(2):
        with running(seed=3, transport=answers.transport) as emulator, api(emulator) as client:
            ids.append([make(client).json() for _ in range(3)])
    assert ids[0] == ids[1]


def test_all_faults_of_a_request_are_told_at_once(client):
    answer = client.post("calls", json={"from": "4155550100", "too": "x", "answer_url": 5, "ring_timeout": 0})
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["code"] == "VALIDATION_FAILED"
    assert {detail["field"] for detail in error["details"]} == {"to", "from", "too", "answer_url", "ring_timeout"}


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"null", b'"x"', b"\xff", b'{"from": NaN}'])
def test_bodies_that_are_no_order(client, body):
    answer = client.post("calls", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400


def test_list_filters_and_pages(emulator, client):
    for number in range(5):
        over(emulator, make(client, to=f"+1415555020{number}").json()["call_uuid"])
    make(client, "/room", to="+14155550300")
    found = client.get("calls", params={"status": "completed", "per_page": 2, "page": 2}).json()
    assert [call["to"] for call in found["calls"]] == ["+14155550202", "+14155550201"]
    assert found["pagination"] == {"page": 2, "per_page": 2, "total_pages": 3, "total_count": 5}
    assert client.get("calls", params={"to": "+14155550203"}).json()["pagination"]["total_count"] == 1
    assert client.get("calls?to=+14155550203").json()["pagination"]["total_count"] == 1
    assert client.get("calls", params={"direction": "inbound"}).json()["calls"] == []


@pytest.mark.parametrize("query", ["page=0", "per_page=101", "per_page=x", "status=done", "direction=up", "limit=5"])
def test_queries_that_are_refused(client, query):
    assert client.get(f"calls?{query}").status_code == 400


def test_accounts_do_not_see_each_other(emulator, client):
    uuid = make(client).json()["call_uuid"]
    with api(emulator, "AC2") as other:
        assert other.get(f"calls/{uuid}").status_code == 404
        assert other.get("calls").json()["calls"] == []


def test_hanging_up(emulator, client):
    uuid = make(client, "/room", hangup_url="https://example.com/hook").json()["call_uuid"]
    assert client.delete(f"calls/{uuid}").status_code == 204
    call = client.get(f"calls/{uuid}").json()
    assert (call["status"], call["end_reason"]) == ("completed", "api-hangup")
    again = client.delete(f"calls/{uuid}")
    assert (again.status_code, again.json()["error"]) == (404, "call_already_ended")
    assert client.delete("calls/nobody").json()["error"] == "call_not_found"


def wait_until_in_room(client, count: int, name: str = "lobby") -> dict:
    def room():
        answer = client.get(f"conferences/{name}")
        return answer.json() if answer.status_code == 200 and len(answer.json()["members"]) == count else None

    return until(room)


def test_rooms(emulator, client):
    first = make(client, "/room").json()["call_uuid"]
    wait_until_in_room(client, 1)
    second = make(client, "/room", to="+14155550102").json()["call_uuid"]
    room = wait_until_in_room(client, 2)
    assert {member["call_uuid"] for member in room["members"]} == {first, second}
    assert client.get("conferences").json()["conferences"][0]["members"] == 2
    assert client.delete(f"calls/{second}").status_code == 204
    wait_until_in_room(client, 1)
    assert client.delete("conferences/lobby").status_code == 204
    told = over(emulator, first)
    assert any("a caller joins" in entry["text"] for entry in told["entries"])
    assert told["end_reason"] == "end-of-document"
    assert client.get("conferences/lobby").status_code == 404


def test_rooms_of_any_name_and_of_two_accounts_with_the_same(emulator, client, answers):
    answers.pages["/north"] = Response().conference("sales/north 1")
    first = make(client, "/north").json()["call_uuid"]
    with api(emulator, "AC2") as other:
        second = make(other, "/north").json()["call_uuid"]
        for each, uuid in ((client, first), (other, second)):
            room = wait_until_in_room(each, 1, "sales%2Fnorth%201")
            assert [member["call_uuid"] for member in room["members"]] == [uuid]
        assert client.delete("conferences/sales%2Fnorth%201").status_code == 204
        assert client.get("conferences").json() == {"conferences": []}
        assert len(other.get("conferences").json()["conferences"]) == 1


def test_a_moderator_starts_and_ends_the_room(emulator, client, answers):
    answers.pages["/guest"] = (
        Response().conference("m", start_on_enter=False, wait_url="https://example.com/wait").hangup()
    )
    answers.pages["/wait"] = Response().say("Please hold.")
    answers.pages["/host"] = Response().conference("m", end_on_exit=True)
    guest = make(client, "/guest").json()["call_uuid"]
    assert wait_until_in_room(client, 1, "m")["status"] == "waiting"
    host = make(client, "/host", to="+14155550102").json()["call_uuid"]
    wait_until_in_room(client, 2, "m")
    client.delete(f"calls/{host}")
    told = over(emulator, guest)
    texts = [entry["text"] for entry in told["entries"] if entry["kind"] in ("room", "say")]
    assert texts[:1] == ['joins the room "m"']
    assert "Please hold." in texts
    assert texts[-2:] == ["the conference starts", "the conference ends"]


def test_a_full_room(emulator, client, answers):
    answers.pages["/small"] = Response().conference("s", max_participants=1).say("It is full.")
    make(client, "/small")
    wait_until_in_room(client, 1, "s")
    told = over(emulator, make(client, "/small").json()["call_uuid"])
    assert told["heard"] == ["It is full."]


def test_transfer(emulator, client, answers):
    answers.pages["/elsewhere"] = Response().say("You have been moved.")
    uuid = make(client, "/room").json()["call_uuid"]
    wait_until_in_room(client, 1)
    answer = client.post(
        f"calls/{uuid}/transfer", json={"to": "+14155550999", "answer_url": "https://example.com/elsewhere"}
    )
    assert (answer.status_code, answer.json()["status"]) == (200, "transferring")
    told = over(emulator, uuid)
    assert told["heard"] == ["You have been moved."]
    assert client.get(f"calls/{uuid}").json()["transfer_time"] is not None


def test_recording_a_call(emulator, client):
    uuid = make(client, "/room").json()["call_uuid"]
    wait_until_in_room(client, 1)
    answer = client.post(f"calls/{uuid}/record", json={"format": "wav"})
    assert (answer.status_code, answer.json()["format"]) == (200, "wav")
    assert client.delete(f"calls/{uuid}/record").status_code == 204
    [url] = client.get(f"calls/{uuid}").json()["recording_urls"]
    found = httpx2.get(url, trust_env=False)
    assert found.content[:4] == b"RIFF"


def test_keys_and_accounts(answers):
    with running(seed=1, auth_id="AC9", api_key="tvx_sk_live_secret", transport=answers.transport) as emulator:

        def status(account="AC9", **headers):
            url = f"{emulator.url}/v1/voice/accounts/{account}/calls"
            return httpx2.get(url, headers=headers, trust_env=False).status_code

        def basic(text):
            return "Basic " + base64.b64encode(text.encode()).decode()

        assert status(authorization="Bearer tvx_sk_live_secret") == 200
        assert status(authorization=basic("AC9:tvx_sk_live_secret")) == 200
        assert status(authorization="Bearer tvx_sk_test_1") == 401
        assert status(authorization=basic("AC8:tvx_sk_live_secret")) == 401
        assert status(account="AC8", authorization="Bearer tvx_sk_live_secret") == 401
        assert status(authorization="Basic !!!") == 401
        assert status(authorization=basic("AC9:a-token-of-basic")) == 401
        assert status() == 401


def test_without_keys_only_test_keys_are_taken(emulator):
    url = f"{emulator.url}/v1/voice/accounts/AC5/calls"
    assert httpx2.get(url, headers=HEADERS, trust_env=False).status_code == 200
    refused = httpx2.get(url, headers={"authorization": "Bearer tvx_sk_live_1"}, trust_env=False)
    assert refused.status_code == 401
    assert refused.json()["error"]["code"] == "UNAUTHORIZED"
    assert "TRYVOX_API_KEY" in refused.json()["error"]["message"]


@pytest.mark.parametrize(
    ("token", "status"),
    [("0123456789abcdef0123456789abcdef", 200), ("tvx_sk_test_1", 200), ("tvx_sk_live_1", 401), ("short", 401)],
)
def test_without_keys_auth_tokens_of_basic_are_taken(emulator, token, status):
    url = f"{emulator.url}/v1/voice/accounts/AC5/calls"
    answer = httpx2.get(url, auth=("AC5", token), trust_env=False)
    assert answer.status_code == status
    if status == 401:
        assert "TRYVOX_API_KEY" in answer.json()["error"]["message"]


def test_a_status_callback_begins_with_queued(emulator, client, answers):
    over(emulator, make(client, status_callback_url="https://example.com/hook").json()["call_uuid"])
    sent = answers.sent("/hook")
    assert [told["status"] for told in sent] == ["queued", "ringing", "answered", "completed"]
    assert [told["event"] for told in sent] == ["call.queued", "call.ringing", "call.answered", "call.ended"]


@pytest.mark.parametrize(
    ("seconds", "billed", "price"), [(125, 126, "0.0130"), (126, 126, "0.0130"), (127, 132, "0.0136")]
)
def test_talk_is_billed_in_steps_of_six_seconds(emulator, client, answers, seconds, billed, price):
    answers.pages["/long"] = Response().pause(seconds)
    uuid = make(client, "/long").json()["call_uuid"]
    over(emulator, uuid)
    call = client.get(f"calls/{uuid}").json()
    assert (call["duration"], call["billed_duration"], call["price"]) == (seconds, billed, price)


def test_the_observed_shapes(answers):
    with running(seed=1, reply="observed", transport=answers.transport) as emulator, api(emulator) as client:
        created = make(client, status_callback_url="https://example.com/hook").json()
        assert created == {"data": {"request_uuid": created["data"]["request_uuid"], "status": "queued"}}
        uuid = client.get("calls").json()["calls"][0]["call_uuid"]
        over(emulator, uuid)
        assert client.get(f"calls/{uuid}").json()["data"]["call_uuid"] == uuid
        assert [told["Status"] for told in answers.sent("/hook")] == ["queued", "ringing", "answered", "hangup"]
        last = answers.sent("/hook")[-1]
        assert (last["Event"], last["CallUUID"], last["Status"]) == ("Status", uuid, "hangup")
        assert client.delete(f"calls/{uuid}").status_code == 409


def test_unknown_paths_and_methods_have_the_shape_of_errors(client):
    assert client.get("callz").json()["error"]["code"] == "NOT_FOUND"
    answer = client.put("calls", json={})
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST")


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (404, "status 404"),
        (302, "status 302"),
        ("<Response/>", "invalid document"),
        ('{"voxml_version": "1.0", "instructions": [{"verb": "Sey"}]}', "Sey"),
        (httpx2.ConnectError("no"), "no connection"),
        (httpx2.ReadTimeout("slow"), "no answer within"),
    ],
)
def test_answers_that_fail(emulator, client, answers, page, words):
    answers.pages["/bad"] = page
    told = over(emulator, make(client, "/bad").json()["call_uuid"])
    assert (told["status"], told["end_reason"]) == ("failed", "answer-failed")
    assert words in told["problems"][0]


def test_fallback(emulator, client, answers):
    answers.pages["/sorry"] = Response().say("Sorry.")
    uuid = make(client, "/missing", fallback_url="https://example.com/sorry").json()["call_uuid"]
    assert over(emulator, uuid)["heard"] == ["Sorry."]


@pytest.mark.parametrize(
    ("number", "status"),
    [
        ("+15005550001", "busy"),
        ("+15005550002", "no-answer"),
        ("+15005550003", "failed"),
        ("+15005550004", "completed"),
    ],
)
def test_numbers_that_always_do_the_same(emulator, client, number, status):
    uuid = make(client, to=number, machine_detection="Enable").json()["call_uuid"]
    over(emulator, uuid)
    call = client.get(f"calls/{uuid}").json()
    assert call["status"] == status
    assert call["machine_detection_result"] == ("machine" if status == "completed" else None)


def test_people_by_number(emulator, client, answers):
    answers.pages["/menu"] = Response().gather(action_url="https://example.com/in", say=Say("Press."), num_digits=1)
    answers.pages["/in"] = Response().dial(numbers=[Number("+14155550777")], action_url="https://example.com/dialled")
    answers.pages["/dialled"] = HELLO
    script = {"number": "+14155550101", "turn": [{"press": "4"}], "far_end": {"+14155550777": {"outcome": "busy"}}}
    httpx2.post(f"{emulator.url}/_emulator/callees", json=script, trust_env=False).raise_for_status()
    over(emulator, make(client, "/menu").json()["call_uuid"])
    assert answers.sent("/in")[0]["digits"] == "4"
    assert answers.sent("/dialled")[0]["dial_status"] == "busy"


def test_an_inbound_call(emulator, answers):
    answers.pages["/closed"] = Response().reject(reason="busy")
    order = {"from": "+14155550100", "to": "+14155550101", "answer_url": "https://example.com/closed"}
    answer = httpx2.post(f"{emulator.url}/_emulator/inbound", json=order, trust_env=False)
    told = over(emulator, answer.json()["call_uuid"])
    assert (told["status"], told["direction"]) == ("busy", "inbound")


def test_an_inbound_call_is_listed_under_its_account(emulator, client, answers):
    order = {"from": "+14155550100", "to": "+14155550101", "answer_url": "https://example.com/answer"}
    url = f"{emulator.url}/_emulator/inbound"
    made = httpx2.post(url, json={**order, "account_id": "AC1"}, trust_env=False).json()
    [row] = client.get("calls", params={"direction": "inbound"}).json()["calls"]
    assert row["call_uuid"] == made["call_uuid"]
    assert httpx2.post(url, json={**order, "account_id": ""}, trust_env=False).status_code == 400
    with running(auth_id="AC9", transport=answers.transport) as other, api(other, "AC9") as nine:
        httpx2.post(f"{other.url}/_emulator/inbound", json=order, trust_env=False)
        assert nine.get("calls").json()["pagination"]["total_count"] == 1


def test_manual_time(answers):
    answers.pages["/slow"] = Response().say("Hello.").pause(100).say("Still there?")
    with running(seed=1, clock="manual", transport=answers.transport) as emulator, api(emulator) as client:
        uuid = make(client, "/slow").json()["call_uuid"]

        def advance(seconds):
            answer = httpx2.post(f"{emulator.url}/_emulator/clock", json={"advance": seconds}, trust_env=False)
            assert answer.status_code == 200, answer.text
            return client.get(f"calls/{uuid}").json()["status"]

        assert client.get(f"calls/{uuid}").json()["status"] == "ringing"
        assert advance(1) == "ringing"
        assert advance(5) == "in-progress"
        assert advance(90) == "in-progress"
        assert advance(20) == "completed"


def test_real_time_and_keys_pressed_while_it_goes_on(answers):
    answers.pages["/menu"] = Response().gather(action_url="https://example.com/in", num_digits=1, timeout=3_600)
    answers.pages["/in"] = Response().pause(3_600)
    with (
        running(seed=1, clock="real", settings=Settings(ring_seconds=0), transport=answers.transport) as emulator,
        api(emulator) as client,
    ):
        uuid = make(client, "/menu").json()["call_uuid"]
        call = f"{emulator.url}/_emulator/calls/{uuid}"

        def press():
            return httpx2.post(f"{call}/press", json={"keys": "6"}, trust_env=False).status_code == 204

        # Keys that nothing listens for yet are lost.
        until(lambda: press() and answers.of("/in"))
        assert answers.sent("/in")[0]["digits"] == "6"
        assert httpx2.post(f"{call}/hang-up", json={}, trust_env=False).status_code == 204
        assert client.get(f"calls/{uuid}").json()["end_reason"] == "callee-hangup"


def test_state_is_remembered(tmp_path, answers):
    path = tmp_path / "calls.db"
    with running(state=path, transport=answers.transport) as emulator, api(emulator) as client:
        first = make(client).json()["call_uuid"]
        over(emulator, first)
    with running(state=path, transport=answers.transport) as emulator, api(emulator) as client:
        assert client.get(f"calls/{first}").json()["status"] == "completed"
        assert over(emulator, first)["heard"] == ["Hello."]


def test_old_calls_are_forgotten(answers):
    with running(keep=3, transport=answers.transport) as emulator, api(emulator) as client:
        for _ in range(6):
            over(emulator, make(client).json()["call_uuid"])
        assert len(client.get("calls").json()["calls"]) == 3
        counted = httpx2.get(f"{emulator.url}/_emulator/numbers", trust_env=False).json()
        assert counted == {"+14155550101": 6}


def test_scripted_people_in_process(answers):
    answers.pages["/rec"] = Response().record(action_url="https://example.com/kept", timeout=2)
    answers.pages["/kept"] = HELLO
    callee = lambda _order: ScriptedCallee([Turn(say="This is my message.")])  # noqa: E731
    with running(seed=1, callees=callee, transport=answers.transport) as emulator, api(emulator) as client:
        uuid = make(client, "/rec").json()["call_uuid"]
        over(emulator, uuid)
        sent = answers.sent("/kept")[0]
        sound = httpx2.get(sent["recording_url"], trust_env=False).content
        assert len(sound) == pytest.approx(44 + 16_000 * 1.6, rel=0.3)


def test_a_host_that_takes_no_post(answers):
    with running(seed=1, platform="s3", transport=answers.transport) as emulator, api(emulator) as client:
        told = over(emulator, make(client).json()["call_uuid"])
        assert "status 405" in told["problems"][0]
        assert over(emulator, make(client, answer_method="GET").json()["call_uuid"])["heard"] == ["Hello."]


def test_ending_a_call_that_rings(answers):
    with running(seed=1, clock="manual", transport=answers.transport) as emulator, api(emulator) as client:
        uuid = make(client).json()["call_uuid"]
        assert client.delete(f"calls/{uuid}").status_code == 204
        call = client.get(f"calls/{uuid}").json()
        assert (call["status"], call["end_reason"], call["answer_time"]) == ("completed", "api-hangup", None)


def test_a_person_with_a_bug_does_not_hang_the_call(answers):
    class Broken(ScriptedCallee):
        def act(self, moment):
            raise RuntimeError("oh")

    with (
        running(seed=1, callees=lambda _order: Broken(), transport=answers.transport) as emulator,
        api(emulator) as client,
    ):
        told = over(emulator, make(client).json()["call_uuid"])
    assert (told["status"], told["end_reason"]) == ("failed", "emulator-error")
    assert "RuntimeError: oh" in told["problems"][0]


def test_expectations_of_a_script_that_are_not_met_are_told(answers):
    callee = lambda _order: ScriptedCallee([Turn(hears="lottery", press="1")])  # noqa: E731
    with running(seed=1, callees=callee, transport=answers.transport) as emulator, api(emulator) as client:
        told = over(emulator, make(client).json()["call_uuid"])
    assert told["problems"] == ['the script, turn 1: never heard "lottery"']
