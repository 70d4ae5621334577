"""The OpenAPI file of the API that the emulator speaks, from the tables that requests are checked by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxml.emulator.api.openapi_schemas import SCHEMAS, TEXT
from voxml.emulator.api.request_check import APPLICATION, CREATE, LINK, LIST, NUMBERS, RECORD, TRANSFER, Parameter
from voxml.emulator.api.responses import json_answer
from voxml.version import __version__

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response as Answer


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
                "parameters": [_AUTH_ID, {"name": "name", "in": "path", "required": True, "schema": TEXT}],
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
