"""What the emulator sends, in both of its dialects, is what `voxml.webhooks` verifies and reads."""

from __future__ import annotations

import time
from typing import Any

import pytest
from werkzeug import Request
from werkzeug import Response as Reply

from voxml import Response, TryVox, webhooks

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

SECRET = "between-us"


@pytest.mark.parametrize("dialect", ["documented", "observed"])
def test_every_webhook_of_a_call(dialect: Any, httpserver: Any) -> None:
    from voxml.emulator.server import running

    events: list[tuple[str, webhooks.Event]] = []

    def receive(request: Request) -> Reply:
        body = request.get_data()
        webhooks.verify(request.headers, body, SECRET)
        with pytest.raises(webhooks.SignatureError):
            webhooks.verify(request.headers, body + b" ", SECRET)
        events.append((request.path, webhooks.parse(body)))
        if request.path != "/answer":
            return Reply('{"status": "success"}', content_type="application/json")
        return Reply(Response().say("Hello.").hangup().to_json(), content_type="application/json")

    httpserver.expect_request("/answer", method="POST").respond_with_handler(receive)
    for name in ("ring", "hangup", "status"):
        httpserver.expect_request(f"/{name}", method="POST").respond_with_handler(receive)
    key = "tvx_sk_test_0123456789abcdef"
    with running(reply=dialect) as emulator, TryVox("AC1", key, base_url=emulator.url) as tryvox:
        call = tryvox.calls.create(
            from_="+14155550100",
            to="+14155550199",
            answer_url=httpserver.url_for("/answer"),
            ring_url=httpserver.url_for("/ring"),
            hangup_url=httpserver.url_for("/hangup"),
            status_callback_url=httpserver.url_for("/status"),
            webhook_secret=SECRET,
        )
        end = time.monotonic() + 120
        while not any(event.is_over and path == "/hangup" for path, event in events) and time.monotonic() < end:
            time.sleep(0.02)
    httpserver.check_assertions()
    assert {"/answer", "/ring", "/hangup", "/status"} <= {path for path, _ in events}
    assert {event.from_ for _, event in events} == {"+14155550100"}
    assert {event.account_id for _, event in events} == {"AC1"}
    assert len({event.call_uuid for _, event in events}) == 1
    assert call.call_uuid in (None, events[0][1].call_uuid)
    kinds = [event.kind for path, event in events if path == "/status"]
    assert "ringing" in kinds and "answered" in kinds
    assert [event.kind for path, event in events if path == "/ring"] == ["ringing"]
