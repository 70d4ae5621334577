"""Servers on this machine obey their own pages and programs only."""

from __future__ import annotations

import pytest

from voxml.net.same_origin import refusal

JSON = {"content-type": "application/json"}


def status(method: str = "GET", *, listens_on: str = "127.0.0.1", allowed_hosts: tuple[str, ...] = (), **headers: str):
    given = {"host": "127.0.0.1:8000", **{name.replace("_", "-"): value for name, value in headers.items()}}
    found = refusal(method, given, listens_on=listens_on, allowed_hosts=allowed_hosts)
    return None if found is None else found.status


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST", "[::1]:8000", "127.1.2.3", "a.localhost"]
)
def test_hosts_of_this_machine(host):
    assert status(host=host) is None


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1", "[::2]",
     "user@localhost", "localhost/x", "localhost:x", "evil", "0.0.0.0", "127.0.0.1:8000, evil.example", "[", "::1"],
)  # fmt: skip
def test_other_hosts(host):
    assert status(host=host) == 403


def test_a_server_that_is_open_to_a_network():
    for host in ("192.168.1.7:8000", "localhost", "emulator:8000", "[fd00::1]"):
        assert status(host=host, listens_on="0.0.0.0") is None
    assert status(host="evil.example", listens_on="0.0.0.0") == 403
    assert status(host="voice.example", listens_on="voice.example") is None
    assert status(host="t.example", allowed_hosts=("t.example",)) is None


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize(
    "origin", ["null", "", "https://evil.example", "http://127.0.0.1", "http://127.0.0.1:8001", "http://localhost:8000"]
)
def test_other_origins(method, origin):
    assert status(method, origin=origin, **{"content-type": "application/json"}) == 403


def test_its_own_pages():
    assert status("POST", origin="http://127.0.0.1:8000", sec_fetch_site="same-origin", **JSON) is None


def test_what_a_page_of_another_site_loads():
    assert status(sec_fetch_site="cross-site", sec_fetch_mode="no-cors") == 403
    assert status(sec_fetch_site="same-site", sec_fetch_mode="cors") == 403
    assert status(sec_fetch_site="cross-site", sec_fetch_mode="navigate", sec_fetch_dest="iframe") == 403
    assert status(sec_fetch_site="cross-site", sec_fetch_mode="navigate", sec_fetch_dest="document") is None
    assert status("POST", sec_fetch_site="cross-site", sec_fetch_mode="navigate") == 403


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "application/jsonp"]
)
def test_bodies_that_are_not_declared_as_json(kind):
    assert status("POST", **{"content-type": kind}) == 415


def test_bodies():
    assert status("POST") is None
    assert status("POST", **{"content-length": "0"}) is None
    assert status("POST", **{"content-length": "5"}) == 415
    assert status("POST", **{"transfer-encoding": "chunked"}) == 415
    assert status("POST", **{"content-type": "Application/JSON; charset=utf-8", "content-length": "5"}) is None
