"""Dial: rings the far ends together, bridges the first that answers, and reports the outcome to `action_url`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxml.emulator import payloads
from voxml.emulator.effects import FarEnd, Recording, Ring
from voxml.emulator.exits import LEAVING, CallOver

if TYPE_CHECKING:
    from voxml.emulator.call import Call, Flow, Page
    from voxml.language.verbs import Dial


def targets_of(verb: Dial) -> tuple[str, ...]:
    """Whom a Dial rings, in order: numbers, SIP addresses, clients by `client:name`."""
    return (
        *(number.number for number in verb.numbers or ()),
        *(sip.uri for sip in verb.sip or ()),
        *(f"client:{client.name}" for client in verb.client or ()),
    )


def play(call: Call, verb: Dial) -> Flow[Page | None]:
    """Rings for `timeout` seconds at most, then talks for `time_limit` at most."""
    targets = targets_of(verb)
    far_ends: list[FarEnd] = yield Ring(targets, place=call.where)
    timeout = verb.timeout or 30
    at, winner, outcome = _first(far_ends, timeout)
    shown_as = f" from {verb.caller_id}" if verb.caller_id else ""
    tone = f" (ring tone {verb.ring_tone})" if verb.ring_tone else ""
    ringing = call.note("call", "ring-tone", f"rings {', '.join(targets)}{shown_as}{tone}")
    result: dict[str, Any] = {call.settings.dial_status_member: outcome, "dial_duration": 0}
    try:
        yield from call.listen(at, ringing)
        if winner is not None:
            yield from _talk(call, verb, targets[winner], far_ends[winner], result)
            result[call.settings.dial_status_member] = "completed"
        else:
            yield from call.show(call.note("far", outcome, _IN_WORDS[outcome]))
    except CallOver:
        if verb.action_url is not None and call.settings.dial_callback_after_hangup:
            yield from call.notify("dial", verb.action_url, payloads.callback(call.facts, **result))
        raise
    if verb.action_url is None:
        return None
    return (yield from call.ask("dial", verb.action_url, "POST", payloads.callback(call.facts, **result)))


_IN_WORDS = {
    "busy": "the far side is busy",
    "no-answer": "nobody answers",
    "failed": "the far side can't be reached",
}


def _first(far_ends: list[FarEnd], timeout: float) -> tuple[float, int | None, str]:
    """When the ringing ends, who answered (the first wins), and the outcome."""
    answering = [(end.after, place) for place, end in enumerate(far_ends) if end.outcome == "answers"]
    if answering and min(answering)[0] <= timeout:
        after, place = min(answering)
        return after, place, "answered"
    outcomes = {"no-answer" if end.outcome == "answers" else end.outcome for end in far_ends}
    if outcomes <= {"busy", "fails"}:
        lasts = min(timeout, max((end.after for end in far_ends), default=0.0))
        return lasts, None, "busy" if "busy" in outcomes else "failed"
    return timeout, None, "no-answer"


def _talk(call: Call, verb: Dial, target: str, far: FarEnd, result: dict[str, Any]) -> Flow[None]:
    limit = min(verb.time_limit or 14_400, call.settings.max_dial_time_limit)
    result["dialed_to"] = target
    number = next((each for each in verb.numbers or () if each.number == target), None)
    if number is not None and number.send_digits is not None:
        yield from call.show(call.note("call", "send-digits", f"sends {number.send_digits} to {target}"))
    entry = call.note("far", "talk", f"talks with {target}")
    begin = call.now
    try:
        yield from call.listen(min(far.talks, limit), entry)
    except LEAVING:
        yield from _record(call, verb, target, call.now - begin, result)
        raise
    yield from _record(call, verb, target, call.now - begin, result)
    cut = far.talks > limit
    yield from call.show(
        call.note("far", "hang-up", f"the time limit of {limit} s ends the talk" if cut else "the far side hangs up")
    )


def _record(call: Call, verb: Dial, target: str, seconds: float, result: dict[str, Any]) -> Flow[None]:
    result["dial_duration"] = int(seconds)
    if verb.record:
        stretches = ((0.0, seconds, f"a talk with {target}"),)
        url = yield Recording(str(call.new_id()), seconds, stretches)
        call.facts.recording_urls.append(url)
        result["recording_url"] = url
