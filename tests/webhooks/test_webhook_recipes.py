from __future__ import annotations

import asyncio
import base64
import json
import re
from pathlib import Path
from typing import Any

import httpx2
import pytest

import voxml
from voxml import webhooks

PAGE = Path(__file__).parents[2] / "docs" / "webhooks.md"
SECRET = "recipe-secret"
BODY = json.dumps(
    {"event": "call.answered", "call_uuid": "u-1", "direction": "outbound", "status": "answered"}
).encode()
SAMPLES = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)


def recipe(name: str) -> dict[str, Any]:
    (sample,) = [sample for sample in SAMPLES if sample.startswith(f"# recipe: {name}\n")]
    names: dict[str, Any] = {"__name__": f"recipe_{name}"}
    # Annotations are looked up in the module by FastAPI, as in a file of its own.
    exec(compile(sample, f"recipe_{name}.py", "exec"), names)
    return names


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRYVOX_WEBHOOK_SECRET", SECRET)


@pytest.mark.parametrize("sample", [each for each in SAMPLES if not each.startswith("# recipe")])
def test_samples_run(sample: str) -> None:
    exec(compile(sample, str(PAGE), "exec"), {})


def _checks(post: Any) -> None:
    """What every recipe must do; `post(path, body, headers)` gives the status and the body of its reply."""
    status, reply = post("/answer", BODY, webhooks.sign(BODY, SECRET))
    assert status == 200
    assert voxml.loads(reply).instructions[0].text == "Hello. Your call is outbound."
    assert post("/answer", BODY, webhooks.sign(BODY, "another"))[0] == 401
    assert post("/answer", BODY, webhooks.sign(BODY, SECRET, timestamp=1_000_000_000))[0] == 401
    assert post("/answer", BODY, {})[0] == 401
    assert post("/answer", b"[]", webhooks.sign(b"[]", SECRET))[0] == 400


def test_flask() -> None:
    pytest.importorskip("flask")
    client = recipe("flask")["app"].test_client()

    def post(path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        with client.post(path, data=body, headers=headers) as reply:
            return reply.status_code, reply.get_data()

    _checks(post)
    headers = webhooks.sign(BODY, SECRET)
    assert [post("/status", BODY, headers)[0] for _ in range(3)] == [200] * 3
    assert post("/status", BODY, {})[0] == 401


def test_fastapi() -> None:
    pytest.importorskip("fastapi")
    app = recipe("fastapi")["app"]

    def post(path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        async def send() -> httpx2.Response:
            transport = httpx2.ASGITransport(app=app)
            async with httpx2.AsyncClient(transport=transport, base_url="http://recipe") as client:
                return await client.post(path, content=body, headers=headers)

        reply = asyncio.run(send())
        return reply.status_code, reply.content

    _checks(post)
    assert post("/status", BODY, webhooks.sign(BODY, SECRET))[0] == 200


@pytest.mark.parametrize("in_base64", [False, True])
def test_serverless(in_base64: bool) -> None:
    handler = recipe("lambda")["handler"]

    def post(_path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        sent = base64.b64encode(body).decode() if in_base64 else body.decode()
        reply = handler({"headers": headers, "body": sent, "isBase64Encoded": in_base64}, None)
        return reply["statusCode"], reply["body"].encode()

    _checks(post)
