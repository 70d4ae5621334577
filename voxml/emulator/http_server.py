"""The emulator's HTTP server: an address that is listened on, and that takes no connections while a fault says so."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from voxml.errors import ConfigError

if TYPE_CHECKING:
    import uvicorn
    from starlette.types import ASGIApp

_BACKLOG = 2048


class HttpServer:
    """A server at `url`, which is known before it serves.

    Raises:
        ConfigError: the address is taken or none of this machine.
    """

    def __init__(self, host: str, port: int) -> None:
        self._socket = _bind(host, port)
        try:
            self._socket.listen(_BACKLOG)
        except OSError as error:
            self._socket.close()
            raise _not_listening(host, port, error) from error
        self.host, self.port = self._socket.getsockname()[:2]
        self.url = f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"
        self._server: uvicorn.Server | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._reopening: asyncio.TimerHandle | None = None
        self._background: set[asyncio.Task[None]] = set()

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The event loop that it serves on, while it serves."""
        assert self._loop is not None, "the emulator does not serve yet"
        return self._loop

    async def serve(self, app: ASGIApp, protocol: type[asyncio.Protocol], ready: Callable[[], None]) -> None:
        """Serve until `stop`; `ready` is called once connections are taken."""
        import uvicorn

        class Server(uvicorn.Server):
            @contextmanager
            def capture_signals(self) -> Generator[None, None, None]:
                yield  # the process that runs the emulator decides what a signal means

            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                ready()

        self._loop = asyncio.get_running_loop()
        self._server = Server(
            uvicorn.Config(
                app,
                http=protocol,
                ws="none",
                log_config=None,
                log_level="critical",
                access_log=False,
                server_header=False,
                lifespan="on",
                timeout_graceful_shutdown=1,
                backlog=_BACKLOG,
            )
        )
        try:
            await self._server.serve(sockets=[self._socket])
        finally:
            if self._reopening is not None:
                self._reopening.cancel()
            self._socket.close()

    def stop(self) -> None:
        """Stop serving; from any thread."""
        if self._server is not None:
            self._server.should_exit = True

    def close(self) -> None:
        """Give the address back, where `serve` was never called."""
        self._socket.close()

    def on_loop(self, function: Callable[..., None], *arguments: Any) -> None:
        """Call a function on the server's own loop, from any thread, and return when it is done."""
        if self._loop is None or self._loop.is_closed():
            return
        try:
            is_here = asyncio.get_running_loop() is self._loop
        except RuntimeError:
            is_here = False
        if is_here:
            function(*arguments)
            return

        async def call() -> None:
            function(*arguments)

        asyncio.run_coroutine_threadsafe(call(), self._loop).result(timeout=60)

    def refuse(self, seconds: float) -> None:
        """Take no connections for so long; on the server's own loop."""
        server = self._server
        if server is None or self._loop is None:
            return
        if self._reopening is not None:
            self._reopening.cancel()
        else:
            for each in server.servers:
                each.close()
            server.servers.clear()
            # Bound but not listening: the port stays ours, and connections are refused.
            self._socket = _bind(self.host, self.port)
        self._reopening = self._loop.call_later(seconds, self.reopen)

    def reopen(self) -> None:
        """Take connections again, where they are refused; on the server's own loop."""
        if self._reopening is None or self._loop is None:
            return
        self._reopening.cancel()
        self._reopening = None
        task = self._loop.create_task(self._listen_again())
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _listen_again(self) -> None:
        server = self._server
        if server is None or server.should_exit:
            self._socket.close()
            return
        config = server.config
        make: Any = config.http_protocol_class

        def connect() -> asyncio.Protocol:
            made: asyncio.Protocol = make(
                config=config, server_state=server.server_state, app_state=server.lifespan.state
            )
            return made

        loop = asyncio.get_running_loop()
        server.servers.append(await loop.create_server(connect, sock=self._socket, backlog=_BACKLOG))


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named, the protocol lets asyncio turn off the delay of small packets, which would hold each reply for 40 ms.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
    except (OSError, OverflowError) as error:
        bound.close()
        raise _not_listening(host, port, error) from error
    bound.setblocking(False)
    return bound


def _not_listening(host: str, port: int, error: Exception) -> ConfigError:
    why = getattr(error, "strerror", None) or str(error)
    return ConfigError(f"can't listen on {host}:{port}: {why.lower()}")
