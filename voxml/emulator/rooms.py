"""Conference rooms that calls of an emulator share; a call is known here by its id and by two callbacks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from voxml.emulator.facts import stamp

if TYPE_CHECKING:
    from voxml.emulator.effects import Join


class Participant(NamedTuple):
    """A call as a room sees it."""

    account_id: str
    call_uuid: str
    number: str
    #: Called with what happened (joined, started, left, ended), when, and how many are in the room.
    notify: Callable[[str, datetime, int], None]
    #: The wall-clock time of the call.
    now: Callable[[], datetime]


class Member:
    """A call in a room."""

    def __init__(self, participant: Participant, join: Join, member_id: str, joined_at: datetime) -> None:
        self.participant = participant
        self.member_id = member_id
        self.joined_at = joined_at
        self.is_muted = join.muted
        self.ends_room = join.ends

    def details(self) -> dict[str, Any]:
        """Return the member as the API shows it (https://docs.tryvox.io/voice/conferences)."""
        return {
            "member_id": self.member_id,
            "call_uuid": self.participant.call_uuid,
            "number": self.participant.number,
            "muted": self.is_muted,
            "hold": False,
            "joined_at": stamp(self.joined_at),
        }


class Room:
    """A room: its members, and whether it has started."""

    def __init__(self, account_id: str, name: str, created_at: datetime) -> None:
        self.account_id = account_id
        self.name = name
        self.created_at = created_at
        self.is_started = False
        self.members: list[Member] = []

    def notify(self, what: str, at: datetime, *, but: Member | None = None) -> None:
        """Notify all members but one what happened, at a wall-clock time."""
        for member in self.members:
            if member is not but:
                member.participant.notify(what, at, len(self.members))

    def summary(self) -> dict[str, Any]:
        """Return the room as a list shows it (https://docs.tryvox.io/voice/conferences)."""
        return {
            "name": self.name,
            "status": self.status,
            "members": len(self.members),
            "created_at": stamp(self.created_at),
        }

    def details(self) -> dict[str, Any]:
        """Return the room with its members."""
        return {**self.summary(), "members": [member.details() for member in self.members]}

    @property
    def status(self) -> str:
        """Only `in-progress` is documented; a room that has not started waits."""
        return "in-progress" if self.is_started else "waiting"


class Rooms:
    """All rooms by account and name; a room exists while it has members."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, str], Room] = {}

    def of(self, account_id: str) -> list[Room]:
        """Return the rooms of an account."""
        return [room for room in self._open.values() if room.account_id == account_id]

    def join(self, participant: Participant, join: Join, member_id: str, at: datetime) -> bool:
        """Enter a room, which the first one opens; False when it is full."""
        key = (participant.account_id, join.name)
        room = self._open.setdefault(key, Room(*key, at))
        if len(room.members) >= join.limit:
            return False
        member = Member(participant, join, member_id, at)
        room.members.append(member)
        room.notify("joined", at, but=member)
        if join.starts and not room.is_started:
            room.is_started = True
            room.notify("started", at)
        elif room.is_started:
            participant.notify("started", at, len(room.members))
        return True

    def leave(self, account_id: str, call_uuid: str, name: str, at: datetime) -> None:
        """Leave a room; the last one closes it, and so does one with end_on_exit."""
        room = self._open.get((account_id, name))
        members = [] if room is None else [each for each in room.members if each.participant.call_uuid == call_uuid]
        if room is None or not members:
            return
        [member] = members
        room.members.remove(member)
        room.notify("ended" if member.ends_room else "left", at)
        if not room.members or member.ends_room:
            self._open.pop((account_id, name), None)

    def end(self, room: Room) -> None:
        """Drop all members (https://docs.tryvox.io/voice/conferences)."""
        room.notify("ended", max(member.participant.now() for member in room.members))
        self._open.pop((room.account_id, room.name), None)
