"""Fetches published documents the way TryVox will, and says what it would meet."""

from __future__ import annotations

import hashlib
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from voxml.errors import InputError
from voxml.net.addresses import is_loopback
from voxml.site.manifest import DEFAULT, Manifest, load

if TYPE_CHECKING:
    import httpx2

_AT_ONCE = 8
#: Seconds after which a caller wonders whether anyone is there.
SLOW = 2.0
#: Days before the end of a certificate at which to say so.
_EXPIRES_SOON = 14
# What TryVox adds to a GET, in part (https://docs.tryvox.io/voxml/redirect): a host must give the same file.
_QUERY = "call_uuid=00000000-0000-4000-8000-000000000000&from=%2B15005550006&to=%2B15005550010"


class Expected(NamedTuple):
    """One address, and what is known of the file there."""

    url: str
    sha256: str | None = None
    content_type: str = "application/json"
    immutable: bool = False


class Probed(NamedTuple):
    """What was met at one address."""

    url: str
    status: int | None
    #: Where it redirects to.
    location: str | None
    #: Such as "TLSv1.3"; None over plain HTTP.
    tls: str | None
    certificate_ends: str | None
    content_type: str | None
    cache_control: str | None
    size: int
    milliseconds: int
    #: The status that answers POST; None when it was not asked.
    post: int | None
    sha256: str | None
    #: Whether the bytes are those of the manifest; None without one.
    matches: bool | None
    #: What would go wrong in a call.
    problems: tuple[str, ...]
    #: What is worth knowing.
    notes: tuple[str, ...]


def expected_of(target: str) -> list[Expected]:
    """What to fetch: one URL, or all documents of a manifest (the file, or the folder of sources that has it).

    Raises:
        InputError: there is no such manifest.
    """
    if target.startswith(("http://", "https://")):
        return [Expected(target)]
    path = Path(target)
    if path.is_dir():
        path = path / DEFAULT if (path / DEFAULT).exists() else path
    if path.is_dir():
        raise InputError(f"{target}: found no manifest in it; give the manifest of the build, or a URL")
    return _of_manifest(load(path))


def _of_manifest(manifest: Manifest) -> list[Expected]:
    return [Expected(each.url, each.sha256, each.content_type, each.immutable) for each in manifest.files()]


def probe(
    targets: Iterable[Expected],
    *,
    timeout: float = 10.0,
    post: bool = True,
    client: httpx2.Client | None = None,
    transport: Callable[[], Any] | None = None,
) -> Iterator[Probed]:
    """Fetch every address, several at once; results come in the order of the addresses."""
    import httpx2

    own = client or httpx2.Client(
        timeout=timeout,
        follow_redirects=False,
        headers={"User-Agent": "voxml-probe", "Accept": "*/*"},
        transport=transport() if transport is not None else None,
    )
    try:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            yield from pool.map(lambda each: _probe_one(each, own, post), targets)
    finally:
        if client is None:
            own.close()


def _probe_one(expected: Expected, client: httpx2.Client, post: bool) -> Probed:
    import httpx2

    separator = "&" if "?" in expected.url else "?"
    url = f"{expected.url}{separator}{_QUERY}" if expected.content_type == "application/json" else expected.url
    started = time.monotonic()
    tls = ends = None
    try:
        with client.stream("GET", url) as reply:
            tls, ends = _tls_of(reply)
            data = reply.read()
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
        reason = _reason(error)
        return Probed(
            expected.url, None, None, None, None, None, None, 0, _since(started), None, None, None, (reason,), ()
        )
    taken = _since(started)
    digest = hashlib.sha256(data).hexdigest()
    probed = Probed(
        expected.url,
        reply.status_code,
        reply.headers.get("location"),
        tls,
        ends,
        reply.headers.get("content-type"),
        reply.headers.get("cache-control"),
        len(data),
        taken,
        _post(client, expected.url) if post else None,
        digest,
        None if expected.sha256 is None else digest == expected.sha256,
        (),
        (),
    )
    return probed._replace(problems=tuple(_problems(probed, expected, data)), notes=tuple(_notes(probed, expected)))


def _post(client: httpx2.Client, url: str) -> int | None:
    import httpx2

    try:
        return client.post(url, json={}).status_code
    except (httpx2.HTTPError, OSError):
        return None


def _problems(probed: Probed, expected: Expected, data: bytes) -> Iterator[str]:
    if probed.location is not None and probed.status is not None and 300 <= probed.status < 400:
        yield f"it redirects to {probed.location}; TryVox may not follow: use the final address"
        return
    if probed.status != 200:
        yield f"found status {probed.status}; expected 200"
        return
    media = (probed.content_type or "").partition(";")[0].strip().lower()
    if media != expected.content_type:
        yield f"found Content-Type {probed.content_type or 'none'}; expected {expected.content_type}"
    if probed.tls is None and not is_loopback(urlsplit(expected.url).hostname or ""):
        yield "it is served over http://; anyone on the way can read and change it"
    if probed.matches is False:
        yield "its bytes are not those that were checked: publish again, or wait until caches have the new file"
    elif probed.matches is None and expected.content_type == "application/json":
        from voxml import linter

        faults = [each for each in linter.lint(data, path=expected.url) if each.severity == "error"]
        for each in faults[:5]:
            yield f"line {each.line}, column {each.column}: {each.message} [{each.rule}]"
        if len(faults) > 5:
            yield f"{len(faults) - 5} more faults"
    if probed.milliseconds > SLOW * 1000:
        yield f"it took {probed.milliseconds} ms; the caller hears silence meanwhile"


def _notes(probed: Probed, expected: Expected) -> Iterator[str]:
    if probed.post is not None and probed.post != 200:
        yield f"POST is answered with {probed.post}: every link here needs method GET, and calls answer_method GET"
    cache = (probed.cache_control or "").lower()
    if not expected.immutable and probed.status == 200 and "no-cache" not in cache and "no-store" not in cache:
        shown = probed.cache_control or "none"
        yield f"Cache-Control is {shown}: a changed document may be heard late"
    if probed.certificate_ends is not None:
        days = (datetime.fromisoformat(probed.certificate_ends) - datetime.now(UTC)).days
        if days < _EXPIRES_SOON:
            yield f"its certificate ends in {days} days"


def _tls_of(reply: httpx2.Response) -> tuple[str | None, str | None]:
    stream = reply.extensions.get("network_stream")
    secured = stream.get_extra_info("ssl_object") if stream is not None else None
    if secured is None:
        return None, None
    certificate = secured.getpeercert() or {}
    ends = certificate.get("notAfter")
    moment = datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC).isoformat() if ends else None
    return secured.version(), moment


def _reason(error: Exception) -> str:
    told = str(error) or type(error).__name__
    if "CERTIFICATE_VERIFY_FAILED" in told:
        return f"its certificate is not trusted: {told.rpartition(': ')[2]}"
    if "imed out" in told or "Timeout" in type(error).__name__:
        return "no answer in time"
    return told[:1].lower() + told[1:]


def _since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
