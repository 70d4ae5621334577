"""The engine: plays a call from the first ring to the last webhook, as a generator of effects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxml.emulator import payloads
from voxml.emulator.call import ELSEWHERE, Call, Flow, Page
from voxml.emulator.effects import Answered
from voxml.emulator.exits import CallOver, Transferred
from voxml.emulator.verbs import play_verb
from voxml.language.response import Response
from voxml.language.verbs import Number

if TYPE_CHECKING:
    from voxml.emulator.callee.callee import PickUp
    from voxml.emulator.facts import Status


def run(call: Call, pick_up: PickUp) -> Flow[None]:
    """Play the whole call; what came of it is in its facts and its transcript."""
    facts = call.facts
    facts.start_time = facts.moment(0.0)
    try:
        if facts.order.direction == "inbound":
            page = yield from _receive(call)
        else:
            moved = yield from _ring(call, pick_up)
            page = yield from _led(call, _answer_document(call) if moved is None else _move(call, moved))
        yield from _play(call, page)
    except CallOver as over:
        yield from _finish(call, over)


def _led(call: Call, way: Flow[Page]) -> Flow[Page]:
    """The document that a way leads to, or the one that the call is transferred to before it comes there."""
    while True:
        try:
            return (yield from way)
        except Transferred as transfer:
            way = _move(call, transfer)


def _ring(call: Call, pick_up: PickUp) -> Flow[Transferred | None]:
    """Ring until it is picked up; a transfer meanwhile is returned, since it takes place after that."""
    facts, order = call.facts, call.facts.order
    facts.status = "ringing"
    ringing = call.note("event", "ring", f"rings {order.to}")
    yield from call.show(ringing)
    yield from call.changed("ringing", order.ring_url)
    after = call.settings.ring_seconds if pick_up.after is None else pick_up.after
    lasts = min(after, order.ring_timeout)
    is_open = pick_up.outcome == "decides"
    is_missed = is_open or pick_up.outcome == "no-answer" or after > order.ring_timeout
    ringing.until = call.now + (order.ring_timeout if is_missed else lasts)
    try:
        is_answered, moved = yield from _until_answered(call, ringing.until)
        is_missed = is_missed and not is_answered
        ringing.until = call.now
    except CallOver as over:
        # An API hang-up makes even a ringing call "completed" (https://docs.tryvox.io/voice/hangup).
        if over.status is None and over.reason != "api-hangup":
            over.status = "no-answer" if over.reason == "callee-hangup" else "canceled"
        raise
    if is_missed:
        call.note("event", "no-answer", f"nobody answers within {order.ring_timeout} s")
        raise CallOver("no-answer", "no-answer")
    if pick_up.outcome in ("busy", "fails"):
        is_busy = pick_up.outcome == "busy"
        call.note("event", pick_up.outcome, "the line is busy" if is_busy else "the call can't be put through")
        raise CallOver("busy" if is_busy else "unreachable", "busy" if is_busy else "failed")
    yield from _pick_up(call, is_machine=pick_up.outcome == "machine")
    return moved


def _until_answered(call: Call, until: float) -> Flow[tuple[bool, Transferred | None]]:
    """Wait while it rings; return whether it was answered from outside, and where the call was transferred to."""
    moved = None
    while True:
        try:
            event = yield from call.wait(until, is_ringing=True)
        except Transferred as transfer:
            moved = transfer
            continue
        if event is None or isinstance(event, Answered):  # no keys can be pressed on a phone that rings
            return event is not None, moved


def _pick_up(call: Call, *, is_machine: bool) -> Flow[None]:
    facts = call.facts
    facts.status = "in-progress"
    facts.answer_time = facts.moment(call.now)
    call.answered()
    yield from call.show(call.note("callee", "answer", "a machine answers" if is_machine else "picks up"))
    extra = {}
    if facts.order.machine_detection == "Enable":
        facts.machine_detection_result = "machine" if is_machine else "human"
        extra["machine_detection_result"] = facts.machine_detection_result
    yield from call.changed("answered", **extra)
    if is_machine and facts.machine_detection_result and call.settings.machine_action == "hangup":
        call.note("event", "machine", "a machine was detected: the call ends")
        raise CallOver("machine-detected")


def _answer_document(call: Call) -> Flow[Page]:
    """The first document; the answer fails on a status other than 200, a time-out or a invalid document."""
    order = call.facts.order
    payload = payloads.event(call.facts, "answered", call.now)
    if call.facts.machine_detection_result:
        payload["machine_detection_result"] = call.facts.machine_detection_result
    page, fault = yield from call.try_document("answer", order.answer_url, order.answer_method, payload)
    if page is None and order.fallback_url is not None:
        page, fault = yield from call.fall_back(fault)
    if page is None:
        raise CallOver("beyond") if fault is ELSEWHERE else CallOver("answer-failed", "failed")
    return page


def _receive(call: Call) -> Flow[Page]:
    """An inbound call: the document is asked for while it rings, since Reject must come before the answer."""
    call.facts.status = "ringing"
    yield from call.show(call.note("event", "ring", f"a call from {call.facts.order.from_}"))
    yield from call.changed("ringing", call.facts.order.ring_url)
    page = yield from _led(call, _answer_document(call))
    first = page.document.instructions[:1]
    if first and type(first[0]).__name__ == "Reject":
        call.page = page
        call.visit(0)
        reason = first[0].reason or "rejected"  # type: ignore[attr-defined]
        sound = "a busy tone" if reason == "busy" else "an announcement that nobody is available"
        yield from call.show(call.note("call", "reject", f"refuses the call: the caller hears {sound}"))
        raise CallOver(reason, "busy" if reason == "busy" else "failed")
    yield from _pick_up(call, is_machine=False)
    return page


def _play(call: Call, page: Page) -> Flow[None]:
    while True:
        page = yield from _led(call, _play_page(call, page))


def _play_page(call: Call, page: Page) -> Flow[Page]:
    """Play one document, up to the next one that an instruction leads to.

    Raises:
        CallOver: the document is over, and with it the call.
    """
    call.page = page
    for place, verb in enumerate(page.document.instructions[page.first :], page.first):
        call.visit(place)
        following = yield from play_verb(call, verb)
        if following is not None:
            return following
    if call.settings.document_end == "hold":
        call.note("event", "hold", "the document is over; the line stays open")
        while True:
            event = yield from call.wait(float("inf"), is_open=True)
            if event is not None:
                yield from call.unheard(event)
    call.note("event", "end", "the document is over, and with it the call")
    raise CallOver("end-of-document")


def _move(call: Call, transfer: Transferred) -> Flow[Page]:
    """Another document takes over, or a Dial to the new number (https://docs.tryvox.io/voice/call-actions)."""
    move = transfer.move
    call.facts.transfer_time = call.facts.moment(call.now)
    yield from call.show(call.note("event", "transfer", f"transferred to {move.to}"))
    if move.url is not None:
        return (yield from call.ask("transfer", move.url, "POST", payloads.callback(call.facts, transfer_to=move.to)))
    document = Response().dial(numbers=[Number(move.to)], caller_id=move.caller_id)
    return Page(document, f"transfer:{move.to}")


def _finish(call: Call, over: CallOver) -> Flow[None]:
    facts = call.facts
    status: Status = "completed" if over.status is None else over.status  # type: ignore[assignment]
    facts.status = status
    facts.end_reason = over.reason
    facts.end_time = facts.moment(call.now)
    call.transcript.ended_at = call.now
    call.page = None
    yield from call.show(call.note("event", "over", f"the call is over: {status} ({over.reason})"))
    yield from call.changed("ended", facts.order.hangup_url, end_reason=over.reason, duration=facts.duration)
