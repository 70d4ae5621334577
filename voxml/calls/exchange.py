"""What to send next and what a reply means, without a socket: the two clients only carry bytes for this.

The one thing that matters here: a request that may dial is sent again only when it certainly did not arrive,
or when the API said 429. A 5xx, a reset, a time-out or an unreadable reply leaves it unknown whether
somebody's telephone rings, and is never followed by another try.
"""

from __future__ import annotations

import logging
from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

import msgspec

from voxml.calls.errors import CallError, Detail, NotSent, OutcomeUnknown, class_for
from voxml.calls.masking import Secret, mask_numbers, mask_secrets
from voxml.calls.operations import Operation, Unreadable
from voxml.calls.shapes import as_array, as_object, as_text

if TYPE_CHECKING:
    from voxml.calls.retry import Retry

R = TypeVar("R")
log = logging.getLogger("voxml.calls")

#: The largest reply that is read, in bytes. A page of 100 calls has about 0.1 MB.
MAX_REPLY = 16 * 1024 * 1024
#: How to find out about a request that may or may not have been carried out.
HOW_TO_FIND_OUT = {
    "calls.create": "it may be ringing: look with `voxml calls list --to NUMBER` before you dial again",
}
_REQUEST_IDS = ("x-request-id", "request-id", "x-request-uuid")


class Reply(NamedTuple):
    """An HTTP reply, read to its end. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def __repr__(self) -> str:
        """Without the body: a traceback may show this, and an error may repeat what was sent."""
        return f"Reply({self.status}, {len(self.body)} bytes)"


class Failure(NamedTuple):
    """An exchange without a reply: why, and whether the request certainly stayed here."""

    reason: str
    is_not_sent: bool

    def __repr__(self) -> str:
        return f"Failure(is_not_sent={self.is_not_sent})"


class Done(NamedTuple, Generic[R]):
    """What an operation gave."""

    result: R


def converse(operation: Operation[R], retry: Retry, key: Secret) -> Generator[float | None, Reply | Failure | None, R]:
    """Carry out an operation without a socket.

    Yields None for "send it now", or seconds to wait first; is sent the reply or failure of each try; returns
    the result.

    Raises:
        CallError: what it came to in the end.
    """
    attempt = 0
    while True:
        attempt += 1
        answer = (yield None) or Failure("no answer was given", is_not_sent=False)
        outcome = conclude(operation, answer, key)
        if isinstance(outcome, Done):
            log.debug("%s: try %d: done", operation.title, attempt)
            result: R = outcome.result
            return result
        outcome.attempts = attempt
        wait = retry.wait(operation, outcome, attempt)
        if wait is None:
            log.info("%s: try %d: %s", operation.title, attempt, _short(outcome))
            raise outcome
        log.info("%s: %s; trying again in %.1f s", operation.title, _short(outcome), wait)
        yield wait


def conclude(operation: Operation[R], answer: Reply | Failure, key: Secret) -> CallError | Done[R]:
    """What one try came to: an error, or the result."""
    if isinstance(answer, Failure):
        return _no_reply(operation, answer, key)
    if not 200 <= answer.status < 300:
        return _refusal(operation, answer, key)
    try:
        return Done(operation.read(_json(answer.body)))
    except Unreadable as problem:
        reason = str(problem)
    return OutcomeUnknown(
        f"the reply can't be read: {reason}",
        status=answer.status,
        request_uuid=_request_id({}, answer.headers),
        outcome="answered" if operation.is_repeatable else "unknown",
        advice=HOW_TO_FIND_OUT.get(operation.title),
    )


def _no_reply(operation: Operation[Any], failure: Failure, key: Secret) -> CallError:
    reason = mask_secrets(failure.reason, key)
    if failure.is_not_sent:
        return NotSent(f"no connection: {reason}")
    return OutcomeUnknown(f"the connection broke: {reason}", advice=HOW_TO_FIND_OUT.get(operation.title))


def _refusal(operation: Operation[Any], reply: Reply, key: Secret) -> CallError:
    sent = _error_body(reply.body)
    nested = as_object(sent.get("error"))
    inner = sent if nested is None else nested
    code = as_text(sent.get("error") if nested is None else nested.get("code"))
    message = _shown(as_text(inner.get("message")) or "") or _excerpt(reply)
    location = reply.headers.get("location")
    if 300 <= reply.status < 400 and location:
        message = f"redirects to {_shown(location)}, which was not followed; is base_url right?"
    # 408 is the server's word for "I gave up on your request", which gateways also say once it was passed on.
    is_unknown = not operation.is_repeatable and (reply.status >= 500 or reply.status == 408)
    message = mask_secrets(message, key, *_secrets(operation))
    from voxml.calls.retry import retry_after

    return class_for(reply.status)(
        message,
        outcome="unknown" if is_unknown else "answered",
        status=reply.status,
        code=None if code is None else mask_secrets(_shown(code), key),
        details=_details(inner.get("details"), key, *_secrets(operation)),
        retry_after=retry_after(reply.headers),
        request_uuid=_request_id(sent | inner, reply.headers),
        advice=HOW_TO_FIND_OUT.get(operation.title) if is_unknown else None,
    )


def _secrets(operation: Operation[Any]) -> list[Secret]:
    return [value for value in (operation.body or {}).values() if isinstance(value, Secret)]


def _details(sent: object, *secrets: Secret) -> list[Detail]:
    details: list[Detail] = []
    for each in (as_array(sent) or [])[:100]:
        members = as_object(each)
        field = None if members is None else as_text(members.get("field"))
        reason = each if members is None else members.get("reason", members.get("message"))
        text = mask_secrets(_shown(str(reason or "no reason given")), *secrets)
        details.append(Detail(_shown(field or ""), text))
    return details


def _json(body: bytes) -> Any:
    if not body:
        return None
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        problem = "it is not JSON"
    raise Unreadable(problem)


def _error_body(body: bytes) -> dict[str, Any]:
    try:
        sent = as_object(_json(body)) or {}
    except Unreadable:
        return {}
    inner = as_object(sent.get("data"))
    return sent if "error" in sent or inner is None else inner


def _excerpt(reply: Reply) -> str:
    """The first words of an error that is not the API's own, such as a gateway's page."""
    from http import HTTPStatus

    name = next((each.phrase for each in HTTPStatus if each == reply.status), "an error")
    shown = _shown(" ".join(reply.body[:400].decode("utf-8", "replace").split()), 120)
    return f"{name} ({shown})" if shown and not shown.startswith(("{", "[")) else name


def _shown(text: str, most: int = 1000) -> str:
    """Text of the API as a terminal, a log and a journal may have it: not endless, and nothing moves a
    cursor.
    """
    return "".join(char if char.isprintable() else " " for char in text[:most]).strip()


def _request_id(sent: Mapping[str, Any], headers: Mapping[str, str]) -> str | None:
    for name in ("request_uuid", "request_id"):
        if isinstance(sent.get(name), str):
            return str(sent[name])
    return next((headers[name] for name in _REQUEST_IDS if name in headers), None)


def _short(error: CallError) -> str:
    return mask_numbers(str(error).splitlines()[0])
