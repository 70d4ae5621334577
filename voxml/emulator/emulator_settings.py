"""Where the vendor is silent: one named setting for each thing that the public pages leave open.

The defaults are this project's choice of what a user would expect; docs/emulator.md lists them all. A setting is given
as `voxml emulator --setting NAME=VALUE`, as `voxml simulate --setting NAME=VALUE`, or as `Settings(NAME=VALUE)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta

from voxml.errors import ConfigError
from voxml.language.spelling import did_you_mean


def _about(text: str, **bounds: Any) -> Meta:
    return Meta(description=text, **bounds)


#: How long a Stream lasts in virtual time or without a socket, where `stream_seconds` is 0.
VIRTUAL_STREAM_SECONDS = 30.0

Duration = Annotated[float, Meta(ge=0, le=86_400)]


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every choice that the public pages do not settle; durations are seconds."""

    # --- ringing and answering
    ring_seconds: Annotated[Duration, _about("How long it rings before the callee answers.")] = 3.0
    answer_timeout: Annotated[Duration, _about("How long a document may take to arrive, in real seconds.")] = 10.0
    max_document_bytes: Annotated[int, _about("The largest document that is read.", ge=1)] = 1_000_000
    follow_redirects: Annotated[bool, _about("Whether a 3xx answer to a fetch is followed.")] = False
    fallback_covers: Annotated[
        Literal["answer", "all"],
        _about("Whether fallback_url is asked only when answer_url fails, or for any document of the call."),
    ] = "answer"
    machine_action: Annotated[
        Literal["continue", "hangup"],
        _about("What happens when machine_detection meets a machine: the document is played, or the call ends."),
    ] = "continue"

    # --- documents
    document_end: Annotated[
        Literal["hangup", "hold"],
        _about("What the end of a document without Hangup does: it ends the call, or keeps the line open in silence."),
    ] = "hangup"
    max_documents: Annotated[int, _about("Documents that one call may fetch before it is ended.", ge=1)] = 1_000
    max_idle_documents: Annotated[
        int, _about("Documents in a row that may pass without any time passing on the line.", ge=1)
    ] = 20
    reject_outbound: Annotated[
        Literal["hangup", "ignore"],
        _about("What Reject does where it means nothing: on a call that is outbound or already answered."),
    ] = "hangup"

    # --- sound
    words_per_minute: Annotated[float, _about("How fast the voice speaks.", gt=0)] = 150.0
    play_seconds: Annotated[Duration, _about("How long a Play lasts when its length can't be found out.")] = 5.0
    fetch_audio: Annotated[
        Literal["local", "always", "never"],
        _about("Whether the emulator fetches the file of a Play to learn its length: from this machine only, or not."),
    ] = "local"
    beep_seconds: Annotated[Duration, _about("How long a beep lasts.")] = 0.5

    # --- Gather
    gather_no_input: Annotated[
        Literal["continue", "callback"],
        _about("What no input does: the next instruction runs, or action_url gets an empty one."),
    ] = "continue"
    gather_timeout_restarts: Annotated[
        bool, _about("Whether each key starts Gather's timeout anew; without it the timeout counts once.")
    ] = True
    gather_includes_finish_key: Annotated[
        bool, _about("Whether the key that ended the input is among the digits sent.")
    ] = False
    digits_member: Annotated[str, _about("The member that carries the keys.", min_length=1)] = "digits"
    speech_member: Annotated[str, _about("The member that carries the words.", min_length=1)] = "speech_result"
    speech_end_silence: Annotated[Duration, _about("Silence after words that ends what was said.")] = 1.0

    # --- Dial
    dial_ring_seconds: Annotated[Duration, _about("How long the far side rings before it answers.")] = 6.0
    dial_talk_seconds: Annotated[Duration, _about("How long the two talk before the far side hangs up.")] = 30.0
    dial_status_member: Annotated[str, _about("The member that carries Dial's outcome.", min_length=1)] = "dial_status"
    dial_callback_after_hangup: Annotated[
        bool, _about("Whether Dial's action_url is called when the callee hung up in the middle of it.")
    ] = False
    max_dial_time_limit: Annotated[
        int, _about("The longest that a dialled call may last, whatever time_limit says.", ge=1)
    ] = 14_400

    # --- Record
    record_empty: Annotated[
        Literal["continue", "callback"],
        _about("What a recording without a word does: the next instruction runs, or action_url gets it."),
    ] = "continue"
    record_callback_after_hangup: Annotated[
        bool, _about("Whether Record's action_url is called when the callee hung up in the middle of it.")
    ] = True
    transcription_seconds: Annotated[Duration, _about("How long a transcript takes to be made.")] = 5.0

    # --- Stream
    stream_dialect: Annotated[
        Literal["reply", "documented", "observed"],
        _about(
            "JSON frames with a start event as documented, or bare parameters and raw PCM as seen in use; "
            "`reply` is what --reply says."
        ),
    ] = "reply"
    stream_time: Annotated[
        Literal["real", "virtual"],
        _about(
            "Whether an open socket is fed in real time even where the clock is virtual; "
            "in virtual time an agent is outrun."
        ),
    ] = "real"
    stream_blocks: Annotated[
        bool, _about("Whether the document waits for the socket to close before the next instruction.")
    ] = True
    stream_seconds: Annotated[
        Duration,
        _about(
            "How long a Stream lasts when neither side ends it; 0 is until its socket closes, "
            "or 30 s in virtual time or without a socket."
        ),
    ] = 0.0
    stream_failure: Annotated[
        Literal["continue", "hangup"], _about("What a socket that can't be reached does to the call.")
    ] = "continue"

    # --- Conference
    conference_seconds: Annotated[
        Duration, _about("How long a simulated conference lasts, where no other call joins the room.")
    ] = 60.0
    conference_starts_after: Annotated[
        Duration, _about("When a simulated moderator starts a room that waits to be started.")
    ] = 10.0
    conference_full: Annotated[
        Literal["continue", "hangup"], _about("What a full room does to the one who would join it.")
    ] = "continue"
    max_conference_participants: Annotated[
        int, _about("The most that any room holds, whatever max_participants says.", ge=1)
    ] = 250

    # --- webhooks
    webhook_timeout: Annotated[Duration, _about("How long a webhook may take to be answered, in real seconds.")] = 10.0
    webhook_retries: Annotated[int, _about("How often a webhook is sent again after it failed.", ge=0, le=20)] = 3
    webhook_backoff: Annotated[
        Duration,
        _about("Seconds before the first repetition of a webhook; each further one waits twice as long."),
    ] = 1.0
    sign_get: Annotated[bool, _about("Whether GET requests are signed too, over an empty body.")] = True


def settings_from(pairs: Mapping[str, Any]) -> Settings:
    """Return settings by their names; values may be texts as they are on a command line.

    Raises:
        ConfigError: there is no such setting, or it can't have that value.
    """
    for name in pairs:
        if name not in Settings.__struct_fields__:
            raise ConfigError(f"unknown setting {name!r}{did_you_mean(name, Settings.__struct_fields__)}")
    try:
        return msgspec.convert(dict(pairs), Settings, strict=False)
    except msgspec.ValidationError as error:
        raise ConfigError(f"setting {_tidy(str(error))}") from None


_TYPES = {"float": "a number", "int": "a whole number", "bool": "true or false"}


def _tidy(message: str) -> str:
    text, _, path = message.partition(" - at `$.")
    for name, words in _TYPES.items():
        text = text.replace(f"`{name}`, got `str`", words).replace(f"`{name}`", words)
    return f"{path.rstrip('`')}: {text[0].lower()}{text[1:]}" if path else message


def manual() -> list[tuple[str, str, str, str]]:
    """Name, allowed values, default and meaning of every setting, in their order here."""
    rows = []
    for name, hint in get_type_hints(Settings, include_extras=True).items():
        python, *metas = get_args(hint)
        about = next(meta.description for meta in metas if meta.description)
        default = Settings.__struct_defaults__[Settings.__struct_fields__.index(name)]
        allowed = "|".join(get_args(python)) if get_origin(python) is Literal else python.__name__
        shown = str(default).lower() if isinstance(default, bool) else str(default)
        rows.append((name, allowed, shown, about or ""))
    return rows
