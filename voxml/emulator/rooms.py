"""Conference rooms that calls of the exchange share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxml.emulator.effects import Event, InRoom, Join, RoomNews
from voxml.emulator.facts import stamp

if TYPE_CHECKING:
    from datetime import datetime

    from voxml.emulator.live_call import LiveCall


class Member:
    """One call in a room."""

    def __init__(self, live: LiveCall, join: Join, member_id: str, joined_at: datetime) -> None:
        self.live = live
        self.member_id = member_id
        self.joined_at = joined_at
        self.is_muted = join.muted
        self.ends_room = join.ends


class Room:
    """A room: who is in it, and whether it has started."""

    def __init__(self, name: str, created_at: datetime) -> None:
        self.name = name
        self.created_at = created_at
        self.is_started = False
        self.members: list[Member] = []

    def tell(self, what: str, at: datetime, *, but: Member | None = None) -> None:
        """Let all members but one know what happened, at a wall-clock time."""
        for member in self.members:
            if member is not but:
                seconds = (at - member.live.call.facts.created_at).total_seconds()
                member.live.push(RoomNews(max(0.0, seconds), what, len(self.members)))

    def summary(self) -> dict[str, Any]:
        """The room in a list (https://docs.tryvox.io/voice/conferences)."""
        return {
            "name": self.name,
            "status": self.status,
            "members": len(self.members),
            "created_at": stamp(self.created_at),
        }

    def details(self) -> dict[str, Any]:
        """The room with its members."""
        return {**self.summary(), "members": [_member(member) for member in self.members]}

    @property
    def status(self) -> str:
        """Only `in-progress` is documented; a room that has not started waits."""
        return "in-progress" if self.is_started else "waiting"


class Rooms:
    """All rooms by account and name; a room is there while somebody is in it."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, str], Room] = {}

    def of(self, account_id: str) -> list[Room]:
        """The rooms of an account."""
        return [room for (account, _name), room in self._open.items() if account == account_id]

    def join(self, live: LiveCall, join: Join) -> bool:
        """Enter a room, which the first one opens; False when it is full."""
        at = live.call.facts.moment(live.call.now)
        room = self._open.setdefault(_key(live, join.name), Room(join.name, at))
        if len(room.members) >= join.limit:
            return False
        member = Member(live, join, f"mem_{str(live.call.new_id())[:8]}", at)
        room.members.append(member)
        room.tell("joined", at, but=member)
        if join.starts and not room.is_started:
            room.is_started = True
            room.tell("started", at)
        elif room.is_started:
            live.push(RoomNews(live.call.now, "started", len(room.members)))
        return True

    def leave(self, live: LiveCall, name: str) -> None:
        """Leave a room; the last one closes it, and so does one with end_on_exit."""
        room = self._open.get(_key(live, name))
        member = None if room is None else next((each for each in room.members if each.live is live), None)
        if room is None or member is None:
            return
        room.members.remove(member)
        at = live.call.facts.moment(live.call.now)
        room.tell("ended" if member.ends_room else "left", at)
        if not room.members or member.ends_room:
            self._open.pop(_key(live, name), None)

    def end(self, room: Room) -> None:
        """Drop everyone (https://docs.tryvox.io/voice/conferences)."""
        latest = max(each.live.call.facts.moment(each.live.now) for each in room.members)
        room.tell("ended", latest)
        self._open.pop(_key(room.members[0].live, room.name), None)

    async def stay(self, live: LiveCall, effect: InRoom) -> Event | None:
        """Wait in the room.

        In virtual time the music is heard once, and then nothing passes until something happens.
        """
        return await live.wait(effect.wait, is_parked=effect.rounds > 0)


def _key(live: LiveCall, name: str) -> tuple[str, str]:
    return live.call.facts.account_id, name


def _member(member: Member) -> dict[str, Any]:
    facts = member.live.call.facts
    return {
        "member_id": member.member_id,
        "call_uuid": facts.call_uuid,
        "number": facts.order.to if facts.order.direction == "outbound" else facts.order.from_,
        "muted": member.is_muted,
        "hold": False,
        "joined_at": stamp(member.joined_at),
    }
