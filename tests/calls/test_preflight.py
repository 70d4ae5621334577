from __future__ import annotations

import hashlib
import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx2
import pytest

from voxml import webhooks
from voxml.calls.manifest import Manifest, manifest_with, manifests_near
from voxml.calls.masking import Secret
from voxml.calls.preflight import Target, Verdict, impossible, look_at_address, preflight
from voxml.errors import ConfigError, InputError

API = "https://api.tryvox.io"
URL = "https://voice.acme-clinic.com/menu.json"
GOOD = b'{"voxml_version":"1.0","instructions":[{"verb":"Say","text":"Hello.","language":"en-US"},{"verb":"Hangup"}]}'
LIVE, TEST = Secret("tvx_sk_live_0123456789abcdef"), Secret("tvx_sk_test_0123456789abcdef")


def look(
    answer: Callable[[httpx2.Request], httpx2.Response] | httpx2.Response | Exception,
    method: str = "GET",
    **more: Any,
) -> Verdict:
    def handle(request: httpx2.Request) -> httpx2.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, httpx2.Response) else answer(request)

    target = Target(more.pop("url", URL), method, "+14155550100", "+14155550199", "AC1")
    return preflight(target, more.pop("api", API), transport=httpx2.MockTransport(handle), **more)


def served(body: bytes = GOOD, kind: str = "application/json", status: int = 200) -> httpx2.Response:
    return httpx2.Response(status, content=body, headers={"content-type": kind})


def test_a_right_document() -> None:
    assert look(served()) == Verdict()
    assert look(served(kind="application/json; charset=utf-8")).refusals == ()


def test_it_is_fetched_as_tryvox_will() -> None:
    seen: list[httpx2.Request] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return served()

    look(handle, url=f"{URL}?campaign=a")
    query = parse_qs(str(seen[0].url).partition("?")[2])
    assert {name: value[0] for name, value in query.items() if name != "call_uuid"} == {
        "campaign": "a", "account_id": "AC1", "from": "+14155550100", "to": "+14155550199",
    }  # fmt: skip
    look(handle, "POST", secret=Secret("hush"))
    assert seen[1].headers["x-voxml-preflight"] == "1"
    webhooks.verify(seen[1].headers, seen[1].content, "hush")
    event = webhooks.parse(seen[1].content)
    assert (event.kind, event.to, event.account_id) == ("answered", "+14155550199", "AC1")


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (served(status=404), "answers 404 to GET, not 200; publish it"),
        (served(status=500), "answers 500 to GET, not 200; see what"),
        (served(status=403), "answers 403 to GET, not 200; let it be read"),
        (
            httpx2.Response(301, headers={"location": "https://x.io/"}),
            "leads to https://x.io/; give that address",
        ),
        (httpx2.ConnectError("refused"), "can't be fetched: refused"),
        (httpx2.ReadTimeout(""), "no reply came in time"),
        (served(b"<Response><Hangup/></Response>"), "TryVox reads JSON"),
        (served(b"<!DOCTYPE html>"), "TryVox reads JSON"),
        (served(b""), "1:1"),
        (
            served(b'{"voxml_version":"1.0","instructions":[{"verb":"Sya","text":"x"}]}'),
            'unknown verb "Sya"',
        ),
        (served(b"x" * (17 * 2**20)), "larger than"),
    ],
)
def test_what_is_refused(answer: Any, says: str) -> None:
    assert says in "\n".join(look(answer).refusals)


def test_post_to_a_host_of_files() -> None:
    verdict = look(lambda request: served() if request.method == "GET" else served(status=405), "POST")
    assert verdict.refusals == (
        "it answers 405 to POST and 200 to GET, as hosts of files do; give --answer-method GET",
    )
    assert "answers 405 to POST" in look(served(status=405), "POST").refusals[0]


def test_what_is_only_worth_knowing() -> None:
    verdict = look(served(kind="text/plain"))
    assert verdict.refusals == () and "Content-Type is text/plain" in verdict.notes[0]
    assert "not set" in look(httpx2.Response(200, content=GOOD)).notes[0]


@pytest.mark.parametrize(
    "url",
    [
        "http://voice.acme-clinic.com/menu.json",
        "https://localhost/menu.json",
        "https://127.0.0.1/menu.json",
        "https://127.1/menu.json",
        "https://2130706433/menu.json",
        "https://0.0.0.0/menu.json",
        "https://[::]/menu.json",
        "https://[::ffff:10.1.2.3]/menu.json",
        "https://[::1]/menu.json",
        "https://10.1.2.3/menu.json",
        "https://169.254.169.254/menu.json",
        "https://intranet/menu.json",
        "https://voice.local/menu.json",
        "https://example.com/menu.json",
        "https://docs.example.org/menu.json",
        "https://voice.test/menu.json",
    ],
)
def test_an_address_that_is_not_public(url: str) -> None:
    assert look_at_address(url, API)
    assert look(ZeroDivisionError("is not asked"), url=url).refusals
    # The emulator fetches from wherever it is told.
    assert look_at_address(url, "http://127.0.0.1:8000") == []


@pytest.mark.parametrize("url", [URL, "https://93.184.216.34/menu.json", "https://acme.github.io/menu.json"])
def test_an_address_that_is_public(url: str) -> None:
    assert look_at_address(url, API) == []


def test_a_name_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def lookup(host: str, *_rest: Any, **_more: Any) -> Any:
        if host == "gone.acme-clinic.com":
            raise socket.gaierror(-2, "not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.168.1.5", 0))]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    gone = preflight(Target("https://gone.acme-clinic.com/x.json", "GET"), API)
    assert gone.refusals == ("there is no host gone.acme-clinic.com; is its name right?",)
    inside = preflight(Target(URL, "GET"), API)
    assert "192.168.1.5 here, which is not public" in inside.refusals[0]


def test_a_live_key_and_an_address_that_is_nobody_s() -> None:
    for host in ("example.com", "127.0.0.1:8000", "localhost", "127.1", "2130706433", "0.0.0.0", "[::ffff:127.0.0.1]"):
        url = f"http://{host}/a.json"
        assert impossible(url, LIVE) and impossible(url, TEST) is None
    assert impossible(URL, LIVE) is None
    assert impossible("https://example.com/a.json", Secret("some-other-kind-of-key"))


def manifest(folder: Path, data: bytes = GOOD, **more: Any) -> Manifest:
    document = {
        "name": "menu.json",
        "source": "menu.xml",
        "url": URL,
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    facts = {"version": 1, "base_url": "https://voice.acme-clinic.com", "later": True}
    path = folder / "manifest.json"
    path.write_text(json.dumps({**facts, "documents": [{**document, "size": len(data), "row": 3, **more}]}))
    return Manifest(str(path))


def test_the_bytes_are_those_that_were_built(tmp_path: Path) -> None:
    assert look(served(), manifest=manifest(tmp_path)) == Verdict()
    assert look(served(), manifest=manifest(tmp_path), url=f"{URL}?a=1#b") == Verdict()
    stale = look(served(GOOD + b" "), manifest=manifest(tmp_path))
    assert "not what was built from menu.xml" in stale.refusals[0] and "publish again" in stale.refusals[0]
    assert "mend the document, build it" in look(served(b"{")).refusals[-1]
    other = look(served(), manifest=manifest(tmp_path), url=URL.replace("menu", "sales"))
    assert "not among the 1 documents" in other.refusals[0]


def test_manifests_that_are_near(tmp_path: Path) -> None:
    assert manifests_near(str(tmp_path)) == []
    for folder in ("site", "broken", "."):
        (tmp_path / folder / ".voxml").mkdir(parents=True)
    manifest(tmp_path / "site" / ".voxml")
    (tmp_path / "broken" / ".voxml" / "manifest.json").write_text("{")
    near = manifests_near(str(tmp_path))
    assert [each.path for each in near] == [str(tmp_path / "site/.voxml/manifest.json")]
    assert manifest_with(URL, near) is near[0] and manifest_with("https://x.io/a.json", near) is None
    assert [each.path for each in manifests_near(str(tmp_path / "site"))] == [near[0].path]


def test_manifests(tmp_path: Path) -> None:
    found = manifest(tmp_path)
    assert found.url_of("menu") == found.url_of("menu.json") == URL and found.url_of("x") is None
    for wrong in ("{", "[]", "{}", '{"documents": 5}', '{"documents": [{}]}', '{"documents": [5]}'):
        (tmp_path / "wrong").write_text(wrong)
        with pytest.raises(ConfigError, match="is not the manifest"):
            Manifest(str(tmp_path / "wrong"))
    with pytest.raises(InputError):
        Manifest(str(tmp_path / "none"))
