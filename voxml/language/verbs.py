"""The eleven verbs of VoxML and the nouns inside them: the one definition of the language.

Every class is a frozen `msgspec.Struct` that validates its values when it is made. Its first positional argument is its
content, which XML writes as the text of the element; all others are given by name. A member that is None is not set
and is never written; its `Doc` names what TryVox does then. Both schemas, the checker's tables, the fluent methods and
docs/language.md are emitted from these classes.

Facts come from https://docs.tryvox.io, the page named by `page`; where it is silent, the choice is this project's.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, final

from voxml.language.element import Noun, Verb
from voxml.language.types import (
    E164,
    Count,
    CountryCode,
    Doc,
    Engine,
    FinishKey,
    FinishKeys,
    Flag,
    HangupReason,
    HttpUrl,
    Input,
    Language,
    Loop,
    Method,
    RejectReason,
    Seconds,
    SendDigits,
    SipUri,
    Text,
    Track,
    Trim,
    WssUrl,
)

# --- content, the positional member -------------------------------------------------------------------------------


class _SpokenText(Verb, frozen=True):
    text: Annotated[Text, Doc("What is spoken.")]


class _AudioUrl(Verb, frozen=True):
    url: Annotated[
        HttpUrl, Doc("The public address of one audio file: WAV, MP3 or OGG, at best 16 kHz mono WAV under 5 MB.")
    ]


class _DocumentUrl(Verb, frozen=True):
    url: Annotated[HttpUrl, Doc("Where the next document comes from; it may have a query string.")]


class _RoomName(Verb, frozen=True):
    name: Annotated[Text, Doc("The name of the room; the first to join opens it.")]


class _SocketUrl(Verb, frozen=True):
    url: Annotated[WssUrl, Doc("The WebSocket that is sent the audio; it may have a query string.")]


class _Silence(Verb, frozen=True):
    length: Annotated[
        Seconds | None, Doc("Seconds of silence. There is no upper limit; past 10 s a call feels dropped.", default=1)
    ] = None


class _PhoneNumber(Noun, frozen=True):
    number: Annotated[E164, Doc("The number to ring.")]


class _SipAddress(Noun, frozen=True):
    uri: Annotated[SipUri, Doc("The SIP address to ring.")]


class _ClientName(Noun, frozen=True):
    name: Annotated[Text, Doc("The name of the TryVox client to ring.")]


# --- nouns --------------------------------------------------------------------------------------------------------


@final
class Number(_PhoneNumber, frozen=True, kw_only=True):
    """A telephone number that a Dial rings."""

    page = "voxml/dial"
    content = "number"
    send_digits: Annotated[SendDigits | None, Doc("Keys to send after the far side answers.")] = None


@final
class Sip(_SipAddress, frozen=True, kw_only=True):
    """A SIP endpoint that a Dial rings."""

    page = "voxml/dial"
    content = "uri"
    username: Annotated[Text | None, Doc("The user name for SIP authentication.")] = None
    password: Annotated[
        Text | None, Doc("The password for SIP authentication. Everyone who can fetch the document can read it.")
    ] = None


@final
class Client(_ClientName, frozen=True, kw_only=True):
    """A TryVox client, such as an agent's browser, that a Dial rings."""

    page = "voxml/dial"
    content = "name"


# --- verbs --------------------------------------------------------------------------------------------------------


@final
class Say(_SpokenText, frozen=True, kw_only=True):
    """Text that is spoken to the person on the call."""

    page = "voxml/say"
    content = "text"
    voice: Annotated[
        Text | None, Doc("A voice of the engine, by the provider's own name.", default="en-IN-Wavenet-A")
    ] = None
    language: Annotated[Language | None, Doc("The language that is spoken.", default="en-IN")] = None
    loop: Annotated[Loop | None, Doc("The number of times it is spoken; 0 is for ever.", default=1)] = None
    engine: Annotated[Engine | None, Doc("The provider of the voice.", default="google")] = None


@final
class Play(_AudioUrl, frozen=True, kw_only=True):
    """An audio file that is played to the person on the call."""

    page = "voxml/play"
    content = "url"
    loop: Annotated[Loop | None, Doc("The number of times it is played; 0 is for ever.", default=1)] = None


@final
class Gather(Verb, frozen=True, kw_only=True):
    """Input by keys or speech, which is sent to `action_url`; the response continues the call."""

    page = "voxml/gather"
    action_url: Annotated[HttpUrl, Doc("Where the input is sent; the response is the next document.")]
    input: Annotated[Input | None, Doc("What is listened for.", default="dtmf")] = None
    method: Annotated[
        Method | None,
        Doc("The HTTP method of the request to action_url. TryVox's page shows POST only.", default="POST"),
    ] = None
    timeout: Annotated[Seconds | None, Doc("Seconds to wait for input.", default=5)] = None
    num_digits: Annotated[
        Count | None, Doc("The number of keys that complete the input; without it, finish_on_key or time ends it.")
    ] = None
    finish_on_key: Annotated[FinishKey | None, Doc("The key that ends the input.", default="#")] = None
    say: Annotated[Say | None, Doc("A prompt that is spoken while listening.")] = None
    play: Annotated[Play | None, Doc("A prompt that is played while listening.")] = None


@final
class Dial(Verb, frozen=True, kw_only=True):
    """One or more targets that ring; the first to answer is joined to the call."""

    page = "voxml/dial"
    needs_one_of = ("numbers", "sip", "client")
    action_url: Annotated[
        HttpUrl | None, Doc("Receives the outcome by POST; without it the next instruction runs.")
    ] = None
    timeout: Annotated[Seconds | None, Doc("Seconds to let it ring.", default=30)] = None
    time_limit: Annotated[
        Seconds | None, Doc("Seconds that the joined call may last; the default is 4 hours.", default=14400)
    ] = None
    caller_id: Annotated[Text | None, Doc("The number shown to the far side, at best in E.164 form.")] = None
    record: Annotated[Flag | None, Doc("Whether the joined call is recorded.", default=False)] = None
    ring_tone: Annotated[
        CountryCode | None, Doc("The country whose ring-back tone the caller hears while it rings.")
    ] = None
    numbers: Annotated[
        Sequence[Number] | None, Doc("Telephone numbers; they ring together, the first to answer wins.")
    ] = None
    sip: Annotated[Sequence[Sip] | None, Doc("SIP endpoints to ring.")] = None
    client: Annotated[Sequence[Client] | None, Doc("TryVox clients to ring.")] = None


@final
class Record(Verb, frozen=True, kw_only=True):
    """A recording of the person on the call, which is sent to `action_url`."""

    page = "voxml/record"
    action_url: Annotated[HttpUrl, Doc("Receives the recording by POST; the response is the next document.")]
    max_length: Annotated[Seconds | None, Doc("Seconds that a recording may last.", default=3600)] = None
    timeout: Annotated[Seconds | None, Doc("Seconds of silence that end it.", default=5)] = None
    finish_on_key: Annotated[
        FinishKeys | None, Doc("Any one of these keys ends it; empty means that no key does.", default="1234567890*#")
    ] = None
    trim: Annotated[Trim | None, Doc("Whether silence at both ends is cut.", default="trim-silence")] = None
    play_beep: Annotated[Flag | None, Doc("Whether a beep comes first.", default=True)] = None
    transcribe: Annotated[Flag | None, Doc("Whether a transcript is made.", default=False)] = None
    transcription_url: Annotated[
        HttpUrl | None, Doc("Receives the transcript by POST, some time after the recording.")
    ] = None


@final
class Stream(_SocketUrl, frozen=True, kw_only=True):
    """A connection of the call's audio to a WebSocket of yours, such as that of an AI agent."""

    page = "voxml/stream"
    content = None
    name: Annotated[Text | None, Doc("A label for the stream.")] = None
    track: Annotated[Track | None, Doc("Which side is streamed.", default="both_tracks")] = None
    status_callback_url: Annotated[HttpUrl | None, Doc("Receives the events of the stream by POST.")] = None
    parameters: Annotated[
        Mapping[str, str] | None,
        Doc("Names and texts that are sent to your socket at the start. TryVox's page shows texts only."),
    ] = None


@final
class Conference(_RoomName, frozen=True, kw_only=True):
    """A room that this call and others join."""

    page = "voxml/conference"
    content = "name"
    muted: Annotated[Flag | None, Doc("Whether this participant only listens.", default=False)] = None
    start_on_enter: Annotated[
        Flag | None, Doc("Whether the conference starts when this participant joins.", default=True)
    ] = None
    end_on_exit: Annotated[
        Flag | None, Doc("Whether the conference ends when this participant leaves.", default=False)
    ] = None
    max_participants: Annotated[Count | None, Doc("The number of participants that may join.", default=250)] = None
    wait_url: Annotated[HttpUrl | None, Doc("A document that is heard until the conference starts.")] = None
    status_callback_url: Annotated[HttpUrl | None, Doc("Receives the events of the room by POST.")] = None
    record: Annotated[Flag | None, Doc("Whether the room is recorded.", default=False)] = None
    beep: Annotated[Flag | None, Doc("Whether a beep marks joining and leaving.", default=True)] = None


@final
class Redirect(_DocumentUrl, frozen=True, kw_only=True):
    """Another document, which replaces this one; no instruction after it runs."""

    page = "voxml/redirect"
    content = "url"
    method: Annotated[Method | None, Doc("The HTTP method of the request to url.", default="POST")] = None


@final
class Pause(_Silence, frozen=True, kw_only=True):
    """Silence for some seconds."""

    page = "voxml/pause"


@final
class Hangup(Verb, frozen=True, kw_only=True):
    """The end of the call; no instruction after it runs."""

    page = "voxml/hangup"
    reason: Annotated[HangupReason | None, Doc("The reason that call records show.", default="completed")] = None


@final
class Reject(Verb, frozen=True, kw_only=True):
    """The refusal of an inbound call, which is not answered; no instruction after it runs."""

    page = "voxml/reject"
    reason: Annotated[RejectReason | None, Doc("How the refusal sounds.", default="rejected")] = None


#: The eleven verbs, in the order in which the vendor lists them.
VERBS: tuple[type[Verb], ...] = (Say, Play, Gather, Dial, Record, Stream, Conference, Redirect, Pause, Hangup, Reject)
#: What may stand inside a Dial.
NOUNS: tuple[type[Noun], ...] = (Number, Sip, Client)
