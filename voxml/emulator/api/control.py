"""The emulator's own endpoints, under /_emulator: what a test or a person looks at, and moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import PlainTextResponse
from starlette.routing import Route

from voxml.emulator.api.answers import details, json_answer
from voxml.emulator.api.calls import exchange_of
from voxml.emulator.api.errors import not_found
from voxml.emulator.telling import as_text, report

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response as Answer

    from voxml.emulator.live import LiveCall


def _live(request: Request) -> LiveCall:
    live = exchange_of(request).calls.get(request.path_params["call_uuid"])
    if live is None:
        raise not_found("call")
    return live


async def transcript(request: Request) -> Answer:
    """What the person heard and did, as JSON, or as text with ?format=text."""
    live = _live(request)
    if request.query_params.get("wait") == "ended" and live.task is not None:
        await live.finished()
    if request.query_params.get("format") == "text":
        return PlainTextResponse(as_text(live.call))
    return json_answer(report(live.call))


async def numbers(request: Request) -> Answer:
    """How often each number was called: the emulator's own count."""
    return json_answer(dict(exchange_of(request).numbers))


async def calls(request: Request) -> Answer:
    """Every call that is remembered, whatever its account."""
    found: list[dict[str, Any]] = [details(live.call.facts) for live in exchange_of(request).calls.values()]
    return json_answer({"calls": found})


async def health(_request: Request) -> Answer:
    """That it is there."""
    return json_answer({"status": "ok"})


routes = [
    Route("/_emulator/health", health, methods=["GET"]),
    Route("/_emulator/calls", calls, methods=["GET"]),
    Route("/_emulator/numbers", numbers, methods=["GET"]),
    Route("/_emulator/calls/{call_uuid}/transcript", transcript, methods=["GET"]),
]
