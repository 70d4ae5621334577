"""The programs of docs/frameworks.md: each answers a call of the emulator, verifies webhooks and counts a copy once."""

from __future__ import annotations

import asyncio
import base64
import json
import re
import runpy
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import httpx2
import pytest

import voxml
from tests.waiting import until
from voxml import webhooks
from voxml.calls.client import TryVox
from voxml.emulator import ScriptedCallee, Turn, running

TOP = Path(__file__).parents[2]
PAGE = (TOP / "docs" / "frameworks.md").read_text(encoding="utf-8")
FILES = sorted((TOP / "examples" / "frameworks").glob("*.py"))
SECRET = "recipe-secret"
HOST = "https://voice.example.com"
BODY = json.dumps({"event": "call.answered", "call_uuid": "u-1", "status": "answered"}).encode()
Post = Callable[[str, bytes, dict[str, str]], tuple[int, bytes]]


class Program(NamedTuple):
    names: dict[str, Any]
    post: Post


def flask(names: dict[str, Any]) -> Post:
    client = names["app"].test_client()

    def post(path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        with client.post(path, data=body, headers=headers, base_url=HOST) as reply:
            return reply.status_code, reply.get_data()

    return post


def fastapi(names: dict[str, Any]) -> Post:
    async def send(path: str, body: bytes, headers: dict[str, str]) -> httpx2.Response:
        transport = httpx2.ASGITransport(app=names["app"])
        async with httpx2.AsyncClient(transport=transport, base_url=HOST) as client:
            return await client.post(path, content=body, headers=headers)

    def post(path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        reply = asyncio.run(send(path, body, headers))
        return reply.status_code, reply.content

    return post


def django(names: dict[str, Any]) -> Post:
    from django.test import Client
    from django.urls import clear_url_caches

    urls = type(sys)("recipe_urls")
    urls.urlpatterns = names["urlpatterns"]  # type: ignore[attr-defined]
    sys.modules["recipe_urls"] = urls
    clear_url_caches()
    client = Client()

    def post(path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        reply = client.post(path, body, content_type="application/json", secure=True, headers=headers)
        return reply.status_code, reply.content

    return post


def serverless(names: dict[str, Any]) -> Post:
    def post(path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        is_encoded = path == "/menu"
        request = {
            "rawPath": path,
            "headers": headers,
            "requestContext": {"domainName": "voice.example.com"},
            "body": base64.b64encode(body).decode() if is_encoded else body.decode(),
            "isBase64Encoded": is_encoded,
        }
        reply = names["handler"](request, None)
        return reply["statusCode"], reply["body"].encode()

    return post


KINDS = {"flask_app": flask, "fastapi_app": fastapi, "django_views": django, "lambda_function": serverless}


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def program(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Program:
    path: Path = request.param
    pytest.importorskip(path.stem.partition("_")[0] if path.stem != "lambda_function" else "voxml")
    if path.stem == "django_views":
        from django import setup
        from django.conf import settings

        if not settings.configured:
            settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF="recipe_urls")
            setup()
    monkeypatch.setenv("TRYVOX_WEBHOOK_SECRET", SECRET)
    names = runpy.run_path(str(path))
    return Program(names, KINDS[path.stem](names))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_page_shows_the_file(path: Path) -> None:
    assert f"```python\n{path.read_text(encoding='utf-8')}```\n" in PAGE


def test_the_other_sample_runs() -> None:
    (sample,) = [text for text in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL) if not text.startswith('"""')]
    names: dict[str, Any] = {}
    exec(compile(sample, "frameworks.md", "exec"), names)
    webhooks.verify(names["headers"], names["body"], "my-webhook-secret")


def test_only_what_tryvox_signed_is_answered(program: Program) -> None:
    status, reply = program.post("/answer", BODY, webhooks.sign(BODY, SECRET))
    assert status == 200
    assert voxml.loads(reply).instructions[0].say.text == "Welcome to Acme. Press 1 for sales."
    assert program.post("/answer", BODY, webhooks.sign(BODY, "another"))[0] == 401
    assert program.post("/answer", BODY, webhooks.sign(BODY, SECRET, timestamp=1_000_000_000))[0] == 401
    assert program.post("/answer", BODY, {})[0] == 401
    assert program.post("/answer", b"[]", webhooks.sign(b"[]", SECRET))[0] == 400


def test_a_copy_counts_once(program: Program) -> None:
    ended = json.dumps({"event": "call.ended", "call_uuid": "u-1", "status": "completed"}).encode()
    for _ in range(3):  # signed anew each time, as TryVox does
        status, reply = program.post("/status", ended, webhooks.sign(ended, SECRET))
        assert (status, json.loads(reply)) == (200, {"status": "success"})
    assert program.names["ended"] == ["u-1"]
    assert program.post("/status", ended, webhooks.sign(ended, "another"))[0] == 401


@pytest.mark.parametrize(("key", "heard"), [("1", "One moment."), ("2", "Goodbye.")])
def test_a_call(program: Program, key: str, heard: str) -> None:
    """The emulator calls, signs its webhooks, and the callee presses a key."""
    refused: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        # In a thread, as a server would: the emulator's own is busy with its event loop.
        done = server.submit(program.post, request.url.path, request.content, dict(request.headers))
        status, body = done.result() if done.exception() is None else (500, b"")
        if status != 200:
            refused.append(f"{request.url.path}: {status} {done.exception()}")
        return httpx2.Response(status, content=body, headers={"content-type": voxml.MEDIA_TYPE})

    def callee(_order: object) -> ScriptedCallee:
        return ScriptedCallee((Turn(press=key),))

    with (
        ThreadPoolExecutor(1) as server,
        running(seed=1, transport=httpx2.MockTransport(answer), callees=callee, webhook_secret=SECRET) as emulator,
        TryVox("AC1", "tvx_sk_test_0123456789abcdef", base_url=emulator.url) as tryvox,
    ):
        uuid = tryvox.calls.create(
            from_="+14155550100",
            to="+14155550199",
            answer_url=f"{HOST}/answer",
            status_callback_url=f"{HOST}/status",
        ).call_uuid
        until(lambda: program.names["ended"] or refused, "the status of the end")
        transcript = httpx2.get(f"{emulator.url}/_emulator/calls/{uuid}/transcript", trust_env=False).text
    assert refused == []
    assert heard in transcript
    assert program.names["ended"] == [uuid]
