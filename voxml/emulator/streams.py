"""The sockets of Stream: the emulator is the client that TryVox would be, and the agent is the server.

In virtual time an agent that takes real time to think would be outrun, so that open sockets are fed in real time
unless the setting `stream_time` says otherwise.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from voxml.emulator import speech
from voxml.emulator.effects import Event, Speech, StreamNews, StreamOpened
from voxml.emulator.emulator_settings import VIRTUAL_STREAM_SECONDS, Settings
from voxml.emulator.stream_frames import FRAME_SECONDS, Stretch, as_json, media_message, pcm_frame, read_message
from voxml.net.addresses import is_loopback, split

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

    from voxml.emulator.effects import Connect, Disconnect, Streaming

#: The subprotocol of the module that TryVox is said to run; a server that knows it answers with it.
SUBPROTOCOL = "audio.drachtio.org"
#: Frames that are sent in one go in virtual time before the socket is given a moment to answer.
_BURST = 10
#: The largest message that is taken from an agent.
_MAX_MESSAGE = 4 * 1024 * 1024
_TRACKS = {"inbound_track": ("inbound",), "outbound_track": ("outbound",)}

Dialect = Literal["documented", "observed"]


class Socket:
    """One open socket, and what has been said on the line since it was opened; times are seconds of the call."""

    def __init__(self, connection: ClientConnection, effect: Connect, dialect: Dialect, began: float) -> None:
        self.connection = connection
        self.stream_id = effect.stream_id
        self.dialect = dialect
        self.tracks = _TRACKS.get(effect.track, ("inbound", "outbound"))
        self.began = began
        self.sent_until = began
        #: When it was opened, by the event loop's clock.
        self.opened_at = asyncio.get_running_loop().time()
        self._spoken: list[Stretch] = []
        self._played: list[Stretch] = []
        self._news: asyncio.Queue[StreamNews] = asyncio.Queue()
        self.reader = asyncio.get_running_loop().create_task(self._read())

    async def _read(self) -> None:
        from websockets.exceptions import ConnectionClosed

        with contextlib.suppress(ConnectionClosed):
            async for message in self.connection:
                self._news.put_nowait(read_message(message))
        code, reason = self.connection.close_code, self.connection.close_reason
        self._news.put_nowait(StreamNews(0.0, "closed", f"{code or ''} {reason or ''}".strip(), code=code))

    async def send_frame(self) -> None:
        """Send the next 20 ms of each track."""
        begin = self.sent_until
        sounds = {"inbound": self._spoken, "outbound": self._played}
        if self.dialect == "observed":
            stretches = [stretch for track in self.tracks for stretch in sounds[track]]
            await self.connection.send(pcm_frame(begin, stretches))
        else:
            for track in self.tracks:
                await self.connection.send(media_message(self.stream_id, track, begin, self.began, sounds[track]))
        self.sent_until = begin + FRAME_SECONDS
        self._spoken = [stretch for stretch in self._spoken if stretch[1] > self.sent_until]
        self._played = [stretch for stretch in self._played if stretch[1] > self.sent_until]

    def says(self, words: Speech, words_per_minute: float) -> None:
        """Let the agent hear what the callee says."""
        at = max(words.at, self.sent_until)
        self._spoken.append((at, at + speech.seconds(words.text, None, words_per_minute), words.text))

    def news(self) -> StreamNews | None:
        """Return what the agent has sent, if anything, as of the second up to which it was fed."""
        if self._news.empty():
            return None
        news = msgspec.structs.replace(self._news.get_nowait(), at=self.sent_until)
        if news.what == "audio":
            # What is played is queued, as in the module that TryVox is said to run.
            begin = max(news.at, self._played[-1][1] if self._played else 0.0)
            self._played.append((begin, begin + news.seconds, ""))
        elif news.what == "killAudio":
            self._played = [(begin, min(end, news.at), text) for begin, end, text in self._played if begin < news.at]
        return news

    async def close(self, stop: dict[str, Any]) -> None:
        """Say stop where that is known, and close."""
        from websockets.exceptions import ConnectionClosed

        with contextlib.suppress(ConnectionClosed):
            if self.dialect == "documented":
                await self.connection.send(as_json(stop))
        await self.connection.close()
        self.reader.cancel()
        await asyncio.gather(self.reader, return_exceptions=True)


class Streams:
    """All open sockets, by the ids of their streams.

    `reroute` gives the address that a URL really leads to. `reaches` returns when the clock is at a second of the
    shared time line; None means that time is virtual.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        dialect: Dialect,
        reroute: Callable[[str], str],
        reaches: Callable[[float], Awaitable[None]] | None,
    ) -> None:
        self._settings = settings
        self._dialect: Dialect = dialect
        self._reroute = reroute
        self._reaches = reaches
        self._open: dict[str, Socket] = {}

    @property
    def _outruns(self) -> bool:
        """Whether frames are sent as fast as they can be."""
        return self._reaches is None and self._settings.stream_time == "virtual"

    async def connect(self, effect: Connect, now: float) -> StreamOpened | str:
        """Open the socket and say who calls; a text says why it can't be."""
        try:
            from websockets.asyncio.client import connect
            from websockets.exceptions import ConnectionClosed, WebSocketException
            from websockets.typing import Subprotocol
        except ModuleNotFoundError:
            return "the package websockets is not installed: pip install 'voxml[emulator]'"
        url = self._reroute(effect.url)
        options: dict[str, Any] = {} if url.startswith("ws:") else {"ssl": _tls(url)}
        try:
            connection = await connect(
                url,
                subprotocols=[Subprotocol(SUBPROTOCOL)],
                open_timeout=self._settings.answer_timeout,
                close_timeout=1,
                proxy=None,
                max_size=_MAX_MESSAGE,
                **options,
            )
        except (OSError, WebSocketException, TimeoutError, ValueError) as error:
            return f"no WebSocket there: {str(error) or type(error).__name__}"
        self._open[effect.stream_id] = Socket(connection, effect, self._dialect, now)
        with contextlib.suppress(ConnectionClosed):  # the reader sees with what code
            await connection.send(as_json(effect.start if self._dialect == "documented" else effect.parameters))
        return self._opened()

    def _opened(self) -> StreamOpened:
        lasts = self._settings.stream_seconds or (VIRTUAL_STREAM_SECONDS if self._outruns else float("inf"))
        if self._reaches is not None:
            return StreamOpened(lasts)
        if self._outruns:
            return StreamOpened(lasts, "virtual time: an agent that takes real time to answer is outrun")
        return StreamOpened(lasts, "the socket is fed in real time")

    async def feed(
        self,
        effect: Streaming,
        *,
        origin: float,
        act: Event | None,
        take_outside: Callable[[float], Event | None],
    ) -> Event | None:
        """Feed the socket until `act`, what comes from outside, what the agent sends, or the end of the time.

        `origin` is when the call was made on the shared time line.
        """
        from websockets.exceptions import ConnectionClosed

        socket = self._open[effect.stream_id]
        until = effect.wait.until if act is None else act.at
        event: Event | None = act
        try:
            while True:
                came = take_outside(socket.sent_until) or socket.news()
                if came is not None:
                    event = came
                    break
                if socket.sent_until >= until - 1e-9:
                    break
                await self._send(socket, origin, until)
        except ConnectionClosed:
            await asyncio.wait((socket.reader,), timeout=1.0)
            return socket.news() or StreamNews(socket.sent_until, "closed")
        if isinstance(event, Speech):
            socket.says(event, self._settings.words_per_minute)
        return event

    async def _send(self, socket: Socket, origin: float, until: float) -> None:
        """Send a frame, or a few in virtual time, and wait for its time to pass."""
        for _ in range(_BURST if self._outruns else 1):
            if socket.sent_until < until - 1e-9:
                await socket.send_frame()
        if self._reaches is not None:
            await self._reaches(origin + socket.sent_until)
        elif self._outruns:
            await asyncio.sleep(0.001)
        else:
            at = socket.opened_at + socket.sent_until - socket.began
            await asyncio.sleep(max(0.0, at - asyncio.get_running_loop().time()))

    async def disconnect(self, effect: Disconnect) -> None:
        """Close the socket."""
        socket = self._open.pop(effect.stream_id, None)
        if socket is not None:
            await socket.close(effect.payload)


def _tls(url: str) -> ssl.SSLContext:
    """TLS as usual; on this machine, where no certificate is one that others would trust, any is taken."""
    context = ssl.create_default_context()
    if is_loopback(split(url).host):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
