"""Typed results of the API; what it sends besides the documented fields is kept in `extra`.

A documented field that is missing or not of its type is None, and what was sent in its place is in `extra`: a
client in the field has seen replies without `call_uuid`, so that nothing can be taken for granted. Pages:
voice/make-call, voice/get-call, voice/list-calls, voice/call-actions and voice/conferences of
https://docs.tryvox.io.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self, get_args, get_type_hints

import msgspec

from voxml.calls.call_status import is_over
from voxml.calls.json_shapes import as_array, as_object
from voxml.calls.masking import mask_number, mask_numbers

_NUMBER_FIELDS = ("from_", "to", "number")


class Result(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """The base of them all."""

    extra: dict[str, Any] = {}

    #: The types of the fields by their name on the wire, without None.
    _types: ClassVar[dict[str, tuple[str, Any]]]

    @classmethod
    def read(cls, sent: Mapping[str, Any]) -> Self:
        """Return a result out of the JSON object that the API sent."""
        values: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        for name, value in sent.items():
            field = _fields(cls).get(name)
            if field is None:
                extra[name] = value
            elif value is not None:
                try:
                    values[field[0]] = (
                        value if type(value) is field[1] else msgspec.convert(value, field[1], strict=False)
                    )
                except (msgspec.ValidationError, ValueError, RecursionError):
                    extra[name] = value
        return cls(**values, extra=extra)

    if not TYPE_CHECKING:  # type checkers keep to the documented fields

        def __getattr__(self, name: str) -> Any:
            """Return a field that is not documented, as the API sent it."""
            if name != "extra" and name in self.extra:
                return self.extra[name]
            raise AttributeError(f"{type(self).__name__} has no field {name!r}, and the API sent none of that name")

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, by their names on the wire, and after them the rest that was sent."""
        known: dict[str, Any] = {}
        for name, (attribute, _type) in _fields(type(self)).items():
            value = getattr(self, attribute)
            if value is not None:
                known[name] = msgspec.to_builtins(value)
        return known | self.extra

    def __rich_repr__(self) -> Any:
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, str):
                # An address may hold the number too.
                value = mask_number(value) if name in _NUMBER_FIELDS else mask_numbers(value)
            if value is not None and value != {}:
                yield name, value

    def __repr__(self) -> str:
        """The fields that are set; telephone numbers show their last four digits, since a repr ends up in
        logs.
        """
        shown = ", ".join(f"{name}={value!r}" for name, value in self.__rich_repr__() if name != "extra")
        return f"{type(self).__name__}({shown})"


class CreatedCall(Result, frozen=True, kw_only=True):
    """A call that the API accepted. `call_uuid` is None when the reply did not say it; look it up by listing
    calls.
    """

    request_uuid: str | None = None
    call_uuid: str | None = None
    from_: str | None = None
    to: str | None = None
    direction: str | None = None
    status: str | None = None
    created_at: str | None = None


class Call(Result, frozen=True, kw_only=True):
    """The state of a call. Times are ISO 8601 in UTC, durations whole seconds, `price` a decimal string."""

    call_uuid: str | None = None
    request_uuid: str | None = None
    from_: str | None = None
    to: str | None = None
    direction: str | None = None
    status: str | None = None
    start_time: str | None = None
    answer_time: str | None = None
    end_time: str | None = None
    duration: int | None = None
    billed_duration: int | None = None
    #: When it began to ring, as the vendor's sample has it.
    ring_time: str | None = None
    end_reason: str | None = None
    price: str | None = None
    price_unit: str | None = None
    answer_url: str | None = None
    hangup_url: str | None = None
    ring_url: str | None = None
    machine_detection: str | None = None
    machine_detection_result: str | None = None
    recording_urls: list[str] | None = None
    parent_call_uuid: str | None = None
    transfer_time: str | None = None

    @property
    def is_over(self) -> bool:
        """Whether it has ended, by any of the words in use."""
        return is_over(self.status)

    @property
    def began(self) -> float | None:
        """When it began by the API's clock, in Unix seconds; None when the API did not say."""
        created = self.extra.get("created_at")
        return read_moment(self.start_time or (created if isinstance(created, str) else None) or self.answer_time)


class Transfer(Result, frozen=True, kw_only=True):
    """A call that is being handed over."""

    transfer_uuid: str | None = None
    status: str | None = None
    to: str | None = None


class Recording(Result, frozen=True, kw_only=True):
    """A recording that has begun."""

    recording_uuid: str | None = None
    status: str | None = None
    format: str | None = None


class Participant(Result, frozen=True, kw_only=True):
    """One of those in a conference."""

    member_id: str | None = None
    call_uuid: str | None = None
    number: str | None = None
    muted: bool | None = None
    hold: bool | None = None
    joined_at: str | None = None


class ConferenceRoom(Result, frozen=True, kw_only=True):
    """A conference; `size` is how many are in it, `members` who they are where the API names them."""

    name: str | None = None
    status: str | None = None
    created_at: str | None = None
    size: int | None = None
    members: tuple[Participant, ...] = ()

    @classmethod
    def read(cls, sent: Mapping[str, Any]) -> Self:
        """Return a room out of the API's object, whose `members` is a count in the list and an array in the single
        one.
        """
        rest = dict(sent)
        members = rest.pop("members", None)
        room = super().read(rest)
        people: tuple[Participant, ...] = ()
        size = members if isinstance(members, int) and not isinstance(members, bool) else room.size
        listed = as_array(members)
        if listed is not None:
            people = tuple(Participant.read(each) for each in map(as_object, listed) if each is not None)
            size = len(listed)
        return msgspec.structs.replace(room, members=people, size=size)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, by their names on the wire."""
        room = super().to_dict()
        room.pop("members", None)
        if self.members:
            room["members"] = [each.to_dict() for each in self.members]
        return room


def read_moment(text: str | None) -> float | None:
    """Return a time of the API (ISO 8601, UTC where it names no zone) in Unix seconds; None when it is none."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp()


_known_fields: dict[type, dict[str, tuple[str, Any]]] = {}


def _fields(cls: type[Result]) -> dict[str, tuple[str, Any]]:
    """Return the fields of a result by their name on the wire: the attribute and the type without None."""
    known = _known_fields.get(cls)
    return _learn_fields(cls) if known is None else known


def _learn_fields(cls: type[Result]) -> dict[str, tuple[str, Any]]:
    hints = get_type_hints(cls)
    known: dict[str, tuple[str, Any]] = {}
    for attribute, name in zip(cls.__struct_fields__, cls.__struct_encode_fields__, strict=True):
        if attribute != "extra":
            options = [part for part in get_args(hints[attribute]) if part is not type(None)]
            known[name] = (attribute, options[0] if len(options) == 1 else hints[attribute])
    _known_fields[cls] = known
    return known
