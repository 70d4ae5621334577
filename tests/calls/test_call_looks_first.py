from __future__ import annotations

import itertools
import signal
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from voxml.cli import run

NUMBERS = ["--from", "+14155550100", "--to", "+14155550199"]


def test_interrupted_while_it_looks_at_documents(use: Any, tmp_path: Path) -> None:
    server, asked = use(), threading.Event()
    count = itertools.count()

    class Slow(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            next(count)
            asked.set()
            time.sleep(0.4)
            self.send_error(404)

        def log_message(self, *_arguments: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Slow) as documents:
        threading.Thread(target=documents.serve_forever, daemon=True).start()
        place = f"http://127.0.0.1:{documents.server_port}"
        lines = "".join(f"+141555{row:05d},{place}/{row}.json,GET\n" for row in range(200))
        (tmp_path / "calls.csv").write_text(f"to,answer_url,answer_method\n{lines}")
        arguments = ["call", "--batch", str(tmp_path / "calls.csv"), *NUMBERS[:2], "--live"]
        process = subprocess.Popen([sys.executable, "-m", "voxml", *arguments], stderr=subprocess.PIPE, text=True)
        assert asked.wait(120)
        process.send_signal(signal.SIGINT)
        _out, err = process.communicate(timeout=120)
        documents.shutdown()
    assert process.returncode == 130 and "interrupted" in err and "Traceback" not in err
    assert next(count) < 100 and server.counts()["posts"] == {}


def test_a_document_of_a_build_that_is_near_is_as_it_was_built(
    use: Any, tmp_path: Path, httpserver: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = use()
    source, out, url = tmp_path / "site", tmp_path / "out", httpserver.url_for("").rstrip("/")
    source.mkdir()
    (source / "menu.xml").write_text("<Response><Say>Hello.</Say><Hangup/></Response>")
    assert run(["build", str(source), "-o", str(out), "--base-url", url]) == 0
    built = (out / "menu.json").read_bytes()
    monkeypatch.chdir(tmp_path)
    call = ["call", *NUMBERS, "--answer-url", f"{url}/menu.json", "--answer-method", "GET"]
    (tmp_path / "calls.csv").write_text("to\n+14155550101\n")
    batched = ["call", "--batch", "calls.csv", *call[1:3], *call[5:], "--live"]
    httpserver.expect_request("/menu.json").respond_with_data(
        built.replace(b"Hello", b"Goodbye"), content_type="application/json"
    )
    for arguments in (call, batched):
        assert run(arguments) == 2
        assert "is not what was built from menu.xml" in capsys.readouterr().err
    httpserver.clear()
    httpserver.expect_request("/menu.json").respond_with_data(built, content_type="application/json")
    for arguments in (call, batched):
        assert run(arguments) == 0
    assert server.counts()["posts"] == {"+14155550199": 1, "+14155550101": 1}
    # Rows may name it too.
    (tmp_path / "named.csv").write_text("to,document\n+14155550102,menu\n")
    assert run(["call", "--batch", "named.csv", *NUMBERS[:2], "--live"]) == 0
    (tmp_path / "other/.voxml").mkdir(parents=True)
    (tmp_path / "other/.voxml/manifest.json").write_text((source / ".voxml/manifest.json").read_text())
    (tmp_path / "named.csv").write_text("to,document\n+14155550103,menu\n")
    assert run(["call", "--batch", "named.csv", *NUMBERS[:2], "--live", "--resume"]) == 2
    assert "give --manifest SRC/.voxml/manifest.json" in capsys.readouterr().err
