"""Conference: the call joins a room, waits to the sound of `wait_url` until it starts, and leaves in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxml.emulator import payloads, speech
from voxml.emulator.effects import Event, InRoom, Join, Leave, Recording, RoomNews, Speech, Wait
from voxml.emulator.exits import LEAVING, CallOver
from voxml.emulator.prompts import play_seconds, say_seconds, voice_of

if TYPE_CHECKING:
    from voxml.emulator.call import Call, Flow, Page
    from voxml.language.verbs import Conference


def play(call: Call, verb: Conference) -> Flow[Page | None]:
    """Join the room, and return at its end, after which the next instruction runs."""
    starts = verb.start_on_enter is not False
    limit = min(verb.max_participants or 250, call.settings.max_conference_participants)
    joined = yield Join(verb.name, limit, starts, bool(verb.end_on_exit), bool(verb.muted), verb.beep is not False)
    if not joined:
        call.problem(f'the room "{verb.name}" is full: {limit} are in it')
        if call.settings.conference_full == "hangup":
            raise CallOver("conference-full")
        return None
    entry = call.note("call", "room", f'joins the room "{verb.name}"{" muted" if verb.muted else ""}')
    yield from call.show(entry)
    yield from _report(call, verb, "participant-joined")
    room = _Room(verb)
    try:
        yield from _stay(call, verb, room)
    except LEAVING:
        yield from _leave(call, verb, room)
        raise
    yield from _leave(call, verb, room)
    return None


def _leave(call: Call, verb: Conference, room: _Room) -> Flow[None]:
    yield Leave(verb.name)
    if verb.record and room.started_at is not None:
        seconds = call.now - room.started_at
        url = yield Recording(str(call.new_id()), seconds, ((0.0, seconds, verb.name),))
        call.facts.recording_urls.append(url)
        yield from _report(call, verb, "recording-completed", recording_url=url, recording_duration=round(seconds))
    yield from _report(call, verb, "participant-left")


def _report(call: Call, verb: Conference, event: str, **extra: Any) -> Flow[None]:
    payload = payloads.callback(call.facts, event=f"conference.{event}", conference=verb.name, **extra)
    yield from call.notify("conference", verb.status_callback_url, payload)


def _stay(call: Call, verb: Conference, room: _Room) -> Flow[None]:
    while not room.is_started and not room.is_over:
        if verb.wait_url is None:
            yield from room.attend(call, float("inf"))
        else:
            yield from _entertain(call, verb, room)
    if room.is_over:
        return
    entry = call.note("call", "conference", f'talks in the room "{verb.name}"')
    try:
        while not room.is_over:
            yield from room.attend(call, float("inf"))
    finally:
        entry.until = call.now


class _Room:
    """What this participant knows of the room."""

    def __init__(self, verb: Conference) -> None:
        self.name = verb.name
        self.beep = verb.beep is not False
        self.is_muted = bool(verb.muted)
        self.is_started = False
        self.started_at: float | None = None
        self.is_over = False
        self.rounds = 0

    def attend(self, call: Call, until: float, *, hearing: str = "") -> Flow[bool]:
        """Stay until then or until the room changes for good; True when it changed."""
        ends = until if hearing else call.now
        listener = call.new_listener()
        while call.now < until:
            moment: Wait = call.moment(
                until,
                hearing=hearing,
                prompt_ends=ends,
                is_open=until == float("inf"),
                listener=listener,
                speech=True,
            )
            event = yield from call.settle((yield InRoom(moment, self.name, self.rounds)), until)
            if event is None:
                return False
            if (yield from self._hear(call, event)):
                return True
        return False

    def _hear(self, call: Call, event: Event) -> Flow[bool]:
        if not isinstance(event, RoomNews):
            is_speech = isinstance(event, Speech) and not self.is_muted
            yield from _speak(call, event) if is_speech else call.unheard(event)
            return False
        lasts = call.settings.beep_seconds if self.beep and event.what in ("joined", "left") else 0.0
        words = {
            "started": "the conference starts",
            "joined": f"beep: a caller joins, {event.members} are in the room",
            "left": f"beep: a caller leaves, {event.members} left in the room",
            "ended": "the conference ends",
        }
        text = words.get(event.what, event.what)
        kind = "beep" if lasts else "room"
        yield from call.show(call.note("call", kind, text if lasts or ":" not in text else text[6:], lasts=lasts))
        if event.what == "started" and not self.is_started:
            self.is_started, self.started_at = True, call.now
        self.is_over = event.what == "ended"
        return event.what in ("started", "ended")


def _speak(call: Call, event: Any) -> Flow[None]:
    lasts = speech.seconds(event.text, None, call.settings.words_per_minute)
    yield from call.show(call.note("callee", "speech", event.text, lasts=lasts))


def _entertain(call: Call, verb: Conference, room: _Room) -> Flow[None]:
    """Play the document at wait_url over and over until the room starts: its Say, Play and Pause are heard."""
    assert verb.wait_url is not None
    payload = payloads.callback(call.facts, conference=verb.name)
    page, _fault = yield from call.try_document("wait", verb.wait_url, "POST", payload)
    if page is None:
        yield from room.attend(call, float("inf"))
        return
    before = call.now
    for instruction in page.document.instructions:
        name = type(instruction).__name__
        voice, text, seconds = None, "", float(getattr(instruction, "length", None) or 1)
        if name == "Say":
            text, seconds = instruction.text, say_seconds(call, instruction)  # type: ignore[attr-defined,arg-type]
            voice = voice_of(instruction)  # type: ignore[arg-type]
        elif name == "Play":
            found = yield from play_seconds(call, instruction)  # type: ignore[arg-type]
            text, seconds = instruction.url, found or 0.0  # type: ignore[attr-defined]
        elif name != "Pause":
            call.note("event", "wait", f"{name} is passed over in a document for waiting")
            continue
        kind = {"Say": "say", "Play": "music", "Pause": "pause"}[name]
        entry = call.note("call", kind, text or f"silence of {seconds:g} s", lasts=seconds, detail=voice)
        yield from call.show(entry)
        changed = yield from room.attend(call, call.now + seconds, hearing=text if name == "Say" else "")
        if changed:
            entry.until, entry.is_cut = call.now, True
            return
    room.rounds += 1
    if call.now <= before:
        yield from room.attend(call, float("inf"))
