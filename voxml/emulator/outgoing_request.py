"""The requests that TryVox makes to a server of yours, as they go over the wire: method, address, headers, body."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

import msgspec

from voxml import webhooks
from voxml.emulator import payloads
from voxml.version import __version__

#: Contains "tryvox", by which some servers recognise a request of TryVox.
USER_AGENT = f"TryVox-Emulator/{__version__} (voxml)"

Signer = Callable[[bytes, int], Mapping[str, str]]


class Outgoing(NamedTuple):
    """One request, ready to be sent."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes


def outgoing(
    method: str, url: str, payload: dict[str, Any], *, sign: Signer | None, at: int, sign_get: bool = True
) -> Outgoing:
    """Put the payload where the method carries it: JSON in a POST, a few members in the query of a GET.

    `at` is the Unix time of the signature; `sign` is None where no secret is known.
    """
    headers = {"user-agent": USER_AGENT, "accept": "application/json"}
    if method == "GET":
        body = b""
        url = with_query(url, payloads.query(payload))
    else:
        body = msgspec.json.encode(payload)
        headers["content-type"] = "application/json"
    if sign is not None and (body or sign_get):
        headers.update(sign(body, at))
    return Outgoing(method, url, headers, body)


def with_query(url: str, members: Mapping[str, str]) -> str:
    """`url` with members added to its query, percent-encoded (`+` as `%2B`); a fragment is never sent."""
    address, _, _fragment = url.partition("#")
    pairs = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in members.items())
    if not pairs:
        return address
    joint = "" if address.endswith(("?", "&")) else "&" if "?" in address else "?"
    return f"{address}{joint}{pairs}"


def signer(secret: str | None) -> Signer | None:
    """What signs with `secret`, or None without one."""
    if not secret:
        return None

    def sign(body: bytes, at: int) -> Mapping[str, str]:
        return webhooks.sign(body, secret, timestamp=at)

    return sign
