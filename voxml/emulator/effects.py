"""What a call asks of the world while it is played, and what the world answers.

The engine does no input or output and has no clock: it is a generator that yields one of these effects and is sent the
answer. A driver (`sync.py` for simulation, `live.py` for the server) carries them out in virtual or in real time. None
of them can be part of a cycle, so that the garbage collector need not look at them (`gc=False`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from msgspec import Meta

if TYPE_CHECKING:
    from voxml.emulator.transcript import Entry
    from voxml.language.response import Response


class Reply(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a request brought back: a status and a body, or the `problem` for which there is none."""

    status: int = 200
    body: bytes = b""
    content_type: str = ""
    problem: str | None = None
    #: The document itself, where the one who fetched it has read it already.
    document: Response | None = None
    #: The file that it comes from and the line of each instruction in it, where they are known.
    path: str | None = None
    lines: tuple[int, ...] = ()
    #: That address is not known here: it is another server's, not a missing document.
    is_elsewhere: bool = False
    #: The index of the instruction with which its playing begins.
    first: int = 0


class Fetch(msgspec.Struct, frozen=True, gc=False):
    """Ask a URL for a document; answered with a `Reply`."""

    what: str
    method: str
    url: str
    payload: dict[str, Any]


class Audio(msgspec.Struct, frozen=True, gc=False):
    """Ask how long an audio file lasts; answered with seconds, or with a text that says why it can't be played."""

    url: str


class Notify(msgspec.Struct, frozen=True, gc=False):
    """Send a webhook, whose answer does not matter; answered with None."""

    what: str
    method: str
    url: str
    payload: dict[str, Any]
    #: Seconds from now at which it goes out.
    delay: float = 0.0


class Wait(msgspec.Struct, frozen=True, gc=False):
    """Let time pass until `until`, or until something happens; answered with an event or None.

    Times are seconds since the call was made. This is also all that the callee knows: what they are
    hearing (`hearing`, whose words end at `prompt_ends`) and what is listened for.
    """

    now: float
    until: float
    hearing: str = ""
    prompt_ends: float = 0.0
    keys: bool = False
    speech: bool = False
    recording: bool = False
    #: Which Gather or Record is listening: a number of its own for each.
    listener: int = 0
    #: How many keys make the input complete, where that is set.
    digits: int = 0
    #: The phone rings: the callee has not picked up, and is not asked what they do.
    is_ringing: bool = False
    #: Nothing in the document will end this: only a callee, another call or a limit.
    is_open: bool = False
    #: Where the call is: URL of the document, index of the instruction.
    place: tuple[str, int] = ("", 0)


class Ring(msgspec.Struct, frozen=True, gc=False):
    """Ring the far ends of a Dial; answered with what each target does, in the order of `targets`."""

    targets: tuple[str, ...]
    place: tuple[str, int] = ("", 0)


FarEndOutcome = Literal["answers", "busy", "no-answer", "fails"]


class FarEnd(msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """What a dialled target does."""

    outcome: FarEndOutcome = "answers"
    #: Seconds of ringing before it does so.
    after: Annotated[float, Meta(ge=0)] = 6.0
    #: Seconds that it talks before it hangs up.
    talks: Annotated[float, Meta(ge=0)] = 30.0


class Join(msgspec.Struct, frozen=True, gc=False):
    """Enter a conference room; answered with True, or False when it is full."""

    name: str
    limit: int
    starts: bool
    ends: bool
    muted: bool
    beep: bool


class InRoom(msgspec.Struct, frozen=True, gc=False):
    """Stay in the room until `wait.until` or until something happens in it.

    Answered like `Wait`, or with `RoomNews`.
    """

    wait: Wait
    name: str
    #: How often all of `wait_url` has been heard already.
    rounds: int = 0


class Leave(msgspec.Struct, frozen=True, gc=False):
    """Leave the room; answered with None."""

    name: str


class Connect(msgspec.Struct, frozen=True, gc=False):
    """Open a Stream's WebSocket; answered with `StreamOpened`, or a text that says why it can't be reached."""

    stream_id: str
    url: str
    track: str
    start: dict[str, Any]
    parameters: dict[str, str]


class StreamOpened(msgspec.Struct, frozen=True, gc=False):
    """A Stream's WebSocket is open: how many seconds it lasts when neither side ends it, and a remark for the transcript."""

    lasts: float
    remark: str = ""


class Streaming(msgspec.Struct, frozen=True, gc=False):
    """Feed the socket until `wait.until`; answered like `Wait`, or with `StreamNews`."""

    wait: Wait
    stream_id: str


class Disconnect(msgspec.Struct, frozen=True, gc=False):
    """Close the socket; answered with None."""

    stream_id: str
    payload: dict[str, Any]


class Recording(msgspec.Struct, frozen=True, gc=False):
    """Keep a recording: stretches (start, end, words) in seconds, in all `seconds` long; answered with its URL."""

    uuid: str
    seconds: float
    stretches: tuple[tuple[float, float, str], ...]


class Started(msgspec.Struct, frozen=True, gc=False):
    """A line of the transcript has begun; answered with None. Only drivers that are watched use it."""

    entry: Entry


Effect = (
    Fetch
    | Audio
    | Notify
    | Wait
    | Ring
    | Join
    | InRoom
    | Leave
    | Connect
    | Streaming
    | Disconnect
    | Recording
    | Started
)


# --- what happens to a call from outside ---------------------------------------------------------------------------


class Event(msgspec.Struct, frozen=True, gc=False):
    """Something that happens at a second of the call."""

    at: float


class Key(Event, frozen=True, gc=False):
    """The callee presses a key: 0-9, * or #."""

    key: str


class Speech(Event, frozen=True, gc=False):
    """The callee begins to speak."""

    text: str


class Answered(Event, frozen=True, gc=False):
    """The callee picks up, where that was left open."""


class HungUp(Event, frozen=True, gc=False):
    """The callee hangs up."""


class Ended(Event, frozen=True, gc=False):
    """The call is ended from outside; `reason` is its end_reason."""

    reason: str = "api-hangup"


class Moved(Event, frozen=True, gc=False):
    """The call is transferred: it goes on with the document at `url`, or with a Dial to `to`."""

    to: str
    url: str | None = None
    caller_id: str | None = None


class RoomNews(Event, frozen=True, gc=False):
    """Something happened in the conference room: started, joined, left, ended, muted, unmuted."""

    what: str
    members: int = 0


class StreamNews(Event, frozen=True, gc=False):
    """The socket did something: `what` is audio, killAudio, closed, message or problem."""

    what: str
    text: str = ""
    seconds: float = 0.0
    #: With what the socket was closed, where it was.
    code: int | None = None
