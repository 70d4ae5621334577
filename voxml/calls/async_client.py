"""`AsyncTryVox`: the calls API for asyncio and trio, the same as `voxml.calls.client` but for `await`."""

from __future__ import annotations

import builtins
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar, Unpack

import anyio
import anyio.to_thread
import httpx2

from voxml.calls import operations
from voxml.calls.client_base import BaseClient, refuse
from voxml.calls.connections import load_certificates, open_async_client, unlogged
from voxml.calls.cost_estimate import SAMPLE, CostEstimate, estimate
from voxml.calls.deadline import TOO_LATE
from voxml.calls.http_request import Body, failure_of
from voxml.calls.parameter_check import conceal
from voxml.calls.parameters import CreateArguments, ListArguments, RecordArguments, TransferArguments
from voxml.calls.protocol import Failure, Reply, converse
from voxml.calls.recordings import download_recordings

if TYPE_CHECKING:
    from voxml.calls.operations import Operation
    from voxml.calls.preflight import PreflightResult
    from voxml.calls.results import Call, ConferenceRoom, CreatedCall, Recording, Transfer
    from voxml.language.types import Method

R = TypeVar("R")


class AsyncTryVox(BaseClient["httpx2.AsyncBaseTransport", Callable[[float], Awaitable[object]]]):
    """`TryVox` for asynchronous programs: `async with AsyncTryVox() as tryvox: await
    tryvox.calls.create(…)`.
    """

    def _open(self, transport: httpx2.AsyncBaseTransport | None) -> None:
        self._tls = load_certificates() if transport is None else None
        self._lanes = [open_async_client(self.base_url, transport, self._tls)]

    @property
    def calls(self) -> AsyncCalls:
        """Dial, look, hang up, hand over, record."""
        return AsyncCalls(self)

    @property
    def conferences(self) -> AsyncConferences:
        """Who is in which room."""
        return AsyncConferences(self)

    async def preflight(
        self, answer_url: str, *, answer_method: Method | None = None, manifest: str | None = None
    ) -> PreflightResult:
        """Return what speaks against calls with this answer URL, as `voxml.calls.client.TryVox.preflight` does."""
        return await anyio.to_thread.run_sync(self._preflight, answer_url, answer_method, manifest)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections; the client can't be used any more."""
        self._is_closed = True
        lanes, self._lanes = self._lanes, []
        for lane in lanes:
            await lane.aclose()

    async def run(self, operation: Operation[R], *, sleep: Callable[[float], Awaitable[object]] | None = None) -> R:
        """Carry out an operation of `voxml.calls.operations`; `sleep` waits between its tries in place of the
        client's.

        Raises:
            CallError: it failed; `outcome` says what became of it.
        """
        talk = converse(operation, self._retry, self._http.secrets)
        answer: Reply | Failure | None = None
        try:
            while True:
                wait = talk.send(answer)
                answer = None
                if wait is None:
                    answer = await self._try_once(operation)
                else:
                    await (sleep or self._sleep or _sleep)(wait)
        except StopIteration as end:
            result: R = end.value
            return result

    async def _try_once(self, operation: Operation[Any]) -> Reply | Failure:
        self._refuse_closed()
        if self._tls is None:
            return await self._send(self._lanes[0], operation)
        # Each request at a time has an httpx2 client of its own, with one connection: the pool of a shared
        # one looks at all of its connections for every request, which takes longer than the request with
        # twenty of them.
        lane = self._lanes.pop() if self._lanes else open_async_client(self.base_url, None, self._tls)
        try:
            return await self._send(lane, operation)
        finally:
            if self._is_closed:
                await lane.aclose()
            else:
                self._lanes.append(lane)

    async def _send(self, client: httpx2.AsyncClient, operation: Operation[Any]) -> Reply | Failure:
        request = self._http.request(operation)
        try:
            with anyio.fail_after(self._http.total_limit()):
                return await self._exchange(client, request)
        except TimeoutError:
            return Failure(TOO_LATE, is_not_sent=False)
        except Exception as error:
            # Whatever a transport raises: the request may have gone out.
            return failure_of(error)

    async def _exchange(self, client: httpx2.AsyncClient, request: httpx2.Request) -> Reply | Failure:
        with unlogged():
            response = await client.send(request, stream=True)
        body = Body(self._http.read_limit())
        try:
            async for piece in response.aiter_bytes():
                if body.is_too_much(piece):
                    break
            for seconds in self._keepalive_probe.waits(response):
                await _sleep(seconds)
        finally:
            await response.aclose()
        return body.reply(response)


class AsyncCalls:
    """`tryvox.calls`: dial, look, hang up, hand over, record."""

    __slots__ = ("_client",)

    def __init__(self, client: AsyncTryVox) -> None:
        self._client = client

    async def create(self, *, preflight: bool = False, **call: Unpack[CreateArguments]) -> CreatedCall:
        """Dial: POST /calls, with the arguments of `voxml.calls.client.Calls.create`.

        Raises:
            InvalidCall: before any connection, naming every invalid argument; or the preflight refuses.
            CallError: it failed; when `outcome` is "unknown" the telephone may be ringing.
        """
        members = conceal(call)
        # Gone from this frame, so that a traceback which shows local variables shows no secret.
        del call
        operation = operations.create_call(members)
        if preflight:
            target = operation.body or {}
            url = target["answer_url"]
            refuse(url, await self._client.preflight(url, answer_method=target.get("answer_method")))
        return await self._client.run(operation)

    async def get(self, call_uuid: str) -> Call:
        """Return a call as it is now: GET /calls/{call_uuid}."""
        return await self._client.run(operations.get_call(call_uuid))

    def list(self, **filters: Unpack[ListArguments]) -> AsyncIterator[Call]:
        """Return every call that the filters let through, as `voxml.calls.client.Calls.list` gives them."""
        # Checked here and not at the first step of the walk, so that the error is where the mistake is.
        return self._walk(operations.Walk(filters))

    async def _walk(self, walk: operations.Walk) -> AsyncIterator[Call]:
        while walk.operation is not None:
            for call in walk.take(await self._client.run(walk.operation)):
                yield call

    async def hangup(self, call_uuid: str) -> None:
        """End a call that rings or is in progress: DELETE /calls/{call_uuid}.

        Raises:
            NotFound: there is no such call, or it is over (see `code`).
        """
        await self._client.run(operations.hang_up(call_uuid))

    async def transfer(self, call_uuid: str, **target: Unpack[TransferArguments]) -> Transfer:
        """Hand a call over to the number `to`: POST /calls/{call_uuid}/transfer."""
        return await self._client.run(operations.transfer(call_uuid, target))

    async def start_recording(self, call_uuid: str, **options: Unpack[RecordArguments]) -> Recording:
        """Record a call, as `format` "mp3" or "wav": POST /calls/{call_uuid}/record."""
        return await self._client.run(operations.start_recording(call_uuid, options))

    async def stop_recording(self, call_uuid: str) -> None:
        """Stop recording a call: DELETE /calls/{call_uuid}/record."""
        await self._client.run(operations.stop_recording(call_uuid))

    async def download_recordings(self, call_uuid: str, folder: str | os.PathLike[str] = ".") -> builtins.list[Path]:
        """Write what was recorded of a call into `folder`, as `voxml.calls.client.Calls.download_recordings` does."""
        call = await self.get(call_uuid)
        return await anyio.to_thread.run_sync(download_recordings, call, Path(folder), self._client.http)

    async def estimate_cost(self, numbers: Sequence[str]) -> CostEstimate:
        """Return what calls to `numbers` will cost, by the prices of the newest finished calls."""
        finished: builtins.list[Call] = []
        async for call in self.list(status="completed", direction="outbound", per_page=SAMPLE):
            is_priced = call.price is not None or call.call_uuid is None
            finished.append(call if is_priced else await self.get(call.call_uuid or ""))
            if len(finished) == SAMPLE:
                break
        return estimate(finished, numbers)


class AsyncConferences:
    """`tryvox.conferences`: who is in which room."""

    __slots__ = ("_client",)

    def __init__(self, client: AsyncTryVox) -> None:
        self._client = client

    async def list(self) -> tuple[ConferenceRoom, ...]:
        """Return the rooms, each with how many are in it: GET /conferences."""
        return await self._client.run(operations.list_conferences())

    async def get(self, name: str) -> ConferenceRoom:
        """Return a room with who is in it: GET /conferences/{name}."""
        return await self._client.run(operations.get_conference(name))

    async def end(self, name: str) -> None:
        """Close a room; everyone in it is dropped: DELETE /conferences/{name}."""
        await self._client.run(operations.end_conference(name))


async def _sleep(seconds: float) -> None:
    await anyio.sleep(seconds)
