"""A request as it may be shown to people: exact, but for the masked key and secrets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from voxml.calls.credentials import find_account, find_base_url, find_secret
from voxml.calls.http_request import Auth, HttpRequests, encode_body
from voxml.calls.masking import Secret
from voxml.calls.operations import Operation
from voxml.calls.preflight import impossible, look_at_address

#: What is shown in place of a setting that is missing; a dry run needs no account.
NO_ACCOUNT, NO_KEY = "TRYVOX_AUTH_ID", "(TRYVOX_API_KEY is not set)"


class Shown(NamedTuple):
    """A request in parts, none of which is secret."""

    method: str
    url: str
    headers: dict[str, str]
    body: dict[str, Any] | None

    def __str__(self) -> str:
        """As it goes over the wire, with the JSON on lines of its own."""
        lines = [f"{self.method} {self.url}", *(f"{name}: {value}" for name, value in self.headers.items())]
        if self.body is not None:
            lines += ["", msgspec.json.format(msgspec.json.encode(self.body), indent=2).decode()]
        return "\n".join(lines)


def show_request(operation: Operation[Any], *, auth: Auth = "bearer", tenant_id: str | None = None) -> Shown:
    """Return what would be sent for an operation, with the settings of the environment as far as they are there.

    Raises:
        ConfigError: a setting that is there can't be right.
    """
    account, key = find_account(), find_secret("TRYVOX_API_KEY")
    requests = HttpRequests(
        account or NO_ACCOUNT,
        Secret("tvx_sk_test_") if key is None else key.value,
        base_url=None,
        auth=auth,
        tenant_id=tenant_id,
        timeout=None,
    )
    headers = requests.shown_headers()
    if key is None:
        headers["Authorization"] = f"{auth.capitalize()} {NO_KEY}"
    body = None
    if operation.body is not None:
        headers["Content-Type"] = "application/json"
        body = msgspec.json.decode(encode_body(operation.body, show_secrets=False))
    return Shown(operation.method, requests.url(operation), headers, body)


def doubts_about(urls: Iterable[str]) -> list[tuple[str, str]]:
    """Return what would speak against calls with these answer URLs, as far as the addresses and the settings of the
    environment tell.
    """
    key, base_url = find_secret("TRYVOX_API_KEY"), find_base_url()
    doubts: list[tuple[str, str]] = []
    for url in urls:
        problem = None if key is None else impossible(url, key.value)
        found = look_at_address(url, base_url) if problem is None else [problem]
        doubts += [(url, doubt) for doubt in found]
    return doubts
