"""Stream: the call's sound goes to a WebSocket of yours, and what it sends back is heard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxml.emulator import payloads, speech
from voxml.emulator.effects import Connect, Disconnect, Event, Key, Speech, Streaming, StreamNews, StreamOpened
from voxml.emulator.exits import LEAVING, CallOver

if TYPE_CHECKING:
    from voxml.emulator.call import Call, Flow, Page
    from voxml.emulator.transcript import Entry
    from voxml.language.verbs import Stream

#: Codes with which a socket is closed when all is well: normal, going away, none given (RFC 6455, 7.4.1).
_GOOD_CODES = (None, 1000, 1001, 1005)
#: Audio that begins no later than this after what was played before goes on with the same line of the transcript.
_GAP = 0.3


def play(call: Call, verb: Stream) -> Flow[Page | None]:
    """Connect, stream until one side ends it, and report to `status_callback_url` (https://docs.tryvox.io/voxml/stream)."""
    stream_id = f"stream_{str(call.new_id())[:8]}"
    parameters = dict(verb.parameters or {})
    facts = call.facts
    start = {
        "event": "start",
        "stream_id": stream_id,
        "call_uuid": facts.call_uuid,
        "account_id": facts.account_id,
        "from": facts.order.from_,
        "to": facts.order.to,
        "custom_parameters": parameters,
    }
    track = verb.track or "both_tracks"
    entry = call.note("call", "stream", f"streams to {verb.url}", detail={"track": track, "parameters": parameters})
    yield from call.show(entry)
    opened: StreamOpened | str = yield from call.obtain(Connect(stream_id, verb.url, track, start, parameters))
    if isinstance(opened, str):
        yield from _fail(call, verb, stream_id, opened)
        return None
    if opened.remark:
        call.note("event", "stream", opened.remark)
    yield from _report(call, verb, stream_id, "stream-started")
    agent = _Agent(verb)
    try:
        yield from _talk(call, stream_id, agent, opened.lasts)
        if agent.refusal:
            yield from _fail(call, verb, stream_id, agent.refusal)
    except LEAVING:
        yield from _stop(call, verb, entry, stream_id, agent)
        raise
    yield from _stop(call, verb, entry, stream_id, agent)
    return None


def _fail(call: Call, verb: Stream, stream_id: str, reason: str) -> Flow[None]:
    """Note that the socket can't be used.

    Raises:
        CallOver: the setting `stream_failure` says so.
    """
    call.problem(f"Stream {verb.url}: {reason}")
    yield from _report(call, verb, stream_id, "stream-error", error=reason)
    if call.settings.stream_failure == "hangup":
        raise CallOver("stream-failed", "failed")


def _stop(call: Call, verb: Stream, entry: Entry, stream_id: str, agent: _Agent) -> Flow[None]:
    entry.until = call.now
    agent.cut(call.now)
    yield Disconnect(stream_id, {"event": "stop", "stream_id": stream_id, "call_uuid": call.facts.call_uuid})
    yield from _report(call, verb, stream_id, "stream-stopped")


def _talk(call: Call, stream_id: str, agent: _Agent, lasts: float) -> Flow[None]:
    until = call.now + (lasts if call.settings.stream_blocks else 0.0)
    listener = call.new_listener()
    while call.now < until and not agent.is_gone:
        moment = call.moment(until, speech=True, keys=True, listener=listener)
        event = yield from call.settle((yield Streaming(moment, stream_id)), until)
        if event is None:
            return
        if isinstance(event, StreamNews):
            yield from agent.take(call, event)
        else:
            yield from _hear(call, event)


def _hear(call: Call, event: Event) -> Flow[None]:
    """Note what the callee does."""
    if isinstance(event, Key):
        yield from call.show(call.note("callee", "key", f"presses {event.key}"))
    elif isinstance(event, Speech):
        lasts = speech.seconds(event.text, None, call.settings.words_per_minute)
        yield from call.show(call.note("callee", "speech", event.text, lasts=lasts))


def _report(call: Call, verb: Stream, stream_id: str, event: str, **extra: Any) -> Flow[None]:
    payload = payloads.callback(call.facts, event=event, stream_id=stream_id, **extra)
    if verb.name is not None:
        payload["stream_name"] = verb.name
    yield from call.notify("stream", verb.status_callback_url, payload)


class _Agent:
    """What the one at the other end of the socket has sent."""

    def __init__(self, verb: Stream) -> None:
        self._url = verb.url
        self._playing: Entry | None = None
        self._seconds = 0.0
        self._problems: dict[str, Entry] = {}
        self.is_gone = False
        #: Why it does not take the call, if so.
        self.refusal = ""

    def take(self, call: Call, news: StreamNews) -> Flow[None]:
        """Note a message or the end of the socket."""
        if news.what == "audio":
            yield from self._play(call, news)
        elif news.what == "killAudio":
            self.cut(call.now)
            call.note("event", "stream", "the agent stops what it plays")
        elif news.what == "closed":
            self._close(call, news)
        elif news.what == "problem":
            self._report(call, news.text)
        else:
            call.note("event", "stream", f"the agent sends {news.text}")

    def _play(self, call: Call, news: StreamNews) -> Flow[None]:
        """Let audio be heard; frames that follow each other are one line of the transcript."""
        playing = self._playing
        begin = call.now if playing is None else max(call.now, playing.until)
        if playing is not None and not news.text and call.now <= playing.until + _GAP:
            self._seconds += news.seconds
            playing.until = begin + news.seconds
            if not (playing.detail or {}).get("words"):
                playing.text = _sound(self._seconds)
            yield from call.show(playing)
            return
        entry = call.note("call", "audio", news.text or _sound(news.seconds))
        if news.text:
            entry.detail = {"words": True}
        entry.until = begin + news.seconds
        self._playing, self._seconds = entry, news.seconds
        yield from call.show(entry)

    def cut(self, now: float) -> None:
        """End what is being played."""
        if self._playing is not None and self._playing.until > now + 1e-9:
            self._playing.until, self._playing.is_cut = now, True
        self._playing = None

    def _close(self, call: Call, news: StreamNews) -> None:
        self.is_gone = True
        if news.code in _GOOD_CODES:
            call.note("event", "stream", f"the socket is closed{': ' + news.text if news.text else ''}")
        elif news.code is not None and 4400 <= news.code < 4500:
            self.refusal = f"the socket is refused with {news.text}"
        else:
            self.refusal = f"the socket breaks off with {news.text}"

    def _report(self, call: Call, text: str) -> None:
        """Note a problem once, and count it after that."""
        known = self._problems.get(text)
        if known is None:
            self._problems[text] = call.problem(f"Stream {self._url}: {text}")
        else:
            known.times += 1


def _sound(seconds: float) -> str:
    return f"sound of {seconds:.1f} s from the socket"
