"""What a call is: its parameters and its record, as the API shows them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

import msgspec

Direction = Literal["outbound", "inbound"]
Status = Literal["queued", "ringing", "in-progress", "completed", "failed", "busy", "no-answer", "canceled"]

#: The address of documents that were given without one; the top-level domain is one that can't exist (RFC 6761).
NOWHERE = "https://voxml.invalid/"
#: Statuses after which nothing changes any more.
FINAL: frozenset[str] = frozenset({"completed", "failed", "busy", "no-answer", "canceled"})


class Order(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A call as it was asked for (https://docs.tryvox.io/voice/make-call)."""

    from_: str
    to: str
    answer_url: str
    answer_method: str = "POST"
    ring_url: str | None = None
    hangup_url: str | None = None
    fallback_url: str | None = None
    ring_timeout: int = 60
    time_limit: int = 14_400
    machine_detection: str = "Disable"
    status_callback_url: str | None = None
    status_callback_method: str = "POST"
    webhook_secret: str | None = None
    direction: Direction = "outbound"


class Facts(msgspec.Struct, kw_only=True, gc=False):
    """A call's record while it lives and after; the times are wall-clock times of the emulator."""

    order: Order
    call_uuid: str
    request_uuid: str
    account_id: str
    created_at: datetime
    status: Status = "ringing"
    start_time: datetime | None = None
    answer_time: datetime | None = None
    end_time: datetime | None = None
    end_reason: str | None = None
    machine_detection_result: str | None = None
    recording_urls: list[str] = msgspec.field(default_factory=list)
    parent_call_uuid: str | None = None
    transfer_time: datetime | None = None

    def moment(self, seconds: float) -> datetime:
        """Return the wall-clock time `seconds` after the call was made."""
        return self.created_at + timedelta(seconds=seconds)

    @property
    def duration(self) -> int:
        """Seconds from the answer to the end, rounded, at least 1; 0 while it is not over or was never answered."""
        if self.answer_time is None or self.end_time is None:
            return 0
        return max(1, int((self.end_time - self.answer_time).total_seconds() + 0.5))


def stamp(moment: datetime) -> str:
    """A time as the API writes it: ISO 8601 in UTC with milliseconds and a Z."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
