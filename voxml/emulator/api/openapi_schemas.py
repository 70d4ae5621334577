"""The shapes of the API's requests and replies, as the OpenAPI document has them."""

from __future__ import annotations

from typing import Any

from voxml.emulator.api.request_check import APPLICATION

TEXT = {"type": "string"}
_UUID = {"type": "string", "format": "uuid"}
_TIME = {"type": "string", "format": "date-time"}
_TIME_OR_NULL = {"type": ["string", "null"], "format": "date-time"}
TEXT_OR_NULL = {"type": ["string", "null"]}
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
    "from": TEXT,
    "to": TEXT,
    "direction": _DIRECTION,
    "status": _STATUS,
    "duration": _COUNT,
    "start_time": _TIME_OR_NULL,
    "answer_time": _TIME_OR_NULL,
    "end_time": _TIME_OR_NULL,
    "end_reason": TEXT_OR_NULL,
}
_CALL = {
    **_ROW,
    "request_uuid": _UUID,
    "billed_duration": _COUNT,
    "ring_time": _TIME_OR_NULL,
    "price": TEXT,
    "price_unit": TEXT,
    "answer_url": TEXT,
    "hangup_url": TEXT_OR_NULL,
    "ring_url": TEXT_OR_NULL,
    "machine_detection": {"type": "string", "enum": ["Enable", "Disable"]},
    "machine_detection_result": TEXT_OR_NULL,
    "recording_urls": {"type": "array", "items": TEXT},
    "parent_call_uuid": TEXT_OR_NULL,
    "transfer_time": _TIME_OR_NULL,
}
_ROOM = {"name": TEXT, "status": TEXT, "created_at": _TIME}
_MEMBER = {
    "member_id": TEXT,
    "call_uuid": _UUID,
    "number": TEXT,
    "muted": {"type": "boolean"},
    "hold": {"type": "boolean"},
    "joined_at": _TIME,
}
_NUMBER = {
    "e164": TEXT,
    "country": TEXT_OR_NULL,
    "type": {"type": "string", "enum": ["local", "toll_free", "mobile"]},
    "region": TEXT_OR_NULL,
    "status": {"type": "string", "enum": ["active", "pending", "suspended"]},
    "capabilities": _object({name: {"type": "boolean"} for name in ("voice", "sms", "mms")}),
    "monthly_fee": TEXT,
    "setup_fee": TEXT,
    "currency": TEXT,
    "trunk_id": TEXT_OR_NULL,
    "application_id": TEXT_OR_NULL,
    "created_at": _TIME,
    "updated_at": _TIME,
}
_APPLICATION = {
    "application_id": TEXT,
    **{each.name: TEXT_OR_NULL for each in APPLICATION if each.name != "webhook_secret"},
    "updated_at": _TIME,
}
_DETAIL = _object({"field": TEXT, "reason": TEXT})
SCHEMAS: dict[str, Any] = {
    "Created": _object(
        {
            "request_uuid": _UUID,
            "call_uuid": _UUID,
            "from": TEXT,
            "to": TEXT,
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
    "Transfer": _object({"transfer_uuid": _UUID, "status": {"const": "transferring"}, "to": TEXT}),
    "Recording": _object({"recording_uuid": _UUID, "status": {"const": "recording"}, "format": TEXT}),
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
                {"code": TEXT, "message": TEXT, "details": {"type": "array", "items": _DETAIL}},
                optional=("details",),
            )
        }
    ),
    "FlatError": _object({"error": TEXT, "message": TEXT}),
}
