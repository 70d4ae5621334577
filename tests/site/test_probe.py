"""The probe, against our own server in the manners of several hosts."""

from __future__ import annotations

import contextlib
import itertools
import json
import socket
import ssl
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.site.site_helpers import HANGUP, build_tree, document, run, say
from voxml.errors import InputError
from voxml.site.hosts import HOSTS, load_host
from voxml.site.manifest import load
from voxml.site.probe import Expected, expected_of, probe
from voxml.site.static_folder import Folder, StaticResponse
from voxml.site.static_server import Server

SITE = {"a.json": document(say("A."), HANGUP), "b.json": document(say("B."), HANGUP)}


@pytest.fixture
def served(tmp_path: Path) -> Any:
    (tmp_path / "out").mkdir()
    with Server(Folder(tmp_path / "out")) as server:
        build_tree(tmp_path, SITE, base_url=server.url)
        yield tmp_path, server


def test_a_good_site(served: Any) -> None:
    folder, _ = served
    results = list(probe(expected_of(str(folder / "src"))))
    assert [(each.status, each.matches, each.post, each.problems) for each in results] == [(200, True, 405, ())] * 2


def test_bytes_that_were_not_checked(served: Any) -> None:
    folder, _ = served
    (folder / "out/a.json").write_text('{"voxml_version":"1.0","instructions":[{"verb":"Hangup"}]}')
    (folder / "out/b.json").unlink()
    first, second = probe(expected_of(str(folder / "src/.voxml/manifest.json")))
    assert "not those that were checked" in first.problems[0]
    assert second.status == 404


def test_one_url_is_checked_as_a_document(served: Any) -> None:
    folder, server = served
    (folder / "out/c.json").write_text('{"voxml_version":"1.0","instructions":[{"verb":"Say"}]}')
    # What POST would start there, nobody knows.
    (one,) = probe([Expected(f"{server.url}/c.json")])
    assert (one.post, "missing-member" in one.problems[0]) == (None, True)


def test_redirects_types_and_nobody_there(tmp_path: Path) -> None:
    def extra(path: str) -> StaticResponse:
        if path == "/moved.json":
            return StaticResponse(301, {"Location": "/a.json"}, b"")
        return StaticResponse(200, {"Content-Type": "text/html"}, b'{"voxml_version":"1.0","instructions":[]}')

    with Server(Folder(tmp_path, extra=extra)) as server:
        moved, html = probe([Expected(f"{server.url}/moved.json"), Expected(f"{server.url}/x.json")])
        url = server.url
    assert "redirects to /a.json" in moved.problems[0]
    assert "text/html" in html.problems[0]
    (nobody,) = probe([Expected(f"{url}/a.json")], timeout=2)
    assert (nobody.status, len(nobody.problems)) == (None, 1)


@pytest.mark.parametrize("host", HOSTS)
def test_what_post_would_do_at_each_host(tmp_path: Path, host: str) -> None:
    (tmp_path / "a.json").write_text(document(HANGUP))
    with Server(Folder(tmp_path, host=load_host(host))) as server:
        one, two = probe([Expected(f"{server.url}/a.json"), Expected(f"{server.url}/none.json")], post=True)
    assert (one.status, one.post, two.post) == (200, load_host(host).post, load_host(host).post_missing)


def test_tls_is_told_and_an_untrusted_certificate_is_a_problem(tmp_path: Path) -> None:
    import httpx2

    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "5", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "cert.pem"],
        cwd=tmp_path, capture_output=True, check=False,
    )  # fmt: skip
    if made.returncode != 0:
        pytest.skip("openssl can't make a certificate here")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/a.json").write_text(document(HANGUP))
    server = Server(Folder(tmp_path / "out"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    server._http.socket = context.wrap_socket(server._http.socket, server_side=True)
    with server:
        url = server.url.replace("http:", "https:") + "/a.json"
        (bad,) = probe([Expected(url)], post=False)
        trusting = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
        (good,) = probe([Expected(url)], post=False, client=httpx2.AsyncClient(verify=trusting))
    assert "not trusted" in bad.problems[0]
    assert (good.tls or "").startswith("TLSv1")
    assert any("certificate ends in" in note for note in good.notes)


@pytest.fixture
def dripping() -> Any:
    """A server that sends a byte every twentieth of a second, headers first, for ever."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        is_over = threading.Event()

        def drip(connection: socket.socket) -> None:
            with connection, contextlib.suppress(OSError):
                for byte in itertools.chain(b"HTTP/1.1 200 OK\r\nX: ", itertools.repeat(65)):
                    connection.sendall(bytes([byte]))
                    if is_over.wait(0.05):
                        return

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    threading.Thread(target=drip, args=(listener.accept()[0],), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        is_over.set()
        listener.shutdown(socket.SHUT_RDWR)


def test_a_server_that_never_ends_is_given_up(dripping: str) -> None:
    results = list(probe([Expected(f"{dripping}/{number}.json") for number in range(40)], timeout=0.3))
    assert [each.problems[0] for each in results[:8]] == ["no response in 0.3 s"] * 8
    assert "did not respond in time 8 times in a row" in results[-1].problems[0]


def test_the_command(served: Any) -> None:
    folder, server = served
    done = run("probe", folder / "src/.voxml/manifest.json")
    assert (done.returncode, "2 of 2 documents" in done.stdout) == (0, True), done.stdout + done.stderr
    done = run("probe", f"{server.url}/none.json", "--output-format", "json")
    assert done.returncode == 1
    assert [each["ok"] for each in json.loads(done.stdout)] == [False]
    assert run("probe", folder / "nothing.json").returncode == 2


def test_what_is_no_manifest(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="found no manifest"):
        expected_of(str(tmp_path))
    (tmp_path / "m.json").write_text("[]")
    with pytest.raises(InputError, match="not a manifest"):
        expected_of(str(tmp_path / "m.json"))
    assert load
