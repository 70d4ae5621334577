"""The host of an address, and whether the public internet can reach it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

#: Names that lead to this machine or this network by convention (RFC 6761, 6762, 8375) or by public wildcard DNS.
_PRIVATE_SUFFIXES = (
    ".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa", ".localdomain", ".test", ".invalid",
    ".onion", ".localtest.me", ".lvh.me",
)  # fmt: skip
_BARE_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_EMBEDDED = re.compile(r"(?:^|[.-])(\d{1,3})[.-](\d{1,3})[.-](\d{1,3})[.-](\d{1,3})\.(?:nip|sslip|xip)\.io$")


class Parts(NamedTuple):
    """What stands between the scheme and the path of an address."""

    scheme: str
    user: str
    host: str
    path: str


@lru_cache(maxsize=2048)
def split(url: str) -> Parts:
    """The parts of an address of the form that the schema lets pass; the host in lower case, without port."""
    scheme, _, rest = url.partition("://")
    end = len(rest)
    for mark in "/?#":
        at = rest.find(mark, 0, end)
        if at >= 0:
            end = at
    authority, path = rest[:end], rest[end:]
    user, _, host = authority.rpartition("@")
    return Parts(scheme.lower(), user, bare_host(host), path)


def bare_host(host: str) -> str:
    """A host without its port, decoded and in lower case."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    host = host.partition(":")[0]
    if "%" in host or not host.isascii():
        from unicodedata import normalize
        from urllib.parse import unquote

        host = normalize("NFKC", unquote(host)).replace("\u3002", ".")
    return host.lower().rstrip(".")


@lru_cache(maxsize=2048)
def why_private(host: str) -> str | None:
    """Why the public internet can't reach `host`, in words; None when nothing says so."""
    if host.startswith("["):
        return _why_private_6(host.strip("[]"))
    if not host:
        return None
    if (host[-1].isdigit() or "0x" in host) and (number := _ipv4(host)) is not None:
        return _why_private_4(number)
    if host == "localhost" or host.endswith(_PRIVATE_SUFFIXES):
        return "this machine" if host == "localhost" else "a name that only a local network knows"
    if _BARE_NAME.fullmatch(host):
        return "a name without a domain, which only a local network knows"
    embedded = _EMBEDDED.search(host)
    if embedded is not None:
        number = _ipv4(".".join(str(int(part)) for part in embedded.groups()))
        return _why_private_4(number) if number is not None else None
    return None


def _ipv4(host: str) -> int | None:
    """An IPv4 address in any notation that a C library reads: dotted, short, decimal, octal, hexadecimal."""
    parts = host.split(".")
    if not 1 <= len(parts) <= 4:
        return None
    numbers: list[int] = []
    for part in parts:
        number = _number(part)
        if number is None:
            return None
        numbers.append(number)
    *heads, tail = numbers
    if any(head > 255 for head in heads) or tail >= 256 ** (4 - len(heads)):
        return None
    value = tail
    for place, head in enumerate(heads):
        value += head << (24 - 8 * place)
    return value


def _number(text: str) -> int | None:
    if not text.isascii() or not text or len(text) > 16:
        return None
    try:
        if text.startswith("0x"):
            return int(text, 16) if len(text) > 2 else 0
        return int(text, 8) if text.startswith("0") and len(text) > 1 else int(text, 10)
    except ValueError:
        return None


_RANGES_4 = (
    ("0.0.0.0", 8, "this machine"),  # noqa: S104 - nothing is bound
    ("127.0.0.0", 8, "this machine"),
    ("10.0.0.0", 8, "a private network"),
    ("172.16.0.0", 12, "a private network"),
    ("192.168.0.0", 16, "a private network"),
    ("169.254.0.0", 16, "a link-local address"),
    ("100.64.0.0", 10, "a carrier's private network"),
    ("255.255.255.255", 32, "a broadcast address"),
)


def _why_private_4(number: int) -> str | None:
    for start, bits, why in _RANGES_4:
        first = _ipv4(start)
        assert first is not None
        if number >> (32 - bits) == first >> (32 - bits):
            return why
    return None


def _why_private_6(text: str) -> str | None:
    from ipaddress import AddressValueError, IPv6Address

    try:
        address = IPv6Address(text)
    except AddressValueError:
        return None
    number = int(address)
    if number in (0, 1):
        return "this machine"
    # IPv4 inside IPv6: mapped, compatible, and translated (RFC 6052).
    if number >> 32 in (0xFFFF, 0, 0x64FF9B << 64):
        return _why_private_4(number & 0xFFFFFFFF)
    if number >> 121 == 0xFC >> 1:
        return "a private network"
    return "a link-local address" if number >> 118 == 0xFE80 >> 6 else None
