"""Downloads the recordings of a call, each whole or not at all.

A call names them in `recording_urls`, on another host than the API's (https://docs.tryvox.io/voice/get-call). Whether
that host wants the key is on no page that could be seen: it is asked without, and once more with the key where it says
401 or 403 and belongs to the vendor.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx2

from voxml.calls.connections import open_client, unlogged
from voxml.calls.errors import CallError, NotSent, OutcomeUnknown, class_for
from voxml.calls.http_request import HttpRequests, failure_of
from voxml.calls.masking import mask_numbers
from voxml.errors import InputError
from voxml.files import write_atomically
from voxml.source import explain

if TYPE_CHECKING:
    from voxml.calls.protocol import Failure
    from voxml.calls.results import Call

#: Seconds that the download of one recording may take in all.
_LONGEST = 3600.0
_ENDINGS = {"audio/mpeg": ".mp3", "audio/mp3": ".mp3", "audio/wav": ".wav", "audio/x-wav": ".wav", "audio/ogg": ".ogg"}


def download_recordings(call: Call, folder: Path, requests: HttpRequests) -> list[Path]:
    """Write each recording of a call into `folder`, as CALL_UUID-1.wav and so on, and return the files.

    Raises:
        CallError: one can't be fetched. The ones before it are there, and nothing of it is.
        InputError: the folder can't be written.
    """
    name = re.sub(r"[^A-Za-z0-9_-]", "_", call.call_uuid or "call")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder}: can't be made: {explain(error)}") from None
    return [
        _download(url, folder / f"{name}-{number}", requests) for number, url in enumerate(call.recording_urls or [], 1)
    ]


def _download(url: str, path: Path, requests: HttpRequests) -> Path:
    with open_client(url, None) as client:
        response = _ask(client, url, {}, requests)
        if response.status_code in (401, 403) and _may_see_key(url, requests.base_url):
            response.close()
            response = _ask(client, url, requests.key_header(), requests)
        with closing(response):
            if response.status_code != 200:
                problem = f"the recording at {_shown(url)} can't be fetched: it answers {response.status_code}"
                raise class_for(response.status_code)(problem, status=response.status_code)
            target = path.with_suffix(_ending(url, response))
            write_atomically(target, _pieces(url, response))
            return target


def _ask(client: httpx2.Client, url: str, headers: dict[str, str], requests: HttpRequests) -> httpx2.Response:
    try:
        request = httpx2.Request("GET", url, headers=headers, extensions={"timeout": requests.timeouts})
        with unlogged():
            return client.send(request, stream=True)
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
        raise _error_of(url, failure_of(error)) from None


def _pieces(url: str, response: httpx2.Response) -> Iterator[bytes]:
    end = time.monotonic() + _LONGEST
    try:
        for piece in response.iter_bytes():
            if time.monotonic() > end:
                raise httpx2.ReadTimeout(f"it did not end in {_LONGEST:.0f} s")
            yield piece
    except (httpx2.HTTPError, OSError) as error:
        raise _error_of(url, failure_of(error)) from None


def _error_of(url: str, failure: Failure) -> CallError:
    kind = NotSent if failure.is_not_sent else OutcomeUnknown
    return kind(f"the recording at {_shown(url)} can't be fetched: {failure.reason}")


def _may_see_key(url: str, base_url: str) -> bool:
    """Return whether the key may be shown to a host: the API's own, or one beside api.tryvox.io."""
    parts, api = urlsplit(url), urlsplit(base_url)
    host, api_host = parts.hostname or "", api.hostname or ""
    is_beside = api_host.startswith("api.") and host.endswith("." + api_host.removeprefix("api."))
    is_same = (parts.scheme, parts.netloc) == (api.scheme, api.netloc)
    return is_same or (is_beside and parts.scheme == api.scheme == "https")


def _ending(url: str, response: httpx2.Response) -> str:
    found = Path(urlsplit(url).path).suffix.lower()
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return found if found in _ENDINGS.values() else _ENDINGS.get(kind, ".audio")


def _shown(url: str) -> str:
    """Return an address without its query, which may be a credential."""
    return mask_numbers(url.partition("?")[0])[:200]
