"""Follows a call until it is over."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from voxml.calls.errors import CallError, OutcomeUnknown

if TYPE_CHECKING:
    from voxml.calls.client import TryVox
    from voxml.calls.results import Call, CreatedCall

#: Seconds between two looks at a call: short while it rings, longer while people talk.
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 10.0
#: What the API takes for parameters that are not set, in seconds: https://docs.tryvox.io/voice/make-call
_RING_TIMEOUT, _TIME_LIMIT = 60, 14_400
#: Seconds that a call may take besides ringing and talking.
_MARGIN = 60
#: How often a call that was just made may not be found.
_MOST_MISSES = 5


def follow_call(
    tryvox: TryVox,
    created: CreatedCall,
    members: Mapping[str, Any],
    *,
    sleep: Callable[[float], object] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Call]:
    """The call each time that its status has changed; the last one is over.

    Raises:
        CallError: the call can't be looked at, or is not over when its time limit says that it must be.
    """
    limit = (members.get("ring_timeout") or _RING_TIMEOUT) + (members.get("time_limit") or _TIME_LIMIT) + _MARGIN
    end, pause, misses = clock() + limit, _FIRST_PAUSE, 0
    last: str | None = None
    call_uuid = created.call_uuid
    while True:
        call = _look(tryvox, call_uuid, members, is_new=misses < _MOST_MISSES)
        misses += call is None
        if call is not None:
            call_uuid = call_uuid or call.call_uuid
            if call.status != last:
                last, pause = call.status, _FIRST_PAUSE
                yield call
            if call.is_over:
                return
        if clock() > end:
            raise OutcomeUnknown(f"the call is not over after {limit} s; the last status was {last or 'not seen'}")
        sleep(pause)
        pause = min(pause * 1.5, _LONGEST_PAUSE)


def _look(tryvox: TryVox, call_uuid: str | None, members: Mapping[str, Any], *, is_new: bool) -> Call | None:
    """The call, by its id or, when the reply did not name one, by its numbers."""
    if call_uuid is not None:
        try:
            return tryvox.calls.get(call_uuid)
        except CallError as error:
            # A call may be told of before it can be looked at.
            if error.status == 404 and is_new:
                return None
            raise
    calls = list(tryvox.calls.list(direction="outbound", from_=members["from"], to=members["to"], per_page=100))
    return max(calls, key=lambda call: call.start_time or "", default=None)
