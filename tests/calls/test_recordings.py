"""Recordings are whole files or none, and the key goes to the vendor's hosts only."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx2
import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.waiting import until
from voxml import Response as Document
from voxml.calls import recordings
from voxml.calls.async_client import AsyncTryVox
from voxml.calls.client import TryVox
from voxml.calls.errors import NotFound, OutcomeUnknown
from voxml.emulator import ScriptedCallee, Turn, running

KEY = "tvx_sk_test_0123456789abcdef"
SOUND = b"RIFF" + bytes(range(256)) * 100


@pytest.fixture
def api(httpserver: HTTPServer) -> Any:
    """An API with one call; `api(path, …)` says where its recordings are."""

    def with_call(*paths: str) -> str:
        urls = [httpserver.url_for(path) for path in paths]
        answer = {"call_uuid": "u-1", "status": "completed", "recording_urls": urls}
        httpserver.expect_request("/v1/voice/accounts/AC1/calls/u-1").respond_with_json(answer)
        return httpserver.url_for("").rstrip("/")

    return with_call


def test_every_recording_is_a_file(api: Any, httpserver: HTTPServer, tmp_path: Path) -> None:
    httpserver.expect_request("/a.wav").respond_with_data(SOUND, content_type="audio/wav")
    httpserver.expect_request("/b").respond_with_data(b"ID3", content_type="audio/mpeg")
    base_url = api("a.wav?token=x", "b")
    with TryVox("AC1", KEY, base_url=base_url) as tryvox:
        files = tryvox.calls.download_recordings("u-1", tmp_path / "sounds")
    assert [path.name for path in files] == ["u-1-1.wav", "u-1-2.mp3"]
    assert files[0].read_bytes() == SOUND

    async def again() -> list[Path]:
        async with AsyncTryVox("AC1", KEY, base_url=base_url) as tryvox:
            return await tryvox.calls.download_recordings("u-1", tmp_path / "again")

    assert [path.read_bytes() for path in asyncio.run(again())] == [SOUND, b"ID3"]


def test_half_a_recording_leaves_nothing(api: Any, httpserver: HTTPServer, tmp_path: Path) -> None:
    def half(_request: Request) -> Response:
        return Response(iter([SOUND[:100]]), headers={"Content-Length": str(len(SOUND)), "Content-Type": "audio/wav"})

    httpserver.expect_request("/a.wav").respond_with_handler(half)
    with TryVox("AC1", KEY, base_url=api("a.wav")) as tryvox, pytest.raises(OutcomeUnknown, match="can't be fetched"):
        tryvox.calls.download_recordings("u-1", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_one_that_is_gone(api: Any, httpserver: HTTPServer, tmp_path: Path) -> None:
    httpserver.expect_request("/a.wav").respond_with_data("", status=404)
    with TryVox("AC1", KEY, base_url=api("a.wav?token=secret")) as tryvox, pytest.raises(NotFound) as caught:
        tryvox.calls.download_recordings("u-1", tmp_path)
    assert "answers 404" in str(caught.value) and "secret" not in str(caught.value)


def test_the_key_goes_out_only_where_it_is_asked_for(api: Any, httpserver: HTTPServer, tmp_path: Path) -> None:
    def guarded(request: Request) -> Response:
        known = request.headers.get("Authorization") == f"Bearer {KEY}"
        return Response(SOUND, 200, content_type="audio/wav") if known else Response("", 401)

    httpserver.expect_request("/a.wav").respond_with_handler(guarded)
    with TryVox("AC1", KEY, base_url=api("a.wav")) as tryvox:
        assert [path.name for path in tryvox.calls.download_recordings("u-1", tmp_path)] == ["u-1-1.wav"]
    sent = [request.headers.get("Authorization") for request, _ in httpserver.log if request.path == "/a.wav"]
    assert sent == [None, f"Bearer {KEY}"]


@pytest.mark.parametrize(
    ("url", "is_shown"),
    [
        ("https://recordings.tryvox.io/a.mp3", True),
        ("https://api.tryvox.io/a.mp3", True),
        ("http://recordings.tryvox.io/a.mp3", False),
        ("https://tryvox.io.evil.example/a.mp3", False),
        ("https://eviltryvox.io/a.mp3", False),
        ("https://bucket.s3.amazonaws.com/a.mp3", False),
    ],
)
def test_who_may_see_the_key(url: str, is_shown: bool) -> None:
    assert recordings._may_see_key(url, "https://api.tryvox.io") is is_shown


def test_the_command(voxml: Any, api: Any, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    httpserver.expect_request("/a.wav").respond_with_data(SOUND, content_type="audio/wav")
    for name, value in {"AUTH_ID": "AC1", "API_KEY": KEY, "BASE_URL": api("a.wav")}.items():
        monkeypatch.setenv(f"TRYVOX_{name}", value)
    result = voxml("calls", "recordings", "u-1", "-o", "sounds")
    assert (result.code, result.out) == (0, "sounds/u-1-1.wav\n")
    assert voxml("calls", "recordings", "u-2").code == 1
    assert voxml("calls", "recordings", "u-1", "-o", "sounds/u-1-1.wav/x").code == 2


def test_of_the_emulator(tmp_path: Path) -> None:
    pytest.importorskip("starlette")
    document = Document().record(action_url="https://example.com/done", timeout=2)
    replies = httpx2.MockTransport(lambda _request: httpx2.Response(200, text=document.to_json()))
    turns = (Turn(say="Please call me back."), Turn(hang_up=True))
    with (
        running(seed=1, transport=replies, callees=lambda _order: ScriptedCallee(turns)) as emulator,
        TryVox("AC1", KEY, base_url=emulator.url) as tryvox,
    ):
        created = tryvox.calls.create(from_="+14155550100", to="+14155550199", answer_url="https://example.com/a")
        uuid = created.call_uuid or ""
        until(lambda: tryvox.calls.get(uuid).is_over, "the end of the call")
        files = tryvox.calls.download_recordings(uuid, tmp_path)
    assert [path.name for path in files] == [f"{uuid}-1.wav"]
    assert files[0].read_bytes().startswith(b"RIFF")
