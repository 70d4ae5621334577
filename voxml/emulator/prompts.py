"""Prompts: how long a text or a file is heard, and how often; Say, Play, Gather and Conference have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxml.emulator import speech
from voxml.emulator.effects import Audio
from voxml.emulator.facts import NOWHERE
from voxml.net.addresses import is_loopback, split

if TYPE_CHECKING:
    from voxml.emulator.call import Call, Flow
    from voxml.emulator.transcript import Entry
    from voxml.language.verbs import Play, Say

#: Seconds for "for ever": longer than any call may last.
FOREVER = 10 * 86_400.0


def say_seconds(call: Call, verb: Say) -> float:
    """Return how long the text takes once."""
    return speech.seconds(verb.text, verb.language, call.settings.words_per_minute)


def voice_of(verb: Say) -> dict[str, str] | None:
    """Return what is set of the voice, for renderers that can speak."""
    members = {"language": verb.language, "voice": verb.voice, "engine": verb.engine}
    return {name: value for name, value in members.items() if value is not None} or None


def play_seconds(call: Call, verb: Play) -> Flow[float | None]:
    """Return how long the file takes once, or None when it can't be played, which is noted."""
    fetches = call.settings.fetch_audio
    if fetches == "never" or (fetches == "local" and not _is_local(verb.url)):
        return call.settings.play_seconds
    found = yield from call.obtain(Audio(verb.url))
    if isinstance(found, str):
        call.problem(f"Play {verb.url}: {found}")
        return None
    return float(found)


def repeat(call: Call, entry: Entry, length: float, loop: int | None) -> Flow[None]:
    """Let an entry be heard `loop` times, or until the call ends."""
    times = 1 if loop is None else loop
    total = FOREVER if times == 0 else length * times
    begin = call.now
    try:
        yield from call.listen(total, entry)
    finally:
        entry.times = times_heard(call.now - begin, length, times)


def times_heard(seconds: float, length: float, loop: int | None) -> int:
    """Return how many times something of `length` was begun in `seconds`: 1 to `loop` (0 is no limit)."""
    begun = int(seconds / length + 0.999) if length > 0 else 1
    return max(1, begun if loop == 0 else min(loop or 1, begun))


def _is_local(url: str) -> bool:
    return url.startswith(NOWHERE) or is_loopback(split(url).host)
