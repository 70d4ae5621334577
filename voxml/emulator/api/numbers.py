"""The endpoints for numbers and voice applications that a client needs to receive calls."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import phonenumbers
from starlette.responses import Response as Answer
from starlette.routing import Route

from voxml.emulator.api.calls import body_members, network_of
from voxml.emulator.api.exceptions import invalid, not_found
from voxml.emulator.api.request_check import APPLICATION, LINK, NUMBERS, faults, is_e164, query_members
from voxml.emulator.api.responses import json_answer
from voxml.emulator.facts import stamp

if TYPE_CHECKING:
    from starlette.requests import Request

    from voxml.emulator.directory import Number


async def list_numbers(request: Request) -> Answer:
    """GET /numbers (https://docs.tryvox.io/numbers/list): the numbers that were asked about before."""
    query = query_members(request.query_params.multi_items(), NUMBERS)
    found = faults(query, NUMBERS)
    if found:
        raise invalid(found)
    numbers = network_of(request).directory.numbers(request.path_params["account_id"])
    rows = [row for row in map(_row, numbers) if all(query.get(name, row[name]) == row[name] for name in _FILTERS)]
    page, per_page = query.get("page", 1), query.get("per_page", 20)
    shown = rows[(page - 1) * per_page : page * per_page]
    pagination = {
        "total": len(rows),
        "count": len(shown),
        "per_page": per_page,
        "current_page": page,
        "total_pages": -(-len(rows) // per_page),
    }
    return json_answer({"data": shown, "pagination": pagination})


async def get_number(request: Request) -> Answer:
    """GET /numbers/{e164}: 200 for a number of the account, 404 for another."""
    return json_answer(_row(_number(request)))


async def release(request: Request) -> Answer:
    """DELETE /numbers/{e164}: what it answers is not documented; 204 here, and 404 from then on."""
    _number(request).is_released = True
    return Answer(status_code=204)


async def link(request: Request) -> Answer:
    """POST /numbers/{e164}/application: the application answers the number from now on."""
    members = await body_members(request, LINK)
    number = _number(request)
    number.link(members["application_id"])
    return json_answer(
        {name: _row(number)[name] for name in ("e164", "trunk_id", "application_id", "status", "updated_at")}
    )


async def unlink(request: Request) -> Answer:
    """DELETE /numbers/{e164}/application: 204, also where none was linked."""
    _number(request).link(None)
    return Answer(status_code=204)


async def set_application(request: Request) -> Answer:
    """PATCH /v1/voice/applications/{application_id}: an application that is not known is made."""
    members = await body_members(request, APPLICATION)
    application_id = request.path_params["application_id"]
    known = network_of(request).directory.set_application(application_id, members)
    shown = {name: known.get(name) for name in (each.name for each in APPLICATION) if name != "webhook_secret"}
    return json_answer({"application_id": application_id, **shown, "updated_at": stamp(datetime.now(UTC))})


def _number(request: Request) -> Number:
    e164 = request.path_params["e164"]
    number = None
    if is_e164(e164):
        number = network_of(request).directory.number(request.path_params["account_id"], e164)
    if number is None:
        raise not_found("number")
    return number


def _row(number: Number) -> dict[str, Any]:
    return {
        "e164": number.e164,
        "country": _country(number.e164),
        "type": "local",
        "region": None,
        "status": "active",
        "capabilities": {"voice": True, "sms": False, "mms": False},
        "monthly_fee": "0.00",
        "setup_fee": "0.00",
        "currency": "USD",
        "trunk_id": None,
        "application_id": number.application_id,
        "created_at": number.created_at,
        "updated_at": number.updated_at,
    }


def _country(e164: str) -> str | None:
    """ISO 3166-1 alpha-2, or None for a number of no country."""
    try:
        found = phonenumbers.region_code_for_number(phonenumbers.parse(e164))
    except phonenumbers.NumberParseException:
        return None
    return found if found in phonenumbers.SUPPORTED_REGIONS else None


_FILTERS = ("country", "status")
_ONE = "/v1/account/{account_id}/numbers/{e164}"
routes = [
    Route("/v1/account/{account_id}/numbers", list_numbers, methods=["GET"]),
    Route(_ONE, get_number, methods=["GET"]),
    Route(_ONE, release, methods=["DELETE"]),
    Route(f"{_ONE}/application", link, methods=["POST"]),
    Route(f"{_ONE}/application", unlink, methods=["DELETE"]),
    Route("/v1/voice/applications/{application_id}", set_application, methods=["PATCH"]),
]
