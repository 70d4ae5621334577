"""The emulator's own endpoints, under /_emulator: what a test or a callee looks at, and moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.responses import Response as Answer
from starlette.routing import Route

from voxml.emulator.api.calls import body_members, network_of
from voxml.emulator.api.exceptions import Refused, invalid, not_found
from voxml.emulator.api.request_check import ADVANCE, INBOUND, KEYS, WORDS
from voxml.emulator.api.responses import created, details, json_answer
from voxml.emulator.audio import pcm, wav
from voxml.emulator.callee.script import script_from
from voxml.emulator.effects import HungUp, Key, Speech
from voxml.emulator.facts import Order
from voxml.emulator.transcript_html import as_html
from voxml.emulator.transcript_text import as_text, report
from voxml.errors import ConfigError
from voxml.net.same_origin import FRAME_POLICY

if TYPE_CHECKING:
    from starlette.requests import Request

    from voxml.emulator.live_call import LiveCall


def _live(request: Request) -> LiveCall:
    live = network_of(request).store.get(request.path_params["call_uuid"])
    if live is None:
        raise not_found("call")
    return live


async def transcript(request: Request) -> Answer:
    """What the callee heard and did: JSON, or ?format=text or html. ?wait=ended answers when the call is over."""
    live = _live(request)
    if request.query_params.get("wait") == "ended":
        await live.finished(timeout=30.0)
    form = request.query_params.get("format", "json")
    if form == "text":
        return PlainTextResponse(as_text(live.call))
    if form == "html":
        policy = f"default-src 'none'; style-src 'unsafe-inline'; {FRAME_POLICY}"
        return HTMLResponse(as_html(live.call), headers={"content-security-policy": policy})
    if form != "json":
        raise invalid([{"field": "format", "reason": "must be json, text or html"}])
    return json_answer(report(live.call))


async def webhooks(request: Request) -> Answer:
    """Every webhook of a call, with every attempt to deliver it."""
    return json_answer({"webhooks": _live(request).webhooks})


async def numbers(request: Request) -> Answer:
    """How often each number was called: the emulator's own count."""
    return json_answer(dict(network_of(request).store.numbers))


async def calls(request: Request) -> Answer:
    """Every call that is remembered, whatever its account, oldest first."""
    found: list[dict[str, Any]] = [details(live.call.facts) for live in network_of(request).store]
    return json_answer({"calls": found})


async def press(request: Request) -> Answer:
    """The callee presses keys."""
    members = await body_members(request, KEYS)
    live = _going_on(request)
    for place, key in enumerate(members["keys"]):
        live.push(Key(live.now + 0.2 * place, key))
    return Answer(status_code=204)


async def say(request: Request) -> Answer:
    """The callee says something."""
    members = await body_members(request, WORDS)
    live = _going_on(request)
    live.push(Speech(live.now, members["words"]))
    return Answer(status_code=204)


async def hang_up(request: Request) -> Answer:
    """The callee hangs up."""
    live = _going_on(request)
    await network_of(request).interrupt(live, HungUp(live.now))
    return Answer(status_code=204)


def _going_on(request: Request) -> LiveCall:
    live = _live(request)
    if live.is_over:
        raise Refused(409, "CALL_ENDED", "the call has already ended")
    return live


async def inbound(request: Request) -> Answer:
    """One of your numbers is called: the members are those of make-call, and `account_id`, whose number it is.

    Without `answer_url` the application that is linked to the number answers.
    """
    members = await body_members(request, INBOUND)
    account = members.pop("account_id", None) or request.app.state.auth_id or "AC_emulator"
    network = network_of(request)
    members = {**network.directory.defaults_of(account, members["to"]), **members}
    if "answer_url" not in members:
        reason = "is required: no application with an answer_url is linked to the number"
        raise invalid([{"field": "answer_url", "reason": reason}])
    members["from_"] = members.pop("from")
    live = network.place(Order(**members, direction="inbound"), account)
    network.begin(live)
    return json_answer(created(live.call.facts), 201)


async def advance(request: Request) -> Answer:
    """Move the time on, where the clock is manual."""
    members = await body_members(request, ADVANCE)
    clock = network_of(request).clock
    if clock.mode != "manual":
        raise Refused(409, "CLOCK_NOT_MANUAL", f"the clock is {clock.mode}; start the emulator with --clock manual")
    await clock.advance(float(members["advance"]))
    return json_answer({"elapsed": clock.elapsed()})


async def set_callee(request: Request) -> Answer:
    """Set what the callee at a number does: a script as in a file, in JSON."""
    found = await json_object(request)
    number = found.pop("number", "*")
    turns = found.get("turn")
    if isinstance(turns, list) and any(isinstance(turn, dict) and "hears_pattern" in turn for turn in turns):
        # A pattern from the network could take for ever; in a file it is the user's own.
        raise invalid([{"field": "hears_pattern", "reason": "is taken from a script file only; use hears"}])
    try:
        network_of(request).callees.scripts[str(number)] = script_from(found, "callee")
    except ConfigError as error:
        raise invalid([{"field": "body", "reason": str(error)}]) from None
    return Answer(status_code=204)


async def forget_callees(request: Request) -> Answer:
    """Forget all scripts: every callee only listens."""
    network_of(request).callees.scripts.clear()
    return Answer(status_code=204)


async def list_faults(request: Request) -> Answer:
    """The faults that are switched on, and how often each has struck."""
    return json_answer({"faults": network_of(request).faults.active})


async def add_fault(request: Request) -> Answer:
    """Switch a fault on."""
    found = await json_object(request)
    try:
        fault = network_of(request).faults.add(found)
    except ValueError as error:
        raise invalid([{"field": "body", "reason": str(error)}]) from None
    return json_answer(fault, 201)


async def clear_faults(request: Request) -> Answer:
    """Switch all faults off."""
    network_of(request).faults.clear()
    return Answer(status_code=204)


async def json_object(request: Request) -> dict[str, Any]:
    """The members of a JSON body.

    Raises:
        Refused: it is not a JSON object.
    """
    try:
        found = msgspec.json.decode(await request.body())
    except (msgspec.DecodeError, UnicodeDecodeError):
        found = None
    if not isinstance(found, dict):
        raise invalid([{"field": "body", "reason": "must be a JSON object"}])
    return found


async def recording(request: Request) -> Answer:
    """A recording as a WAV file: a hum where something was said, nothing elsewhere."""
    uuid = request.path_params["name"].removesuffix(".wav")
    found = network_of(request).store.recordings.get(uuid)
    if found is None:
        raise not_found("recording")
    return Answer(wav(pcm(min(found.seconds, 3600.0), found.stretches)), media_type="audio/wav")


async def health(_request: Request) -> Answer:
    """That it is there."""
    return json_answer({"status": "ok"})


_CALL = "/_emulator/calls/{call_uuid}"
routes = [
    Route("/_emulator/health", health, methods=["GET"]),
    Route("/_emulator/calls", calls, methods=["GET"]),
    Route("/_emulator/numbers", numbers, methods=["GET"]),
    Route(f"{_CALL}/transcript", transcript, methods=["GET"]),
    Route(f"{_CALL}/webhooks", webhooks, methods=["GET"]),
    Route(f"{_CALL}/press", press, methods=["POST"]),
    Route(f"{_CALL}/say", say, methods=["POST"]),
    Route(f"{_CALL}/hang-up", hang_up, methods=["POST"]),
    Route("/_emulator/inbound", inbound, methods=["POST"]),
    Route("/_emulator/clock", advance, methods=["POST"]),
    Route("/_emulator/callees", set_callee, methods=["POST"]),
    Route("/_emulator/callees", forget_callees, methods=["DELETE"]),
    Route("/_emulator/faults", list_faults, methods=["GET"]),
    Route("/_emulator/faults", add_fault, methods=["POST"]),
    Route("/_emulator/faults", clear_faults, methods=["DELETE"]),
    Route("/_emulator/recordings/{name}", recording, methods=["GET"]),
]
