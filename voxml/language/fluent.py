"""The fluent methods of a Response, one for each verb.

Emitted from voxml/language/verbs.py by `python -m voxml.schema.emit`: do not edit.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Self

from voxml.language.arguments import named_arguments
from voxml.language.element import Verb
from voxml.language.verbs import (
    Client,
    Conference,
    Dial,
    Gather,
    Hangup,
    Number,
    Pause,
    Play,
    Record,
    Redirect,
    Reject,
    Say,
    Sip,
    Stream,
)


class Fluent:
    """The fluent methods: each adds a verb to the response and returns the response.

    Raises:
        VoxmlTypeError: a value has the wrong type, or a name is unknown.
        VoxmlValueError: a value is not allowed.
    """

    __slots__ = ()

    def append(self, verb: Verb, /) -> Self:
        """Add a verb to the end."""
        raise NotImplementedError

    @named_arguments
    def say(
        self,
        text: str,
        *,
        voice: str | None = None,
        language: str | None = None,
        loop: int | None = None,
        engine: Literal["google", "polly"] | None = None,
    ) -> Self:
        """Add a Say: text that is spoken to the person on the call.

        Args:
            text: What is spoken. Text that is not empty.
            voice: A voice of the engine, by the provider's own name. Text that is not empty. Not set: en-IN-
                Wavenet-A.
            language: The language that is spoken. A BCP-47 tag with hyphens such as "en-US". Not set: en-IN.
            loop: The number of times it is spoken; 0 is for ever. A whole number, 0 or more (0 is for ever). Not
                set: 1.
            engine: The provider of the voice. One of "google", "polly". Not set: google.

        Source: https://docs.tryvox.io/voxml/say
        """
        return self.append(Say._new(text, voice=voice, language=language, loop=loop, engine=engine))

    @named_arguments
    def play(self, url: str, *, loop: int | None = None) -> Self:
        """Add a Play: an audio file that is played to the person on the call.

        Args:
            url: The public address of one audio file: WAV, MP3 or OGG, at best 16 kHz mono WAV under 5 MB. An
                absolute http:// or https:// URL.
            loop: The number of times it is played; 0 is for ever. A whole number, 0 or more (0 is for ever). Not
                set: 1.

        Source: https://docs.tryvox.io/voxml/play
        """
        return self.append(Play._new(url, loop=loop))

    @named_arguments
    def gather(
        self,
        *,
        action_url: str,
        input: Literal["dtmf", "speech", "dtmf speech"] | None = None,
        method: Literal["GET", "POST"] | None = None,
        timeout: int | None = None,
        num_digits: int | None = None,
        finish_on_key: str | None = None,
        say: Say | str | None = None,
        play: Play | str | None = None,
    ) -> Self:
        """Add a Gather: input by keys or speech, which is sent to `action_url`; the response continues the call.

        Args:
            action_url: Where the input is sent; the response is the next document. An absolute http:// or https://
                URL.
            input: What is listened for. One of "dtmf", "speech", "dtmf speech". Not set: dtmf.
            method: The HTTP method of the request to action_url. TryVox's page shows POST only. One of "GET",
                "POST". Not set: POST.
            timeout: Seconds to wait for input. Whole seconds, 1 or more. Not set: 5.
            num_digits: The number of keys that complete the input; without it, finish_on_key or time ends it. A
                whole number, 1 or more.
            finish_on_key: The key that ends the input. One of 0-9 * # or empty. Not set: #.
            say: A prompt that is spoken while listening. A text means Say(text).
            play: A prompt that is played while listening. A text means Play(text).

        Source: https://docs.tryvox.io/voxml/gather
        """
        return self.append(
            Gather._new(
                action_url=action_url,
                input=input,
                method=method,
                timeout=timeout,
                num_digits=num_digits,
                finish_on_key=finish_on_key,
                say=_one(Say, say),
                play=_one(Play, play),
            )
        )

    @named_arguments
    def dial(
        self,
        numbers: Sequence[Number | str] | Number | str | None = None,
        *,
        action_url: str | None = None,
        timeout: int | None = None,
        time_limit: int | None = None,
        caller_id: str | None = None,
        record: bool | None = None,
        ring_tone: str | None = None,
        sip: Sequence[Sip | str] | Sip | str | None = None,
        client: Sequence[Client | str] | Client | str | None = None,
    ) -> Self:
        """Add a Dial: one or more targets that ring; the first to answer is joined to the call.

        Args:
            action_url: Receives the outcome by POST; without it the next instruction runs. An absolute http:// or
                https:// URL.
            timeout: Seconds to let it ring. Whole seconds, 1 or more. Not set: 30.
            time_limit: Seconds that the joined call may last; the default is 4 hours. Whole seconds, 1 or more. Not
                set: 14400.
            caller_id: The number shown to the far side, at best in E.164 form. Text that is not empty.
            record: Whether the joined call is recorded. True or false. Not set: false.
            ring_tone: The country whose ring-back tone the caller hears while it rings. Two capital letters such as
                "US".
            numbers: Telephone numbers; they ring together, the first to answer wins. A text means Number(text).
            sip: SIP endpoints to ring. A text means Sip(text).
            client: TryVox clients to ring. A text means Client(text).

        Source: https://docs.tryvox.io/voxml/dial
        """
        return self.append(
            Dial._new(
                action_url=action_url,
                timeout=timeout,
                time_limit=time_limit,
                caller_id=caller_id,
                record=record,
                ring_tone=ring_tone,
                numbers=_many(Number, numbers),
                sip=_many(Sip, sip),
                client=_many(Client, client),
            )
        )

    @named_arguments
    def record(
        self,
        *,
        action_url: str,
        max_length: int | None = None,
        timeout: int | None = None,
        finish_on_key: str | None = None,
        trim: Literal["trim-silence", "do-not-trim"] | None = None,
        play_beep: bool | None = None,
        transcribe: bool | None = None,
        transcription_url: str | None = None,
    ) -> Self:
        """Add a Record: a recording of the person on the call, which is sent to `action_url`.

        Args:
            action_url: Receives the recording by POST; the response is the next document. An absolute http:// or
                https:// URL.
            max_length: Seconds that a recording may last. Whole seconds, 1 or more. Not set: 3600.
            timeout: Seconds of silence that end it. Whole seconds, 1 or more. Not set: 5.
            finish_on_key: Any one of these keys ends it; empty means that no key does. Keys from 0-9 * # or empty.
                Not set: 1234567890*#.
            trim: Whether silence at both ends is cut. One of "trim-silence", "do-not-trim". Not set: trim-silence.
            play_beep: Whether a beep comes first. True or false. Not set: true.
            transcribe: Whether a transcript is made. True or false. Not set: false.
            transcription_url: Receives the transcript by POST, some time after the recording. An absolute http://
                or https:// URL.

        Source: https://docs.tryvox.io/voxml/record
        """
        return self.append(
            Record._new(
                action_url=action_url,
                max_length=max_length,
                timeout=timeout,
                finish_on_key=finish_on_key,
                trim=trim,
                play_beep=play_beep,
                transcribe=transcribe,
                transcription_url=transcription_url,
            )
        )

    @named_arguments
    def stream(
        self,
        url: str,
        *,
        name: str | None = None,
        track: Literal["inbound_track", "outbound_track", "both_tracks"] | None = None,
        status_callback_url: str | None = None,
        parameters: Mapping[str, str] | None = None,
    ) -> Self:
        """Add a Stream: a connection of the call's audio to a WebSocket of yours, such as that of an AI agent.

        Args:
            url: The WebSocket that is sent the audio; it may have a query string. An absolute wss:// URL.
            name: A label for the stream. Text that is not empty.
            track: Which side is streamed. One of "inbound_track", "outbound_track", "both_tracks". Not set:
                both_tracks.
            status_callback_url: Receives the events of the stream by POST. An absolute http:// or https:// URL.
            parameters: Names and texts that are sent to your socket at the start. TryVox's page shows texts only.

        Source: https://docs.tryvox.io/voxml/stream
        """
        return self.append(
            Stream._new(url, name=name, track=track, status_callback_url=status_callback_url, parameters=parameters)
        )

    @named_arguments
    def conference(
        self,
        name: str,
        *,
        muted: bool | None = None,
        start_on_enter: bool | None = None,
        end_on_exit: bool | None = None,
        max_participants: int | None = None,
        wait_url: str | None = None,
        status_callback_url: str | None = None,
        record: bool | None = None,
        beep: bool | None = None,
    ) -> Self:
        """Add a Conference: a room that this call and others join.

        Args:
            name: The name of the room; the first to join opens it. Text that is not empty.
            muted: Whether this participant only listens. True or false. Not set: false.
            start_on_enter: Whether the conference starts when this participant joins. True or false. Not set: true.
            end_on_exit: Whether the conference ends when this participant leaves. True or false. Not set: false.
            max_participants: The number of participants that may join. A whole number, 1 or more. Not set: 250.
            wait_url: A document that is heard until the conference starts. An absolute http:// or https:// URL.
            status_callback_url: Receives the events of the room by POST. An absolute http:// or https:// URL.
            record: Whether the room is recorded. True or false. Not set: false.
            beep: Whether a beep marks joining and leaving. True or false. Not set: true.

        Source: https://docs.tryvox.io/voxml/conference
        """
        return self.append(
            Conference._new(
                name,
                muted=muted,
                start_on_enter=start_on_enter,
                end_on_exit=end_on_exit,
                max_participants=max_participants,
                wait_url=wait_url,
                status_callback_url=status_callback_url,
                record=record,
                beep=beep,
            )
        )

    @named_arguments
    def redirect(self, url: str, *, method: Literal["GET", "POST"] | None = None) -> Self:
        """Add a Redirect: another document, which replaces this one; no instruction after it runs.

        Args:
            url: Where the next document comes from; it may have a query string. An absolute http:// or https://
                URL.
            method: The HTTP method of the request to url. One of "GET", "POST". Not set: POST.

        Source: https://docs.tryvox.io/voxml/redirect
        """
        return self.append(Redirect._new(url, method=method))

    @named_arguments
    def pause(self, length: int | None = None) -> Self:
        """Add a Pause: silence for some seconds.

        Args:
            length: Seconds of silence. There is no upper limit; past 10 s a call feels dropped. Whole seconds, 1 or
                more. Not set: 1.

        Source: https://docs.tryvox.io/voxml/pause
        """
        return self.append(Pause._new(length))

    @named_arguments
    def hangup(self, *, reason: Literal["completed", "busy", "rejected"] | None = None) -> Self:
        """Add a Hangup: the end of the call; no instruction after it runs.

        Args:
            reason: The reason that call records show. One of "completed", "busy", "rejected". Not set: completed.

        Source: https://docs.tryvox.io/voxml/hangup
        """
        return self.append(Hangup._new(reason=reason))

    @named_arguments
    def reject(self, *, reason: Literal["rejected", "busy"] | None = None) -> Self:
        """Add a Reject: the refusal of an inbound call, which is not answered; no instruction after it runs.

        Args:
            reason: How the refusal sounds. One of "rejected", "busy". Not set: rejected.

        Source: https://docs.tryvox.io/voxml/reject
        """
        return self.append(Reject._new(reason=reason))


def _one(cls: type[Any], value: Any) -> Any:
    """Return the element that `value` is, or is the content of."""
    return cls(value) if isinstance(value, str) else value


def _many(cls: type[Any], values: Any) -> Any:
    """Return the elements that `values` are, or are the content of; one alone needs no list."""
    if isinstance(values, (list, tuple)):
        return tuple([cls(value) if isinstance(value, str) else value for value in values])
    return values if values is None or not isinstance(values, (str, cls)) else (_one(cls, values),)
