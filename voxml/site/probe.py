"""Fetch published documents the way TryVox will, and report what it would meet."""

from __future__ import annotations

import asyncio
import hashlib
import ssl
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx2

from voxml import linter
from voxml.errors import InputError
from voxml.net.addresses import is_loopback
from voxml.net.content_type import wrong_content_type
from voxml.site.manifest import DEFAULT, Manifest, load
from voxml.source import MAX_BYTES, too_large

_AT_ONCE = 8
#: Requests in a row that a host may leave without a response; then it is not asked any more.
_PATIENCE = 8
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
    """What was found at one address."""

    url: str
    status: int | None = None
    #: Where it redirects to.
    location: str | None = None
    #: Such as "TLSv1.3"; None over plain HTTP.
    tls: str | None = None
    certificate_ends: str | None = None
    content_type: str | None = None
    cache_control: str | None = None
    size: int = 0
    milliseconds: int = 0
    #: The status of the response to POST; None when that was not tried.
    post: int | None = None
    sha256: str | None = None
    #: Whether the bytes are those of the manifest; None without one.
    matches: bool | None = None
    #: What would go wrong in a call.
    problems: tuple[str, ...] = ()
    #: What is worth knowing.
    notes: tuple[str, ...] = ()


def expected_of(target: str) -> list[Expected]:
    """Return what to fetch: one URL, or all documents of a manifest (the file, or the folder of sources that has it).

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
    post: bool | None = None,
    client: httpx2.AsyncClient | None = None,
) -> Iterator[Probed]:
    """Fetch every address, several at once; results come in the order of the addresses.

    With `post` None POST is tried where the bytes are those that were built: on another server it could start something.
    True tries it everywhere, False nowhere. `timeout` is in seconds, for one request from its beginning to its end.
    """
    with asyncio.Runner() as runner:
        prober = _Prober(client, timeout, post)
        try:
            tasks = runner.run(prober.start(targets))
            for task in tasks:
                yield runner.run(_finished(task))
        finally:
            runner.run(prober.close())


async def _finished(task: asyncio.Task[Probed]) -> Probed:
    return await task


class _Prober:
    """Requests under way at once, and the hosts that do not respond."""

    def __init__(self, client: httpx2.AsyncClient | None, timeout: float, post: bool | None) -> None:
        self._timeout = timeout
        self._post = post
        self._slots = asyncio.Semaphore(_AT_ONCE)
        #: Requests in a row that a host did not respond to in time.
        self._silent: Counter[str] = Counter()
        headers = {"User-Agent": "voxml-probe", "Accept": "*/*"}
        self.client = client or httpx2.AsyncClient(timeout=timeout, follow_redirects=False, headers=headers)

    async def start(self, targets: Iterable[Expected]) -> list[asyncio.Task[Probed]]:
        """Begin with all addresses."""
        return [asyncio.create_task(self._probe(each)) for each in targets]

    async def close(self) -> None:
        """Close the connections, of which those that were cut need one more turn of the loop."""
        await self.client.aclose()
        await asyncio.sleep(0)

    async def _probe(self, expected: Expected) -> Probed:
        async with self._slots:
            host = urlsplit(expected.url).netloc
            if self._silent[host] >= _PATIENCE:
                return _failed(expected, f"not tried: {host} did not respond in time {_PATIENCE} times in a row", 0)
            started = time.monotonic()
            try:
                async with asyncio.timeout(self._timeout):
                    found, data = await self._get(expected)
            except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
                is_late = isinstance(error, (TimeoutError, httpx2.TimeoutException))
                self._silent[host] = self._silent[host] + 1 if is_late else 0
                return _failed(expected, f"no response in {self._timeout:g} s" if is_late else _reason(error), started)
            self._silent[host] = 0
            found = found._replace(milliseconds=_since(started))
            if self._post or (self._post is None and found.matches):
                found = found._replace(post=await self._post_status(expected.url))
            problems, notes = tuple(_problems(found, expected, data)), tuple(_notes(found, expected))
            return found._replace(problems=problems, notes=notes)

    async def _get(self, expected: Expected) -> tuple[Probed, bytes]:
        separator = "&" if "?" in expected.url else "?"
        url = f"{expected.url}{separator}{_QUERY}" if expected.content_type == "application/json" else expected.url
        data = bytearray()
        async with self.client.stream("GET", url) as response:
            tls, ends = _tls_of(response)
            async for piece in response.aiter_bytes():
                data += piece
                if len(data) > MAX_BYTES:
                    raise ValueError(too_large(None))
        digest = hashlib.sha256(data).hexdigest()
        found = Probed(
            url=expected.url,
            status=response.status_code,
            location=response.headers.get("location"),
            tls=tls,
            certificate_ends=ends,
            content_type=response.headers.get("content-type"),
            cache_control=response.headers.get("cache-control"),
            size=len(data),
            sha256=digest,
            matches=None if expected.sha256 is None else digest == expected.sha256,
        )
        return found, bytes(data)

    async def _post_status(self, url: str) -> int | None:
        try:
            async with asyncio.timeout(self._timeout), self.client.stream("POST", url, json={}) as response:
                return response.status_code
        except (httpx2.HTTPError, OSError):
            return None


def _failed(expected: Expected, reason: str, started: float) -> Probed:
    return Probed(expected.url, milliseconds=_since(started) if started else 0, problems=(reason,))


def _problems(probed: Probed, expected: Expected, data: bytes) -> Iterator[str]:
    if probed.location is not None and probed.status is not None and 300 <= probed.status < 400:
        yield f"it redirects to {probed.location}; TryVox may not follow: use the final address"
        return
    if probed.status != 200:
        yield f"found status {probed.status}; expected 200"
        return
    problem = wrong_content_type(probed.content_type, expected.content_type)
    if problem is not None:
        yield problem
    if probed.tls is None and not is_loopback(urlsplit(expected.url).hostname or ""):
        yield "it is served over http://; anyone on the way can read and change it"
    if probed.matches is False:
        yield "its bytes are not those that were checked: publish again, or wait until caches have the new file"
    elif probed.matches is None and expected.content_type == "application/json":
        errors = [each for each in linter.lint(data, path=expected.url) if each.severity == "error"]
        for each in errors[:5]:
            yield f"line {each.line}, column {each.column}: {each.message} [{each.rule}]"
        if len(errors) > 5:
            yield f"{len(errors) - 5} more errors"
    if probed.milliseconds > SLOW * 1000:
        yield f"it took {probed.milliseconds} ms; the caller waits meanwhile without a sound"


def _notes(probed: Probed, expected: Expected) -> Iterator[str]:
    if probed.post is not None and probed.post != 200:
        yield f"the response to POST is {probed.post}: every link here needs method GET, and calls answer_method GET"
    cache = (probed.cache_control or "").lower()
    if not expected.immutable and probed.status == 200 and "no-cache" not in cache and "no-store" not in cache:
        shown = probed.cache_control or "none"
        yield f"Cache-Control is {shown}: a changed document may reach callers late"
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
    text = str(error) or type(error).__name__
    if "CERTIFICATE_VERIFY_FAILED" in text:
        return f"its certificate is not trusted: {text.rpartition(': ')[2]}"
    return text[:1].lower() + text[1:]


def _since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
