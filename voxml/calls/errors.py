"""What can go wrong with a call. Every error says what became of the request, in `outcome`.

    CallError (VoxmlError)
    ├── InvalidCall (VoxmlValueError)     refused here, before any connection; names every invalid argument
    ├── NotSent (ConnectionError)         no connection came about (name, refusal, TLS): nothing was dialled
    ├── OutcomeUnknown                    it may have arrived: a reset, a time-out, an unreadable reply
    └── ApiError                          the API answered with an error
        ├── BadRequest                    400, 422: `details` names the fields
        ├── Unauthorized                  401: the key is missing, wrong or expired
        ├── Forbidden                     403: the key may not do this
        ├── NotFound                      404: no such call or room, or it is over
        ├── Conflict                      409
        ├── RateLimited                   429: `retry_after` says when to come back
        └── ServerError                   5xx: after a POST or a DELETE its outcome is unknown

The error bodies are those of https://docs.tryvox.io/getting-started/errors and, flat, of
https://docs.tryvox.io/voice/hangup.
"""

# These names say what happened, as `except RateLimited:` reads better than with "Error" at the end of each.
# ruff: noqa: N818
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from voxml.diagnostics import first_lines
from voxml.errors import VoxmlError, VoxmlValueError

if TYPE_CHECKING:
    from collections.abc import Sequence

Outcome = Literal["not-sent", "answered", "unknown"]


class Detail(NamedTuple):
    """What is wrong with one field of a request: a pair that is read, and compared, like the API's object too."""

    field: str
    reason: str

    def __getitem__(self, key: Any) -> Any:
        return getattr(self, key) if key in ("field", "reason") else tuple(self)[key]

    def __eq__(self, other: object) -> bool:
        return tuple(self) == other or self._asdict() == other

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}" if self.field else self.reason


class CallError(VoxmlError):
    """The root of them all.

    Attributes:
        outcome: `not-sent` (it certainly did not reach the API), `answered` (the API said no) or `unknown`
            (it may have been carried out: look before sending it again).
        status: the HTTP status, None without a reply.
        code: the API's word for the error, such as `VALIDATION_FAILED` or `call_not_found`.
        message: what the API, or we, said.
        details: the fields that were wrong, each with the reason.
        retry_after: seconds that the API asked to wait, None when it did not.
        request_uuid: the API's id of the request, to quote to the vendor's support.
        advice: what to do about it, where there is something to say.
        attempts: how many times the request was tried before this was raised.
    """

    outcome: Outcome = "unknown"

    def __init__(
        self,
        message: str = "",
        *,
        outcome: Outcome | None = None,
        status: int | None = None,
        code: str | None = None,
        details: Sequence[Detail] = (),
        retry_after: float | None = None,
        request_uuid: str | None = None,
        advice: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.outcome = type(self).outcome if outcome is None else outcome
        self.status = status
        self.code = code
        self.details = list(details)
        self.retry_after = retry_after
        self.request_uuid = request_uuid
        self.advice = advice
        self.attempts = 1

    def __str__(self) -> str:
        advice = f"; {self.advice}" if self.advice else ""
        return "\n".join([f"{self.reason}{advice}", *first_lines([str(each) for each in self.details])])

    @property
    def reason(self) -> str:
        """Status, code and message in one line."""
        head = " ".join(str(part) for part in (self.status, self.code) if part is not None)
        return f"{head}: {self.message}" if head else self.message


class InvalidCall(CallError, VoxmlValueError):
    """Arguments that the API could not accept; refused before any connection, all of them at once."""

    outcome: Outcome = "not-sent"


class NotSent(CallError, ConnectionError):
    """No connection came about: the name, the refusal or the TLS handshake. Nothing was dialled."""

    outcome: Outcome = "not-sent"


class OutcomeUnknown(CallError):
    """The request went out and no readable reply came back: it may have been carried out. It was not
    repeated.
    """


class ApiError(CallError):
    """The API answered with an error."""

    outcome: Outcome = "answered"


class BadRequest(ApiError):
    """400 or 422: `details` names the fields and the reasons."""


class Unauthorized(ApiError):
    """401: the key is missing, wrong or expired."""


class Forbidden(ApiError):
    """403: the key may not do this."""


class NotFound(ApiError):
    """404: no such call or conference, or it has ended (`code` is then `call_already_ended`)."""


class Conflict(ApiError):
    """409: seen by another client when it hung up a call that was over."""


class RateLimited(ApiError):
    """429, after every retry; `retry_after` is what the API asked for last, in seconds."""


class ServerError(ApiError):
    """5xx. After a GET it only means no answer; after a POST or DELETE the request may have been carried
    out.
    """


_BY_STATUS: dict[int, type[ApiError]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    422: BadRequest,
    429: RateLimited,
}


def class_for(status: int) -> type[ApiError]:
    """Return the class of the error that goes with an HTTP status."""
    return ServerError if status >= 500 else _BY_STATUS.get(status, ApiError)
