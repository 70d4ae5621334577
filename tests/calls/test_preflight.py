from __future__ import annotations

import hashlib
import json
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

from voxml.calls import document_fetch
from voxml.calls.built_site import BuiltSite, manifest_with, manifests_near
from voxml.calls.masking import Secret
from voxml.calls.preflight import PreflightResult, Target, impossible, look_at_address, preflight
from voxml.errors import InputError

API = "https://api.tryvox.io"
URL = "https://voice.acme-clinic.com/menu.json"
GOOD = b'{"voxml_version":"1.0","instructions":[{"verb":"Say","text":"Hello.","language":"en-US"},{"verb":"Hangup"}]}'
LIVE, TEST = Secret("tvx_sk_live_0123456789abcdef"), Secret("tvx_sk_test_0123456789abcdef")


def look(
    answer: Callable[[httpx2.Request], httpx2.Response] | httpx2.Response | Exception,
    method: str | None = "GET",
    **more: Any,
) -> PreflightResult:
    def handle(request: httpx2.Request) -> httpx2.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, httpx2.Response) else answer(request)

    target = Target(more.pop("url", URL), method)
    return preflight(target, more.pop("api", API), transport=httpx2.MockTransport(handle), **more)


def served(body: bytes = GOOD, kind: str = "application/json", status: int = 200) -> httpx2.Response:
    return httpx2.Response(status, content=body, headers={"content-type": kind})


def test_a_right_document() -> None:
    assert look(served()) == PreflightResult()
    assert look(served(kind="application/json; charset=utf-8")).refusals == ()


def test_a_reply_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    is_over = threading.Event()

    def wait(_request: httpx2.Request) -> httpx2.Response:
        is_over.wait()
        return served()

    monkeypatch.setattr(document_fetch, "_LONGEST", 0.01)
    try:
        assert "did not end in time" in str(look(wait).refusals)
    finally:
        is_over.set()


def test_it_is_fetched_as_anybody_may() -> None:
    """No call's id, no event and no signature: a server must not take it for a call."""
    seen: list[httpx2.Request] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return served()

    look(handle, url=f"{URL}?campaign=a#part")
    (request,) = seen
    assert (request.method, str(request.url), request.content) == ("GET", f"{URL}?campaign=a", b"")
    assert request.headers["x-voxml-preflight"] == "1"
    assert not [name for name in request.headers if "tryvox" in name]


@pytest.mark.parametrize("method", ["POST", None])
def test_what_is_asked_by_post_is_not_fetched(method: str | None, tmp_path: Path) -> None:
    never = ZeroDivisionError("is not asked")
    result = look(never if method else served(status=405), method)
    assert result.refusals == () and "what it answers to POST was not checked" in result.notes[0]
    files = look(never, method, url="https://acme.github.io/menu.json")
    assert "give --answer-method GET" in files.refusals[0]
    ours = look(never, method, manifest=manifest(tmp_path))
    assert ours.refusals == ("it is menu.xml of your site, a file, and files answer no POST; give --answer-method GET",)


def test_a_method_that_is_not_given_may_be_forgotten() -> None:
    asked: list[str] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.method)
        return served()

    assert "by GET it serves a document, as hosts of files do" in look(handle, None).refusals[0]
    assert asked == ["GET"] and look(handle, "POST").refusals == () and asked == ["GET"]
    assert look(served(b"{}"), None).refusals == ()


def site(documents: dict[str, Any]) -> Callable[[httpx2.Request], httpx2.Response]:
    def handle(request: httpx2.Request) -> httpx2.Response:
        found = documents.get(request.url.path)
        return served(status=404) if found is None else served(json.dumps(found).encode())

    return handle


def leading_to(*links: str, **more: str) -> dict[str, Any]:
    verbs = [{"verb": "Redirect", "url": link, "method": "GET", **more} for link in links]
    return {"voxml_version": "1.0", "instructions": verbs[:1] or [{"verb": "Hangup"}]}


@pytest.mark.parametrize(("api", "is_refused"), [(API, True), ("http://127.0.0.1:8080", False)])
def test_links_to_this_machine_are_for_the_emulator(api: str, is_refused: bool, tmp_path: Path) -> None:
    own = b"http://127.0.0.1:8000/menu.json"
    body = GOOD.replace(b'{"verb":"Hangup"}', b'{"verb":"Redirect","method":"GET","url":"%s"}' % own)
    site = manifest(tmp_path, body)
    site.preset = "static"
    result = look(served(body), api=api, manifest=site)
    assert any("private-address" in each for each in result.refusals) == is_refused


def test_links_are_followed_by_get() -> None:
    base = "https://voice.acme-clinic.com"
    documents = {"/menu.json": leading_to(f"{base}/a.json"), "/a.json": leading_to(f"{base}/menu.json")}
    assert look(site(documents)) == PreflightResult()
    documents["/a.json"] = leading_to(f"{base}/gone.json")
    assert look(site(documents)).refusals == (
        f"{base}/gone.json, which it leads to: it answers 404 to GET, not 200; publish it, and see that its name is right",
    )
    documents["/a.json"] = {"voxml_version": "1.0", "instructions": [{"verb": "Sya"}]}
    assert "a.json, which it leads to: 1:" in look(site(documents)).refusals[0]
    for elsewhere in ({"method": "POST"}, {"url": "https://other.acme-clinic.com/x"}):
        documents["/a.json"] = leading_to(f"{base}/post", **elsewhere)
        result = look(site(documents))
        assert result.refusals == () and "1 address that it leads to not checked" in result.notes[-1]


def test_links_are_followed_within_bounds() -> None:
    asked: list[str] = []

    def endless(request: httpx2.Request) -> httpx2.Response:
        asked.append(str(request.url))
        return served(json.dumps(leading_to(f"https://voice.acme-clinic.com/{len(asked)}.json")).encode())

    result = look(endless)
    assert len(asked) == 30 and "beyond 30" in result.notes[-1]


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


def test_a_wrong_content_type_is_refused() -> None:
    refused = look(served(kind="text/plain"))
    assert refused.refusals == (
        "found Content-Type text/plain; expected application/json; set it where the file is published",
    )
    assert "found Content-Type none" in look(httpx2.Response(200, content=GOOD)).refusals[0]


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


def manifest(folder: Path, data: bytes = GOOD, **more: Any) -> BuiltSite:
    document = {
        "name": "menu.json",
        "source": "menu.xml",
        "url": URL,
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    facts = {"version": 1, "base_url": "https://voice.acme-clinic.com", "later": True}
    path = folder / "manifest.json"
    path.write_text(json.dumps({**facts, "documents": [{**document, "size": len(data), "row": "3", **more}]}))
    return BuiltSite(str(path))


def test_the_bytes_are_those_that_were_built(tmp_path: Path) -> None:
    assert look(served(), manifest=manifest(tmp_path)) == PreflightResult()
    assert look(served(), manifest=manifest(tmp_path), url=f"{URL}?a=1#b") == PreflightResult()
    stale = look(served(GOOD + b" "), manifest=manifest(tmp_path))
    assert "not what was built from menu.xml" in stale.refusals[0] and "publish again" in stale.refusals[0]
    assert "fix the document, build it" in look(served(b"{")).refusals[-1]
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
    for wrong in (
        "{",
        "[]",
        "{}",
        '{"documents": 5}',
        '{"documents": [{}]}',
        '{"documents": [5]}',
        '{"documents": "\udcff"}',
    ):
        (tmp_path / "wrong").write_text(wrong, errors="surrogateescape")
        with pytest.raises(InputError, match="not a manifest of voxml build"):
            BuiltSite(str(tmp_path / "wrong"))
    with pytest.raises(InputError):
        BuiltSite(str(tmp_path / "none"))
