"""Hosts of URLs: which are this machine, which the public internet can't reach, which are examples.

Every part of the package that asks one of these questions asks it here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import unquote

#: Names that lead to this machine or this network by convention (RFC 6761, 6762, 8375) or by public wildcard DNS.
_PRIVATE_SUFFIXES = (
    ".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa", ".localdomain", ".test", ".invalid",
    ".onion", ".localtest.me", ".lvh.me",
)  # fmt: skip
_BARE_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_EMBEDDED = re.compile(r"(?:^|[.-])(\d{1,3})[.-](\d{1,3})[.-](\d{1,3})[.-](\d{1,3})\.(?:nip|sslip|xip)\.io$")


#: Names for documentation (RFC 2606, RFC 6761): nobody serves anything there.
_EXAMPLES = ("example.com", "example.net", "example.org", "example.edu")
_EXAMPLE_SUFFIXES = (*(f".{name}" for name in _EXAMPLES), ".example", ".test", ".invalid")
THIS_MACHINE = "this machine"


class Parts(NamedTuple):
    """The parts of a URL up to its path."""

    scheme: str
    user: str
    host: str
    path: str


@lru_cache(maxsize=2048)
def split(url: str) -> Parts:
    """Return the parts of a URL of the form that the schema lets pass; the host in lower case, without port."""
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
    """Return a host without its port, decoded and in lower case; an IPv6 address keeps its brackets."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    host = host.partition(":")[0]
    if "%" in host or not host.isascii():
        host = normalize("NFKC", unquote(host)).replace("\u3002", ".")
    return host.lower().rstrip(".")


def read_address(host: str) -> IPv4Address | IPv6Address | None:
    """Return the address that a host is, as a C library reads it (`127.1`, `0x7f000001`); None for a name.

    An IPv4 address that is mapped into IPv6 is returned as IPv4.
    """
    host = host.strip("[]").partition("%")[0]
    if ":" in host:
        try:
            address = IPv6Address(host)
        except AddressValueError:
            return None
        return address.ipv4_mapped or address
    host = host.lower().rstrip(".")
    if not host or not (host[-1].isdigit() or "0x" in host):
        return None
    number = _ipv4(host)
    if number is None:
        return None
    return IPv4Address(number)


def is_loopback(host: str) -> bool:
    """Return whether a host name or address is this machine, in any spelling that leads there."""
    name = host.lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    address = read_address(name)
    return address is not None and (address.is_loopback or address.is_unspecified)


def is_example(host: str) -> bool:
    """Return whether a host name is one of those kept for documentation."""
    name = host.lower().rstrip(".")
    return name in _EXAMPLES or name.endswith(_EXAMPLE_SUFFIXES)


def is_public(host: str) -> bool:
    """Return whether the public internet can reach a host, as far as its name or address says."""
    host = bare_host(f"[{host}]" if ":" in host and not host.startswith("[") else host)
    address = read_address(host)
    if address is not None and not address.is_global:
        return False
    return host != "" and why_private(host) is None and not is_example(host)


@lru_cache(maxsize=2048)
def why_private(host: str) -> str | None:
    """Return why the public internet can't reach a host that `split` gave, in words; None when nothing says so."""
    if host.startswith("["):
        return _why_private_6(host.strip("[]"))
    if not host:
        return None
    if (host[-1].isdigit() or "0x" in host) and (number := _ipv4(host)) is not None:
        return _why_private_4(number)
    if host == "localhost" or host.endswith(_PRIVATE_SUFFIXES):
        return THIS_MACHINE if is_loopback(host) else "a name that only a local network knows"
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
    ("0.0.0.0", 8, THIS_MACHINE),  # noqa: S104 - nothing is bound
    ("127.0.0.0", 8, THIS_MACHINE),
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
    try:
        address = IPv6Address(text)
    except AddressValueError:
        return None
    number = int(address)
    if number in (0, 1):
        return THIS_MACHINE
    # IPv4 inside IPv6: mapped, compatible, and translated (RFC 6052).
    if number >> 32 in (0xFFFF, 0, 0x64FF9B << 64):
        return _why_private_4(number & 0xFFFFFFFF)
    if number >> 121 == 0xFC >> 1:
        return "a private network"
    return "a link-local address" if number >> 118 == 0xFE80 >> 6 else None
