"""A world of answer documents without a network: a transport that answers the emulator's requests."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx2

from voxml import Response

HEADERS = {"authorization": "Bearer tvx_sk_test_1"}


class Answers:
    """Answers by path; remembers every request."""

    def __init__(self, pages: dict[str, Any]) -> None:
        self.pages = pages
        self.requests: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        found = self.pages.get(request.url.path, 404)
        if callable(found) and not isinstance(found, Response):
            found = found(request)
        if isinstance(found, int):
            return httpx2.Response(found)
        if isinstance(found, Exception):
            raise found
        if isinstance(found, httpx2.Response):
            return found
        return httpx2.Response(200, text=found.to_json() if isinstance(found, Response) else found)

    @property
    def transport(self) -> httpx2.MockTransport:
        return httpx2.MockTransport(self)

    def of(self, path: str) -> list[httpx2.Request]:
        return [request for request in self.requests if request.url.path == path]

    def sent(self, path: str) -> list[dict[str, Any]]:
        return [json.loads(request.content) for request in self.of(path)]


def api(emulator: Any, account: str = "AC1") -> httpx2.Client:
    base = f"{emulator.url}/v1/voice/accounts/{account}/"
    return httpx2.Client(base_url=base, headers=HEADERS, timeout=120, trust_env=False)


def make(client: httpx2.Client, path: str = "/answer", **members: Any) -> httpx2.Response:
    order = {"from": "+14155550100", "to": "+14155550101", "answer_url": f"https://example.com{path}", **members}
    return client.post("calls", json=order)


def over(emulator: Any, uuid: str) -> dict[str, Any]:
    """The transcript of a call, once it is over."""
    url = f"{emulator.url}/_emulator/calls/{uuid}/transcript?wait=ended"
    answer = httpx2.get(url, timeout=120, trust_env=False)
    assert answer.status_code == 200, answer.text
    return answer.json()


Maker = Callable[..., httpx2.Response]
