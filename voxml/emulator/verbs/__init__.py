"""How each of the eleven verbs is played: one generator a verb, which gives the next document or None to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxml.emulator.verbs.conference import play_conference
from voxml.emulator.verbs.control import play_hangup, play_redirect, play_reject
from voxml.emulator.verbs.dial import play_dial
from voxml.emulator.verbs.gather import play_gather
from voxml.emulator.verbs.record import play_record
from voxml.emulator.verbs.sound import play_pause, play_play, play_say
from voxml.emulator.verbs.stream import play_stream

if TYPE_CHECKING:
    from collections.abc import Callable

    from voxml.emulator.call import Call, Flow, Page
    from voxml.language.element import Verb

_PLAYERS: dict[str, Callable[[Call, Any], Flow[Page | None]]] = {
    "Say": play_say,
    "Play": play_play,
    "Pause": play_pause,
    "Gather": play_gather,
    "Dial": play_dial,
    "Record": play_record,
    "Stream": play_stream,
    "Conference": play_conference,
    "Redirect": play_redirect,
    "Hangup": play_hangup,
    "Reject": play_reject,
}


def play_verb(call: Call, verb: Verb) -> Flow[Page | None]:
    """Play one instruction; the document that takes over, or None for the next instruction."""
    return _PLAYERS[type(verb).__name__](call, verb)
