"""Say, Play and Pause: what the callee hears, and for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxml.emulator import speech
from voxml.emulator.effects import Audio
from voxml.emulator.facts import NOWHERE
from voxml.net.addresses import is_loopback

if TYPE_CHECKING:
    from voxml.emulator.call import Call, Flow, Page
    from voxml.emulator.transcript import Entry
    from voxml.language.verbs import Pause, Play, Say

#: Seconds that stand for "for ever": longer than any call may last.
FOREVER = 10 * 86_400.0


def play_say(call: Call, verb: Say) -> Flow[Page | None]:
    """Speaks the text `loop` times, or until the call ends."""
    length = say_seconds(call, verb)
    entry = call.note("call", "say", verb.text, detail=voice_of(verb))
    yield from _repeat(call, entry, length, verb.loop)
    return None


def play_play(call: Call, verb: Play) -> Flow[Page | None]:
    """Plays the file `loop` times; a file that can't be played is passed over."""
    length = yield from play_seconds(call, verb)
    if length is None:
        return None
    entry = call.note("call", "play", verb.url)
    yield from _repeat(call, entry, length, verb.loop)
    return None


def play_pause(call: Call, verb: Pause) -> Flow[Page | None]:
    """Waits in silence."""
    seconds = verb.length or 1
    entry = call.note("call", "pause", f"silence of {seconds} s")
    yield from call.listen(seconds, entry)
    return None


def say_seconds(call: Call, verb: Say) -> float:
    """How long the text takes once."""
    return speech.seconds(verb.text, verb.language, call.settings.words_per_minute)


def voice_of(verb: Say) -> dict[str, str] | None:
    """What is set of the voice, for those who can speak."""
    members = {"language": verb.language, "voice": verb.voice, "engine": verb.engine}
    return {name: value for name, value in members.items() if value is not None} or None


def play_seconds(call: Call, verb: Play) -> Flow[float | None]:
    """How long the file takes once, or None when it can't be played, which is noted."""
    fetches = call.settings.fetch_audio
    if fetches == "never" or (fetches == "local" and not _is_local(verb.url)):
        return call.settings.play_seconds
    found = yield from call.obtain(Audio(verb.url))
    if isinstance(found, str):
        call.problem(f"Play {verb.url}: {found}")
        return None
    return float(found)


def _repeat(call: Call, entry: Entry, length: float, loop: int | None) -> Flow[None]:
    times = 1 if loop is None else loop
    total = FOREVER if times == 0 else length * times
    begin = call.now
    try:
        yield from call.listen(total, entry)
    finally:
        entry.times = times_heard(call.now - begin, length, times)


def times_heard(seconds: float, length: float, loop: int | None) -> int:
    """How many times something of `length` was begun in so many seconds; at least once, and `loop` times at most."""
    begun = int(seconds / length + 0.999) if length > 0 else 1
    return max(1, begun if loop == 0 else min(loop or 1, begun))


def _is_local(url: str) -> bool:
    from urllib.parse import urlsplit

    return url.startswith(NOWHERE) or is_loopback(urlsplit(url).hostname or "")
