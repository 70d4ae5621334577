"""The OpenAPI file of the API that the emulator speaks, from the same tables that check_call requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxml.emulator.api.request_check import APPLICATION, CREATE, LINK, LIST, NUMBERS, RECORD, TRANSFER, Parameter
from voxml.emulator.api.responses import json_answer
from voxml.version import __version__

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response as Answer

_TEXT = {"type": "string"}
_UUID = {"type": "string", "format": "uuid"}
_TIME = {"type": "string", "format": "date-time"}
_TIME_OR_NULL = {"type": ["string", "null"], "format": "date-time"}
_TEXT_OR_NULL = {"type": ["string", "null"]}
_COUNT = {"type": "integer", "minimum": 0}
_STATUS = {
    "type": "string",
    "enum": ["ringing", "in-progress", "completed", "failed", "busy", "no-answer", "canceled"],
}
_DIRECTION = {"type": "string", "enum": ["outbound", "inbound"]}


def _object(members: dict[str, Any], *, optional: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": members,
        "required": [name for name in members if name not in optional],
        "additionalProperties": False,
    }


_ROW = {
    "call_uuid": _UUID,
    "from": _TEXT,
    "to": _TEXT,
    "direction": _DIRECTION,
    "status": _STATUS,
    "duration": _COUNT,
    "start_time": _TIME_OR_NULL,
    "answer_time": _TIME_OR_NULL,
    "end_time": _TIME_OR_NULL,
    "end_reason": _TEXT_OR_NULL,
}
_CALL = {
    **_ROW,
    "request_uuid": _UUID,
    "billed_duration": _COUNT,
    "ring_time": _TIME_OR_NULL,
    "price": _TEXT,
    "price_unit": _TEXT,
    "answer_url": _TEXT,
    "hangup_url": _TEXT_OR_NULL,
    "ring_url": _TEXT_OR_NULL,
    "machine_detection": {"type": "string", "enum": ["Enable", "Disable"]},
    "machine_detection_result": _TEXT_OR_NULL,
    "recording_urls": {"type": "array", "items": _TEXT},
    "parent_call_uuid": _TEXT_OR_NULL,
    "transfer_time": _TIME_OR_NULL,
}
_ROOM = {"name": _TEXT, "status": _TEXT, "created_at": _TIME}
_MEMBER = {
    "member_id": _TEXT,
    "call_uuid": _UUID,
    "number": _TEXT,
    "muted": {"type": "boolean"},
    "hold": {"type": "boolean"},
    "joined_at": _TIME,
}
_NUMBER = {
    "e164": _TEXT,
    "country": _TEXT_OR_NULL,
    "type": {"type": "string", "enum": ["local", "toll_free", "mobile"]},
    "region": _TEXT_OR_NULL,
    "status": {"type": "string", "enum": ["active", "pending", "suspended"]},
    "capabilities": _object({name: {"type": "boolean"} for name in ("voice", "sms", "mms")}),
    "monthly_fee": _TEXT,
    "setup_fee": _TEXT,
    "currency": _TEXT,
    "trunk_id": _TEXT_OR_NULL,
    "application_id": _TEXT_OR_NULL,
    "created_at": _TIME,
    "updated_at": _TIME,
}
_APPLICATION = {
    "application_id": _TEXT,
    **{each.name: _TEXT_OR_NULL for each in APPLICATION if each.name != "webhook_secret"},
    "updated_at": _TIME,
}
_DETAIL = _object({"field": _TEXT, "reason": _TEXT})
SCHEMAS: dict[str, Any] = {
    "Created": _object(
        {
            "request_uuid": _UUID,
            "call_uuid": _UUID,
            "from": _TEXT,
            "to": _TEXT,
            "direction": _DIRECTION,
            "status": {"const": "ringing"},
            "created_at": _TIME,
        }
    ),
    "Call": _object(_CALL),
    "Calls": _object(
        {
            "calls": {"type": "array", "items": _object(_ROW)},
            "pagination": _object({"page": _COUNT, "per_page": _COUNT, "total_pages": _COUNT, "total_count": _COUNT}),
        }
    ),
    "Transfer": _object({"transfer_uuid": _UUID, "status": {"const": "transferring"}, "to": _TEXT}),
    "Recording": _object({"recording_uuid": _UUID, "status": {"const": "recording"}, "format": _TEXT}),
    "Conferences": _object(
        {"conferences": {"type": "array", "items": _object({**_ROOM, "members": _COUNT})}},
    ),
    "Conference": _object({**_ROOM, "members": {"type": "array", "items": _object(_MEMBER)}}),
    "Number": _object(_NUMBER),
    "Numbers": _object(
        {
            "data": {"type": "array", "items": _object(_NUMBER)},
            "pagination": _object(dict.fromkeys(("total", "count", "per_page", "current_page", "total_pages"), _COUNT)),
        }
    ),
    "Link": _object({name: _NUMBER[name] for name in ("e164", "trunk_id", "application_id", "status", "updated_at")}),
    "Application": _object(_APPLICATION),
    "Error": _object(
        {
            "error": _object(
                {"code": _TEXT, "message": _TEXT, "details": {"type": "array", "items": _DETAIL}},
                optional=("details",),
            )
        }
    ),
    "FlatError": _object({"error": _TEXT, "message": _TEXT}),
}


def document(url: str = "/") -> dict[str, Any]:
    """The OpenAPI document of an emulator at `url`."""
    calls = "/v1/voice/accounts/{auth_id}/calls"
    one = calls + "/{call_uuid}"
    rooms = "/v1/voice/accounts/{auth_id}/conferences"
    gone = {"404": _answer("there is no such call, or it has ended", "FlatError", "Error")}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "TryVox voice API, as the voxml emulator speaks it",
            "version": __version__,
            "description": "Written from the public pages at https://docs.tryvox.io; not the vendor's own file.",
        },
        "servers": [{"url": url}],
        "security": [{"bearer": []}, {"basic": []}],
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "basic": {"type": "http", "scheme": "basic"},
            },
        },
        "paths": {
            calls: {
                "parameters": [_AUTH_ID],
                "post": _linked(_operation("createCall", "Make a call", "201", "Created", body=CREATE)),
                "get": _operation("listCalls", "List calls", "200", "Calls", query=LIST),
            },
            one: {
                "parameters": [_AUTH_ID, _CALL_UUID],
                "get": _operation("getCall", "Get a call", "200", "Call", **_missing()),
                "delete": _operation("hangUp", "End a call", "204", None, more=gone),
            },
            one + "/transfer": {
                "parameters": [_AUTH_ID, _CALL_UUID],
                "post": _operation("transfer", "Transfer a call", "200", "Transfer", body=TRANSFER, more=gone),
            },
            one + "/record": {
                "parameters": [_AUTH_ID, _CALL_UUID],
                "post": _operation(
                    "startRecording", "Record a call", "200", "Recording", body=RECORD, more=gone, needs_body=False
                ),
                "delete": _operation("stopRecording", "Stop recording", "204", None, more=gone),
            },
            **_numbers(),
            rooms: {
                "parameters": [_AUTH_ID],
                "get": _operation("listConferences", "List conferences", "200", "Conferences"),
            },
            rooms + "/{name}": {
                "parameters": [_AUTH_ID, {"name": "name", "in": "path", "required": True, "schema": _TEXT}],
                "get": _operation("getConference", "Get a conference", "200", "Conference", **_missing()),
                "delete": _operation("endConference", "End a conference", "204", None, **_missing()),
            },
        },
    }


def _numbers() -> dict[str, Any]:
    """The paths of numbers and applications."""
    numbers = "/v1/account/{account_id}/numbers"
    application = [{"name": "application_id", "in": "path", "required": True, "schema": _NOT_EMPTY}]
    return {
        numbers: {
            "parameters": [_ACCOUNT_ID],
            "get": _operation("listNumbers", "List numbers", "200", "Numbers", query=NUMBERS),
        },
        numbers + "/{e164}": {
            "parameters": [_ACCOUNT_ID, _E164],
            "get": _operation("getNumber", "Get a number", "200", "Number", **_missing()),
            "delete": _operation("releaseNumber", "Release a number", "204", None, **_missing()),
        },
        numbers + "/{e164}/application": {
            "parameters": [_ACCOUNT_ID, _E164],
            "post": _operation("linkNumber", "Link a number", "200", "Link", body=LINK, **_missing()),
            "delete": _operation("unlinkNumber", "Unlink a number", "204", None, **_missing()),
        },
        "/v1/voice/applications/{application_id}": {
            "parameters": application,
            "patch": _operation(
                "setApplication", "Change an application", "200", "Application", body=APPLICATION, needs_body=False
            ),
        },
    }


_NOT_EMPTY = {"type": "string", "minLength": 1}
_ACCOUNT_ID = {"name": "account_id", "in": "path", "required": True, "schema": _NOT_EMPTY}
_E164 = {"name": "e164", "in": "path", "required": True, "schema": _NOT_EMPTY}
_AUTH_ID = {"name": "auth_id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
_CALL_UUID = {"name": "call_uuid", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}


def _missing() -> dict[str, Any]:
    return {"more": {"404": _answer("there is no such thing", "Error")}}


def _operation(
    name: str,
    summary: str,
    status: str,
    schema: str | None,
    *,
    body: tuple[Parameter, ...] | None = None,
    query: tuple[Parameter, ...] = (),
    more: dict[str, Any] | None = None,
    needs_body: bool = True,
) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": name,
        "summary": summary,
        "responses": {
            status: _answer("done", *((schema,) if schema else ())),
            "401": _answer("the key is missing or wrong", "Error"),
            **(more or {}),
        },
    }
    if body is not None or query:
        operation["responses"]["400"] = _answer("bad or missing parameters", "Error")
    if body is not None:
        members = {each.name: {**each.schema, "description": each.doc} for each in body}
        required = [each.name for each in body if each.is_required]
        schema_of_body: dict[str, Any] = {
            "type": "object",
            "properties": members,
            "additionalProperties": False,
        }
        if required:
            schema_of_body["required"] = required
        operation["requestBody"] = {
            "required": needs_body,
            "content": {"application/json": {"schema": schema_of_body}},
        }
    if query:
        operation["parameters"] = [
            {"name": each.name, "in": "query", "description": each.doc, "schema": each.schema} for each in query
        ]
    return operation


def _linked(operation: dict[str, Any]) -> dict[str, Any]:
    """Where the id of a new call can be used."""
    parameters = {"auth_id": "$request.path.auth_id", "call_uuid": "$response.body#/call_uuid"}
    names = ("getCall", "hangUp", "transfer", "startRecording", "stopRecording")
    operation["responses"]["201"]["links"] = {name: {"operationId": name, "parameters": parameters} for name in names}
    return operation


def _answer(description: str, *schemas: str) -> dict[str, Any]:
    if not schemas:
        return {"description": description}
    refs = [{"$ref": f"#/components/schemas/{name}"} for name in schemas]
    schema = refs[0] if len(refs) == 1 else {"anyOf": refs}
    return {"description": description, "content": {"application/json": {"schema": schema}}}


async def serve(request: Request) -> Answer:
    """GET /openapi.json."""
    return json_answer(document(str(request.base_url).rstrip("/")))
