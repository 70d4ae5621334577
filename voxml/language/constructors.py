"""The constructors of verbs and nouns. Their quick checks only say yes; the rest goes to `settled`.

Emitted from voxml/language/verbs.py by `python -m voxml.schema.emit`: do not edit.
"""

# ruff: noqa
# pyright: basic
from __future__ import annotations

from typing import Any

from msgspec.structs import force_setattr as _put

from voxml.language import verbs
from voxml.language.frozen import FrozenMap
from voxml.language.refusal import settled
from voxml.language.texts import are, is_text, is_text_map, matcher
from voxml.language.verbs import Client, Number, Play, Say, Sip

known_http_url: set[str] = set()
is_http_url = matcher('[hH][tT][tT][pP][sS]?://([!$-.0-9:->A-Z^-~\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*@)?([!$-.0-9;->A-Z^-~\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]*)?([/?#][!-~\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*)?', known_http_url)
known_wss_url: set[str] = set()
is_wss_url = matcher('[wW][sS][sS]://([!$-.0-9:->A-Z^-~\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*@)?([!$-.0-9;->A-Z^-~\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]*)?([/?#][!-~\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*)?', known_wss_url)
known_sip_uri: set[str] = set()
is_sip_uri = matcher('[sS][iI][pP][sS]?:[!-~\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]+', known_sip_uri)
known_e164: set[str] = set()
is_e164 = matcher('\\+[1-9][0-9]{1,14}', known_e164)
known_language: set[str] = set()
is_language = matcher('[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*', known_language)
known_country_code: set[str] = set()
is_country_code = matcher('[A-Z]{2}', known_country_code)
known_send_digits: set[str] = set()
is_send_digits = matcher('[0-9A-D*#wW,]+', known_send_digits)
known_finish_key: set[str] = set()
is_finish_key = matcher('[0-9*#]?', known_finish_key)
known_finish_keys: set[str] = set()
is_finish_keys = matcher('[0-9*#]*', known_finish_keys)

_new_say = verbs.Say._new
_new_play = verbs.Play._new
_new_gather = verbs.Gather._new
_new_dial = verbs.Dial._new
_new_record = verbs.Record._new
_new_stream = verbs.Stream._new
_new_conference = verbs.Conference._new
_new_redirect = verbs.Redirect._new
_new_pause = verbs.Pause._new
_new_hangup = verbs.Hangup._new
_new_reject = verbs.Reject._new
_new_number = verbs.Number._new
_new_sip = verbs.Sip._new
_new_client = verbs.Client._new


def _say(cls: Any, /, text: Any = ..., *extra: Any, voice: Any = None, language: Any = None, loop: Any = None, engine: Any = None, **unknown: Any) -> Any:
    if not (
        not extra
        and not unknown
        and ((type(text) is str and text >= '!' and text.isprintable()) or is_text(text))
        and (voice is None or (type(voice) is str and voice >= '!' and voice.isprintable()) or is_text(voice))
        and (language is None or (type(language) is str and (language in known_language or is_language(language))))
        and (loop is None or (type(loop) is int and 0 <= loop <= 9007199254740991))
        and (engine is None or (type(engine) is str and engine in ('google', 'polly')))
    ):
        return settled(verbs.Say, extra, {'text': text, 'voice': voice, 'language': language, 'loop': loop, 'engine': engine}, unknown)
    new = _new_say()
    _put(new, 'text', text)
    if voice is not None:
        _put(new, 'voice', voice)
    if language is not None:
        _put(new, 'language', language)
    if loop is not None:
        _put(new, 'loop', loop)
    if engine is not None:
        _put(new, 'engine', engine)
    return new


def _play(cls: Any, /, url: Any = ..., *extra: Any, loop: Any = None, **unknown: Any) -> Any:
    if not (
        not extra
        and not unknown
        and (type(url) is str and (url in known_http_url or is_http_url(url)))
        and (loop is None or (type(loop) is int and 0 <= loop <= 9007199254740991))
    ):
        return settled(verbs.Play, extra, {'url': url, 'loop': loop}, unknown)
    new = _new_play()
    _put(new, 'url', url)
    if loop is not None:
        _put(new, 'loop', loop)
    return new


def _gather(cls: Any, /, *extra: Any, action_url: Any = ..., input: Any = None, method: Any = None, timeout: Any = None, num_digits: Any = None, finish_on_key: Any = None, say: Any = None, play: Any = None, **unknown: Any) -> Any:
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
        return settled(verbs.Gather, extra, {'action_url': action_url, 'input': input, 'method': method, 'timeout': timeout, 'num_digits': num_digits, 'finish_on_key': finish_on_key, 'say': say, 'play': play}, unknown)
    new = _new_gather()
    _put(new, 'action_url', action_url)
    if input is not None:
        _put(new, 'input', input)
    if method is not None:
        _put(new, 'method', method)
    if timeout is not None:
        _put(new, 'timeout', timeout)
    if num_digits is not None:
        _put(new, 'num_digits', num_digits)
    if finish_on_key is not None:
        _put(new, 'finish_on_key', finish_on_key)
    if say is not None:
        _put(new, 'say', say)
    if play is not None:
        _put(new, 'play', play)
    return new


def _dial(cls: Any, /, *extra: Any, action_url: Any = None, timeout: Any = None, time_limit: Any = None, caller_id: Any = None, record: Any = None, ring_tone: Any = None, numbers: Any = None, sip: Any = None, client: Any = None, **unknown: Any) -> Any:
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
        return settled(verbs.Dial, extra, {'action_url': action_url, 'timeout': timeout, 'time_limit': time_limit, 'caller_id': caller_id, 'record': record, 'ring_tone': ring_tone, 'numbers': numbers, 'sip': sip, 'client': client}, unknown)
    new = _new_dial()
    if action_url is not None:
        _put(new, 'action_url', action_url)
    if timeout is not None:
        _put(new, 'timeout', timeout)
    if time_limit is not None:
        _put(new, 'time_limit', time_limit)
    if caller_id is not None:
        _put(new, 'caller_id', caller_id)
    if record is not None:
        _put(new, 'record', record)
    if ring_tone is not None:
        _put(new, 'ring_tone', ring_tone)
    if numbers is not None:
        _put(new, 'numbers', numbers)
    if sip is not None:
        _put(new, 'sip', sip)
    if client is not None:
        _put(new, 'client', client)
    return new


def _record(cls: Any, /, *extra: Any, action_url: Any = ..., max_length: Any = None, timeout: Any = None, finish_on_key: Any = None, trim: Any = None, play_beep: Any = None, transcribe: Any = None, transcription_url: Any = None, **unknown: Any) -> Any:
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
        return settled(verbs.Record, extra, {'action_url': action_url, 'max_length': max_length, 'timeout': timeout, 'finish_on_key': finish_on_key, 'trim': trim, 'play_beep': play_beep, 'transcribe': transcribe, 'transcription_url': transcription_url}, unknown)
    new = _new_record()
    _put(new, 'action_url', action_url)
    if max_length is not None:
        _put(new, 'max_length', max_length)
    if timeout is not None:
        _put(new, 'timeout', timeout)
    if finish_on_key is not None:
        _put(new, 'finish_on_key', finish_on_key)
    if trim is not None:
        _put(new, 'trim', trim)
    if play_beep is not None:
        _put(new, 'play_beep', play_beep)
    if transcribe is not None:
        _put(new, 'transcribe', transcribe)
    if transcription_url is not None:
        _put(new, 'transcription_url', transcription_url)
    return new


def _stream(cls: Any, /, url: Any = ..., *extra: Any, name: Any = None, track: Any = None, status_callback_url: Any = None, parameters: Any = None, **unknown: Any) -> Any:
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
        return settled(verbs.Stream, extra, {'url': url, 'name': name, 'track': track, 'status_callback_url': status_callback_url, 'parameters': parameters}, unknown)
    new = _new_stream()
    _put(new, 'url', url)
    if name is not None:
        _put(new, 'name', name)
    if track is not None:
        _put(new, 'track', track)
    if status_callback_url is not None:
        _put(new, 'status_callback_url', status_callback_url)
    if parameters is not None:
        _put(new, 'parameters', parameters)
    return new


def _conference(cls: Any, /, name: Any = ..., *extra: Any, muted: Any = None, start_on_enter: Any = None, end_on_exit: Any = None, max_participants: Any = None, wait_url: Any = None, status_callback_url: Any = None, record: Any = None, beep: Any = None, **unknown: Any) -> Any:
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
        return settled(verbs.Conference, extra, {'name': name, 'muted': muted, 'start_on_enter': start_on_enter, 'end_on_exit': end_on_exit, 'max_participants': max_participants, 'wait_url': wait_url, 'status_callback_url': status_callback_url, 'record': record, 'beep': beep}, unknown)
    new = _new_conference()
    _put(new, 'name', name)
    if muted is not None:
        _put(new, 'muted', muted)
    if start_on_enter is not None:
        _put(new, 'start_on_enter', start_on_enter)
    if end_on_exit is not None:
        _put(new, 'end_on_exit', end_on_exit)
    if max_participants is not None:
        _put(new, 'max_participants', max_participants)
    if wait_url is not None:
        _put(new, 'wait_url', wait_url)
    if status_callback_url is not None:
        _put(new, 'status_callback_url', status_callback_url)
    if record is not None:
        _put(new, 'record', record)
    if beep is not None:
        _put(new, 'beep', beep)
    return new


def _redirect(cls: Any, /, url: Any = ..., *extra: Any, method: Any = None, **unknown: Any) -> Any:
    if not (
        not extra
        and not unknown
        and (type(url) is str and (url in known_http_url or is_http_url(url)))
        and (method is None or (type(method) is str and method in ('GET', 'POST')))
    ):
        return settled(verbs.Redirect, extra, {'url': url, 'method': method}, unknown)
    new = _new_redirect()
    _put(new, 'url', url)
    if method is not None:
        _put(new, 'method', method)
    return new


def _pause(cls: Any, /, length: Any = None, *extra: Any, **unknown: Any) -> Any:
    if not (
        not extra
        and not unknown
        and (length is None or (type(length) is int and 1 <= length <= 9007199254740991))
    ):
        return settled(verbs.Pause, extra, {'length': length}, unknown)
    new = _new_pause()
    if length is not None:
        _put(new, 'length', length)
    return new


def _hangup(cls: Any, /, *extra: Any, reason: Any = None, **unknown: Any) -> Any:
    if not (
        not extra
        and not unknown
        and (reason is None or (type(reason) is str and reason in ('completed', 'busy', 'rejected')))
    ):
        return settled(verbs.Hangup, extra, {'reason': reason}, unknown)
    new = _new_hangup()
    if reason is not None:
        _put(new, 'reason', reason)
    return new


def _reject(cls: Any, /, *extra: Any, reason: Any = None, **unknown: Any) -> Any:
    if not (
        not extra
        and not unknown
        and (reason is None or (type(reason) is str and reason in ('rejected', 'busy')))
    ):
        return settled(verbs.Reject, extra, {'reason': reason}, unknown)
    new = _new_reject()
    if reason is not None:
        _put(new, 'reason', reason)
    return new


def _number(cls: Any, /, number: Any = ..., *extra: Any, send_digits: Any = None, **unknown: Any) -> Any:
    if not (
        not extra
        and not unknown
        and (type(number) is str and (number in known_e164 or is_e164(number)))
        and (send_digits is None or (type(send_digits) is str and (send_digits in known_send_digits or is_send_digits(send_digits))))
    ):
        return settled(verbs.Number, extra, {'number': number, 'send_digits': send_digits}, unknown)
    new = _new_number()
    _put(new, 'number', number)
    if send_digits is not None:
        _put(new, 'send_digits', send_digits)
    return new


def _sip(cls: Any, /, uri: Any = ..., *extra: Any, username: Any = None, password: Any = None, **unknown: Any) -> Any:
    if not (
        not extra
        and not unknown
        and (type(uri) is str and (uri in known_sip_uri or is_sip_uri(uri)))
        and (username is None or (type(username) is str and username >= '!' and username.isprintable()) or is_text(username))
        and (password is None or (type(password) is str and password >= '!' and password.isprintable()) or is_text(password))
    ):
        return settled(verbs.Sip, extra, {'uri': uri, 'username': username, 'password': password}, unknown)
    new = _new_sip()
    _put(new, 'uri', uri)
    if username is not None:
        _put(new, 'username', username)
    if password is not None:
        _put(new, 'password', password)
    return new


def _client(cls: Any, /, name: Any = ..., *extra: Any, **unknown: Any) -> Any:
    if not (
        not extra
        and not unknown
        and ((type(name) is str and name >= '!' and name.isprintable()) or is_text(name))
    ):
        return settled(verbs.Client, extra, {'name': name}, unknown)
    new = _new_client()
    _put(new, 'name', name)
    return new


for _cls, _constructor in {verbs.Say: _say, verbs.Play: _play, verbs.Gather: _gather, verbs.Dial: _dial, verbs.Record: _record, verbs.Stream: _stream, verbs.Conference: _conference, verbs.Redirect: _redirect, verbs.Pause: _pause, verbs.Hangup: _hangup, verbs.Reject: _reject, verbs.Number: _number, verbs.Sip: _sip, verbs.Client: _client}.items():
    # What Python itself says of a call names the verb.
    _constructor.__qualname__ = _cls.__name__
    type(_cls).__call__ = _constructor  # type: ignore[assignment, method-assign]
