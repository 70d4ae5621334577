"""Checks which HTTP requests a server on this machine obeys: those of its own pages and of programs.

A page of any web site can send requests to 127.0.0.1, and a name that its owner points there (DNS rebinding) lets it
read the responses too. The `Host` header gives away the name, `Origin` and `Sec-Fetch-Site` the page; a body that is
declared as JSON can't be sent from another origin without asking first. Sources: RFC 9110 §7.2, RFC 6454 §7, and
https://www.w3.org/TR/fetch-metadata/.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

#: Sent with every response, so that no page of another site shows ours in a frame.
FRAME_POLICY = "frame-ancestors 'none'"


class Refusal(NamedTuple):
    """The status and the message of a request that is not obeyed."""

    status: int
    message: str


def refusal(
    method: str, headers: Mapping[str, str], *, listens_on: str, allowed_hosts: Collection[str] = ()
) -> Refusal | None:
    """Return why a request is not obeyed, or None.

    `headers` has lower-case names (or ignores case); `listens_on` is the address that the server was asked to listen
    on; `allowed_hosts` are more names that it may be addressed by.
    """
    host = headers.get("host") or ""
    name = host_name(host)
    if name is None or not _is_ours(name, listens_on, allowed_hosts):
        return Refusal(403, f"found Host {host[:100]!r}; expected the address of this server, such as {listens_on}")
    origin = headers.get("origin")
    if origin is not None and not _is_same(origin, host):
        return Refusal(403, f"found Origin {origin[:100]!r}; expected a page of this server")
    if headers.get("sec-fetch-site") in ("cross-site", "same-site") and not _is_visit(method, headers):
        return Refusal(403, "that comes from a page of another site")
    if method in ("POST", "PUT", "PATCH", "DELETE") and not _is_json(headers):
        found = (headers.get("content-type") or "no content-type")[:100]
        return Refusal(415, f"found {found}; expected content-type: application/json")
    return None


def host_name(host: str) -> str | None:
    """Return the name or address in a `Host` header, in lower case and without brackets; None if it is none."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port  # raises ValueError for a port that is none
    except ValueError:
        return None
    if parts.username is not None or parts.path or parts.query or parts.fragment or not parts.hostname:
        return None
    return parts.hostname.removesuffix(".")


def _is_ours(name: str, listens_on: str, allowed_hosts: Collection[str]) -> bool:
    if name in allowed_hosts or name == "localhost" or name.endswith(".localhost"):
        return True
    here = _address(listens_on)
    is_open = listens_on != "localhost" and (here is None or not here.is_loopback)
    address = _address(name)
    if address is not None:
        return address.is_loopback or is_open
    # Nobody outside can own a name without a dot, such as that of a container.
    return is_open and (name == listens_on.lower() or "." not in name)


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def _is_same(origin: str, host: str) -> bool:
    scheme, separator, rest = origin.partition("://")
    return separator != "" and scheme in ("http", "https") and rest.lower() == host.lower()


def _is_visit(method: str, headers: Mapping[str, str]) -> bool:
    """Whether a person follows a link to a page of ours."""
    is_page = headers.get("sec-fetch-dest", "document") == "document"
    return method in ("GET", "HEAD") and headers.get("sec-fetch-mode") == "navigate" and is_page


def _is_json(headers: Mapping[str, str]) -> bool:
    """Whether the body is declared as JSON, or there is none."""
    content_type = headers.get("content-type")
    if content_type is None:
        return headers.get("content-length", "0") == "0" and headers.get("transfer-encoding") is None
    return content_type.partition(";")[0].strip().lower() == "application/json"
