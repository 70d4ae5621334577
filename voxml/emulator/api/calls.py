"""The documented endpoints for calls and conferences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from starlette.background import BackgroundTask
from starlette.responses import Response as Answer
from starlette.routing import Route

from voxml.emulator.api import responses
from voxml.emulator.api.exceptions import Refused, invalid, not_found
from voxml.emulator.api.request_check import (
    CREATE,
    LIST,
    RECORD,
    TRANSFER,
    Parameter,
    faults,
    query_members,
    with_whole_numbers,
)
from voxml.emulator.effects import Ended, Moved
from voxml.emulator.facts import Order

if TYPE_CHECKING:
    from starlette.requests import Request

    from voxml.emulator.live_call import LiveCall
    from voxml.emulator.network import Network

PREFIX = "/v1/voice/accounts/{auth_id}"


def network_of(request: Request) -> Network:
    """The network behind a request."""
    network: Network = request.app.state.network
    return network


async def body_members(request: Request, parameters: tuple[Parameter, ...]) -> dict[str, Any]:
    """The members of a JSON body, checked.

    Raises:
        Refused: it is not a JSON object, or has bad or missing members.
    """
    body = await request.body()
    try:
        members = msgspec.json.decode(body or b"{}")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise invalid([{"field": "body", "reason": "must be a JSON object"}]) from None
    if not isinstance(members, dict):
        raise invalid([{"field": "body", "reason": "must be a JSON object"}])
    members = with_whole_numbers(members, parameters)
    found = faults(members, parameters)
    if found:
        raise invalid(found)
    return members


async def create(request: Request) -> Answer:
    """POST /calls: the call begins when this has been answered."""
    network = network_of(request)
    members = await body_members(request, CREATE)
    account = request.path_params["auth_id"]
    members = {**network.directory.defaults_of(account, members["from"]), **members}
    members["from_"] = members.pop("from")
    live = network.place(Order(**members), account)
    is_observed = request.app.state.reply == "observed"
    answer = responses.json_answer(
        (responses.created_observed if is_observed else responses.created)(live.call.facts), 201
    )
    answer.background = BackgroundTask(_begin, network, live)
    return answer


async def _begin(network: Network, live: LiveCall) -> None:
    network.begin(live)


async def list_calls(request: Request) -> Answer:
    """GET /calls: newest first."""
    query = query_members(request.query_params.multi_items(), LIST)
    found = faults(query, LIST)
    if found:
        raise invalid(found)
    calls = network_of(request).store.find(request.path_params["auth_id"], query)
    page, per_page = query.get("page", 1), query.get("per_page", 20)
    rows = [responses.row(facts) for facts in calls[(page - 1) * per_page : page * per_page]]
    pagination = {
        "page": page,
        "per_page": per_page,
        "total_pages": -(-len(calls) // per_page),
        "total_count": len(calls),
    }
    return responses.json_answer({"calls": rows, "pagination": pagination})


async def get_call(request: Request) -> Answer:
    """GET /calls/{call_uuid}."""
    facts = network_of(request).store.facts(request.path_params["auth_id"], request.path_params["call_uuid"])
    if facts is None:
        raise not_found("call")
    found = responses.details(facts)
    return responses.json_answer({"data": found} if request.app.state.reply == "observed" else found)


def live_call(request: Request) -> LiveCall:
    """The call that a request is about, which must still be going on.

    Raises:
        Refused: there is no such call, or it has ended.
    """
    network = network_of(request)
    uuid = request.path_params["call_uuid"]
    facts = network.store.facts(request.path_params["auth_id"], uuid)
    if facts is None:
        raise Refused(404, "call_not_found", "no such call", is_flat=True)
    live = network.store.get(uuid)
    if live is None or live.is_over:
        status = 409 if request.app.state.reply == "observed" else 404
        raise Refused(status, "call_already_ended", "the call has already ended", is_flat=True)
    return live


async def hang_up(request: Request) -> Answer:
    """DELETE /calls/{call_uuid}: 204, and the call becomes completed with end_reason api-hangup."""
    live = live_call(request)
    await network_of(request).interrupt(live, Ended(0.0))
    return Answer(status_code=204)


async def transfer(request: Request) -> Answer:
    """POST /calls/{call_uuid}/transfer."""
    members = await body_members(request, TRANSFER)
    live = live_call(request)
    transfer_uuid = str(live.call.new_id())
    live.push(Moved(0.0, members["to"], members.get("answer_url"), members.get("caller_id")))
    return responses.json_answer({"transfer_uuid": transfer_uuid, "status": "transferring", "to": members["to"]})


async def start_recording(request: Request) -> Answer:
    """POST /calls/{call_uuid}/record."""
    members = await body_members(request, RECORD)
    live = live_call(request)
    form = members.get("format", "mp3")
    uuid = network_of(request).start_recording(live, members.get("max_length", 14_400))
    return responses.json_answer({"recording_uuid": uuid, "status": "recording", "format": form})


async def stop_recording(request: Request) -> Answer:
    """DELETE /calls/{call_uuid}/record: what it answers is not documented; 204 here, also without a recording."""
    await network_of(request).stop_recording(live_call(request))
    return Answer(status_code=204)


async def list_conferences(request: Request) -> Answer:
    """GET /conferences."""
    rooms = network_of(request).rooms.of(request.path_params["auth_id"])
    return responses.json_answer({"conferences": [room.summary() for room in rooms]})


async def get_conference(request: Request) -> Answer:
    """GET /conferences/{name}."""
    return responses.json_answer(_room(request).details())


async def end_conference(request: Request) -> Answer:
    """DELETE /conferences/{name}: 204; everyone is dropped."""
    network_of(request).rooms.end(_room(request))
    return Answer(status_code=204)


def _room(request: Request) -> Any:
    name = request.path_params["name"]
    for room in network_of(request).rooms.of(request.path_params["auth_id"]):
        if room.name == name:
            return room
    raise not_found("conference")


routes = [
    Route(f"{PREFIX}/calls", create, methods=["POST"]),
    Route(f"{PREFIX}/calls", list_calls, methods=["GET"]),
    Route(f"{PREFIX}/calls/{{call_uuid}}", get_call, methods=["GET"]),
    Route(f"{PREFIX}/calls/{{call_uuid}}", hang_up, methods=["DELETE"]),
    Route(f"{PREFIX}/calls/{{call_uuid}}/transfer", transfer, methods=["POST"]),
    Route(f"{PREFIX}/calls/{{call_uuid}}/record", start_recording, methods=["POST"]),
    Route(f"{PREFIX}/calls/{{call_uuid}}/record", stop_recording, methods=["DELETE"]),
    Route(f"{PREFIX}/conferences", list_conferences, methods=["GET"]),
    Route(f"{PREFIX}/conferences/{{name:path}}", get_conference, methods=["GET"]),
    Route(f"{PREFIX}/conferences/{{name:path}}", end_conference, methods=["DELETE"]),
]
