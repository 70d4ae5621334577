"""The members that TryVox sends to a server of yours, by what it is about.

Documented ones come from the pages named; where a page is silent about names, they follow its style and are listed in
docs/emulator.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxml.emulator.facts import stamp

if TYPE_CHECKING:
    from voxml.emulator.facts import Facts

#: What `status` says in a webhook (https://docs.tryvox.io/getting-started/webhooks) for each status of the API.
_WEBHOOK_WORDS = {"in-progress": "answered"}


def event(facts: Facts, name: str, at: float, **extra: Any) -> dict[str, Any]:
    """A webhook about a change of the call: ring_url, answer_url, hangup_url, status_callback_url."""
    return {
        "event": f"call.{name}",
        **_identity(facts),
        "direction": facts.order.direction,
        "status": _WEBHOOK_WORDS.get(facts.status, facts.status) if name != "answered" else "answered",
        "timestamp": stamp(facts.moment(at)),
        **extra,
    }


def callback(facts: Facts, **extra: Any) -> dict[str, Any]:
    """A request in the middle of a call: Redirect's own, and those of Gather, Dial and Record
    (https://docs.tryvox.io/voxml/redirect)."""
    return {
        **_identity(facts),
        "call_status": facts.status,
        "direction": facts.order.direction,
        **extra,
    }


def query(payload: dict[str, Any]) -> dict[str, str]:
    """Return the members of a payload that a GET carries: four members and what is special about the request, all as text."""
    left_out = {"call_status", "direction", "event", "status", "timestamp"}
    return {name: _text(value) for name, value in payload.items() if name not in left_out}


def observed(payload: dict[str, Any], duration: int) -> dict[str, Any]:
    """A status callback in the other spelling that has been seen: PascalCase, with the event "Status".

    `hangup` is the only word for an end that has been seen.
    """
    return {
        "Event": "Status",
        "CallUUID": payload["call_uuid"],
        "AccountID": payload["account_id"],
        "From": payload["from"],
        "To": payload["to"],
        "Direction": payload["direction"],
        "Status": "hangup" if payload["event"] == "call.ended" else payload["status"],
        "Duration": duration,
    }


def _identity(facts: Facts) -> dict[str, Any]:
    return {
        "call_uuid": facts.call_uuid,
        "account_id": facts.account_id,
        "from": facts.order.from_,
        "to": facts.order.to,
    }


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
