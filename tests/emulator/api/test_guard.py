"""No page of another site is obeyed or answered, at any endpoint, and no body is larger than the bound."""

from __future__ import annotations

import http.client

import httpx2
import pytest

from tests.emulator.answers import HEADERS, Answers, api, make, over
from voxml import Response
from voxml.emulator import running
from voxml.emulator.api.guard import MAX_BODY

ORDER = '{"from": "+14155550100", "to": "+14155550101", "answer_url": "https://example.com/answer"}'
PATHS = [
    ("POST", "/_emulator/inbound"),
    ("POST", "/_emulator/faults"),
    ("POST", "/_emulator/callees"),
    ("POST", "/_emulator/clock"),
    ("POST", "/_emulator/calls/x/press"),
    ("POST", "/_emulator/calls/x/hang-up"),
    ("DELETE", "/_emulator/faults"),
    ("GET", "/_emulator/calls"),
    ("GET", "/openapi.json"),
    ("POST", "/v1/voice/accounts/AC1/calls"),
    ("GET", "/v1/voice/accounts/AC1/calls"),
]


@pytest.fixture(scope="module")
def emulator():
    answers = Answers({"/answer": Response().say("Hello.")})
    with running(seed=1, transport=answers.transport) as made:
        yield made


def ask(emulator, method: str, path: str, **headers: str) -> httpx2.Response:
    given = {**HEADERS, **{name.replace("_", "-"): value for name, value in headers.items()}}
    body = {"content": ORDER} if method == "POST" else {}
    return httpx2.request(method, emulator.url + path, headers=given, trust_env=False, **body)


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_other_sites_are_refused(emulator, method, path):
    json = {"content_type": "application/json"} if method == "POST" else {}
    for headers in (
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"host": "evil.example"},
        {"host": f"evil.example:{emulator.port}"},
        {"sec_fetch_site": "cross-site", "sec_fetch_mode": "no-cors"},
    ):
        answer = ask(emulator, method, path, **json, **headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "FORBIDDEN"), headers
    if method == "POST":
        assert ask(emulator, method, path, content_type="text/plain").status_code == 415
    assert httpx2.get(f"{emulator.url}/_emulator/numbers", trust_env=False).json() == {}


def test_nobody_shows_it_in_a_frame(emulator):
    with api(emulator) as client:
        uuid = make(client).json()["call_uuid"]
    over(emulator, uuid)
    page = httpx2.get(f"{emulator.url}/_emulator/calls/{uuid}/transcript?format=html", trust_env=False)
    for answer in (page, ask(emulator, "GET", "/openapi.json"), ask(emulator, "GET", "/nowhere")):
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "default-src 'none'" in page.headers["content-security-policy"]
    httpx2.delete(f"{emulator.url}/_emulator/faults", trust_env=False)


def test_a_body_over_the_bound_is_not_read(emulator):
    connection = http.client.HTTPConnection(emulator.host, emulator.port, timeout=120)
    headers = {"content-type": "application/json", "content-length": str(1_200_000_000)}
    connection.request("POST", "/_emulator/faults", headers=headers)
    assert connection.getresponse().status == 413
    connection.close()


def test_a_body_of_unknown_length_is_bounded(emulator):
    pieces = (b" " * 65_536 for _ in range(MAX_BODY // 65_536 + 2))
    headers = {"content-type": "application/json"}
    answer = httpx2.post(f"{emulator.url}/_emulator/faults", content=pieces, headers=headers, trust_env=False)
    assert answer.status_code == 413
