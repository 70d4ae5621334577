"""Checks the answer URL before a call is made: does TryVox get from it the document that was checked?

A callee of a document that can't be fetched hears nothing. Only what is asked for by GET is fetched: a
POST could start something on a server that takes it for a call, and is never sent, signed or not. The documents that a
document leads to by GET on the same site are checked likewise.
"""

from __future__ import annotations

import hashlib
from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit
from urllib.request import getproxies

import msgspec

from voxml.calls.built_site import BuiltSite, manifest_with
from voxml.calls.credentials import is_test_key
from voxml.calls.document_fetch import fetch_document, why_unreachable
from voxml.calls.protocol import Failure, Reply
from voxml.diagnostics import printable
from voxml.linter import lint
from voxml.net.addresses import is_example, is_loopback, is_public
from voxml.net.content_type import wrong_content_type
from voxml.net.static_hosts import why_static
from voxml.rules.rule import PRESETS, Preset
from voxml.site.links import iter_links

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import httpx2

    from voxml.calls.masking import Secret
    from voxml.site.manifest import Published

_MOST_PROBLEMS = 5
#: Documents that are fetched for one answer URL; a menu of ten keys has some dozens behind it.
_MOST_DOCUMENTS = 30
#: What to do about a status.
_CURES = {
    401: "TryVox sends no password: let it be read without one",
    403: "let it be read by everybody",
    404: "publish it, and see that its name is right",
    405: "let it be read by GET",
    410: "publish it, and see that its name is right",
}
_CURE = "see what its server says"
#: Rules about addresses that TryVox can't reach, and the emulator on this machine can.
_OF_PUBLIC_ADDRESSES = frozenset({"private-address", "insecure-url"})


class Target(NamedTuple):
    """An answer URL, and the method that TryVox asks for it with; None is POST, which is what it does then."""

    url: str
    method: str | None


class PreflightResult(NamedTuple):
    """What speaks against a call, each with what to do about it; and what is only worth knowing."""

    refusals: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def check_answer_url(
    target: Target,
    base_url: str,
    key: Secret,
    *,
    manifest: BuiltSite | None = None,
    near: Sequence[BuiltSite] = (),
    fetch: bool = True,
) -> PreflightResult:
    """Return what speaks against a call with this answer URL: what the commands and the clients ask before they dial.

    Args:
        target: the answer URL and its method.
        base_url: the API's address.
        key: the key that would be used; a live one has no business with an address of this machine.
        manifest: the build that the document must be of.
        near: builds that it may be of; without `manifest` its bytes must match the first that has it.
        fetch: whether to look at what the address serves.
    """
    problem = impossible(target.url, key)
    if problem is not None:
        return PreflightResult((problem,))
    if not fetch:
        return PreflightResult()
    return preflight(target, base_url, manifest=manifest_with(target.url, near) if manifest is None else manifest)


def impossible(url: str, key: Secret) -> str | None:
    """Return why a call that costs money can't have this answer URL at all, or None; asked even without a
    preflight.
    """
    host = urlsplit(url).hostname or ""
    if is_test_key(key) or not (is_loopback(host) or is_example(host)):
        return None
    return f"{host} is no address of yours that TryVox can reach, and the key is live; give the published URL"


def look_at_address(url: str, base_url: str) -> list[str]:
    """Return what speaks against an address without asking it: it must be public, by https. The emulator may have
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
    manifest: BuiltSite | None = None,
    transport: httpx2.BaseTransport | None = None,
) -> PreflightResult:
    """Return what speaks against a call with this answer URL; `base_url` is the API's address."""
    refusals = look_at_address(target.url, base_url)
    document = None
    if manifest is not None:
        document = manifest.find(target.url)
        if document is None:
            refusals.append(f"it is not among the {len(manifest)} documents of {manifest.path}; build and publish it")
    if refusals:
        return PreflightResult(tuple(refusals))
    known = None if target.method == "GET" else _known_of_post(target.url, document)
    if target.method == "POST" or (known is not None and known.refusals):
        return known or PreflightResult()
    is_public_api = not is_loopback(urlsplit(base_url).hostname or "")
    # A proxy looks names up itself; what this machine says of them is beside the point.
    if transport is None and is_public_api and not getproxies().keys() & {"http", "https", "all"}:
        problem = why_unreachable(urlsplit(target.url).hostname or "")
        if problem is not None:
            return PreflightResult((problem,))
    if known is None:
        return _check_all(target.url, manifest, transport, is_public_api)
    if _serves_document(fetch_document(target.url, transport)):
        return PreflightResult((
            "by GET it serves a document, as hosts of files do, which answer no POST; give --answer-method GET, "
            "or --answer-method POST if it answers that too",
        ))  # fmt: skip
    return known


def _serves_document(reply: Reply | Failure) -> bool:
    if isinstance(reply, Failure) or reply.status != 200:
        return False
    return not any(each.severity == "error" for each in lint(reply.body, form="json"))


def _known_of_post(url: str, document: Published | None) -> PreflightResult:
    """Return what is known of an address that TryVox asks by POST, without asking it."""
    reason = why_static(url) if document is None else f"it is {document.source} of your site, a file"
    if reason is not None:
        return PreflightResult((f"{reason}, and files answer no POST; give --answer-method GET",))
    return PreflightResult(
        notes=("what it answers to POST was not checked, as a POST could start something there; "
               "give --answer-method GET if it is a file",)
    )  # fmt: skip


def _check_all(
    url: str, manifest: BuiltSite | None, transport: httpx2.BaseTransport | None, is_public_api: bool
) -> PreflightResult:
    """Check a document, and those on its site that it leads to by GET."""
    passed_over = frozenset() if is_public_api else _OF_PUBLIC_ADDRESSES
    refusals: list[str] = []
    notes: list[str] = []
    seen, waiting = {url}, deque([url])
    not_checked = 0
    while waiting:
        address = waiting.popleft()
        document = None if manifest is None else manifest.find(address)
        result, body = _check_one(address, manifest, document, transport, passed_over)
        name = "" if address == url else f"{printable(address)}, which it leads to: "
        refusals += [f"{name}{each}" for each in result.refusals]
        notes += [f"{name}{each}" for each in result.notes]
        for link in () if result.refusals else _links(body):
            bare = link.url.partition("#")[0]
            if bare in seen:
                continue
            seen.add(bare)
            if link.method == "GET" and _origin(bare) == _origin(url) and len(seen) <= _MOST_DOCUMENTS:
                waiting.append(bare)
            else:
                not_checked += 1
    if not_checked:
        notes.append(
            f"{not_checked} {'address' if not_checked == 1 else 'addresses'} that it leads to not checked: "
            f"asked by POST, of other sites, or beyond {_MOST_DOCUMENTS}"
        )
    return PreflightResult(tuple(refusals), tuple(notes))


def _check_one(
    url: str,
    manifest: BuiltSite | None,
    document: Published | None,
    transport: httpx2.BaseTransport | None,
    passed_over: frozenset[str],
) -> tuple[PreflightResult, bytes]:
    reply = fetch_document(url, transport)
    if isinstance(reply, Failure):
        return PreflightResult((f"it can't be fetched: {reply.reason}; is it published, and is its name right?",)), b""
    if reply.status != 200:
        return PreflightResult((_wrong_status(reply),)), b""
    problems = tuple(_problems(reply, document))
    if problems:
        return PreflightResult(problems), b""
    preset: Preset = PRESETS[0] if manifest is None else manifest.preset
    found = lint(reply.body, form="json", path=url, preset=preset)
    diagnostics = [each for each in found if each.rule not in passed_over]
    errors = [each for each in diagnostics if each.severity == "error"]
    refusals = [f"{each.line}:{each.column}: {each.message} [{each.rule}]" for each in errors[:_MOST_PROBLEMS]]
    if len(errors) > _MOST_PROBLEMS:
        refusals.append(f"… and {len(errors) - _MOST_PROBLEMS} more; `voxml lint` reports them all")
    if errors:
        refusals.append("fix the document, build it and publish it again")
    notes = [f"{each.message} [{each.rule}]" for each in diagnostics if each.severity == "warning"]
    return PreflightResult(tuple(refusals), tuple(notes)), reply.body


def _problems(reply: Reply, document: Published | None) -> Iterator[str]:
    """Yield what is wrong with a response before its document is read."""
    if document is not None and hashlib.sha256(reply.body).hexdigest() != document.sha256:
        size = f"{len(reply.body)} bytes, built were {document.size}"
        yield f"what it serves is not what was built from {document.source} ({size}); publish again"
    elif reply.body.lstrip()[:1] == b"<":
        yield "it serves XML, or a page; TryVox reads JSON: publish what `voxml build` writes"
    else:
        problem = wrong_content_type(reply.headers.get("content-type"))
        if problem is not None:
            yield f"{printable(problem)}; set it where the file is published"


def _wrong_status(reply: Reply) -> str:
    if 300 <= reply.status < 400:
        where = printable(reply.headers.get("location", "elsewhere"))[:300]
        return f"it answers {reply.status} and leads to {where}; give that address in its place"
    return f"it answers {reply.status} to GET, not 200; {_CURES.get(reply.status, _CURE)}"


def _links(body: bytes) -> Iterator[Any]:
    """Yield the addresses in a valid document at which the call goes on, or waits."""
    if body:
        instructions = msgspec.json.decode(body)["instructions"]
        yield from (link for link in iter_links(instructions) if link.purpose in ("flow", "wait"))


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme.lower(), parts.netloc.lower()
