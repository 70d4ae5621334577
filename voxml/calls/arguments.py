"""What the methods of the clients take, for type checkers and editors; `parameters` says what each means and
allows.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from voxml.calls.masking import Secret


class CreateArguments(TypedDict):
    """What `calls.create` takes; `CREATE` says what each means and allows."""

    from_: str
    to: str
    answer_url: str
    answer_method: NotRequired[Literal["GET", "POST"] | None]
    ring_url: NotRequired[str | None]
    hangup_url: NotRequired[str | None]
    fallback_url: NotRequired[str | None]
    ring_timeout: NotRequired[int | None]
    time_limit: NotRequired[int | None]
    machine_detection: NotRequired[Literal["Enable", "Disable"] | None]
    status_callback_url: NotRequired[str | None]
    status_callback_method: NotRequired[Literal["GET", "POST"] | None]
    webhook_secret: NotRequired[str | Secret | None]


class TransferArguments(TypedDict):
    """What `calls.transfer` takes besides the call."""

    to: str
    caller_id: NotRequired[str | None]
    answer_url: NotRequired[str | None]


class RecordArguments(TypedDict, total=False):
    """What `calls.start_recording` takes besides the call."""

    format: Literal["mp3", "wav"] | None
    max_length: int | None
    trim_silence: bool | None


class ListArguments(TypedDict, total=False):
    """What `calls.list` filters by."""

    status: Literal["ringing", "in-progress", "completed", "failed", "busy", "no-answer", "canceled"] | None
    direction: Literal["outbound", "inbound"] | None
    from_: str | None
    to: str | None
    page: int | None
    per_page: int | None
