"""One typed event out of every spelling of a webhook that is in use.

Documented is snake_case with `status` (https://docs.tryvox.io/getting-started/webhooks); a Redirect asks with
`call_status` (https://docs.tryvox.io/voxml/redirect); a client in the field gets PascalCase status callbacks
(`CallUUID`, `AccountId`, `Status`, `Duration`). What Gather, Dial and Record send is not public: their
members are found in `extra`, `digits` and `speech` under the names that they probably have.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import parse_qsl

import msgspec

from voxml.calls.call_status import CallStatus, is_over, normal_status
from voxml.calls.json_shapes import as_object, json_name
from voxml.calls.masking import mask_number
from voxml.errors import VoxmlTypeError

EventKind = Literal["queued", "ringing", "answered", "ended", "status", "other"]

_FIELDS: dict[str, str] = {
    "event": "event",
    "calluuid": "call_uuid",
    "accountid": "account_id",
    "from": "from_",
    "to": "to",
    "direction": "direction",
    "status": "status_word",
    "callstatus": "status_word",
    "timestamp": "timestamp",
    "duration": "duration",
    "callduration": "duration",
    "billsec": "duration",
    "endreason": "end_reason",
    "hangupcause": "end_reason",
    "digits": "digits",
    "speech": "speech",
    "speechresult": "speech",
}
_KINDS: dict[CallStatus, EventKind] = {"queued": "queued", "ringing": "ringing", "in-progress": "answered"}
_SPACE_FOR_PLUS = re.compile(r" [1-9][0-9]{1,14}")
#: A webhook has some hundred bytes; a recording is only named in it.
_MAX_BODY = 1024 * 1024


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """What happened to a call.

    Attributes:
        kind: what it is about: `queued`, `ringing`, `answered`, `ended`; `status` for an unknown status; `other` for an
            event that is not about the status, such as a Gather's.
        event: the event as it was sent, such as `call.answered`.
        status: the status of the call, in the words of the REST API (`answered` is `in-progress`); None if
            unknown.
        status_word: the status as it was sent.
        timestamp: when, with its time zone; None when it was not sent or is not ISO 8601.
        duration: seconds from the answer to the end.
        digits: the keys that were pressed, where they are sent; the name of this member is not documented.
        speech: the words that were said; likewise.
        extra: all that was sent besides, under its own names.
    """

    kind: EventKind
    event: str | None = None
    call_uuid: str | None = None
    account_id: str | None = None
    from_: str | None = None
    to: str | None = None
    direction: str | None = None
    status: CallStatus | None = None
    status_word: str | None = None
    timestamp: datetime | None = None
    duration: int | None = None
    end_reason: str | None = None
    digits: str | None = None
    speech: str | None = None
    extra: dict[str, Any] = {}

    @property
    def is_over(self) -> bool:
        """Whether the call has ended."""
        return self.kind == "ended"

    def __repr__(self) -> str:
        """The members that are set; telephone numbers show their last four digits, since a repr ends up in
        logs.
        """
        shown: list[str] = []
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if value is not None and name not in ("extra", "digits", "speech"):
                value = mask_number(value) if name in ("from_", "to") and isinstance(value, str) else value
                shown.append(f"{name}={value!r}")
        return f"Event({', '.join(shown)})"


def read_event(body: bytes, error: type[Exception]) -> Event:
    """Return the event in a JSON body; raises `error` for anything but one object."""
    problem = ""
    if len(body) > _MAX_BODY:
        raise error(f"found {len(body)} bytes; expected a webhook's some hundred")
    try:
        sent = msgspec.json.decode(body)
    except UnicodeDecodeError as cause:
        problem = f"the body is not UTF-8: byte {cause.start}"
    except (msgspec.DecodeError, ValueError, RecursionError) as cause:
        problem = f"the body is not JSON: {str(cause).lower()}" if body.strip() else "the body is empty"
    else:
        event = as_object(sent)
        if event is not None:
            return _event(event)
        problem = f"the body is a JSON {json_name(sent)}; expected an object"
    raise error(problem)


def read_query(query: str | bytes | Mapping[str, Any], error: type[Exception]) -> Event:
    """Return the event in a query; raise `error` when it is far too long or not UTF-8.

    Raises:
        VoxmlTypeError: it is no query at all.
    """
    if not isinstance(query, (str, bytes)) and hasattr(query, "items"):
        # Some frameworks keep a list of values for each name.
        members = {name: value[0] if isinstance(value, list) and value else value for name, value in query.items()}
        return _event({str(name): _unescaped_plus(str(name), value) for name, value in members.items()})
    if not isinstance(query, (str, bytes)):
        raise VoxmlTypeError(f"query: found a {type(query).__name__}; expected the query string, or a mapping")
    try:
        text = query.decode() if isinstance(query, bytes) else query
        pairs = parse_qsl(_query_of(text), keep_blank_values=True, max_num_fields=200, errors="strict")
    except ValueError as cause:
        problem = str(cause).lower()
    else:
        return _event({name: _unescaped_plus(name, value) for name, value in pairs})
    raise error(f"the query can't be read: {problem}")


def _query_of(text: str) -> str:
    """Return the query of a whole URL, or the text itself."""
    before, mark, after = text.partition("?")
    return after.partition("#")[0] if mark and "=" not in before else text


def _unescaped_plus(name: str, value: Any) -> Any:
    """Return a telephone number whose plus sign was not escaped, and so was read as a space."""
    is_number = _FIELDS.get(_fold(name)) in ("from_", "to") and isinstance(value, str)
    return f"+{value[1:]}" if is_number and _SPACE_FOR_PLUS.fullmatch(value) else value


def _event(sent: Mapping[str, Any]) -> Event:
    inner = as_object(sent.get("data"))
    if inner is not None and not any(_fold(name) == "calluuid" for name in sent):
        sent = {**{name: value for name, value in sent.items() if name != "data"}, **inner}
    members: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    for name, value in sent.items():
        field = _FIELDS.get(_fold(name))
        plain = None if field is None else _READ.get(field, _text)(value)
        # Of two spellings of one member the first counts; the other is not lost.
        if field is None or plain is None or field in members:
            extra[name] = value
        else:
            members[field] = plain
    status = normal_status(members.get("status_word"))
    # `call.ended` gives the status when nothing else does; `recording.completed` does not.
    about, _, word = str(members.get("event", "")).rpartition(".")
    from_event = normal_status(word) if about.lower() in ("", "call") else None
    return Event(kind=_kind(status or from_event, members), status=status or from_event, extra=extra, **members)


def _kind(status: CallStatus | None, members: Mapping[str, Any]) -> EventKind:
    if status is not None:
        return "ended" if is_over(status) else _KINDS[status]
    return "status" if "status_word" in members else "other"


def _fold(name: str) -> str:
    return "".join(char for char in name.lower() if char.isalnum())


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _whole(value: object) -> int | None:
    try:
        return None if isinstance(value, bool) else int(float(value))  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return None


def _moment(value: object) -> datetime | None:
    try:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except (ValueError, OverflowError, OSError):
        return None
    # Without a zone it is UTC, as all times of the API are.
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


_READ: dict[str, Callable[[object], Any]] = {"duration": _whole, "timestamp": _moment}
