"""`TryVox`: the calls API from plain Python. `voxml.calls.async_client` has the same for asyncio and trio."""

from __future__ import annotations

import builtins
import os
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar, Unpack

import httpx2

from voxml.calls import operations
from voxml.calls.client_base import BaseClient, refuse
from voxml.calls.connections import open_client, unlogged
from voxml.calls.cost_estimate import SAMPLE, CostEstimate, estimate
from voxml.calls.deadline import exchange_ends_in, limit_reads
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


class TryVox(BaseClient["httpx2.BaseTransport", Callable[[float], object]]):
    """`TryVox` for plain programs; `voxml.calls.client_base.BaseClient` has the settings."""

    __doc__ = BaseClient.__doc__

    def _open(self, transport: httpx2.BaseTransport | None) -> None:
        self._client = open_client(self.base_url, transport)

    @property
    def calls(self) -> Calls:
        """Dial, look, hang up, hand over, record."""
        return Calls(self)

    @property
    def conferences(self) -> Conferences:
        """Who is in which room."""
        return Conferences(self)

    def preflight(
        self, answer_url: str, *, answer_method: Method | None = None, manifest: str | None = None
    ) -> PreflightResult:
        """Return what speaks against calls with this answer URL (`refusals`) and what is worth knowing (`notes`).

        It is what `voxml call` asks before it dials: whether TryVox would get a valid document from there.

        Args:
            answer_url: where TryVox will get the document.
            answer_method: how it will ask for it. Only what is asked for by "GET" is fetched.
            manifest: the file of a build that has the document, to compare the bytes.

        Raises:
            InvalidCall: `answer_url` is no address.
        """
        return self._preflight(answer_url, answer_method, manifest)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; the client can't be used any more."""
        self._is_closed = True
        self._client.close()

    def run(self, operation: Operation[R]) -> R:
        """Carry out an operation of `voxml.calls.operations`.

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
                    answer = self._try_once(operation)
                else:
                    (self._sleep or time.sleep)(wait)
        except StopIteration as end:
            result: R = end.value
            return result

    def _try_once(self, operation: Operation[Any]) -> Reply | Failure:
        self._refuse_closed()
        request = self._http.request(operation)
        request.extensions["trace"] = limit_reads
        try:
            with exchange_ends_in(self._http.total_limit()):
                return self._exchange(request)
        except Exception as error:
            # Whatever a transport raises: the request may have gone out.
            return failure_of(error)

    def _exchange(self, request: httpx2.Request) -> Reply | Failure:
        with unlogged():
            response = self._client.send(request, stream=True)
        body = Body(self._http.read_limit())
        try:
            for piece in response.iter_bytes():
                if body.is_too_much(piece):
                    break
            for seconds in self._keepalive_probe.waits(response):
                time.sleep(seconds)
        finally:
            response.close()
        return body.reply(response)


class Calls:
    """`tryvox.calls`: dial, look, hang up, hand over, record."""

    __slots__ = ("_client",)

    def __init__(self, client: TryVox) -> None:
        self._client = client

    def create(self, *, preflight: bool = False, **call: Unpack[CreateArguments]) -> CreatedCall:
        """Dial: POST /calls.

        Args:
            preflight: whether to look at the answer URL first, and not dial when something speaks against it.
            from_: the number that calls, in E.164; it must be yours.
            to: the number that is called, in E.164.
            answer_url: where TryVox gets the document once the call is answered.
            answer_method: how it asks for it. A static file needs "GET". Not set: POST.
            ring_url: gets an event when it rings.
            hangup_url: gets an event when the call ends.
            fallback_url: gives the document when answer_url fails.
            ring_timeout: seconds that it rings at most. Not set: 60.
            time_limit: seconds that the call lasts at most. Not set: 14400.
            machine_detection: "Enable" or "Disable". Not set: Disable.
            status_callback_url: gets an event at every change of status (not on the vendor's make-call page).
            status_callback_method: how that event is sent (seen in use only).
            webhook_secret: signs the webhooks of this call (seen in use only).

        Raises:
            InvalidCall: before any connection, naming every invalid argument; or the preflight refuses.
            CallError: it failed; when `outcome` is "unknown" the telephone may be ringing, so look before you
                try again.

        Source: https://docs.tryvox.io/voice/make-call
        """
        members = conceal(call)
        # Gone from this frame, so that a traceback which shows local variables shows no secret.
        del call
        operation = operations.create_call(members)
        if preflight:
            target = operation.body or {}
            url = target["answer_url"]
            refuse(url, self._client.preflight(url, answer_method=target.get("answer_method")))
        return self._client.run(operation)

    def get(self, call_uuid: str) -> Call:
        """Return a call as it is now: GET /calls/{call_uuid}."""
        return self._client.run(operations.get_call(call_uuid))

    def list(self, **filters: Unpack[ListArguments]) -> Iterator[Call]:
        """Return every call that the filters let through, newest page first; a page is fetched when the walk gets to
        it.

        Args:
            status: only calls with this status, such as "in-progress".
            direction: "outbound" or "inbound".
            from_: only calls from this number.
            to: only calls to this number.
            page: the page to begin with. Not set: 1.
            per_page: calls a request, 100 at most. Not set: 100.
        """
        # Checked here and not at the first step of the walk, so that the error is where the mistake is.
        return self._walk(operations.Walk(filters))

    def _walk(self, walk: operations.Walk) -> Iterator[Call]:
        while walk.operation is not None:
            yield from walk.take(self._client.run(walk.operation))

    def hangup(self, call_uuid: str) -> None:
        """End a call that rings or is in progress: DELETE /calls/{call_uuid}.

        Raises:
            NotFound: there is no such call, or it is over (see `code`).
        """
        self._client.run(operations.hang_up(call_uuid))

    def transfer(self, call_uuid: str, **target: Unpack[TransferArguments]) -> Transfer:
        """Hand a call over to the number `to`: POST /calls/{call_uuid}/transfer."""
        return self._client.run(operations.transfer(call_uuid, target))

    def start_recording(self, call_uuid: str, **options: Unpack[RecordArguments]) -> Recording:
        """Record a call, as `format` "mp3" or "wav": POST /calls/{call_uuid}/record."""
        return self._client.run(operations.start_recording(call_uuid, options))

    def stop_recording(self, call_uuid: str) -> None:
        """Stop recording a call: DELETE /calls/{call_uuid}/record."""
        self._client.run(operations.stop_recording(call_uuid))

    def download_recordings(self, call_uuid: str, folder: str | os.PathLike[str] = ".") -> builtins.list[Path]:
        """Write what was recorded of a call into `folder`, as CALL_UUID-1.wav and so on, and return the files.

        Raises:
            CallError: a recording can't be fetched. No half of it is left.
            InputError: the folder can't be written.
        """
        return download_recordings(self.get(call_uuid), Path(folder), self._client.http)

    def estimate_cost(self, numbers: Sequence[str]) -> CostEstimate:
        """Return what calls to `numbers` will cost, by the prices of the newest finished calls.

        Raises:
            CallError: they can't be listed.
        """
        finished: builtins.list[Call] = []
        for call in islice(self.list(status="completed", direction="outbound", per_page=SAMPLE), SAMPLE):
            # The documented list has no prices.
            is_priced = call.price is not None or call.call_uuid is None
            finished.append(call if is_priced else self.get(call.call_uuid or ""))
        return estimate(finished, numbers)


class Conferences:
    """`tryvox.conferences`: who is in which room."""

    __slots__ = ("_client",)

    def __init__(self, client: TryVox) -> None:
        self._client = client

    def list(self) -> tuple[ConferenceRoom, ...]:
        """Return the rooms, each with how many are in it: GET /conferences."""
        return self._client.run(operations.list_conferences())

    def get(self, name: str) -> ConferenceRoom:
        """Return a room with who is in it: GET /conferences/{name}."""
        return self._client.run(operations.get_conference(name))

    def end(self, name: str) -> None:
        """Close a room; everyone in it is dropped: DELETE /conferences/{name}."""
        self._client.run(operations.end_conference(name))
