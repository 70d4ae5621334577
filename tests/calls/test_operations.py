from __future__ import annotations

import asyncio
import copy
import inspect
import json
import pickle
import sys
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from voxml import AsyncTryVox, TryVox
from voxml.calls import parameters
from voxml.calls.async_client import AsyncCalls, AsyncConferences
from voxml.calls.call_status import is_over, normal_status
from voxml.calls.client import Calls, Conferences
from voxml.calls.errors import CallError, InvalidCall, NotFound, OutcomeUnknown
from voxml.calls.follow import follow_call
from voxml.calls.results import Call, ConferenceRoom, CreatedCall
from voxml.errors import ConfigError

KEY = "tvx_sk_test_0123456789abcdef"
ROOT = "https://api.tryvox.io/v1/voice/accounts/AC1"


def tryvox(handler: Callable[[httpx2.Request], httpx2.Response], **more: Any) -> TryVox:
    return TryVox("AC1", KEY, transport=httpx2.MockTransport(handler), sleep=lambda _seconds: None, **more)


def ask(use: Callable[[TryVox], Any], reply: Any = None, status: int = 200) -> tuple[str, str, Any, Any]:
    """The request that a use of the client makes, and what it gives."""
    seen: list[httpx2.Request] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(status, content=b"" if reply is None else json.dumps(reply).encode())

    with tryvox(handle) as client:
        result = use(client)
    (request,) = seen
    body = json.loads(request.content) if request.content else None
    return request.method, str(request.url).removeprefix(ROOT), body, result


def test_get() -> None:
    sent = {
        "call_uuid": "u 1",
        "price": "0.0130",
        "duration": 42,
        "recording_urls": ["https://recordings.tryvox.io/1"],
        "parent_call_uuid": None,
        "billsec": 41,
        "status": "completed",
    }
    method, path, body, call = ask(lambda client: client.calls.get("u/1?x"), sent)
    assert (method, path, body) == ("GET", "/calls/u%2F1%3Fx", None)
    assert (call.price, call.duration, call.recording_urls) == ("0.0130", 42, ["https://recordings.tryvox.io/1"])
    assert call.extra == {"billsec": 41} and call.is_over
    assert ask(lambda client: client.calls.get("u"), {"data": sent})[3] == call
    assert ask(lambda client: client.calls.get("u"), {"call": sent})[3] == call


@pytest.mark.parametrize("wrong", ["", " ", ".", "..", "\0", None, 5, "x" * 600])
def test_an_id_that_is_none(wrong: Any) -> None:
    with TryVox("AC1", KEY) as client, pytest.raises(InvalidCall, match="call_uuid"):
        client.calls.get(wrong)


def test_hangup() -> None:
    assert ask(lambda client: client.calls.hangup("u"), status=204) == ("DELETE", "/calls/u", None, None)
    with pytest.raises(NotFound) as caught:
        ask(lambda client: client.calls.hangup("u"), {"error": "call_already_ended", "message": "over"}, 404)
    assert (caught.value.code, caught.value.outcome) == ("call_already_ended", "answered")


def test_transfer_and_recording() -> None:
    reply = {"transfer_uuid": "t", "status": "transferring", "to": "+14155550111"}
    found = ask(lambda client: client.calls.transfer("u", to="+14155550111", caller_id="+14155550100"), reply)
    assert found[:3] == ("POST", "/calls/u/transfer", {"to": "+14155550111", "caller_id": "+14155550100"})
    assert found[3].transfer_uuid == "t"
    reply = {"recording_uuid": "r", "status": "recording", "format": "wav"}
    record = ask(
        lambda client: client.calls.start_recording("u", format="wav", trim_silence=True, max_length=60), reply
    )
    assert record[:3] == ("POST", "/calls/u/record", {"format": "wav", "max_length": 60, "trim_silence": True})
    assert record[3].recording_uuid == "r"
    assert ask(lambda client: client.calls.start_recording("u"), reply)[2] == {}
    assert ask(lambda client: client.calls.stop_recording("u"), status=204)[:2] == ("DELETE", "/calls/u/record")
    with TryVox("AC1", KEY) as client:
        with pytest.raises(InvalidCall, match="trim_silence"):
            client.calls.start_recording("u", trim_silence="yes")  # type: ignore[arg-type]
        with pytest.raises(InvalidCall, match="to: missing"):
            client.calls.transfer("u")  # type: ignore[call-arg]
        with pytest.raises(InvalidCall) as caught:
            client.calls.transfer("..", to="5550100", caller_id="x")
    assert [each.field for each in caught.value.details] == ["call_uuid", "to", "caller_id"]


def test_conferences() -> None:
    rooms = {"conferences": [{"name": "a", "status": "in-progress", "members": 3, "created_at": "x"}]}
    method, path, _, found = ask(lambda client: client.conferences.list(), rooms)
    assert (method, path) == ("GET", "/conferences") and (found[0].size, found[0].members) == (3, ())
    room = {"name": "a b", "members": [{"member_id": "m", "number": "+14155550100", "muted": True, "x": 1}]}
    _, path, _, found = ask(lambda client: client.conferences.get("a b"), room)
    assert path == "/conferences/a%20b" and found.members[0].muted is True and found.size == 1
    assert found.members[0].extra == {"x": 1} and found.to_dict() == {**room, "size": 1}
    assert ask(lambda client: client.conferences.end("a"), status=204)[:2] == ("DELETE", "/conferences/a")
    assert ask(lambda client: client.conferences.list(), {"data": []})[3] == ()


class Pages:
    """An API with so many calls, of which one more begins whenever it is asked."""

    def __init__(self, count: int, *, grows: bool = False, facts: bool = True, ignores_page: bool = False) -> None:
        self.calls = [{"call_uuid": f"u{place}"} for place in range(count)]
        self.grows, self.facts, self.ignores_page = grows, facts, ignores_page
        self.asked: list[dict[str, str]] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        query = dict(request.url.params)
        self.asked.append(query)
        page, size = 1 if self.ignores_page else int(query["page"]), int(query["per_page"])
        reply: dict[str, Any] = {"calls": self.calls[(page - 1) * size : page * size]}
        if self.facts:
            total = len(self.calls)
            reply["pagination"] = {
                "page": page,
                "per_page": size,
                "total_pages": -(-total // size),
                "total_count": total,
            }
        if self.grows:
            self.calls.insert(0, {"call_uuid": f"new{len(self.asked)}"})
        return httpx2.Response(200, json=reply)


@pytest.mark.parametrize("facts", [True, False])
@pytest.mark.parametrize("count", [0, 1, 4, 5, 10])
def test_all_pages(count: int, facts: bool) -> None:
    pages = Pages(count, facts=facts)
    with tryvox(pages) as client:
        found = [call.call_uuid for call in client.calls.list(per_page=5, status="busy", from_="+14155550100")]
    assert found == [f"u{place}" for place in range(count)]
    assert pages.asked[0] == {"page": "1", "per_page": "5", "status": "busy", "from": "+14155550100"}

    async def main() -> list[str | None]:
        async with AsyncTryVox("AC1", KEY, transport=httpx2.MockTransport(Pages(count, facts=facts))) as client:
            return [call.call_uuid async for call in client.calls.list(per_page=5)]

    assert asyncio.run(main()) == found


def test_pages_come_when_they_are_needed() -> None:
    pages = Pages(500)
    with tryvox(pages) as client:
        walk = client.calls.list()
        assert pages.asked == []
        assert next(walk).call_uuid == "u0" and len(pages.asked) == 1
        with pytest.raises(InvalidCall, match="per_page"):
            client.calls.list(per_page=101)


def test_a_list_that_moves_gives_no_call_twice() -> None:
    with tryvox(Pages(10, grows=True)) as client:
        found = [call.call_uuid for call in client.calls.list(per_page=3)]
    assert len(found) == len(set(found)) and {f"u{place}" for place in range(10)} <= set(found)


def test_an_api_without_pages_is_not_asked_for_ever() -> None:
    pages = Pages(5, facts=False, ignores_page=True)
    with tryvox(pages) as client:
        assert len(list(client.calls.list(per_page=5))) == 5
    assert len(pages.asked) == 2


@pytest.mark.parametrize("reply", [{}, [], {"calls": 5}, {"calls": {"a": 1}}, {"data": {"x": 1}}, None, "x"])
def test_a_list_that_is_none(reply: Any) -> None:
    with tryvox(lambda _request: httpx2.Response(200, json=reply)) as client:
        if reply == []:
            assert list(client.calls.list()) == []
        else:
            with pytest.raises(CallError, match="found no array") as caught:
                list(client.calls.list())
            assert caught.value.outcome == "answered"


def test_both_clients_offer_the_same() -> None:
    for sync, asynchronous in ((Calls, AsyncCalls), (Conferences, AsyncConferences)):
        names = {name for name in vars(sync) if not name.startswith("_")}
        assert names == {name for name in vars(asynchronous) if not name.startswith("_")}
        for name in names:
            mine = inspect.signature(getattr(sync, name)).parameters
            assert list(mine) == list(inspect.signature(getattr(asynchronous, name)).parameters)


def test_the_table_is_read_from_the_arguments() -> None:
    create = {each.name: each for each in parameters.CREATE}
    assert [name for name, each in create.items() if each.is_required] == ["from", "to", "answer_url"]
    assert [name for name, each in create.items() if each.is_secret] == ["webhook_secret"]
    assert (create["from"].argument, create["answer_url"].option) == ("from_", "--answer-url")
    assert create["answer_method"].choices == ("GET", "POST") and create["ring_timeout"].python is int
    assert create["ring_timeout"].doc == "Seconds that it rings at most. Not set: 60."
    assert {each.name: each.maximum for each in parameters.LIST}["per_page"] == 100


def test_subclasses_of_str_and_int_are_sent_plain() -> None:
    import enum

    class Numbers(enum.StrEnum):
        OURS = "+14155550100"

    class Times(enum.IntEnum):
        SHORT = 20

    seen = ask(
        lambda client: client.calls.create(
            from_=Numbers.OURS, to="+14155550199", answer_url="https://a.io/x", ring_timeout=Times.SHORT
        ),
        {"call_uuid": "u"},
    )
    assert seen[2] == {"from": "+14155550100", "to": "+14155550199", "answer_url": "https://a.io/x", "ring_timeout": 20}


def follow(states: list[dict[str, Any] | int], **created: Any) -> tuple[list[str | None], list[float]]:
    """The statuses that following tells of, and its waits."""
    waits: list[float] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        state = states.pop(0) if len(states) > 1 else states[0]
        if isinstance(state, int):
            return httpx2.Response(state, json={"error": "call_not_found", "message": "?"})
        reply = {"calls": [state], "pagination": {}} if "to" in dict(request.url.params) else state
        return httpx2.Response(200, json=reply)

    def clock() -> float:
        return sum(waits)

    call = CreatedCall(**({"call_uuid": "u"} | created))
    members = {"from": "+14155550100", "to": "+14155550199", "ring_timeout": 10, "time_limit": 30}
    with tryvox(handle) as client:
        seen = [each.status for each in follow_call(client, call, members, sleep=waits.append, clock=clock)]
    return seen, waits


def test_following_a_call() -> None:
    ringing, talking, over = ({"call_uuid": "u", "status": word} for word in ("ringing", "in-progress", "completed"))
    seen, waits = follow([404, ringing, ringing, talking, talking, talking, over])
    assert seen == ["ringing", "in-progress", "completed"]
    # It looks often after a change, and less often the longer nothing happens.
    assert waits == [1.0, 1.0, 1.5, 1.0, 1.5, 2.25]
    assert follow([ringing, over], call_uuid=None, request_uuid="r")[0] == ["ringing", "completed"]
    # Without its id it is looked for by its numbers, and an earlier call to the same number is not it.
    earlier = over | {"call_uuid": "v", "start_time": "2026-01-01T00:00:00Z"}
    last = over | {"start_time": "2026-01-02T00:00:00Z"}
    made = {"call_uuid": None, "request_uuid": "r", "created_at": "2026-01-02T00:00:01Z"}
    assert follow([earlier, earlier, last], **made) == (["completed"], [1.0, 1.5])
    with pytest.raises(OutcomeUnknown, match=r"no such call is listed after 70 s"):
        follow([earlier], **made)
    with pytest.raises(OutcomeUnknown, match=r"not over after 100 s; the last status was ringing"):
        follow([ringing])
    with pytest.raises(NotFound):
        follow([404])


def test_status_words() -> None:
    assert [is_over(word) for word in ("completed", "hangup", "No-Answer", "answered", "odd", None)] == [
        True, True, True, False, False, False,
    ]  # fmt: skip
    assert normal_status("cancelled") == "canceled"


def test_results_do_not_break_on_odd_values() -> None:
    call = Call.read({"duration": "42", "status": 5, "recording_urls": "x", "price": 0.013, "to": "+14155550199"})
    assert (call.duration, call.status, call.recording_urls) == (42, None, None)
    assert call.extra == {"status": 5, "recording_urls": "x", "price": 0.013}
    assert repr(call) == "Call(to='+*******0199', duration=42)"
    assert ConferenceRoom.read({"name": "a", "members": "many"}).size is None


def test_what_is_not_documented_is_kept() -> None:
    call = Call.read({"call_uuid": "u", "carrier": {"name": "x"}, "duration": "soon"})
    assert call.extra == {"carrier": {"name": "x"}, "duration": "soon"} and call.duration is None
    assert getattr(call, "carrier") == {"name": "x"}  # noqa: B009 - type checkers do not know it
    with pytest.raises(AttributeError, match="has no field 'colour'"):
        getattr(call, "colour")  # noqa: B009
    assert copy.deepcopy(call) == pickle.loads(pickle.dumps(call)) == call


@pytest.mark.parametrize("client", [TryVox, AsyncTryVox])
@pytest.mark.parametrize("name", ["HTTPS_PROXY", "ALL_PROXY", "http_proxy"])
@pytest.mark.parametrize("wrong", ["::::", "ftp://proxy.acme.com", "socks5://user:hush@proxy.acme.com:1080"])
def test_a_proxy_that_can_not_be_used(
    monkeypatch: pytest.MonkeyPatch, client: type[TryVox | AsyncTryVox], name: str, wrong: str
) -> None:
    monkeypatch.setenv(name, wrong)
    monkeypatch.setitem(sys.modules, "socksio", None)
    with pytest.raises(ConfigError, match="the proxy of the environment") as caught:
        client("AC1", KEY)
    assert "hush" not in str(caught.value)
    client("AC1", KEY, base_url="http://127.0.0.1:1")
    TryVox("AC1", KEY, transport=httpx2.MockTransport(lambda _request: httpx2.Response(204)))


@pytest.mark.parametrize("client", [TryVox, AsyncTryVox])
def test_certificates_that_are_not_there(monkeypatch: pytest.MonkeyPatch, client: type[TryVox | AsyncTryVox]) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/at/all.pem")
    with pytest.raises(ConfigError, match="certificates can't be read"):
        client("AC1", KEY)


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf"), 10**400, True, "3"])
def test_a_time_out_that_is_none(seconds: Any) -> None:
    with pytest.raises(ConfigError, match="timeout: found"):
        TryVox("AC1", KEY, timeout=seconds)


def test_every_public_name_is_there() -> None:
    from voxml import calls

    assert all(getattr(calls, name).__name__ == name for name in calls.__all__)
    assert calls.TryVox is TryVox
    with pytest.raises(AttributeError):
        calls.Nothing  # noqa: B018
