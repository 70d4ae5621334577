"""The server: manners of hosts, clean ends, the page at /, and building again when a source changes."""

from __future__ import annotations

import contextlib
import http.client
import json
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site.site_helpers import HANGUP, build_tree, document, gather, redirect, say, write_files
from tests.waiting import until
from voxml.site.hosts import HOSTS, load_host
from voxml.site.starter import FILES, write_starter
from voxml.site.static_folder import Folder
from voxml.site.static_server import Server

SITE = {"a.json": document(say("A."), redirect("b/c.json")), "b/c.json": document(say("C."), HANGUP)}


def get(url: str, path: str, method: str = "GET", body: bytes | None = None) -> tuple[int, dict[str, str], bytes]:
    host = url.removeprefix("http://")
    with contextlib.closing(http.client.HTTPConnection(host, timeout=120)) as connection:
        connection.putrequest(method, path, skip_accept_encoding=True)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders()
        if body is not None:
            connection.send(body)
        reply = connection.getresponse()
        return reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read()


@contextlib.contextmanager
def serving(directory: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "voxml", "serve", str(directory), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        first = process.stdout.readline()
        assert first.startswith("listening on http://127.0.0.1:"), first or process.communicate()
        yield first.split()[-1], process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_listens_and_ends_cleanly(tmp_path: Path, number: int) -> None:
    build_tree(tmp_path, SITE)
    with serving(tmp_path / "out") as (url, process):
        status, headers, body = get(url, "/a.json?digits=1")
        assert (status, headers["content-type"], headers["cache-control"]) == (200, "application/json", "no-cache")
        assert body == (tmp_path / "out/a.json").read_bytes()
        process.send_signal(number)
        assert process.wait(120) == 0


def test_only_get_and_head(tmp_path: Path) -> None:
    build_tree(tmp_path, SITE)
    with Server(Folder(tmp_path / "out")) as server:
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
            status, headers, _ = get(server.url, "/a.json", method, b"{}")
            assert (status, headers["allow"]) == (405, "GET, HEAD")
        status, headers, body = get(server.url, "/a.json", "HEAD")
        size = (tmp_path / "out/a.json").stat().st_size
        assert (status, body, headers["content-length"]) == (200, b"", str(size))


@pytest.mark.parametrize(
    "path",
    ["/../src/a.json", "/%2e%2e/src/a.json", "//etc/passwd", "/..%2fsrc/a.json", "/b/../../src/a.json", "/\\..\\x",
     "/.voxml", "/a.json/", "/a.json%00", "/%ff", "/b", "/link.json", "/" + "x" * 5000],
)  # fmt: skip
def test_nothing_outside_the_folder_is_served(tmp_path: Path, path: str) -> None:
    build_tree(tmp_path, SITE)
    (tmp_path / "secret.json").write_text("{}")
    (tmp_path / "out/link.json").symlink_to(tmp_path / "secret.json")
    with Server(Folder(tmp_path / "out")) as server:
        assert get(server.url, path)[0] in (400, 404)


def test_a_connection_is_used_again_after_a_refused_body(tmp_path: Path) -> None:
    build_tree(tmp_path, SITE)
    with (
        Server(Folder(tmp_path / "out")) as server,
        contextlib.closing(http.client.HTTPConnection(server.url[7:], timeout=120)) as connection,
    ):
        for _ in range(3):
            connection.request("POST", "/a.json", b'{"digits": "1"}')
            assert connection.getresponse().read() and True
            connection.request("GET", "/a.json")
            assert connection.getresponse().read().startswith(b'{"voxml')


def test_rubbish_on_the_line(tmp_path: Path) -> None:
    build_tree(tmp_path, SITE)
    with Server(Folder(tmp_path / "out")) as server:
        host, port = server.url[7:].split(":")
        for rubbish in (
            b"\x00\xff\r\n\r\n",
            b"GET\r\n\r\n",
            b"GET /a.json HTTP/9.9\r\n\r\n",
            b"POST /a.json HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        ):
            with socket.create_connection((host, int(port)), timeout=5) as line:
                line.sendall(rubbish)
                line.shutdown(socket.SHUT_WR)
                line.recv(1000)
        assert get(server.url, "/a.json")[0] == 200


@pytest.mark.parametrize("name", HOSTS)
def test_it_imitates_hosts(tmp_path: Path, name: str) -> None:
    host = load_host(name)
    build_tree(tmp_path, SITE)
    (tmp_path / "out/plain").write_text("x")
    with Server(Folder(tmp_path / "out", host=host)) as server:
        assert get(server.url, "/a.json", "POST", b"{}")[0] == host.post
        assert get(server.url, "/none.json", "POST", b"{}")[0] == host.post_missing
        assert get(server.url, "/plain")[1].get("content-type") == host.unknown_type
        status, headers, _ = get(server.url, "/b")
        assert (status, headers.get("location")) == (host.folder_redirect or 404, host.folder_redirect and "/b/")
        cache = get(server.url, "/a.json")[1]["cache-control"]
        assert cache == ("no-cache" if host.sets_headers else host.default_cache)


def test_sources_are_built_served_with_their_menus_and_built_again(tmp_path: Path) -> None:
    write_starter(tmp_path / "site")
    with serving(tmp_path / "site", "--as", "nginx") as (url, _process):
        assert b"Connecting you to sales" in get(url, "/welcome.json?digits=1")[2]
        assert b"Welcome to Acme" in get(url, "/welcome.json?digits=7")[2]
        assert f"{url}/welcome.json".encode() in get(url, "/hours.json")[2]
        state = json.loads(get(url, "/_voxml/state")[2])
        assert state["note"].startswith("served as nginx")
        assert "Connecting you to sales" in str(state["documents"])
        sales = tmp_path / "site/sales.json"
        sales.write_text(sales.read_text().replace("Connecting", "Now connecting"))
        until(lambda: b"Now connecting" in get(url, "/sales.json")[2], "the new document")
        sales.write_text(sales.read_text().replace('"text"', '"txet"'))
        until(lambda: b"unknown member" in get(url, "/_voxml/state")[2], "the problem")
        assert b"Now connecting" in get(url, "/sales.json")[2]
    assert not list((tmp_path / "site").glob("_site*"))


def test_on_a_host_that_cannot_branch_the_menu_answers_itself(tmp_path: Path) -> None:
    write_files(tmp_path / "out", {"menu.json": document(gather("menu.json", say={"text": "x"}), HANGUP)})
    with Server(Folder(tmp_path / "out", host=load_host("s3"))) as server:
        assert b"Gather" in get(server.url, "/menu.json?digits=1")[2]


def test_misuse(tmp_path: Path) -> None:
    def fails(*arguments: str) -> str:
        command = [sys.executable, "-m", "voxml", "serve", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 2
        assert done.stdout == ""
        return done.stderr

    assert "no such folder" in fails(str(tmp_path / "none"))
    assert "unknown platform" in fails(str(tmp_path), "--as", "ngnix")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert "ddress already in use" in fails(str(tmp_path), "--port", str(taken.getsockname()[1]))


def test_the_starter_builds_clean(tmp_path: Path) -> None:
    from voxml.errors import InputError
    from voxml.site.build import build

    assert set(write_starter(tmp_path / "site")) == set(FILES)
    result = build(tmp_path / "site", tmp_path / "site/_site", strict=True)
    assert (result.diagnostics, len(result.manifest.documents) if result.manifest else 0) == ([], 4)
    assert build(tmp_path / "site", tmp_path / "site/_site").rendered == 0
    with pytest.raises(InputError, match="already"):
        write_starter(tmp_path / "site")


def test_menus_of_a_published_folder_branch(tmp_path: Path) -> None:
    from voxml.site.dev_server import DevServer

    files = {
        "voxml.toml": '[site]\nhost = "nginx"\n[site.menus.menu]\n"1" = "sales"\n',
        "menu.json": document(gather("menu.json", num_digits=1, say={"text": "Press 1."}), HANGUP),
        "sales.json": document(say("Sales."), HANGUP),
    }
    build_tree(tmp_path, files)
    for host_name, spoken in ((None, "Sales."), ("nginx", "Sales."), ("s3", "Press 1.")):
        with (
            DevServer(tmp_path / "out", host="127.0.0.1", port=0, platform=host_name, report=print) as session,
            urllib.request.urlopen(f"{session.url}/menu.json?digits=1") as reply,
        ):
            assert spoken in reply.read().decode()
