"""How a call leaves what it is doing: it is over, or it goes on elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voxml.emulator.effects import Moved


class CallOver(Exception):  # noqa: N818 - not a fault: the way a call ends from wherever it is
    """The call ends here; `reason` is its end_reason, `status` what it becomes when that is not `completed`."""

    def __init__(self, reason: str, status: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


class Transferred(Exception):  # noqa: N818 - likewise: the call leaves its document for another
    """The call goes on elsewhere."""

    def __init__(self, move: Moved) -> None:
        super().__init__(move.to)
        self.move = move


#: What leaves a verb before its end. Verbs catch these two to clean up, since what cleans up must be able to yield.
LEAVING = (CallOver, Transferred)
