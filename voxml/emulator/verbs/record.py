"""Record: a beep, then the callee's voice until a pause, a key, the longest length, or the end of the call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxml.emulator import payloads, speech
from voxml.emulator.effects import Event, Key, Recording, Speech
from voxml.emulator.exits import LEAVING, CallOver

if TYPE_CHECKING:
    from voxml.emulator.call import Call, Flow, Page
    from voxml.language.verbs import Record


class _Tape:
    """What is on the tape: stretches of speech, in seconds from its start."""

    def __init__(self, begin: float) -> None:
        self.begin = begin
        self.stretches: list[tuple[float, float, str]] = []
        self.ended_by = "silence"
        self.key = ""


def play(call: Call, verb: Record) -> Flow[Page | None]:
    """Records the callee and sends the recording to `action_url`, whose reply takes over."""
    if verb.play_beep is not False:
        yield from call.listen(call.settings.beep_seconds, call.note("call", "beep", "beep"))
    tape = _Tape(call.now)
    entry = call.note("call", "record", "records")
    yield from call.show(entry)
    try:
        yield from _listen(call, verb, tape)
    except CallOver:
        tape.ended_by = "hangup"
        entry.until = call.now
        payload = yield from _keep(call, verb, tape)
        if call.settings.record_callback_after_hangup:
            yield from call.notify("record", verb.action_url, payload)
            yield from _transcribe(call, verb, tape, payload)
        raise
    entry.until = call.now
    if not tape.stretches and not tape.key and call.settings.record_empty == "continue":
        yield from call.show(call.note("call", "no-input", "nothing was said"))
        return None
    payload = yield from _keep(call, verb, tape)
    try:
        page = yield from call.ask("record", verb.action_url, "POST", payload)
    except LEAVING:
        yield from _transcribe(call, verb, tape, payload)
        raise
    yield from _transcribe(call, verb, tape, payload)
    return page


def _listen(call: Call, verb: Record, tape: _Tape) -> Flow[None]:
    finish = "1234567890*#" if verb.finish_on_key is None else verb.finish_on_key
    end = tape.begin + (verb.max_length or 3600)
    quiet_limit = verb.timeout or 5
    listener = call.new_listener()
    quiet_since = call.now
    while True:
        until = min(end, quiet_since + quiet_limit)
        event = yield from call.wait(until, keys=finish != "", recording=True, listener=listener)
        if event is None:
            if call.now >= end - 1e-9:
                tape.ended_by = "max_length"
            return
        if isinstance(event, Speech):
            event = yield from _speak(call, event, end, tape, finish)
            quiet_since = call.now
        if isinstance(event, Key) and event.key in finish:
            yield from call.show(call.note("callee", "key", f"presses {event.key}, which ends the recording"))
            tape.ended_by, tape.key = "key", event.key
            return
        if event is not None:
            yield from call.unheard(event)


def _speak(call: Call, event: Speech, end: float, tape: _Tape, finish: str) -> Flow[Event | None]:
    """Take down what is said, up to its end or a key that ends the recording, which is given back."""
    lasts = speech.seconds(event.text, None, call.settings.words_per_minute)
    entry = call.note("callee", "speech", event.text, lasts=lasts)
    begin, until = call.now, min(end, entry.until)
    yield from call.show(entry)
    following: Event | None = None
    try:
        while call.now < until:
            following = yield from call.wait(until, keys=finish != "", listener=0)
            if following is None or (isinstance(following, Key) and following.key in finish):
                return following
            yield from call.unheard(following)
        return None
    finally:
        entry.until, entry.is_cut = call.now, call.now < begin + lasts - 1e-9
        tape.stretches.append((begin - tape.begin, call.now - tape.begin, event.text))


def _keep(call: Call, verb: Record, tape: _Tape) -> Flow[dict[str, Any]]:
    """Cut silence at both ends if asked to, keep the sound, and say what there is."""
    seconds = call.now - tape.begin
    stretches = tuple(tape.stretches)
    if verb.trim != "do-not-trim":
        shift = stretches[0][0] if stretches else 0.0
        seconds = stretches[-1][1] - shift if stretches else 0.0
        stretches = tuple((begin - shift, until - shift, text) for begin, until, text in stretches)
    uuid = str(call.new_id())
    url = yield Recording(uuid, round(seconds, 3), stretches)
    call.facts.recording_urls.append(url)
    members: dict[str, Any] = {
        "recording_uuid": uuid,
        "recording_url": url,
        "recording_duration": round(seconds),
        "ended_by": tape.ended_by,
    }
    if tape.key:
        members[call.settings.digits_member] = tape.key
    call.note("event", "recording", f"a recording of {seconds:.1f} s", detail=members)
    return payloads.callback(call.facts, **members)


def _transcribe(call: Call, verb: Record, tape: _Tape, payload: dict[str, Any]) -> Flow[None]:
    if not verb.transcribe:
        return
    if verb.transcription_url is None:
        call.problem("transcribe is true without transcription_url: the transcript is sent to no one")
        return
    sent = {
        **payload,
        "transcription_text": " ".join(text for _, _, text in tape.stretches),
        "transcription_status": "completed",
    }
    yield from call.notify("transcription", verb.transcription_url, sent, delay=call.settings.transcription_seconds)
