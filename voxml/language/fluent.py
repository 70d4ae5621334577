"""The fluent methods of a Response, one a verb.

Emitted from voxml/language/verbs.py by `python -m voxml.schema.emit`: do not edit.
"""

# ruff: noqa
# pyright: basic, reportArgumentType=false
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Self

from msgspec.structs import astuple as _members

from voxml.language import verbs, wire
from voxml.language.constructors import is_country_code, is_finish_key, is_finish_keys, is_http_url, is_language, is_wss_url, known_country_code, known_finish_key, known_finish_keys, known_http_url, known_language, known_wss_url
from voxml.language.document import Document
from voxml.language.frozen import FrozenMap
from voxml.language.refusal import settled
from voxml.language.texts import are, is_text, is_text_map
from voxml.language.verbs import Client, Number, Play, Say, Sip

_new = object.__new__
_say = wire.Say
_play = wire.Play
_gather = wire.Gather
_dial = wire.Dial
_record = wire.Record
_stream = wire.Stream
_conference = wire.Conference
_redirect = wire.Redirect
_pause = wire.Pause
_hangup = wire.Hangup
_reject = wire.Reject


class Fluent(Document):
    """What builds a document, verb by verb; each method returns a longer document."""

    # Each method does by itself what the constructor of its verb and then Document.append do: a call less is a
    # tenth of the time.
    __slots__ = ()

    def say(self, /, text: str = ..., *extra: Any, voice: str | None = None, language: str | None = None, loop: int | None = None, engine: Literal['google', 'polly'] | None = None, **unknown: Any) -> Self:
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
        if not (
            not extra
            and not unknown
            and ((type(text) is str and text >= '!' and text.isprintable()) or is_text(text))
            and (voice is None or (type(voice) is str and voice >= '!' and voice.isprintable()) or is_text(voice))
            and (language is None or (type(language) is str and (language in known_language or is_language(language))))
            and (loop is None or (type(loop) is int and 0 <= loop <= 9007199254740991))
            and (engine is None or (type(engine) is str and engine in ('google', 'polly')))
        ):
            return self.append(settled(verbs.Say, extra, {'text': text, 'voice': voice, 'language': language, 'loop': loop, 'engine': engine}, unknown))
        new = _say(text, voice, language, loop, engine)
        items, length = self._items, self._length
        if len(items) != length:
            items = items[:length]
        items.append(new)
        if items[length] is not new:
            items = [*items[:length], new]
        longer = _new(type(self))
        longer._items = items
        longer._length = length + 1
        return longer

    def play(self, /, url: str = ..., *extra: Any, loop: int | None = None, **unknown: Any) -> Self:
        """Plays an audio file to the person on the call.

        Args:
            url: The public address of one audio file: WAV, MP3 or OGG, at best 16 kHz mono WAV under 5 MB. An absolute http:// or https:// URL.
            loop: How many times it is played; 0 is for ever. A whole number, 0 or more (0 is for ever). Not set: 1.

        Raises:
            VoxmlTypeError: a wrong type or an unknown name.
            VoxmlValueError: a value that is not allowed.

        Source: https://docs.tryvox.io/voxml/play
        """
        if not (
            not extra
            and not unknown
            and (type(url) is str and (url in known_http_url or is_http_url(url)))
            and (loop is None or (type(loop) is int and 0 <= loop <= 9007199254740991))
        ):
            return self.append(settled(verbs.Play, extra, {'url': url, 'loop': loop}, unknown))
        new = _play(url, loop)
        items, length = self._items, self._length
        if len(items) != length:
            items = items[:length]
        items.append(new)
        if items[length] is not new:
            items = [*items[:length], new]
        longer = _new(type(self))
        longer._items = items
        longer._length = length + 1
        return longer

    def gather(self, /, *extra: Any, action_url: str = ..., input: Literal['dtmf', 'speech', 'dtmf speech'] | None = None, method: Literal['GET', 'POST'] | None = None, timeout: int | None = None, num_digits: int | None = None, finish_on_key: str | None = None, say: Say | None = None, play: Play | None = None, **unknown: Any) -> Self:
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
        if not (
            not extra
            and not unknown
            and (type(action_url) is str and (action_url in known_http_url or is_http_url(action_url)))
            and (input is None or (type(input) is str and input in ('dtmf', 'speech', 'dtmf speech')))
            and (method is None or (type(method) is str and method in ('GET', 'POST')))
            and (timeout is None or (type(timeout) is int and 1 <= timeout <= 9007199254740991))
            and (num_digits is None or (type(num_digits) is int and 1 <= num_digits <= 9007199254740991))
            and (finish_on_key is None or (type(finish_on_key) is str and (finish_on_key in known_finish_key or is_finish_key(finish_on_key))))
            and (say is None or type(say) is Say)
            and (play is None or type(play) is Play)
        ):
            return self.append(settled(verbs.Gather, extra, {'action_url': action_url, 'input': input, 'method': method, 'timeout': timeout, 'num_digits': num_digits, 'finish_on_key': finish_on_key, 'say': say, 'play': play}, unknown))
        new = _gather(action_url, input, method, timeout, num_digits, finish_on_key, None if say is None else wire.SayPrompt(*_members(say)), None if play is None else wire.PlayPrompt(*_members(play)))
        items, length = self._items, self._length
        if len(items) != length:
            items = items[:length]
        items.append(new)
        if items[length] is not new:
            items = [*items[:length], new]
        longer = _new(type(self))
        longer._items = items
        longer._length = length + 1
        return longer

    def dial(self, /, *extra: Any, action_url: str | None = None, timeout: int | None = None, time_limit: int | None = None, caller_id: str | None = None, record: bool | None = None, ring_tone: str | None = None, numbers: Sequence[Number] | None = None, sip: Sequence[Sip] | None = None, client: Sequence[Client] | None = None, **unknown: Any) -> Self:
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
        if type(numbers) is list:
            numbers = tuple(numbers)
        if type(sip) is list:
            sip = tuple(sip)
        if type(client) is list:
            client = tuple(client)
        if not (
            not extra
            and not unknown
            and (action_url is None or (type(action_url) is str and (action_url in known_http_url or is_http_url(action_url))))
            and (timeout is None or (type(timeout) is int and 1 <= timeout <= 9007199254740991))
            and (time_limit is None or (type(time_limit) is int and 1 <= time_limit <= 9007199254740991))
            and (caller_id is None or (type(caller_id) is str and caller_id >= '!' and caller_id.isprintable()) or is_text(caller_id))
            and (record is None or record is True or record is False)
            and (ring_tone is None or (type(ring_tone) is str and (ring_tone in known_country_code or is_country_code(ring_tone))))
            and (numbers is None or (type(numbers) is tuple and are(numbers, Number)))
            and (sip is None or (type(sip) is tuple and are(sip, Sip)))
            and (client is None or (type(client) is tuple and are(client, Client)))
            and (numbers or sip or client)
        ):
            return self.append(settled(verbs.Dial, extra, {'action_url': action_url, 'timeout': timeout, 'time_limit': time_limit, 'caller_id': caller_id, 'record': record, 'ring_tone': ring_tone, 'numbers': numbers, 'sip': sip, 'client': client}, unknown))
        new = _dial(action_url, timeout, time_limit, caller_id, record, ring_tone, numbers, sip, client)
        items, length = self._items, self._length
        if len(items) != length:
            items = items[:length]
        items.append(new)
        if items[length] is not new:
            items = [*items[:length], new]
        longer = _new(type(self))
        longer._items = items
        longer._length = length + 1
        return longer

    def record(self, /, *extra: Any, action_url: str = ..., max_length: int | None = None, timeout: int | None = None, finish_on_key: str | None = None, trim: Literal['trim-silence', 'do-not-trim'] | None = None, play_beep: bool | None = None, transcribe: bool | None = None, transcription_url: str | None = None, **unknown: Any) -> Self:
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
        if not (
            not extra
            and not unknown
            and (type(action_url) is str and (action_url in known_http_url or is_http_url(action_url)))
            and (max_length is None or (type(max_length) is int and 1 <= max_length <= 9007199254740991))
            and (timeout is None or (type(timeout) is int and 1 <= timeout <= 9007199254740991))
            and (finish_on_key is None or (type(finish_on_key) is str and (finish_on_key in known_finish_keys or is_finish_keys(finish_on_key))))
            and (trim is None or (type(trim) is str and trim in ('trim-silence', 'do-not-trim')))
            and (play_beep is None or play_beep is True or play_beep is False)
            and (transcribe is None or transcribe is True or transcribe is False)
            and (transcription_url is None or (type(transcription_url) is str and (transcription_url in known_http_url or is_http_url(transcription_url))))
        ):
            return self.append(settled(verbs.Record, extra, {'action_url': action_url, 'max_length': max_length, 'timeout': timeout, 'finish_on_key': finish_on_key, 'trim': trim, 'play_beep': play_beep, 'transcribe': transcribe, 'transcription_url': transcription_url}, unknown))
        new = _record(action_url, max_length, timeout, finish_on_key, trim, play_beep, transcribe, transcription_url)
        items, length = self._items, self._length
        if len(items) != length:
            items = items[:length]
        items.append(new)
        if items[length] is not new:
            items = [*items[:length], new]
        longer = _new(type(self))
        longer._items = items
        longer._length = length + 1
        return longer

    def stream(self, /, url: str = ..., *extra: Any, name: str | None = None, track: Literal['inbound_track', 'outbound_track', 'both_tracks'] | None = None, status_callback_url: str | None = None, parameters: Mapping[str, str] | None = None, **unknown: Any) -> Self:
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
        if type(parameters) is dict:
            parameters = FrozenMap(parameters)
        if not (
            not extra
            and not unknown
            and (type(url) is str and (url in known_wss_url or is_wss_url(url)))
            and (name is None or (type(name) is str and name >= '!' and name.isprintable()) or is_text(name))
            and (track is None or (type(track) is str and track in ('inbound_track', 'outbound_track', 'both_tracks')))
            and (status_callback_url is None or (type(status_callback_url) is str and (status_callback_url in known_http_url or is_http_url(status_callback_url))))
            and (parameters is None or (type(parameters) is FrozenMap and parameters and is_text_map(parameters)))
        ):
            return self.append(settled(verbs.Stream, extra, {'url': url, 'name': name, 'track': track, 'status_callback_url': status_callback_url, 'parameters': parameters}, unknown))
        new = _stream(url, name, track, status_callback_url, parameters)
        items, length = self._items, self._length
        if len(items) != length:
            items = items[:length]
        items.append(new)
        if items[length] is not new:
            items = [*items[:length], new]
        longer = _new(type(self))
        longer._items = items
        longer._length = length + 1
        return longer

    def conference(self, /, name: str = ..., *extra: Any, muted: bool | None = None, start_on_enter: bool | None = None, end_on_exit: bool | None = None, max_participants: int | None = None, wait_url: str | None = None, status_callback_url: str | None = None, record: bool | None = None, beep: bool | None = None, **unknown: Any) -> Self:
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
        if not (
            not extra
            and not unknown
            and ((type(name) is str and name >= '!' and name.isprintable()) or is_text(name))
            and (muted is None or muted is True or muted is False)
            and (start_on_enter is None or start_on_enter is True or start_on_enter is False)
            and (end_on_exit is None or end_on_exit is True or end_on_exit is False)
            and (max_participants is None or (type(max_participants) is int and 1 <= max_participants <= 9007199254740991))
            and (wait_url is None or (type(wait_url) is str and (wait_url in known_http_url or is_http_url(wait_url))))
            and (status_callback_url is None or (type(status_callback_url) is str and (status_callback_url in known_http_url or is_http_url(status_callback_url))))
            and (record is None or record is True or record is False)
            and (beep is None or beep is True or beep is False)
        ):
            return self.append(settled(verbs.Conference, extra, {'name': name, 'muted': muted, 'start_on_enter': start_on_enter, 'end_on_exit': end_on_exit, 'max_participants': max_participants, 'wait_url': wait_url, 'status_callback_url': status_callback_url, 'record': record, 'beep': beep}, unknown))
        new = _conference(name, muted, start_on_enter, end_on_exit, max_participants, wait_url, status_callback_url, record, beep)
        items, length = self._items, self._length
        if len(items) != length:
            items = items[:length]
        items.append(new)
        if items[length] is not new:
            items = [*items[:length], new]
        longer = _new(type(self))
        longer._items = items
        longer._length = length + 1
        return longer

    def redirect(self, /, url: str = ..., *extra: Any, method: Literal['GET', 'POST'] | None = None, **unknown: Any) -> Self:
        """Leaves this document for another; what follows is never reached.

        Args:
            url: Where the next document comes from; it may have a query string. An absolute http:// or https:// URL.
            method: The HTTP method of the request to url. One of "GET", "POST". Not set: POST.

        Raises:
            VoxmlTypeError: a wrong type or an unknown name.
            VoxmlValueError: a value that is not allowed.

        Source: https://docs.tryvox.io/voxml/redirect
        """
        if not (
            not extra
            and not unknown
            and (type(url) is str and (url in known_http_url or is_http_url(url)))
            and (method is None or (type(method) is str and method in ('GET', 'POST')))
        ):
            return self.append(settled(verbs.Redirect, extra, {'url': url, 'method': method}, unknown))
        new = _redirect(url, method)
        items, length = self._items, self._length
        if len(items) != length:
            items = items[:length]
        items.append(new)
        if items[length] is not new:
            items = [*items[:length], new]
        longer = _new(type(self))
        longer._items = items
        longer._length = length + 1
        return longer

    def pause(self, /, length: int | None = None, *extra: Any, **unknown: Any) -> Self:
        """Waits in silence.

        Args:
            length: Seconds of silence. There is no upper limit; past 10 s a call feels dropped. Whole seconds, 1 or more. Not set: 1.

        Raises:
            VoxmlTypeError: a wrong type or an unknown name.
            VoxmlValueError: a value that is not allowed.

        Source: https://docs.tryvox.io/voxml/pause
        """
        if not (
            not extra
            and not unknown
            and (length is None or (type(length) is int and 1 <= length <= 9007199254740991))
        ):
            return self.append(settled(verbs.Pause, extra, {'length': length}, unknown))
        new = _pause(length)
        items, length = self._items, self._length
        if len(items) != length:
            items = items[:length]
        items.append(new)
        if items[length] is not new:
            items = [*items[:length], new]
        longer = _new(type(self))
        longer._items = items
        longer._length = length + 1
        return longer

    def hangup(self, /, *extra: Any, reason: Literal['completed', 'busy', 'rejected'] | None = None, **unknown: Any) -> Self:
        """Ends the call; what follows is never reached.

        Args:
            reason: What call records give as the reason. One of "completed", "busy", "rejected". Not set: completed.

        Raises:
            VoxmlTypeError: a wrong type or an unknown name.
            VoxmlValueError: a value that is not allowed.

        Source: https://docs.tryvox.io/voxml/hangup
        """
        if not (
            not extra
            and not unknown
            and (reason is None or (type(reason) is str and reason in ('completed', 'busy', 'rejected')))
        ):
            return self.append(settled(verbs.Hangup, extra, {'reason': reason}, unknown))
        new = _hangup(reason)
        items, length = self._items, self._length
        if len(items) != length:
            items = items[:length]
        items.append(new)
        if items[length] is not new:
            items = [*items[:length], new]
        longer = _new(type(self))
        longer._items = items
        longer._length = length + 1
        return longer

    def reject(self, /, *extra: Any, reason: Literal['rejected', 'busy'] | None = None, **unknown: Any) -> Self:
        """Refuses an inbound call without answering it; what follows is never reached.

        Args:
            reason: How the refusal sounds. One of "rejected", "busy". Not set: rejected.

        Raises:
            VoxmlTypeError: a wrong type or an unknown name.
            VoxmlValueError: a value that is not allowed.

        Source: https://docs.tryvox.io/voxml/reject
        """
        if not (
            not extra
            and not unknown
            and (reason is None or (type(reason) is str and reason in ('rejected', 'busy')))
        ):
            return self.append(settled(verbs.Reject, extra, {'reason': reason}, unknown))
        new = _reject(reason)
        items, length = self._items, self._length
        if len(items) != length:
            items = items[:length]
        items.append(new)
        if items[length] is not new:
            items = [*items[:length], new]
        longer = _new(type(self))
        longer._items = items
        longer._length = length + 1
        return longer
