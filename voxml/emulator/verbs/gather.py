"""Gather: a prompt that can be talked or typed over, then input by keys or speech."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from voxml.emulator import payloads, speech
from voxml.emulator.effects import Key, Speech
from voxml.emulator.prompts import FOREVER, play_seconds, say_seconds, times_heard, voice_of

if TYPE_CHECKING:
    from voxml.emulator.call import Call, Flow, Page
    from voxml.emulator.transcript import Entry
    from voxml.language.verbs import Gather


class _Input:
    """What was gathered so far."""

    __slots__ = ("finished_by", "keys", "words")

    def __init__(self) -> None:
        self.keys = ""
        self.words: str | None = None
        self.finished_by = ""


def play(call: Call, verb: Gather) -> Flow[Page | None]:
    """Listens while prompting and for `timeout` after; what came goes to `action_url`, whose reply takes over."""
    got = _Input()
    prompts = yield from _prompts(call, verb)
    hearing = " ".join(prompt.text for prompt in prompts if prompt.kind == "say")
    ends = call.now + sum(prompt.lasts for prompt in prompts)
    entries = _note_prompts(call, prompts)
    listens = {
        "keys": "dtmf" in (verb.input or "dtmf"),
        "speech": "speech" in (verb.input or "dtmf"),
        "listener": call.new_listener(),
        "digits": verb.num_digits or 0,
    }
    for entry in entries:
        yield from call.show(entry)
    timeout = verb.timeout or 5
    until = ends + timeout
    try:
        while not _is_complete(got, verb):
            event = yield from call.wait(until, hearing=hearing, prompt_ends=ends, **listens)
            _cut(entries, call.now)
            if event is None:
                break
            yield from _take(call, got, event, listens)
            ends, hearing = call.now, ""
            if call.settings.gather_timeout_restarts:
                until = call.now + timeout
    finally:
        _cut(entries, call.now)
        for prompt, entry in zip(prompts, entries, strict=True):
            entry.times = times_heard(entry.until - entry.at, prompt.length, prompt.loop)
    return (yield from _submit(call, verb, got))


class _Prompt(NamedTuple):
    """Something that is heard while keys or words are listened for; `length` is that of one time, in seconds."""

    kind: str
    text: str
    length: float
    loop: int | None
    voice: dict[str, str] | None = None

    @property
    def lasts(self) -> float:
        return FOREVER if self.loop == 0 else self.length * (self.loop or 1)


def _prompts(call: Call, verb: Gather) -> Flow[list[_Prompt]]:
    """The prompts in the order in which they are heard."""
    prompts: list[_Prompt] = []
    if verb.say is not None:
        length = say_seconds(call, verb.say)
        prompts.append(_Prompt("say", verb.say.text, length, verb.say.loop, voice_of(verb.say)))
    if verb.play is not None:
        found = yield from play_seconds(call, verb.play)
        if found is not None:
            prompts.append(_Prompt("play", verb.play.url, found, verb.play.loop))
    return prompts


def _note_prompts(call: Call, prompts: list[_Prompt]) -> list[Entry]:
    entries = []
    at = call.now
    for prompt in prompts:
        entry = call.note("call", prompt.kind, prompt.text, detail=prompt.voice)
        entry.at, entry.until = at, at + prompt.lasts
        at += prompt.lasts
        entries.append(entry)
    return entries


def _cut(entries: list[Entry], now: float) -> None:
    """Input ends the prompt where it is."""
    for entry in entries:
        if entry.until > now + 1e-9:
            entry.at, entry.until, entry.is_cut = min(entry.at, now), now, True


def _take(call: Call, got: _Input, event: Any, listens: dict[str, Any]) -> Flow[None]:
    if isinstance(event, Key) and listens["keys"]:
        got.keys += event.key
        yield from call.show(call.note("callee", "key", f"presses {event.key}"))
    elif isinstance(event, Speech) and listens["speech"]:
        lasts = speech.seconds(event.text, None, call.settings.words_per_minute)
        entry = call.note("callee", "speech", event.text, lasts=lasts)
        yield from call.show(entry)
        until = entry.until + call.settings.speech_end_silence
        while (yield from call.wait(until)) is not None:
            pass
        got.words = event.text
    else:
        yield from call.unheard(event)


def _is_complete(got: _Input, verb: Gather) -> bool:
    finish = "#" if verb.finish_on_key is None else verb.finish_on_key
    if got.words is not None:
        return True
    if got.keys and finish and got.keys[-1] == finish:
        got.finished_by = finish
        return True
    return verb.num_digits is not None and len(got.keys) >= verb.num_digits


def _submit(call: Call, verb: Gather, got: _Input) -> Flow[Page | None]:
    digits = got.keys
    if got.finished_by and not call.settings.gather_includes_finish_key:
        digits = digits[:-1]
    has_input = bool(got.keys) or got.words is not None
    if not has_input:
        yield from call.show(call.note("call", "no-input", "no input"))
        if call.settings.gather_no_input == "continue":
            return None
    extra: dict[str, Any] = {}
    if got.words is not None:
        extra[call.settings.speech_member] = got.words
    else:
        extra[call.settings.digits_member] = digits
    payload = payloads.callback(call.facts, **extra)
    return (yield from call.ask("gather", verb.action_url, verb.method or "POST", payload))
