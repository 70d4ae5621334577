"""Operations as HTTP requests: the address, the headers with the key, the time-outs, and which failures sent
nothing.

A request is built here and not by an httpx2 client, which would add cookies and headers of its own.
"""

from __future__ import annotations

import base64
import re
import time
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode

import httpx2
import msgspec

from voxml.calls.credentials import find_account, find_base_url, find_secret, refuse_plain_http
from voxml.calls.deadline import TOO_LATE
from voxml.calls.masking import Secret, mask_secrets
from voxml.calls.protocol import MAX_REPLY, Failure, Reply
from voxml.errors import ConfigError
from voxml.version import __version__

if TYPE_CHECKING:
    from voxml.calls.operations import Operation

Auth = Literal["bearer", "basic"]

#: Seconds to connect, and to wait for each piece of the reply. A reply that drips in is given up after four
#: of the latter, and the time to connect and to send.
CONNECT_TIMEOUT, READ_TIMEOUT = 5.0, 30.0
LONGEST_TIMEOUT = 86_400.0


class HttpRequests:
    """An account of the API and how it is spoken to."""

    def __init__(
        self,
        auth_id: str | None,
        api_key: str | Secret | None,
        *,
        base_url: str | None,
        auth: Auth,
        tenant_id: str | None,
        timeout: float | httpx2.Timeout | None,
    ) -> None:
        # From here on the frame holds no readable key, should something below fail.
        if isinstance(api_key, str):
            api_key = Secret(api_key.strip())
        found = find_secret("TRYVOX_API_KEY", api_key)
        account = find_account(auth_id)
        if account is None or found is None:
            raise ConfigError(_what_is_missing(account, found is None))
        if auth not in ("bearer", "basic"):
            raise ConfigError(f'auth: found {auth!r}; expected one of "bearer", "basic"')
        if tenant_id is not None and not _is_token(tenant_id):
            raise ConfigError(f"tenant_id: found {tenant_id!r}; expected a tenant's id such as acc_123")
        self.account = account
        self.key, self.key_origin = found
        self.auth: Auth = auth
        #: What no reply may repeat: the key, and its Basic form.
        self.secrets = (self.key, Secret(_basic_token(account, self.key)))
        self.tenant_id = tenant_id
        self.base_url = find_base_url(base_url)
        refuse_plain_http(self.base_url, self.key)
        self.timeouts = _timeouts(timeout)
        self._root = f"{self.base_url}/v1/voice/accounts/{account}"
        self._headers: httpx2.Headers | None = None
        self._urls: dict[str, httpx2.URL] = {}

    def __repr__(self) -> str:
        found = [getattr(self, name, "…") for name in ("account", "base_url", "key")]
        return "{} at {}, key {}".format(*found)

    def url(self, operation: Operation[Any]) -> str:
        """Return the full address of an operation."""
        query = f"?{urlencode(operation.query)}" if operation.query else ""
        return f"{self._root}{operation.path}{query}"

    def request(self, operation: Operation[Any]) -> httpx2.Request:
        """Return the request as it goes out, secrets and all."""

        if self._headers is None:
            self._headers = httpx2.Headers(self._header_fields())
        # Parsing the address takes longer than all else here; the one that dials is always the same.
        url = self._urls.get(operation.path) if not operation.query else None
        if url is None:
            url = httpx2.URL(self.url(operation))
            if operation.path == "/calls" and not operation.query:
                self._urls[operation.path] = url
        request = httpx2.Request(
            operation.method,
            url,
            headers=self._headers,
            content=None if operation.body is None else encode_body(operation.body),
            extensions={"timeout": self.timeouts},
        )
        if operation.body is not None:
            request.headers["Content-Type"] = "application/json"
        return request

    def shown_headers(self) -> dict[str, str]:
        """Return the headers as they may be shown, with the key masked."""
        shown = self._header_fields()
        shown["Authorization"] = f"Bearer {self.key}" if self.auth == "bearer" else f"Basic {self.account}:{self.key}"
        return shown

    def read_limit(self) -> float:
        """Return seconds that a whole reply may take."""
        return 4 * (self.timeouts.get("read") or 3600.0)

    def total_limit(self) -> float:
        """Return seconds that an exchange may take, from the first byte that is sent to the last that is read."""
        return self.read_limit() + sum(self.timeouts.get(name) or 0.0 for name in ("pool", "connect", "write"))

    def key_header(self) -> dict[str, str]:
        """Return the header with the key, readable."""
        word, secret = ("Bearer", self.secrets[0]) if self.auth == "bearer" else ("Basic", self.secrets[1])
        return {"Authorization": f"{word} {secret.reveal()}"}

    def _header_fields(self) -> dict[str, str]:
        headers = {
            **self.key_header(),
            "Accept": "application/json",
            "User-Agent": f"voxml/{__version__}",
        }
        if self.tenant_id is not None:
            headers["X-Tenant-ID"] = self.tenant_id
        return headers


def _basic_token(account: str, key: Secret) -> str:
    return base64.b64encode(f"{account}:{key.reveal()}".encode()).decode()


def encode_body(body: Any, *, show_secrets: bool = True) -> bytes:
    """Return a body as JSON, with its secrets readable or masked."""
    plain = {
        name: (value.reveal() if show_secrets else str(value)) if isinstance(value, Secret) else value
        for name, value in body.items()
    }
    return msgspec.json.encode(plain)


def failure_of(error: Exception) -> Failure:
    """Return what an exception of the transport means. Only what failed before a connection stood is certainly not
    sent.
    """

    before = (
        httpx2.ConnectError,
        httpx2.ConnectTimeout,
        httpx2.PoolTimeout,
        httpx2.ProxyError,
        httpx2.UnsupportedProtocol,
    )
    words: dict[type[Exception], str] = {
        httpx2.ConnectTimeout: "nobody answered in time",
        httpx2.PoolTimeout: "no connection became free in time",
        httpx2.ReadTimeout: "no reply came in time",
        httpx2.WriteTimeout: "the request was not taken in time",
        httpx2.ReadError: "it was reset while waiting for the reply",
    }
    # Of a time-out httpx2 says no more than "timed out".
    said = (
        ""
        if isinstance(error, httpx2.TimeoutException)
        else mask_secrets(re.sub(r"^\[Errno -?[0-9]+\] ", "", str(error).strip().rstrip(".")))
    )
    return Failure(
        (said[:1].lower() + said[1:]) or words.get(type(error), type(error).__name__), isinstance(error, before)
    )


class Body:
    """The body of a reply as it comes in, within bounds of size and time."""

    def __init__(self, seconds: float) -> None:
        self._pieces = bytearray()
        self._end = time.monotonic() + seconds
        self._problem: str | None = None

    def is_too_much(self, piece: bytes) -> bool:
        """Take the next piece in; whether it is time to give up."""
        self._pieces += piece
        if len(self._pieces) > MAX_REPLY:
            self._problem = f"the reply is larger than {MAX_REPLY // 2**20} MiB"
        elif time.monotonic() > self._end:
            self._problem = TOO_LATE
        return self._problem is not None

    def reply(self, response: httpx2.Response) -> Reply | Failure:
        """Return the whole reply, or why there is none."""
        if self._problem is not None:
            return Failure(self._problem, is_not_sent=False)
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Reply(response.status_code, headers, bytes(self._pieces))


def _timeouts(timeout: float | httpx2.Timeout | None) -> dict[str, float | None]:
    if timeout is None:
        return {"connect": CONNECT_TIMEOUT, "read": READ_TIMEOUT, "write": READ_TIMEOUT, "pool": READ_TIMEOUT}
    if isinstance(timeout, (int, float)) and not isinstance(timeout, bool):
        if not 0 < timeout <= LONGEST_TIMEOUT:
            raise ConfigError(f"timeout: found {timeout!s:.20}; expected seconds, more than 0 and a day at most")
        seconds = float(timeout)
        return {"connect": min(CONNECT_TIMEOUT, seconds), "read": seconds, "write": seconds, "pool": seconds}
    as_dict = getattr(timeout, "as_dict", None)
    if as_dict is None:
        raise ConfigError(f"timeout: found {timeout!r}; expected seconds or an httpx2.Timeout")
    return dict(as_dict())


def _is_token(text: object) -> bool:
    return isinstance(text, str) and text != "" and text.isascii() and text.isprintable() and " " not in text


def _what_is_missing(account: str | None, no_key: bool) -> str:
    missing: list[str] = []
    if account is None:
        missing.append("no account: set TRYVOX_AUTH_ID")
    if no_key:
        missing.append("no API key: set TRYVOX_API_KEY, or TRYVOX_API_KEY_FILE to the name of a file that holds it")
    return "; ".join(missing)
