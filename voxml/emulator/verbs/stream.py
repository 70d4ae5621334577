"""Stream: the call's sound goes to a WebSocket of yours, and what it sends back is heard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxml.emulator import payloads
from voxml.emulator.effects import Connect, Disconnect, Streaming, StreamNews
from voxml.emulator.leaving import LEAVING, CallOver

if TYPE_CHECKING:
    from voxml.emulator.call import Call, Flow, Page
    from voxml.emulator.transcript import Entry
    from voxml.language.verbs import Stream


def play_stream(call: Call, verb: Stream) -> Flow[Page | None]:
    """Connects, streams until somebody ends it, and tells `status_callback_url` (https://docs.tryvox.io/voxml/stream)."""
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
    trouble = yield from call.obtain(Connect(stream_id, verb.url, track, start, parameters))
    if trouble is not None:
        call.problem(f"Stream {verb.url}: {trouble}")
        yield from _tell(call, verb, stream_id, "stream-error", error=trouble)
        if call.settings.stream_failure == "hangup":
            raise CallOver("stream-failed", "failed")
        return None
    yield from _tell(call, verb, stream_id, "stream-started")
    try:
        yield from _talk(call, stream_id)
    except LEAVING:
        yield from _stop(call, verb, entry, stream_id)
        raise
    yield from _stop(call, verb, entry, stream_id)
    return None


def _stop(call: Call, verb: Stream, entry: Entry, stream_id: str) -> Flow[None]:
    entry.until = call.now
    yield Disconnect(stream_id, {"event": "stop", "stream_id": stream_id, "call_uuid": call.facts.call_uuid})
    yield from _tell(call, verb, stream_id, "stream-stopped")


def _talk(call: Call, stream_id: str) -> Flow[None]:
    until = call.now + (call.settings.stream_seconds if call.settings.stream_blocks else 0.0)
    listener = call.new_listener()
    while call.now < until:
        moment = call.moment(until, speech=True, keys=True, listener=listener)
        event = yield from call.settle((yield Streaming(moment, stream_id)), until)
        if event is None:
            return
        if isinstance(event, StreamNews):
            if event.what in ("closed", "failed"):
                call.note("event", "stream", f"the socket is {event.what}{': ' + event.text if event.text else ''}")
                return
            if event.what == "audio":
                yield from call.show(call.note("call", "audio", event.text, lasts=event.seconds))
            else:
                call.note("event", "stream", f"{event.what} {event.text}".strip())
        else:
            yield from _hear(call, event)


def _hear(call: Call, event: Any) -> Flow[None]:
    from voxml.emulator import speech
    from voxml.emulator.effects import Key

    if isinstance(event, Key):
        yield from call.show(call.note("person", "key", f"presses {event.key}"))
    else:
        lasts = speech.seconds(event.text, None, call.settings.words_per_minute)
        yield from call.show(call.note("person", "speech", event.text, lasts=lasts))


def _tell(call: Call, verb: Stream, stream_id: str, event: str, **extra: Any) -> Flow[None]:
    payload = payloads.callback(call.facts, event=event, stream_id=stream_id, **extra)
    if verb.name is not None:
        payload["stream_name"] = verb.name
    yield from call.notify("stream", verb.status_callback_url, payload)
