"""JSON answers, and calls as the API shows them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.responses import Response as Answer

from voxml.emulator.facts import stamp

if TYPE_CHECKING:
    from datetime import datetime

    from voxml.emulator.facts import Facts

_encode = msgspec.json.Encoder().encode

#: The sample of https://docs.tryvox.io/voice/get-call has 125 s billed as 126 and "0.0130": steps of 6 s, of this
#: price in US dollars each. Inferred from that one sample.
BILLED_STEP = 6
_PRICE_PER_STEP = 0.013 / 21


def json_answer(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """A JSON answer."""
    return Answer(_encode(value), status, media_type="application/json", headers=headers)


def created(facts: Facts) -> dict[str, Any]:
    """The answer to make-call (https://docs.tryvox.io/voice/make-call)."""
    return {
        "request_uuid": facts.request_uuid,
        "call_uuid": facts.call_uuid,
        "from": facts.order.from_,
        "to": facts.order.to,
        "direction": facts.order.direction,
        "status": "ringing",
        "created_at": stamp(facts.created_at),
    }


def created_observed(facts: Facts) -> dict[str, Any]:
    """The other answer that has been seen: wrapped, queued, and without the call's id."""
    return {"data": {"request_uuid": facts.request_uuid, "status": "queued"}}


def row(facts: Facts) -> dict[str, Any]:
    """A call in a list (https://docs.tryvox.io/voice/list-calls)."""
    return {
        "call_uuid": facts.call_uuid,
        "from": facts.order.from_,
        "to": facts.order.to,
        "direction": facts.order.direction,
        "status": facts.status,
        "duration": facts.duration,
        "start_time": _time(facts.start_time),
        "answer_time": _time(facts.answer_time),
        "end_time": _time(facts.end_time),
        "end_reason": facts.end_reason,
    }


def details(facts: Facts) -> dict[str, Any]:
    """A call by itself (https://docs.tryvox.io/voice/get-call)."""
    order = facts.order
    steps = math.ceil(facts.duration / BILLED_STEP)
    return {
        **row(facts),
        "request_uuid": facts.request_uuid,
        "billed_duration": steps * BILLED_STEP,
        "ring_time": _time(facts.start_time),
        "price": f"{steps * _PRICE_PER_STEP:.4f}",
        "price_unit": "USD",
        "answer_url": order.answer_url,
        "hangup_url": order.hangup_url,
        "ring_url": order.ring_url,
        "machine_detection": order.machine_detection,
        "machine_detection_result": facts.machine_detection_result,
        "recording_urls": facts.recording_urls,
        "parent_call_uuid": facts.parent_call_uuid,
        "transfer_time": _time(facts.transfer_time),
    }


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else stamp(moment)
