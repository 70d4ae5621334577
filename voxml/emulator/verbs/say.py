"""Say: a text is spoken, once or more often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxml.emulator.prompts import repeat, say_seconds, voice_of

if TYPE_CHECKING:
    from voxml.emulator.call import Call, Flow, Page
    from voxml.language.verbs import Say


def play(call: Call, verb: Say) -> Flow[Page | None]:
    """Speak the text `loop` times, or until the call ends."""
    entry = call.note("call", "say", verb.text, detail=voice_of(verb))
    yield from repeat(call, entry, say_seconds(call, verb), verb.loop)
    return None
