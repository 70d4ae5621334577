"""Play: an audio file is heard, once or more often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxml.emulator.prompts import play_seconds, repeat

if TYPE_CHECKING:
    from voxml.emulator.call import Call, Flow, Page
    from voxml.language.verbs import Play


def play(call: Call, verb: Play) -> Flow[Page | None]:
    """Play the file `loop` times; a file that can't be played is passed over."""
    length = yield from play_seconds(call, verb)
    if length is not None:
        yield from repeat(call, call.note("call", "play", verb.url), length, verb.loop)
    return None
