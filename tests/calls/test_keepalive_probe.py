"""Connections that the server ends without a word: no call is left unknown by sending it down one of them."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Iterator

import pytest

from voxml import AsyncTryVox, TryVox

CALL = {"from_": "+14155550100", "to": "+14155550199", "answer_url": "https://example.com/a.json"}


class Closing:
    """Answers 201 to whatever comes, and closes the connection without saying so."""

    def __init__(self) -> None:
        self.posts = 0
        self.connections = 0
        self._lock = threading.Lock()
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=100)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._socket.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            request = connection.makefile("rb")
            length = 0
            while (line := request.readline().strip()) != b"":
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            request.read(length)
            with self._lock:
                self.posts += 1
                body = json.dumps({"call_uuid": f"call-{self.posts}", "status": "ringing"}).encode()
            connection.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))


@pytest.fixture
def server() -> Iterator[Closing]:
    closing = Closing()
    yield closing
    closing.close()


def test_one_after_the_other(server: Closing) -> None:
    with TryVox("AC1", "tvx_sk_test_1", base_url=server.url) as tryvox:
        names = {tryvox.calls.create(**CALL).call_uuid for _ in range(150)}
    assert len(names) == server.posts == 150


def test_many_at_a_time(server: Closing) -> None:
    async def dial() -> set[str | None]:
        async with AsyncTryVox("AC1", "tvx_sk_test_1", base_url=server.url) as tryvox:

            async def some() -> list[str | None]:
                return [(await tryvox.calls.create(**CALL)).call_uuid for _ in range(20)]

            found = await asyncio.gather(*(some() for _ in range(6)))
        return {name for names in found for name in names}

    assert len(asyncio.run(dial())) == server.posts == 120
