"""The words for the status of a call: many in use, seven documented, one of them each time.

REST says in-progress, completed, canceled (https://docs.tryvox.io/voice/list-calls); webhooks say answered
and ended (https://docs.tryvox.io/getting-started/webhooks); a client in the field also meets queued, hangup
and cancelled.
"""

from __future__ import annotations

from typing import Literal

CallStatus = Literal["queued", "ringing", "in-progress", "completed", "failed", "busy", "no-answer", "canceled"]

_WORDS: dict[str, CallStatus] = {
    "queued": "queued",
    "initiated": "queued",
    "ringing": "ringing",
    "ring": "ringing",
    "answered": "in-progress",
    "answer": "in-progress",
    "inprogress": "in-progress",
    "completed": "completed",
    "complete": "completed",
    "ended": "completed",
    "end": "completed",
    "hangup": "completed",
    "failed": "failed",
    "busy": "busy",
    "noanswer": "no-answer",
    "canceled": "canceled",
    "cancelled": "canceled",
    "cancel": "canceled",
}
_OVER = frozenset({"completed", "failed", "busy", "no-answer", "canceled"})


def normal_status(word: str | None) -> CallStatus | None:
    """Return the documented word for a status, None for an unknown one: `answered` is `in-progress`."""
    if word is None:
        return None
    return _WORDS.get("".join(char for char in word.lower() if char.isalnum()))


def is_over(word: str | None) -> bool:
    """Return whether a call of this status has ended. An unknown word counts as not ended."""
    return normal_status(word) in _OVER
