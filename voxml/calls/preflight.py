"""Looks at the answer URL before a call is made: will TryVox get from it, in its own way, the document that
was checked?

Whoever answers a call to a document that can't be fetched hears nothing. The request is made as TryVox makes
it (https://docs.tryvox.io/getting-started/webhooks, and for GET the query string of
https://docs.tryvox.io/voxml/redirect), with the header `X-Voxml-Preflight: 1` by which a server of yours can
tell it from a call.
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import msgspec

from voxml.calls.credentials import is_test_key
from voxml.calls.exchange import Failure, Reply
from voxml.calls.manifest import Document, Manifest
from voxml.calls.masking import Secret
from voxml.calls.proxies import proxy_for
from voxml.calls.wire import Body, failure_of, failure_to_open
from voxml.net.addresses import is_example, is_loopback, is_public
from voxml.net.static_hosts import NO_POST
from voxml.printable import printable
from voxml.version import __version__

if TYPE_CHECKING:
    import httpx2

#: Seconds that the document may take; TryVox's own patience is not known, and silence on the telephone is
#: long.
_TIMEOUTS = {"connect": 5.0, "read": 10.0, "write": 10.0, "pool": 10.0}
_NO_CALL = "00000000-0000-4000-8000-000000000000"
_MOST_FINDINGS = 5
#: What to do about a status.
_CURES = {
    401: "TryVox sends no password: let it be read without one",
    403: "let it be read by everybody",
    404: "publish it, and see that its name is right",
    405: "give --answer-method GET, or let the server take POST",
    410: "publish it, and see that its name is right",
}
_CURE = "see what its server says"


class Target(NamedTuple):
    """What is asked for, and on whose behalf."""

    url: str
    method: str
    from_: str = ""
    to: str = ""
    account: str = ""


class Verdict(NamedTuple):
    """What speaks against a call, each with what to do about it; and what is only worth knowing."""

    refusals: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def impossible(url: str, key: Secret) -> str | None:
    """Why a call that costs money can't have this answer URL at all, or None; asked even without a
    preflight.
    """
    host = urlsplit(url).hostname or ""
    if is_test_key(key) or not (is_loopback(host) or is_example(host)):
        return None
    return f"{host} is no address of yours that TryVox can reach, and the key is live; give the published URL"


def look_at_address(url: str, base_url: str) -> list[str]:
    """What speaks against an address without asking it: it must be public, by https. The emulator may have
    any.
    """
    if is_loopback(urlsplit(base_url).hostname or ""):
        return []
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".").lower()
    refusals: list[str] = []
    if parts.scheme.lower() != "https":
        refusals.append(
            "it is not https://: anybody on the way could read and change what is said; publish it by https"
        )
    if not is_public(host):
        refusals.append(f"{host} is not public: TryVox can't reach it; publish the document, or use `voxml emulator`")
    return refusals


def preflight(
    target: Target,
    base_url: str,
    *,
    manifest: Manifest | None = None,
    secret: Secret | None = None,
    transport: httpx2.BaseTransport | None = None,
) -> Verdict:
    """Fetch the document as TryVox will, and say what speaks against the call."""
    refusals = look_at_address(target.url, base_url)
    document = None
    if manifest is not None:
        document = manifest.find(target.url)
        if document is None:
            refusals.append(f"it is not among the {len(manifest)} documents of {manifest.path}; build and publish it")
    if refusals:
        return Verdict(tuple(refusals))
    is_public_api = not is_loopback(urlsplit(base_url).hostname or "")
    if transport is None and is_public_api and proxy_for(target.url) is None:
        problem = _resolve(urlsplit(target.url).hostname or "")
        if problem is not None:
            return Verdict((problem,))
    reply = _fetch(target, secret, transport)
    if isinstance(reply, Failure):
        return Verdict((f"it can't be fetched: {reply.reason}; is it published, and is its name right?",))
    if reply.status != 200:
        return Verdict((_wrong_status(target, reply, transport),))
    return _judge(target, reply, document)


def _judge(target: Target, reply: Reply, document: Document | None) -> Verdict:
    """The document itself: the bytes that were built, the wire form, without a fault."""
    if document is not None and hashlib.sha256(reply.body).hexdigest() != document.sha256:
        size = f"{len(reply.body)} bytes, built were {document.size}"
        return Verdict((f"what it serves is not what was built from {document.source} ({size}); publish again",))
    if reply.body.lstrip()[:1] == b"<":
        return Verdict(("it serves XML, or a page; TryVox reads JSON: publish what `voxml build` writes",))
    from voxml.linter import lint

    findings = lint(reply.body, form="json", path=target.url)
    errors = [each for each in findings if each.severity == "error"]
    refusals = [f"{each.line}:{each.column}: {each.message} [{each.rule}]" for each in errors[:_MOST_FINDINGS]]
    if len(errors) > _MOST_FINDINGS:
        refusals.append(f"… and {len(errors) - _MOST_FINDINGS} more; `voxml lint` tells them all")
    if errors:
        refusals.append("mend the document, build it and publish it again")
    notes = [f"{each.message} [{each.rule}]" for each in findings if each.severity == "warning"]
    kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        notes.append(f"its Content-Type is {kind or 'not set'}; expected application/json")
    return Verdict(tuple(refusals), tuple(notes))


def _fetch(target: Target, secret: Secret | None, transport: httpx2.BaseTransport | None) -> Reply | Failure:
    import httpx2

    members = {"call_uuid": _NO_CALL, "account_id": target.account, "from": target.from_, "to": target.to}
    headers = {"User-Agent": f"voxml/{__version__} (preflight)", "Accept": "*/*", "X-Voxml-Preflight": "1"}
    url, body = target.url.partition("#")[0], None
    if target.method == "GET":
        url += ("&" if "?" in url else "?") + urlencode(members)
    else:
        body = _answer_event(members)
        headers |= {"Content-Type": "application/json", **_signature(body, secret)}
    try:
        opened = transport or httpx2.HTTPTransport(proxy=proxy_for(target.url))
    except OSError as error:
        return failure_to_open(error)
    try:
        request = httpx2.Request(target.method, url, headers=headers, content=body, extensions={"timeout": _TIMEOUTS})
        response = opened.handle_request(request)
        collected = Body(20.0)
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
            opened.close()


def _answer_event(members: Mapping[str, Any]) -> bytes:
    from datetime import UTC, datetime

    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    event = {
        "event": "call.answered",
        **members,
        "direction": "outbound",
        "status": "answered",
        "timestamp": now,
    }
    return msgspec.json.encode(event)


def _signature(body: bytes, secret: Secret | None) -> dict[str, str]:
    if secret is None:
        return {}
    from voxml.webhooks import sign

    return sign(body, secret)


def _wrong_status(target: Target, reply: Reply, transport: httpx2.BaseTransport | None) -> str:
    if 300 <= reply.status < 400:
        where = printable(reply.headers.get("location", "elsewhere")[:300])
        return f"it answers {reply.status} and leads to {where}; give that address in its place"
    if target.method == "POST" and reply.status in NO_POST:
        other = _fetch(target._replace(method="GET"), None, transport)
        if isinstance(other, Reply) and other.status == 200:
            return f"it answers {reply.status} to POST and 200 to GET, as hosts of files do; give --answer-method GET"
    return f"it answers {reply.status} to {target.method}, not 200; {_CURES.get(reply.status, _CURE)}"


def _resolve(host: str) -> str | None:
    """Why TryVox could not reach a host by the addresses of its name, or None."""
    import socket

    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return f"there is no host {host}; is its name right?"
    addresses = {str(entry[4][0]).partition("%")[0] for entry in found}
    private = sorted(address for address in addresses if not ipaddress.ip_address(address).is_global)
    if private:
        return f"{host} is {private[0]} here, which is not public; --no-preflight dials all the same"
    return None
