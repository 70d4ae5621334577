"""Runs the emulator: as a process of its own, or inside another for a while."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
from collections.abc import Callable, Collection, Generator, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import msgspec

from voxml.emulator.callee.script import Script, load_script, turns_from
from voxml.emulator.emulator_settings import Settings, settings_from
from voxml.errors import ConfigError, InputError, MissingExtraError
from voxml.net.static_hosts import post_status

if TYPE_CHECKING:
    import httpx2
    import uvicorn
    from starlette.applications import Starlette

    from voxml.emulator.api.app import ReplyStyle
    from voxml.emulator.callee.callee import Callee
    from voxml.emulator.clock import Mode
    from voxml.emulator.facts import Order
    from voxml.emulator.fault_injection import Fault


def require() -> None:
    """Make sure that what serves is installed.

    Raises:
        MissingExtraError: it is not.
    """
    if any(find_spec(name) is None for name in ("starlette", "uvicorn", "websockets")):
        raise MissingExtraError("the emulator", "emulator")


class Emulator:
    """An emulator that has an address: `url` is where its API is."""

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        seed: int | None = None,
        clock: Mode = "virtual",
        reply: ReplyStyle = "documented",
        settings: Settings | Mapping[str, Any] | None = None,
        callees: Callable[[Order], Callee] | None = None,
        auth_id: str | None = None,
        api_key: str | None = None,
        webhook_secret: str | None = None,
        routes: Mapping[str, str] | None = None,
        transport: httpx2.AsyncBaseTransport | None = None,
        state: str | os.PathLike[str] | None = None,
        keep: int | None = None,
        platform: str | None = None,
        script: Script | str | os.PathLike[str] | None = None,
        press: str | None = None,
        allowed_hosts: Collection[str] = (),
    ) -> None:
        require()
        if not isinstance(settings, Settings):
            settings = settings_from({name: str(value) for name, value in (settings or {}).items()})
        refuses_post = post_status(platform)
        from voxml.emulator.api.app import make_app
        from voxml.emulator.api.auth import Keys
        from voxml.emulator.api.fault_middleware import Connections
        from voxml.emulator.clock import Clock
        from voxml.emulator.exchange import KEEP, Exchange
        from voxml.emulator.http_client import HttpClient

        self._socket = _listen(host, port)
        self.host, self.port = self._socket.getsockname()[:2]
        self.url = f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"
        web = HttpClient(transport)
        web.base_url = self.url
        self.exchange = Exchange(
            web,
            settings=settings,
            clock=Clock(clock, is_seeded=seed is not None),
            seed=seed,
            callees=callees,
            secret=webhook_secret,
            reply=reply,
            keep=KEEP if keep is None else keep,
        )
        if state is not None:
            from voxml.emulator.state_file import State

            try:
                self.exchange.remember(State(state))
            except InputError:
                self.close()
                raise
        self.exchange.routes.update(routes or {})
        self.exchange.refuses_post = refuses_post
        if script is not None or press is not None:
            self.exchange.callees.scripts["*"] = _script(script, press)
        self._connections = Connections()
        self.app: Starlette = make_app(
            self.exchange,
            Keys(auth_id, api_key),
            connections=self._connections,
            refuse=self.refuse,
            listens_on=host,
            allowed_hosts=allowed_hosts,
        )
        self._server: uvicorn.Server | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._reopening: asyncio.TimerHandle | None = None
        self._background: set[asyncio.Task[None]] = set()
        self.exchange.faults.on_added = self._fault_added
        self.exchange.faults.on_cleared = lambda: self._on_loop(self._reopen)

    async def serve(self, ready: Callable[[], None]) -> None:
        """Serve until `stop`; `ready` is called once connections are taken."""
        import uvicorn

        class Server(uvicorn.Server):
            @contextmanager
            def capture_signals(self) -> Generator[None, None, None]:
                yield  # whoever runs the emulator decides what a signal means

            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                ready()

        self._loop = asyncio.get_running_loop()
        self._server = Server(
            uvicorn.Config(
                self.app,
                http=self._connections.protocol(),
                ws="none",
                log_config=None,
                log_level="critical",
                access_log=False,
                server_header=False,
                lifespan="on",
                timeout_graceful_shutdown=1,
                backlog=2048,
            )
        )
        try:
            await self._server.serve(sockets=[self._socket])
        finally:
            if self._reopening is not None:
                self._reopening.cancel()
            self._socket.close()

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The event loop that it serves on, while it serves."""
        assert self._loop is not None, "the emulator does not serve yet"
        return self._loop

    def stop(self) -> None:
        """Stop serving; from any thread."""
        if self._server is not None:
            self._server.should_exit = True

    # --- refusing connections --------------------------------------------------------------------------------------

    def _fault_added(self, fault: Fault) -> None:
        if fault.begins_at_once:
            fault.struck = 1
            self._on_loop(self.refuse, fault.seconds)

    def _on_loop(self, function: Callable[..., None], *arguments: Any) -> None:
        """Call a function on the emulator's own loop, from any thread, and return when it is done."""
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

        asyncio.run_coroutine_threadsafe(call(), self._loop).result(timeout=30)

    def refuse(self, seconds: float) -> None:
        """Take no connections for so long; on the emulator's own loop."""
        server = self._server
        if server is None or self._loop is None:
            return
        if self._reopening is not None:
            self._reopening.cancel()
        else:
            for each in server.servers:
                each.close()
            server.servers.clear()
            # Bound but not listening: the port stays ours, and who connects is refused.
            self._socket = _bind(self.host, self.port)
        self._reopening = self._loop.call_later(seconds, self._reopen)

    def _reopen(self) -> None:
        """Take connections again, where they are refused."""
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
        server.servers.append(await loop.create_server(connect, sock=self._socket, backlog=2048))

    def close(self) -> None:
        """Give the address back, where `serve` was never called."""
        self._socket.close()


def _script(script: Script | str | os.PathLike[str] | None, press: str | None) -> Script:
    """What everybody who is called does: a script, then each key of `press` at a menu of its own."""
    if script is None:
        script = Script()
    elif not isinstance(script, Script):
        script = load_script(os.fspath(script))
    turns = turns_from([("press", key) for key in press or ""])
    return msgspec.structs.replace(script, turn=(*script.turn, *turns))


def _listen(host: str, port: int) -> socket.socket:
    listening = _bind(host, port)
    try:
        listening.listen(2048)
    except OSError as error:
        listening.close()
        raise _not_listening(host, port, error) from error
    return listening


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named, the protocol lets asyncio turn off the delay of small packets, which would hold each reply for 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except (OSError, OverflowError) as error:
        listening.close()
        raise _not_listening(host, port, error) from error
    listening.setblocking(False)
    return listening


def _not_listening(host: str, port: int, error: Exception) -> ConfigError:
    why = getattr(error, "strerror", None) or str(error)
    return ConfigError(f"can't listen on {host}:{port}: {why.lower()}")


def run(emulator: Emulator, ready: Callable[[], None]) -> None:
    """Serve in this thread until SIGINT or SIGTERM."""

    async def main() -> None:
        loop = asyncio.get_running_loop()
        for each in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(each, emulator.stop)
        await emulator.serve(ready)

    asyncio.run(main())


@contextmanager
def running(**options: Any) -> Iterator[Emulator]:
    """Run an emulator on a thread of its own for as long as the `with` lasts; `.url` is its address.

    Takes the options of `voxml emulator` by their names, `route` and `setting` as dictionaries, and those of
    `Emulator`.

    Raises:
        MissingExtraError: starlette or uvicorn is not installed.
        ConfigError: the address is taken.
    """
    named = {_OPTIONS.get(name, name): value for name, value in options.items()}
    with in_thread(Emulator(**named)) as emulator:
        yield emulator


#: Options of the command that may be given more than once there, and once as a dictionary here.
_OPTIONS = {"people": "callees", "route": "routes", "setting": "settings", "allow_host": "allowed_hosts"}


@contextmanager
def in_thread(emulator: Emulator) -> Iterator[Emulator]:
    """Serve on a thread of its own for as long as the `with` lasts."""
    is_ready = threading.Event()
    failures: list[BaseException] = []

    def main() -> None:
        try:
            asyncio.run(emulator.serve(is_ready.set))
        except BaseException as error:  # told to the one who waits
            failures.append(error)
        finally:
            is_ready.set()

    thread = threading.Thread(target=main, name="voxml-emulator", daemon=True)
    thread.start()
    is_ready.wait()
    try:
        if failures:
            raise failures[0]
        yield emulator
    finally:
        emulator.stop()
        thread.join(timeout=10)
