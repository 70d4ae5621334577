"""What to send next and what a reply means, without a socket: the two clients only carry bytes for this.

The one thing that matters here: a request that may dial is sent again only when it certainly did not arrive,
or when the API said 429. A 5xx, a reset, a time-out or an unreadable reply leaves it unknown whether
a telephone rings, and is never followed by another try.
"""

from __future__ import annotations

import logging
from collections.abc import Generator, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from voxml.calls.errors import CallError, Detail, NotSent, OutcomeUnknown, class_for
from voxml.calls.json_shapes import as_array, as_object, as_text
from voxml.calls.masking import Secret, hide_secrets, mask_numbers, mask_secrets
from voxml.calls.operations import Operation, Unreadable
from voxml.calls.retry import Retry, retry_after

R = TypeVar("R")
log = logging.getLogger("voxml.calls")

#: The largest reply that is read, in bytes. A page of 100 calls has about 0.1 MB.
MAX_REPLY = 16 * 1024 * 1024
#: How to find out about a request that may or may not have been carried out.
HOW_TO_FIND_OUT = {
    "calls.create": "it may be ringing: look with `voxml calls list --to NUMBER` before you dial again",
    "calls.hangup": "it may be over: look with `voxml calls show CALL_UUID`",
    "calls.transfer": "it may be under way: look with `voxml calls show CALL_UUID` before you transfer again",
}
#: Bytes of a page that is not JSON that are searched for its first words.
_MOST_OF_A_PAGE = 64 * 1024
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


def converse(
    operation: Operation[R], retry: Retry, secrets: Sequence[Secret]
) -> Generator[float | None, Reply | Failure | None, R]:
    """Carry out an operation without a socket; what the API repeats of `secrets` comes back masked.

    Yields None for "send it now", or seconds to wait first; is sent the reply or failure of each try; returns
    the result.

    Raises:
        CallError: the last try failed.
    """
    attempt = 0
    while True:
        attempt += 1
        answer = (yield None) or Failure("no answer was given", is_not_sent=False)
        outcome = conclude(operation, answer, secrets)
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


def conclude(operation: Operation[R], answer: Reply | Failure, secrets: Sequence[Secret]) -> CallError | Done[R]:
    """Return the error or the result of one try."""
    hidden = (*secrets, *(value for value in (operation.body or {}).values() if isinstance(value, Secret)))
    if isinstance(answer, Failure):
        return _no_reply(operation, answer, hidden)
    if not 200 <= answer.status < 300:
        return _refusal(operation, answer, hidden)
    try:
        return Done(operation.read(_json(answer.body, hidden)))
    except Unreadable as problem:
        reason = str(problem)
    except Exception as error:
        # Whatever is wrong with a reply: the request was carried out all the same, or may have been.
        reason = type(error).__name__
    return OutcomeUnknown(
        f"the reply can't be read: {reason}",
        status=answer.status,
        request_uuid=_request_id({}, answer.headers, hidden),
        outcome="answered" if operation.is_repeatable else "unknown",
        advice=_advice(operation),
    )


def _no_reply(operation: Operation[Any], failure: Failure, hidden: Sequence[Secret]) -> CallError:
    reason = mask_secrets(failure.reason, *hidden)
    if failure.is_not_sent:
        return NotSent(f"no connection: {reason}")
    return OutcomeUnknown(f"the connection broke: {reason}", advice=_advice(operation))


def _refusal(operation: Operation[Any], reply: Reply, hidden: Sequence[Secret]) -> CallError:
    sent = _error_body(reply.body, hidden)
    nested = as_object(sent.get("error"))
    inner = sent if nested is None else nested
    code = as_text(sent.get("error") if nested is None else nested.get("code"))
    message = _shown(as_text(inner.get("message")) or "", hidden) or _excerpt(reply, hidden)
    location = reply.headers.get("location")
    if 300 <= reply.status < 400 and location:
        message = f"redirects to {_shown(location, hidden)}, which was not followed; is base_url right?"
    # 408 is the server's word for "I gave up on your request", which gateways also say once it was passed on.
    is_unknown = not operation.is_repeatable and (reply.status >= 500 or reply.status == 408)
    return class_for(reply.status)(
        message,
        outcome="unknown" if is_unknown else "answered",
        status=reply.status,
        code=None if code is None else _shown(code, hidden),
        details=_details(inner.get("details"), hidden),
        retry_after=retry_after(reply.headers),
        request_uuid=_request_id(sent | inner, reply.headers, hidden),
        advice=_advice(operation) if is_unknown else None,
    )


def _advice(operation: Operation[Any]) -> str | None:
    """Return how to find out about a request that may or may not have been carried out; None for one that only looks."""
    if operation.is_repeatable:
        return None
    return HOW_TO_FIND_OUT.get(operation.title, "it may have been carried out: look before you repeat it")


def _details(sent: object, hidden: Sequence[Secret]) -> list[Detail]:
    details: list[Detail] = []
    for each in (as_array(sent) or [])[:100]:
        members = as_object(each)
        field = None if members is None else as_text(members.get("field"))
        reason = each if members is None else members.get("reason", members.get("message"))
        details.append(Detail(_shown(field or "", hidden), _shown(str(reason or "no reason given"), hidden)))
    return details


def _json(body: bytes, hidden: Sequence[Secret]) -> Any:
    """Return the JSON of a reply, in which nothing repeats a secret that it was sent."""
    if not body:
        return None
    try:
        sent = msgspec.json.decode(body)
        return hide_secrets(sent, *hidden) if any(_is_in(secret, body) for secret in hidden) else sent
    except UnicodeDecodeError:
        problem = "it is not UTF-8"
    except (msgspec.DecodeError, ValueError, RecursionError):
        problem = "it is not JSON"
    raise Unreadable(problem)


def _is_in(secret: Secret, body: bytes) -> bool:
    """Return whether a body may repeat a secret, as it is or with escapes of JSON."""
    return b"\\" in body or secret.reveal().encode("utf-8", "surrogateescape") in body


def _error_body(body: bytes, hidden: Sequence[Secret]) -> dict[str, Any]:
    try:
        sent = as_object(_json(body, hidden)) or {}
    except Unreadable:
        return {}
    inner = as_object(sent.get("data"))
    return sent if "error" in sent or inner is None else inner


def _excerpt(reply: Reply, hidden: Sequence[Secret]) -> str:
    """Return the first words of an error that is not the API's own, such as a gateway's page."""
    name = next((each.phrase for each in HTTPStatus if each == reply.status), "an error")
    text = mask_secrets(reply.body[:_MOST_OF_A_PAGE].decode("utf-8", "replace"), *hidden)
    shown = _shown(" ".join(text.split()), most=120)
    return f"{name} ({shown})" if shown and not shown.startswith(("{", "[")) else name


def _shown(text: str, hidden: Sequence[Secret] = (), *, most: int = 1000) -> str:
    """Return text of the API as a terminal, a log and a journal may have it: no secret in it, not endless, and nothing
    moves a cursor.
    """
    # Masked before it is cut, since half a secret is not found any more.
    text = mask_secrets(text, *hidden)[:most]
    return "".join(char if char.isprintable() else " " for char in text).strip()


def _request_id(sent: Mapping[str, Any], headers: Mapping[str, str], hidden: Sequence[Secret]) -> str | None:
    found = next((as_text(sent.get(name)) for name in ("request_uuid", "request_id") if as_text(sent.get(name))), None)
    found = found or next((headers[name] for name in _REQUEST_IDS if name in headers), None)
    return None if found is None else _shown(found, hidden, most=200)


def _short(error: CallError) -> str:
    return mask_numbers(str(error).splitlines()[0])
