"""Writes each verb and noun as XML.

Emitted from voxml/language/verbs.py by `python -m voxml.schema.emit`: do not edit.
"""

# ruff: noqa
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from voxml.formats.xml_text import content, escape_attribute
from voxml.language import wire
from voxml.language.verbs import Client, Number, Sip

# Each is given an instruction, the white space before it and before what is in it, and the end of a line.


def _number(it: Number, margin: str, inner: str, newline: str) -> str:
    head = f"{margin}<Number"
    if it.send_digits is not None:
        head += f' send_digits="{it.send_digits}"'
    return f"{head}{content(it.number)}</Number>{newline}"


def _sip(it: Sip, margin: str, inner: str, newline: str) -> str:
    head = f"{margin}<Sip"
    if it.username is not None:
        head += f' username="{escape_attribute(it.username)}"'
    if it.password is not None:
        head += f' password="{escape_attribute(it.password)}"'
    return f"{head}{content(it.uri)}</Sip>{newline}"


def _client(it: Client, margin: str, inner: str, newline: str) -> str:
    head = f"{margin}<Client"
    return f"{head}{content(it.name)}</Client>{newline}"


def _say(it: wire.Say | wire.SayPrompt, margin: str, inner: str, newline: str) -> str:
    head = f"{margin}<Say"
    if it.voice is not None:
        head += f' voice="{escape_attribute(it.voice)}"'
    if it.language is not None:
        head += f' language="{it.language}"'
    if it.loop is not None:
        head += f' loop="{it.loop}"'
    if it.engine is not None:
        head += f' engine="{it.engine}"'
    return f"{head}{content(it.text)}</Say>{newline}"


def _play(it: wire.Play | wire.PlayPrompt, margin: str, inner: str, newline: str) -> str:
    head = f"{margin}<Play"
    if it.loop is not None:
        head += f' loop="{it.loop}"'
    return f"{head}{content(it.url)}</Play>{newline}"


def _gather(it: wire.Gather, margin: str, inner: str, newline: str) -> str:
    head = f"{margin}<Gather"
    head += f' action_url="{escape_attribute(it.action_url)}"'
    if it.input is not None:
        head += f' input="{it.input}"'
    if it.method is not None:
        head += f' method="{it.method}"'
    if it.timeout is not None:
        head += f' timeout="{it.timeout}"'
    if it.num_digits is not None:
        head += f' num_digits="{it.num_digits}"'
    if it.finish_on_key is not None:
        head += f' finish_on_key="{it.finish_on_key}"'
    inside = ""
    if it.say is not None:
        inside += _say(it.say, inner, inner, newline)
    if it.play is not None:
        inside += _play(it.play, inner, inner, newline)
    if not inside:
        return f"{head}/>{newline}"
    return f"{head}>{newline}{inside}{margin}</Gather>{newline}"


def _dial(it: wire.Dial, margin: str, inner: str, newline: str) -> str:
    head = f"{margin}<Dial"
    if it.action_url is not None:
        head += f' action_url="{escape_attribute(it.action_url)}"'
    if it.timeout is not None:
        head += f' timeout="{it.timeout}"'
    if it.time_limit is not None:
        head += f' time_limit="{it.time_limit}"'
    if it.caller_id is not None:
        head += f' caller_id="{escape_attribute(it.caller_id)}"'
    if it.record is not None:
        head += ' record="true"' if it.record else ' record="false"'
    if it.ring_tone is not None:
        head += f' ring_tone="{it.ring_tone}"'
    inside = ""
    if it.numbers is not None:
        for number in it.numbers:
            inside += _number(number, inner, inner, newline)
    if it.sip is not None:
        for sip in it.sip:
            inside += _sip(sip, inner, inner, newline)
    if it.client is not None:
        for client in it.client:
            inside += _client(client, inner, inner, newline)
    return f"{head}>{newline}{inside}{margin}</Dial>{newline}"


def _record(it: wire.Record, margin: str, inner: str, newline: str) -> str:
    head = f"{margin}<Record"
    head += f' action_url="{escape_attribute(it.action_url)}"'
    if it.max_length is not None:
        head += f' max_length="{it.max_length}"'
    if it.timeout is not None:
        head += f' timeout="{it.timeout}"'
    if it.finish_on_key is not None:
        head += f' finish_on_key="{it.finish_on_key}"'
    if it.trim is not None:
        head += f' trim="{it.trim}"'
    if it.play_beep is not None:
        head += ' play_beep="true"' if it.play_beep else ' play_beep="false"'
    if it.transcribe is not None:
        head += ' transcribe="true"' if it.transcribe else ' transcribe="false"'
    if it.transcription_url is not None:
        head += f' transcription_url="{escape_attribute(it.transcription_url)}"'
    return f"{head}/>{newline}"


def _stream(it: wire.Stream, margin: str, inner: str, newline: str) -> str:
    head = f"{margin}<Stream"
    head += f' url="{escape_attribute(it.url)}"'
    if it.name is not None:
        head += f' name="{escape_attribute(it.name)}"'
    if it.track is not None:
        head += f' track="{it.track}"'
    if it.status_callback_url is not None:
        head += f' status_callback_url="{escape_attribute(it.status_callback_url)}"'
    inside = ""
    if it.parameters is not None:
        for name, value in it.parameters.items():
            inside += f'{inner}<Parameter name="{escape_attribute(name)}"'
            inside += f' value="{escape_attribute(value)}"/>{newline}'
    if not inside:
        return f"{head}/>{newline}"
    return f"{head}>{newline}{inside}{margin}</Stream>{newline}"


def _conference(it: wire.Conference, margin: str, inner: str, newline: str) -> str:
    head = f"{margin}<Conference"
    if it.muted is not None:
        head += ' muted="true"' if it.muted else ' muted="false"'
    if it.start_on_enter is not None:
        head += ' start_on_enter="true"' if it.start_on_enter else ' start_on_enter="false"'
    if it.end_on_exit is not None:
        head += ' end_on_exit="true"' if it.end_on_exit else ' end_on_exit="false"'
    if it.max_participants is not None:
        head += f' max_participants="{it.max_participants}"'
    if it.wait_url is not None:
        head += f' wait_url="{escape_attribute(it.wait_url)}"'
    if it.status_callback_url is not None:
        head += f' status_callback_url="{escape_attribute(it.status_callback_url)}"'
    if it.record is not None:
        head += ' record="true"' if it.record else ' record="false"'
    if it.beep is not None:
        head += ' beep="true"' if it.beep else ' beep="false"'
    return f"{head}{content(it.name)}</Conference>{newline}"


def _redirect(it: wire.Redirect, margin: str, inner: str, newline: str) -> str:
    head = f"{margin}<Redirect"
    if it.method is not None:
        head += f' method="{it.method}"'
    return f"{head}{content(it.url)}</Redirect>{newline}"


def _pause(it: wire.Pause, margin: str, inner: str, newline: str) -> str:
    head = f"{margin}<Pause"
    if it.length is not None:
        head += f' length="{it.length}"'
    return f"{head}/>{newline}"


def _hangup(it: wire.Hangup, margin: str, inner: str, newline: str) -> str:
    head = f"{margin}<Hangup"
    if it.reason is not None:
        head += f' reason="{it.reason}"'
    return f"{head}/>{newline}"


def _reject(it: wire.Reject, margin: str, inner: str, newline: str) -> str:
    head = f"{margin}<Reject"
    if it.reason is not None:
        head += f' reason="{it.reason}"'
    return f"{head}/>{newline}"


WRITERS: dict[type, Callable[[Any, str, str, str], str]] = {wire.Say: _say, wire.Play: _play, wire.Gather: _gather, wire.Dial: _dial, wire.Record: _record, wire.Stream: _stream, wire.Conference: _conference, wire.Redirect: _redirect, wire.Pause: _pause, wire.Hangup: _hangup, wire.Reject: _reject}
