"""The emulator's own HTTP client: fetches documents and sends webhooks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx2

from voxml.emulator.audio import seconds_of
from voxml.emulator.effects import Reply
from voxml.emulator.http_documents import in_words
from voxml.emulator.outgoing_request import USER_AGENT, Outgoing

if TYPE_CHECKING:
    from voxml.emulator.emulator_settings import Settings
    from voxml.emulator.outgoing_request import Outgoing


class HttpClient:
    """A client for one event loop; connections are kept open between requests."""

    def __init__(
        self, transport: httpx2.AsyncBaseTransport | None = None, *, base_url: str = "", connections: int = 100
    ) -> None:
        #: The emulator's own address, where recordings are found.
        self.base_url = base_url
        self._transport = transport
        self._connections = connections
        # A request that waits for a connection of ours does not yet wait for the server: the time-out counts from here on.
        self._turns = asyncio.Semaphore(connections)
        self._client: httpx2.AsyncClient | None = None

    @property
    def client(self) -> httpx2.AsyncClient:
        """The client, opened when it is first needed."""
        if self._client is None:
            limits = httpx2.Limits(max_connections=self._connections, max_keepalive_connections=self._connections)
            self._client = httpx2.AsyncClient(
                transport=self._transport, limits=limits, trust_env=False, follow_redirects=False
            )
        return self._client

    async def document(self, request: Outgoing, settings: Settings) -> Reply:
        """Fetch a document; what went wrong on the way is the reply's `problem`."""
        return await self._request(
            request, settings.answer_timeout, settings.max_document_bytes, settings.follow_redirects
        )

    async def send(self, request: Outgoing, settings: Settings) -> Reply:
        """Send a webhook; only the status of the answer counts."""
        return await self._request(request, settings.webhook_timeout, 65_536, follows=False)

    async def audio(self, url: str, settings: Settings) -> float | str:
        """How long the audio file at `url` lasts, or why it can't be played."""
        request = Outgoing("GET", url, {"user-agent": USER_AGENT}, b"")
        reply = await self._request(request, settings.answer_timeout, 20_000_000, follows=True)
        if reply.problem is not None:
            return reply.problem
        if reply.status != 200:
            return f"status {reply.status}; expected 200"
        return seconds_of(reply.body) or "not a WAV, MP3 or OGG file"

    async def _request(self, request: Outgoing, timeout: float, limit: int, follows: bool) -> Reply:
        try:
            async with (
                self._turns,
                asyncio.timeout(timeout),
                self.client.stream(
                    request.method,
                    request.url,
                    headers=request.headers,
                    content=request.body or None,
                    timeout=timeout,
                    follow_redirects=follows,
                ) as answer,
            ):
                body = bytearray()
                async for piece in answer.aiter_bytes():
                    body += piece
                    if len(body) > limit:
                        return Reply(problem=f"more than {limit} bytes came")
                return Reply(
                    status=answer.status_code,
                    body=bytes(body),
                    content_type=answer.headers.get("content-type", ""),
                )
        except (TimeoutError, httpx2.TimeoutException):
            return Reply(problem=f"no answer within {timeout:g} s")
        except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
            return Reply(problem=in_words(error))

    async def close(self) -> None:
        """Close all connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None
