"""Webhooks: make sure that TryVox sent them, and read their events.

    from voxml import webhooks

    webhooks.verify(request.headers, request.body, secret)     # raises SignatureError
    event = webhooks.parse(request.body)
    if event.is_over:
        print(event.call_uuid, event.status, event.end_reason)

The signature is known from a client in the field, the vendor's page on it could not be seen: the header
`x-tryvox-signature: t=<unix seconds>,v1=<hex>` and `x-tryvox-timestamp: <unix seconds>`, the same number;
`v1` is the HMAC-SHA256 of that number, a full stop and the raw body, keyed with the webhook secret.
docs/frameworks.md has recipes for Flask, FastAPI, Django and a serverless function.
"""

from __future__ import annotations

import hashlib
import hmac
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Protocol, cast

from voxml.calls.events import Event, read_event, read_query
from voxml.calls.masking import Secret
from voxml.errors import VoxmlError, VoxmlTypeError

__all__ = [
    "Event",
    "MemoryStore",
    "PayloadError",
    "ReplayError",
    "ReplayStore",
    "SignatureError",
    "parse",
    "parse_query",
    "sign",
    "verify",
]

SIGNATURE_HEADER: Final = "x-tryvox-signature"
TIMESTAMP_HEADER: Final = "x-tryvox-timestamp"
#: Seconds that a webhook may be old or early: what the client in the field allows.
TOLERANCE: Final = 300
#: Far more than a signature with a dozen rotated parts has.
_MAX_HEADER: Final = 4096

Headers = Mapping[str, str] | Mapping[str, list[str]] | Iterable[tuple[str | bytes, str | bytes]]


class SignatureError(VoxmlError, ValueError):
    """A webhook that can't be shown to come from TryVox: answer it with 401, and do nothing that it says."""


class ReplayError(SignatureError):
    """A webhook that was seen before. TryVox does send some twice: do nothing again, and answer as the first
    time.
    """


class PayloadError(VoxmlError, ValueError):
    """A body that is not a webhook's: answer it with 400."""


class ReplayStore(Protocol):
    """Remembers which webhooks were seen; shared by all that receive them, or it does not help."""

    def add(self, name: str, seconds: float) -> bool:
        """Remember a webhook for `seconds`; return False when it was remembered already.

        It must be one step: of two that ask at the same time, one gets True.
        """
        ...


class MemoryStore:
    """A replay store for one process, safe to share between threads; forgets what can't come again."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._seen: dict[str, float] = {}
        self._clock = clock
        self._lock = threading.Lock()
        self._next_sweep = clock()

    def add(self, name: str, seconds: float) -> bool:
        """Remember a webhook; False when it was remembered already."""
        with self._lock:
            now = self._clock()
            if now >= self._next_sweep:
                self._seen = {each: end for each, end in self._seen.items() if end > now}
                self._next_sweep = now + 60
            if name in self._seen and self._seen[name] > now:
                return False
            self._seen[name] = now + seconds
            return True


def sign(body: bytes, secret: str | Secret, *, timestamp: int | None = None) -> dict[str, str]:
    """Return the headers that TryVox would send with `body`: for tests of what receives it.

    Args:
        body: the raw bytes of the request.
        secret: the webhook secret.
        timestamp: Unix seconds; now when not set.
    """
    keys = _keys(secret)
    stamp = str(int(time.time() if timestamp is None else timestamp))
    return {
        SIGNATURE_HEADER: f"t={stamp},v1={_digest(keys[0], stamp, _raw(body))}",
        TIMESTAMP_HEADER: stamp,
    }


def verify(
    headers: Headers,
    body: bytes,
    secret: str | bytes | Secret | Iterable[str | bytes | Secret],
    *,
    tolerance: float = TOLERANCE,
    now: float | None = None,
    store: ReplayStore | None = None,
    account: str = "",
) -> None:
    """Make sure that TryVox sent this, now, and as it is.

    Args:
        headers: the request's headers, as a mapping in any case, as pairs of str or bytes, or a WSGI environ.
        body: the raw bytes as they came in; JSON that was read and written again does not match.
        secret: the webhook secret, or several while one replaces the other; a line end behind it does not count.
        tolerance: seconds that it may be old, or early by the clock here.
        now: Unix seconds; the clock's when not set.
        store: remembers bodies for `tolerance` seconds, so that a copy is refused, one with a new timestamp too. Give
            none where the same may come again on purpose, as at the action_url of a Gather.
        account: whose webhook it is, where one store serves several accounts.

    Raises:
        SignatureError: a header is missing or not as it should be, no part matches, or it is too old.
        ReplayError: it is valid, and was seen before.
    """
    keys = _keys(secret)
    raw = _raw(body)
    window = _number("tolerance", tolerance)
    moment = time.time() if now is None else _number("now", now)
    stamp, parts = _read_headers(headers)
    # Every pair is compared in full, so that the time it takes does not depend on them.
    matches = [hmac.compare_digest(_digest(key, stamp, raw), part) for key in keys for part in parts]
    if not any(matches):
        raise SignatureError("the signature does not match: another secret, or the body was changed on the way")
    age = moment - int(stamp)
    if not abs(age) <= window:
        way = "old" if age > 0 else "early"
        raise SignatureError(f"the webhook is {abs(age):.9g} s {way}; expected {window:.9g} s at most")
    # Neither the signature nor the timestamp: TryVox repeats a status with new ones, and one body has two signatures
    # during a rotation.
    name = hashlib.sha256(account.encode() + b"\0" + raw).hexdigest()
    # Until no copy of this one can be taken, and a second for clocks that round.
    if store is not None and not store.add(name, max(window, window - age) + 1):
        raise ReplayError("the webhook was seen before")


def parse(body: bytes) -> Event:
    """Return what a webhook says, whichever of the spellings in use it has.

    Raises:
        PayloadError: the body is not one JSON object.
    """
    return read_event(_raw(body), PayloadError)


def parse_query(query: str | bytes | Mapping[str, Any]) -> Event:
    """Return what a webhook by GET says in its query; those are not signed.

    Args:
        query: the query string, as `call_uuid=…&from=%2B1…`, the whole URL, the mapping that a framework made of it, or
            a WSGI environ.

    Raises:
        PayloadError: it is far too long, or not UTF-8.
        VoxmlTypeError: it is something else.
    """
    if isinstance(query, Mapping) and "REQUEST_METHOD" in query:
        query = str(query.get("QUERY_STRING", ""))
    return read_query(query, PayloadError)


def _keys(secret: object) -> list[bytes]:
    """Return the secrets as keys; an environment variable may hold any bytes, which Python keeps as lone surrogates."""
    one = isinstance(secret, (str, bytes, bytearray, Secret))
    keys: list[bytes] = []
    for each in [secret] if one else _each("secret", secret):
        text = each.reveal() if isinstance(each, Secret) else each
        if not isinstance(text, (str, bytes, bytearray)):
            raise VoxmlTypeError(f"secret: found a {type(text).__name__}; expected a str, or several")
        key = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else bytes(text)
        # A secret that was read from a file or a variable often has a line end behind it.
        keys += dict.fromkeys((key, key.strip() or key))
    if not keys or not all(keys):
        raise SignatureError("the secret is empty: anybody could sign with that")
    return keys


def _each(name: str, values: object) -> Iterable[object]:
    if not isinstance(values, Iterable):
        raise VoxmlTypeError(f"{name}: found a {type(values).__name__}; expected a str, or several")
    return cast("Iterable[object]", values)


def _number(name: str, value: object) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    raise VoxmlTypeError(f"{name}: found a {type(value).__name__}; expected a number of seconds")


def _raw(body: object) -> bytes:
    if not isinstance(body, (bytes, bytearray, memoryview)):
        raise VoxmlTypeError(
            f"body: found a {type(body).__name__}; expected the raw bytes of the request, as they came in"
        )
    return body if isinstance(body, bytes) else bytes(cast("bytearray", body))


def _digest(key: bytes, stamp: str, body: bytes) -> str:
    return hmac.new(key, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _read_headers(headers: Headers) -> tuple[str, list[str]]:
    """Return the timestamp, on which both headers must agree, and the signatures of version 1."""
    found = _find(headers)
    for name in (SIGNATURE_HEADER, TIMESTAMP_HEADER):
        if len(set(found[name])) != 1:
            raise SignatureError(f"{'no' if not found[name] else 'more than one'} {name} header")
    signature, stamp = found[SIGNATURE_HEADER][0], found[TIMESTAMP_HEADER][0].strip()
    if len(signature) > _MAX_HEADER:
        raise SignatureError(f"the {SIGNATURE_HEADER} header has {len(signature)} characters")
    pairs = [part.strip().partition("=") for part in signature.split(",")]
    stamps = {value.strip() for name, _, value in pairs if name.strip() == "t"}
    parts = [value.strip() for name, _, value in pairs if name.strip() == "v1"]
    if not _is_stamp(stamp) or len(stamps) != 1 or not parts or not all(part.isascii() for part in parts):
        raise SignatureError(f"{SIGNATURE_HEADER} and {TIMESTAMP_HEADER}: expected t=<unix seconds>,v1=<hex>")
    if stamps != {stamp}:
        raise SignatureError(f"{SIGNATURE_HEADER} and {TIMESTAMP_HEADER} do not name the same time")
    return stamp, parts


def _find(headers: Headers) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {SIGNATURE_HEADER: [], TIMESTAMP_HEADER: []}
    for name, value in _pairs(headers):
        # A WSGI environ has HTTP_X_TRYVOX_SIGNATURE.
        key = _header_text(name).lower().replace("_", "-").removeprefix("http-")
        if key in found:
            several = _each("headers", cast("object", value)) if isinstance(value, (list, tuple)) else (value,)
            found[key] += [_header_text(each) for each in several]
    return found


def _pairs(headers: object) -> list[tuple[object, object]]:
    """Return the headers as pairs, whatever a framework keeps them in."""
    try:
        pairs = cast("Mapping[object, object]", headers).items() if hasattr(headers, "items") else headers
        return [(name, value) for name, value in cast("Iterable[tuple[object, object]]", pairs)]
    except (TypeError, ValueError):
        problem = f"headers: found a {type(headers).__name__}; expected a mapping, or pairs of a name and a value"
    raise VoxmlTypeError(problem)


def _header_text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _is_stamp(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 12
