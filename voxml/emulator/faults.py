"""Faults on demand: what goes wrong between a client and the API, or between the API and your webhooks."""

from __future__ import annotations

import re
from random import Random
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

FaultKind = Literal[
    "refuse",
    "reset",
    "reset-after",
    "delay",
    "status",
    "status-after",
    "half",
    "not-json",
    "time-out",
    "time-out-after",
    "webhook-drop",
    "webhook-duplicate",
    "webhook-late",
    "webhook-reorder",
    "webhook-bad-signature",
]

#: What each does; the manual and docs/emulator.md read this.
MEANINGS: dict[str, str] = {
    "refuse": "takes no connections for `seconds`; those that are open stay",
    "reset": "cuts the connection before the request is looked at",
    "reset-after": "carries out the request, then cuts the connection without an answer",
    "delay": "waits `seconds` before it looks at the request",
    "status": "answers with `status` (and Retry-After, where `retry_after` is set) and does nothing",
    "status-after": "carries out the request, then answers with `status` all the same",
    "half": "carries out the request, sends half the answer and cuts the connection",
    "not-json": "carries out the request and answers with something that is not JSON",
    "time-out": "does nothing and never answers, for `seconds`",
    "time-out-after": "carries out the request and never answers, for `seconds`",
    "webhook-drop": "does not send the webhook",
    "webhook-duplicate": "sends the webhook twice",
    "webhook-late": "sends the webhook `seconds` later, in real time",
    "webhook-reorder": "sends the webhook after the next one of the same call",
    "webhook-bad-signature": "signs the webhook with another secret",
}


class Fault(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One fault, and when it strikes. A fault without conditions strikes every request."""

    kind: FaultKind
    #: Only requests with this method, with a path that this regular expression finds something in, or to this number.
    method: str | None = None
    path: str | None = None
    to: str | None = None
    #: Only webhooks about this: ringing, answered, ended, status, record, transcription, stream, conference.
    what: str | None = None
    #: How often it strikes before it is over; None is without end.
    times: Annotated[int, Meta(ge=1)] | None = None
    #: How many that it would have struck are let through first.
    skip: Annotated[int, Meta(ge=0)] = 0
    probability: Annotated[float, Meta(ge=0, le=1)] = 1.0
    status: Annotated[int, Meta(ge=100, le=599)] = 503
    retry_after: str | None = None
    seconds: Annotated[float, Meta(ge=0, le=3600)] = 1.0
    #: How often it has struck.
    struck: int = 0


class Faults:
    """All faults that are switched on, in the order in which they were added; the first that fits strikes."""

    def __init__(self, seed: int | None = None) -> None:
        self.active: list[Fault] = []
        self._random = Random(seed)  # noqa: S311 - chance that can be repeated is the point

    def add(self, found: Any) -> Fault:
        """Switch a fault on.

        Raises:
            ValueError: it is not described rightly.
        """
        fault = msgspec.convert(found, Fault)
        if fault.path is not None:
            try:
                re.compile(fault.path)
            except re.error as error:
                raise ValueError(f"path: not a regular expression: {error}") from None
        self.active.append(fault)
        return fault

    def clear(self) -> None:
        """Switch all faults off."""
        self.active.clear()

    def needs_number(self) -> bool:
        """Whether any fault looks at who is called, for which a request's body must be read."""
        return any(fault.to is not None for fault in self.active)

    def of_request(self, method: str, path: str, to: str | None) -> Fault | None:
        """The fault that strikes a request to the API, if any."""
        for fault in self.active:
            if (
                not fault.kind.startswith("webhook-")
                and fault.method in (None, method)
                and (fault.path is None or re.search(fault.path, path) is not None)
                and fault.to in (None, to)
                and self._strikes(fault)
            ):
                return fault
        return None

    def of_webhook(self, what: str, to: str, url: str) -> Fault | None:
        """The fault that strikes a webhook, if any."""
        for fault in self.active:
            if (
                fault.kind.startswith("webhook-")
                and fault.what in (None, what)
                and fault.to in (None, to)
                and (fault.path is None or re.search(fault.path, url) is not None)
                and self._strikes(fault)
            ):
                return fault
        return None

    def _strikes(self, fault: Fault) -> bool:
        if fault.skip > 0:
            fault.skip -= 1
            return False
        if fault.times is not None and fault.struck >= fault.times:
            return False
        if fault.probability < 1.0 and self._random.random() >= fault.probability:
            return False
        fault.struck += 1
        return True
