from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx2
import pytest

from voxml.calls.async_client import AsyncTryVox
from voxml.calls.client import TryVox
from voxml.calls.errors import (
    ApiError,
    BadRequest,
    CallError,
    InvalidCall,
    NotFound,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    ServerError,
    Unauthorized,
)
from voxml.calls.retry import Retry
from voxml.errors import ConfigError, VoxmlError

KEY = "tvx_sk_test_0123456789abcdef"
CALL: dict[str, Any] = {
    "from_": "+14155550100",
    "to": "+14155550199",
    "answer_url": "https://example.com/menu.json",
}
REPLY = {
    "request_uuid": "11111111-1111-4111-8111-111111111111",
    "call_uuid": "22222222-2222-4222-8222-222222222222",
    "from": "+14155550100",
    "to": "+14155550199",
    "direction": "outbound",
    "status": "ringing",
    "created_at": "2026-01-02T03:04:05Z",
}


class Api:
    """A TryVox that answers with what it is told, one thing after the other, and remembers what it was
    sent.
    """

    def __init__(self, *answers: httpx2.Response | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[httpx2.Request] = []
        self.waits: list[float] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return httpx2.Response(answer.status_code, headers=answer.headers, content=answer.content)

    def client(self, **settings: Any) -> TryVox:
        settings.setdefault("retry", Retry(random=lambda: 0.0))
        return TryVox("AC123", KEY, transport=httpx2.MockTransport(self), sleep=self.waits.append, **settings)

    def aclient(self, **settings: Any) -> AsyncTryVox:
        async def sleep(seconds: float) -> None:
            self.waits.append(seconds)

        settings.setdefault("retry", Retry(random=lambda: 0.0))
        return AsyncTryVox("AC123", KEY, transport=httpx2.MockTransport(self), sleep=sleep, **settings)


def ok(data: Any = REPLY, status: int = 201, **headers: str) -> httpx2.Response:
    return httpx2.Response(status, json=data, headers=headers)


def create_both(*answers: httpx2.Response | Exception) -> tuple[Api, Any]:
    """What both clients make of the same answers; they must not differ."""
    outcomes: list[Any] = []
    apis: list[Api] = []
    for run in (_create, _acreate):
        api = Api(*answers)
        try:
            outcomes.append(run(api))
        except CallError as error:
            outcomes.append(error)
        apis.append(api)
    assert repr(outcomes[0]) == repr(outcomes[1])
    assert len(apis[0].requests) == len(apis[1].requests)
    assert apis[0].waits == apis[1].waits
    return apis[0], outcomes[0]


def _create(api: Api) -> Any:
    with api.client() as tryvox:
        return tryvox.calls.create(**CALL)


def _acreate(api: Api) -> Any:
    async def main() -> Any:
        async with api.aclient() as tryvox:
            return await tryvox.calls.create(**CALL)

    return asyncio.run(main())


def test_sends_every_parameter_and_reads_the_reply() -> None:
    api = Api(ok())
    more: dict[str, Any] = {
        "answer_method": "GET",
        "ring_url": "https://example.com/ring",
        "hangup_url": "https://example.com/hangup",
        "fallback_url": "https://example.com/fallback",
        "ring_timeout": 20,
        "time_limit": 600,
        "machine_detection": "Enable",
        "status_callback_url": "https://example.com/status",
        "status_callback_method": "POST",
        "webhook_secret": "sesame",
    }
    with api.client() as tryvox:
        call = tryvox.calls.create(**CALL, **more)
    (request,) = api.requests
    assert (request.method, str(request.url)) == (
        "POST",
        "https://api.tryvox.io/v1/voice/accounts/AC123/calls",
    )
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.headers["content-type"] == "application/json"
    sent = {("from" if name == "from_" else name): value for name, value in (CALL | more).items()}
    assert json.loads(request.content) == sent
    assert {**REPLY, "from_": REPLY["from"]} == {**call.to_dict(), "from_": call.from_}


def test_basic_and_tenant() -> None:
    api = Api(ok())
    with api.client(auth="basic", tenant_id="acc_9", base_url="https://voice.example.com/v1/") as tryvox:
        tryvox.calls.create(**CALL)
    (request,) = api.requests
    assert str(request.url) == "https://voice.example.com/v1/voice/accounts/AC123/calls"
    assert request.headers["x-tenant-id"] == "acc_9"
    assert httpx2.BasicAuth("AC123", KEY)._auth_header == request.headers["authorization"]


def test_settings_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n")
    monkeypatch.setenv("TRYVOX_AUTH_ID", "AC777")
    monkeypatch.delenv("TRYVOX_API_KEY", raising=False)
    monkeypatch.setenv("TRYVOX_API_KEY_FILE", str(file))
    monkeypatch.setenv("TRYVOX_BASE_URL", "http://127.0.0.1:9")
    api = Api(ok())
    with TryVox(transport=httpx2.MockTransport(api)) as tryvox:
        tryvox.calls.create(**CALL)
    assert str(api.requests[0].url) == "http://127.0.0.1:9/v1/voice/accounts/AC777/calls"
    assert api.requests[0].headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    ("arguments", "settings", "says"),
    [
        ((None, KEY), {}, "no account: set TRYVOX_AUTH_ID"),
        (("AC1", None), {}, "no API key: set TRYVOX_API_KEY"),
        (("AC1", ""), {}, "is empty"),
        (("AC1", "clé"), {}, "not printable ASCII"),
        (("../x", KEY), {}, "auth_id"),
        (("AC1", KEY), {"auth": "digest"}, '"bearer", "basic"'),
        (("AC1", KEY), {"base_url": "api.tryvox.io"}, "base_url"),
        (("AC1", KEY), {"base_url": "https://u:p@api.tryvox.io"}, "base_url"),
        (("AC1", "tvx_sk_live_0123456789abcdef"), {"base_url": "http://api.example.com"}, "in the clear"),
        (("AC1", KEY), {"timeout": 0}, "timeout"),
        (("AC1", KEY), {"tenant_id": "a b"}, "tenant_id"),
    ],
)
def test_wrong_settings(monkeypatch: pytest.MonkeyPatch, arguments: Any, settings: dict[str, Any], says: str) -> None:
    for name in ("TRYVOX_AUTH_ID", "TRYVOX_API_KEY", "TRYVOX_API_KEY_FILE", "TRYVOX_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ConfigError, match=says):
        TryVox(*arguments, **settings)


def test_bad_arguments_are_one_error_before_any_connection() -> None:
    api = Api(ok())
    with api.client() as tryvox, pytest.raises(InvalidCall) as caught:
        tryvox.calls.create(to=14155550199, from_="14155550100", answr_url="x", ring_timeout=0, machine_detection=True)
    error = caught.value
    assert isinstance(error, VoxmlError) and isinstance(error, ValueError)
    assert [each.field for each in error.details] == [
        "from",
        "to",
        "answer_url",
        "ring_timeout",
        "machine_detection",
        "answr_url",
    ]
    assert 'did you mean "answer_url"?' in str(error)
    assert error.outcome == "not-sent" and error.status is None
    assert api.requests == []


def test_reply_shapes() -> None:
    _, call = create_both(ok({"data": {"request_uuid": "r-1", "status": "queued", "region": "in"}}))
    assert (call.request_uuid, call.call_uuid, call.status, call.extra) == (
        "r-1",
        None,
        "queued",
        {"region": "in"},
    )
    _, call = create_both(ok(REPLY | {"call_uuid": None, "created_at": 17}, 200))
    assert call.call_uuid is None and call.created_at is None and call.extra == {"created_at": 17}


def test_both_error_shapes() -> None:
    details = [{"field": "to", "reason": "must be E.164"}, {"field": "from", "reason": "not yours"}]
    body = {"error": {"code": "VALIDATION_FAILED", "message": "Invalid request", "details": details}}
    _, error = create_both(ok(body, 400, **{"x-request-id": "req-1"}))
    assert isinstance(error, BadRequest) and error.outcome == "answered"
    assert (error.status, error.code, error.message) == (400, "VALIDATION_FAILED", "Invalid request")
    assert [str(each) for each in error.details] == ["to: must be E.164", "from: not yours"]
    assert error.request_uuid == "req-1"
    assert error.details == details
    first = error.details[0]
    assert (first.field, first["reason"], first[0], [*first]) == ("to", "must be E.164", "to", ["to", "must be E.164"])
    assert str(error).splitlines()[1:] == ["to: must be E.164", "from: not yours"]
    _, error = create_both(ok({"error": "call_not_found", "message": "No such call"}, 404))
    assert isinstance(error, NotFound)
    assert (error.code, error.message, error.details) == ("call_not_found", "No such call", [])


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b'{"error": 5}', b'{"error":{"details":[5, {}]}}', b"<html>", b"\xff" * 9]
)
def test_an_odd_error_body_is_still_an_answer(body: bytes) -> None:
    _, error = create_both(httpx2.Response(401, content=body))
    assert isinstance(error, Unauthorized) and error.outcome == "answered" and str(error)


def test_the_api_s_words_move_no_cursor() -> None:
    nasty = "\x1b[2J\x07=cmd\r\n" + "x" * 100_000
    sent = {"error": {"code": nasty, "message": nasty, "details": [{"field": nasty, "reason": nasty}]}}
    _, error = create_both(ok(sent, 400))
    assert str(error).replace("\n", "").isprintable() and len(str(error)) < 5000
    _, error = create_both(httpx2.Response(400, content=nasty.encode()))
    assert str(error).isprintable() and len(str(error)) < 500


@pytest.mark.parametrize("status", [500, 502, 503, 504, 599])
def test_a_5xx_leaves_it_unknown_and_is_not_repeated(status: int) -> None:
    api, error = create_both(httpx2.Response(status, headers={"retry-after": "1"}))
    assert isinstance(error, ServerError) and isinstance(error, ApiError)
    assert (error.outcome, error.status, error.retry_after) == ("unknown", status, 1.0)
    assert len(api.requests) == 1 and api.waits == []
    assert "voxml calls list" in str(error)


@pytest.mark.parametrize(
    "broken",
    [
        httpx2.ReadError("reset"),
        httpx2.WriteError("reset"),
        httpx2.ReadTimeout(""),
        httpx2.WriteTimeout(""),
        httpx2.RemoteProtocolError("half an answer"),
        httpx2.LocalProtocolError("odd"),
        httpx2.DecodingError("not gzip"),
        OSError("anything"),
    ],
)
def test_what_breaks_after_the_connection_stood_is_unknown(broken: Exception) -> None:
    api, error = create_both(broken)
    assert isinstance(error, OutcomeUnknown) and error.outcome == "unknown" and error.status is None
    assert len(api.requests) == 1


#: Not UTF-8, in a value and in a name; a lone surrogate; a number that no float holds.
BROKEN = [b'{"call_uuid": "\xff"}', b'{"\xff": 1}', b'{"call_uuid": "\\ud800"}', b'{"call_uuid": "u", "a": 1e999}']


@pytest.mark.parametrize(
    "body", [b"", b"{", b"not json", b"[]", b"7", b"{}", b'{"data": null}', b"[" * 100_000, *BROKEN]
)
def test_an_unreadable_2xx_is_unknown(body: bytes) -> None:
    api, error = create_both(httpx2.Response(200, content=body))
    assert isinstance(error, OutcomeUnknown) and (error.outcome, error.status) == ("unknown", 200)
    assert len(api.requests) == 1


@pytest.mark.parametrize(
    "broken",
    [
        httpx2.ConnectError("refused"),
        httpx2.ConnectTimeout(""),
        httpx2.PoolTimeout(""),
        httpx2.ProxyError("403"),
    ],
)
def test_what_was_not_sent_is_tried_again(broken: Exception) -> None:
    api, call = create_both(broken, broken, ok())
    assert call.status == "ringing" and len(api.requests) == 3
    assert api.waits == [0.5, 1.0]
    api, error = create_both(broken)
    assert isinstance(error, NotSent) and isinstance(error, ConnectionError)
    assert error.outcome == "not-sent" and error.attempts == 3


def test_429_waits_as_it_is_told() -> None:
    busy = httpx2.Response(429, headers={"retry-after": "7"}, json={"error": {"code": "RATE_LIMITED", "message": "m"}})
    api, call = create_both(busy, httpx2.Response(429), ok())
    assert call.status == "ringing" and api.waits == [7.0, 1.0]
    api, error = create_both(busy)
    assert isinstance(error, RateLimited) and (error.outcome, error.retry_after) == ("answered", 7.0)
    assert len(api.requests) >= 3
    api, _ = create_both(httpx2.Response(429, headers={"retry-after": "86400"}), ok())
    assert api.waits == [30.0]
    api, error = create_both(httpx2.Response(429, headers={"retry-after": "86400"}))
    assert api.waits == [30.0, 30.0] and isinstance(error, RateLimited) and error.retry_after == 86400.0


@pytest.mark.parametrize("value", ["soon", "", "nan", "-5", "inf", "Wed, 21 Oct 2015 07:28:00 GMT", "1e999"])
def test_an_odd_retry_after_does_no_harm(value: str) -> None:
    api, call = create_both(httpx2.Response(429, headers={"retry-after": value}), ok())
    assert call.status == "ringing" and 0 <= api.waits[0] <= 60


def test_retry_after_may_be_a_date() -> None:
    from voxml.calls.retry import retry_after

    headers = {"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}
    assert retry_after(headers, now=lambda: 1445412480 - 30) == 30


def test_no_redirect_is_followed() -> None:
    api, error = create_both(httpx2.Response(307, headers={"location": "https://elsewhere.example/"}))
    assert (error.status, error.outcome) == (307, "answered") and "elsewhere" in str(error)
    assert len(api.requests) == 1


def test_a_get_is_repeated() -> None:
    api = Api(httpx2.Response(503), httpx2.ReadError("reset"), ok({"call_uuid": "c", "status": "completed"}, 200))
    with api.client() as tryvox:
        call = tryvox.calls.get("c")
    assert call.is_over and len(api.requests) == 3
    half = httpx2.Response(200, content=b'{"call_uuid": "c", "sta')
    api = Api(half, httpx2.Response(429), ok({"call_uuid": "c", "status": "completed"}, 200))
    with api.client() as tryvox:
        assert tryvox.calls.get("c").is_over and len(api.requests) == 3
    api = Api(httpx2.Response(404))
    with api.client() as tryvox, pytest.raises(NotFound):
        tryvox.calls.get("c")
    assert len(api.requests) == 1


def test_a_closed_client_says_so() -> None:
    tryvox = TryVox("AC1", KEY)
    tryvox.close()
    tryvox.close()
    with pytest.raises(RuntimeError, match="closed"):
        tryvox.calls.create(**CALL)


def test_the_constructors_say_what_they_take() -> None:
    import inspect

    for client in (TryVox, AsyncTryVox):
        names = list(inspect.signature(client).parameters)
        assert names[:7] == ["auth_id", "api_key", "base_url", "auth", "tenant_id", "timeout", "transport"]
    with pytest.raises(TypeError):
        TryVox("AC1", KEY, tiemout=3)  # type: ignore[call-arg]


def test_threads_share_a_client(fault_server: Any) -> None:
    from concurrent.futures import ThreadPoolExecutor

    server = fault_server()
    numbers = [f"+1415555{place:04d}" for place in range(40)]
    with TryVox("AC1", KEY, base_url=server.url) as tryvox, ThreadPoolExecutor(8) as threads:
        calls = list(threads.map(lambda to: tryvox.calls.create(**(CALL | {"to": to})), numbers))
    assert [call.to for call in calls] == numbers
    assert server.counts()["counts"] == dict.fromkeys(numbers, 1)


@pytest.mark.parametrize("fault", ["reset-before", "reset-after", "half", "not-json", "close", "slow", "500"])
def test_real_sockets_that_break(fault_server: Any, fault: str) -> None:
    server = fault_server("--only", fault, "--slow", "60")

    async def asynchronously() -> None:
        async with AsyncTryVox("AC1", KEY, base_url=server.url, timeout=0.3) as tryvox:
            await tryvox.calls.create(**CALL)

    def synchronously() -> None:
        with TryVox("AC1", KEY, base_url=server.url, timeout=0.3) as tryvox:
            tryvox.calls.create(**CALL)

    for place, run in enumerate((synchronously, lambda: asyncio.run(asynchronously())), 1):
        with pytest.raises(CallError) as caught:
            run()
        assert caught.value.outcome == "unknown" and caught.value.attempts == 1
        assert server.counts()["posts"] == {CALL["to"]: place}


def test_nobody_listens() -> None:
    import socket

    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        waits: list[float] = []
        with TryVox("AC1", KEY, base_url=url, sleep=waits.append) as tryvox, pytest.raises(NotSent) as caught:
            tryvox.calls.create(**CALL)
    assert (caught.value.outcome, caught.value.attempts, len(waits)) == ("not-sent", 3, 2)
    assert CALL["to"] not in str(caught.value)


def test_a_reply_that_does_not_end_is_given_up() -> None:
    from voxml.calls.http_request import Body

    late, large = Body(-1.0), Body(60.0)
    assert late.is_too_much(b"x") and not large.is_too_much(b"x")
    assert large.is_too_much(b"x" * (16 * 2**20))
    for body in (late, large):
        assert "reply" in body.reply(httpx2.Response(200)).reason  # type: ignore[union-attr]


def test_one_client_carries_all_retries_and_waits_of_its_policy() -> None:
    api = Api(httpx2.ConnectError("refused"))
    with api.client(retry=Retry(tries=1)) as tryvox, pytest.raises(NotSent):
        tryvox.calls.create(**CALL)
    assert len(api.requests) == 1
    api = Api(httpx2.Response(429))
    with api.client(retry=Retry(tries=1, tries_when_limited=1)) as tryvox, pytest.raises(RateLimited):
        tryvox.calls.create(**CALL)
    assert len(api.requests) == 3, "a 429 is tried again at least twice"
