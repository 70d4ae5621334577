"""An exchange has a limit as a whole: a server that sends one byte after the other does not hold a call for ever."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator

import pytest

from voxml.calls.async_client import AsyncTryVox
from voxml.calls.client import TryVox
from voxml.calls.deadline import within
from voxml.calls.errors import OutcomeUnknown
from voxml.calls.http_request import HttpRequests

CALL = {"from_": "+14155550100", "to": "+14155550199", "answer_url": "https://example.com/menu.json"}


@pytest.fixture(params=["HTTP/1.1 201 Created\r\nX-Slow: ", "HTTP/1.1 201 Created\r\nContent-Length: 99999999\r\n\r\n"])
def trickling(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a server that goes on with its headers, or its body, for ever."""
    is_over = threading.Event()

    def trickle(connection: socket.socket) -> None:
        with connection:
            connection.recv(65536)
            try:
                connection.sendall(request.param.encode())
                while not is_over.wait(0.005):
                    connection.sendall(b"a")
            except OSError:
                pass  # the client has left

    def serve() -> None:
        while not is_over.is_set():
            try:
                connection, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=trickle, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        is_over.set()


@pytest.mark.parametrize("is_async", [False, True])
def test_a_server_that_trickles_is_given_up(trickling: str, is_async: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    # Each read is in time: only the limit of the whole ends it.
    monkeypatch.setattr(HttpRequests, "total_limit", lambda _self: 0.2)
    with pytest.raises(OutcomeUnknown, match="in time") as caught:
        if is_async:
            asyncio.run(_dial(trickling))
        else:
            with TryVox("AC1", "tvx_sk_test_0123456789abcdef", base_url=trickling) as tryvox:
                tryvox.calls.create(**CALL)
    assert (caught.value.outcome, caught.value.attempts) == ("unknown", 1)


async def _dial(base_url: str) -> None:
    async with AsyncTryVox("AC1", "tvx_sk_test_0123456789abcdef", base_url=base_url) as tryvox:
        await tryvox.calls.create(**CALL)


def test_the_limit_is_more_than_each_of_its_parts() -> None:
    def limit(timeout: float | None) -> float:
        with TryVox("AC1", "tvx_sk_test_0123456789abcdef", timeout=timeout) as tryvox:
            return tryvox.http.total_limit()

    assert limit(None) == 4 * 30 + 5 + 30 + 30
    assert limit(0.05) == pytest.approx(0.35)


def test_what_work_returns_and_raises_comes_through() -> None:
    assert within(60, lambda: 7) == 7
    with pytest.raises(KeyError):
        within(60, lambda: {}["a"])
