"""The fluent methods of a Response, one a verb.

Emitted from voxml/language/verbs.py by `python -m voxml.schema.emit`: do not edit.
"""

# ruff: noqa
from collections.abc import Mapping, Sequence
from typing import Literal, Self

from voxml.language.document import Document
from voxml.language.verbs import Client, Number, Play, Say, Sip


class Fluent(Document):
    """What builds a document, verb by verb; each method returns a longer document."""

    def say(self, text: str, *, voice: str | None = None, language: str | None = None, loop: int | None = None, engine: Literal['google', 'polly'] | None = None) -> Self:
        """Speaks text to the person on the call.

        Args:
            text: What is spoken. Text that is not empty.
            voice: A voice of the engine, by the provider's own name. Text that is not empty. Not set: en-IN-Wavenet-A.
            language: The language that is spoken. A BCP-47 tag with hyphens such as "en-US". Not set: en-IN.
            loop: How many times it is spoken; 0 is for ever. A whole number, 0 or more (0 is for ever). Not set: 1.
            engine: The provider of the voice. One of "google", "polly". Not set: google.

        Raises:
            VoxmlTypeError: a wrong type or an unknown name.
            VoxmlValueError: a value that is not allowed.

        Source: https://docs.tryvox.io/voxml/say
        """

    def play(self, url: str, *, loop: int | None = None) -> Self:
        """Plays an audio file to the person on the call.

        Args:
            url: The public address of one audio file: WAV, MP3 or OGG, at best 16 kHz mono WAV under 5 MB. An absolute http:// or https:// URL.
            loop: How many times it is played; 0 is for ever. A whole number, 0 or more (0 is for ever). Not set: 1.

        Raises:
            VoxmlTypeError: a wrong type or an unknown name.
            VoxmlValueError: a value that is not allowed.

        Source: https://docs.tryvox.io/voxml/play
        """

    def gather(self, *, action_url: str, input: Literal['dtmf', 'speech', 'dtmf speech'] | None = None, method: Literal['GET', 'POST'] | None = None, timeout: int | None = None, num_digits: int | None = None, finish_on_key: str | None = None, say: Say | None = None, play: Play | None = None) -> Self:
        """Listens for keys or speech, and sends what it got to `action_url`, whose reply continues the call.

        Args:
            action_url: Where the input is sent; the reply is the next document. An absolute http:// or https:// URL.
            input: What is listened for. One of "dtmf", "speech", "dtmf speech". Not set: dtmf.
            method: The HTTP method of the request to action_url. One of "GET", "POST". Not set: POST.
            timeout: Seconds to wait for input. Whole seconds, 1 or more. Not set: 5.
            num_digits: How many keys make the input complete; without it, finish_on_key or time ends it. A whole number, 1 or more.
            finish_on_key: The key that ends the input. One of 0-9 * # or empty. Not set: #.
            say: A prompt that is spoken while listening.
            play: A prompt that is played while listening.

        Raises:
            VoxmlTypeError: a wrong type or an unknown name.
            VoxmlValueError: a value that is not allowed.

        Source: https://docs.tryvox.io/voxml/gather
        """

    def dial(self, *, action_url: str | None = None, timeout: int | None = None, time_limit: int | None = None, caller_id: str | None = None, record: bool | None = None, ring_tone: str | None = None, numbers: Sequence[Number] | None = None, sip: Sequence[Sip] | None = None, client: Sequence[Client] | None = None) -> Self:
        """Rings one or more others and joins the first that answers to the call.

        Args:
            action_url: Told the outcome by POST; without it the next instruction runs. An absolute http:// or https:// URL.
            timeout: Seconds to let it ring. Whole seconds, 1 or more. Not set: 30.
            time_limit: Seconds that the joined call may last; the default is 4 hours. Whole seconds, 1 or more. Not set: 14400.
            caller_id: The number shown to the far side, at best in E.164 form. Text that is not empty.
            record: Whether the joined call is recorded. True or false. Not set: false.
            ring_tone: The country whose ring-back tone the caller hears while it rings. Two capital letters such as "US".
            numbers: Telephone numbers; they ring together, the first to answer wins.
            sip: SIP endpoints to ring.
            client: TryVox clients to ring.

        Raises:
            VoxmlTypeError: a wrong type or an unknown name.
            VoxmlValueError: a value that is not allowed.

        Source: https://docs.tryvox.io/voxml/dial
        """

    def record(self, *, action_url: str, max_length: int | None = None, timeout: int | None = None, finish_on_key: str | None = None, trim: Literal['trim-silence', 'do-not-trim'] | None = None, play_beep: bool | None = None, transcribe: bool | None = None, transcription_url: str | None = None) -> Self:
        """Records the person on the call, and sends the recording to `action_url`.

        Args:
            action_url: Told of the recording by POST; the reply is the next document. An absolute http:// or https:// URL.
            max_length: Seconds that a recording may last. Whole seconds, 1 or more. Not set: 3600.
            timeout: Seconds of silence that end it. Whole seconds, 1 or more. Not set: 5.
            finish_on_key: Any one of these keys ends it; empty means that no key does. Keys from 0-9 * # or empty. Not set: 1234567890*#.
            trim: Whether silence at both ends is cut. One of "trim-silence", "do-not-trim". Not set: trim-silence.
            play_beep: Whether a beep comes first. True or false. Not set: true.
            transcribe: Whether a transcript is made. True or false. Not set: false.
            transcription_url: Told of the transcript by POST, some time after the recording. An absolute http:// or https:// URL.

        Raises:
            VoxmlTypeError: a wrong type or an unknown name.
            VoxmlValueError: a value that is not allowed.

        Source: https://docs.tryvox.io/voxml/record
        """

    def stream(self, url: str, *, name: str | None = None, track: Literal['inbound_track', 'outbound_track', 'both_tracks'] | None = None, status_callback_url: str | None = None, parameters: Mapping[str, str] | None = None) -> Self:
        """Connects the call's audio to a WebSocket of yours, as for an AI agent.

        Args:
            url: The WebSocket that is sent the audio; it may have a query string. An absolute wss:// URL.
            name: A label for the stream. Text that is not empty.
            track: Which side is streamed. One of "inbound_track", "outbound_track", "both_tracks". Not set: both_tracks.
            status_callback_url: Told of the stream's events by POST. An absolute http:// or https:// URL.
            parameters: Names and texts that your socket is given at the start.

        Raises:
            VoxmlTypeError: a wrong type or an unknown name.
            VoxmlValueError: a value that is not allowed.

        Source: https://docs.tryvox.io/voxml/stream
        """

    def conference(self, name: str, *, muted: bool | None = None, start_on_enter: bool | None = None, end_on_exit: bool | None = None, max_participants: int | None = None, wait_url: str | None = None, status_callback_url: str | None = None, record: bool | None = None, beep: bool | None = None) -> Self:
        """Joins the call to a room that others can join too.

        Args:
            name: The name of the room; the first to join opens it. Text that is not empty.
            muted: Whether this one only listens. True or false. Not set: false.
            start_on_enter: Whether the conference starts when this one joins. True or false. Not set: true.
            end_on_exit: Whether the conference ends when this one leaves. True or false. Not set: false.
            max_participants: How many may join. A whole number, 1 or more. Not set: 250.
            wait_url: A document that is heard until the conference starts. An absolute http:// or https:// URL.
            status_callback_url: Told of the room's events by POST. An absolute http:// or https:// URL.
            record: Whether the room is recorded. True or false. Not set: false.
            beep: Whether a beep marks joining and leaving. True or false. Not set: true.

        Raises:
            VoxmlTypeError: a wrong type or an unknown name.
            VoxmlValueError: a value that is not allowed.

        Source: https://docs.tryvox.io/voxml/conference
        """

    def redirect(self, url: str, *, method: Literal['GET', 'POST'] | None = None) -> Self:
        """Leaves this document for another; what follows is never reached.

        Args:
            url: Where the next document comes from; it may have a query string. An absolute http:// or https:// URL.
            method: The HTTP method of the request to url. One of "GET", "POST". Not set: POST.

        Raises:
            VoxmlTypeError: a wrong type or an unknown name.
            VoxmlValueError: a value that is not allowed.

        Source: https://docs.tryvox.io/voxml/redirect
        """

    def pause(self, length: int | None = None) -> Self:
        """Waits in silence.

        Args:
            length: Seconds of silence. There is no upper limit; past 10 s a call feels dropped. Whole seconds, 1 or more. Not set: 1.

        Raises:
            VoxmlTypeError: a wrong type or an unknown name.
            VoxmlValueError: a value that is not allowed.

        Source: https://docs.tryvox.io/voxml/pause
        """

    def hangup(self, *, reason: Literal['completed', 'busy', 'rejected'] | None = None) -> Self:
        """Ends the call; what follows is never reached.

        Args:
            reason: What call records give as the reason. One of "completed", "busy", "rejected". Not set: completed.

        Raises:
            VoxmlTypeError: a wrong type or an unknown name.
            VoxmlValueError: a value that is not allowed.

        Source: https://docs.tryvox.io/voxml/hangup
        """

    def reject(self, *, reason: Literal['rejected', 'busy'] | None = None) -> Self:
        """Refuses an inbound call without answering it; what follows is never reached.

        Args:
            reason: How the refusal sounds. One of "rejected", "busy". Not set: rejected.

        Raises:
            VoxmlTypeError: a wrong type or an unknown name.
            VoxmlValueError: a value that is not allowed.

        Source: https://docs.tryvox.io/voxml/reject
        """
