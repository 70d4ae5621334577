"""The verbs as a document holds them: what msgspec writes just as TryVox reads it.

Emitted from voxml/language/verbs.py by `python -m voxml.schema.emit`: do not edit.
"""

# ruff: noqa
from __future__ import annotations

from msgspec import Struct

from voxml.language.frozen import FrozenMap
from voxml.language.verbs import Client, Number, Sip


class PlayPrompt(Struct, frozen=True, gc=False, omit_defaults=True):
    """A Play inside a Gather, which has no `verb`."""

    url: str
    loop: int | None = None


class SayPrompt(Struct, frozen=True, gc=False, omit_defaults=True):
    """A Say inside a Gather, which has no `verb`."""

    text: str
    voice: str | None = None
    language: str | None = None
    loop: int | None = None
    engine: str | None = None


class Say(Struct, frozen=True, gc=False, omit_defaults=True, tag_field="verb", tag='Say'):
    """Speaks text to the person on the call."""

    text: str
    voice: str | None = None
    language: str | None = None
    loop: int | None = None
    engine: str | None = None


class Play(Struct, frozen=True, gc=False, omit_defaults=True, tag_field="verb", tag='Play'):
    """Plays an audio file to the person on the call."""

    url: str
    loop: int | None = None


class Gather(Struct, frozen=True, gc=False, omit_defaults=True, tag_field="verb", tag='Gather'):
    """Listens for keys or speech, and sends what it got to `action_url`, whose reply continues the call."""

    action_url: str
    input: str | None = None
    method: str | None = None
    timeout: int | None = None
    num_digits: int | None = None
    finish_on_key: str | None = None
    say: SayPrompt | None = None
    play: PlayPrompt | None = None


class Dial(Struct, frozen=True, gc=False, omit_defaults=True, tag_field="verb", tag='Dial'):
    """Rings one or more others and joins the first that answers to the call."""

    action_url: str | None = None
    timeout: int | None = None
    time_limit: int | None = None
    caller_id: str | None = None
    record: bool | None = None
    ring_tone: str | None = None
    numbers: tuple[Number, ...] | None = None
    sip: tuple[Sip, ...] | None = None
    client: tuple[Client, ...] | None = None


class Record(Struct, frozen=True, gc=False, omit_defaults=True, tag_field="verb", tag='Record'):
    """Records the person on the call, and sends the recording to `action_url`."""

    action_url: str
    max_length: int | None = None
    timeout: int | None = None
    finish_on_key: str | None = None
    trim: str | None = None
    play_beep: bool | None = None
    transcribe: bool | None = None
    transcription_url: str | None = None


class Stream(Struct, frozen=True, gc=False, omit_defaults=True, tag_field="verb", tag='Stream'):
    """Connects the call's audio to a WebSocket of yours, as for an AI agent."""

    url: str
    name: str | None = None
    track: str | None = None
    status_callback_url: str | None = None
    parameters: FrozenMap | None = None


class Conference(Struct, frozen=True, gc=False, omit_defaults=True, tag_field="verb", tag='Conference'):
    """Joins the call to a room that others can join too."""

    name: str
    muted: bool | None = None
    start_on_enter: bool | None = None
    end_on_exit: bool | None = None
    max_participants: int | None = None
    wait_url: str | None = None
    status_callback_url: str | None = None
    record: bool | None = None
    beep: bool | None = None


class Redirect(Struct, frozen=True, gc=False, omit_defaults=True, tag_field="verb", tag='Redirect'):
    """Leaves this document for another; what follows is never reached."""

    url: str
    method: str | None = None


class Pause(Struct, frozen=True, gc=False, omit_defaults=True, tag_field="verb", tag='Pause'):
    """Waits in silence."""

    length: int | None = None


class Hangup(Struct, frozen=True, gc=False, omit_defaults=True, tag_field="verb", tag='Hangup'):
    """Ends the call; what follows is never reached."""

    reason: str | None = None


class Reject(Struct, frozen=True, gc=False, omit_defaults=True, tag_field="verb", tag='Reject'):
    """Refuses an inbound call without answering it; what follows is never reached."""

    reason: str | None = None


Instruction = Say | Play | Gather | Dial | Record | Stream | Conference | Redirect | Pause | Hangup | Reject
