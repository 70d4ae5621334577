"""No key, secret or whole telephone number in anything that is shown or written."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import pickle
import socket
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voxml.calls import credentials
from voxml.calls.async_client import AsyncTryVox
from voxml.calls.client import TryVox
from voxml.calls.errors import CallError, NotSent
from voxml.calls.masking import Secret, hide_secrets, mask_key, mask_number, mask_numbers, mask_secrets
from voxml.calls.retry import Retry
from voxml.cli import run
from voxml.errors import ConfigError

KEY = "tvx_sk_live_ZYXWVUTSRQPONMLKJIHG"
HOOK = "hook-secret-abcdefghijklmnop"
BASIC = base64.b64encode(f"AC1:{KEY}".encode()).decode()
CALL: dict[str, Any] = {
    "from_": "+14155550100",
    "to": "+14155550199",
    "answer_url": "https://acme.github.io/menu.json",
    "webhook_secret": HOOK,
}
SECRETS = (KEY, HOOK, BASIC, KEY.removeprefix("tvx_sk_live_"))


def assert_hidden(*texts: object) -> None:
    for text in texts:
        for secret in SECRETS:
            assert secret not in str(text)


def tattle(request: httpx2.Request) -> httpx2.Response:
    """An API that repeats what it was sent, key and all."""
    said = f"no: {request.headers['authorization']} {request.content.decode()} {KEY}"
    body = {"error": {"code": KEY, "message": said, "details": [{"field": "x", "reason": f"{HOOK} {KEY}"}]}}
    return httpx2.Response(400, json=body)


def broken(request: httpx2.Request) -> httpx2.Response:
    raise httpx2.ReadError(f"while sending {request.headers['authorization']}")


def failures() -> Iterator[CallError | ConfigError]:
    """Everything that goes wrong, in both clients, with the traceback that it has."""
    for answer in (tattle, broken):
        for auth in ("bearer", "basic"):
            try:
                with TryVox("AC1", KEY, auth=auth, transport=httpx2.MockTransport(answer)) as tryvox:
                    tryvox.calls.create(**CALL)
            except CallError as error:
                yield error

        async def main(answer: Any = answer) -> None:
            async with AsyncTryVox("AC1", KEY, transport=httpx2.MockTransport(answer)) as tryvox:
                await tryvox.calls.create(**CALL)

        try:
            asyncio.run(main())
        except CallError as error:
            yield error
    for wrong in ({"to": "x"}, {"webhook_secret": f"{HOOK}\0"}, {"ring_timeout": 0}):
        try:
            with TryVox("AC1", KEY) as tryvox:
                tryvox.calls.create(**(CALL | wrong))
        except CallError as error:
            yield error
    for settings in ({"auth": "x"}, {"base_url": "http://api.acme.com"}, {"timeout": -1}):
        try:
            TryVox("AC1", KEY, **settings)
        except ConfigError as error:
            yield error


def test_errors_and_tracebacks_with_local_variables() -> None:
    seen = 0
    for error in failures():
        seen += 1
        assert_hidden(error, repr(error), vars(error))
        shown = traceback.TracebackException.from_exception(error, capture_locals=True)
        ours = [frame for frame in shown.stack if "/voxml/calls/" in frame.filename]
        assert ours
        # The frames of the caller hold what the caller wrote; none of ours does.
        assert_hidden(*("".join(map(str, (frame.locals or {}).values())) for frame in ours))
        assert error.__cause__ is None and (error.__context__ is None or error.__suppress_context__)
    assert seen == 12


@pytest.mark.parametrize("auth", ["bearer", "basic"])
def test_a_reply_that_repeats_what_it_was_sent(auth: Any) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        sent = {"call_uuid": "u1", "status": "ringing", **json.loads(request.content)}
        return httpx2.Response(201, json={**sent, "debug": [{"headers": dict(request.headers)}]})

    with TryVox("AC1", KEY, auth=auth, transport=httpx2.MockTransport(answer)) as tryvox:
        call = tryvox.calls.create(**CALL)
    assert (call.call_uuid, call.to) == ("u1", "+14155550199")
    assert call.extra["webhook_secret"] == "…"
    assert_hidden(call.extra, call.to_dict())


def test_a_short_secret_is_no_part_of_other_words() -> None:
    reply = {"call_uuid": "u1", "status": "ringing", "webhook_secret": "ring"}
    assert hide_secrets(reply, Secret("ring")) == {**reply, "webhook_secret": "…"}


@pytest.mark.parametrize("before", [110, 118, 990, 999])
def test_half_a_secret_at_the_end_of_a_long_text(before: int) -> None:
    long = "x " * (before // 2) + f"{KEY} {HOOK}"
    bodies = [long.encode(), json.dumps({"error": {"code": long, "message": long, "details": [long]}}).encode()]
    for body in bodies:
        reply = httpx2.Response(400, content=body, headers={"x-request-id": long})
        tryvox = TryVox("AC1", KEY, transport=httpx2.MockTransport(lambda _request, reply=reply: reply))
        with tryvox, pytest.raises(CallError) as caught:
            tryvox.calls.create(**CALL)
        shown = f"{vars(caught.value)} {caught.value}"
        assert KEY[12:20] not in shown and HOOK[:8] not in shown


def test_reprs() -> None:
    with TryVox("AC1", KEY) as tryvox:
        assert_hidden(repr(tryvox), repr(tryvox._http), vars(tryvox._http), tryvox._http.shown_headers())
        assert repr(tryvox) == "TryVox(AC1 at https://api.tryvox.io, key tvx_sk_live_…JIHG)"
    secret = Secret(HOOK)
    assert_hidden(secret, repr(secret), f"{secret}", f"{secret!r}", [secret], {"a": secret})
    assert secret == Secret(HOOK) and secret != Secret("x") and len({secret, Secret(HOOK)}) == 1
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(secret)


def test_logs(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for answer in (tattle, broken, lambda _request: httpx2.Response(200, json={"call_uuid": "u", "calls": []})):
        settings: dict[str, Any] = {"retry": Retry(backoff=0.0), "transport": httpx2.MockTransport(answer)}
        with TryVox("AC1", KEY, **settings) as tryvox:
            for ask in (lambda: tryvox.calls.create(**CALL), lambda: list(tryvox.calls.list(to=CALL["to"]))):
                try:
                    ask()
                except CallError:
                    continue
    assert len(caplog.records) >= 6
    assert_hidden(caplog.text)
    assert "5550199" not in caplog.text and "5550100" not in caplog.text


def test_logs_of_httpx2(caplog: pytest.LogCaptureFixture, httpserver: Any) -> None:
    """httpx2 logs the address of a request, its pool the headers of the reply: both have numbers in them."""
    caplog.set_level(logging.DEBUG)
    httpserver.expect_request("/v1/voice/accounts/AC1/calls").respond_with_json(
        {"calls": []}, headers={"Set-Cookie": f"to={CALL['to']}; key={KEY}"}
    )
    settings: dict[str, Any] = {"base_url": httpserver.url_for("").rstrip("/"), "retry": Retry(tries=1)}

    async def main() -> None:
        async with AsyncTryVox("AC1", KEY, **settings) as client:
            assert [call async for call in client.calls.list(to=CALL["to"])] == []

    with TryVox("AC1", KEY, **settings) as client:
        assert list(client.calls.list(to=CALL["to"])) == []
    asyncio.run(main())
    # The server of the tests logs what it was asked for, as a server may.
    lines = "\n".join(record.getMessage() for record in caplog.records if record.name != "werkzeug")
    assert len(httpserver.log) == 2 and "connect_tcp" in lines
    assert_hidden(lines)
    assert "5550199" not in lines
    # What others ask httpx2 for is logged as ever.
    httpx2.get(f"{settings['base_url']}/v1/voice/accounts/AC1/calls?to=1")
    assert "HTTP Request: GET" in caplog.text


def test_the_proxy_and_its_password(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def refuse() -> None:
            for _ in range(2):
                connection = listener.accept()[0]
                with connection:
                    asked.append(connection.recv(65536))
                    connection.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

        thread = threading.Thread(target=refuse, daemon=True)
        thread.start()
        monkeypatch.setenv("ALL_PROXY", f"http://acme:hush@127.0.0.1:{listener.getsockname()[1]}")
        monkeypatch.setenv("NO_PROXY", "direct.invalid")
        for host, words in (("proxied.invalid", "403 Forbidden"), ("direct.invalid", "not known|resolution|resolve")):
            settings: dict[str, Any] = {"base_url": f"https://{host}", "retry": Retry(tries=1)}
            with TryVox("AC1", KEY, **settings) as client, pytest.raises(NotSent, match=words):
                client.calls.create(**CALL)

            async def main(settings: dict[str, Any] = settings) -> None:
                async with AsyncTryVox("AC1", KEY, **settings) as client:
                    await client.calls.create(**CALL)

            with pytest.raises(NotSent, match=words):
                asyncio.run(main())
        thread.join(10)
    basic = base64.b64encode(b"acme:hush")
    assert [request.split(b" HTTP")[0] for request in asked] == [b"CONNECT proxied.invalid:443"] * 2
    assert all(basic in request for request in asked)
    assert_hidden(caplog.text)
    assert "hush" not in caplog.text and basic.decode() not in caplog.text and "5550199" not in caplog.text


def test_what_the_command_prints_and_writes(
    tmp_path: Path, fault_server: Any, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    server = fault_server("--faults", "0.5", "--slow", "0.01", "--seed", "3")
    for name, value in (server.settings() | {"TRYVOX_API_KEY": KEY, "TRYVOX_WEBHOOK_SECRET": HOOK}).items():
        monkeypatch.setenv(name, value)
    numbers = [f"+1415555{place:04d}" for place in range(40)]
    (tmp_path / "calls.csv").write_text("to\n" + "\n".join(numbers))
    common = ["call", "--from", "+14155550100", "--answer-url", "https://acme.github.io/a.json", "--no-preflight"]
    reports = ["--report", str(tmp_path / "r.csv"), "--report", str(tmp_path / "r.html")]
    run([*common, "--to", "+14155550199", "--dry-run"])
    assert_hidden(*capfd.readouterr())
    run([*common, "--to", "+14155550199"])
    run([*common, "--batch", str(tmp_path / "calls.csv"), "--live", "--stop-after", "0", *reports])
    run(["calls", "decide", str(tmp_path / "calls.csv.journal")])
    run(["calls", "list"])
    out, err = capfd.readouterr()
    written = [path.read_bytes().decode("latin-1") for path in tmp_path.iterdir() if path.name != "calls.csv"]
    assert len(written) >= 3
    assert_hidden(out, err, *written)
    for number in (*numbers, "+14155550199", "+14155550100"):
        assert all(number[1:] not in text for text in (out, err, *written))


def test_masks() -> None:
    assert mask_key("tvx_sk_live_0123456789abcdef") == "tvx_sk_live_…cdef"
    assert mask_key("0123456789abcdef") == "…"
    assert mask_key("short") == "…" and mask_key("tvx_sk_test_abc") == "tvx_sk_test_…"
    assert mask_number("+14155550100") == "+*******0100" and mask_number("100") == "100"
    assert mask_numbers("to +14155550100 and %2B14155550199!") == "to +*******0100 and %2B*******0199!"
    assert mask_numbers("1,234,567 rows in +5 s") == "1,234,567 rows in +5 s"
    assert mask_secrets(f"<{KEY}>", None) == "<tvx_sk_live_…JIHG>"


@given(st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True), st.text("abc +-", max_size=9))
def test_any_number_in_any_text_shows_four_digits(number: str, text: str) -> None:
    shown = mask_numbers(f"{text} {number} {text}")
    assert number[-4:] in shown and number[1:] not in shown


class Keyring:
    """A keyring that holds what it is told, and remembers that it was asked."""

    def __init__(self, stored: str | None = None, error: Exception | None = None) -> None:
        self.stored, self.error = stored, error
        self.asked: list[tuple[str, str]] = []

    def get_password(self, service: str, name: str) -> str | None:
        self.asked.append((service, name))
        if self.error is not None:
            raise self.error
        return self.stored


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> Keyring:
    import importlib.machinery
    import sys

    found = Keyring("tvx_sk_test_from-the-keyring")
    found.__spec__ = importlib.machinery.ModuleSpec("keyring", None)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", found)
    return found


def test_the_keyring_is_asked_last(keyring: Keyring, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("tvx_sk_test_from-a-file\n")
    every = {"TRYVOX_API_KEY": "tvx_sk_test_from-outside", "TRYVOX_API_KEY_FILE": str(file)}
    find = credentials.find_secret
    assert find("TRYVOX_API_KEY", "tvx_given", environ=every) == (Secret("tvx_given"), "the argument")
    assert find("TRYVOX_API_KEY", environ=every) == (Secret("tvx_sk_test_from-outside"), "TRYVOX_API_KEY")
    del every["TRYVOX_API_KEY"]
    assert find("TRYVOX_API_KEY", environ=every) == (Secret("tvx_sk_test_from-a-file"), "TRYVOX_API_KEY_FILE")
    assert keyring.asked == []
    assert find("TRYVOX_API_KEY", environ={}) == (Secret("tvx_sk_test_from-the-keyring"), "the keyring")
    assert keyring.asked == [("voxml", "TRYVOX_API_KEY")]
    keyring.error = RuntimeError("no desktop here")
    assert find("TRYVOX_API_KEY", environ={}) is None


@pytest.mark.parametrize(
    ("found", "says"),
    [
        ('"tvx_sk_test_0123456789abcdef"', "is in quotation marks"),
        ("'tvx_sk_test_0123456789abcdef'", "is in quotation marks"),
        ('tvx_sk_test_0123456789abcdef"', "is in quotation marks"),
        ("Bearer tvx_sk_test_0123456789abcdef", "begins with Bearer"),
        ("Authorization: Basic QUM6a2V5", "begins with Authorization:"),
        ("TRYVOX_API_KEY=tvx_sk_test_0123456789abcdef", "begins with TRYVOX_API_KEY="),
        ("export TRYVOX_API_KEY=tvx_sk_test_0123456789abcdef", "begins with export TRYVOX_API_KEY="),
        ("tvx_sk_test_0123 456789abcdef", "holds white space"),
    ],
)
def test_what_was_copied_along_with_a_key(found: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{found}\n")
    file = {"TRYVOX_API_KEY_FILE": str(tmp_path / "key")}
    for environ in ({"TRYVOX_API_KEY": found}, file):
        with pytest.raises(ConfigError, match=f"TRYVOX_API_KEY.*: {says}") as caught:
            credentials.find_secret("TRYVOX_API_KEY", environ=environ)
        assert "0123" not in str(caught.value) and "QUM6" not in str(caught.value)


def test_what_only_looks_like_a_slip() -> None:
    for key in ("QUM6a2V5==", "tvx_sk_test_0123456789abcdef", "abc:def"):
        found = credentials.find_secret("TRYVOX_API_KEY", environ={"TRYVOX_API_KEY": key})
        assert found is not None and found.value.reveal() == key
    for secret in ("it's", "Bearer of news", "two words"):
        assert credentials.find_secret("TRYVOX_WEBHOOK_SECRET", environ={"TRYVOX_WEBHOOK_SECRET": secret})
    with pytest.raises(ConfigError, match="quotation marks"):
        credentials.find_secret("TRYVOX_WEBHOOK_SECRET", environ={"TRYVOX_WEBHOOK_SECRET": '"hush"'})


def test_nothing_of_a_webhook_secret_is_shown() -> None:
    assert str(Secret("whsec_0123456789abcdef")) == "…" and repr(Secret("whsec_0123456789abcdef")) == "Secret('…')"


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe\xff", "schlüssel".encode()])
def test_files_that_hold_no_key(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_bytes(content)
    for path in (file, tmp_path, tmp_path / "none"):
        with pytest.raises(ConfigError, match="TRYVOX_API_KEY"):
            credentials.find_secret("TRYVOX_API_KEY", environ={"TRYVOX_API_KEY_FILE": str(path)})
