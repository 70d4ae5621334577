"""Fetches a document by GET as anybody may: without a signature, a call's id or a body, within bounds.

A server that answers calls could take a request with a call's id for a call; the header `X-Voxml-Preflight: 1` says
that it is none.
"""

from __future__ import annotations

import ipaddress
import socket

import httpx2

from voxml.calls.connections import open_client, unlogged
from voxml.calls.deadline import within
from voxml.calls.http_request import Body, failure_of
from voxml.calls.protocol import Failure, Reply
from voxml.version import __version__

#: Seconds that the document may take; TryVox's own patience is not known, and silence on the telephone is long.
_TIMEOUTS = {"connect": 5.0, "read": 10.0, "write": 10.0, "pool": 10.0}
_LONGEST = 20.0
_HEADERS = {"User-Agent": f"voxml/{__version__} (preflight)", "Accept": "*/*", "X-Voxml-Preflight": "1"}


def fetch_document(url: str, transport: httpx2.BaseTransport | None = None) -> Reply | Failure:
    """Return the response to a GET of `url`, or why there is none; no redirect is followed.

    The limits of a transport are for one read, so the whole exchange has one of its own.
    """
    try:
        return within(_LONGEST, lambda: _fetch(url, transport))
    except TimeoutError as error:
        return Failure(str(error), is_not_sent=False)


def _fetch(url: str, transport: httpx2.BaseTransport | None) -> Reply | Failure:
    client = open_client(url, transport)
    try:
        bare = url.partition("#")[0]
        request = httpx2.Request("GET", bare, headers=_HEADERS, extensions={"timeout": _TIMEOUTS})
        with unlogged():
            response = client.send(request, stream=True)
        collected = Body(_LONGEST)
        try:
            for piece in response.iter_bytes():
                if collected.is_too_much(piece):
                    break
        finally:
            response.close()
        return collected.reply(response)
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
        return failure_of(error)
    finally:
        if transport is None:
            client.close()


def why_unreachable(host: str) -> str | None:
    """Return why TryVox could not reach a host by the addresses of its name, or None."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return f"there is no host {host}; is its name right?"
    addresses = {str(entry[4][0]).partition("%")[0] for entry in found}
    private = sorted(address for address in addresses if not ipaddress.ip_address(address).is_global)
    if private:
        return f"{host} is {private[0]} here, which is not public; --no-preflight dials all the same"
    return None
