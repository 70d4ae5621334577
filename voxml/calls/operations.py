"""Each thing that the API can be asked for, as data: the request to send and how to read its reply.

Nothing here touches the network; the two clients and the batch carry these out. Paths are below
`/v1/voice/accounts/{auth_id}` as on https://docs.tryvox.io/voice/make-call and its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Generic, NamedTuple, TypeVar
from urllib.parse import quote as percent

from voxml.calls.errors import Detail, InvalidCall
from voxml.calls.json_shapes import as_array, as_object, json_name
from voxml.calls.parameter_check import check, check_all
from voxml.calls.parameters import CREATE, LIST, RECORD, TRANSFER, Parameter
from voxml.calls.results import Call, ConferenceRoom, CreatedCall, Recording, Result, Transfer
from voxml.language.texts import is_text

R = TypeVar("R")
Kept = TypeVar("Kept", bound=Result)


class Unreadable(Exception):  # noqa: N818 - says what the reply is
    """A reply of the right status that is not what the documentation says."""


class Operation(NamedTuple, Generic[R]):
    """One request, and how its reply is read. Secrets in the body stay hidden until it is sent."""

    title: str
    method: str
    path: str
    read: Callable[[Any], R]
    query: tuple[tuple[str, str], ...] = ()
    body: Mapping[str, Any] | None = None

    @property
    def is_repeatable(self) -> bool:
        """Whether sending it twice does no more than sending it once."""
        return self.method == "GET"


class Page(NamedTuple):
    """Some calls of a longer list."""

    calls: tuple[Call, ...]
    number: int
    is_last: bool
    #: How many pages there are; as many as are known of when the API does not say.
    pages: int


def create_call(given: Mapping[str, object]) -> Operation[CreatedCall]:
    """POST /calls: dial. The parameters are those of `parameters.CREATE`."""
    return dial(check("calls.create", CREATE, given))


def dial(members: Mapping[str, Any]) -> Operation[CreatedCall]:
    """POST /calls with parameters by their names on the wire that were checked before."""
    return Operation("calls.create", "POST", "/calls", _read_created, body=members)


def get_call(call_uuid: str) -> Operation[Call]:
    """GET /calls/{call_uuid}."""
    return Operation("calls.get", "GET", _call("calls.get", call_uuid), partial(_read, Call, "call"))


def list_calls(given: Mapping[str, object]) -> Operation[Page]:
    """GET /calls: one page of them, 100 unless `per_page` says otherwise."""
    return _page_of(check("calls.list", LIST, given))


class Walk:
    """The way through the pages of a list of calls: what to ask next, and which calls of a page are new.

    Calls that begin while we read push others on to the next page, where they are not given a second time.
    """

    def __init__(self, given: Mapping[str, object]) -> None:
        self._members = check("calls.list", LIST, given)
        self._last_page: frozenset[str | None] = frozenset()
        self.operation: Operation[Page] | None = _page_of(self._members)

    def take(self, page: Page) -> list[Call]:
        """Return the calls of a page that the page before did not have; sets what to ask next, None at the end."""
        new = [call for call in page.calls if call.call_uuid is None or call.call_uuid not in self._last_page]
        self._last_page = frozenset(call.call_uuid for call in page.calls)
        self._members = self._members | {"page": page.number + 1}
        # A server that does not know about pages gives the same one for ever.
        self.operation = None if page.is_last or not new else _page_of(self._members)
        return new


def _page_of(members: Mapping[str, Any]) -> Operation[Page]:
    members = {"page": 1, "per_page": 100} | dict(members)
    number, size = members["page"], members["per_page"]
    query = tuple((name, str(value)) for name, value in members.items())
    return Operation("calls.list", "GET", "/calls", partial(_read_page, number, size), query=query)


def hang_up(call_uuid: str) -> Operation[None]:
    """DELETE /calls/{call_uuid}: ends a call that rings or is in progress."""
    return Operation("calls.hangup", "DELETE", _call("calls.hangup", call_uuid), _read_nothing)


def transfer(call_uuid: str, given: Mapping[str, object]) -> Operation[Transfer]:
    """POST /calls/{call_uuid}/transfer."""
    return _act("calls.transfer", call_uuid, "transfer", TRANSFER, given, Transfer)


def start_recording(call_uuid: str, given: Mapping[str, object]) -> Operation[Recording]:
    """POST /calls/{call_uuid}/record."""
    return _act("calls.start_recording", call_uuid, "record", RECORD, given, Recording)


def _act(
    title: str,
    call_uuid: str,
    action: str,
    known: tuple[Parameter, ...],
    given: Mapping[str, object],
    kind: type[Kept],
) -> Operation[Kept]:
    """Return a POST to a call; problems of its id and of the parameters are reported together."""
    details, members = check_all(known, given)
    problem = _segment_fault("call_uuid", call_uuid)
    if problem is not None or details:
        raise InvalidCall(f"{title}: nothing was sent", details=[*([problem] if problem else []), *details])
    path = f"{_call(title, call_uuid)}/{action}"
    return Operation(title, "POST", path, partial(_read, kind, kind.__name__.lower()), body=members)


def stop_recording(call_uuid: str) -> Operation[None]:
    """DELETE /calls/{call_uuid}/record."""
    title = "calls.stop_recording"
    return Operation(title, "DELETE", _call(title, call_uuid) + "/record", _read_nothing)


def list_conferences() -> Operation[tuple[ConferenceRoom, ...]]:
    """GET /conferences."""
    return Operation("conferences.list", "GET", "/conferences", _read_rooms)


def get_conference(name: str) -> Operation[ConferenceRoom]:
    """GET /conferences/{name}: with who is in it."""
    title = "conferences.get"
    path = _conference(title, name)
    return Operation(title, "GET", path, partial(_read, ConferenceRoom, "conference"))


def end_conference(name: str) -> Operation[None]:
    """DELETE /conferences/{name}: everyone in it is dropped."""
    return Operation("conferences.end", "DELETE", _conference("conferences.end", name), _read_nothing)


def _call(title: str, call_uuid: str) -> str:
    return "/calls/" + _segment(title, "call_uuid", call_uuid)


def _conference(title: str, name: str) -> str:
    return "/conferences/" + _segment(title, "name", name)


def _segment(title: str, field: str, value: str) -> str:
    """Return one part of a path, escaped so that no id reaches another address."""
    problem = _segment_fault(field, value)
    if problem is not None:
        raise InvalidCall(f"{title}: nothing was sent", details=[problem])
    return percent(value, safe="+~")


def _segment_fault(field: str, value: object) -> Detail | None:
    if isinstance(value, str) and is_text(value) and value not in (".", "..") and len(value) <= 512:
        return None
    return Detail(field, f"found {value!r:.80}; expected a text that is not empty")


def _object(sent: Any, *names: str) -> dict[str, Any]:
    """Return the object that a reply holds, flat or wrapped in `data` (both are documented, on different pages)."""
    found = as_object(sent)
    if found is None:
        raise Unreadable(f"found a JSON {json_name(sent)}; expected an object")
    for name in ("data", *names):
        found = as_object(found.get(name)) or found
    return found


def _read(kind: type[Kept], name: str, sent: Any) -> Kept:
    """Return a result of that kind; the API may wrap it in `data`, or in its own name."""
    return kind.read(_object(sent, name))


def _read_created(sent: Any) -> CreatedCall:
    call = CreatedCall.read(_object(sent, "call"))
    if not call.call_uuid and not call.request_uuid:
        raise Unreadable("found neither call_uuid nor request_uuid")
    return call


def _read_nothing(_sent: Any) -> None:
    return None


def _read_rooms(sent: Any) -> tuple[ConferenceRoom, ...]:
    return tuple(ConferenceRoom.read(each) for each in _rows(sent, "conferences"))


def _read_page(number: int, size: int, sent: Any) -> Page:
    calls = tuple(Call.read(each) for each in _rows(sent, "calls"))
    outer = as_object(sent) or {}
    inner = as_object(outer.get("data")) or {}
    pages = as_object(outer.get("pagination")) or as_object(inner.get("pagination")) or {}
    total = pages.get("total_pages")
    is_last = number >= total if isinstance(total, int) else len(calls) < size
    return Page(calls, number, is_last or not calls, total if isinstance(total, int) else number)


def _rows(sent: Any, name: str) -> list[dict[str, Any]]:
    outer = as_object(sent) or {}
    inner = outer.get("data", outer)
    rows = as_array(sent) or as_array(inner) or as_array((as_object(inner) or {}).get(name))
    if rows is None and as_array(sent) is None and as_array(inner) is None:
        raise Unreadable(f'found no array "{name}"')
    return [row for row in map(as_object, rows or []) if row is not None]
