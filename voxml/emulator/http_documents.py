"""Documents over HTTP for one call in this process, asked for as TryVox asks."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

import httpx2

from voxml.emulator.effects import Fetch, Reply
from voxml.emulator.outgoing_request import outgoing, signer

if TYPE_CHECKING:
    from types import TracebackType

    import httpx2

    from voxml.emulator.emulator_settings import Settings


class HttpDocuments:
    """Fetches documents; connections stay open until it is closed."""

    def __init__(
        self, settings: Settings, *, secret: str | None = None, transport: httpx2.BaseTransport | None = None
    ) -> None:
        self.settings = settings
        self._sign = signer(secret)
        self._client = httpx2.Client(
            trust_env=False,
            follow_redirects=settings.follow_redirects,
            timeout=settings.answer_timeout,
            transport=transport,
        )

    def __call__(self, request: Fetch) -> Reply:
        """Ask for a document; what went wrong on the way is the reply's `problem`."""
        asked = outgoing(
            request.method,
            request.url,
            request.payload,
            sign=self._sign,
            at=int(time.time()),
            sign_get=self.settings.sign_get,
        )
        try:
            with self._client.stream(
                asked.method, asked.url, headers=asked.headers, content=asked.body or None
            ) as answer:
                body = bytearray()
                for piece in answer.iter_bytes():
                    body += piece
                    if len(body) > self.settings.max_document_bytes:
                        return Reply(problem=f"more than {self.settings.max_document_bytes} bytes came")
        except httpx2.TimeoutException:
            return Reply(problem=f"no answer within {self.settings.answer_timeout:g} s")
        except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
            return Reply(problem=in_words(error))
        return Reply(status=answer.status_code, body=bytes(body), content_type=answer.headers.get("content-type", ""))

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def in_words(error: Exception) -> str:
    """What went wrong with a request, for people."""
    if isinstance(error, httpx2.ConnectError):
        return "no connection: is the server running, and is the name right?"
    if isinstance(error, httpx2.RemoteProtocolError | httpx2.ReadError | httpx2.WriteError):
        return "the connection was cut before the answer was whole"
    return f"{type(error).__name__}: {error}"
