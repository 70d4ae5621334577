"""Runs the emulator: as a process of its own, or inside another for a while."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import msgspec

from voxml.emulator.call_store import KEEP, CallStore
from voxml.emulator.callee.script import Script, load_script, turns_from
from voxml.emulator.clock import Clock
from voxml.emulator.emulator_settings import Settings, settings_from
from voxml.emulator.event_log import EventLog
from voxml.emulator.http_client import HttpClient
from voxml.emulator.http_server import HttpServer
from voxml.emulator.network import Network
from voxml.emulator.state_file import StateFile
from voxml.errors import InputError, MissingExtraError
from voxml.net.static_hosts import post_status

if TYPE_CHECKING:
    import httpx2
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
    """An emulator that has an address: `url` is where its API is.

    `log` is called with a line for each event as it happens.
    """

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
        keep: int = KEEP,
        platform: str | None = None,
        script: Script | str | os.PathLike[str] | None = None,
        press: str | None = None,
        allowed_hosts: Collection[str] = (),
        log: Callable[[str], None] | None = None,
    ) -> None:
        require()
        from voxml.emulator.api.app import make_app
        from voxml.emulator.api.auth import Keys
        from voxml.emulator.api.fault_middleware import Connections

        known = settings if isinstance(settings, Settings) else settings_from(settings or {})
        refuses_post = post_status(platform)
        script_of_all = None if script is None and press is None else _script(script, press)
        self.server = HttpServer(host, port)
        self.host, self.port, self.url = self.server.host, self.server.port, self.server.url
        self.network = Network(
            HttpClient(transport, base_url=self.url),
            settings=known,
            clock=Clock(clock, is_seeded=seed is not None),
            seed=seed,
            callees=callees,
            secret=webhook_secret,
            reply=reply,
            store=CallStore(keep),
            routes=routes,
            refuses_post=refuses_post,
        )
        if state is not None:
            self._restore(state)
        if script_of_all is not None:
            self.network.callees.scripts["*"] = script_of_all
        self._connections = Connections()
        self.network.faults.on_added = self._fault_added
        self.network.faults.on_cleared = lambda: self.server.on_loop(self.server.reopen)
        event_log = None if log is None else EventLog(log)
        if event_log is not None:
            self.network.watchers.append(event_log.watch)
        self.app: Starlette = make_app(
            self.network,
            Keys(auth_id, api_key),
            connections=self._connections,
            refuse=self.server.refuse,
            listens_on=host,
            allowed_hosts=allowed_hosts,
            event_log=event_log,
        )

    def _restore(self, state: str | os.PathLike[str]) -> None:
        try:
            self.network.restore(StateFile(state))
        except InputError:
            self.server.close()
            raise

    def _fault_added(self, fault: Fault) -> None:
        if fault.begins_at_once:
            fault.struck = 1
            self.server.on_loop(self.server.refuse, fault.seconds)

    @property
    def store(self) -> CallStore:
        """The calls that are remembered."""
        return self.network.store

    async def serve(self, ready: Callable[[], None]) -> None:
        """Serve until `stop`; `ready` is called once connections are taken."""
        await self.server.serve(self.app, self._connections.protocol(), ready)

    def stop(self) -> None:
        """Stop serving; from any thread."""
        self.server.stop()


def _script(script: Script | str | os.PathLike[str] | None, press: str | None) -> Script:
    """What every callee does: a script, then each key of `press` at a menu of its own."""
    if script is None:
        script = Script()
    elif not isinstance(script, Script):
        script = load_script(os.fspath(script))
    turns = turns_from([("press", key) for key in press or ""])
    return msgspec.structs.replace(script, turn=(*script.turn, *turns))


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
        except BaseException as error:  # raised where it is waited for
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
