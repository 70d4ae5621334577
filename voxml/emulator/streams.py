"""Stream's WebSocket, as a client: start, sound, stop, in both dialects that are known.

`documented` sends JSON: a start event, media events with base64 PCM, a stop event. `observed` sends the bare
parameters, then binary frames. Sound is 16-bit mono PCM at 8 kHz in frames of 20 ms. What comes back is read in both:
`playAudio`, `killAudio` and `disconnect` as seen in use, `media`, `clear` and `stop` after the style of the
documentation.
"""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from voxml.emulator import audio, speech
from voxml.emulator.effects import Event, Speech, StreamNews
from voxml.net.addresses import is_loopback

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

    from voxml.emulator.effects import Connect, Disconnect, Streaming
    from voxml.emulator.exchange import Exchange
    from voxml.emulator.live import LiveCall

#: The subprotocol of the module that TryVox is said to run; a server that knows it answers with it.
SUBPROTOCOL = "audio.drachtio.org"
FRAME_SECONDS = 0.02
#: Frames that are sent in one go in virtual time before the socket is given a moment to answer.
_BURST = 10


class Socket:
    """One open socket, and what has been said on the line since it was opened."""

    def __init__(self, connection: ClientConnection, effect: Connect, dialect: str, began: float) -> None:
        self.connection = connection
        self.stream_id = effect.stream_id
        self.dialect = dialect
        self.tracks = {"inbound_track": ("inbound",), "outbound_track": ("outbound",)}.get(
            effect.track, ("inbound", "outbound")
        )
        self.began = began
        self.sent_until = began
        self.spoken: list[tuple[float, float, str]] = []
        self.played: list[tuple[float, float, str]] = []
        self.news: asyncio.Queue[StreamNews] = asyncio.Queue()
        self.reader = asyncio.get_running_loop().create_task(self._read())

    async def _read(self) -> None:
        from websockets.exceptions import ConnectionClosed

        try:
            async for message in self.connection:
                self.news.put_nowait(_news(message))
        except ConnectionClosed:
            pass
        code, reason = self.connection.close_code, self.connection.close_reason
        self.news.put_nowait(StreamNews(0.0, "closed", f"{code} {reason or ''}".strip()))

    async def send_frame(self) -> None:
        """Send the next 20 ms of each track."""
        begin, end = self.sent_until, self.sent_until + FRAME_SECONDS
        stamp = round((begin - self.began) * 1000)
        sounds = {"inbound": self.spoken, "outbound": self.played}
        if self.dialect == "observed":
            stretches = [stretch for track in self.tracks for stretch in sounds[track]]
            await self.connection.send(_frame(begin, end, stretches))
        else:
            for track in self.tracks:
                payload = base64.b64encode(_frame(begin, end, sounds[track])).decode()
                members = {"event": "media", "stream_id": self.stream_id, "track": track}
                await self.connection.send(_json({**members, "payload": payload, "timestamp": stamp}))
        self.sent_until = end

    async def close(self, stop: dict[str, Any]) -> None:
        """Say stop where that is known, and close."""
        from websockets.exceptions import ConnectionClosed

        try:
            if self.dialect == "documented":
                await self.connection.send(_json(stop))
        except ConnectionClosed:
            pass
        await self.connection.close()
        self.reader.cancel()
        await asyncio.gather(self.reader, return_exceptions=True)


class Streams:
    """All open sockets of an exchange."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._open: dict[str, Socket] = {}

    async def connect(self, live: LiveCall, effect: Connect) -> str | None:
        """Open the socket and say who calls; a text says why it can't be."""
        try:
            from websockets.asyncio.client import connect
            from websockets.exceptions import WebSocketException
            from websockets.typing import Subprotocol
        except ModuleNotFoundError:
            return "the package websockets is not installed: pip install 'voxml[emulator]'"
        url = self._exchange.rerouted(effect.url)
        dialect = self._exchange.settings.stream_dialect
        options: dict[str, Any] = {} if url.startswith("ws:") else {"ssl": _tls(url)}
        try:
            connection = await connect(
                url,
                subprotocols=[Subprotocol(SUBPROTOCOL)],
                open_timeout=self._exchange.settings.answer_timeout,
                close_timeout=1,
                proxy=None,
                max_size=4 * 1024 * 1024,
                **options,
            )
        except (OSError, WebSocketException, TimeoutError, ValueError) as error:
            return f"no WebSocket there: {str(error) or type(error).__name__}"
        socket = Socket(connection, effect, dialect, live.call.now)
        self._open[effect.stream_id] = socket
        try:
            await connection.send(_json(effect.start if dialect == "documented" else effect.parameters))
        except WebSocketException as error:
            return f"the socket was closed at once: {error}"
        return None

    async def stream(self, live: LiveCall, effect: Streaming) -> Event | None:
        """Feed the socket until the person acts, it answers, something comes from outside, or time is over."""
        from websockets.exceptions import ConnectionClosed

        socket = self._open[effect.stream_id]
        act = live.acts.coming(effect.wait)
        until = effect.wait.until if act is None else act.at
        is_virtual = self._exchange.clock.mode == "virtual"
        try:
            while socket.sent_until < until - 1e-9:
                for _ in range(_BURST if is_virtual else 1):
                    if socket.sent_until < until - 1e-9:
                        await socket.send_frame()
                await self._pace(live, socket, is_virtual=is_virtual)
                event = live.take_outside(socket.sent_until) or _from(socket)
                if event is not None:
                    return event
        except ConnectionClosed:
            await asyncio.wait((socket.reader,), timeout=1.0)
            return _from(socket) or StreamNews(socket.sent_until, "closed")
        live.acts.done()
        if isinstance(act, Speech):
            lasts = speech.seconds(act.text, None, self._exchange.settings.words_per_minute)
            socket.spoken.append((act.at, act.at + lasts, act.text))
        return act

    async def _pace(self, live: LiveCall, socket: Socket, *, is_virtual: bool) -> None:
        if is_virtual:
            await asyncio.sleep(0.001)
        else:
            await self._exchange.clock.reaches(live.origin.elapsed + socket.sent_until)

    async def disconnect(self, effect: Disconnect) -> None:
        """Close the socket."""
        socket = self._open.pop(effect.stream_id, None)
        if socket is not None:
            await socket.close(effect.payload)


def _from(socket: Socket) -> StreamNews | None:
    if socket.news.empty():
        return None
    news = msgspec.structs.replace(socket.news.get_nowait(), at=socket.sent_until)
    if news.what == "audio":
        # What is played is queued, as in the module that TryVox is said to run.
        begin = max(news.at, socket.played[-1][1] if socket.played else 0.0)
        socket.played.append((begin, begin + news.seconds, ""))
    elif news.what == "killAudio":
        socket.played = [(begin, min(end, news.at), text) for begin, end, text in socket.played if begin < news.at]
    return news


def _news(message: str | bytes) -> StreamNews:
    """What a message from the socket means."""
    if isinstance(message, bytes):
        return _sound(len(message) / 2 / audio.RATE)
    try:
        found = msgspec.json.decode(message)
    except msgspec.DecodeError:
        return StreamNews(0.0, "not understood:", message[:100])
    if not isinstance(found, dict):
        return StreamNews(0.0, "not understood:", message[:100])
    kind = found.get("type") or found.get("event")
    if kind == "playAudio" and isinstance(found.get("data"), dict):
        data = found["data"]
        rate = data.get("sampleRate")
        sound = _decoded(data.get("audioContent"))
        seconds = audio.seconds_of(sound) if data.get("audioContentType") == "wave" else None
        if seconds is None:
            seconds = len(sound) / 2 / (rate if isinstance(rate, int) and rate > 0 else audio.RATE)
        words = data.get("textContent")
        return _sound(seconds, words if isinstance(words, str) else "")
    if kind == "media":
        return _sound(len(_decoded(found.get("payload"))) / 2 / audio.RATE)
    if kind in ("disconnect", "stop"):
        return StreamNews(0.0, "closed", f"by {kind}")
    if kind in ("killAudio", "clear"):
        return StreamNews(0.0, "killAudio")
    return StreamNews(0.0, f"message {kind}" if isinstance(kind, str) else "not understood:", message[:100])


def _sound(seconds: float, words: str = "") -> StreamNews:
    return StreamNews(0.0, "audio", words or f"sound of {seconds:.1f} s from the socket", seconds)


def _decoded(text: Any) -> bytes:
    try:
        return base64.b64decode(text) if isinstance(text, str) else b""
    except ValueError:
        return b""


def _frame(begin: float, end: float, stretches: list[tuple[float, float, str]]) -> bytes:
    inside = [(max(0.0, start - begin), stop - begin, text) for start, stop, text in stretches if stop > begin]
    return audio.pcm(end - begin, [each for each in inside if each[0] < end - begin])


def _json(value: dict[str, Any]) -> str:
    return msgspec.json.encode(value).decode()


def _tls(url: str) -> Any:
    """TLS as usual; on this machine, where nobody has a certificate that others would trust, any is taken."""
    import ssl

    context = ssl.create_default_context()
    if is_loopback(urlsplit(url).hostname or ""):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
