"""The quick checks of values: they say yes, or hand over to `refusal.settle`.

Emitted from voxml/language/verbs.py by `python -m voxml.schema.emit`: do not edit.
"""

# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from voxml.language.frozen import FrozenMap
from voxml.language.refusal import settle
from voxml.language.texts import is_text, matcher

Check = Callable[[Any], None]

is_httpurl = matcher('[hH][tT][tT][pP][sS]?://([!$-.0-9:->A-Z^-~\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*@)?([!$-.0-9;->A-Z^-~\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]*)?([/?#][!-~\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*)?')
is_wssurl = matcher('[wW][sS][sS]://([!$-.0-9:->A-Z^-~\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*@)?([!$-.0-9;->A-Z^-~\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]*)?([/?#][!-~\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*)?')
is_sipuri = matcher('[sS][iI][pP][sS]?:[!-~\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]+')
is_e164 = matcher('\\+[1-9][0-9]{1,14}')
is_language = matcher('[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*')
is_countrycode = matcher('[A-Z]{2}')
is_senddigits = matcher('[0-9A-D*#wW,]+')
is_finishkey = matcher('[0-9*#]?')
is_finishkeys = matcher('[0-9*#]*')


def checker(name: str, *inner: type) -> Check:
    """The check of the verb or noun called `name`; `inner` are the classes that it holds."""
    make: Callable[..., Check] | None = globals().get(f"_make_{name.lower()}")
    return settle if make is None else make(*inner)


def _make_say() -> Check:
    def check(self: Any) -> None:
        if not (
            ((type(self.text) is str and self.text != '' and self.text.isprintable() and not self.text.isspace()) or is_text(self.text))
            and ((v := self.voice) is None or (type(v) is str and v != '' and v.isprintable() and not v.isspace()) or is_text(v))
            and ((v := self.language) is None or (type(v) is str and is_language(v)))
            and ((v := self.loop) is None or (type(v) is int and 0 <= v <= 9007199254740991))
            and ((v := self.engine) is None or (type(v) is str and (v == 'google' or v == 'polly')))
        ):
            settle(self)

    return check


def _make_play() -> Check:
    def check(self: Any) -> None:
        if not (
            (type(self.url) is str and is_httpurl(self.url))
            and ((v := self.loop) is None or (type(v) is int and 0 <= v <= 9007199254740991))
        ):
            settle(self)

    return check


def _make_gather(say: type, play: type) -> Check:
    def check(self: Any) -> None:
        if not (
            (type(self.action_url) is str and is_httpurl(self.action_url))
            and ((v := self.input) is None or (type(v) is str and (v == 'dtmf' or v == 'speech' or v == 'dtmf speech')))
            and ((v := self.method) is None or (type(v) is str and (v == 'GET' or v == 'POST')))
            and ((v := self.timeout) is None or (type(v) is int and 1 <= v <= 9007199254740991))
            and ((v := self.num_digits) is None or (type(v) is int and 1 <= v <= 9007199254740991))
            and ((v := self.finish_on_key) is None or (type(v) is str and is_finishkey(v)))
            and ((v := self.say) is None or type(v) is say)
            and ((v := self.play) is None or type(v) is play)
        ):
            settle(self)

    return check


def _make_dial(number: type, sip: type, client: type) -> Check:
    def check(self: Any) -> None:
        if not (
            ((v := self.action_url) is None or (type(v) is str and is_httpurl(v)))
            and ((v := self.timeout) is None or (type(v) is int and 1 <= v <= 9007199254740991))
            and ((v := self.time_limit) is None or (type(v) is int and 1 <= v <= 9007199254740991))
            and ((v := self.caller_id) is None or (type(v) is str and v != '' and v.isprintable() and not v.isspace()) or is_text(v))
            and ((v := self.record) is None or v is True or v is False)
            and ((v := self.ring_tone) is None or (type(v) is str and is_countrycode(v)))
            and ((v := self.numbers) is None or (type(v) is tuple and v != () and {*map(type, v)} == {number}))
            and ((v := self.sip) is None or (type(v) is tuple and v != () and {*map(type, v)} == {sip}))
            and ((v := self.client) is None or (type(v) is tuple and v != () and {*map(type, v)} == {client}))
            and (self.numbers or self.sip or self.client)
        ):
            settle(self)

    return check


def _make_record() -> Check:
    def check(self: Any) -> None:
        if not (
            (type(self.action_url) is str and is_httpurl(self.action_url))
            and ((v := self.max_length) is None or (type(v) is int and 1 <= v <= 9007199254740991))
            and ((v := self.timeout) is None or (type(v) is int and 1 <= v <= 9007199254740991))
            and ((v := self.finish_on_key) is None or (type(v) is str and is_finishkeys(v)))
            and ((v := self.trim) is None or (type(v) is str and (v == 'trim-silence' or v == 'do-not-trim')))
            and ((v := self.play_beep) is None or v is True or v is False)
            and ((v := self.transcribe) is None or v is True or v is False)
            and ((v := self.transcription_url) is None or (type(v) is str and is_httpurl(v)))
        ):
            settle(self)

    return check


def _make_stream() -> Check:
    def check(self: Any) -> None:
        if not (
            (type(self.url) is str and is_wssurl(self.url))
            and ((v := self.name) is None or (type(v) is str and v != '' and v.isprintable() and not v.isspace()) or is_text(v))
            and ((v := self.track) is None or (type(v) is str and (v == 'inbound_track' or v == 'outbound_track' or v == 'both_tracks')))
            and ((v := self.status_callback_url) is None or (type(v) is str and is_httpurl(v)))
            and ((v := self.parameters) is None or type(v) is FrozenMap)
        ):
            settle(self)

    return check


def _make_conference() -> Check:
    def check(self: Any) -> None:
        if not (
            ((type(self.name) is str and self.name != '' and self.name.isprintable() and not self.name.isspace()) or is_text(self.name))
            and ((v := self.muted) is None or v is True or v is False)
            and ((v := self.start_on_enter) is None or v is True or v is False)
            and ((v := self.end_on_exit) is None or v is True or v is False)
            and ((v := self.max_participants) is None or (type(v) is int and 1 <= v <= 9007199254740991))
            and ((v := self.wait_url) is None or (type(v) is str and is_httpurl(v)))
            and ((v := self.status_callback_url) is None or (type(v) is str and is_httpurl(v)))
            and ((v := self.record) is None or v is True or v is False)
            and ((v := self.beep) is None or v is True or v is False)
        ):
            settle(self)

    return check


def _make_redirect() -> Check:
    def check(self: Any) -> None:
        if not (
            (type(self.url) is str and is_httpurl(self.url))
            and ((v := self.method) is None or (type(v) is str and (v == 'GET' or v == 'POST')))
        ):
            settle(self)

    return check


def _make_pause() -> Check:
    def check(self: Any) -> None:
        if not (
            ((v := self.length) is None or (type(v) is int and 1 <= v <= 9007199254740991))
        ):
            settle(self)

    return check


def _make_hangup() -> Check:
    def check(self: Any) -> None:
        if not (
            ((v := self.reason) is None or (type(v) is str and (v == 'completed' or v == 'busy' or v == 'rejected')))
        ):
            settle(self)

    return check


def _make_reject() -> Check:
    def check(self: Any) -> None:
        if not (
            ((v := self.reason) is None or (type(v) is str and (v == 'rejected' or v == 'busy')))
        ):
            settle(self)

    return check


def _make_number() -> Check:
    def check(self: Any) -> None:
        if not (
            (type(self.number) is str and is_e164(self.number))
            and ((v := self.send_digits) is None or (type(v) is str and is_senddigits(v)))
        ):
            settle(self)

    return check


def _make_sip() -> Check:
    def check(self: Any) -> None:
        if not (
            (type(self.uri) is str and is_sipuri(self.uri))
            and ((v := self.username) is None or (type(v) is str and v != '' and v.isprintable() and not v.isspace()) or is_text(v))
            and ((v := self.password) is None or (type(v) is str and v != '' and v.isprintable() and not v.isspace()) or is_text(v))
        ):
            settle(self)

    return check


def _make_client() -> Check:
    def check(self: Any) -> None:
        if not (
            ((type(self.name) is str and self.name != '' and self.name.isprintable() and not self.name.isspace()) or is_text(self.name))
        ):
            settle(self)

    return check
