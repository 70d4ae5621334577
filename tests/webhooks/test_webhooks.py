from __future__ import annotations

import hashlib
import hmac
import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voxml import webhooks
from voxml.errors import VoxmlError
from voxml.webhooks import (
    MemoryStore,
    PayloadError,
    ReplayError,
    SignatureError,
    parse,
    parse_query,
    sign,
    verify,
)

SECRET = "whsec_opensesame"
BODY = b'{"event":"call.answered","call_uuid":"u-1"}'
NOW = 1_800_000_000


def test_the_documented_construction() -> None:
    mac = hmac.new(SECRET.encode(), b"1800000000." + BODY, hashlib.sha256).hexdigest()
    assert sign(BODY, SECRET, timestamp=NOW) == {
        "x-tryvox-signature": f"t=1800000000,v1={mac}",
        "x-tryvox-timestamp": "1800000000",
    }


@given(st.binary(max_size=200), st.text(min_size=1) | st.just("\udcff"), st.integers(0, 10**11))
def test_what_is_signed_verifies(body: bytes, secret: str, now: int) -> None:
    verify(sign(body, secret, timestamp=now), body, secret, now=now)


@given(st.binary(min_size=1, max_size=60), st.data())
def test_a_changed_byte_is_seen(body: bytes, data: Any) -> None:
    place = data.draw(st.integers(0, len(body) - 1))
    changed = body[:place] + bytes([body[place] ^ data.draw(st.integers(1, 255))]) + body[place + 1 :]
    with pytest.raises(SignatureError, match="does not match"):
        verify(sign(body, SECRET, timestamp=NOW), changed, SECRET, now=NOW)


@pytest.mark.parametrize(
    "headers",
    [
        lambda h: {name.upper(): value for name, value in h.items()},
        lambda h: {name.title(): value for name, value in h.items()},
        lambda h: list(h.items()),
        lambda h: [(name.encode(), value.encode()) for name, value in h.items()],
        lambda h: {name: [value] for name, value in h.items()},
        lambda h: h | {"x-tryvox-signature": h["x-tryvox-signature"].replace(",", " , ") + ", v0=zz"},
    ],
)
def test_headers_in_every_shape(headers: Any) -> None:
    verify(headers(sign(BODY, SECRET, timestamp=NOW)), BODY, SECRET, now=NOW)


def _with(signature: str | None = None, timestamp: str | None = None) -> dict[str, str]:
    headers = sign(BODY, SECRET, timestamp=NOW)
    given = {"x-tryvox-signature": signature, "x-tryvox-timestamp": timestamp}
    return headers | {name: value for name, value in given.items() if value is not None}


MAC = sign(BODY, SECRET, timestamp=NOW)["x-tryvox-signature"].partition("v1=")[2]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-tryvox-signature": f"t={NOW},v1={MAC}"},
        {"x-tryvox-timestamp": str(NOW)},
        _with(signature=""),
        _with(signature=f"t={NOW}"),
        _with(signature=f"v1={MAC}"),
        _with(signature=f"t={NOW},v1="),
        _with(signature=f"t={NOW},v1={MAC[:-1]}"),
        _with(signature=f"t={NOW},v1={MAC.upper()}"),
        _with(signature=f"t={NOW},v2={MAC}"),
        _with(signature=f"t={NOW},t={NOW + 1},v1={MAC}"),
        _with(signature=f"t={NOW},v1=é"),
        _with(signature=f"t={NOW}," + "v1=aa," * 2000),
        _with(timestamp=str(NOW + 1)),
        _with(timestamp="soon"),
        _with(timestamp="١٨"),
        _with(timestamp=f"{NOW}.0"),
        [*_with().items(), ("X-TryVox-Timestamp", str(NOW + 1))],
    ],
)
def test_what_is_refused(headers: Any) -> None:
    with pytest.raises(SignatureError):
        verify(headers, BODY, SECRET, now=NOW)


def test_the_window() -> None:
    headers = sign(BODY, SECRET, timestamp=NOW)
    for off in (-300, 0, 300):
        verify(headers, BODY, SECRET, now=NOW + off)
    for off, says in ((301, "old"), (-301, "early")):
        with pytest.raises(SignatureError, match=says):
            verify(headers, BODY, SECRET, now=NOW + off)
    verify(headers, BODY, SECRET, now=NOW + 1000, tolerance=1000)
    with pytest.raises(SignatureError):
        verify(headers, BODY, SECRET, now=float("nan"))
    with pytest.raises(SignatureError):
        verify(headers, BODY, SECRET)


def test_rotation_on_either_side() -> None:
    old, new = sign(BODY, "old", timestamp=NOW), sign(BODY, "new", timestamp=NOW)
    verify(old, BODY, ["new", "old"], now=NOW)
    both = old | {"x-tryvox-signature": old["x-tryvox-signature"] + "," + new["x-tryvox-signature"].partition(",")[2]}
    for secret in ("old", "new"):
        verify(both, BODY, secret, now=NOW)
    with pytest.raises(SignatureError):
        verify(both, BODY, "other", now=NOW)


def test_an_empty_secret_is_refused() -> None:
    for secret in ("", [], [""], ["ok", ""]):
        with pytest.raises(SignatureError, match="empty") as caught:
            verify(sign(BODY, SECRET, timestamp=NOW), BODY, secret, now=NOW)
        assert isinstance(caught.value, VoxmlError) and isinstance(caught.value, ValueError)
    with pytest.raises(SignatureError):
        sign(BODY, "")
    for wrong in (None, 5, [5]):
        with pytest.raises(TypeError):
            verify({}, BODY, wrong)  # type: ignore[arg-type]


def test_text_is_not_bytes() -> None:
    for wrong in ("{}", {"a": 1}, None):
        with pytest.raises(TypeError, match="raw bytes"):
            verify(sign(BODY, SECRET), wrong, SECRET)  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="raw bytes"):
            parse(wrong)  # type: ignore[arg-type]


def test_a_copy_is_refused() -> None:
    clock = [float(NOW)]
    store = MemoryStore(clock=lambda: clock[0])
    headers = sign(BODY, SECRET, timestamp=NOW)
    verify(headers, BODY, SECRET, now=NOW, store=store)
    with pytest.raises(ReplayError):
        verify(headers, BODY, SECRET, now=NOW + 1, store=store)
    rotated = headers | {"x-tryvox-signature": sign(BODY, "new", timestamp=NOW)["x-tryvox-signature"]}
    with pytest.raises(ReplayError):
        verify(rotated, BODY, ["new"], now=NOW + 2, store=store)
    with pytest.raises(SignatureError, match="does not match"):
        verify(headers, BODY + b" ", SECRET, now=NOW, store=store)
    clock[0] += 1000
    assert store.add("another", 1)
    assert len(store._seen) == 1


@pytest.mark.parametrize("tolerance", [0, 300])
def test_a_copy_is_refused_whatever_the_clock_of_the_store_shows(tolerance: int) -> None:
    store = MemoryStore()
    headers = sign(BODY, SECRET, timestamp=NOW)
    verify(headers, BODY, SECRET, now=NOW, tolerance=tolerance, store=store)
    with pytest.raises(ReplayError):
        verify(headers, BODY, SECRET, now=NOW, tolerance=tolerance, store=store)


def test_what_is_of_the_wrong_type_is_named() -> None:
    headers: Any = sign(BODY, SECRET, timestamp=NOW)
    for wrong in (None, 5, [5], ["ab c"]):
        with pytest.raises(VoxmlError, match="headers: found a"):
            verify(cast("Any", wrong), BODY, SECRET, now=NOW)
    for name, value in (("now", "5"), ("now", True), ("tolerance", None), ("tolerance", "300")):
        with pytest.raises(TypeError, match=f"{name}: found a"):
            verify(headers, BODY, SECRET, **{name: value})
    with pytest.raises(TypeError, match="secret: found a NoneType"):
        verify(headers, BODY, cast("Any", None))
    with pytest.raises(SignatureError, match=r"is 300\.5 s old; expected 300 s at most"):
        verify(headers, BODY, SECRET, now=NOW + 300.5)


def test_no_secret_in_an_error() -> None:
    with pytest.raises(SignatureError) as caught:
        verify(sign(BODY, SECRET, timestamp=NOW), b"other", SECRET, now=NOW)
    assert SECRET not in str(caught.value) and MAC not in str(caught.value)


SNAKE = {
    "event": "call.answered",
    "call_uuid": "u-1",
    "account_id": "AC123456",
    "from": "+14155550100",
    "to": "+14155550199",
    "direction": "outbound",
    "status": "answered",
    "timestamp": "2026-01-02T03:04:05.678Z",
}


def test_the_documented_event() -> None:
    event = parse(json.dumps(SNAKE).encode())
    assert (event.kind, event.event, event.status, event.status_word) == (
        "answered",
        "call.answered",
        "in-progress",
        "answered",
    )
    assert (event.call_uuid, event.account_id, event.direction) == ("u-1", "AC123456", "outbound")
    assert (event.from_, event.to) == ("+14155550100", "+14155550199")
    assert event.timestamp == datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)
    assert not event.is_over and event.extra == {}
    assert "5550199" not in repr(event)


def test_the_event_as_seen_in_the_field() -> None:
    sent = {
        "Event": "Status",
        "CallUUID": "u-1",
        "AccountId": "AC1",
        "From": "+14155550100",
        "Status": "hangup",
        "Duration": 42,
        "HangupBy": "callee",
    }
    event = parse(json.dumps(sent).encode())
    assert (event.kind, event.status, event.duration, event.account_id) == ("ended", "completed", 42, "AC1")
    assert event.is_over and event.extra == {"HangupBy": "callee"}


@pytest.mark.parametrize(
    ("word", "status", "kind"),
    [
        ("queued", "queued", "queued"),
        ("ringing", "ringing", "ringing"),
        ("answered", "in-progress", "answered"),
        ("in-progress", "in-progress", "answered"),
        ("In_Progress", "in-progress", "answered"),
        ("completed", "completed", "ended"),
        ("ended", "completed", "ended"),
        ("hangup", "completed", "ended"),
        ("cancelled", "canceled", "ended"),
        ("canceled", "canceled", "ended"),
        ("no-answer", "no-answer", "ended"),
        ("no_answer", "no-answer", "ended"),
        ("busy", "busy", "ended"),
        ("failed", "failed", "ended"),
        ("teleported", None, "status"),
    ],
)
@pytest.mark.parametrize("name", ["status", "Status", "call_status", "CallStatus"])
def test_every_status_word(word: str, status: str | None, kind: str, name: str) -> None:
    event = parse(json.dumps({"call_uuid": "u", name: word}).encode())
    assert (event.status, event.kind, event.status_word) == (status, kind, word)


def test_events_by_name_only() -> None:
    assert parse(b'{"event":"call.ended"}').is_over
    assert parse(b'{"event":"recording.completed"}').kind == "other"
    gathered = parse(b'{"call_uuid":"u","Digits":"12","SpeechResult":"sales"}')
    assert (gathered.kind, gathered.digits, gathered.speech) == ("other", "12", "sales")
    assert parse(b'{"data":{"call_uuid":"u","status":"busy"},"id":"e-1"}').extra == {"id": "e-1"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"{",
        b"[]",
        b"null",
        b'"x"',
        b"\xff\xfe",
        b'{"a":"\xff"}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b" " * 2**21,
    ],
)
def test_what_is_no_event(body: bytes) -> None:
    with pytest.raises(PayloadError) as caught:
        parse(body)
    assert isinstance(caught.value, ValueError)


def test_odd_values_do_not_break_it() -> None:
    sent = {"status": ["x"], "duration": "long", "timestamp": 1e300, "from": 14155550100, "call_uuid": None}
    event = parse(json.dumps(sent).encode())
    assert event.from_ == "14155550100" and event.duration is None and event.timestamp is None
    assert event.extra == {"status": ["x"], "duration": "long", "timestamp": 1e300, "call_uuid": None}


@given(
    st.dictionaries(
        st.sampled_from(["status", "Duration", "timestamp", "data"]) | st.text(max_size=8),
        st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=20), st.lists, max_leaves=4),
        max_size=6,
    )
)
def test_any_object_is_an_event(sent: Any) -> None:
    with suppress(PayloadError):
        repr(parse(json.dumps(sent).encode("utf-8", "surrogatepass")))


def test_by_get() -> None:
    event = parse_query("?call_uuid=u-1&account_id=AC1&from=%2B14155550100&to=%2B14155550199&campaign=a")
    assert (event.call_uuid, event.from_, event.extra) == ("u-1", "+14155550100", {"campaign": "a"})
    for wrong in (b"\xff", "a=1&" * 500):
        with pytest.raises(PayloadError):
            parse_query(wrong)


def test_a_copy_that_was_signed_again_is_refused() -> None:
    """TryVox repeats a status with a new timestamp and the same body."""
    store = MemoryStore()
    for now in (NOW, NOW + 250):
        headers = sign(BODY, SECRET, timestamp=now)
        if now == NOW:
            verify(headers, BODY, SECRET, now=now, store=store, account="AC1")
        with pytest.raises(ReplayError):
            verify(headers, BODY, SECRET, now=now, store=store, account="AC1")
    verify(headers, BODY, SECRET, now=now, store=store, account="AC2")
    with pytest.raises(ReplayError):
        # One that is early can come again for longer.
        early = sign(BODY + b" ", SECRET, timestamp=NOW + 300)
        verify(early, BODY + b" ", SECRET, now=NOW, store=store)
        verify(early, BODY + b" ", SECRET, now=NOW + 600, store=store)


def test_a_copy_is_remembered_for_the_window() -> None:
    clock = [0.0]
    store = MemoryStore(clock=lambda: clock[0])
    for seconds, is_new in ((0, True), (299, False), (302, True)):
        clock[0] = seconds
        headers = sign(BODY, SECRET, timestamp=NOW + seconds)
        try:
            verify(headers, BODY, SECRET, now=NOW + seconds, store=store)
        except ReplayError:
            assert not is_new
        else:
            assert is_new


def test_slips_with_secrets_and_headers() -> None:
    headers = sign(BODY, SECRET, timestamp=NOW)
    for secret in (f"{SECRET}\n", f" {SECRET}\r\n", SECRET.encode(), bytearray(SECRET.encode()), [b"old", SECRET]):
        verify(headers, BODY, cast("Any", secret), now=NOW)
    environ = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    verify({**environ, "wsgi.version": (1, 0), "REQUEST_METHOD": "POST"}, BODY, SECRET, now=NOW)
    for empty in ("", b"", " "):
        with pytest.raises(SignatureError):
            verify(headers, BODY, empty, now=NOW)


@pytest.mark.parametrize(
    "query",
    [
        {"call_uuid": "u-1", "from": "+14155550100"},
        {"call_uuid": ["u-1"], "from": ["+14155550100"]},
        {"call_uuid": "u-1", "from": " 14155550100"},
        "call_uuid=u-1&from=+14155550100",
        b"call_uuid=u-1&from=%2B14155550100",
        "https://voice.example.com/a?call_uuid=u-1&from=%2B14155550100#top",
        "/a?call_uuid=u-1&from=+14155550100",
        "?call_uuid=u-1&from=+14155550100",
    ],
)
def test_queries_in_every_shape(query: Any) -> None:
    event = parse_query(query)
    assert (event.call_uuid, event.from_) == ("u-1", "+14155550100")


def test_a_query_in_no_shape() -> None:
    assert parse_query("call_uuid=u&next=/a?b=c").extra == {"next": "/a?b=c"}
    for wrong in (None, 5, [("call_uuid", "u")]):
        with pytest.raises(VoxmlError, match="query: found a"):
            parse_query(cast("Any", wrong))


def test_everything_public_is_there() -> None:
    assert webhooks.SIGNATURE_HEADER == "x-tryvox-signature"


def test_the_query_of_a_wsgi_environ_is_read() -> None:
    environ = {"REQUEST_METHOD": "GET", "QUERY_STRING": "to=%2B14155550100", "wsgi.version": (1, 0)}
    assert webhooks.parse_query(environ).to == "+14155550100"
